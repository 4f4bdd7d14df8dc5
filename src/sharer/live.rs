//! Both have consented: the screen to share, or being shared, and the chat beside it.

use super::share::SharePanel;
use super::sharing::SharingPanel;
use crate::chat::ChatPanel;
use crate::room::LeaveButton;
use crate::session::{PictureLabel, SessionHandle};
use leptos::prelude::*;

/// The step's page. Chat stays as it is while sharing begins and ends.
#[component]
pub(super) fn LiveStep(session: SessionHandle) -> impl IntoView {
    let sharing = Memo::new(move |_| {
        session
            .picture()
            .with(|shared| shared.state != PictureLabel::None)
    });
    let panel = move || {
        if sharing.get() {
            view! { <SharingPanel session /> }.into_any()
        } else {
            view! { <SharePanel session /> }.into_any()
        }
    };
    view! {
        <div class="stage">
            <div class="stage-main">
                {panel}
                <div class="stage-end">
                    <LeaveButton session />
                </div>
            </div>
            <ChatPanel session />
        </div>
    }
    .into_any()
}
