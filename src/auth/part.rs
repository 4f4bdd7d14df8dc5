//! Talking to the identity provider, as a part of the app that is fetched while the person reads
//! the page before: the first download does without OAuth, URLs and SHA-256.

// The macro declares the seam between two wasm files as foreign functions.
#![allow(unsafe_code)]

use super::oauth::{self, Prompt};
use super::{Answer, Auth, Pending, Problem, check};
use crate::routes::Page;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use rh_protocol::api::{AppConfig, Nonce, SignIn};
use rh_protocol::sign_in::Ask;
use rh_protocol::{ErrorCode, Role};
use std::pin::Pin;
use std::sync::Arc;

impl From<SplitLoaderError> for Problem {
    fn from(_: SplitLoaderError) -> Self {
        ErrorCode::LoadFailed.into()
    }
}

/// As [`oauth::begin`].
///
/// # Errors
/// As it, and `load-failed`.
#[wasm_split(
    sign_in,
    wasm_split_path = leptos::wasm_split,
    preload(
        /// Fetches this part ahead of its use.
        ///
        /// # Errors
        /// When it cannot be fetched; the use itself tries again.
        fetch
    ),
    fallible
)]
pub fn begin(
    config: &AppConfig,
    role: Role,
    nonce: &Nonce,
    prompt: Prompt,
    ask: Option<&Ask>,
    language: &str,
    return_to: Page,
) -> Result<(String, Pending), Problem> {
    oauth::begin(config, role, nonce, prompt, ask, language, return_to)
}

/// What came of asking about the device, on its way to the broker.
pub type Finish = Pin<Box<dyn Future<Output = Result<(), Problem>>>>;

/// As [`check::finish`].
///
/// # Errors
/// `load-failed` at once; whatever comes of it later.
#[wasm_split(sign_in, wasm_split_path = leptos::wasm_split, fallible)]
pub fn finish_check(auth: Auth, answer: Answer) -> Result<Finish, Problem> {
    Ok(Box::pin(check::finish(auth, answer)))
}

/// An exchange that is under way.
pub type Exchange = Pin<Box<dyn Future<Output = Result<SignIn, Problem>>>>;

/// As [`oauth::exchange`].
///
/// # Errors
/// `load-failed` at once; whatever comes of the exchange later.
#[wasm_split(sign_in, wasm_split_path = leptos::wasm_split, fallible)]
pub fn exchange(
    config: Arc<AppConfig>,
    role: Role,
    code: String,
    pending: Pending,
) -> Result<Exchange, Problem> {
    Ok(Box::pin(async move {
        oauth::exchange(&config, role, code, pending).await
    }))
}
