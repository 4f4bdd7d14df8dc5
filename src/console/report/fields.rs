//! A day, and one of several: native elements, each with its label.

use crate::i18n;
use leptos::prelude::*;

/// A day, by the browser's own field for it; empty for none.
#[component]
pub(super) fn OneDay(
    /// Unique within the page; also its stable name for tests.
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    /// As `2026-11-30`.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what is chosen.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <input
                id=id
                class="field-input"
                type="date"
                data-testid=id
                prop:value=value
                on:change=move |event| on_change.run(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// One of several, or any.
#[component]
pub(super) fn Choose(
    /// Unique within the page; also its stable name for tests.
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    /// What it is called when any will do.
    #[prop(into)]
    any: Signal<String>,
    /// Which there are.
    of: &'static [&'static str],
    /// What one of them is called. Tracked.
    named: fn(&str) -> String,
    /// Which is chosen; empty for any.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what is chosen.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let option = move |own: String, name: Signal<String>| {
        let is = own.clone();
        let selected = move || value.with(|value| *value == is);
        view! { <option value=own prop:selected=selected>{name}</option> }
    };
    let known = of.iter().map(|one| {
        let name = Signal::derive(move || named(one));
        option((*one).to_owned(), name)
    });
    // An address can ask for what a newer broker has.
    let other = move || {
        let other = value.get();
        let is_other = !other.is_empty() && !of.contains(&other.as_str());
        let name = other.clone();
        is_other.then(|| view! { <option value=other selected=true>{name}</option> })
    };
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <select
                id=id
                class="field-input"
                data-testid=id
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                {option(String::new(), any)}
                {known.collect_view()}
                {other}
            </select>
        </div>
    }
    .into_any()
}

/// Time on a clock's face. Tracked.
pub(super) fn time(ms: u64) -> String {
    i18n::clock_face(ms)
}

/// A count. Tracked.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts here stay far below 2^53"
)]
pub(super) fn count(value: u64) -> String {
    i18n::number(value as f64)
}

/// Day and time. Tracked.
#[allow(clippy::cast_precision_loss, reason = "so do milliseconds")]
pub(super) fn moment(at_ms: i64) -> String {
    i18n::moment(at_ms as f64)
}

/// A day. Tracked.
#[allow(clippy::cast_precision_loss, reason = "and those of a day")]
pub(super) fn date(at_ms: i64) -> String {
    i18n::date(at_ms as f64)
}
