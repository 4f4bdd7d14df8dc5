//! Other programs that are told of sessions: how that is going, and what they were not told.

mod api;
mod letters;
mod reading;
mod receiver;
mod words;

use super::confirm::{Confirm, Question};
use super::load::Loaded;
use crate::components::{Card, StepHeading};
use crate::t;
use api::{All, Webhook};
use leptos::prelude::*;
use receiver::Receiver;

/// Time between two looks, in milliseconds.
const EVERY_MS: i32 = 5_000;

/// All of them, as they were last read. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Webhooks {
    loaded: Loaded<All>,
    question: RwSignal<Option<Question>>,
}

impl Webhooks {
    /// The one of this name. Tracked.
    fn find(self, name: &str) -> Option<Webhook> {
        let all = self.loaded.get()?;
        all.webhooks.iter().find(|one| one.name == name).cloned()
    }
}

/// The page.
#[component]
pub(super) fn WebhooksPage() -> impl IntoView {
    let webhooks = Webhooks {
        loaded: Loaded::new(api::all),
        question: RwSignal::new(None),
    };
    webhooks.loaded.keep_asking(EVERY_MS, api::all_again);
    view! {
        <Card wide=true>
            <StepHeading text=t!("webhooks") />
            <p class="lead">{t!("webhooks-lead")}</p>
        </Card>
        {webhooks.loaded.view(move |_| view! { <List webhooks /> }.into_any())}
        <Confirm question=webhooks.question />
    }
    .into_any()
}

#[component]
fn List(webhooks: Webhooks) -> impl IntoView {
    let names = Memo::new(move |_| {
        let all = webhooks.loaded.get();
        let all = all.iter().flat_map(|all| &all.webhooks);
        all.map(|one| one.name.clone()).collect::<Vec<_>>()
    });
    let none = move || {
        names.with(Vec::is_empty).then(|| {
            view! {
                <Card wide=true>
                    <p>{t!("webhooks-none")}</p>
                    <p class="fine">{t!("webhooks-none-how")}</p>
                </Card>
            }
        })
    };
    view! {
        {none}
        <For
            each=move || names.get()
            key=String::clone
            children=move |name| view! { <Receiver webhooks name /> }
        />
    }
    .into_any()
}
