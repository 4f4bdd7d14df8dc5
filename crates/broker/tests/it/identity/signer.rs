//! Keys of a provider, and tokens put together by hand, so that bad ones can be made too. Shares no
//! code with what checks them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _},
};
use rsa::{
    RsaPrivateKey, pkcs1v15, pss,
    rand_core::OsRng,
    sha2::Sha256,
    signature::{RandomizedSigner, SignatureEncoding, Signer as _},
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// A signing key with its name.
pub(super) struct SigningKey {
    pub(super) kid: &'static str,
    pair: Pair,
}

enum Pair {
    Rsa(Box<RsaPrivateKey>),
    Es(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

/// The provider's RSA key. Made once: it takes its time.
pub(super) static RSA: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::rsa("rsa"));
/// An attacker's RSA key, which goes by the same name.
pub(super) static FALSE_RSA: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::rsa("rsa"));
/// The provider's P-256 key.
pub(super) static ES: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::es("es"));
/// An attacker's P-256 key, which goes by the same name.
pub(super) static FALSE_ES: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::es("es"));
/// The provider's Ed25519 key.
pub(super) static ED: LazyLock<SigningKey> = LazyLock::new(|| {
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    SigningKey {
        kid: "ed",
        pair: Pair::Ed(Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap()),
    }
});

pub(super) fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl SigningKey {
    fn rsa(kid: &'static str) -> Self {
        let key = RsaPrivateKey::new(&mut OsRng, 2_048).unwrap();
        Self {
            kid,
            pair: Pair::Rsa(Box::new(key)),
        }
    }

    /// A fresh P-256 key.
    pub(super) fn es(kid: &'static str) -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        Self {
            kid,
            pair: Pair::Es(pair),
        }
    }

    /// The public key as a JSON Web Key.
    pub(super) fn jwk(&self) -> Value {
        match &self.pair {
            Pair::Rsa(key) => json!({
                "kty": "RSA", "kid": self.kid, "use": "sig",
                "n": b64(key.n().to_bytes_be()), "e": b64(key.e().to_bytes_be()),
            }),
            Pair::Es(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({"kty": "EC", "crv": "P-256", "kid": self.kid, "x": b64(x), "y": b64(y)})
            }
            Pair::Ed(pair) => json!({
                "kty": "OKP", "crv": "Ed25519", "kid": self.kid, "x": b64(pair.public_key()),
            }),
        }
    }

    /// The modulus: what an attacker takes for a shared secret.
    pub(super) fn public_bytes(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Rsa(key) => key.n().to_bytes_be(),
            Pair::Es(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Ed(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    fn sign(&self, alg: &str, message: &[u8]) -> Vec<u8> {
        match (&self.pair, alg) {
            (Pair::Rsa(key), "PS256") => {
                let key = pss::SigningKey::<Sha256>::new((**key).clone());
                key.sign_with_rng(&mut OsRng, message).to_vec()
            }
            (Pair::Rsa(key), _) => {
                let key = pkcs1v15::SigningKey::<Sha256>::new((**key).clone());
                key.sign(message).to_vec()
            }
            (Pair::Es(pair), _) => {
                let signature = pair.sign(&SystemRandom::new(), message).unwrap();
                signature.as_ref().to_vec()
            }
            (Pair::Ed(pair), _) => pair.sign(message).as_ref().to_vec(),
        }
    }

    /// A header that names this key.
    pub(super) fn header(&self, alg: &str) -> Value {
        json!({"alg": alg, "typ": "JWT", "kid": self.kid})
    }

    /// A token with this header and these claims, signed as the header's `alg` says.
    pub(super) fn token(&self, header: &Value, claims: &Value) -> String {
        let signed = unsigned(header, claims);
        let alg = header["alg"].as_str().unwrap();
        let signature = self.sign(alg, signed.as_bytes());
        format!("{signed}.{}", b64(signature))
    }
}

/// Header and claims, without a signature.
pub(super) fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.{}", b64(header.to_string()), b64(claims.to_string()))
}

/// A token signed with a shared secret.
pub(super) fn hmac_token(header: &Value, claims: &Value, secret: &[u8]) -> String {
    let signed = unsigned(header, claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, signed.as_bytes());
    format!("{signed}.{}", b64(tag))
}
