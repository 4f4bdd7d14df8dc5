//! Browsers that have forgotten their keys, enrolled again by who did it before. That asks nobody for a new link, so that it is
//! for who still has to do with the device, and not for ever.

use super::{
    DeviceError, Devices,
    keys::{read, runs},
    shown,
};
use crate::{
    access::{AccessError, Standing},
    directory::{Device as Entry, Platform},
    identity::{Sharer, SignedIn},
    store::StoreError,
};
use rh_protocol::{
    ErrorCode,
    api::{EnrolledKey, Renew, RenewableDevice},
    limits,
};
use serde_json::json;

impl Devices {
    /// The devices on which somebody can enrol this browser again: they did it before and still own the device, where anybody
    /// does, that browser has not been used for so long that it may have forgotten its key, and not for too long, and this one
    /// runs on a system of that kind. A few of them, those used last.
    ///
    /// # Errors
    /// A fault of the store. A directory that gives no answer offers nothing.
    pub async fn renewable(
        &self,
        account: &str,
        platform: Option<Platform>,
    ) -> Result<Vec<RenewableDevice>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT device FROM device_keys WHERE account = $1 AND used_ms <= $2 AND used_ms > $3 \
             GROUP BY device ORDER BY MAX(used_ms) DESC, device LIMIT $4",
        )
        .bind(account)
        .bind(self.unused_since())
        .bind(self.given_up_since())
        .bind(limits::RENEWABLE_DEVICES)
        .fetch_all(self.0.store.read())
        .await?;
        let mut renewable = Vec::new();
        if ids.is_empty() {
            return Ok(renewable);
        }
        let who = self.0.access.standing(account).await?.unwrap_or_default();
        for id in ids {
            match self.named(&id).await {
                Ok(Some(entry)) if runs(&entry, platform) => {
                    match self.may_renew(&entry, &who).await {
                        Ok(true) => renewable.push(RenewableDevice {
                            name: shown::name(&entry),
                            id,
                        }),
                        Ok(false) => {}
                        Err(error) => {
                            tracing::warn!(%error, "whose a device is cannot be told");
                        }
                    }
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "a device cannot be looked up"),
            }
        }
        Ok(renewable)
    }

    /// Whether somebody who has enrolled a browser on a device may do it again by themselves: it is still theirs, or nobody's.
    async fn may_renew(&self, entry: &Entry, who: &Standing) -> Result<bool, AccessError> {
        Ok(entry.owner.is_none() || self.is_of(entry, who).await?)
    }

    /// Enrols a browser again that has forgotten its key, which is revoked by it.
    ///
    /// # Errors
    /// Refused with `not-allowed` where nothing is to be renewed, or `bad-field` for what is no key.
    pub async fn renew(
        &self,
        sharer: &SignedIn<Sharer>,
        renew: &Renew,
        platform: Option<Platform>,
    ) -> Result<EnrolledKey, DeviceError> {
        let account = sharer.account().as_str();
        self.renew_for(account, &renew.device, &renew.public_key, platform)
            .await
    }

    pub(super) async fn renew_for(
        &self,
        account: &str,
        device: &str,
        public_key: &str,
        platform: Option<Platform>,
    ) -> Result<EnrolledKey, DeviceError> {
        let public_key = read(public_key)?;
        let entry = self.named(device).await?;
        let entry = entry.filter(|entry| runs(entry, platform));
        let entry = entry.ok_or(ErrorCode::NotAllowed)?;
        let who = self.0.access.standing(account).await?.unwrap_or_default();
        match self.may_renew(&entry, &who).await {
            Ok(true) => {}
            Ok(false) | Err(AccessError::Disabled) => return Err(ErrorCode::NotAllowed.into()),
            Err(AccessError::Directory(error)) => return Err(error.into()),
            Err(AccessError::Store(error)) => return Err(error.into()),
        }
        let mut write = self.0.store.write().await?;
        let forgotten: Option<String> = sqlx::query_scalar(
            "DELETE FROM device_keys WHERE id = (SELECT id FROM device_keys WHERE device = $1 \
             AND account = $2 AND used_ms <= $3 AND used_ms > $4 ORDER BY used_ms LIMIT 1) \
             RETURNING id",
        )
        .bind(device)
        .bind(account)
        .bind(self.unused_since())
        .bind(self.given_up_since())
        .fetch_optional(&mut *write)
        .await?;
        let forgotten = forgotten.ok_or(ErrorCode::NotAllowed)?;
        let key = self
            .insert(&mut write, device, account, public_key, true)
            .await?;
        let data = json!({ "device": device, "key": key, "replaced": forgotten });
        self.record(&mut write, account, "device-key-renewed", data)
            .await?;
        self.keep(write).await?;
        Ok(EnrolledKey {
            key,
            device: shown::name(&entry),
        })
    }

    /// Browsers that were last used then, or before, may have forgotten their keys.
    fn unused_since(&self) -> i64 {
        let now = self.0.clock.now_db();
        now.saturating_sub_unsigned(limits::KEY_UNUSED_MS)
    }

    /// Browsers that were last used then, or before, are enrolled anew by a link.
    fn given_up_since(&self) -> i64 {
        let now = self.0.clock.now_db();
        now.saturating_sub_unsigned(limits::KEY_RENEWABLE_MS)
    }
}
