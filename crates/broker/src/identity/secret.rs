//! Random secrets that travel in cookies and nonces, and what is kept of them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rh_protocol::Redacted;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Characters of a secret's text form: 256 bits in base64url.
const TEXT: usize = 43;

/// A secret of 256 random bits.
pub(crate) fn fresh() -> Redacted<String> {
    let bits: [u8; 32] = rand::random();
    Redacted::new(URL_SAFE_NO_PAD.encode(bits))
}

/// Whether a text can be one of our secrets at all.
pub(crate) fn is_shaped(text: &str) -> bool {
    text.len() == TEXT
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// What is kept of a secret. 256 random bits need no salt and no slow hash.
pub(crate) fn hash(secret: &str) -> String {
    digest(secret.as_bytes())
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_shaped_and_differ() {
        let (a, b) = (fresh(), fresh());
        assert!(is_shaped(a.expose()) && a != b);
        assert!(!is_shaped("") && !is_shaped(&"=".repeat(TEXT)));
        assert_eq!(
            hash(""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
