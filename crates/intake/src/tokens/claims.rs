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

/// Checks all that can be checked before the signature, and gives the nonce that the token carries.
///
/// Expiry is left to `openidconnect`, which is given a clock that is [`LEEWAY_MS`] late.
///
/// # Errors
/// The first rule that is broken.
pub(super) fn check<'a>(
    claims: &'a Object,
    expected: Expected<'_>,
) -> Result<&'a str, TokenRefusal> {
    let (exp, nbf, iat) = (
        time(claims, "exp")?,
        time(claims, "nbf")?,
        time(claims, "iat")?,
    );
    exp.ok_or(TokenRefusal::ExpiryMissing)?;
    let iat = iat.ok_or(TokenRefusal::IssuedAtMissing)?;
    expected.tenant.check(claims)?;
    expected.tenant.subject(claims)?;
    check_parties(claims, expected.client_id)?;
    check_kind(claims)?;
    // Seconds as floating point, as JSON has them: exact far beyond any date that matters.
    #[allow(clippy::cast_precision_loss)]
    let latest = (expected.now_ms + LEEWAY_MS) as f64 / 1_000.0;
    if iat > latest || nbf.is_some_and(|nbf| nbf > latest) {
        return Err(TokenRefusal::NotYetValid);
    }
    claims
        .get("nonce")
        .and_then(Value::as_str)
        .filter(|nonce| !nonce.is_empty())
        .ok_or(TokenRefusal::NonceMissing)
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
fn check_parties(claims: &Object, client_id: &str) -> Result<(), TokenRefusal> {
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
        check(&claims, expected).map(str::to_owned)
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
        assert_eq!(set("typ", json!("Bearer")), Err(TokenRefusal::AccessToken));
        assert!(set("typ", json!("ID")).is_ok());
        assert_eq!(
            set("scp", json!("User.Read")),
            Err(TokenRefusal::AccessToken)
        );
    }
}
