//! Every key there is, and its kind. A test holds this table against the types.

/// What a key's value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A text that is never printed.
    Secret,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
    /// A list of texts.
    Texts,
    /// A list of tables, whose keys are those of the section of the same name.
    Tables,
}

impl Kind {
    /// What an environment variable of this kind must hold.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Text | Self::Secret => "a text",
            Self::Number => "a whole number",
            Self::Flag => "true or false",
            Self::Texts => "texts divided by commas, or a TOML array",
            Self::Tables => "a TOML array of inline tables",
        }
    }
}

/// Sections (the empty name is the top) with their keys.
pub const SECTIONS: &[(&str, &[(&str, Kind)])] = &[
    (
        "",
        &[
            ("public_url", Kind::Text),
            ("listen", Kind::Texts),
            ("data_dir", Kind::Text),
            ("trusted_proxies", Kind::Texts),
            ("ice_servers", Kind::Tables),
            ("webhooks", Kind::Tables),
        ],
    ),
    ("log", &[("format", Kind::Text), ("level", Kind::Text)]),
    ("tls", &[("cert", Kind::Text), ("key", Kind::Text)]),
    (
        "identity",
        &[
            ("issuer", Kind::Text),
            ("client_id", Kind::Text),
            ("scopes", Kind::Texts),
            ("tenant", Kind::Text),
            ("verified_domains", Kind::Texts),
            ("title_claims", Kind::Texts),
            ("company_claims", Kind::Texts),
            ("group_claim", Kind::Text),
            ("groups", Kind::Texts),
            ("device_claim", Kind::Text),
        ],
    ),
    ("directory", &[("provider", Kind::Text)]),
    (
        "directory.graph",
        &[
            ("tenant", Kind::Text),
            ("client_id", Kind::Text),
            ("client_secret", Kind::Secret),
            ("client_secret_file", Kind::Text),
            ("refresh_minutes", Kind::Number),
            ("login_url", Kind::Text),
            ("graph_url", Kind::Text),
        ],
    ),
    (
        "devices",
        &[
            ("allow_unenrolled", Kind::Flag),
            ("refuse_others", Kind::Flag),
            ("compliance_context", Kind::Text),
            ("proxy_header", Kind::Text),
            ("proxies", Kind::Texts),
        ],
    ),
    (
        "helpers",
        &[
            ("subjects", Kind::Texts),
            ("emails", Kind::Texts),
            ("groups", Kind::Texts),
        ],
    ),
    (
        "administrators",
        &[
            ("subjects", Kind::Texts),
            ("emails", Kind::Texts),
            ("groups", Kind::Texts),
        ],
    ),
    (
        "features",
        &[
            ("enabled", Kind::Flag),
            ("chat", Kind::Flag),
            ("notice", Kind::Text),
        ],
    ),
    (
        "sign_in",
        &[
            ("idle_minutes", Kind::Number),
            ("absolute_minutes", Kind::Number),
            ("refresh_minutes", Kind::Number),
        ],
    ),
    // It has sections only.
    ("strength", &[]),
    ("strength.helpers", STRENGTH),
    ("strength.sharers", STRENGTH),
    ("codes", &[("seconds", Kind::Number)]),
    (
        "sessions",
        &[
            ("join_seconds", Kind::Number),
            ("answer_seconds", Kind::Number),
            ("consent_seconds", Kind::Number),
            ("return_seconds", Kind::Number),
            ("longest_seconds", Kind::Number),
        ],
    ),
    ("audit", &[("retention_days", Kind::Number)]),
    (
        "ice_servers",
        &[
            ("urls", Kind::Texts),
            ("username", Kind::Text),
            ("credential", Kind::Secret),
            ("credential_file", Kind::Text),
        ],
    ),
    (
        "webhooks",
        &[
            ("name", Kind::Text),
            // Its path may be one.
            ("url", Kind::Secret),
            ("secret", Kind::Secret),
            ("secret_file", Kind::Text),
            ("previous_secret", Kind::Secret),
            ("previous_secret_file", Kind::Text),
            ("events", Kind::Texts),
        ],
    ),
    (
        "connections",
        &[
            ("total", Kind::Number),
            ("per_address", Kind::Number),
            ("handshake_timeout_ms", Kind::Number),
            ("header_timeout_ms", Kind::Number),
            ("body_timeout_ms", Kind::Number),
            ("idle_timeout_ms", Kind::Number),
        ],
    ),
];

/// What is required of either side's sign-ins.
const STRENGTH: &[(&str, Kind)] = &[
    ("context", Kind::Text),
    ("acr_values", Kind::Texts),
    ("max_age_minutes", Kind::Number),
];

/// Keys of a section, by its dotted name.
#[must_use]
pub fn section(name: &str) -> Option<&'static [(&'static str, Kind)]> {
    SECTIONS
        .iter()
        .find(|(section, _)| *section == name)
        .map(|(_, keys)| *keys)
}

/// Every key with its section before it (`log.level`), those of tables in lists too.
pub fn all() -> impl Iterator<Item = (String, Kind)> {
    SECTIONS.iter().flat_map(|(section, keys)| {
        keys.iter()
            .map(move |(key, kind)| (join(section, key), *kind))
    })
}

/// `section.key`, or the key alone at the top.
#[must_use]
pub fn join(section: &str, key: &str) -> String {
    if section.is_empty() {
        key.to_owned()
    } else {
        format!("{section}.{key}")
    }
}

/// The one of `known` that `word` was most likely meant to be, if any is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(word, known), known))
        // More than a third of the letters wrong is another word.
        .filter(|(distance, known)| *distance <= known.len().max(word.len()).div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}
