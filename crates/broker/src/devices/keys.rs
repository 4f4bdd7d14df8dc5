//! Browsers that are enrolled on devices. An administrator issues a link, whoever opens it on that device enrols the browser
//! there, and its key never leaves it.

use super::{DeviceError, Devices, shown, signature};
use crate::{
    audit::{self, Record},
    directory::{Device as Entry, Platform},
    identity::{DevicesRead, DevicesUpdate, Permitted, Sharer, SignedIn, secret},
    store::{self, StoreError, Write},
};
use rh_protocol::{
    ErrorCode, Redacted,
    api::{Enrol, EnrolledKey, Enrolment},
    limits,
};
use serde::Serialize;
use serde_json::{Value, json};

/// Where the link leads, before its secret.
const PATH: &str = "/rh/enrol#";

/// A browser that has shown which device it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// Its key.
    pub key: String,
    /// The directory's id of the device.
    pub device: String,
}

/// A link to enrol a browser with, for once.
#[derive(Clone, Debug, Serialize)]
pub struct IssuedLink {
    /// The whole address, told this once.
    pub link: Redacted<String>,
    /// How long it can be used, in milliseconds.
    pub remaining_ms: u64,
}

/// A browser that is enrolled on a device, for administrators.
#[derive(Clone, Debug, Serialize)]
pub struct KeyView {
    /// Its id.
    pub id: String,
    /// Who enrolled it; none of whom nothing is known any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Enroller>,
    /// When, in Unix milliseconds.
    pub enrolled_ms: i64,
    /// When it was last used, in Unix milliseconds.
    pub used_ms: i64,
    /// Whether it is in the place of one that its browser had forgotten.
    pub renewed: bool,
}

/// Who enrolled a browser.
#[derive(Clone, Debug, Serialize)]
pub struct Enroller {
    /// Full name.
    pub name: Redacted<String>,
    /// Verified e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Redacted<String>>,
}

/// A row of an enrolled browser.
type Row = (String, i64, i64, i64, Option<String>, Option<String>);

impl Devices {
    /// A link for a device, in the place of one that was issued before.
    ///
    /// # Errors
    /// Refused with `not-found` where the directory does not know the device.
    pub async fn issue_link(
        &self,
        by: &Permitted<DevicesUpdate>,
        device: &str,
    ) -> Result<IssuedLink, DeviceError> {
        self.issue_link_by(by.account().as_str(), device).await
    }

    pub(super) async fn issue_link_by(
        &self,
        account: &str,
        device: &str,
    ) -> Result<IssuedLink, DeviceError> {
        let entry = self.entry(device).await?;
        let token = secret::fresh();
        let expires = self.0.clock.now_db();
        let expires = expires.saturating_add_unsigned(limits::ENROLMENT_MS);
        let mut write = self.0.store.write().await?;
        sqlx::query("DELETE FROM device_links WHERE expires_ms <= $1")
            .bind(self.0.clock.now_db())
            .execute(&mut *write)
            .await?;
        sqlx::query(
            "INSERT INTO device_links (device, token_hash, expires_ms) VALUES ($1, $2, $3) \
             ON CONFLICT (device) DO UPDATE SET token_hash = excluded.token_hash, \
             expires_ms = excluded.expires_ms",
        )
        .bind(&entry.id)
        .bind(secret::hash(token.expose()))
        .bind(expires)
        .execute(&mut *write)
        .await?;
        let data = json!({ "device": entry.id });
        self.record(&mut write, account, "device-link-issued", data)
            .await?;
        write.commit().await?;
        Ok(IssuedLink {
            link: Redacted::new(format!("{}{PATH}{}", self.0.origin, token.expose())),
            remaining_ms: limits::ENROLMENT_MS,
        })
    }

