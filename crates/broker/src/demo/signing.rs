//! The demonstration's signing key and the tokens it signs (ES256).

use super::accounts::Account;
use crate::settings::demo::CLIENT_ID;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    error::Unspecified,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How long an ID token is good for, in seconds.
const LIFE_S: u64 = 300;

/// A key made when the demonstration starts, and gone with it: nothing that it signed outlives it.
#[derive(Debug)]
pub(super) struct SigningKey {
    pair: EcdsaKeyPair,
    id: String,
    random: SystemRandom,
}

/// What an ID token says beside the account.
#[derive(Debug)]
pub(super) struct Occasion<'a> {
    pub(super) origin: &'a str,
    pub(super) nonce: Option<&'a str>,
    pub(super) access_token: &'a str,
    pub(super) now_ms: u64,
}

impl SigningKey {
    /// A fresh key.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(super) fn generate() -> Result<Self, Unspecified> {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)?;
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random)
                .map_err(|_| Unspecified)?;
        let digest = Sha256::digest(pair.public_key().as_ref());
        Ok(Self {
            id: URL_SAFE_NO_PAD.encode(&digest[..12]),
            pair,
            random,
        })
    }

    /// The public key as a key set (RFC 7517 §5).
    pub(super) fn key_set(&self) -> Value {
        // 0x04, then x and y (SEC 1 §2.3.3).
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        json!({"keys": [{
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": self.id,
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        }]})
    }

    /// An ID token (OpenID Connect Core §2).
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(super) fn id_token(
        &self,
        account: &Account,
        occasion: &Occasion<'_>,
    ) -> Result<String, Unspecified> {
        let now = occasion.now_ms / 1_000;
        let half = &Sha256::digest(occasion.access_token.as_bytes())[..16];
        let mut claims = json!({
            "iss": account.issuer(occasion.origin), "sub": account.id, "aud": CLIENT_ID,
            // Nobody is remembered: who comes has just said who they are.
            "auth_time": now, "iat": now, "exp": now + LIFE_S, "at_hash": URL_SAFE_NO_PAD.encode(half),
        });
        if let Some(nonce) = occasion.nonce {
            claims["nonce"] = json!(nonce);
        }
        let header = json!({"alg": "ES256", "typ": "JWT", "kid": self.id});
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let signature = self.pair.sign(&self.random, signed.as_bytes())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}
