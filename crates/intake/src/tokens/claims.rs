//! The rules for an ID token's claims that need no key (OpenID Connect Core §3.1.3.7). Pure.

use super::{raw::Object, refusal::TokenRefusal, tenant::Tenant};
use serde_json::Value;

/// How far the provider's clock may be off ours, in milliseconds, for `exp`, `nbf` and `iat` alike.
/// A minute covers machines that keep time at all, and adds little to a token's life.
pub(super) const LEEWAY_MS: u64 = 60_000;

/// What a token is held against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The organisation.
    pub tenant: &'a Tenant,
    /// Our own `client_id`.
    pub client_id: &'a str,
    /// Now, in Unix milliseconds.
    pub now_ms: u64,
}

/// Checks all that can be checked before the signature.
///
/// Expiry is left to `openidconnect`, which is given a clock that is [`LEEWAY_MS`] late.
///
/// # Errors
/// The first rule that is broken.
pub(super) fn check(claims: &Object, expected: Expected<'_>) -> Result<(), TokenRefusal> {
    let times = Times::read(claims)?;
    expected.tenant.check(claims)?;
    expected.tenant.subject(claims)?;
    check_parties(claims, expected.client_id)?;
    check_kind(claims)?;
    times.check_begun(expected.now_ms)
}

/// The nonce that a token carries.
///
/// # Errors
/// When it carries none.
pub(super) fn nonce(claims: &Object) -> Result<&str, TokenRefusal> {
    claims
        .get("nonce")
        .and_then(Value::as_str)
        .filter(|nonce| !nonce.is_empty())
        .ok_or(TokenRefusal::NonceMissing)
}

/// When a token was issued and when it counts, in Unix seconds: as floating point, as JSON has them, which is exact far beyond
/// any date that matters.
pub(super) struct Times {
    exp: f64,
    nbf: Option<f64>,
    iat: f64,
}

impl Times {
    /// Reads them; `exp` and `iat` must be there.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub(super) fn read(claims: &Object) -> Result<Self, TokenRefusal> {
        let (exp, nbf, iat) = (
            time(claims, "exp")?,
            time(claims, "nbf")?,
            time(claims, "iat")?,
        );
        Ok(Self {
            exp: exp.ok_or(TokenRefusal::ExpiryMissing)?,
            nbf,
            iat: iat.ok_or(TokenRefusal::IssuedAtMissing)?,
        })
    }

    /// When it was issued, in Unix milliseconds.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(super) fn issued_ms(&self) -> u64 {
        // Saturates, as a token from before 1970 may.
        (self.iat * 1_000.0) as u64
    }

    /// Refuses what does not count yet.
    ///
    /// # Errors
    /// [`TokenRefusal::NotYetValid`].
    pub(super) fn check_begun(&self, now_ms: u64) -> Result<(), TokenRefusal> {
        let latest = seconds(now_ms.saturating_add(LEEWAY_MS));
        if self.iat > latest || self.nbf.is_some_and(|nbf| nbf > latest) {
            return Err(TokenRefusal::NotYetValid);
        }
        Ok(())
    }

    /// Refuses what counts no longer.
    ///
    /// # Errors
    /// [`TokenRefusal::Expired`].
    pub(super) fn check_not_over(&self, now_ms: u64) -> Result<(), TokenRefusal> {
        let over = self.exp <= seconds(now_ms.saturating_sub(LEEWAY_MS));
        if over {
            Err(TokenRefusal::Expired)
        } else {
            Ok(())
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn seconds(ms: u64) -> f64 {
    ms as f64 / 1_000.0
}

/// A NumericDate: a JSON number, nothing that merely reads like one.
fn time(claims: &Object, name: &str) -> Result<Option<f64>, TokenRefusal> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::Number(number)) => number
            .as_f64()
            .filter(|seconds| seconds.is_finite())
            .map(Some)
            .ok_or(TokenRefusal::TimeNotANumber),
        Some(_) => Err(TokenRefusal::TimeNotANumber),
    }
}

/// We are an audience; with others beside us the token must have been issued to us.
pub(super) fn check_parties(claims: &Object, client_id: &str) -> Result<(), TokenRefusal> {
    let several = match claims.get("aud") {
        Some(Value::String(aud)) if aud == client_id => false,
        Some(Value::Array(all)) if all.iter().any(|aud| aud == client_id) => all.len() > 1,
        Some(Value::String(_) | Value::Array(_)) => return Err(TokenRefusal::Audience),
        _ => return Err(TokenRefusal::AudienceMissing),
    };
    match claims.get("azp") {
        None if several => Err(TokenRefusal::AuthorizedParty),
        None => Ok(()),
        Some(azp) if azp == client_id => Ok(()),
        Some(_) => Err(TokenRefusal::AuthorizedParty),
    }
}

