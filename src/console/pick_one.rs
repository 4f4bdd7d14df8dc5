//! One of many, or none: who or what is chosen, and the field to find another.

use super::directory::api::Named;
use super::pick::{One, Pick};
use crate::components::{Button, ButtonKind};
use crate::i18n;
use crate::platform::document;
use crate::t;
use leptos::prelude::*;

/// The choice, told and changed.
#[component]
pub(super) fn PickOne(
    /// Of the field, unique within the page; also its stable name for tests.
    id: &'static str,
    /// The message with what is chosen.
    legend: &'static str,
    /// The message for none.
    none: &'static str,
    /// The message for the field to find one.
    find: &'static str,
    /// The message with what can be typed there.
    hint: &'static str,
    /// Where they are, in the interface.
    base: &'static str,
    #[prop(into)] chosen: Signal<Option<Named>>,
    /// Called with what is chosen now.
    #[prop(into)]
    on_change: Callback<Option<Named>>,
    /// What is wrong with it, while something is.
    #[prop(into, default = Signal::stored(None))]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let chosen = Memo::new(move |_| chosen.get());
    let some = move || chosen.with(Option::is_some);
    let name = Signal::derive(move || chosen.get().map(|one| one.called()).unwrap_or_default());
    let pick = move |one: One| {
        let name = Some(one.name);
        on_change.run(Some(Named { id: one.id, name }));
    };
    let clear = move |()| {
        on_change.run(None);
        // What was pressed goes.
        document::focus(id);
    };
    view! {
        <fieldset class="choices">
            <legend>{i18n::message(legend)}</legend>
            <p class="field-error" aria-live="polite">{move || error.get()}</p>
            <Show when=some fallback=move || view! { <p>{i18n::message(none)}</p> }>
                <p class="console-head">
                    <strong data-testid=format!("{id}-chosen")><bdi>{name}</bdi></strong>
                    <Button
                        kind=ButtonKind::Quiet
                        label=t!("remove")
                        about=name
                        test_id="picked-remove"
                        on_press=clear
                    />
                </p>
            </Show>
            <Pick id label=i18n::message(find) hint=i18n::message(hint) base on_pick=pick />
        </fieldset>
    }
    .into_any()
}
