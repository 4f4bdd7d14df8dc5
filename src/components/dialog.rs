//! A question that must be answered first: the native modal dialog, which keeps the focus inside,
//! closes on Escape, and gives the focus back.

use leptos::html;
use leptos::prelude::*;

/// A modal dialog. The last child usually is a `<div class="actions">` with the answers.
#[component]
pub fn Dialog(
    /// Unique within the page.
    id: &'static str,
    /// Whether it is open. Escape closes it too.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What there is to know, and the answers.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    Effect::new(move |_| {
        let open = open.get();
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            // Refused only if it is not in the page any more.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=dialog
            class="dialog"
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
        >
            <h2 id=title_id>{title}</h2>
            {children()}
        </dialog>
    }
    .into_any()
}
