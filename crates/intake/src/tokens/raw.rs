//! First look at an ID token, before any key: its parts and its header. Pure.
//!
//! `openidconnect` takes the algorithm and the key's name from the header and skips what it does not
//! know; here the header is held against a list first.

use super::refusal::TokenRefusal;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::core::CoreJwsSigningAlgorithm;
use rh_protocol::limits;
use serde_json::{Map, Value};
use std::fmt;

/// Longest `kid` that is looked at, in bytes.
const KEY_ID: usize = 512;

/// A JSON object.
pub type Object = Map<String, Value>;

/// A signature algorithm that we accept, and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// EdDSA, on Ed25519.
    EdDsa,
}

impl Algorithm {
    /// By its registered name (RFC 7518 §3.1, RFC 8037 §3.1).
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            "PS256" => Some(Self::Ps256),
            "EdDSA" => Some(Self::EdDsa),
            _ => None,
        }
    }

    /// As `openidconnect` calls it.
    pub(super) fn core(self) -> CoreJwsSigningAlgorithm {
        match self {
            Self::Rs256 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            Self::Es256 => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            Self::Ps256 => CoreJwsSigningAlgorithm::RsaSsaPssSha256,
            Self::EdDsa => CoreJwsSigningAlgorithm::EdDsa,
        }
    }
}

/// What a token is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An ID token.
    Id,
    /// A logout token.
    Logout,
}

/// A token whose header is acceptable. Nothing in it is verified yet.
pub(super) struct RawToken {
    /// The algorithm that its header names, from our list.
    pub(super) algorithm: Algorithm,
    /// The key that its header names.
    pub(super) key_id: Option<String>,
    /// Its claims.
    pub(super) claims: Object,
}

/// Its claims are about a person.
impl fmt::Debug for RawToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawToken")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

impl RawToken {
    /// Reads a compact JWS (RFC 7515 §7.1).
    ///
    /// # Errors
    /// The first rule that the token's form or header breaks.
    pub(super) fn parse(token: &str, kind: Kind) -> Result<Self, TokenRefusal> {
        if token.len() > limits::TOKEN {
            return Err(TokenRefusal::TooLarge);
        }
        let mut parts = token.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenRefusal::Malformed);
        };
        let header = object(header)?;
        let (algorithm, key_id) = check_header(&header, kind)?;
        if signature.is_empty() {
            return Err(TokenRefusal::Signature);
        }
        // The verifier would let pass what leaves bits over: one signature has one text.
        decode(signature)?;
        Ok(Self {
            algorithm,
            key_id,
            claims: object(claims)?,
        })
    }
}

fn decode(part: &str) -> Result<Vec<u8>, TokenRefusal> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| TokenRefusal::Malformed)
}

fn object(part: &str) -> Result<Object, TokenRefusal> {
    serde_json::from_slice(&decode(part)?).map_err(|_| TokenRefusal::Malformed)
}

fn check_header(header: &Object, kind: Kind) -> Result<(Algorithm, Option<String>), TokenRefusal> {
    let algorithm = header
        .get("alg")
        .and_then(Value::as_str)
        .and_then(Algorithm::from_name)
        .ok_or(TokenRefusal::Algorithm)?;
    if ["jku", "jwk", "x5u", "x5c"]
        .iter()
        .any(|name| header.contains_key(*name))
    {
        return Err(TokenRefusal::KeyInHeader);
    }
    if header.contains_key("crit") {
        return Err(TokenRefusal::CriticalHeader);
    }
    match header.get("typ") {
        None => {}
        Some(Value::String(name)) => check_type(name, kind)?,
        Some(_) => return Err(TokenRefusal::Type),
    }
    let key_id = match header.get("kid") {
        None => None,
        Some(Value::String(id)) if !id.is_empty() && id.len() <= KEY_ID => Some(id.clone()),
        Some(_) => return Err(TokenRefusal::KeyId),
    };
    Ok((algorithm, key_id))
}