    /// What a link is for.
    ///
    /// # Errors
    /// Refused with `wrong-enrolment-link`.
    pub async fn enrolment(
        &self,
        _sharer: &SignedIn<Sharer>,
        token: &Redacted<String>,
        platform: Option<Platform>,
    ) -> Result<Enrolment, DeviceError> {
        let now = self.0.clock.now_db();
        let row: Option<(String, i64)> = sqlx::query_as(
            "SELECT device, expires_ms FROM device_links WHERE token_hash = $1 AND expires_ms > $2",
        )
        .bind(secret::hash(token.expose()))
        .bind(now)
        .fetch_optional(self.0.store.read())
        .await?;
        let (device, expires) = row.ok_or(ErrorCode::WrongEnrolmentLink)?;
        let entry = self.named(&device).await?;
        let entry = entry.ok_or(ErrorCode::WrongEnrolmentLink)?;
        Ok(Enrolment {
            fits: fits(&entry, platform),
            device: shown::name(&entry),
            remaining_ms: u64::try_from(expires.saturating_sub(now)).unwrap_or_default(),
        })
    }

    /// Enrols a browser on the device of a link, which is spent by it.
    ///
    /// # Errors
    /// Refused with `wrong-enrolment-link`, `too-many`, or `bad-field` for what is no key.
    pub async fn enrol(
        &self,
        sharer: &SignedIn<Sharer>,
        enrol: &Enrol,
    ) -> Result<EnrolledKey, DeviceError> {
        let account = sharer.account().as_str();
        self.enrol_for(account, &enrol.token, &enrol.public_key)
            .await
    }

    pub(super) async fn enrol_for(
        &self,
        account: &str,
        token: &Redacted<String>,
        public_key: &str,
    ) -> Result<EnrolledKey, DeviceError> {
        let public_key = read(public_key)?;
        let hash = secret::hash(token.expose());
        let device: Option<String> =
            sqlx::query_scalar("SELECT device FROM device_links WHERE token_hash = $1")
                .bind(&hash)
                .fetch_optional(self.0.store.read())
                .await?;
        let device = device.ok_or(ErrorCode::WrongEnrolmentLink)?;
        let entry = self.named(&device).await?;
        let entry = entry.ok_or(ErrorCode::WrongEnrolmentLink)?;
        let mut write = self.0.store.write().await?;
        let spent =
            sqlx::query("DELETE FROM device_links WHERE token_hash = $1 AND expires_ms > $2")
                .bind(&hash)
                .bind(self.0.clock.now_db())
                .execute(&mut *write)
                .await?;
        if spent.rows_affected() == 0 {
            return Err(ErrorCode::WrongEnrolmentLink.into());
        }
        let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM device_keys WHERE device = $1")
            .bind(&device)
            .fetch_one(&mut *write)
            .await?;
        if usize::try_from(there).unwrap_or(usize::MAX) >= limits::DEVICE_KEYS {
            return Err(ErrorCode::TooMany.into());
        }
        let key = self
            .insert(&mut write, &device, account, public_key, false)
            .await?;
        let data = json!({ "device": device, "key": key });
        self.record(&mut write, account, "device-enrolled", data)
            .await?;
        write.commit().await?;
        Ok(EnrolledKey {
            key,
            device: shown::name(&entry),
        })
    }

