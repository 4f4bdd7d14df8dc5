//! The helper's side, `/rhh`: one file per step.

mod code;
mod home;
mod invite;
mod live;
mod note;
mod state;
mod viewer;

pub use home::HomePage;

use crate::components::{Card, MakePage, NotFetched, Progress};
use crate::room::{Answered, RoomPage, Step, TrustStep};
use crate::session::SessionHandle;
use crate::t;
use code::CodeStep;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use live::LiveStep;
use note::{Draft, NoteCard};
use rh_protocol::Role;

/// What makes `/rhh/s/<session>`: a part of the app of its own.
///
/// # Errors
/// When it cannot be fetched.
// The macro declares the seam between two wasm files as foreign functions.
#[allow(unsafe_code)]
#[wasm_split(
    helper_session,
    wasm_split_path = leptos::wasm_split,
    preload(
        /// Fetches that part ahead of its use.
        ///
        /// # Errors
        /// When it cannot be fetched; the use itself tries again.
        #[allow(unsafe_code)]
        fetch_session
    ),
    fallible
)]
pub fn session_page() -> Result<MakePage, NotFetched> {
    Ok(|| {
        Draft::provide();
        view! { <RoomPage role=Role::Helper steps=step /> }.into_any()
    })
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
        Step::Ended(_) => view! { <NoteCard session /> }.into_any(),
        // The room itself shows the rest.
        Step::Opening | Step::Outdated => {
            view! { <Card><Progress label=t!("session-opening") /></Card> }.into_any()
        }
    }
}
