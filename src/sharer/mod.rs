//! The sharer's side, `/rh`: one file per step.

mod code;
mod home;
mod live;
mod receipt;
mod share;
mod sharing;

pub use home::HomePage;

use crate::components::{Card, MakePage, NotFetched, Progress};
use crate::room::{Answered, RoomPage, Step, TrustStep};
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use live::LiveStep;
use receipt::ReceiptCard;
use rh_protocol::Role;

/// What makes `/rh/s/<session>`: a part of the app of its own.
///
/// # Errors
/// When it cannot be fetched.
// The macro declares the seam between two wasm files as foreign functions.
#[allow(unsafe_code)]
#[wasm_split(
    sharer_session,
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
    Ok(|| view! { <RoomPage role=Role::Sharer steps=step /> }.into_any())
}

fn step(step: Step, session: SessionHandle) -> AnyView {
    match step {
        Step::Trust => view! { <TrustStep session /> }.into_any(),
        Step::Answered => view! { <Answered session /> }.into_any(),
        Step::Live => view! { <LiveStep session /> }.into_any(),
        Step::Ended(_) => view! { <ReceiptCard session /> }.into_any(),
        // A sharer only ever joins after the code; the room itself shows the rest.
        Step::Opening | Step::Code | Step::Outdated => {
            view! { <Card><Progress label=t!("session-opening") /></Card> }.into_any()
        }
    }
}
