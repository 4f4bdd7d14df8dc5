//! Sessions day by day, and how long they lasted: drawn, and as a table of the same numbers.

use super::api::OfDay;
use super::draw::{self, Drawn, HEIGHT, MOST};
use super::numbers::{count, date, time};
use crate::console::table::{Head, Table, cell, first, plain};
use crate::routes::filters::Day;
use crate::t;
use leptos::prelude::*;

static DAY_HEADS: [Head; 4] = [
    plain("chart-day"),
    plain("total-sessions"),
    plain("total-duration"),
    plain("total-shared"),
];

/// The chart and its table.
#[component]
pub(super) fn Chart(days: Vec<OfDay>) -> impl IntoView {
    let drawn = draw::days(&days);
    let first = days.first().and_then(|of| Day::parse(&of.day));
    let cut = first
        .zip(drawn.first())
        .is_some_and(|(first, drawn)| first < drawn.day);
    let most = u32::try_from(MOST).unwrap_or_default();
    view! {
        <div class="charts">
            <Bars
                drawn=drawn.clone()
                title=t!("chart-sessions")
                of=|drawn| drawn.sessions
                worded=count
                test_id="chart-sessions"
            />
            <Bars
                drawn
                title=t!("chart-durations")
                of=|drawn| drawn.duration_ms
                worded=time
                test_id="chart-durations"
            />
        </div>
        {cut.then(|| view! { <p class="fine">{t!("chart-cut", count = most)}</p> })}
        <Days days />
    }
    .into_any()
}

/// A bar for each day.
#[component]
fn Bars(
    drawn: Vec<Drawn>,
    title: Signal<String>,
    /// What the bars are as high as.
    of: fn(&Drawn) -> u64,
    /// The same in words. Tracked.
    worded: fn(u64) -> String,
    test_id: &'static str,
) -> impl IntoView {
    let most = drawn.iter().map(of).max().unwrap_or_default();
    let ends = drawn.first().zip(drawn.last());
    let ends = ends.map(|(first, last)| (first.day.begins_ms(), last.day.begins_ms()));
    let (first, last) = ends.unwrap_or_default();
    let bars = drawn.iter().enumerate().map(|(nth, drawn)| {
        let height = draw::height(of(drawn), most);
        view! {
            <rect
                class="chart-bar"
                x=format!("{nth}.1")
                y=(HEIGHT - height).to_string()
                width="0.8"
                height=height.to_string()
            />
        }
    });
    let size = format!("0 0 {} {HEIGHT}", drawn.len());
    view! {
        <figure class="chart" data-testid=test_id>
            <figcaption class="chart-title">
                <span>{title}</span>
                <span class="fine">{t!("chart-most")} " " <bdi>{move || worded(most)}</bdi></span>
            </figcaption>
            <svg
                class="chart-bars"
                viewBox=size
                preserveAspectRatio="none"
                role="img"
                aria-label=move || title.get()
                focusable="false"
            >
                {bars.collect_view()}
            </svg>
            <p class="chart-ends fine">
                <span>{move || date(first)}</span>
                <span>{move || date(last)}</span>
            </p>
        </figure>
    }
    .into_any()
}

/// The same numbers for those who do not see the bars, or want to know.
#[component]
fn Days(days: Vec<OfDay>) -> impl IntoView {
    let rows = days.into_iter().rev().map(|of| {
        let day = Day::parse(&of.day).map(Day::begins_ms);
        let OfDay {
            sessions,
            duration_ms,
            shared_ms,
            ..
        } = of;
        view! {
            <tr role="row" data-testid="chart-day" data-day=of.day>
                {first(move || day.map(date))}
                {cell("total-sessions", move || count(sessions))}
                {cell("total-duration", move || time(duration_ms))}
                {cell("total-shared", move || time(shared_ms))}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <details class="chart-table" data-testid="chart-table">
            <summary>{t!("chart-table")}</summary>
            <Table label=t!("chart-table") heads=&DAY_HEADS test_id="chart-days">
                {rows}
            </Table>
        </details>
    }
    .into_any()
}
