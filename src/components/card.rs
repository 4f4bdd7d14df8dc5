//! One step of a page.

use leptos::prelude::*;

/// A sheet with one step on it.
#[component]
pub fn Card(
    /// Wider than a column of text: for steps with a picture in them.
    #[prop(optional)]
    wide: bool,
    /// The step, heading first.
    children: Children,
) -> impl IntoView {
    let class = if wide { "card card-wide" } else { "card" };
    view! { <section class=class>{children()}</section> }.into_any()
}
