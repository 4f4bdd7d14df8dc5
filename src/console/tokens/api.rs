//! What the broker says about tokens, and what it is told.

use crate::console::load::Asking;
use crate::percent;
use crate::platform::http;
use rh_access::Permissions;
use rh_protocol::{ErrorBody, Redacted};
use serde::{Deserialize, Serialize};

/// All that have not ended, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct All {
    pub(super) tokens: Vec<Token>,
}

/// One of them. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Token {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) permissions: Permissions,
    pub(super) issued_by: Issuer,
    pub(super) issued_ms: u64,
    pub(super) expires_ms: u64,
    #[serde(default)]
    pub(super) used_ms: Option<u64>,
}

/// Who issued it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Issuer {
    account: String,
    #[serde(default)]
    name: Option<Redacted<String>>,
}

impl Issuer {
    /// What they are called; by their account if by nothing else.
    pub(super) fn called(self) -> String {
        let name = self.name.map(Redacted::into_inner);
        name.unwrap_or(self.account)
    }
}

/// A token to be issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Body {
    pub(super) name: String,
    pub(super) permissions: Permissions,
    pub(super) days: u32,
}

/// One that was just issued: the only time that it is told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Issued {
    pub(super) id: String,
    pub(super) token: Redacted<String>,
    pub(super) expires_ms: u64,
}

/// Asks for all of them.
pub(super) fn all() -> Asking<All> {
    Box::pin(http::get("/tokens"))
}

/// Issues one.
pub(super) async fn issue(body: &Body) -> Result<Issued, ErrorBody> {
    http::post("/tokens", body).await
}

/// Revokes one.
pub(super) async fn revoke(id: &str) -> Result<(), ErrorBody> {
    http::delete(&format!("/tokens/{}", percent::encoded(id))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_broker_says_reads() {
        let all: All = serde_json::from_str(
            r#"{"tokens":[{"id":"a","name":"SIEM","permissions":["audit-read"],"issued_by":{"account":"token:b"},
            "issued_ms":1,"expires_ms":2},{"id":"b","name":"x","permissions":[],
            "issued_by":{"account":"c","name":"Ingrid"},"issued_ms":1,"expires_ms":2,"used_ms":2}]}"#,
        )
        .unwrap();
        let by: Vec<_> = all
            .tokens
            .into_iter()
            .map(|it| it.issued_by.called())
            .collect();
        assert_eq!(by, ["token:b", "Ingrid"]);
        let issued: Issued =
            serde_json::from_str(r#"{"id":"a","token":"rhm_secret","expires_ms":2}"#).unwrap();
        assert!(!format!("{issued:?}").contains("secret"));
    }
}
