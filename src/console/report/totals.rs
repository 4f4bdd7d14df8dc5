//! The sessions in figures.

use super::api::{self, Outcome, Totals};
use super::chart::Chart;
use super::numbers::{count, time};
use super::words;
use crate::components::Card;
use crate::console::load::Loaded;
use crate::t;
use leptos::prelude::*;

/// How many, how long, how they ended, and day by day, of what is asked.
#[component]
pub(super) fn TotalsCard(asked: Signal<String>) -> impl IntoView {
    let totals = Loaded::new(move || api::totals(&asked.get_untracked()));
    Effect::new(move |before: Option<()>| {
        asked.track();
        if before.is_some() {
            totals.again();
        }
    });
    totals.view(move |_| {
        view! {
            <Card wide=true>
                <h2>{t!("totals")}</h2>
                <div>{move || totals.get().map(|totals| figures(&totals))}</div>
            </Card>
        }
        .into_any()
    })
}

fn figures(totals: &Totals) -> AnyView {
    let Totals {
        sessions,
        started,
        duration_ms,
        median_ms,
        shared_ms,
        ..
    } = *totals;
    if sessions == 0 {
        return view! { <p data-testid="report-none">{t!("report-none")}</p> }.into_any();
    }
    let median = median_ms.map(|ms| {
        let value = move || time(ms);
        view! { <Figure name=t!("total-median") test_id="total-median" value=Signal::derive(value) /> }
    });
    let outcomes = totals.outcomes.iter().cloned();
    let outcomes = outcomes.map(|Outcome { outcome, sessions }| {
        let named = outcome.clone();
        view! {
            <li class="outcome" data-testid="total-outcome" data-outcome=outcome>
                <span>{move || words::outcome(&named)}</span>
                <bdi>{move || count(sessions)}</bdi>
            </li>
        }
    });
    let days = totals.days.clone();
    view! {
        <dl class="figures">
            <Figure
                name=t!("total-sessions")
                test_id="total-sessions"
                value=Signal::derive(move || count(sessions))
            />
            <Figure
                name=t!("total-started")
                test_id="total-started"
                value=Signal::derive(move || count(started))
            />
            <Figure
                name=t!("total-duration")
                test_id="total-duration"
                value=Signal::derive(move || time(duration_ms))
            />
            {median}
            <Figure
                name=t!("total-shared")
                test_id="total-shared"
                value=Signal::derive(move || time(shared_ms))
            />
        </dl>
        <h3 class="outcomes-title">{t!("total-outcomes")}</h3>
        <ul class="outcomes">{outcomes.collect_view()}</ul>
        <Chart days />
    }
    .into_any()
}

#[component]
fn Figure(name: Signal<String>, value: Signal<String>, test_id: &'static str) -> impl IntoView {
    view! {
        <div class="figure">
            <dt>{name}</dt>
            <dd data-testid=test_id><bdi>{value}</bdi></dd>
        </div>
    }
    .into_any()
}
