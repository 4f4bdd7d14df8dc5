//! What the broker says about webhooks, and what it is told.

use crate::console::load::Asking;
use crate::percent;
use crate::platform::http;
use rh_protocol::ErrorBody;
use serde::Deserialize;

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct All {
    pub(super) webhooks: Vec<Webhook>,
}

/// One of them, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Webhook {
    pub(super) name: String,
    pub(super) host: String,
    pub(super) events: Vec<String>,
    pub(super) state: String,
    pub(super) waiting: u32,
    pub(super) dead_letters: u32,
    /// RFC 3339, as all times here.
    #[serde(default)]
    pub(super) last_success: Option<String>,
    #[serde(default)]
    pub(super) last_failure: Option<LastFailure>,
}

/// When it failed last, and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct LastFailure {
    pub(super) at: String,
    #[serde(flatten)]
    pub(super) why: Why,
}

/// The status of an answer, or why there was none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Why {
    #[serde(default)]
    pub(super) status: Option<u32>,
    #[serde(default)]
    pub(super) error: Option<String>,
}

/// What was given up, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Letters {
    pub(super) dead_letters: Vec<Letter>,
    /// Where those that follow begin; none when these are the last.
    #[serde(default)]
    pub(super) next: Option<i64>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Letter {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) event: String,
    pub(super) at: String,
    pub(super) attempts: u32,
    #[serde(flatten)]
    pub(super) why: Why,
}

/// What came of a test.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Tested {
    pub(super) delivered: bool,
    #[serde(flatten)]
    pub(super) why: Why,
}

/// Asks for all of them.
pub(super) fn all() -> Asking<All> {
    Box::pin(http::get("/webhooks"))
}

/// The same, while the page stands there.
pub(super) fn all_again() -> Asking<All> {
    Box::pin(http::get_in_background("/webhooks"))
}

/// Asks for dead letters, from a place that the ones before have named.
pub(super) async fn letters(name: &str, before: Option<i64>) -> Result<Letters, ErrorBody> {
    let query = before.map(|before| format!("?before={before}"));
    let path = format!("{}/dead-letters{}", path(name), query.unwrap_or_default());
    http::get(&path).await
}

/// Has one delivered after all.
pub(super) async fn retry(name: &str, id: &str) -> Result<(), ErrorBody> {
    http::post_empty(&format!("{}/retry", letter(name, id))).await
}

/// Removes one.
pub(super) async fn discard(name: &str, id: &str) -> Result<(), ErrorBody> {
    http::post_empty(&format!("{}/discard", letter(name, id))).await
}

/// Sends a test and waits for what comes of it.
pub(super) async fn test(name: &str) -> Result<Tested, ErrorBody> {
    http::post_empty(&format!("{}/test", path(name))).await
}

fn path(name: &str) -> String {
    format!("/webhooks/{}", percent::encoded(name))
}

fn letter(name: &str, id: &str) -> String {
    format!("{}/dead-letters/{}", path(name), percent::encoded(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_broker_says_reads() {
        let all: All = serde_json::from_str(
            r#"{"webhooks":[{"name":"tickets","host":"t.example:443","events":["alarm"],"state":"failing",
            "waiting":2,"dead_letters":1,"last_success":null,
            "last_failure":{"at":"2026-11-29T14:03:27.512Z","error":"timed-out"}}]}"#,
        )
        .unwrap();
        let why = &all.webhooks[0].last_failure.as_ref().unwrap().why;
        assert_eq!(why.error.as_deref(), Some("timed-out"));
        let letters: Letters = serde_json::from_str(
            r#"{"dead_letters":[{"id":"a","type":"test","at":"2026-11-29T14:03:27Z","attempts":3,"status":410}]}"#,
        )
        .unwrap();
        assert_eq!(letters.next, None);
        assert_eq!(letters.dead_letters[0].why.status, Some(410));
        let tested: Tested = serde_json::from_str(r#"{"delivered":true}"#).unwrap();
        assert_eq!(tested.why, Why::default());
        assert_eq!(letter("a", "x/y"), "/webhooks/a/dead-letters/x%2Fy");
    }
}
