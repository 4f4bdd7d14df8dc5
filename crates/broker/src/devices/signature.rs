//! Signatures of browsers: ECDSA over P-256 with SHA-256, as Web Cryptography makes them (§23). Pure.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rh_protocol::api::challenge_message;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

/// Bytes of an uncompressed point: a mark and two coordinates.
const POINT: usize = 65;

/// Reads a public key as it travels. Whether the point is on the curve shows when a signature is checked.
pub(super) fn public_key(text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    (bytes.len() == POINT && bytes.first() == Some(&4)).then_some(bytes)
}

/// Whether this key has signed this challenge for this origin.
pub(super) fn holds(public_key: &[u8], origin: &str, challenge: &str, signature: &str) -> bool {
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
        return false;
    };
    let message = challenge_message(origin, challenge);
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public_key)
        .verify(message.as_bytes(), &signature)
        .is_ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use ring::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
    };

    /// What a browser keeps.
    pub(in crate::devices) struct BrowserKey(EcdsaKeyPair);

    impl BrowserKey {
        pub(in crate::devices) fn fresh() -> Self {
            let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
            let key = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
            Self(EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &random).unwrap())
        }

        pub(in crate::devices) fn public(&self) -> String {
            URL_SAFE_NO_PAD.encode(self.0.public_key())
        }

        pub(in crate::devices) fn sign(&self, origin: &str, challenge: &str) -> String {
            let message = challenge_message(origin, challenge);
            let signed = self.0.sign(&SystemRandom::new(), message.as_bytes());
            URL_SAFE_NO_PAD.encode(signed.unwrap())
        }
    }

    #[test]
    fn only_what_this_key_has_signed_for_this_origin_holds() {
        let (key, other) = (BrowserKey::fresh(), BrowserKey::fresh());
        let public = public_key(&key.public()).unwrap();
        let origin = "https://help.example.com";
        let signature = key.sign(origin, "c");
        assert!(holds(&public, origin, "c", &signature));
        assert!(!holds(&public, "https://help.example.org", "c", &signature));
        assert!(!holds(&public, origin, "d", &signature));
        assert!(!holds(&public, origin, "c", &other.sign(origin, "c")));
        for broken in ["", "!", &signature[1..], &signature[..signature.len() - 2]] {
            assert!(!holds(&public, origin, "c", broken), "{broken}");
        }
        assert!(!holds(&[4; POINT], origin, "c", &signature), "no point");
    }

    #[test]
    fn a_key_is_an_uncompressed_point() {
        let good = BrowserKey::fresh().public();
        assert!(public_key(&good).is_some());
        let compressed = URL_SAFE_NO_PAD.encode([2; 33]);
        let marked = URL_SAFE_NO_PAD.encode([2; POINT]);
        for bad in ["", "?", &compressed, &marked, &good[..20]] {
            assert!(public_key(bad).is_none(), "{bad}");
        }
    }
}
