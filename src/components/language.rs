//! The switch of the language.

use super::{Icon, Live, Sign};
use crate::i18n::{self, LOCALES, Locale};
use crate::platform::spawn;
use crate::t;
use leptos::prelude::*;

/// A list of the languages, each under its own name.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let live = Live::expect();
    let chosen = move |event| {
        let Some(locale) = Locale::find(&event_target_value(&event)) else {
            return;
        };
        spawn(async move {
            if let Err(error) = i18n::choose(locale).await {
                let key = format!("error-{}", error.code.as_str());
                live.say(untrack(|| i18n::text(&key, &[])));
            }
        });
    };
    let options = LOCALES
        .iter()
        .map(|locale| {
            let selected = move || i18n::locale() == locale;
            view! {
                <option value=locale.tag lang=locale.tag prop:selected=selected>
                    {locale.name}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="language">
            <Icon sign=Sign::Globe />
            <select data-testid="language" aria-label=t!("language") on:change=chosen>
                {options}
            </select>
        </div>
    }
    .into_any()
}
