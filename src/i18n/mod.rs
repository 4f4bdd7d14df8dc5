//! The person's language: which one, its messages, and how numbers and times are written in it.
//!
//! One language file is fetched at a time, English beside it only when a message is missing, and a
//! further file for a part of the app that has words of its own ([`extend`]). The language belongs to
//! the page and not to a component, so it stands in one place that closures, tasks and views reach
//! alike; everything that reads it follows a change.

mod load;
mod locale;
mod texts;

pub use load::{choose, extend, start};
pub use locale::{LOCALES, Locale};
pub use texts::{Arg, NumberWriter, Texts, TextsError};

use crate::platform::intl;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};

thread_local! {
    static STATE: State = State {
        locale: Cell::new(Locale::fallback()),
        texts: RefCell::new(None),
        fallback: RefCell::new(Fallback::Unasked),
        further: Cell::new(None),
        changed: ArcTrigger::new(),
    };
}

struct State {
    locale: Cell<&'static Locale>,
    texts: RefCell<Option<Texts>>,
    fallback: RefCell<Fallback>,
    /// The file that is wanted beside each language's first.
    further: Cell<Option<&'static str>>,
    changed: ArcTrigger,
}

/// The messages that stand in for missing ones.
enum Fallback {
    Unasked,
    Loading,
    There(Box<Texts>),
}

/// The present language. Tracked.
#[must_use]
pub fn locale() -> &'static Locale {
    STATE.with(|state| {
        state.changed.track();
        state.locale.get()
    })
}

/// A message in the present language: `name`, or `name.attribute`. Tracked; use [`crate::t!`] in
/// views.
#[must_use]
pub fn text(name: &str, args: &[(&'static str, Arg)]) -> String {
    STATE
        .with(|state| {
            state.changed.track();
            let found = state
                .texts
                .borrow()
                .as_ref()
                .and_then(|texts| texts.format(name, args));
            found.or_else(|| fallback(state, name, args))
        })
        .unwrap_or_default()
}

/// English for what a language lacks; nothing until it has been fetched.
fn fallback(state: &State, name: &str, args: &[(&'static str, Arg)]) -> Option<String> {
    let asked = match &*state.fallback.borrow() {
        Fallback::There(texts) => return texts.format(name, args),
        Fallback::Loading => true,
        Fallback::Unasked => false,
    };
    if !asked {
        load::fetch_fallback();
    }
    None
}

/// A message that follows the language and whatever signals its arguments read.
///
/// `t!("name")`, `t!("name", count = left.get(), who = "…")`; the result is a `Signal<String>`.
#[macro_export]
macro_rules! t {
    ($name:expr) => {
        $crate::i18n::message($name)
    };
    ($name:expr, $($key:ident = $value:expr),+ $(,)?) => {
        ::leptos::prelude::Signal::derive(move || {
            $crate::i18n::text(
                $name,
                &[$((stringify!($key), $crate::i18n::Arg::from($value))),+],
            )
        })
    };
}

/// What [`crate::t!`] makes of a message without arguments.
#[must_use]
pub fn message(name: &'static str) -> Signal<String> {
    Signal::derive(move || text(name, &[]))
}

/// A part of one as whole hundredths: `125%` for 1.25. Tracked.
#[must_use]
pub fn percent(part: f64) -> String {
    intl::percent(locale().tag, part)
}

/// A number with one digit after its point. Tracked.
#[must_use]
pub fn decimal(value: f64) -> String {
    intl::decimal(locale().tag, value)
}

/// A number with its unit, in short: `12 ms`. The unit by its name in ECMA-402 §6.6.1. Tracked.
#[must_use]
pub fn with_unit(value: f64, unit: &'static str) -> String {
    intl::with_unit(locale().tag, value, unit)
}

/// Time left or passed on a clock's face: `9:05`. Milliseconds. Tracked.
#[must_use]
pub fn clock_face(ms: u64) -> String {
    intl::clock_face(locale().tag, ms)
}

/// A length of time in words, rounded up: `5 minutes`. Milliseconds. Tracked.
#[must_use]
pub fn duration(ms: u64) -> String {
    intl::duration(locale().tag, ms)
}

/// Day and time of day of an instant in milliseconds since 1970. Tracked.
#[must_use]
pub fn date_time(at_ms: u64) -> String {
    intl::date_time(locale().tag, at_ms)
}

/// Day and time of an instant in milliseconds since 1970, to the second, with the time zone. Tracked.
#[must_use]
pub fn date_time_zone(at_ms: u64) -> String {
    intl::date_time_zone(locale().tag, at_ms)
}

/// A length of time in words: `1 hour 2 minutes 5 seconds`. Milliseconds. Tracked.
#[must_use]
pub fn length(ms: u64) -> String {
    intl::length(locale().tag, ms)
}

/// Time of day of an instant in milliseconds since 1970. Tracked.
#[must_use]
pub fn time_of_day(at_ms: u64) -> String {
    intl::time_of_day(locale().tag, at_ms)
}

/// A plain number. Tracked.
#[must_use]
pub fn number(value: f64) -> String {
    intl::number(locale().tag, value)
}

/// A day of an instant in milliseconds since 1970, in UTC. Tracked.
#[must_use]
pub fn date(at_ms: f64) -> String {
    intl::date(locale().tag, at_ms)
}

/// Day and time of an instant in milliseconds since 1970, in UTC. Tracked.
#[must_use]
pub fn moment(at_ms: f64) -> String {
    intl::moment(locale().tag, at_ms)
}
