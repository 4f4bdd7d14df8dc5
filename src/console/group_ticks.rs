//! The groups that somebody or something is in: told, and each with a box to tick.

use super::directory::api::{self, Group, Named};
use crate::components::{ErrorBox, Progress};
use crate::i18n;
use crate::platform::spawn;
use crate::routes::ConsolePlace;
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;
use std::collections::BTreeSet;

/// Groups as they stand on a page, each a way to its own.
pub(super) fn links(groups: &[Named]) -> AnyView {
    if groups.is_empty() {
        return i18n::message("groups-none").into_any();
    }
    let rows = groups.iter().map(|group| {
        let place = ConsolePlace::Group(Some(group.id.clone())).path();
        view! { <li><a href=place><bdi>{group.called()}</bdi></a></li> }
    });
    view! { <ul class="names">{rows.collect_view()}</ul> }.into_any()
}

/// All groups of a kind; those that are ticked by their ids.
#[component]
pub(super) fn GroupTicks(
    /// `people` or `devices`.
    kind: &'static str,
    #[prop(into)] ticked: Signal<BTreeSet<String>>,
    /// Called with those that are ticked now.
    #[prop(into)]
    on_change: Callback<BTreeSet<String>>,
    /// What is wrong with them, while something is.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let groups = RwSignal::new(None::<Vec<Group>>);
    let problem = RwSignal::new(None::<ErrorBody>);
    spawn(async move {
        match api::groups(kind).await {
            Ok(found) => {
                groups.try_set(Some(found));
            }
            Err(refused) => {
                problem.try_set(Some(refused));
            }
        }
    });
    let rows = move || {
        let found = groups.get()?;
        if found.is_empty() {
            return Some(view! { <p class="fine">{t!("groups-there-are-none")}</p> }.into_any());
        }
        let row = |group: Group| {
            let (id, own) = (group.id.clone(), group.id);
            let on = move || ticked.with(|ticked| ticked.contains(&own));
            let tick = move |on: bool| {
                let mut now = ticked.get_untracked();
                if on {
                    now.insert(id.clone());
                } else {
                    now.remove(&id);
                }
                on_change.run(now);
            };
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        data-testid="group-tick"
                        prop:checked=on
                        on:change=move |event| tick(event_target_checked(&event))
                    />
                    <bdi>{group.name}</bdi>
                </label>
            }
        };
        let rows = found.into_iter().map(row).collect_view();
        Some(view! { <div class="checks">{rows}</div> }.into_any())
    };
    let waits = move || groups.with(Option::is_none) && problem.with(Option::is_none);
    view! {
        <fieldset class="choices">
            <legend>{t!("groups")}</legend>
            <p class="field-error" aria-live="polite">{move || error.get()}</p>
            <Show when=waits>
                <Progress label=t!("loading") />
            </Show>
            <ErrorBox error=problem />
            {rows}
        </fieldset>
    }
    .into_any()
}
