//! What the picture costs, in a panel beside it: how many frames, how much data, and how long each stage
//! takes. It is measured only while the panel is open.

mod told;

use super::tools::OPENER;
use crate::components::{Button, ButtonKind};
use crate::i18n;
use crate::platform::document;
use crate::session::{SessionHandle, Stage};
use crate::t;
use leptos::prelude::*;
use rh_protocol::stats::{SharerStats, StageTimes};

/// What the panel is found by.
pub(super) const PANEL: &str = "viewer-statistics";

/// The panel. Not read out as it changes: who wants to know, looks.
#[component]
pub(super) fn Panel(
    /// What is looked at.
    session: SessionHandle,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    session.measure(true);
    on_cleanup(move || session.measure(false));
    let close = move || {
        open.set(false);
        // What had the focus is gone.
        document::focus(OPENER);
    };
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    let known = session.statistics();
    let sharer = move |say: fn(&SharerStats) -> Option<String>| {
        move || {
            let figures = known.with(|known| known.and_then(|known| known.sharer));
            figures
                .and_then(|figures| say(&figures))
                .unwrap_or_else(told::nothing)
        }
    };
    let stages = Stage::ALL.map(|stage| {
        let times = Memo::new(move |_| known.with(|known| known.and_then(|k| k.stage(stage))));
        view! { <Row name=told::name(stage) times /> }
    });
    view! {
        <section
            id=PANEL
            class="statistics"
            data-testid="statistics"
            aria-label=t!("stats-title")
            aria-live="off"
            tabindex="0"
            on:keydown=pressed
        >
            <div class="statistics-head">
                <h2 class="statistics-title">{t!("stats-title")}</h2>
                <Button
                    label=t!("stats-close")
                    kind=ButtonKind::Quiet
                    test_id="stats-close"
                    on_press=Callback::new(move |()| close())
                />
            </div>
            <dl class="statistics-facts">
                <Fact label=t!("stats-frames") value=Signal::derive(sharer(told::frames)) test_id="stats-frames" />
                <Fact label=t!("stats-data") value=Signal::derive(sharer(told::data)) test_id="stats-data" />
                <Fact label=t!("stats-round-trip") value=Signal::derive(sharer(told::round_trip)) test_id="stats-round-trip" />
                <Fact label=t!("stats-path") value=Signal::derive(sharer(told::path)) test_id="stats-path" />
                <Fact label=t!("stats-picture") value=Signal::derive(sharer(told::picture)) test_id="stats-picture" />
                <Fact label=t!("stats-film") value=Signal::derive(sharer(told::film)) test_id="stats-film" />
            </dl>
            <table class="statistics-stages">
                <thead>
                    <tr>
                        <th scope="col">{t!("stats-stage")}</th>
                        <th scope="col">{t!("stats-median")}</th>
                        <th scope="col">{t!("stats-p95")}</th>
                    </tr>
                </thead>
                <tbody>{stages.into_iter().collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// One thing that is known, or not yet.
#[component]
fn Fact(
    /// What it is.
    label: Signal<String>,
    /// How it is.
    value: Signal<String>,
    /// Stable name for tests.
    test_id: &'static str,
) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd data-testid=test_id><bdi>{value}</bdi></dd>
        </div>
    }
    .into_any()
}

/// One stage. One that nothing is known of is not there.
#[component]
fn Row(
    /// What it is called, in the language files.
    name: &'static str,
    /// How long it takes.
    times: Memo<Option<StageTimes>>,
) -> impl IntoView {
    let known = Memo::new(move |_| times.with(Option::is_some));
    let cell = move |read: fn(&StageTimes) -> u32| {
        let us = move || times.with(|times| times.as_ref().map_or(0, read));
        view! {
            <td>
                <data value=us>{move || i18n::decimal(f64::from(us()) / 1_000.0)}</data>
            </td>
        }
    };
    move || {
        known.get().then(|| {
            view! {
                <tr data-stage=name>
                    <th scope="row">{i18n::message(name)}</th>
                    {cell(|times| times.p50_us)}
                    {cell(|times| times.p95_us)}
                </tr>
            }
        })
    }
}
