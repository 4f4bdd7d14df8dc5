//! What the broker says about the settings, and what it is told.

use crate::console::load::Asking;
use crate::platform::http;
use rh_protocol::ErrorBody;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Values by the keys of the configuration.
type Values = BTreeMap<String, Value>;

/// The settings as they are now.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Now {
    /// To be given back with a change, so that nobody overwrites what they have not seen.
    pub(super) revision: u64,
    /// What is set in place of the configuration.
    pub(super) set: Values,
    /// What the configuration says.
    configured: Values,
    /// Within which limits numbers and texts can be set.
    #[serde(default)]
    limits: BTreeMap<String, Limit>,
}

/// The limits of one value; without one of them there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Limit {
    least: Option<u32>,
    most: Option<u32>,
}

impl Limit {
    /// The least that it can be.
    pub(super) fn least(self) -> u32 {
        self.least.unwrap_or_default()
    }

    /// The most that it can be, if there is an end to it.
    pub(super) const fn most(self) -> Option<u32> {
        self.most
    }

    /// Whether a number, or a length, is within them.
    pub(super) fn holds(self, value: u32) -> bool {
        value >= self.least() && self.most.is_none_or(|most| value <= most)
    }
}

impl Now {
    /// Within which limits a setting can be set.
    pub(super) fn limit(&self, key: &str) -> Limit {
        self.limits.get(key).copied().unwrap_or_default()
    }

    /// What the configuration says of a setting, as it would be typed.
    pub(super) fn configured(&self, key: &str) -> String {
        self.configured
            .get(key)
            .map(Value::to_string)
            .unwrap_or_default()
    }
}

/// All that is to be set in place of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Body {
    pub(super) revision: u64,
    pub(super) set: Values,
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Value {
    /// On or off.
    Switch(bool),
    /// A number.
    Number(u32),
    /// A text.
    Text(String),
    /// Texts, as they are typed: each in a line of its own.
    List(Vec<String>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch(on) => on.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::List(texts) => texts.join("\n").fmt(f),
        }
    }
}

/// Asks for all of them.
pub(super) fn now() -> Asking<Now> {
    Box::pin(http::get("/settings"))
}

/// Sets what is set from now on.
pub(super) async fn change(body: &Body) -> Result<(), ErrorBody> {
    http::put("/settings", body).await
}
