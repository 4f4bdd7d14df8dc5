//! What proves to a receiver that a delivery is ours and new.

use rh_protocol::Redacted;
use ring::hmac;
use std::fmt::{self, Write as _};

/// The secrets that deliveries to one receiver are signed with: one, or two while it is replaced.
#[derive(Clone)]
pub(super) struct Signer(Vec<hmac::Key>);

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer([redacted])")
    }
}

impl Signer {
    /// With these secrets.
    pub(super) fn new<'a>(secrets: impl IntoIterator<Item = &'a Redacted<String>>) -> Self {
        let keys = secrets
            .into_iter()
            .map(|secret| hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes()));
        Self(keys.collect())
    }

    /// The header's value: the time in Unix seconds, and a signature by each secret of that time, a dot and the body.
    pub(super) fn sign(&self, seconds: u64, body: &[u8]) -> String {
        let mut value = format!("t={seconds}");
        for key in &self.0 {
            let mut context = hmac::Context::with_key(key);
            context.update(seconds.to_string().as_bytes());
            context.update(b".");
            context.update(body);
            value.push_str(",v1=");
            for byte in context.sign().as_ref() {
                // Writing to a String cannot fail.
                let _ = write!(value, "{byte:02x}");
            }
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of `docs/webhooks.md`, reckoned by Python's `hmac`.
    #[test]
    fn it_is_what_the_document_says() {
        let secret = Redacted::new("0123456789abcdef0123456789abcdef".to_owned());
        let signer = Signer::new([&secret]);
        let body = br#"{"id":"x"}"#;
        let signature = "1d3a1a80c8ad0d56d3cc81d488b5779dbdd6367281fd813d1d9b8d7a5cd0204b";
        assert_eq!(
            signer.sign(1_700_000_000, body),
            format!("t=1700000000,v1={signature}")
        );
        assert!(include_str!("../../../../docs/webhooks.md").contains(signature));
        let both = Signer::new([&Redacted::new("other".repeat(8)), &secret]);
        let signed = both.sign(1_700_000_000, body);
        assert_eq!(signed.matches("v1=").count(), 2);
        assert!(signed.ends_with(signature));
        assert!(!format!("{both:?}").contains("other"));
    }
}
