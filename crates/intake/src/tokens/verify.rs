//! The whole check of an ID token: first the raw token, then `openidconnect`'s verifier with the
//! provider's key.

use super::{
    claims::{self, Expected, LEEWAY_MS},
    keys::{Choice, Keys},
    raw::{Kind, Object, RawToken},
    refusal::TokenRefusal,
};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IssuerUrl, Nonce,
    SignatureVerificationError,
    core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet},
};
use rh_protocol::{api::SignIn, limits};
use std::fmt;

/// A token that passed. The nonce of a sign-in's is still to be spent.
pub struct Verified {
    /// The claims.
    pub claims: Object,
}

impl Verified {
    /// The nonce that it answers: every sign-in's token has one (see [`Unverified::read`]).
    ///
    /// # Errors
    /// When it has none.
    pub fn nonce(&self) -> Result<&str, TokenRefusal> {
        claims::nonce(&self.claims)
    }
}

/// Claims are about a person, and among them is the nonce, which is a secret.
impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified").finish_non_exhaustive()
    }
}

/// An ID token whose form and claims are in order, and the access token beside it. Its signature is
/// still to be checked: the keys may have to be fetched first.
#[derive(Debug)]
pub struct Unverified<'a> {
    tokens: &'a SignIn,
    expected: Expected<'a>,
    raw: RawToken,
}

impl<'a> Unverified<'a> {
    /// Checks all that needs no key, of a sign-in.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn read(tokens: &'a SignIn, expected: Expected<'a>) -> Result<Self, TokenRefusal> {
        let unverified = Self::read_refreshed(tokens, expected)?;
        claims::nonce(&unverified.raw.claims)?;
        Ok(unverified)
    }

    /// Checks all that needs no key, of what a refresh token brought: such a token answers no nonce (OpenID Connect Core §12.2).
    /// Only for answers of the token endpoint itself. Whose it is, is for the caller to hold against the sign-in.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn read_refreshed(
        tokens: &'a SignIn,
        expected: Expected<'a>,
    ) -> Result<Self, TokenRefusal> {
        check_form(tokens.access_token.expose())?;
        if let Some(token) = &tokens.refresh_token {
            check_form(token.expose())?;
            if token.expose().is_empty() {
                return Err(TokenRefusal::Malformed);
            }
        }
        let raw = RawToken::parse(tokens.id_token.expose(), Kind::Id)?;
        claims::check(&raw.claims, expected)?;
        Ok(Self {
            tokens,
            expected,
            raw,
        })
    }

    /// Whether the token says by which key it was signed.
    #[must_use]
    pub fn names_its_key(&self) -> bool {
        self.raw.key_id.is_some()
    }

    /// Checks the signature, the time, and that the access token belongs to it.
    ///
    /// # Errors
    /// The rule that it broke.
    pub fn verify(&self, keys: &Keys) -> Result<Verified, TokenRefusal> {
        match keys.choose(self.raw.key_id.as_deref(), self.raw.algorithm) {
            Choice::Found(key) => self.check(key)?,
            Choice::Unknown => return Err(TokenRefusal::UnknownKey),
            Choice::Ambiguous => return Err(TokenRefusal::AmbiguousKey),
        }
        Ok(Verified {
            claims: self.raw.claims.clone(),
        })
    }

    fn check(&self, key: CoreJsonWebKeySet) -> Result<(), TokenRefusal> {
        let token: CoreIdToken = self
            .tokens
            .id_token
            .expose()
            .parse()
            .map_err(|_| TokenRefusal::Malformed)?;
        let issuer = IssuerUrl::new(self.expected.tenant.issuer().to_owned())
            .map_err(|_| TokenRefusal::IssuerMissing)?;
        let client = ClientId::new(self.expected.client_id.to_owned());
        let late_ms =
            i64::try_from(self.expected.now_ms.saturating_sub(LEEWAY_MS)).unwrap_or(i64::MAX);
        let late = chrono::DateTime::from_timestamp_millis(late_ms).ok_or(TokenRefusal::Expired)?;
        let algorithm = self.raw.algorithm.core();
        let verifier = CoreIdTokenVerifier::new_public_client(client, issuer, key)
            .set_allowed_algs([algorithm.clone()])
            .set_time_fn(move || late)
            // Who else may be an audience was decided by `azp`: see `claims`.
            .set_other_audience_verifier_fn(|_| true);
        // Whether the nonce is ours is decided when it is spent.
        let verified = token
            .claims(&verifier, |_: Option<&Nonce>| Ok(()))
            .map_err(|error| refusal(&error))?;
        if let Some(claimed) = verified.access_token_hash() {
            let key = token
                .signing_key(&verifier)
                .map_err(|_| TokenRefusal::Signature)?;
            let access_token = AccessToken::new(self.tokens.access_token.expose().clone());
            let actual = AccessTokenHash::from_token(&access_token, &algorithm, key)
                .map_err(|_| TokenRefusal::AccessTokenHash)?;
            if actual != *claimed {
                return Err(TokenRefusal::AccessTokenHash);
            }
        }
        Ok(())
    }
}

/// Whether a token is one that a request can carry: visible ASCII (RFC 6750 §2.1, RFC 6749 §A.12).
/// Else the request to the provider would fail, and look like the provider's fault.
fn check_form(token: &str) -> Result<(), TokenRefusal> {
    if token.len() > limits::TOKEN {
        return Err(TokenRefusal::TooLarge);
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(TokenRefusal::Malformed);
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
        let claims = serde_json::json!({"name": "Maya", "nonce": "n"});
        let verified = Verified {
            claims: claims.as_object().unwrap().clone(),
        };
        assert_eq!(verified.nonce(), Ok("n"));
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
