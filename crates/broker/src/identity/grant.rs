//! What is asked with a refresh token: tokens anew (RFC 6749 §6, OpenID Connect Core §12), and at the end that it counts no more.

use super::{
    fetch::{Answer, FetchError},
    provider::{Provider, ProviderError},
};
use http::StatusCode;
use rh_protocol::{Redacted, api::SignIn};
use serde::Deserialize;

/// What it grants (RFC 6749 §5.1).
#[derive(Debug, Deserialize)]
struct Granted {
    access_token: Redacted<String>,
    token_type: String,
    id_token: Option<Redacted<String>>,
    refresh_token: Option<Redacted<String>>,
}

/// What it refuses (RFC 6749 §5.2).
#[derive(Debug, Deserialize)]
struct Refusal {
    error: String,
}

/// What became of a refresh token.
#[derive(Debug)]
pub(super) enum Refreshed {
    /// New tokens; the refresh token among them where it was exchanged for another one.
    Tokens(SignIn),
    /// The person's sign-in at the provider is over, or may not be used without them.
    Over,
    /// An answer of no standard, or a fault, perhaps at this request alone.
    Unclear(StatusCode),
    /// The refresh token is of no use for this sign-in, and why: the provider's code for it, or that there is no ID token, without
    /// which nothing is said of a person (allowed by OpenID Connect Core §12.2).
    Useless(String),
}

/// Asks for tokens anew, in the name of the app, to which the refresh token was given.
///
/// # Errors
/// When the provider gives no answer that says the one or the other.
pub(super) async fn refresh(
    provider: &Provider,
    client_id: &str,
    origin: &str,
    token: &Redacted<String>,
) -> Result<Refreshed, ProviderError> {
    let metadata = provider.metadata().await?;
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "refresh_token")
        .append_pair("client_id", client_id)
        .append_pair("refresh_token", token.expose())
        .finish();
    let ask = || {
        provider
            .fetch
            .token(&metadata.token_endpoint, origin, form.clone())
    };
    let (status, answer) = match ask().await {
        // The answer may be lost, and with it the token that counts by now: at once, the one before still does.
        Err(FetchError::Unreachable(_)) => ask().await?,
        answer => answer?,
    };
    understood(status, &answer)
}

/// Gives a refresh token back, where the provider takes any (RFC 7009 §2): nobody needs it any more.
///
/// # Errors
/// When the provider gives no answer.
pub(super) async fn revoke(
    provider: &Provider,
    client_id: &str,
    origin: &str,
    token: &Redacted<String>,
) -> Result<(), ProviderError> {
    let metadata = provider.metadata().await?;
    let Some(url) = &metadata.revocation_endpoint else {
        return Ok(());
    };
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", client_id)
        .append_pair("token", token.expose())
        .append_pair("token_type_hint", "refresh_token")
        .finish();
    provider.fetch.token(url, origin, form).await?;
    Ok(())
}

fn understood(status: StatusCode, answer: &Answer) -> Result<Refreshed, ProviderError> {
    if status == StatusCode::OK {
        let granted: Granted =
            serde_json::from_slice(&answer.body).map_err(|_| FetchError::Content("JSON"))?;
        if !granted.token_type.eq_ignore_ascii_case("bearer") {
            return Err(ProviderError::Misconfigured(
                "a token that is no bearer token",
            ));
        }
        return Ok(match granted.id_token {
            Some(id_token) => Refreshed::Tokens(SignIn {
                id_token,
                access_token: granted.access_token,
                refresh_token: granted.refresh_token,
            }),
            None => Refreshed::Useless("no ID token".to_owned()),
        });
    }
    let refusal = serde_json::from_slice::<Refusal>(&answer.body);
    let error = refusal.map(|refusal| refusal.error).unwrap_or_default();
    match error.as_str() {
        // Spent, taken back, too old, or the person was disabled or signed out (RFC 6749 §5.2); or they have to be asked first
        // (OpenID Connect Core §3.1.2.6, as Entra ID says it here).
        "invalid_grant"
        | "interaction_required"
        | "login_required"
        | "consent_required"
        | "account_selection_required"
        | "access_denied" => Ok(Refreshed::Over),
        // A fault of the configuration, or a trouble: nothing that is said of this sign-in.
        "invalid_client"
        | "unauthorized_client"
        | "unsupported_grant_type"
        | "temporarily_unavailable"
        | "slow_down" => Err(FetchError::Status(status).into()),
        _ if matches!(status.as_u16(), 429 | 502..=504) => Err(FetchError::Status(status).into()),
        "" => Ok(Refreshed::Unclear(status)),
        _ if !status.is_client_error() => Ok(Refreshed::Unclear(status)),
        _ => Ok(Refreshed::Useless(error.chars().take(64).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn said(status: u16, body: &Value) -> Result<Refreshed, ProviderError> {
        let answer = Answer {
            content_type: "application/json".to_owned(),
            body: body.to_string().into_bytes(),
        };
        understood(StatusCode::from_u16(status).unwrap(), &answer)
    }

    #[test]
    fn only_what_is_said_of_the_person_ends_their_sign_in() {
        for error in [
            "invalid_grant",
            "interaction_required",
            "login_required",
            "access_denied",
        ] {
            let over = said(
                400,
                &json!({ "error": error, "error_description": "AADSTS50173" }),
            );
            assert!(matches!(over, Ok(Refreshed::Over)), "{error}");
        }
        for (status, body) in [
            (401, json!({ "error": "invalid_client" })),
            (400, json!({ "error": "unauthorized_client" })),
            (400, json!({ "error": "temporarily_unavailable" })),
            (429, json!({})),
            (503, json!({ "error": 7 })),
        ] {
            assert!(said(status, &body).is_err(), "{status} {body}");
        }
        for (status, body) in [
            (403, json!("invalid_grant")),
            (403, json!({ "error": 7 })),
            (500, json!({ "error": "server_error" })),
            (302, json!({})),
        ] {
            let unclear = said(status, &body);
            assert!(matches!(unclear, Ok(Refreshed::Unclear(_))), "{status}");
        }
        // What it says of this one token must not keep it from being asked about all the others.
        for error in ["invalid_request", "invalid_scope", "something_else"] {
            let useless = said(400, &json!({ "error": error }));
            assert!(matches!(useless, Ok(Refreshed::Useless(said)) if said == error));
        }
    }

    #[test]
    fn tokens_are_taken_with_or_without_another_refresh_token() {
        let mut granted = json!({ "access_token": "a", "token_type": "bearer", "expires_in": 300 });
        assert!(matches!(said(200, &granted), Ok(Refreshed::Useless(_))));
        granted["id_token"] = json!("i");
        let Ok(Refreshed::Tokens(same)) = said(200, &granted) else {
            panic!("no tokens");
        };
        assert_eq!(
            (same.access_token.expose().as_str(), same.refresh_token),
            ("a", None)
        );
        granted["refresh_token"] = json!("r-2");
        let Ok(Refreshed::Tokens(other)) = said(200, &granted) else {
            panic!("no tokens");
        };
        assert_eq!(other.refresh_token.unwrap().expose(), "r-2");
        granted["token_type"] = json!("DPoP");
        assert!(said(200, &granted).is_err());
        assert!(said(200, &json!([])).is_err());
    }
}
