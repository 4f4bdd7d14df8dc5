//! What can be pressed.

use super::{Icon, Sign};
use leptos::prelude::*;

/// How much a button asks for attention. At most one primary button stands on a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// Something else that can be done.
    #[default]
    Secondary,
    /// Something in passing: no frame.
    Quiet,
    /// Something that ends.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
        }
    }
}

/// A button. While busy it can still be reached by the keyboard, so that focus is not lost.
#[component]
pub fn Button(
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// Called when pressed, unless busy or disabled.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much it asks for attention.
    #[prop(default = ButtonKind::Secondary)]
    kind: ButtonKind,
    /// Stable name for tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// What it is about, for those who do not see what it stands beside.
    #[prop(into, default = Signal::stored(String::new()))]
    about: Signal<String>,
    /// A sign before the words.
    #[prop(into, default = Signal::stored(None))]
    sign: Signal<Option<Sign>>,
    /// What it does is under way.
    #[prop(into, default = Signal::stored(false))]
    busy: Signal<bool>,
    /// It cannot be pressed now.
    #[prop(into, default = Signal::stored(false))]
    disabled: Signal<bool>,
    /// For a button that switches something: whether it is on.
    #[prop(into, default = Signal::stored(None))]
    pressed: Signal<Option<bool>>,
) -> impl IntoView {
    let press = move |_| {
        if !busy.get_untracked() && !disabled.get_untracked() {
            on_press.run(());
        }
    };
    let word = |value: bool| if value { "true" } else { "false" };
    view! {
        <button
            type="button"
            class=kind.class()
            data-testid=test_id
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || (busy.get() || disabled.get()).then_some("true")
            aria-pressed=move || pressed.get().map(word)
            on:click=press
        >
            {move || sign.get().map(|sign| view! { <Icon sign /> })}
            <span>{label}</span>
            {move || about_view(about.get())}
        </button>
    }
    .into_any()
}

fn about_view(about: String) -> Option<AnyView> {
    (!about.is_empty())
        .then(|| view! { <span class="visually-hidden">" " <bdi>{about}</bdi></span> }.into_any())
}
