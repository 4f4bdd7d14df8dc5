//! The sharer's side, `/rh`: one file per step.

mod code;
mod home;
mod live;
mod share;
mod sharing;

pub use home::HomePage;

use crate::components::{Card, Progress};
use crate::room::{Answered, RoomPage, Step, TrustStep};
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;
use live::LiveStep;
use rh_protocol::Role;

/// `/rh/s/<session>`.
#[component]
pub fn SessionPage() -> impl IntoView {
    view! { <RoomPage role=Role::Sharer steps=step /> }.into_any()
}

fn step(step: Step, session: SessionHandle) -> AnyView {
    match step {
        Step::Trust => view! { <TrustStep session /> }.into_any(),
        Step::Answered => view! { <Answered session /> }.into_any(),
        Step::Live => view! { <LiveStep session /> }.into_any(),
        // A sharer only ever joins after the code; the room itself shows the rest.
        Step::Opening | Step::Code | Step::Ended(_) | Step::Outdated => {
            view! { <Card><Progress label=t!("session-opening") /></Card> }.into_any()
        }
    }
}
