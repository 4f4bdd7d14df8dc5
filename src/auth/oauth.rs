//! The authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636), by the `oauth2` crate.

use super::{Pending, Problem};
use crate::platform::provider_http::{self, NoAnswer};
use crate::routes::Page;
use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::http::StatusCode;
use oauth2::http::header::{CONTENT_TYPE, HeaderValue};
use oauth2::{
    AccessToken, AuthUrl, AuthorizationCode, Client, ClientId, CsrfToken, EndpointNotSet,
    EndpointSet, ErrorResponse, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken, TokenResponse,
    TokenType, TokenUrl,
};
use rh_protocol::api::{AppConfig, Nonce, SignIn};
use rh_protocol::sign_in::Ask;
use rh_protocol::{ErrorCode, Redacted, Role};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// Whom the provider shall ask (`prompt` of OpenID Connect Core §3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Nobody, if it has a sign-in already.
    Default,
    /// The person, for another account.
    OtherAccount,
    /// Nobody, whatever comes of it.
    Nobody,
}

/// What the provider answers to the code. Read by hand rather than by the crate's own type, whose
/// flattened fields cost the first screen more than they do for us.
#[derive(Debug, Serialize, Deserialize)]
struct Tokens {
    access_token: AccessToken,
    token_type: Kind,
    id_token: Redacted<String>,
    #[serde(default)]
    refresh_token: Option<Redacted<String>>,
}

impl TokenResponse for Tokens {
    type TokenType = Kind;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }
    fn token_type(&self) -> &Kind {
        &self.token_type
    }
    fn expires_in(&self) -> Option<Duration> {
        None
    }
    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }
    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

/// The token's type. A client must not use a token of a type that it does not understand (RFC 6749
/// §7.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kind(String);

impl TokenType for Kind {}

/// An error answer of the token endpoint (RFC 6749 §5.2).
#[derive(Debug, Serialize, Deserialize)]
struct Refusal {
    error: String,
    #[serde(default)]
    error_description: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

impl ErrorResponse for Refusal {}

type Provider = Client<
    Refusal,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

fn provider(config: &AppConfig, role: Role) -> Result<Provider, Problem> {
    let known = config.provider.as_ref();
    let known = known.ok_or(ErrorCode::ProviderUnreachable)?;
    let origin = config.public_url.trim_end_matches('/');
    let redirect = format!("{origin}{}", Page::Callback(role).path());
    let wrong = |_| Problem::from(ErrorCode::ProviderMisconfigured);
    let client = Client::new(ClientId::new(known.client_id.clone()))
        .set_auth_uri(AuthUrl::new(known.authorization_endpoint.clone()).map_err(wrong)?)
        .set_token_uri(TokenUrl::new(known.token_endpoint.clone()).map_err(wrong)?)
        .set_redirect_uri(RedirectUrl::new(redirect).map_err(wrong)?);
    Ok(client)
}

/// The address to send the browser to, and what to remember until it comes back. What the broker wants beyond an
/// ordinary sign-in is asked for as it says.
///
/// # Errors
/// When the provider is not known, or its addresses are none.
pub fn begin(
    config: &AppConfig,
    role: Role,
    nonce: &Nonce,
    prompt: Prompt,
    ask: Option<&Ask>,
    language: &str,
    return_to: Page,
) -> Result<(String, Pending), Problem> {
    let client = provider(config, role)?;
    let scopes = config.provider.iter().flat_map(|known| &known.scopes);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut request = client
        .authorize_url(CsrfToken::new_random)
        .add_scopes(scopes.cloned().map(Scope::new))
        .set_pkce_challenge(challenge)
        .add_extra_param("nonce", nonce.nonce.expose().as_str())
        .add_extra_param("ui_locales", language);
    let shown = match prompt {
        Prompt::Default => None,
        Prompt::OtherAccount => Some("select_account"),
        Prompt::Nobody => Some("none"),
    };
    if let Some(shown) = shown {
        request = request.add_extra_param("prompt", shown);
    }
    if let Some(ask) = ask {
        for (name, value) in [
            ("claims", ask.claims.clone()),
            ("acr_values", ask.acr_values.clone()),
            ("max_age", ask.max_age.map(|seconds| seconds.to_string())),
        ] {
            if let Some(value) = value {
                request = request.add_extra_param(name, value);
            }
        }
    }
    let (url, state) = request.url();
    let pending = Pending {
        state: state.into_secret().into(),
        verifier: verifier.into_secret().into(),
        return_to: return_to.path(),
        check: false,
    };
    Ok((url.into(), pending))
}

/// Exchanges the code for the tokens that the broker wants to see.
///
/// # Errors
/// The provider's refusal, or that it cannot be reached or understood.
pub async fn exchange(
    config: &AppConfig,
    role: Role,
    code: String,
    pending: Pending,
) -> Result<SignIn, Problem> {
    let client = provider(config, role)?;
    let answer = client
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.into_inner()))
        .request_async(&send)
        .await;
    sign_in(answer)
}

