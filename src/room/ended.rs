//! The end: why, and what next.

use crate::components::{Card, StepHeading};
use crate::i18n;
use crate::routes::Page;
use crate::t;
use leptos::prelude::*;
use rh_protocol::view::EndReason;
use rh_protocol::{Redacted, Role};

/// What the end looks like from one side.
#[component]
pub(super) fn Ended(
    role: Role,
    reason: EndReason,
    /// What an administrator said about it.
    note: Option<Redacted<String>>,
) -> impl IntoView {
    let name = reason_name(reason);
    let words = move || ended_words(role, reason);
    let again = match role {
        Role::Helper => t!("ended-again-helper"),
        Role::Sharer => t!("ended-again-sharer"),
    };
    view! {
        <Card>
            <div class="ended" data-testid="session-ended" data-reason=name>
                <StepHeading text=t!("ended-title") />
                <p class="lead">{words}</p>
                {note.map(|note| view! { <Said note=note.into_inner() /> })}
                <p>{t!("ended-note")}</p>
            </div>
            <div class="actions">
                <a class="button button-primary" data-testid="start-again" href=Page::Home(role).path()>
                    {again}
                </a>
            </div>
        </Card>
    }
    .into_any()
}

/// Why it ended, told to helper or sharer: message `ended-<reason>`. Tracked.
pub fn ended_words(role: Role, reason: EndReason) -> String {
    let name = reason_name(reason);
    i18n::text(&format!("ended-{name}"), &[("side", role.as_str().into())])
}

/// What an administrator said about the end, in their own words.
#[component]
fn Said(note: String) -> impl IntoView {
    view! {
        <p>{t!("ended-administrator-says")}</p>
        <p class="organization-notice" dir="auto" data-testid="ended-words">
            {note}
        </p>
    }
    .into_any()
}

/// The reason as it stands on the wire.
const fn reason_name(reason: EndReason) -> &'static str {
    match reason {
        EndReason::EndedByHelper => "ended-by-helper",
        EndReason::EndedBySharer => "ended-by-sharer",
        EndReason::DeclinedBySharer => "declined-by-sharer",
        EndReason::DeclinedByHelper => "declined-by-helper",
        EndReason::ConsentTimedOut => "consent-timed-out",
        EndReason::NobodyJoined => "nobody-joined",
        EndReason::HelperGone => "helper-gone",
        EndReason::SharerGone => "sharer-gone",
        EndReason::TooLong => "too-long",
        EndReason::EndedByAdministrator => "ended-by-administrator",
        EndReason::NotPermitted => "not-permitted",
        EndReason::PermissionWithdrawn => "permission-withdrawn",
        EndReason::DeviceNotEnrolled => "device-not-enrolled",
        EndReason::OtherThanBound => "other-than-bound",
        EndReason::Unknown => "unknown",
    }
}
