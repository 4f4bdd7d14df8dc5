//! The viewer's buttons, each with its key.

use super::keys::Command;
use super::statistics::PANEL;
use super::viewing::Shown;
use crate::components::{Icon, Sign};
use crate::i18n;
use crate::t;
use leptos::prelude::*;

/// What the button that opens the statistics is found by.
pub(super) const OPENER: &str = "viewer-statistics-opener";

/// Smaller, how large it is, larger; fitted, as it is, full screen; statistics.
#[component]
pub(super) fn Tools(
    /// How the picture is shown now.
    shown: Signal<Shown>,
    /// Whether the statistics are open.
    #[prop(into)]
    open: Signal<bool>,
    /// Does what is asked for.
    run: Callback<Command>,
) -> impl IntoView {
    let is = move |read: fn(&Shown) -> bool| Signal::derive(move || shown.with(read));
    let pressed = move |read: fn(&Shown) -> bool| Signal::derive(move || Some(shown.with(read)));
    let factor = move || i18n::percent(shown.with(|shown| shown.factor));
    view! {
        <div class="viewer-tools">
            <div class="viewer-zoom" role="group" aria-label=t!("viewer-zoom")>
                <Tool
                    command=Command::Out
                    label=t!("viewer-out")
                    sign=Sign::Minus
                    wordless=true
                    test_id="view-out"
                    disabled=is(|shown| !shown.less)
                    run
                />
                <bdi class="viewer-factor" data-testid="view-factor">{factor}</bdi>
                <Tool
                    command=Command::In
                    label=t!("viewer-in")
                    sign=Sign::Plus
                    wordless=true
                    test_id="view-in"
                    disabled=is(|shown| !shown.more)
                    run
                />
            </div>
            <Tool
                command=Command::Fit
                label=t!("viewer-fit")
                test_id="view-fit"
                pressed=pressed(|shown| shown.fit)
                run
            />
            <Tool
                command=Command::Actual
                label=t!("viewer-actual")
                test_id="view-native"
                pressed=pressed(|shown| shown.actual)
                run
            />
            <Tool command=Command::Full label=t!("viewer-full") sign=Sign::Full test_id="view-full" run />
            <Tool
                command=Command::Statistics
                label=t!("stats-title")
                test_id="view-statistics"
                opens=(OPENER, PANEL)
                expanded=Signal::derive(move || Some(open.get()))
                run
            />
        </div>
    }
    .into_any()
}

/// A button that names its key. The [`crate::components::Button`] of all pages does not: it is in
/// the first download, this is not.
#[component]
fn Tool(
    /// What it asks for.
    command: Command,
    /// What it does, in words.
    label: Signal<String>,
    /// A sign before the words, or in their place.
    #[prop(optional)]
    sign: Option<Sign>,
    /// Whether the sign stands alone, the words being for screen readers.
    #[prop(optional)]
    wordless: bool,
    /// Stable name for tests.
    test_id: &'static str,
    /// It cannot be pressed now; it keeps the focus that it may have.
    #[prop(into, default = Signal::stored(false))]
    disabled: Signal<bool>,
    /// For a button that switches something: whether it is on.
    #[prop(into, default = Signal::stored(None))]
    pressed: Signal<Option<bool>>,
    /// For a button that opens something: its own id, and that of what it opens.
    #[prop(optional)]
    opens: Option<(&'static str, &'static str)>,
    /// And whether it is open.
    #[prop(into, default = Signal::stored(None))]
    expanded: Signal<Option<bool>>,
    /// Does it.
    run: Callback<Command>,
) -> impl IntoView {
    let (key, shortcut) = key(command);
    let hint = move || {
        i18n::text(
            "viewer-key",
            &[("tool", label.get().into()), ("key", key.into())],
        )
    };
    let press = move |_| {
        if !disabled.get_untracked() {
            run.run(command);
        }
    };
    let word = |value: bool| if value { "true" } else { "false" };
    view! {
        <button
            type="button"
            id=opens.map(|(own, _)| own)
            class="button viewer-tool"
            data-testid=test_id
            title=hint
            aria-keyshortcuts=shortcut
            aria-disabled=move || disabled.get().then_some("true")
            aria-pressed=move || pressed.get().map(word)
            aria-expanded=move || expanded.get().map(word)
            aria-controls=opens.map(|(_, opened)| opened)
            on:click=press
        >
            {sign.map(|sign| view! { <Icon sign /> })}
            <span class:visually-hidden=wordless>{label}</span>
        </button>
    }
    .into_any()
}

/// A command's key as it is printed, and as `aria-keyshortcuts` names it.
const fn key(command: Command) -> (&'static str, &'static str) {
    match command {
        Command::In => ("+", "Plus"),
        Command::Out => ("-", "-"),
        Command::Fit => ("0", "0"),
        Command::Actual => ("1", "1"),
        Command::Full => ("F", "F"),
        Command::Statistics => ("S", "S"),
        Command::Pan { .. } => ("", ""),
    }
}
