//! The whole check of an ID token: first the raw token, then `openidconnect`'s verifier with the
//! provider's key.

use super::{
    claims::{self, Expected, LEEWAY_MS},
    keys::Choice,
    provider::{Provider, ProviderError},
    raw::{Object, RawToken},
    refusal::TokenRefusal,
};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IssuerUrl, Nonce,
    SignatureVerificationError,
    core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet},
};
use rh_protocol::{api::SignIn, limits};
use std::fmt;

/// Why a token is not accepted.
#[derive(Debug, thiserror::Error)]
pub(super) enum TokenError {
    /// It broke a rule.
    #[error("{0}")]
    Refused(#[from] TokenRefusal),
    /// The provider's keys are not to be had.
    #[error("{0}")]
    Provider(#[from] ProviderError),
}

/// A token that passed. Its nonce is still to be spent.
pub(super) struct Verified {
    /// The claims.
    pub(super) claims: Object,
    /// The nonce that it answers.
    pub(super) nonce: String,
}

/// Claims are about a person, and a nonce is a secret.
impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified").finish_non_exhaustive()
    }
}

/// Checks an ID token, and that it belongs to the access token beside it.
///
/// # Errors
/// The rule that it broke, or that the keys are not to be had.
pub(super) async fn verify(
    provider: &Provider,
    tokens: &SignIn,
    issuer: &str,
    expected: Expected<'_>,
) -> Result<Verified, TokenError> {
    check_form(tokens.access_token.expose())?;
    let raw = RawToken::parse(tokens.id_token.expose())?;
    let nonce = claims::check(&raw.claims, expected)?.to_owned();
    let mut set = provider.keys().await?;
    let mut asked_again = false;
    loop {
        let outcome = match set.keys.choose(raw.key_id.as_deref(), raw.algorithm) {
            Choice::Found(key) => check(tokens, &raw, key, issuer, &nonce, expected),
            Choice::Unknown => Err(TokenRefusal::UnknownKey),
            Choice::Ambiguous => Err(TokenRefusal::AmbiguousKey),
        };
        // The provider may have changed its keys since we asked. Without a name, only the
        // signature tells.
        let stale = match outcome {
            Err(TokenRefusal::UnknownKey) => true,
            Err(TokenRefusal::Signature) => raw.key_id.is_none(),
            _ => false,
        };
        if stale
            && !asked_again
            && let Some(newer) = provider.newer_keys(&set).await?
        {
            set = newer;
            asked_again = true;
            continue;
        }
        outcome?;
        return Ok(Verified {
            claims: raw.claims,
            nonce,
        });
    }
}

/// Whether an access token is one that a request can carry: visible ASCII (RFC 6750 §2.1, RFC 6749 §A.12).
/// Else the request to the provider would fail, and look like the provider's fault.
fn check_form(access_token: &str) -> Result<(), TokenRefusal> {
    if access_token.len() > limits::TOKEN {
        return Err(TokenRefusal::TooLarge);
    }
    if !access_token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(TokenRefusal::Malformed);
    }
    Ok(())
}

fn check(
    tokens: &SignIn,
    raw: &RawToken,
    key: CoreJsonWebKeySet,
    issuer: &str,
    nonce: &str,
    expected: Expected<'_>,
) -> Result<(), TokenRefusal> {
    let token: CoreIdToken = tokens
        .id_token
        .expose()
        .parse()
        .map_err(|_| TokenRefusal::Malformed)?;
    let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|_| TokenRefusal::IssuerMissing)?;
    let client = ClientId::new(expected.client_id.to_owned());
    let late_ms = i64::try_from(expected.now_ms.saturating_sub(LEEWAY_MS)).unwrap_or(i64::MAX);
    let late = chrono::DateTime::from_timestamp_millis(late_ms).ok_or(TokenRefusal::Expired)?;
    let algorithm = raw.algorithm.core();
    let verifier = CoreIdTokenVerifier::new_public_client(client, issuer, key)
        .set_allowed_algs([algorithm.clone()])
        .set_time_fn(move || late)
        // Who else may be an audience was decided by `azp`: see `claims`.
        .set_other_audience_verifier_fn(|_| true);
    // The nonce is the token's own: whether it is ours is decided when it is spent.
    let verified = token
        .claims(&verifier, &Nonce::new(nonce.to_owned()))
        .map_err(|error| refusal(&error))?;
    if let Some(claimed) = verified.access_token_hash() {
        let key = token
            .signing_key(&verifier)
            .map_err(|_| TokenRefusal::Signature)?;
        let access_token = AccessToken::new(tokens.access_token.expose().clone());
        let actual = AccessTokenHash::from_token(&access_token, &algorithm, key)
            .map_err(|_| TokenRefusal::AccessTokenHash)?;
        if actual != *claimed {
            return Err(TokenRefusal::AccessTokenHash);
        }
    }
    Ok(())
}

fn refusal(error: &ClaimsVerificationError) -> TokenRefusal {
    use ClaimsVerificationError as E;
    match error {
        E::Expired(_) => TokenRefusal::Expired,
        E::InvalidAudience(_) => TokenRefusal::Audience,
        E::InvalidIssuer(_) => TokenRefusal::WrongTenant,
        E::InvalidNonce(_) => TokenRefusal::Nonce,
        E::InvalidSubject(_) => TokenRefusal::SubjectMissing,
        E::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            TokenRefusal::UnknownKey
        }
        E::SignatureVerification(SignatureVerificationError::AmbiguousKeyId(_)) => {
            TokenRefusal::AmbiguousKey
        }
        E::SignatureVerification(_) => TokenRefusal::Signature,
        _ => TokenRefusal::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_person_is_printed() {
        let claims = serde_json::json!({"name": "Maya"});
        let verified = Verified {
            claims: claims.as_object().unwrap().clone(),
            nonce: "the-nonce".to_owned(),
        };
        assert_eq!(format!("{verified:?}"), "Verified { .. }");
    }

    #[test]
    fn an_access_token_is_visible_and_not_too_long() {
        let longest = "a".repeat(limits::TOKEN);
        for good in ["abc.DEF-_~+/=", "!~", &longest] {
            assert_eq!(check_form(good), Ok(()), "{good}");
        }
        for bad in ["a b", "a\r\nb: c", "a\tb", "\0", "\u{7f}", "é"] {
            assert_eq!(check_form(bad), Err(TokenRefusal::Malformed), "{bad:?}");
        }
        let long = longest + "a";
        assert_eq!(check_form(&long), Err(TokenRefusal::TooLarge));
    }
}
