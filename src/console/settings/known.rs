//! The settings that can be changed while the broker runs, by the keys of the configuration.

use rh_protocol::limits;

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// On or off.
    Switch,
    /// A whole number.
    Number,
    /// A whole number of minutes, or 0 for none.
    Age,
    /// Every so many minutes, or 0 for never.
    Interval,
    /// A text.
    Text,
    /// An authentication context, or nothing.
    Context,
    /// At most so many words, divided by blanks or in lines of their own.
    Words(usize),
}

/// One setting.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    /// The message with its name; its `.about` explains it.
    pub(super) name: &'static str,
    /// What its field is called on the page.
    pub(super) id: &'static str,
}

impl Setting {
    /// Whether it is words, and blanks between them mean nothing.
    pub(super) const fn is_list(&self) -> bool {
        matches!(self.kind, Kind::Words(_))
    }
}

/// A part of the page.
#[derive(Debug)]
pub(super) struct Section {
    /// The message with its heading.
    pub(super) name: &'static str,
    pub(super) settings: &'static [Setting],
}

/// Whether Remote Help is on.
pub(super) const ENABLED: &str = "features.enabled";
/// Whether people are helped on devices that are not enrolled.
pub(super) const UNENROLLED: &str = "devices.allow_unenrolled";
/// Whether there is chat.
pub(super) const CHAT: &str = "features.chat";

const fn setting(key: &'static str, kind: Kind, name: &'static str, id: &'static str) -> Setting {
    Setting {
        key,
        kind,
        name,
        id,
    }
}

/// All of them, in the order of the page. Within which limits, the broker says.
pub(super) static SECTIONS: [Section; 7] = [
    Section {
        name: "section-features",
        settings: &[
            setting(ENABLED, Kind::Switch, "setting-enabled", "enabled"),
            setting(CHAT, Kind::Switch, "setting-chat", "chat"),
            setting("features.notice", Kind::Text, "setting-notice", "notice"),
        ],
    },
    Section {
        name: "section-devices",
        settings: &[
            setting(UNENROLLED, Kind::Switch, "setting-unenrolled", "unenrolled"),
            setting(
                "devices.refuse_others",
                Kind::Switch,
                "setting-others",
                "others",
            ),
            setting(
                "devices.compliance_context",
                Kind::Context,
                "setting-compliance-context",
                "compliance-context",
            ),
        ],
    },
    Section {
        name: "section-sessions",
        settings: &[
            setting("codes.seconds", Kind::Number, "setting-code", "code"),
            setting(
                "sessions.join_seconds",
                Kind::Number,
                "setting-join",
                "join",
            ),
            setting(
                "sessions.answer_seconds",
                Kind::Number,
                "setting-answer",
                "answer",
            ),
            setting(
                "sessions.consent_seconds",
                Kind::Number,
                "setting-consent",
                "consent",
            ),
            setting(
                "sessions.return_seconds",
                Kind::Number,
                "setting-return",
                "return",
            ),
            setting(
                "sessions.longest_seconds",
                Kind::Number,
                "setting-longest",
                "longest",
            ),
        ],
    },
    Section {
        name: "section-sign-in",
        settings: &[
            setting("sign_in.idle_minutes", Kind::Number, "setting-idle", "idle"),
            setting(
                "sign_in.absolute_minutes",
                Kind::Number,
                "setting-absolute",
                "absolute",
            ),
            setting(
                "sign_in.refresh_minutes",
                Kind::Interval,
                "setting-refresh",
                "refresh",
            ),
        ],
    },
    Section {
        name: "section-strength",
        settings: &[
            setting(
                "strength.helpers.context",
                Kind::Context,
                "setting-helpers-context",
                "helpers-context",
            ),
            setting(
                "strength.helpers.acr_values",
                Kind::Words(limits::ACR_VALUES),
                "setting-helpers-acr",
                "helpers-acr",
            ),
            setting(
                "strength.helpers.max_age_minutes",
                Kind::Age,
                "setting-helpers-age",
                "helpers-age",
            ),
            setting(
                "strength.sharers.context",
                Kind::Context,
                "setting-sharers-context",
                "sharers-context",
            ),
            setting(
                "strength.sharers.acr_values",
                Kind::Words(limits::ACR_VALUES),
                "setting-sharers-acr",
                "sharers-acr",
            ),
            setting(
                "strength.sharers.max_age_minutes",
                Kind::Age,
                "setting-sharers-age",
                "sharers-age",
            ),
        ],
    },
    Section {
        name: "section-graph",
        settings: &[setting(
            "directory.graph.refresh_minutes",
            Kind::Number,
            "setting-graph-refresh",
            "graph-refresh",
        )],
    },
    Section {
        name: "section-audit",
        settings: &[setting(
            "audit.retention_days",
            Kind::Number,
            "setting-retention",
            "retention",
        )],
    },
];

/// Each of them.
pub(super) fn all() -> impl Iterator<Item = &'static Setting> {
    SECTIONS.iter().flat_map(|section| section.settings)
}
