//! The helper's side, `/rhh`: one file per step.

mod code;
mod home;
mod invite;
mod live;
mod state;
mod viewer;

pub use home::HomePage;

use crate::components::{Card, Progress};
use crate::room::{Answered, RoomPage, Step, TrustStep};
use crate::session::SessionHandle;
use crate::t;
use code::CodeStep;
use leptos::prelude::*;
use live::LiveStep;
use rh_protocol::Role;

/// `/rhh/s/<session>`.
#[component]
pub fn SessionPage() -> impl IntoView {
    view! { <RoomPage role=Role::Helper steps=step /> }.into_any()
}

fn step(step: Step, session: SessionHandle) -> AnyView {
    match step {
        Step::Code => view! { <CodeStep session /> }.into_any(),
        Step::Trust => view! {
            <invite::Joined />
            <TrustStep session />
        }
        .into_any(),
        Step::Answered => view! { <Answered session /> }.into_any(),
        Step::Live => view! { <LiveStep session /> }.into_any(),
        // The room itself shows the rest.
        Step::Opening | Step::Ended(_) | Step::Outdated => {
            view! { <Card><Progress label=t!("session-opening") /></Card> }.into_any()
        }
    }
}
