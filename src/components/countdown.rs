//! Time left.

use crate::i18n;
use leptos::prelude::*;

/// Time left on a clock's face. Not read out each second: the words around it say what it is for.
#[component]
pub fn Countdown(
    /// Milliseconds left.
    #[prop(into)]
    left_ms: Signal<u64>,
) -> impl IntoView {
    // Whole seconds, so that the page changes once a second however often the signal does.
    let seconds = Memo::new(move |_| left_ms.get().div_ceil(1_000));
    view! {
        <span class="countdown" role="timer" aria-live="off">
            <bdi>{move || i18n::clock_face(seconds.get() * 1_000)}</bdi>
        </span>
    }
    .into_any()
}
