//! Target of a provider's key set.

use crate::{
    edits, golden,
    memory::{self, bounded},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rh_intake::tokens::Keys;
use serde_json::Value;

/// Keys of a set that are looked at.
const LOOKED_AT: usize = 100;
/// Names of algorithms, those that a token may be signed with first.
const ALGORITHMS: [&str; 9] = [
    "RS256", "PS256", "ES256", "EdDSA", "none", "HS256", "RS512", "ES384", "RSA-OAEP",
];

/// Keys that verify nothing, each but for one member: what edits do to them decides.
const UNUSABLE: &str = r#"{"keys":[
{"kty":"OKP","crv":"Ed25519","kid":"private","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","d":"AA"},
{"kty":"OKP","crv":"Ed25519","kid":"secret","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","k":"AA"},
{"kty":"OKP","crv":"Ed25519","kid":"for","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","use":"enc"},
{"kty":"OKP","crv":"Ed25519","kid":"does","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","key_ops":["sign"]},
{"kty":"OKP","crv":"Ed25519","kid":"alg","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","alg":"ES384"},
{"kty":"OKP","crv":"X25519","kid":"curve","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
{"kty":"OKP","crv":"Ed25519","kid":"short","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
{"kty":"EC","crv":"P-256","kid":"half","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
{"kty":"RSA","kid":"weak","n":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","e":"AQAB"},
{"kty":"oct","kid":"shared","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}"#;

/// Any key set: what it is said to serve, a key in it may; and what verifies with it, its keys signed.
///
/// The first byte chooses: the golden set or the unusable one, with the input as edits of it, or the
/// input itself.
pub fn key_set(data: &[u8]) {
    let Some((&number, data)) = data.split_first() else {
        return;
    };
    let body = edits::text(&[golden::KEYS, UNUSABLE], number, data);
    let Some(keys) = bounded(memory::JSON, body.len(), || Keys::parse(body.as_bytes())) else {
        return;
    };
    let set: Value = serde_json::from_str(&body).expect("a key set is JSON");
    let all = set["keys"].as_array().expect("a key set is a list");
    let entries = &all[..all.len().min(LOOKED_AT)];
    let names = entries.iter().filter_map(|key| key["kid"].as_str()).take(8);
    for name in names.map(Some).chain([None, Some("nobody")]) {
        for algorithm in ALGORITHMS {
            let may = entries.iter().any(|key| may_serve(key, name, algorithm));
            assert!(may || !keys.serve(name, algorithm), "{name:?} {algorithm}");
        }
    }
    // One of them will do: to verify takes longer than all the rest.
    let token = golden::TOKENS[body.len() % golden::TOKENS.len()];
    if golden::subject(token, golden::ACCESS_TOKEN, &keys).is_ok() {
        assert!(entries.iter().any(golden::is_a_signer), "{body}");
    }
}

/// Whether a key may be what a token of this algorithm that names this key is held against: public,
/// for signatures, of the algorithm's own kind.
fn may_serve(key: &Value, name: Option<&str>, algorithm: &str) -> bool {
    let text = |member: &str| key[member].as_str();
    let length = |member: &str| {
        let bytes = text(member).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        bytes.map_or(0, |bytes| bytes.len())
    };
    let kind = match algorithm {
        "RS256" | "PS256" => text("kty") == Some("RSA") && length("n") >= 256 && length("e") > 0,
        "ES256" => {
            (text("kty"), text("crv")) == (Some("EC"), Some("P-256"))
                && (length("x"), length("y")) == (32, 32)
        }
        "EdDSA" => {
            (text("kty"), text("crv")) == (Some("OKP"), Some("Ed25519")) && length("x") == 32
        }
        _ => false,
    };
    let named = name.is_none() || text("kid") == name;
    let for_signatures = key["use"].is_null() || key["use"] == "sig";
    let for_this = key["alg"].is_null() || key["alg"] == algorithm;
    let verifies = key["key_ops"]
        .as_array()
        .is_none_or(|all| all.iter().any(|operation| operation == "verify"));
    let public = key["d"].is_null() && key["k"].is_null();
    kind && named && for_signatures && for_this && verifies && public
}
