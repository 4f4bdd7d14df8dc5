//! Refresh tokens at rest: sealed with the secret of the browser's cookie, of which the store has but the hash. So a copy of the
//! store opens none, and a sign-in that is over takes the key along.

use super::sign_ins::SignInId;
use rh_protocol::Redacted;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    error::Unspecified,
    hkdf,
};
use std::fmt;

/// What the key is for (RFC 5869 §3.2).
const INFO: &[u8] = b"remote-help refresh token";

/// The key that a browser's secret gives.
pub(super) struct SealKey(LessSafeKey);

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealKey").finish_non_exhaustive()
    }
}

impl SealKey {
    /// Of the secret of a sign-in: 256 random bits.
    ///
    /// # Errors
    /// None in practice.
    pub(super) fn of(secret: &Redacted<String>) -> Result<Self, Unspecified> {
        let secret = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(secret.expose().as_bytes());
        let key = secret.expand(&[INFO], &AES_256_GCM)?;
        Ok(Self(LessSafeKey::new(UnboundKey::from(key))))
    }

    /// Seals the token of a sign-in.
    ///
    /// # Errors
    /// None in practice: only what is far too long cannot be sealed.
    pub(super) fn seal(
        &self,
        sign_in: SignInId,
        token: &Redacted<String>,
    ) -> Result<Vec<u8>, Unspecified> {
        // Random: a key seals a few hundred tokens in its life.
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut sealed = token.expose().as_bytes().to_vec();
        let aad = Aad::from(sign_in.to_string());
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed)?;
        sealed.splice(..0, nonce);
        Ok(sealed)
    }

    /// Opens what was sealed for a sign-in; none where another key or another sign-in's was.
    pub(super) fn open(&self, sign_in: SignInId, sealed: &[u8]) -> Option<Redacted<String>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let aad = Aad::from(sign_in.to_string());
        let mut text = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let token = self.0.open_in_place(nonce, aad, &mut text).ok()?;
        let token = String::from_utf8(token.to_vec()).ok()?;
        Some(Redacted::new(token))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::secret, *};

    fn id(text: &str) -> SignInId {
        SignInId::parse(text).unwrap()
    }

    #[test]
    fn only_the_same_secret_opens_it_and_only_for_the_same_sign_in() {
        let (mine, theirs) = (secret::fresh(), secret::fresh());
        let token = Redacted::new("the-refresh-token".to_owned());
        let key = SealKey::of(&mine).unwrap();
        let sealed = key.seal(id("1"), &token).unwrap();
        let again = SealKey::of(&mine).unwrap();
        assert_eq!(again.open(id("1"), &sealed), Some(token.clone()));
        assert_eq!(again.open(id("2"), &sealed), None);
        assert_eq!(SealKey::of(&theirs).unwrap().open(id("1"), &sealed), None);
        for at in 0..sealed.len() {
            let mut broken = sealed.clone();
            broken[at] ^= 1;
            assert_eq!(again.open(id("1"), &broken), None, "{at}");
            assert_eq!(again.open(id("1"), &sealed[..at]), None, "{at}");
        }
        // The same twice looks different.
        assert_ne!(key.seal(id("1"), &token).unwrap(), sealed);
        assert_eq!(format!("{key:?}"), "SealKey { .. }");
    }
}
