//! The administrators' console, below `/rhh/console`: a part of the app, with words and a style sheet of
//! its own, none of which anybody fetches who does not open it.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`page`] | the frame of its pages: who may see which, the navigation |
//! | [`access`] | roles, assignments, and why somebody may or may not help |
//! | [`settings`] | what can be changed while the broker runs |
//! | [`report`] | the sessions that are over, and the audit |
//! | [`devices`] | the devices that the directory knows, and starting a session for one |
//! | [`directory`] | its people and groups, import and export |
//! | [`sessions`] | the sessions that run now, and ending one |
//! | [`webhooks`] | other programs that are told, and what they were not told |
//! | [`tokens`] | other programs that use the interface |
//! | [`lists`], [`table`] | lists that the broker gives page by page, and how they stand there |
//! | [`fields`], [`choose`], [`pick`], [`pick_one`], [`group_ticks`], [`permission_ticks`] | what one types into and chooses from |
//! | [`device_state`] | whether a device meets the policies, by word and sign |
//! | [`load`] | what is asked of the broker first: waiting, failed, there |
//! | [`opened`] | what a form was opened with, and what others make of that meanwhile |
//! | [`saving`] | what becomes of a form |
//! | [`confirm`] | the question before something is done that cannot be taken back |

mod access;
mod choose;
mod confirm;
mod device_state;
mod devices;
mod directory;
mod fields;
mod group_ticks;
mod lists;
mod load;
mod opened;
mod page;
mod permission_ticks;
mod pick;
mod pick_one;
mod report;
mod saving;
mod sessions;
mod settings;
mod table;
mod tokens;
mod webhooks;

use crate::components::{MakePage, NotFetched};
use crate::i18n;
use crate::platform::{document, spawn};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// What its words and its style sheet are called.
const NAME: &str = "console";

/// Fetches all that the console needs, at once, and gives what makes it.
///
/// # Errors
/// When any of it cannot be fetched.
pub async fn fetch() -> Result<MakePage, NotFetched> {
    spawn(async {
        let _ = fetch_part().await;
    });
    let style = document::add_style(NAME);
    i18n::extend(NAME).await.map_err(|_| NotFetched)?;
    style.await.map_err(|_| NotFetched)?;
    console_page().await
}

/// What makes every page of it.
// The macro declares the seam between two wasm files as foreign functions.
#[allow(unsafe_code)]
#[wasm_split(
    console,
    wasm_split_path = leptos::wasm_split,
    preload(#[allow(unsafe_code)] fetch_part),
    fallible
)]
fn console_page() -> Result<MakePage, NotFetched> {
    Ok(|| view! { <page::Console /> }.into_any())
}