/// Media types compare without regard to case and with `application/` left out (RFC 7515 §4.1.9).
fn check_type(name: &str, kind: Kind) -> Result<(), TokenRefusal> {
    let name = name.to_ascii_lowercase();
    match name.strip_prefix("application/").unwrap_or(&name) {
        "jwt" => Ok(()),
        "logout+jwt" if kind == Kind::Logout => Ok(()),
        "at+jwt" => Err(TokenRefusal::AccessToken),
        _ => Err(TokenRefusal::Type),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str) -> String {
        format!("{}.e30.c2ln", URL_SAFE_NO_PAD.encode(header))
    }

    fn refusal(header: &str) -> TokenRefusal {
        RawToken::parse(&token(header), Kind::Id).expect_err(header)
    }

    #[test]
    fn a_plain_header_passes() {
        let raw = RawToken::parse(
            &token(r#"{"alg":"ES256","kid":"a","typ":"JWT","x5t":"b"}"#),
            Kind::Id,
        );
        let raw = raw.unwrap();
        assert_eq!(raw.algorithm, Algorithm::Es256);
        assert_eq!(raw.key_id.as_deref(), Some("a"));
    }

    #[test]
    fn nothing_of_a_person_is_printed() {
        let claims = URL_SAFE_NO_PAD.encode(r#"{"name":"Maya"}"#);
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256","kid":"a"}"#);
        let raw = RawToken::parse(&format!("{header}.{claims}.c2ln"), Kind::Id).unwrap();
        assert_eq!(raw.claims["name"], "Maya");
        let printed = format!("{raw:?}");
        assert_eq!(
            printed,
            r#"RawToken { algorithm: Es256, key_id: Some("a"), .. }"#
        );
    }

    #[test]
    fn each_rule_of_the_header_has_its_refusal() {
        for alg in [
            "none", "None", "HS256", "RS384", "ES384", "RSA-OAEP", "rs256", "",
        ] {
            assert_eq!(
                refusal(&format!(r#"{{"alg":"{alg}"}}"#)),
                TokenRefusal::Algorithm
            );
        }
        assert_eq!(refusal("{}"), TokenRefusal::Algorithm);
        for key in ["jku", "jwk", "x5u", "x5c"] {
            let header = format!(r#"{{"alg":"RS256","{key}":null}}"#);
            assert_eq!(refusal(&header), TokenRefusal::KeyInHeader, "{key}");
        }
        for (header, why) in [
            (r#"{"alg":"RS256","crit":[]}"#, TokenRefusal::CriticalHeader),
            (r#"{"alg":"RS256","kid":""}"#, TokenRefusal::KeyId),
            (r#"{"alg":"RS256","kid":7}"#, TokenRefusal::KeyId),
            (
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                TokenRefusal::AccessToken,
            ),
            (
                r#"{"alg":"RS256","typ":"application/AT+JWT"}"#,
                TokenRefusal::AccessToken,
            ),
            (r#"{"alg":"RS256","typ":"logout+jwt"}"#, TokenRefusal::Type),
            (r#"{"alg":"RS256","typ":1}"#, TokenRefusal::Type),
            ("[]", TokenRefusal::Malformed),
            ("", TokenRefusal::Malformed),
        ] {
            assert_eq!(refusal(header), why, "{header}");
        }
    }

    #[test]
    fn form_is_strict() {
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#);
        for (text, why) in [
            (String::new(), TokenRefusal::Malformed),
            ("a.b".to_owned(), TokenRefusal::Malformed),
            (format!("{header}.e30.c2ln.x"), TokenRefusal::Malformed),
            (format!("{header}.e30."), TokenRefusal::Signature),
            (format!("{header}.!.c2ln"), TokenRefusal::Malformed),
            (format!("{header}.e30.!"), TokenRefusal::Malformed),
            (format!("{header}.e30.c2lnAB"), TokenRefusal::Malformed),
            ("a".repeat(limits::TOKEN + 1), TokenRefusal::TooLarge),
        ] {
            assert_eq!(RawToken::parse(&text, Kind::Id).expect_err(&text), why);
        }
    }
}
