//! A page that is not in the app's first download: shown as soon as its part of the app is here.

use super::{Button, ButtonKind, Card, Progress, StepHeading};
use crate::platform::{address, spawn};
use crate::t;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use rh_protocol::ErrorCode;
use std::pin::Pin;

/// Makes a page.
pub type MakePage = fn() -> AnyView;

/// A part on its way; it brings what makes its page.
pub type Fetching = Pin<Box<dyn Future<Output = Result<MakePage, NotFetched>>>>;

/// A part of the app could not be fetched: no network, or a newer build has taken its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// Fetches a part, unless it is here already, and shows its page.
#[component]
pub fn Part(fetch: fn() -> Fetching) -> impl IntoView {
    let fetched = RwSignal::new(None);
    spawn(async move {
        fetched.try_set(Some(fetch().await));
    });
    move || match fetched.get() {
        Some(Ok(make)) => make(),
        Some(Err(NotFetched)) => view! { <Missing /> }.into_any(),
        None => view! { <Card><Progress label=t!("loading") /></Card> }.into_any(),
    }
}

/// Only the page as a whole is sure to fit together again.
#[component]
fn Missing() -> impl IntoView {
    view! {
        <Card>
            <div data-testid="error" data-code=ErrorCode::LoadFailed.as_str()>
                <StepHeading text=t!("error-load-failed") />
                <p class="lead">{t!("error-load-failed.next")}</p>
            </div>
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("reload")
                    test_id="reload"
                    on_press=|()| address::reload()
                />
            </div>
        </Card>
    }
    .into_any()
}
