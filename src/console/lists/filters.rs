//! What stands above a list: a search that follows what is typed, or fields whose choice is shown on a button.

use super::chosen::Chosen;
use crate::components::{Button, ButtonKind};
use crate::console::fields::Entry;
use crate::routes::filters::Text;
use crate::t;
use leptos::prelude::*;

/// The fields above a list that follows them, the search first.
#[component]
pub(in crate::console) fn Search(
    /// What is searched in.
    #[prop(into)]
    label: Signal<String>,
    /// What can be typed.
    #[prop(into)]
    hint: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    /// Further fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="filters" role="search">
            <div class="field filters-search">
                <label class="field-label" for="search">{label}</label>
                <input
                    id="search"
                    class="field-input"
                    type="search"
                    dir="auto"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    data-testid="search"
                    aria-describedby="search-hint"
                    prop:value=value
                    on:input=move |event| on_input.run(event_target_value(&event))
                />
                <p class="field-hint" id="search-hint">{hint}</p>
            </div>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// Days, what the page adds, and the buttons: for what takes the broker some work to find.
#[component]
pub(in crate::console) fn Bar(chosen: Chosen, children: Children) -> impl IntoView {
    view! {
        <div role="search" class="filters" aria-label=t!("filters")>
            <OneDay chosen of=Text::From id="filter-from" label=t!("filter-from") />
            <OneDay chosen of=Text::To id="filter-to" label=t!("filter-to") />
            {children()}
        </div>
        <div class="actions">
            <Button
                kind=ButtonKind::Primary
                label=t!("filter-show")
                test_id="filter-show"
                on_press=move |()| chosen.show()
            />
            <Button
                label=t!("filter-clear")
                test_id="filter-clear"
                disabled=Signal::derive(move || chosen.is_all())
                on_press=move |()| chosen.clear()
            />
        </div>
    }
    .into_any()
}

/// A text that a list is filtered by.
#[component]
pub(in crate::console) fn OneText(
    chosen: Chosen,
    /// Which of them.
    of: Text,
    /// Unique within the page; also its stable name for tests.
    id: &'static str,
    label: Signal<String>,
    hint: Signal<String>,
) -> impl IntoView {
    view! {
        <Entry
            id=id
            label=label
            hint=hint
            value=chosen.text(of)
            on_input=move |text: String| chosen.put(of, &text)
            on_enter=move |()| chosen.show()
            test_id=id
        />
    }
    .into_any()
}

/// A day, by the browser's own field for it; empty for none.
#[component]
fn OneDay(
    chosen: Chosen,
    /// Which of the two.
    of: Text,
    /// Unique within the page; also its stable name for tests.
    id: &'static str,
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <input
                id=id
                class="field-input"
                type="date"
                data-testid=id
                prop:value=chosen.text(of)
                on:change=move |event| chosen.put(of, &event_target_value(&event))
            />
        </div>
    }
    .into_any()
}
