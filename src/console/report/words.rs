//! What kinds of records, outcomes and modes are called: by messages that are named after them.

use crate::i18n;

/// The kinds of records that have words; what a newer broker adds is called as it is on the wire.
pub(super) static KINDS: [&str; 51] = [
    "sign-in",
    "sign-out",
    "sign-in-refused",
    "sign-in-too-weak",
    "session-created",
    "code-issued",
    "joined",
    "code-refused",
    "join-refused",
    "code-alarm",
    "consent-given",
    "consent-declined",
    "consent-lapsed",
    "connected",
    "sharing-started",
    "sharing-paused",
    "sharing-resumed",
    "sharing-stopped",
    "absent",
    "returned",
    "device-warning",
    "device-changed",
    "access-refused",
    "chat-off",
    "session-ended",
    "settings-changed",
    "role-saved",
    "role-removed",
    "assignment-saved",
    "assignment-removed",
    "directory-person-saved",
    "directory-person-removed",
    "directory-group-saved",
    "directory-group-removed",
    "directory-group-members",
    "directory-device-saved",
    "directory-device-removed",
    "device-link-issued",
    "device-enrolled",
    "device-key-renewed",
    "device-key-revoked",
    "token-issued",
    "token-revoked",
    "webhook-failed",
    "webhook-retried",
    "webhook-discarded",
    "webhook-tested",
    "audit-exported",
    "report-exported",
    "audit-removed",
    "audit-key-changed",
];

/// How sessions end.
pub(super) static OUTCOMES: [&str; 15] = [
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

/// What a kind of record is called. Tracked.
pub(super) fn kind(kind: &str) -> String {
    named("audit-kind", kind, &KINDS)
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
        for (message, known) in [("audit-kind-", &KINDS[..]), ("outcome-", &OUTCOMES[..])] {
            let worded: BTreeSet<&str> = english
                .lines()
                .filter_map(|line| line.strip_prefix(message)?.split(" =").next())
                .collect();
            assert_eq!(worded, known.iter().copied().collect(), "{message}");
        }
    }
}
