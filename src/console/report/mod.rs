//! The proof: the report of sessions that are over, and the audit.
//!
//! | module | what it holds |
//! | --- | --- |
//! | this one, [`audit`] | the two pages |
//! | [`api`] | what the broker says about both |
//! | [`answers`] | asking it, page by page |
//! | [`chosen`] | what is shown a part of, in the address and in the fields |
//! | [`fields`] | a day, and one of several |
//! | [`totals`], [`chart`], [`draw`] | figures, and how the days are drawn |
//! | [`sessions`], [`records`] | the two tables |
//! | [`export`] | the same as files |
//! | [`words`] | what kinds of records and outcomes are called |

mod answers;
mod api;
mod audit;
mod chart;
mod chosen;
mod draw;
mod export;
mod fields;
mod records;
mod sessions;
mod totals;
mod words;

pub(super) use audit::AuditPage;

use crate::components::{Card, StepHeading};
use crate::console::fields::Entry;
use crate::routes::ConsolePage;
use crate::routes::filters::Text;
use crate::t;
use answers::Answers;
use api::{SessionsPage, Totals};
use chosen::{Bar, Chosen};
use export::Export;
use fields::Choose;
use leptos::prelude::*;
use sessions::Sessions;
use totals::TotalsCard;

/// The report of sessions that are over.
#[component]
pub(super) fn ReportPage() -> impl IntoView {
    let chosen = Chosen::new(ConsolePage::Report, &Text::OF_REPORT);
    let totals: Answers<Totals> = Answers::new("/report/totals", chosen.asked());
    let sessions: Answers<SessionsPage> = Answers::new("/report/sessions", chosen.asked());
    view! {
        <Card wide=true>
            <StepHeading text=t!("report") />
            <p class="lead">{t!("report-lead")}</p>
            <ReportFilters chosen />
        </Card>
        <TotalsCard totals />
        <Card wide=true>
            <div class="console-head">
                <h2>{t!("report-sessions")}</h2>
                <Export path="/report/export" chosen />
            </div>
            <Sessions sessions />
        </Card>
    }
    .into_any()
}

/// What one filters sessions by.
#[component]
fn ReportFilters(chosen: Chosen) -> impl IntoView {
    view! {
        <Bar chosen>
            <Entry
                id="report-helper"
                label=t!("report-helper")
                hint=t!("report-somebody-hint")
                value=chosen.text(Text::Helper)
                on_input=move |text| chosen.put(Text::Helper, text)
                on_enter=move |()| chosen.show()
                test_id="filter-helper"
            />
            <Entry
                id="report-sharer"
                label=t!("report-sharer")
                hint=t!("report-somebody-hint")
                value=chosen.text(Text::Sharer)
                on_input=move |text| chosen.put(Text::Sharer, text)
                on_enter=move |()| chosen.show()
                test_id="filter-sharer"
            />
            <Entry
                id="report-device"
                label=t!("report-device")
                hint=t!("report-device-hint")
                value=chosen.text(Text::Device)
                on_input=move |text| chosen.put(Text::Device, text)
                on_enter=move |()| chosen.show()
                test_id="filter-device"
            />
            <Choose
                id="filter-outcome"
                label=t!("report-outcome")
                any=t!("report-any-outcome")
                of=&words::OUTCOMES
                named=words::outcome
                value=chosen.text(Text::Outcome)
                on_change=move |text| chosen.put(Text::Outcome, text)
            />
        </Bar>
    }
    .into_any()
}
