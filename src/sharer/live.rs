//! Both have consented: the screen to share, or being shared, and the chat beside it.

use super::share::SharePanel;
use super::sharing::SharingPanel;
use crate::room::Stage;
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
    view! { <Stage session>{panel}</Stage> }.into_any()
}
