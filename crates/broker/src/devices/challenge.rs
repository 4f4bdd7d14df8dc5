//! What an enrolled browser is to sign: fresh for each session, for one sign-in, once.

use super::{DeviceError, Devices, keys::Proved, signature};
use crate::identity::{Sharer, SignInId, SignedIn};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rh_protocol::{
    Redacted,
    api::{Challenge, Signed},
    limits,
};

impl Devices {
    /// A fresh challenge. One that was given before counts no more.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn challenge(&self, sharer: &SignedIn<Sharer>) -> Result<Challenge, DeviceError> {
        self.challenge_for(sharer.sign_in()).await
    }

    pub(super) async fn challenge_for(&self, sign_in: SignInId) -> Result<Challenge, DeviceError> {
        let bits: [u8; 32] = rand::random();
        let challenge = URL_SAFE_NO_PAD.encode(bits);
        let expires = self.0.clock.now_db();
        let expires = expires.saturating_add_unsigned(limits::CHALLENGE_MS);
        let mut write = self.0.store.write().await?;
        sqlx::query(
            "INSERT INTO device_challenges (sign_in, challenge, expires_ms) VALUES ($1, $2, $3) \
             ON CONFLICT (sign_in) DO UPDATE SET challenge = excluded.challenge, \
             expires_ms = excluded.expires_ms",
        )
        .bind(sign_in.to_string())
        .bind(&challenge)
        .bind(expires)
        .execute(&mut *write)
        .await?;
        write.commit().await?;
        Ok(Challenge {
            challenge: Redacted::new(challenge),
        })
    }

    /// The device of a browser that has signed its challenge. `None`: it has not, or its key is none of ours any more. The
    /// challenge is spent in any case.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn prove(
        &self,
        sharer: &SignedIn<Sharer>,
        signed: &Signed,
    ) -> Result<Option<Proved>, DeviceError> {
        self.prove_for(sharer.sign_in(), signed).await
    }

    pub(super) async fn prove_for(
        &self,
        sign_in: SignInId,
        signed: &Signed,
    ) -> Result<Option<Proved>, DeviceError> {
        let now = self.0.clock.now_db();
        let mut write = self.0.store.write().await?;
        let challenge: Option<(String, i64)> = sqlx::query_as(
            "DELETE FROM device_challenges WHERE sign_in = $1 RETURNING challenge, expires_ms",
        )
        .bind(sign_in.to_string())
        .fetch_optional(&mut *write)
        .await?;
        let key: Option<(String, Vec<u8>)> =
            sqlx::query_as("SELECT device, public_key FROM device_keys WHERE id = $1")
                .bind(&signed.key)
                .fetch_optional(&mut *write)
                .await?;
        let live = challenge.filter(|(_, expires)| *expires > now);
        let proved = match (live, key) {
            (Some((challenge, _)), Some((device, public_key))) => {
                let signature = signed.signature.expose();
                signature::holds(&public_key, &self.0.origin, &challenge, signature).then(|| {
                    Proved {
                        key: signed.key.clone(),
                        device,
                    }
                })
            }
            _ => None,
        };
        if proved.is_some() {
            sqlx::query("UPDATE device_keys SET used_ms = $1 WHERE id = $2")
                .bind(now)
                .bind(&signed.key)
                .execute(&mut *write)
                .await?;
        }
        write.commit().await?;
        if proved.is_none() {
            tracing::info!(%sign_in, "a browser did not prove which device it is on");
        }
        Ok(proved)
    }
}
