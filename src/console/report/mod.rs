//! The proof: the report of sessions that are over, and the audit.
//!
//! | module | what it holds |
//! | --- | --- |
//! | this one, [`audit`] | the two pages |
//! | [`api`] | what the broker says about both |
//! | [`totals`], [`chart`], [`draw`] | figures, and how the days are drawn |
//! | [`sessions`], [`records`] | the two tables |
//! | [`recent`] | the last sessions of a device or a person, on their own pages |
//! | [`export`] | the same as files |
//! | [`numbers`] | counts, times and days |
//! | [`words`] | what kinds of records and outcomes are called |

mod api;
mod audit;
mod chart;
mod draw;
mod export;
mod numbers;
mod recent;
mod records;
mod sessions;
mod totals;
mod words;

pub(super) use audit::AuditPage;
pub(super) use recent::Recent;

use crate::components::{Card, StepHeading};
use crate::console::choose::Choose;
use crate::console::lists::Listing;
use crate::console::lists::chosen::Chosen;
use crate::console::lists::filters::{Bar, OneText};
use crate::console::lists::found::Found;
use crate::routes::ConsolePage;
use crate::routes::filters::Text;
use crate::t;
use api::Session;
use export::Export;
use leptos::prelude::*;
use totals::TotalsCard;

/// The report of sessions that are over.
#[component]
pub(super) fn ReportPage() -> impl IntoView {
    let chosen = Chosen::new(ConsolePage::Report, &Text::OF_REPORT);
    let list: Listing<Session> = Listing::new(sessions::BASE, chosen.asked());
    view! {
        <Card wide=true>
            <StepHeading text=t!("report") />
            <p class="lead">{t!("report-lead")}</p>
            <ReportFilters chosen />
        </Card>
        <TotalsCard asked=chosen.asked() />
        <Card wide=true>
            <div class="console-head">
                <h2>{t!("report-sessions")}</h2>
                <Export path="/report/export" chosen />
            </div>
            <Found
                list
                label=t!("report-sessions")
                heads=&sessions::HEADS
                test_id="sessions"
                row=sessions::row
            />
        </Card>
    }
    .into_any()
}

/// What one filters sessions by.
#[component]
fn ReportFilters(chosen: Chosen) -> impl IntoView {
    view! {
        <Bar chosen>
            <OneText chosen of=Text::Helper id="filter-helper" label=t!("report-helper") hint=t!("report-somebody-hint") />
            <OneText chosen of=Text::Sharer id="filter-sharer" label=t!("report-sharer") hint=t!("report-somebody-hint") />
            <OneText chosen of=Text::Device id="filter-device" label=t!("report-device") hint=t!("report-device-hint") />
            <OneText chosen of=Text::Ticket id="filter-ticket" label=t!("report-ticket") hint=t!("report-ticket-hint") />
            <Choose
                id="filter-outcome"
                label=t!("report-outcome")
                any="report-any-outcome"
                of=words::outcomes()
                value=chosen.text(Text::Outcome)
                on_change=move |text: String| chosen.put(Text::Outcome, &text)
            />
        </Bar>
    }
    .into_any()
}
