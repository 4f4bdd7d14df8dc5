//! The audit: what happened, and who did it.

use super::answers::Answers;
use super::api::RecordsPage;
use super::chosen::{Bar, Chosen};
use super::export::Export;
use super::fields::Choose;
use super::records::Records;
use super::words;
use crate::components::{Card, StepHeading};
use crate::console::fields::Entry;
use crate::routes::ConsolePage;
use crate::routes::filters::Text;
use crate::t;
use leptos::prelude::*;

/// The page.
#[component]
pub(in crate::console) fn AuditPage() -> impl IntoView {
    let chosen = Chosen::new(ConsolePage::Audit, &Text::OF_AUDIT);
    let records: Answers<RecordsPage> = Answers::new("/audit", chosen.asked());
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
            <Records records />
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
                any=t!("audit-any-kind")
                of=&words::KINDS
                named=words::kind
                value=chosen.text(Text::Kind)
                on_change=move |text| chosen.put(Text::Kind, text)
            />
            <Entry
                id="audit-actor"
                label=t!("audit-actor")
                hint=t!("report-somebody-hint")
                value=chosen.text(Text::Actor)
                on_input=move |text| chosen.put(Text::Actor, text)
                on_enter=move |()| chosen.show()
                test_id="filter-actor"
            />
            <Entry
                id="audit-session"
                label=t!("audit-session")
                hint=t!("audit-session-hint")
                value=chosen.text(Text::Session)
                on_input=move |text| chosen.put(Text::Session, text)
                on_enter=move |()| chosen.show()
                test_id="filter-session"
            />
        </Bar>
    }
    .into_any()
}
