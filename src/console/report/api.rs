//! What the broker says about sessions that are over, and about the audit.

use crate::console::load::Asking;
use crate::platform::http;
use rh_protocol::Redacted;
use rh_protocol::view::Surface;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Sessions in figures.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Totals {
    pub(super) sessions: u64,
    /// In how many of them both sides agreed; durations are of these.
    pub(super) started: u64,
    pub(super) duration_ms: u64,
    #[serde(default)]
    pub(super) median_ms: Option<u64>,
    pub(super) shared_ms: u64,
    pub(super) outcomes: Vec<Outcome>,
    /// Those with sessions, the oldest first.
    pub(super) days: Vec<OfDay>,
}

/// How many sessions ended so.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Outcome {
    pub(super) outcome: String,
    pub(super) sessions: u64,
}

/// The sessions of a day.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct OfDay {
    /// Its date.
    pub(super) day: String,
    pub(super) sessions: u64,
    pub(super) duration_ms: u64,
    pub(super) shared_ms: u64,
}

/// A session that is over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Session {
    pub(super) session: String,
    pub(super) created_ms: i64,
    /// When both sides had agreed, if they did.
    #[serde(default)]
    pub(super) started_ms: Option<i64>,
    pub(super) duration_ms: u64,
    pub(super) shared_ms: u64,
    pub(super) outcome: String,
    pub(super) mode: String,
    pub(super) helper: Person,
    #[serde(default)]
    pub(super) sharer: Option<Person>,
    #[serde(default)]
    pub(super) device: Option<Device>,
    /// In the order in which each was shared first.
    #[serde(default)]
    pub(super) surfaces: Vec<Surface>,
    #[serde(default)]
    pub(super) pauses: u32,
    #[serde(default)]
    pub(super) paused_ms: u64,
    /// What the helper has noted.
    #[serde(default)]
    pub(super) ticket: Option<Redacted<String>>,
    #[serde(default)]
    pub(super) note: Option<Redacted<String>>,
}

/// Somebody in a session.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Person {
    pub(super) account: String,
    pub(super) name: Redacted<String>,
}

/// The sharer's device.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Device {
    pub(super) name: Redacted<String>,
}

/// A record of the audit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Record {
    pub(super) seq: i64,
    pub(super) at_ms: i64,
    #[serde(default)]
    pub(super) session: Option<String>,
    #[serde(default)]
    pub(super) actor: Option<String>,
    /// What that account is called now.
    #[serde(default)]
    pub(super) name: Option<Redacted<String>>,
    pub(super) kind: String,
    data: Value,
}

/// Asks for the figures of some sessions.
pub(super) fn totals(asked: &str) -> Asking<Totals> {
    let path = format!("/report/totals{asked}");
    Box::pin(async move { http::get(&path).await })
}

impl Record {
    /// Its details: what each is called, and what it says.
    pub(super) fn details(&self) -> Vec<(String, String)> {
        let none = Map::new();
        let (fields, rest) = match &self.data {
            Value::Object(fields) => (fields, None),
            // Changed by somebody.
            other => (&none, Some((String::new(), other.to_string()))),
        };
        let fields = fields.iter().filter(|(_, value)| !value.is_null());
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let fields = fields.map(|(name, value)| (name.clone(), text(value)));
        fields.chain(rest).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_broker_says_reads() {
        let session: Session = serde_json::from_str(
            r#"{"session":"0a","created_ms":1,"ended_ms":3,"duration_ms":0,"shared_ms":0,
            "outcome":"nobody-joined","mode":"view-only","helper":{"account":"a","name":"Maya"}}"#,
        )
        .unwrap();
        assert_eq!(session.sharer, None);
        let totals: Totals = serde_json::from_str(
            r#"{"sessions":1,"started":0,"duration_ms":0,"shared_ms":0,"outcomes":[
            {"outcome":"nobody-joined","sessions":1}],"days":[{"day":"2026-11-30","sessions":1,
            "duration_ms":0,"shared_ms":0}]}"#,
        )
        .unwrap();
        assert_eq!(totals.median_ms, None);
        let records: Vec<Record> = serde_json::from_str(
            r#"[{"seq":9,"at_ms":1,"kind":"sign-in","data":{"role":"helper","more":[1],"no":null}},
            {"seq":8,"at_ms":1,"kind":"sign-in","data":"{"}]"#,
        )
        .unwrap();
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let mut details = records[0].details();
        details.sort();
        assert_eq!(details, [pair("more", "[1]"), pair("role", "helper")]);
        assert_eq!(records[1].details(), [pair("", "\"{\"")]);
    }
}
