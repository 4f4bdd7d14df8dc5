//! Target of ID tokens and logout tokens: form, claims and signature.

use crate::{
    edits, golden,
    memory::{self, bounded},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rh_intake::tokens::TokenRefusal;
use rh_protocol::limits;

/// Divides the parts of an input. Never part of a text.
const END: u8 = 0xff;

/// Any tokens against the golden key set: none but the golden ones name anybody.
///
/// The first byte chooses: the rest is the ID token; or edits of a golden one's text; or of its
/// header and of its claims, put together anew, then the bytes of a signature. What follows the last
/// [`END`] is the access token, if anything does.
pub fn token(data: &[u8]) {
    let Some((&choice, data)) = data.split_first() else {
        return;
    };
    let mut parts = data.split(|byte| *byte == END);
    let mut part = || parts.next().unwrap_or_default();
    let number = usize::from(choice) % golden::TOKENS.len();
    let sample = golden::TOKENS[number];
    let id_token = match usize::from(choice) / golden::TOKENS.len() {
        0 => edits::edited(sample, part()),
        1 => assembled(sample, part(), part(), part()),
        _ => part().to_vec(),
    };
    let id_token = String::from_utf8_lossy(&id_token);
    let access_token = match parts.next() {
        Some(other) => &String::from_utf8_lossy(other),
        None => golden::ACCESS_TOKEN,
    };
    // The same text as a logout token: nothing that was ever signed with these keys is one.
    let out = bounded(memory::JSON, id_token.len(), || {
        golden::logged_out(&id_token, golden::keys())
    });
    assert!(out.is_err());
    let length = id_token.len() + access_token.len();
    match bounded(memory::JSON, length, || {
        golden::subject(&id_token, access_token, golden::keys())
    }) {
        Ok(subject) => {
            assert_eq!(subject, "somebody");
            assert_eq!(access_token, golden::ACCESS_TOKEN);
            assert!(
                golden::TOKENS
                    .iter()
                    .any(|token| signed(token) == signed(&id_token))
            );
        }
        Err(refusal) => {
            let long = id_token.len().max(access_token.len()) > limits::TOKEN;
            assert!(!long || matches!(refusal, TokenRefusal::TooLarge | TokenRefusal::Malformed));
        }
    }
}

/// A golden token's header and claims, each edited, with another signature: what random edits of the
/// token's text would break long before a claim is looked at.
fn assembled(sample: &str, header: &[u8], claims: &[u8], signature: &[u8]) -> Vec<u8> {
    let mut parts = sample.split('.');
    let mut part = |edits: &[u8]| {
        let bytes = URL_SAFE_NO_PAD.decode(parts.next().expect("three parts"));
        let text = String::from_utf8(bytes.expect("base64url")).expect("JSON");
        URL_SAFE_NO_PAD.encode(edits::edited(&text, edits))
    };
    let (header, claims) = (part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(signature);
    format!("{header}.{claims}.{signature}").into_bytes()
}

/// What a signature is over. Not the signature: of ECDSA each has a second one that is as good.
fn signed(token: &str) -> Option<&str> {
    Some(token.rsplit_once('.')?.0)
}
