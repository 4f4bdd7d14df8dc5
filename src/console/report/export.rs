//! What is shown, as files: whole, whatever page is shown of it.

use crate::console::lists::chosen::Chosen;
use crate::routes::filters;
use crate::t;
use leptos::prelude::*;
use rh_protocol::api::BASE;

/// A link for each form.
#[component]
pub(super) fn Export(
    /// Below the interface's base.
    path: &'static str,
    chosen: Chosen,
) -> impl IntoView {
    let asked = chosen.asked();
    let address = move |format: &'static str| {
        move || {
            let mut query = asked.get();
            filters::push(&mut query, "format", format);
            format!("{BASE}{path}{query}")
        }
    };
    view! {
        <div class="item-ways">
            <a class="button" download="" href=address("csv") data-testid="export-csv">
                {t!("export-csv")}
            </a>
            <a class="button" download="" href=address("jsonl") data-testid="export-jsonl">
                {t!("export-jsonl")}
            </a>
        </div>
    }
    .into_any()
}