/// A person's ID token: no access token in its clothes, and nothing issued to an application alone.
fn check_kind(claims: &Object) -> Result<(), TokenRefusal> {
    let is = |name: &str, value: &str| claims.get(name).is_some_and(|claim| claim == value);
    // Keycloak says `Bearer` here; Entra's access tokens carry their scopes in `scp`.
    if is("typ", "Bearer") || claims.contains_key("scp") {
        return Err(TokenRefusal::AccessToken);
    }
    // A logout token (OpenID Connect Back-Channel Logout §2.4).
    if claims.contains_key("events") {
        return Err(TokenRefusal::Type);
    }
    if is("idtyp", "app") || is("gty", "client-credentials") {
        return Err(TokenRefusal::AppOnly);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: u64 = 1_800_000_000;

    fn check_with(change: impl FnOnce(&mut Object)) -> Result<String, TokenRefusal> {
        let mut claims = json!({
            "iss": "https://id.example", "sub": "s", "aud": "us",
            "exp": NOW + 300, "iat": NOW, "nonce": "n",
        })
        .as_object()
        .unwrap()
        .clone();
        change(&mut claims);
        let tenant = Tenant::new("https://id.example", None).unwrap();
        let expected = Expected {
            tenant: &tenant,
            client_id: "us",
            now_ms: NOW * 1_000,
        };
        check(&claims, expected)?;
        nonce(&claims).map(str::to_owned)
    }

    fn set(name: &'static str, value: Value) -> Result<String, TokenRefusal> {
        check_with(|claims| {
            claims.insert(name.to_owned(), value);
        })
    }

    fn without(name: &str) -> Result<String, TokenRefusal> {
        check_with(|claims| {
            claims.remove(name);
        })
    }

    #[test]
    fn a_good_token_gives_its_nonce() {
        assert_eq!(check_with(|_| ()), Ok("n".to_owned()));
    }

    #[test]
    fn what_must_be_there_is_there() {
        assert_eq!(without("iss"), Err(TokenRefusal::IssuerMissing));
        assert_eq!(without("sub"), Err(TokenRefusal::SubjectMissing));
        assert_eq!(without("aud"), Err(TokenRefusal::AudienceMissing));
        assert_eq!(without("exp"), Err(TokenRefusal::ExpiryMissing));
        assert_eq!(without("iat"), Err(TokenRefusal::IssuedAtMissing));
        assert_eq!(without("nonce"), Err(TokenRefusal::NonceMissing));
    }

    #[test]
    fn times_are_numbers_and_a_minute_is_forgiven() {
        for name in ["exp", "nbf", "iat"] {
            for wrong in [json!(NOW.to_string()), json!(null), json!([NOW])] {
                assert_eq!(
                    set(name, wrong),
                    Err(TokenRefusal::TimeNotANumber),
                    "{name}"
                );
            }
        }
        for name in ["nbf", "iat"] {
            assert!(set(name, json!(NOW + 60)).is_ok());
            assert_eq!(set(name, json!(NOW + 61)), Err(TokenRefusal::NotYetValid));
        }
        assert!(set("iat", json!(1_799_999_999.5)).is_ok());
    }

    #[test]
    fn we_are_the_audience_and_the_party() {
        let both = |azp: Option<&'static str>| {
            check_with(|claims| {
                claims.insert("aud".to_owned(), json!(["us", "them"]));
                if let Some(azp) = azp {
                    claims.insert("azp".to_owned(), json!(azp));
                }
            })
        };
        assert!(set("aud", json!(["us"])).is_ok());
        assert!(both(Some("us")).is_ok());
        assert_eq!(both(Some("them")), Err(TokenRefusal::AuthorizedParty));
        assert_eq!(both(None), Err(TokenRefusal::AuthorizedParty));
        assert_eq!(
            set("azp", json!("them")),
            Err(TokenRefusal::AuthorizedParty)
        );
        assert_eq!(set("aud", json!("them")), Err(TokenRefusal::Audience));
        assert_eq!(set("aud", json!([])), Err(TokenRefusal::Audience));
        assert_eq!(set("aud", json!(7)), Err(TokenRefusal::AudienceMissing));
    }

    #[test]
    fn only_people_and_only_id_tokens() {
        assert_eq!(set("idtyp", json!("app")), Err(TokenRefusal::AppOnly));
        assert!(set("idtyp", json!("user")).is_ok());
        assert_eq!(set("events", json!({})), Err(TokenRefusal::Type));
        assert_eq!(set("typ", json!("Bearer")), Err(TokenRefusal::AccessToken));
        assert!(set("typ", json!("ID")).is_ok());
        assert_eq!(
            set("scp", json!("User.Read")),
            Err(TokenRefusal::AccessToken)
        );
    }
}
