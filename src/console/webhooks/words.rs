//! What the states, events and failures of webhooks are called.

use super::api::Why;
use crate::components::Sign;
use crate::i18n;
use crate::platform::clock;

/// The message for how one is doing.
pub(super) fn state(word: &str) -> (&'static str, Sign) {
    match word {
        "idle" => ("webhook-idle", Sign::Tick),
        "delivering" => ("webhook-delivering", Sign::Clock),
        "failing" => ("webhook-failing", Sign::Warning),
        _ => ("webhook-unknown", Sign::Question),
    }
}

/// What happened, in words. What is not known here is called as receivers know it. Tracked.
pub(super) fn event(kind: &str) -> String {
    let name = match kind {
        "session.started" => "event-session-started",
        "session.ended" => "event-session-ended",
        "alarm" => "event-alarm",
        "test" => "event-test",
        _ => return kind.to_owned(),
    };
    i18n::text(name, &[])
}

/// Why something was not delivered. Tracked.
pub(super) fn why(why: &Why) -> String {
    match (why.status, why.error.as_deref()) {
        // Written as it travels, without the language's own digits or dots.
        (Some(status), _) => {
            let args = [("status", status.to_string().into())];
            i18n::text("why-status", &args)
        }
        (None, Some("timed-out")) => i18n::text("why-timed-out", &[]),
        (None, Some("unreachable")) => i18n::text("why-unreachable", &[]),
        (None, _) => i18n::text("why-not-known", &[]),
    }
}

/// An instant that the broker names. Tracked.
pub(super) fn at(text: &str) -> String {
    match clock::parse(text) {
        Some(ms) => i18n::date_time(ms),
        None => text.to_owned(),
    }
}
