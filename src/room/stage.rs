//! Where a session happens once both have consented: the panel of a side, and the chat beside it.

use super::LeaveButton;
use crate::chat::ChatPanel;
use crate::session::SessionHandle;
use leptos::prelude::*;

/// The frame of both live steps. Chat stays as it is while the panel changes.
#[component]
pub fn Stage(
    /// The session.
    session: SessionHandle,
    /// What this side shows: the picture, or what is shared.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="stage">
            <div class="stage-main">
                {children()}
                <div class="stage-end">
                    <LeaveButton session />
                </div>
            </div>
            <ChatPanel session />
        </div>
    }
    .into_any()
}
