//! What can be changed while the broker runs.

mod api;
mod draft;
mod known;
mod off;
mod row;
mod save;

use super::load::Loaded;
use crate::components::{Card, StepHeading};
use crate::platform::storage::{self, Key};
use crate::t;
use api::{Limit, Now};
use draft::Draft;
use known::{SECTIONS, Section};
use leptos::prelude::*;
use rh_protocol::ErrorBody;
use row::Row;
use save::Save;
use std::sync::Arc;

/// What is typed over what there is. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Typing {
    loaded: Loaded<Now>,
    /// What the draft was made of.
    now: RwSignal<Arc<Now>>,
    draft: RwSignal<Draft>,
    refused: RwSignal<Option<ErrorBody>>,
}

impl Typing {
    /// What stands in a setting's field. Tracked.
    fn text(self, key: &str) -> String {
        self.now
            .with(|now| self.draft.with(|draft| draft.text(now, key)))
    }

    /// Within which limits a setting can be set. Tracked.
    fn limit(self, key: &str) -> Limit {
        self.now.with(|now| now.limit(key))
    }

    /// Keeps what is typed over a sign-in that may be needed. This page takes it up again.
    fn keep(self) {
        let kept = untrack(|| self.with(Draft::kept));
        if let Some(kept) = kept {
            storage::set(Key::Settings, &kept);
        }
    }

    /// Takes what is typed.
    fn put(self, key: &'static str, text: String) {
        let now = self.now.get_untracked();
        self.draft.update(|draft| draft.put(&now, key, text));
    }

    /// Looks at something of the draft and of what it was made of. Tracked.
    fn with<T>(self, look: impl FnOnce(&Draft, &Now) -> T) -> T {
        self.now
            .with(|now| self.draft.with(|draft| look(draft, now)))
    }
}

/// The page.
#[component]
pub(super) fn SettingsPage() -> impl IntoView {
    let loaded = Loaded::new(api::now);
    loaded.view(move |now| {
        let draft = match storage::take(Key::Settings) {
            Some(kept) => Draft::back(&kept, &now),
            None => Draft::of(&now),
        };
        let typing = Typing {
            loaded,
            draft: RwSignal::new(draft),
            now: RwSignal::new(now),
            refused: RwSignal::new(None),
        };
        view! { <Form typing /> }.into_any()
    })
}

#[component]
fn Form(typing: Typing) -> impl IntoView {
    let sections = SECTIONS
        .iter()
        .map(|section| view! { <OfSection typing section /> })
        .collect_view();
    view! {
        <Card wide=true>
            <StepHeading text=t!("settings") />
            <p class="lead">{t!("settings-lead")}</p>
        </Card>
        {sections}
        <Save typing />
    }
    .into_any()
}

#[component]
fn OfSection(typing: Typing, section: &'static Section) -> impl IntoView {
    let rows = section
        .settings
        .iter()
        .map(|setting| view! { <Row typing setting /> })
        .collect_view();
    view! {
        <Card wide=true>
            <h2>{crate::i18n::message(section.name)}</h2>
            {rows}
        </Card>
    }
    .into_any()
}
