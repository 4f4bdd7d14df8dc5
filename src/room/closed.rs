//! The session cannot go on in this page: why, and what can be done.

use crate::auth::{Prompt, SignInProblem, use_auth};
use crate::components::{Button, ButtonKind, Card, ErrorBox, StepHeading};
use crate::platform::address;
use crate::routes::Page;
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;
use rh_protocol::{ErrorBody, ErrorCode, SessionId};

/// What the person can do about it.
#[derive(Clone, Copy)]
enum Remedy {
    /// Take the session back from the other tab.
    TakeOver,
    /// Load the page again: a newer app is there.
    Reload,
    /// Sign in again.
    SignIn,
    /// Begin again.
    Home,
}

impl Remedy {
    fn of(code: ErrorCode) -> Self {
        match code {
            ErrorCode::Replaced => Self::TakeOver,
            ErrorCode::UnsupportedVersion | ErrorCode::LoadFailed => Self::Reload,
            ErrorCode::NotSignedIn => Self::SignIn,
            _ => Self::Home,
        }
    }
}

/// Says why, with one button.
#[component]
pub(super) fn Closed(session: SessionHandle, id: SessionId, code: ErrorCode) -> impl IntoView {
    let auth = use_auth();
    let remedy = Remedy::of(code);
    let label = match remedy {
        Remedy::TakeOver => t!("take-over-here"),
        Remedy::Reload => t!("reload"),
        Remedy::SignIn => t!("sign-in"),
        Remedy::Home => t!("to-start"),
    };
    let act = move |()| match remedy {
        Remedy::TakeOver => session.take_back(),
        Remedy::Reload => address::reload(),
        Remedy::SignIn => auth.sign_in(Prompt::Default, Page::Session(auth.role(), id)),
        Remedy::Home => {
            // Our own path is always an address.
            let _ = address::leave_for(&Page::Home(auth.role()).path());
        }
    };
    view! {
        <Card>
            <StepHeading text=t!("session-closed-title") />
            <ErrorBox error=Signal::stored(Some(ErrorBody::new(code))) />
            <SignInProblem return_to=Page::Session(auth.role(), id) />
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label
                    test_id="closed-action"
                    busy=auth.busy()
                    on_press=act
                />
            </div>
        </Card>
    }
    .into_any()
}