fn sign_in(
    answer: Result<Tokens, RequestTokenError<NoAnswer, Refusal>>,
) -> Result<SignIn, Problem> {
    let tokens = answer.map_err(|error| match error {
        RequestTokenError::ServerResponse(refusal) => {
            Problem::refused(&refusal.error, refusal.error_description.as_deref())
        }
        RequestTokenError::Request(NoAnswer) => ErrorCode::ProviderUnreachable.into(),
        // Not an answer of the standard: something in between, or a provider in trouble.
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            ErrorCode::ProviderTrouble.into()
        }
    })?;
    if !tokens.token_type.0.eq_ignore_ascii_case("bearer") {
        return Err(ErrorCode::ProviderMisconfigured.into());
    }
    Ok(SignIn {
        id_token: tokens.id_token,
        access_token: tokens.access_token.into_secret().into(),
        refresh_token: tokens.refresh_token,
    })
}

/// The crate's request, sent by fetch.
async fn send(request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
    let url = request.uri().to_string();
    let form = String::from_utf8(request.into_body()).map_err(|_| NoAnswer)?;
    let (status, body) = provider_http::post_form(&url, form).await?;
    // Put together from values that are known when this is compiled: reading a header's name at
    // run time would bring 17 KB of tables along.
    let mut response = HttpResponse::new(body);
    *response.status_mut() = StatusCode::from_u16(status).map_err(|_| NoAnswer)?;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oauth2::url::Url;
    use rh_protocol::api::ProviderConfig;
    use std::collections::HashMap;

    fn config() -> AppConfig {
        AppConfig {
            build: "b".to_owned(),
            demo: false,
            enabled: true,
            notice: None,
            public_url: "https://help.example.com".to_owned(),
            provider: Some(ProviderConfig {
                authorization_endpoint: "https://id.example/authorize?tenant=7".to_owned(),
                token_endpoint: "https://id.example/token".to_owned(),
                end_session_endpoint: None,
                response_issuer: None,
                client_id: "app".to_owned(),
                scopes: vec!["openid".to_owned(), "profile".to_owned()],
            }),
        }
    }

    fn ask(role: Role, prompt: Prompt) -> (String, Pending) {
        ask_for(role, prompt, None)
    }

    fn ask_for(role: Role, prompt: Prompt, ask: Option<&Ask>) -> (String, Pending) {
        let nonce = Nonce {
            nonce: "n-1".to_owned().into(),
            ask: None,
        };
        begin(&config(), role, &nonce, prompt, ask, "ar", Page::Home(role)).unwrap()
    }

    fn query(url: &str) -> HashMap<String, String> {
        Url::parse(url)
            .unwrap()
            .query_pairs()
            .into_owned()
            .collect()
    }

    #[test]
    fn asks_with_code_pkce_state_and_nonce() {
        let (url, pending) = ask(Role::Helper, Prompt::OtherAccount);
        let url = Url::parse(&url).unwrap();
        assert_eq!(url.host_str(), Some("id.example"));
        let query = query(url.as_str());
        for (key, value) in [
            ("tenant", "7"),
            ("response_type", "code"),
            ("client_id", "app"),
            ("redirect_uri", "https://help.example.com/rhh/callback"),
            ("scope", "openid profile"),
            ("code_challenge_method", "S256"),
            ("nonce", "n-1"),
            ("ui_locales", "ar"),
            ("prompt", "select_account"),
            ("state", pending.state.expose().as_str()),
        ] {
            assert_eq!(query.get(key).map(String::as_str), Some(value), "{key}");
        }
        let verifier = PkceCodeVerifier::new(pending.verifier.expose().clone());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        assert_eq!(query["code_challenge"], challenge.as_str());
        assert_eq!(pending.return_to, "/rhh");
    }

    #[test]
    fn a_stronger_sign_in_is_asked_for_as_the_broker_says_and_else_not_at_all() {
        let claims = r#"{"id_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
        let all = Ask {
            claims: Some(claims.to_owned()),
            acr_values: Some("gold silver".to_owned()),
            max_age: Some(300),
        };
        let asked = query(&ask_for(Role::Sharer, Prompt::Default, Some(&all)).0);
        assert_eq!(asked["claims"], claims);
        assert_eq!(asked["acr_values"], "gold silver");
        assert_eq!(asked["max_age"], "300");
        // The person may be asked for it: quietly nobody proves more than before.
        assert!(!asked.contains_key("prompt"));
        for ask in [None, Some(&Ask::default())] {
            let plain = query(&ask_for(Role::Sharer, Prompt::Default, ask).0);
            for name in ["claims", "acr_values", "max_age"] {
                assert!(!plain.contains_key(name), "{name}");
            }
        }
    }

    #[test]
    fn quietly_nobody_is_asked() {
        let quiet = query(&ask(Role::Sharer, Prompt::Nobody).0);
        assert_eq!(quiet["prompt"], "none");
    }

    #[test]
    fn no_two_sign_ins_share_a_secret() {
        let first = ask(Role::Sharer, Prompt::Default).1;
        let second = ask(Role::Sharer, Prompt::Default).1;
        assert_ne!(first.state, second.state);
        assert_ne!(first.verifier, second.verifier);
    }

    #[test]
    fn without_a_provider_there_is_no_sign_in() {
        let config = AppConfig {
            provider: None,
            ..config()
        };
        let refused = provider(&config, Role::Sharer).unwrap_err();
        assert_eq!(refused.error.code, ErrorCode::ProviderUnreachable);
    }

    #[test]
    fn tokens_of_another_kind_are_not_used() {
        let answer = |kind: &str| {
            let json =
                format!(r#"{{"access_token":"a","token_type":"{kind}","id_token":"i","x":1}}"#);
            sign_in(Ok(serde_json::from_str(&json).unwrap()))
        };
        let good = answer("Bearer").unwrap();
        assert_eq!(good.access_token.expose(), "a");
        assert_eq!(good.id_token.expose(), "i");
        assert_eq!(good.refresh_token, None);
        let refused = answer("DPoP").unwrap_err();
        assert_eq!(refused.error.code, ErrorCode::ProviderMisconfigured);
    }

    #[test]
    fn a_refused_code_is_a_refusal_in_our_words() {
        let refusal = Refusal {
            error: "invalid_grant".to_owned(),
            error_description: Some("AADSTS50013: …".to_owned()),
        };
        let problem = sign_in(Err(RequestTokenError::ServerResponse(refusal))).unwrap_err();
        assert_eq!(problem.error.code, ErrorCode::SignInExpired);
        assert_eq!(problem.detail.as_deref(), Some("AADSTS50013"));
    }
}
