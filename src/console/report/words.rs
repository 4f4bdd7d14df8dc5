//! What kinds of records, outcomes and modes are called: by messages that are named after them.

use crate::i18n;
use leptos::prelude::*;
use rh_protocol::audit::KINDS;

/// How sessions end.
static OUTCOMES: [&str; 15] = [
    "ended-by-helper",
    "ended-by-sharer",
    "declined-by-sharer",
    "declined-by-helper",
    "consent-timed-out",
    "nobody-joined",
    "helper-gone",
    "sharer-gone",
    "too-long",
    "ended-by-administrator",
    "not-permitted",
    "permission-withdrawn",
    "device-not-enrolled",
    "other-than-bound",
    "unknown",
];

/// The kinds of records, each with what it is called.
pub(super) fn kinds() -> Vec<(&'static str, Signal<String>)> {
    let all = KINDS.iter();
    all.map(|one| (*one, Signal::derive(move || kind(one))))
        .collect()
}

/// The outcomes, each with what it is called.
pub(super) fn outcomes() -> Vec<(&'static str, Signal<String>)> {
    let all = OUTCOMES.iter();
    all.map(|one| (*one, Signal::derive(move || outcome(one))))
        .collect()
}

/// What a kind of record is called; what a newer broker adds, as it is on the wire. Tracked.
pub(super) fn kind(kind: &str) -> String {
    named("audit-kind", kind, KINDS)
}

/// What an outcome is called. Tracked.
pub(super) fn outcome(outcome: &str) -> String {
    named("outcome", outcome, &OUTCOMES)
}

/// What a helper could do, in words. Tracked.
pub(super) fn mode(mode: &str) -> String {
    match mode {
        "view-only" => i18n::text("report-view-only", &[]),
        other => other.to_owned(),
    }
}

fn named(message: &str, name: &str, known: &[&str]) -> String {
    if known.contains(&name) {
        i18n::text(&format!("{message}-{name}"), &[])
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_has_its_words_and_no_words_are_of_another() {
        let english = include_str!("../../../public/locales/en/console.ftl");
        for (message, known) in [("audit-kind-", KINDS), ("outcome-", &OUTCOMES[..])] {
            let worded: BTreeSet<&str> = english
                .lines()
                .filter_map(|line| line.strip_prefix(message)?.split(" =").next())
                .collect();
            assert_eq!(worded, known.iter().copied().collect(), "{message}");
        }
    }
}