    /// The browsers that are enrolled on a device, newest first, and how long a link that is out can be used, in milliseconds.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn keys(
        &self,
        _by: &Permitted<DevicesRead>,
        device: &str,
    ) -> Result<(Vec<KeyView>, Option<u64>), DeviceError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT k.id, k.enrolled_ms, k.used_ms, k.renewed, a.name, a.email \
             FROM device_keys k LEFT JOIN accounts a ON a.id = k.account \
             WHERE k.device = $1 ORDER BY k.enrolled_ms DESC, k.id",
        )
        .bind(device)
        .fetch_all(self.0.store.read())
        .await?;
        let now = self.0.clock.now_db();
        let link: Option<i64> = sqlx::query_scalar(
            "SELECT expires_ms FROM device_links WHERE device = $1 AND expires_ms > $2",
        )
        .bind(device)
        .bind(now)
        .fetch_optional(self.0.store.read())
        .await?;
        let left = link.and_then(|expires| u64::try_from(expires.saturating_sub(now)).ok());
        Ok((rows.into_iter().map(view).collect(), left))
    }

    /// Revokes a browser's key: it proves nothing any more, at once.
    ///
    /// # Errors
    /// Refused with `not-found`.
    pub async fn revoke(
        &self,
        by: &Permitted<DevicesUpdate>,
        device: &str,
        key: &str,
    ) -> Result<(), DeviceError> {
        self.revoke_by(by.account().as_str(), device, key).await
    }

    pub(super) async fn revoke_by(
        &self,
        account: &str,
        device: &str,
        key: &str,
    ) -> Result<(), DeviceError> {
        let mut write = self.0.store.write().await?;
        let gone = sqlx::query("DELETE FROM device_keys WHERE id = $1 AND device = $2")
            .bind(key)
            .bind(device)
            .execute(&mut *write)
            .await?;
        if gone.rows_affected() == 0 {
            return Err(ErrorCode::NotFound.into());
        }
        let data = json!({ "device": device, "key": key });
        self.record(&mut write, account, "device-key-revoked", data)
            .await?;
        self.keep(write).await?;
        Ok(())
    }

    /// Keeps what was written and tells that a key is gone, which sessions may hang on.
    pub(super) async fn keep(&self, write: Write) -> Result<(), StoreError> {
        let devices = self.clone();
        store::keep(write, async move { devices.changed() }).await
    }

    /// Whether a key still proves anything.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn has_key(&self, key: &str) -> Result<bool, StoreError> {
        let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM device_keys WHERE id = $1")
            .bind(key)
            .fetch_one(self.0.store.read())
            .await?;
        Ok(there > 0)
    }

    async fn entry(&self, device: &str) -> Result<Entry, DeviceError> {
        let entry = self.named(device).await?;
        entry.ok_or_else(|| ErrorCode::NotFound.into())
    }

    pub(super) async fn insert(
        &self,
        write: &mut Write,
        device: &str,
        account: &str,
        public_key: Vec<u8>,
        renewed: bool,
    ) -> Result<String, StoreError> {
        let key = format!("{:032x}", rand::random::<u128>());
        let now = self.0.clock.now_db();
        sqlx::query(
            "INSERT INTO device_keys (id, device, account, public_key, enrolled_ms, used_ms, renewed) \
             VALUES ($1, $2, $3, $4, $5, $5, $6)",
        )
        .bind(&key)
        .bind(device)
        .bind(account)
        .bind(public_key)
        .bind(now)
        .bind(i64::from(renewed))
        .execute(&mut **write)
        .await?;
        Ok(key)
    }

    pub(super) async fn record(
        &self,
        write: &mut Write,
        account: &str,
        kind: &str,
        data: Value,
    ) -> Result<(), StoreError> {
        let record = Record {
            at_ms: self.0.clock.now_ms(),
            session: None,
            actor: Some(account.to_owned()),
            kind: kind.to_owned(),
            data,
        };
        audit::append(write, &record).await?;
        Ok(())
    }
}

pub(super) fn read(public_key: &str) -> Result<Vec<u8>, DeviceError> {
    signature::public_key(public_key).ok_or_else(|| DeviceError::field("public_key"))
}

/// Whether a browser that says so runs on a system of the device's kind.
pub(super) fn runs(entry: &Entry, platform: Option<Platform>) -> bool {
    platform == Some(entry.platform)
}

/// Whether nothing speaks against it.
fn fits(entry: &Entry, platform: Option<Platform>) -> bool {
    entry.platform == Platform::Other || platform.is_none() || runs(entry, platform)
}

fn view((id, enrolled_ms, used_ms, renewed, name, email): Row) -> KeyView {
    KeyView {
        id,
        person: name.map(|name| Enroller {
            name: Redacted::new(name),
            email: email.map(Redacted::new),
        }),
        enrolled_ms,
        used_ms,
        renewed: renewed != 0,
    }
}
