//! The provider's key set (RFC 7517): which of its keys we would verify with. Pure.
//!
//! A set may hold keys for encryption, of other kinds, too weak, or broken: those are skipped, since
//! one good key is enough.

use super::raw::Algorithm;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet};
use serde_json::Value;

/// Keys that are looked at; a set has a handful.
const KEYS: usize = 100;
/// RSA moduli that are used, in bytes: 2048 bits at least (RFC 7518 §3.3), and at most the 4096 that
/// the verifier takes. A longer key would verify nothing, yet count when a token names none.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=512;

/// A key that can verify signatures of ours.
#[derive(Clone, Debug)]
struct Key {
    id: Option<String>,
    family: Family,
    /// The algorithm that the key is kept for, where it says so.
    algorithm: Option<Algorithm>,
    key: CoreJsonWebKey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Rsa,
    P256,
    Ed25519,
}

/// The usable keys of a set.
#[derive(Clone, Debug, Default)]
pub struct Keys(Vec<Key>);

/// The answer to "with which key?".
#[derive(Debug)]
pub(super) enum Choice {
    /// With this one, as a set for `openidconnect`.
    Found(CoreJsonWebKeySet),
    /// No usable key has this name, or none fits the algorithm.
    Unknown,
    /// The token names no key, and there are several.
    Ambiguous,
}

impl Keys {
    /// Reads a key set; none when it is not one at all.
    #[must_use]
    pub fn parse(body: &[u8]) -> Option<Self> {
        let set: Value = serde_json::from_slice(body).ok()?;
        let keys = set.get("keys")?.as_array()?;
        Some(Self(keys.iter().take(KEYS).filter_map(usable).collect()))
    }

    /// Whether a token with such a header would be held against one of these keys.
    #[must_use]
    pub fn serve(&self, key_id: Option<&str>, algorithm: &str) -> bool {
        Algorithm::from_name(algorithm)
            .is_some_and(|algorithm| matches!(self.choose(key_id, algorithm), Choice::Found(_)))
    }

    /// The key for a token's header (OpenID Connect Core §10.1).
    pub(super) fn choose(&self, key_id: Option<&str>, algorithm: Algorithm) -> Choice {
        let found = match key_id {
            None if self.0.len() > 1 => return Choice::Ambiguous,
            None => self.0.first().filter(|key| key.fits(algorithm)),
            Some(id) => self
                .0
                .iter()
                .find(|key| key.id.as_deref() == Some(id) && key.fits(algorithm)),
        };
        found.map_or(Choice::Unknown, |key| {
            Choice::Found(CoreJsonWebKeySet::new(vec![key.key.clone()]))
        })
    }
}

impl Key {
    fn fits(&self, algorithm: Algorithm) -> bool {
        let family = match algorithm {
            Algorithm::Rs256 | Algorithm::Ps256 => Family::Rsa,
            Algorithm::Es256 => Family::P256,
            Algorithm::EdDsa => Family::Ed25519,
        };
        self.family == family && self.algorithm.is_none_or(|only| only == algorithm)
    }
}

