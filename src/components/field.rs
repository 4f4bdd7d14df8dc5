//! One line of text.

use leptos::prelude::*;

/// A text field with label, hint and error, tied together for screen readers.
#[component]
pub fn Field(
    /// Unique within the page.
    id: &'static str,
    /// What to type.
    #[prop(into)]
    label: Signal<String>,
    /// What it looks like, or where to find it.
    #[prop(into)]
    hint: Signal<String>,
    /// What is wrong with it, while something is.
    #[prop(into, default = Signal::stored(None))]
    error: Signal<Option<String>>,
    /// The text.
    value: RwSignal<String>,
    /// Called on Enter.
    #[prop(into)]
    on_enter: Callback<()>,
    /// Further class of the input, for its look.
    #[prop(optional)]
    class: &'static str,
    /// Stable name for tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = format!("{hint_id} {error_id}");
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        // Enter that ends a word of an input method is not meant for us.
        if event.key() == "Enter" && !event.is_composing() {
            on_enter.run(());
        }
    };
    view! {
        <div class="field">
            <label class="field-label" for=id>
                {label}
            </label>
            <input
                id=id
                class=format!("field-input {class}")
                type="text"
                dir="auto"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
                data-testid=test_id
                aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=pressed
            />
            <p class="field-hint" id=hint_id>
                {hint}
            </p>
            <p class="field-error" id=error_id aria-live="polite">
                {move || error.get()}
            </p>
        </div>
    }
    .into_any()
}
