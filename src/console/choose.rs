//! One of several, chosen from a list.

use crate::i18n;
use leptos::prelude::*;

/// What can be chosen: the value, and the message with its name.
pub(super) type Choices = &'static [(&'static str, &'static str)];

/// The same as [`Choose`] takes them.
pub(super) fn worded(choices: Choices) -> Vec<(&'static str, Signal<String>)> {
    let worded = choices.iter();
    worded
        .map(|&(choice, name)| (choice, i18n::message(name)))
        .collect()
}

/// A native list of a few.
#[component]
pub(super) fn Choose(
    /// Unique within the page; also its stable name for tests.
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    /// The message for choosing none of them, which is the empty value, where one can.
    #[prop(optional)]
    any: Option<&'static str>,
    /// What can be chosen: the value, and what it is called.
    of: Vec<(&'static str, Signal<String>)>,
    /// The value that is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the value that is chosen now.
    #[prop(into)]
    on_change: Callback<String>,
    /// What is wrong with it, while something is.
    #[prop(into, default = Signal::stored(None))]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let option = move |choice: &'static str, name: Signal<String>| {
        let selected = move || value.with(|value| value == choice);
        view! { <option value=choice prop:selected=selected>{name}</option> }
    };
    let any = any.map(|name| option("", i18n::message(name)));
    let known: Vec<&str> = of.iter().map(|(choice, _)| *choice).collect();
    let options = of.into_iter().map(|(choice, name)| option(choice, name));
    let options = options.collect_view();
    // What is there can be what only a newer broker knows: it is called as it is.
    let other = move || {
        let other = value.get();
        let is_other = !other.is_empty() && !known.contains(&other.as_str());
        let name = other.clone();
        is_other.then(|| view! { <option value=other prop:selected=true>{name}</option> })
    };
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <select
                id=id
                class="field-input"
                data-testid=id
                aria-describedby=error_id.clone()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                {any}
                {options}
                {other}
            </select>
            <p class="field-error" id=error_id aria-live="polite">{move || error.get()}</p>
        </div>
    }
    .into_any()
}
