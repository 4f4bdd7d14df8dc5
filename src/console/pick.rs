//! Finding one of many by typing a part of its name.

use super::lists::{Rows, path};
use crate::i18n;
use crate::platform::{http, spawn, timer};
use crate::routes::filters::{Filters, Text};
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;
use serde::Deserialize;

/// How many are offered at once.
const MOST: u32 = 8;

/// Time in which more is typed before the broker is asked, in milliseconds.
const TYPING_MS: i32 = 250;

/// A person or a device, as far as is needed to tell it from others.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct One {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    email: Option<String>,
}

/// A field, and what is found by what is typed in it. Choosing empties it.
#[component]
pub(super) fn Pick(
    /// Unique within the page; also its stable name for tests.
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] hint: Signal<String>,
    /// Where they are, in the interface.
    base: &'static str,
    /// Called with the one that is chosen.
    #[prop(into)]
    on_pick: Callback<One>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Result<Vec<One>, ErrorBody>>);
    let turn = StoredValue::new(0_u32);
    let input = move |text: String| {
        typed.set(text.clone());
        let Some(mine) = turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        }) else {
            return;
        };
        if text.trim().is_empty() {
            found.set(None);
            return;
        }
        spawn(async move {
            timer::sleep(TYPING_MS).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let asked = Filters::default().with(Text::Search, &text).asked();
            let answer = http::get::<Rows<One>>(&path(base, &asked, MOST, None)).await;
            if turn.try_get_value() == Some(mine) {
                found.set(Some(answer.map(|page| page.rows)));
            }
        });
    };
    let pick = move |one: One| {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        typed.set(String::new());
        found.set(None);
        crate::platform::document::focus(id);
        on_pick.run(one);
    };
    let offered = move || match found.get()? {
        Err(refused) => {
            let key = format!("error-{}", refused.code.as_str());
            Some(view! { <p class="field-error">{move || i18n::text(&key, &[])}</p> }.into_any())
        }
        Ok(rows) if rows.is_empty() => {
            Some(view! { <p class="fine">{t!("page-nothing")}</p> }.into_any())
        }
        Ok(rows) => {
            let row = |one: One| {
                let email = one.email.clone();
                let email = email.map(|email| view! { <bdi class="fine">{email}</bdi> });
                let name = one.name.clone();
                view! {
                    <li>
                        <button
                            type="button"
                            class="button pick-one"
                            data-testid="pick-one"
                            on:click=move |_| pick(one.clone())
                        >
                            <bdi>{name}</bdi>
                            {email}
                        </button>
                    </li>
                }
            };
            let rows = rows.into_iter().map(row).collect_view();
            Some(view! { <ul class="picks">{rows}</ul> }.into_any())
        }
    };
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <input
                id=id
                class="field-input"
                type="search"
                dir="auto"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                data-testid=id
                aria-describedby=format!("{id}-hint")
                prop:value=typed
                on:input=move |event| input(event_target_value(&event))
            />
            <p class="field-hint" id=format!("{id}-hint")>{hint}</p>
            <div role="status">{offered}</div>
        </div>
    }
    .into_any()
}
