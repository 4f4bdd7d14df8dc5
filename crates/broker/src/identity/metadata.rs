//! The provider's discovery document (OpenID Connect Discovery §3): what we use of it. Pure.

use serde::Deserialize;
use url::{Host, Url};

/// What we use of the document. Endpoints are HTTPS, or loopback HTTP where the issuer is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Metadata {
    issuer: String,
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) jwks_uri: Url,
    #[serde(default)]
    pub(super) userinfo_endpoint: Option<Url>,
    #[serde(default)]
    pub(super) end_session_endpoint: Option<Url>,
    /// RFC 7009 §2.
    #[serde(default)]
    pub(super) revocation_endpoint: Option<Url>,
    /// RFC 9207 §3.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    /// Whether the provider reads the parameter `claims` (OpenID Connect Discovery §3).
    #[serde(default)]
    pub(super) claims_parameter_supported: bool,
    /// RFC 8414 §2.
    #[serde(default)]
    code_challenge_methods_supported: Option<Vec<String>>,
}

impl Metadata {
    /// Reads a document, which must be of this very issuer (Discovery §4.3).
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(body: &[u8], issuer: &str) -> Result<Self, &'static str> {
        let found: Self = serde_json::from_slice(body)
            .map_err(|_| "the discovery document lacks something, or is none")?;
        if found.issuer != issuer {
            return Err("the discovery document names another issuer");
        }
        let plain = Url::parse(issuer).is_ok_and(|issuer| is_loopback_http(&issuer));
        let endpoints = [
            Some(&found.authorization_endpoint),
            Some(&found.token_endpoint),
            Some(&found.jwks_uri),
            found.userinfo_endpoint.as_ref(),
            found.end_session_endpoint.as_ref(),
            found.revocation_endpoint.as_ref(),
        ];
        if !endpoints
            .into_iter()
            .flatten()
            .all(|url| url.scheme() == "https" || (plain && is_loopback_http(url)))
        {
            return Err("the discovery document names an address that is not HTTPS");
        }
        if found
            .code_challenge_methods_supported
            .as_ref()
            .is_some_and(|methods| !methods.iter().any(|method| method == "S256"))
        {
            return Err("the provider does not support PKCE with S256");
        }
        Ok(found)
    }

    /// The `iss` that authorization responses carry, where the provider announces it.
    pub(super) fn response_issuer(&self) -> Option<String> {
        self.authorization_response_iss_parameter_supported
            .then(|| self.issuer.clone())
    }
}

/// Plain HTTP to this very machine: for the demonstration and for tests.
pub(super) fn is_loopback_http(url: &Url) -> bool {
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "http" && loopback
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const ISSUER: &str = "https://id.example";

    fn parse(change: impl FnOnce(&mut Value)) -> Result<Metadata, &'static str> {
        let mut document = json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://keys.example/keys",
            "something_else": [1],
        });
        change(&mut document);
        Metadata::parse(document.to_string().as_bytes(), ISSUER)
    }

    #[test]
    fn only_this_issuers_document_with_safe_endpoints() {
        assert_eq!(parse(|_| ()).unwrap().response_issuer(), None);
        assert!(parse(|doc| doc["issuer"] = json!("https://id.example/")).is_err());
        assert!(parse(|doc| doc["jwks_uri"] = json!("http://keys.example/keys")).is_err());
        assert!(parse(|doc| doc["token_endpoint"] = json!("http://127.0.0.1/t")).is_err());
        assert!(parse(|doc| doc["userinfo_endpoint"] = json!("ftp://id.example")).is_err());
        assert!(parse(|doc| doc["revocation_endpoint"] = json!("http://id.example")).is_err());
        assert!(parse(|doc| doc["token_endpoint"] = Value::Null).is_err());
        assert!(parse(|doc| doc["code_challenge_methods_supported"] = json!(["plain"])).is_err());
        assert!(parse(|doc| doc["code_challenge_methods_supported"] = json!(["S256"])).is_ok());
    }

    #[test]
    fn an_announced_response_issuer_is_expected() {
        let announced = parse(|doc| {
            doc["authorization_response_iss_parameter_supported"] = json!(true);
        });
        assert_eq!(
            announced.unwrap().response_issuer().as_deref(),
            Some(ISSUER)
        );
    }

    #[test]
    fn claims_are_asked_for_where_the_provider_says_that_it_reads_them() {
        assert!(!parse(|_| ()).unwrap().claims_parameter_supported);
        let reads = parse(|doc| doc["claims_parameter_supported"] = json!(true));
        assert!(reads.unwrap().claims_parameter_supported);
    }

    #[test]
    fn loopback_is_this_machine_only() {
        for (url, loopback) in [
            ("http://localhost:8080/x", true),
            ("http://127.0.0.1/x", true),
            ("http://[::1]:1/x", true),
            ("https://localhost/x", false),
            ("http://localhost.example/x", false),
            ("http://10.0.0.1/x", false),
        ] {
            assert_eq!(
                is_loopback_http(&Url::parse(url).unwrap()),
                loopback,
                "{url}"
            );
        }
    }
}
