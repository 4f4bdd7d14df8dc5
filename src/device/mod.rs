//! The device that this browser is enrolled on, at the sharer's side: a key that never leaves the browser, by which the broker
//! knows the device at each session. A part of the app of its own, which nobody fetches whose browser is not enrolled.
//!
//! | module | what it holds |
//! | --- | --- |
//! | this one | the seam, and what tells whether the part is needed at all |
//! | [`api`] | what is asked of the broker |
//! | [`key`] | making, keeping and using the key |
//! | [`check`] | what the sign-in service has not said of the device |
//! | [`enrol`] | the page of an enrolment link |
//! | [`renew`] | enrolling again a browser that has forgotten its key |

mod api;
mod check;
mod enrol;
mod key;
mod renew;

use crate::components::{MakePage, NotFetched};
use crate::platform::storage::{self, Key};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use rh_protocol::api::Signed;
use std::pin::Pin;

/// A signature on its way; none where the browser cannot show its device now.
type Signing = Pin<Box<dyn Future<Output = Option<Signed>>>>;

/// What the part makes.
#[derive(Clone, Copy)]
pub struct Made {
    enrol: MakePage,
    renew: MakePage,
    check: MakePage,
    sign: fn(String) -> Signing,
}

/// Whether this browser is enrolled, as far as it remembers.
#[must_use]
pub fn is_enrolled() -> bool {
    storage::get(Key::Device).is_some()
}

/// What shows the broker which device this is; nothing where the browser is not enrolled, or cannot show it now.
pub async fn signed() -> Option<Signed> {
    let id = storage::get(Key::Device)?;
    let made = part().await.ok()?;
    (made.sign)(id).await
}

/// What makes the page of an enrolment link.
///
/// # Errors
/// When it cannot be fetched.
pub async fn enrol_page() -> Result<MakePage, NotFetched> {
    Ok(part().await?.enrol)
}

/// What makes the offer to enrol this browser again.
///
/// # Errors
/// When it cannot be fetched.
pub async fn renew_card() -> Result<MakePage, NotFetched> {
    Ok(part().await?.renew)
}

/// What makes the card that doubts the device.
///
/// # Errors
/// When it cannot be fetched.
pub async fn check_card() -> Result<MakePage, NotFetched> {
    Ok(part().await?.check)
}

// The macro declares the seam between two wasm files as foreign functions.
#[allow(unsafe_code)]
#[wasm_split(device, wasm_split_path = leptos::wasm_split, fallible)]
fn part() -> Result<Made, NotFetched> {
    Ok(Made {
        enrol: || view! { <enrol::EnrolPage /> }.into_any(),
        renew: || view! { <renew::RenewCard /> }.into_any(),
        check: || view! { <check::CheckCard /> }.into_any(),
        sign: |id| Box::pin(key::sign(id)),
    })
}
