//! Every kind of record there is. Who reads the audit has words for each: a kind that is added here needs some, in the
//! web app's `console.ftl` and in `docs/audit.md`, as tests say.

/// All of them, in the order in which one chooses among them.
pub const ALL: [&str; 51] = [
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

/// Whether there is such a kind.
#[must_use]
pub fn is_known(kind: &str) -> bool {
    ALL.contains(&kind)
}
