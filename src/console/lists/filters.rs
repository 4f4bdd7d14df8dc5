//! What stands above a list: the search, and whatever else narrows it down.

use super::pager::{Pager, PagerBelow, Pages};
use crate::components::{Button, ErrorBox, Progress};
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;

/// The fields above a list, the search first.
#[component]
pub(in crate::console) fn Filters(
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

/// A list between its pagers; until its first answer that it is awaited, and what stands in the way.
#[component]
pub(in crate::console) fn Found(
    pages: Pages,
    #[prop(into)] answered: Signal<bool>,
    problem: Signal<Option<ErrorBody>>,
    /// Asks again.
    #[prop(into)]
    again: Callback<()>,
    /// The table.
    children: ChildrenFn,
) -> impl IntoView {
    let waits = move || !answered.get() && problem.with(Option::is_none);
    let children = StoredValue::new(children);
    view! {
        <Show when=waits>
            <Progress label=t!("loading") />
        </Show>
        <ErrorBox error=problem>
            <div class="actions">
                <Button label=t!("try-again") test_id="try-again" on_press=again />
            </div>
        </ErrorBox>
        <Show when=move || answered.get()>
            <Pager pages />
            {children.with_value(|children| children())}
            <PagerBelow pages />
        </Show>
    }
    .into_any()
}
