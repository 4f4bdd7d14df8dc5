//! What a sign-in under way has to remember until its callback, in this tab's session storage.

use crate::platform::storage::{self, Key};
use crate::routes::Page;
use rh_protocol::{Redacted, Role};
use serde::{Deserialize, Serialize};

/// A sign-in under way. The nonce is not among it: the broker keeps that, bound to the browser by a
/// cookie, and is the one to compare it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Ties the callback to this sign-in (RFC 6749 §10.12).
    pub state: Redacted<String>,
    /// The PKCE code verifier (RFC 7636 §4.1).
    pub verifier: Redacted<String>,
    /// Path of the page to go on to.
    #[serde(rename = "return")]
    pub return_to: String,
    /// Whether it is no sign-in here, but asks the provider about the device.
    #[serde(default)]
    pub check: bool,
}

impl Pending {
    /// Keeps it for the callback. Returns whether the browser did.
    #[must_use]
    pub fn keep(&self, role: Role) -> bool {
        serde_json::to_string(self).is_ok_and(|text| storage::set(Key::SignIn(role), &text))
    }

    /// Reads it and forgets it at once: an answer is looked at one time only.
    #[must_use]
    pub fn take(role: Role) -> Option<Self> {
        let text = storage::take(Key::SignIn(role))?;
        serde_json::from_str(&text).ok()
    }

    /// The page to go on to: always one of the same role's, never another site.
    #[must_use]
    pub fn return_page(&self, role: Role) -> Page {
        match Page::parse(&self.return_to) {
            Some(page @ (Page::Home(_) | Page::Session(..) | Page::Enrol | Page::Console(_)))
                if page.role() == role =>
            {
                page
            }
            _ => Page::Home(role),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::ConsolePage;
    use rh_protocol::SessionId;

    fn pending(return_to: &str) -> Pending {
        Pending {
            state: "s3cret".to_owned().into(),
            verifier: "v3rifier".to_owned().into(),
            return_to: return_to.to_owned(),
            check: false,
        }
    }

    #[test]
    fn goes_on_to_a_page_of_the_same_role_only() {
        let session = Page::Session(Role::Sharer, SessionId::from_bits(5));
        let home = Page::Home(Role::Sharer);
        for (path, expected) in [
            (session.path(), session),
            (Page::Enrol.path(), Page::Enrol),
            ("/rhh".to_owned(), home),
            ("/rhh/console/access".to_owned(), home),
            ("/rh/callback".to_owned(), home),
            ("https://evil.example/rh".to_owned(), home),
            ("//evil.example".to_owned(), home),
        ] {
            assert_eq!(pending(&path).return_page(Role::Sharer), expected, "{path}");
        }
        let console = Page::Console(Some(ConsolePage::Settings));
        assert_eq!(pending(&console.path()).return_page(Role::Helper), console);
    }

    #[test]
    fn prints_no_secret() {
        let text = format!("{:?}", pending("/rh"));
        assert!(
            !text.contains("s3cret") && !text.contains("v3rifier"),
            "{text}"
        );
    }
}