fn usable(value: &Value) -> Option<Key> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let bytes = |name: &str| {
        text(name)
            .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
            .unwrap_or_default()
    };
    if value.get("use").is_some_and(|kept| kept != "sig") {
        return None;
    }
    if let Some(operations) = value.get("key_ops")
        && !operations
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one == "verify"))
    {
        return None;
    }
    // A private key here is a provider's accident: anybody may know it.
    if value.get("d").is_some() || value.get("k").is_some() {
        return None;
    }
    let family = match (text("kty")?, text("crv")) {
        ("RSA", _) => {
            let modulus = bytes("n");
            let leading = modulus.iter().take_while(|byte| **byte == 0).count();
            let strong = MODULUS.contains(&(modulus.len() - leading));
            (strong && !bytes("e").is_empty()).then_some(Family::Rsa)?
        }
        ("EC", Some("P-256")) => {
            (bytes("x").len() == 32 && bytes("y").len() == 32).then_some(Family::P256)?
        }
        ("OKP", Some("Ed25519")) => (bytes("x").len() == 32).then_some(Family::Ed25519)?,
        _ => return None,
    };
    let algorithm = match value.get("alg") {
        None => None,
        Some(name) => Some(Algorithm::from_name(name.as_str()?)?),
    };
    let id = match value.get("kid") {
        None => None,
        Some(id) => Some(id.as_str()?.to_owned()),
    };
    Some(Key {
        id,
        family,
        algorithm,
        key: serde_json::from_value(value.clone()).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn b64(length: usize) -> String {
        URL_SAFE_NO_PAD.encode(vec![7; length])
    }

    fn keys(all: Value) -> Keys {
        Keys::parse(json!({ "keys": all }).to_string().as_bytes()).unwrap()
    }

    fn ed(id: &str) -> Value {
        json!({"kty": "OKP", "crv": "Ed25519", "x": b64(32), "kid": id})
    }

    #[test]
    fn what_cannot_verify_is_skipped() {
        let unusable = json!([
            {"kty": "RSA", "n": b64(128), "e": "AQAB", "kid": "weak"},
            {"kty": "RSA", "n": b64(256), "e": "AQAB", "use": "enc"},
            {"kty": "RSA", "n": b64(256), "e": "AQAB", "alg": "RS512"},
            {"kty": "RSA", "n": b64(256), "e": "AQAB", "alg": "RSA-OAEP"},
            {"kty": "RSA", "n": b64(513), "e": "AQAB"},
            {"kty": "RSA", "n": "no base64!", "e": "AQAB"},
            {"kty": "EC", "crv": "P-521", "x": b64(66), "y": b64(66)},
            {"kty": "EC", "crv": "P-256", "x": b64(32)},
            {"kty": "oct", "k": b64(32)},
            {"kty": "OKP", "crv": "X25519", "x": b64(32)},
            {"kty": "OKP", "crv": "Ed25519", "x": b64(32), "d": b64(32)},
            {"kty": "OKP", "crv": "Ed25519", "x": b64(32), "key_ops": ["sign"]},
            {"kty": "OKP", "crv": "Ed25519", "x": b64(32), "kid": 7},
            {"kty": 7},
            "not even an object",
        ]);
        assert!(keys(unusable).0.is_empty());
    }

    #[test]
    fn a_name_decides_and_without_one_only_a_single_key_will_do() {
        let two = keys(json!([ed("a"), ed("b")]));
        let choose = |keys: &Keys, id| keys.choose(id, Algorithm::EdDsa);
        assert!(matches!(choose(&two, Some("b")), Choice::Found(_)));
        assert!(matches!(choose(&two, Some("c")), Choice::Unknown));
        assert!(matches!(choose(&two, None), Choice::Ambiguous));
        let one = keys(json!([ed("a"), {"kty": "oct", "k": "AA"}]));
        assert!(matches!(choose(&one, None), Choice::Found(_)));
        assert!(matches!(choose(&Keys::default(), None), Choice::Unknown));
    }

    #[test]
    fn the_algorithm_must_be_the_keys_own() {
        let rsa = keys(json!([
            {"kty": "RSA", "n": b64(256), "e": "AQAB", "kid": "any"},
            {"kty": "RSA", "n": b64(256), "e": "AQAB", "kid": "pss", "alg": "PS256"},
        ]));
        let found = |id, algorithm| matches!(rsa.choose(Some(id), algorithm), Choice::Found(_));
        assert!(found("any", Algorithm::Rs256) && found("any", Algorithm::Ps256));
        assert!(found("pss", Algorithm::Ps256) && !found("pss", Algorithm::Rs256));
        assert!(!found("any", Algorithm::Es256));
    }

    #[test]
    fn what_is_no_key_set_is_none() {
        for body in ["", "[]", "{}", r#"{"keys":{}}"#, "<html>"] {
            assert!(Keys::parse(body.as_bytes()).is_none(), "{body}");
        }
    }

    #[test]
    fn no_cut_or_bent_set_makes_it_panic() {
        let set = json!({"keys": [ed("a"), {"kty": "RSA", "n": b64(256), "e": "AQAB"}]});
        let text = set.to_string().into_bytes();
        for at in 0..text.len() {
            assert!(Keys::parse(&text[..at]).is_none());
            let mut bent = text.clone();
            bent[at] ^= 0x15;
            // Whatever it is now, it is read or left.
            let _ = Keys::parse(&bent).map(|keys| keys.choose(Some("a"), Algorithm::EdDsa));
        }
    }
}
