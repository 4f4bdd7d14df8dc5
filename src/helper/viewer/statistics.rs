//! What the picture costs, in a panel beside it: how many frames, how much data, and how long each stage
//! takes. It is measured only while the panel is open.

use super::tools::OPENER;
use crate::components::{Button, ButtonKind};
use crate::i18n::{self, Arg};
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
            let told = known.with(|known| known.and_then(|known| known.sharer));
            told.and_then(|told| say(&told)).unwrap_or_else(nothing)
        }
    };
    let stages = Stage::ALL.map(|stage| {
        let times = Memo::new(move |_| known.with(|known| known.and_then(|k| k.stage(stage))));
        view! { <Row name=name(stage) times /> }
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
                <Fact label=t!("stats-frames") value=Signal::derive(sharer(frames)) test_id="stats-frames" />
                <Fact label=t!("stats-data") value=Signal::derive(sharer(data)) test_id="stats-data" />
                <Fact label=t!("stats-round-trip") value=Signal::derive(sharer(round_trip)) test_id="stats-round-trip" />
                <Fact label=t!("stats-path") value=Signal::derive(sharer(path)) test_id="stats-path" />
                <Fact label=t!("stats-picture") value=Signal::derive(sharer(picture)) test_id="stats-picture" />
                <Fact label=t!("stats-film") value=Signal::derive(sharer(film)) test_id="stats-film" />
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

const fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Capture => "stats-capture",
        Stage::Queue => "stats-queue",
        Stage::Copy => "stats-copy",
        Stage::Damage => "stats-damage",
        Stage::Encode => "stats-encode",
        Stage::FilmEncode => "stats-film-encode",
        Stage::Send => "stats-send",
        Stage::Network => "stats-network",
        Stage::Reassemble => "stats-reassemble",
        Stage::Decode => "stats-decode",
        Stage::FilmDecode => "stats-film-decode",
        Stage::Convert => "stats-convert",
        Stage::Draw => "stats-draw",
        Stage::Display => "stats-display",
    }
}

/// What stands where nothing is known.
fn nothing() -> String {
    i18n::text("stats-unknown", &[])
}

/// So many in the time that is told of, as so many a second.
fn a_second(told: &SharerStats, count: u32) -> f64 {
    f64::from(count) * 1_000.0 / f64::from(told.interval_ms.max(1))
}

fn kilobits(bytes_a_second: f64) -> String {
    i18n::with_unit(
        (bytes_a_second * 8.0 / 1_000.0).round(),
        "kilobit-per-second",
    )
}

fn frames(told: &SharerStats) -> Option<String> {
    let number = |count| Arg::Number(a_second(told, count).round());
    let counts = [
        ("captured", number(told.captured)),
        ("sent", number(told.sent)),
        ("skipped", number(told.replaced)),
    ];
    Some(i18n::text("stats-frames-told", &counts))
}

fn data(told: &SharerStats) -> Option<String> {
    Some(kilobits(a_second(told, told.bytes)))
}

fn round_trip(told: &SharerStats) -> Option<String> {
    let ms = told.round_trip_ms?;
    Some(i18n::with_unit(ms.into(), "millisecond"))
}

/// What it was seen to carry: a screen on which little happens does not ask for more.
fn path(told: &SharerStats) -> Option<String> {
    let rate = Arg::from(kilobits(told.rate?.into()));
    Some(i18n::text("stats-path-told", &[("rate", rate)]))
}

fn picture(told: &SharerStats) -> Option<String> {
    let format = u32::from(told.format);
    let size = [
        ("width", u32::from(told.width).into()),
        ("height", u32::from(told.height).into()),
        ("format", format.into()),
    ];
    (told.width > 0).then(|| i18n::text("stats-picture-told", &size))
}

fn film(told: &SharerStats) -> Option<String> {
    Some(match told.film {
        Some(codec) => i18n::text("stats-film-told", &[("codec", u32::from(codec).into())]),
        None => i18n::text("stats-film-none", &[]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_by_the_second() {
        let told = SharerStats {
            interval_ms: 2_000,
            ..SharerStats::default()
        };
        assert!((a_second(&told, 30) - 15.0).abs() < f64::EPSILON);
        let nonsense = SharerStats::default();
        assert!(a_second(&nonsense, 1).is_finite());
    }

    #[test]
    fn every_stage_has_a_name_of_its_own() {
        let mut names = Stage::ALL.map(name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
