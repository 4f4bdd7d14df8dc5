//! What one types into and chooses from: native elements, each with its label, hint and error tied to it.

use leptos::prelude::*;

/// What an entry takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// One line of text.
    Line,
    /// A whole number.
    Number,
    /// As many lines as there are.
    Lines,
}

/// A text, a number, or lines of text.
#[component]
pub(super) fn Entry(
    /// Unique within the page.
    id: &'static str,
    /// What to type.
    #[prop(into)]
    label: Signal<String>,
    /// What it looks like, or what it is for.
    #[prop(into)]
    hint: Signal<String>,
    /// What is wrong with it, while something is.
    #[prop(into, default = Signal::stored(None))]
    error: Signal<Option<String>>,
    /// What stands there.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what is typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// Called on Enter, but in lines of text.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
    #[prop(default = Takes::Line)] takes: Takes,
    /// Stable name for tests.
    test_id: &'static str,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = format!("{hint_id} {error_id}");
    let invalid = move || error.with(Option::is_some).then_some("true");
    let typed = move |event: leptos::ev::Event| on_input.run(event_target_value(&event));
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        // Enter that ends a word of an input method is not meant for us.
        if event.key() == "Enter"
            && !event.is_composing()
            && let Some(enter) = on_enter
        {
            enter.run(());
        }
    };
    let input = if takes == Takes::Lines {
        view! {
            <textarea
                id=id
                class="field-input field-lines"
                dir="auto"
                rows="3"
                autocapitalize="none"
                spellcheck="false"
                data-testid=test_id
                aria-describedby=described
                aria-invalid=invalid
                prop:value=value
                on:input=typed
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=id
                class="field-input"
                type="text"
                dir="auto"
                inputmode=(takes == Takes::Number).then_some("numeric")
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                data-testid=test_id
                aria-describedby=described
                aria-invalid=invalid
                prop:value=value
                on:input=typed
                on:keydown=pressed
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            {input}
            <p class="field-hint" id=hint_id>{hint}</p>
            <p class="field-error" id=error_id aria-live="polite">{move || error.get()}</p>
        </div>
    }
    .into_any()
}

/// What kind of choice one of several is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// On or off, each for itself.
    Check,
    /// One of those of this name.
    Radio(&'static str),
    /// On or off, of something that is switched.
    Switch,
}

/// A box to tick, a switch, or one of several to choose.
#[component]
pub(super) fn Tick(
    /// Unique within the page; also its stable name for tests.
    id: &'static str,
    choice: Choice,
    #[prop(into)] label: Signal<String>,
    /// What there is to know about it.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    #[prop(into)] on: Signal<bool>,
    /// Called with whether it is on now.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    let (kind, group, role) = match choice {
        Choice::Check => ("checkbox", None, None),
        Choice::Switch => ("checkbox", None, Some("switch")),
        Choice::Radio(name) => ("radio", Some(name), None),
    };
    view! {
        <div class="tick">
            <input
                id=id
                type=kind
                name=group
                role=role
                data-testid=id
                aria-describedby=described
                prop:checked=on
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <div class="tick-words">
                <label for=id>{label}</label>
                {hint.map(|hint| view! { <p class="fine" id=hint_id>{hint}</p> })}
            </div>
        </div>
    }
    .into_any()
}
