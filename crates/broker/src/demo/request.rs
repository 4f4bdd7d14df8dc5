//! An authorization request (OpenID Connect Core §3.1.2.1): which are answered on a page, which by
//! redirect, which not at all. Pure.

use crate::settings::demo::CLIENT_ID;
use rh_protocol::Redacted;
use serde::Deserialize;
use url::Url;

/// The parameters, as they come and as the page's form sends them on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Parameters {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) response_type: String,
    pub(super) scope: String,
    pub(super) state: Option<Redacted<String>>,
    pub(super) nonce: Option<Redacted<String>>,
    pub(super) code_challenge: String,
    pub(super) code_challenge_method: String,
    pub(super) prompt: Option<String>,
    pub(super) ui_locales: Option<String>,
}

/// An error of RFC 6749 §4.1.2.1 or OpenID Connect Core §3.1.2.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AuthorizationError {
    InvalidRequest,
    UnsupportedResponseType,
    InvalidScope,
    LoginRequired,
    AccessDenied,
    TemporarilyUnavailable,
}

impl AuthorizationError {
    /// As it stands in the redirect.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::LoginRequired => "login_required",
            Self::AccessDenied => "access_denied",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }
}

/// What is to be done with a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Show the accounts.
    Ask,
    /// Send the browser back with an error.
    Back(AuthorizationError),
    /// Unknown client or address: nothing may be sent there, so that the page itself says it.
    Stop,
}

/// Where the app may be sent back to, exactly.
fn redirect_uris(origin: &str) -> [String; 2] {
    ["/rh/callback", "/rhh/callback"].map(|path| format!("{origin}{path}"))
}

/// Where a sign-out may end, exactly.
pub(super) fn is_end(origin: &str, uri: &str) -> bool {
    ["/rh", "/rhh"]
        .iter()
        .any(|path| uri == format!("{origin}{path}"))
}

impl Parameters {
    /// Judges the request.
    pub(super) fn judge(&self, origin: &str) -> Verdict {
        use AuthorizationError as E;
        let known = redirect_uris(origin).contains(&self.redirect_uri);
        if self.client_id != CLIENT_ID || !known {
            return Verdict::Stop;
        }
        if self.response_type != "code" {
            return Verdict::Back(E::UnsupportedResponseType);
        }
        // S256 gives 43 characters of base64url (RFC 7636 §4.2).
        if self.code_challenge_method != "S256" || self.code_challenge.len() != 43 {
            return Verdict::Back(E::InvalidRequest);
        }
        if !self.scope.split(' ').any(|scope| scope == "openid") {
            return Verdict::Back(E::InvalidScope);
        }
        match self.prompt.as_deref() {
            // Nobody is remembered here, so that two tabs of one browser can be two people.
            Some("none") => Verdict::Back(E::LoginRequired),
            Some(prompt) if prompt.split(' ').any(|one| one == "none") => {
                Verdict::Back(E::InvalidRequest)
            }
            _ => Verdict::Ask,
        }
    }

    /// The address to go back to, with the answer, the `state` and our name (RFC 9207).
    pub(super) fn back(&self, issuer: &str, answer: (&str, &str)) -> Option<String> {
        let mut url = Url::parse(&self.redirect_uri).ok()?;
        let mut query = url.query_pairs_mut();
        query.append_pair(answer.0, answer.1);
        if let Some(state) = &self.state {
            query.append_pair("state", state.expose());
        }
        query.append_pair("iss", issuer);
        drop(query);
        Some(url.into())
    }

    /// Names and values for the page's form.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        fn shown(secret: Option<&Redacted<String>>) -> Option<&str> {
            secret.map(|secret| secret.expose().as_str())
        }
        [
            ("client_id", Some(self.client_id.as_str())),
            ("redirect_uri", Some(self.redirect_uri.as_str())),
            ("response_type", Some(self.response_type.as_str())),
            ("scope", Some(self.scope.as_str())),
            ("state", shown(self.state.as_ref())),
            ("nonce", shown(self.nonce.as_ref())),
            ("code_challenge", Some(self.code_challenge.as_str())),
            (
                "code_challenge_method",
                Some(self.code_challenge_method.as_str()),
            ),
            ("ui_locales", self.ui_locales.as_deref()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "http://localhost:8080";

    fn good() -> Parameters {
        Parameters {
            client_id: CLIENT_ID.to_owned(),
            redirect_uri: format!("{ORIGIN}/rh/callback"),
            response_type: "code".to_owned(),
            scope: "openid profile".to_owned(),
            state: Some("a&b".to_owned().into()),
            nonce: Some("n".to_owned().into()),
            code_challenge: "c".repeat(43),
            code_challenge_method: "S256".to_owned(),
            ..Parameters::default()
        }
    }

    fn judge(change: impl FnOnce(&mut Parameters)) -> Verdict {
        let mut parameters = good();
        change(&mut parameters);
        parameters.judge(ORIGIN)
    }

    #[test]
    fn nothing_is_sent_to_an_address_that_is_not_exactly_known() {
        for uri in [
            "http://localhost:8080/rh/callback/",
            "http://localhost:8080/rh/callback?x=1",
            "http://localhost:8081/rh/callback",
            "http://localhost:8080/rhh",
            "https://evil.example/rh/callback",
            "",
        ] {
            assert_eq!(
                judge(|p| p.redirect_uri = uri.to_owned()),
                Verdict::Stop,
                "{uri}"
            );
        }
        assert_eq!(judge(|p| p.client_id.clear()), Verdict::Stop);
    }

    #[test]
    fn other_faults_go_back_to_the_app() {
        use AuthorizationError as E;
        assert_eq!(judge(|_| ()), Verdict::Ask);
        let back = |change: fn(&mut Parameters)| match judge(change) {
            Verdict::Back(error) => error,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            back(|p| p.response_type = "token".into()),
            E::UnsupportedResponseType
        );
        assert_eq!(
            back(|p| p.code_challenge_method = "plain".into()),
            E::InvalidRequest
        );
        assert_eq!(back(|p| p.code_challenge.clear()), E::InvalidRequest);
        assert_eq!(back(|p| p.scope = "profile".into()), E::InvalidScope);
        assert_eq!(back(|p| p.prompt = Some("none".into())), E::LoginRequired);
        assert_eq!(
            back(|p| p.prompt = Some("login none".into())),
            E::InvalidRequest
        );
        assert_eq!(
            judge(|p| p.prompt = Some("select_account".into())),
            Verdict::Ask
        );
    }

    #[test]
    fn the_way_back_carries_answer_state_and_issuer() {
        let back = good().back("http://localhost:8080/demo/oidc", ("code", "x y"));
        assert_eq!(
            back.as_deref(),
            Some(
                "http://localhost:8080/rh/callback?code=x+y&state=a%26b\
                 &iss=http%3A%2F%2Flocalhost%3A8080%2Fdemo%2Foidc"
            )
        );
    }

    #[test]
    fn a_sign_out_ends_on_our_own_pages() {
        assert!(is_end(ORIGIN, "http://localhost:8080/rhh"));
        assert!(!is_end(ORIGIN, "http://localhost:8080/rhh/../evil"));
        assert!(!is_end(ORIGIN, "https://evil.example/rh"));
    }
}
