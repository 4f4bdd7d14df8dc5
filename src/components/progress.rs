//! Waiting, without a spinner.

use leptos::prelude::*;

/// A calm line that moves while something is under way, with the words for it.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="progress" role="status">
            <div class="progress-line" aria-hidden="true"></div>
            <p>{label}</p>
        </div>
    }
    .into_any()
}
