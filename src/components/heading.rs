//! The heading of a step.

use super::Live;
use crate::platform::document;
use crate::t;
use leptos::html;
use leptos::prelude::*;

/// The step's `h1`. When the step appears it takes the focus, so that a keyboard goes on from there
/// and a screen reader says where it is; from somebody who is typing it does not take it, and is only
/// read out. The tab's title follows it.
#[component]
pub fn StepHeading(
    /// The words.
    #[prop(into)]
    text: Signal<String>,
    /// Leave the tab's title to the caller.
    #[prop(optional)]
    untitled: bool,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let product = t!("product");
    let live = Live::expect();
    Effect::new(move |_| {
        let Some(heading) = heading.get() else {
            return;
        };
        if document::is_typing() {
            live.whisper(text.get_untracked());
        } else {
            // An `h1` with a tab index takes focus wherever it stands.
            let _ = heading.focus();
        }
    });
    Effect::new(move |_| {
        if !untitled {
            document::set_title(&format!("{} · {}", text.get(), product.get()));
        }
    });
    view! {
        <h1 node_ref=heading tabindex="-1" class="step-heading">
            {text}
        </h1>
    }
    .into_any()
}
