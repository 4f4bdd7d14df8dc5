//! Logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4, §2.6): the provider's word, to us and past the browser, that
//! somebody is signed out there. Pure.

use super::{
    claims::{self, Expected, Times},
    keys::{Choice, Keys},
    raw::{Kind, Object, RawToken},
    refusal::TokenRefusal,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{JsonWebKey as _, core::CoreJsonWebKeySet};
use serde_json::Value;
use std::fmt;

/// What `events` must hold.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// Longest name of a sign-in at the provider that is kept, in bytes.
const SESSION: usize = 255;

/// The name of a sign-in at the provider, where claims tell one (`sid`: OpenID Connect Front-Channel Logout §3).
#[must_use]
pub fn session_of(claims: &Object) -> Option<&str> {
    let session = claims.get("sid")?.as_str()?;
    (!session.is_empty() && session.len() <= SESSION).then_some(session)
}

/// When a token was issued, in Unix milliseconds by the provider's clock; 0 where it does not tell.
#[must_use]
pub fn issued_ms(claims: &Object) -> u64 {
    Times::read(claims).map_or(0, |times| times.issued_ms())
}

/// Who is signed out.
#[derive(Clone, PartialEq, Eq)]
pub struct LoggedOut {
    /// The person, by what names them within the tenant.
    pub subject: Option<String>,
    /// One sign-in at the provider; without it, all of the person's.
    pub session: Option<String>,
    /// When, in Unix milliseconds by the provider's clock.
    pub at_ms: u64,
}

impl LoggedOut {
    /// Whether it means whoever such claims of an ID token are about: its sign-in, or where the name of that is not known, all
    /// of the person's that were issued until then, by the same clock.
    #[must_use]
    pub fn means(&self, subject: &str, claims: &Object) -> bool {
        match (&self.session, session_of(claims)) {
            (Some(ended), Some(session)) => ended == session,
            _ => issued_ms(claims) <= self.at_ms && self.subject.as_deref() == Some(subject),
        }
    }
}

/// It names a person.
impl fmt::Debug for LoggedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoggedOut").finish_non_exhaustive()
    }
}

/// A logout token whose form and claims are in order. Its signature is still to be checked.
#[derive(Debug)]
pub struct UnverifiedLogout {
    raw: RawToken,
    token: rh_protocol::Redacted<String>,
    out: LoggedOut,
}

impl UnverifiedLogout {
    /// Checks all that needs no key.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn read(token: &str, expected: Expected<'_>) -> Result<Self, TokenRefusal> {
        let raw = RawToken::parse(token, Kind::Logout)?;
        let out = check(&raw.claims, expected)?;
        Ok(Self {
            raw,
            token: token.to_owned().into(),
            out,
        })
    }

    /// Whether the token says by which key it was signed.
    #[must_use]
    pub fn names_its_key(&self) -> bool {
        self.raw.key_id.is_some()
    }

    /// Checks the signature.
    ///
    /// # Errors
    /// The rule that it broke.
    pub fn verify(&self, keys: &Keys) -> Result<LoggedOut, TokenRefusal> {
        match keys.choose(self.raw.key_id.as_deref(), self.raw.algorithm) {
            Choice::Found(keys) => self.check(&keys)?,
            Choice::Unknown => return Err(TokenRefusal::UnknownKey),
            Choice::Ambiguous => return Err(TokenRefusal::AmbiguousKey),
        }
        Ok(self.out.clone())
    }

    fn check(&self, keys: &CoreJsonWebKeySet) -> Result<(), TokenRefusal> {
        let refused = TokenRefusal::Signature;
        let (signed, signature) = self.token.expose().rsplit_once('.').ok_or(refused)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| refused)?;
        let key = keys.keys().first().ok_or(refused)?;
        key.verify_signature(&self.raw.algorithm.core(), signed.as_bytes(), &signature)
            .map_err(|_| refused)
    }
}

