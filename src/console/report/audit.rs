//! The audit: what happened, and who did it.

use super::api::Record;
use super::export::Export;
use super::{records, words};
use crate::components::{Card, StepHeading};
use crate::console::choose::Choose;
use crate::console::lists::Listing;
use crate::console::lists::chosen::Chosen;
use crate::console::lists::filters::{Bar, OneText};
use crate::console::lists::found::Found;
use crate::routes::ConsolePage;
use crate::routes::filters::Text;
use crate::t;
use leptos::prelude::*;

/// The page.
#[component]
pub(in crate::console) fn AuditPage() -> impl IntoView {
    let chosen = Chosen::new(ConsolePage::Audit, &Text::OF_AUDIT);
    let list: Listing<Record> = Listing::new("/audit", chosen.asked());
    view! {
        <Card wide=true>
            <StepHeading text=t!("audit") />
            <p class="lead">{t!("audit-lead")}</p>
            <AuditFilters chosen />
        </Card>
        <Card wide=true>
            <div class="console-head">
                <h2>{t!("audit-records")}</h2>
                <Export path="/audit/export" chosen />
            </div>
            <Found
                list
                label=t!("audit-records")
                heads=&records::HEADS
                test_id="records"
                row=records::row
            />
        </Card>
    }
    .into_any()
}

/// What one filters records by.
#[component]
fn AuditFilters(chosen: Chosen) -> impl IntoView {
    view! {
        <Bar chosen>
            <Choose
                id="filter-kind"
                label=t!("audit-kind")
                any="audit-any-kind"
                of=words::kinds()
                value=chosen.text(Text::Kind)
                on_change=move |text: String| chosen.put(Text::Kind, &text)
            />
            <OneText chosen of=Text::Actor id="filter-actor" label=t!("audit-actor") hint=t!("report-somebody-hint") />
            <OneText chosen of=Text::Session id="filter-session" label=t!("audit-session") hint=t!("audit-session-hint") />
        </Bar>
    }
    .into_any()
}
