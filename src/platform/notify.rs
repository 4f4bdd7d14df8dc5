//! Notifications of the system, where the browser has them and the person has allowed them.

use super::js::{Failure, Listener, global};
use web_sys::{Event, Notification, NotificationOptions, NotificationPermission};

/// What the person said about notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// This browser has none (iOS outside of installed apps).
    Unsupported,
    /// Not asked yet.
    Unasked,
    /// Yes.
    Granted,
    /// No.
    Denied,
}

/// The present answer.
#[must_use]
pub fn permission() -> Permission {
    if global("Notification").is_none() {
        return Permission::Unsupported;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        _ => Permission::Unasked,
    }
}

/// Asks. Call it in a click.
///
/// # Errors
/// When the browser refuses to ask.
pub async fn ask() -> Result<Permission, Failure> {
    if permission() == Permission::Unsupported {
        return Ok(Permission::Unsupported);
    }
    Notification::request_permission()?.await?;
    Ok(permission())
}

/// A notification on the screen; dropping it takes it away.
pub struct Shown {
    notification: Notification,
    _clicked: Listener,
}

/// Shows a notification, if that is granted. A click on it brings the tab to the front.
#[must_use]
pub fn show(title: &str, body: &str) -> Option<Shown> {
    if permission() != Permission::Granted {
        return None;
    }
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_tag("rh");
    // Android's Chrome throws here: it wants a service worker.
    let notification = Notification::new_with_options(title, &options).ok()?;
    let clicked = Listener::new(&notification, "click", |_: Event| {
        let _ = super::address::window().focus();
    });
    Some(Shown {
        notification,
        _clicked: clicked,
    })
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.notification.close();
    }
}