fn check(claims: &Object, expected: Expected<'_>) -> Result<LoggedOut, TokenRefusal> {
    let times = Times::read(claims)?;
    expected.tenant.check(claims)?;
    claims::check_parties(claims, expected.client_id)?;
    let event = claims.get("events").and_then(|events| events.get(EVENT));
    if !event.is_some_and(Value::is_object) {
        return Err(TokenRefusal::Events);
    }
    if claims.contains_key("nonce") {
        return Err(TokenRefusal::NonceInLogout);
    }
    times.check_begun(expected.now_ms)?;
    times.check_not_over(expected.now_ms)?;
    let named = |name: &str| claims.contains_key(name);
    let subject = expected.tenant.subject(claims).ok().map(str::to_owned);
    let session = session_of(claims).map(str::to_owned);
    // What is there and cannot be read would otherwise widen it to more than is meant, or to nothing.
    let read = named("sub") == subject.is_some() && named("sid") == session.is_some();
    if !read || (subject.is_none() && session.is_none()) {
        return Err(TokenRefusal::NobodyNamed);
    }
    Ok(LoggedOut {
        subject,
        session,
        at_ms: times.issued_ms(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::Tenant;
    use serde_json::json;

    const NOW: u64 = 1_800_000_000;

    fn check_with(change: impl FnOnce(&mut Object)) -> Result<LoggedOut, TokenRefusal> {
        let claims = json!({
            "iss": "https://id.example", "aud": "us", "iat": NOW, "exp": NOW + 120, "jti": "j",
            "sub": "somebody", "sid": "s-1", "events": { EVENT: {} },
        });
        let mut claims = claims.as_object().unwrap().clone();
        change(&mut claims);
        let tenant = Tenant::new("https://id.example", None).unwrap();
        let expected = Expected {
            tenant: &tenant,
            client_id: "us",
            now_ms: NOW * 1_000,
        };
        check(&claims, expected)
    }

    fn set(name: &'static str, value: Value) -> Result<LoggedOut, TokenRefusal> {
        check_with(|claims| {
            claims.insert(name.to_owned(), value);
        })
    }

    fn without(name: &str) -> Result<LoggedOut, TokenRefusal> {
        check_with(|claims| {
            claims.remove(name);
        })
    }

    #[test]
    fn it_names_a_person_or_a_sign_in_or_both() {
        let out = check_with(|_| ()).unwrap();
        assert_eq!(out.subject.as_deref(), Some("somebody"));
        assert_eq!(out.session.as_deref(), Some("s-1"));
        assert_eq!(out.at_ms, NOW * 1_000);
        assert_eq!(without("sid").unwrap().session, None);
        assert_eq!(without("sub").unwrap().subject, None);
        let nobody = check_with(|claims| {
            claims.remove("sub");
            claims.remove("sid");
        });
        assert_eq!(nobody, Err(TokenRefusal::NobodyNamed));
        // What does not read is not as if it were not there.
        for (name, wrong) in [
            ("sub", json!(7)),
            ("sub", json!("")),
            ("sid", json!(null)),
            ("sid", json!("")),
            ("sid", json!("x".repeat(256))),
        ] {
            assert_eq!(set(name, wrong), Err(TokenRefusal::NobodyNamed), "{name}");
        }
    }

    #[test]
    fn it_means_sign_ins_that_began_before_it() {
        let id = |sid: Option<&str>, iat: u64| {
            let mut claims = json!({ "iat": iat, "exp": iat + 60 });
            if let Some(sid) = sid {
                claims["sid"] = json!(sid);
            }
            claims.as_object().unwrap().clone()
        };
        let both = check_with(|_| ()).unwrap();
        let person = without("sid").unwrap();
        let session = without("sub").unwrap();
        for (out, sid, iat, meant) in [
            (&both, Some("s-1"), NOW - 9, true),
            (&both, Some("s-2"), NOW - 9, false),
            (&both, None, NOW - 9, true),
            (&both, None, NOW, true),
            (&both, None, NOW + 1, false),
            (&person, Some("s-2"), NOW - 9, true),
            (&person, Some("s-2"), NOW + 1, false),
            (&session, Some("s-1"), NOW, true),
            (&session, None, NOW - 9, false),
        ] {
            assert_eq!(out.means("somebody", &id(sid, iat)), meant, "{sid:?} {iat}");
        }
        assert!(!person.means("somebody-else", &id(None, NOW - 9)));
    }

    #[test]
    fn nothing_but_a_logout_token_of_ours_and_of_now_passes() {
        for (name, why) in [
            ("iss", TokenRefusal::IssuerMissing),
            ("aud", TokenRefusal::AudienceMissing),
            ("iat", TokenRefusal::IssuedAtMissing),
            ("exp", TokenRefusal::ExpiryMissing),
            ("events", TokenRefusal::Events),
        ] {
            assert_eq!(without(name), Err(why), "{name}");
        }
        for (name, value, why) in [
            (
                "iss",
                json!("https://evil.example"),
                TokenRefusal::WrongTenant,
            ),
            ("aud", json!("them"), TokenRefusal::Audience),
            ("events", json!({}), TokenRefusal::Events),
            ("events", json!({ EVENT: true }), TokenRefusal::Events),
            ("events", json!(EVENT), TokenRefusal::Events),
            ("nonce", json!("n"), TokenRefusal::NonceInLogout),
            ("iat", json!(NOW + 61), TokenRefusal::NotYetValid),
            ("exp", json!(NOW - 61), TokenRefusal::Expired),
            ("exp", json!("soon"), TokenRefusal::TimeNotANumber),
        ] {
            assert_eq!(set(name, value), Err(why), "{name}");
        }
        assert!(set("exp", json!(NOW - 59)).is_ok());
    }

    #[test]
    fn nothing_of_a_person_is_printed() {
        let out = check_with(|_| ()).unwrap();
        assert_eq!(format!("{out:?}"), "LoggedOut { .. }");
    }
}
