//! Sign-ins at the broker, kept in the store: a random secret in the browser, its hash here.

use super::{
    device_check::Checked, error::SignInError, profiles::PICTURES, secret, sign_out::Closed,
};
use crate::access::Standing;
use crate::store::{Store, Write};
use rh_intake::tokens::Proved;
use rh_protocol::{Redacted, Role, view::Person};
use sqlx::{Row as _, sqlite::SqliteRow};
use std::fmt;

/// One sign-in, by a name that is no secret. Stays the same when its secret changes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SignInId(u128);

impl SignInId {
    fn fresh() -> Self {
        Self(rand::random())
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        u128::from_str_radix(text, 16).ok().map(Self)
    }
}

impl fmt::Display for SignInId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for SignInId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignInId({self})")
    }
}

/// A person's account: the same for good, however they are called. Tells nothing about them, so
/// that logs and the audit trail may name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccountId(String);

impl AccountId {
    /// Of what names the person at the provider.
    pub(super) fn of(issuer: &str, subject: &str) -> Self {
        // An issuer is a URL and holds no NUL.
        let mut id = secret::digest(format!("{issuer}\0{subject}").as_bytes());
        id.truncate(32);
        Self(id)
    }

    /// As it is kept.
    pub(super) fn stored(id: String) -> Self {
        Self(id)
    }

    /// What a program is called: no person's account is.
    pub(super) fn of_machine(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// As text: 32 hexadecimal digits, or a program's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How long sign-ins last, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lifetimes {
    pub(super) idle_ms: u64,
    pub(super) absolute_ms: u64,
}

impl Lifetimes {
    /// Whoever was seen at or before this time has been idle for too long.
    fn idle_since(self, now_ms: i64) -> i64 {
        now_ms.saturating_sub_unsigned(self.idle_ms)
    }
}

/// A sign-in as it stands.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: SignInId,
    pub(super) role: Role,
    pub(super) account: AccountId,
    pub(super) person: Person,
    pub(super) standing: Standing,
    /// What the provider called the device, where it named any.
    pub(super) device_claim: Option<String>,
    pub(super) proved: Proved,
    /// What the provider said of the device, once it was asked.
    pub(super) checked: Option<Checked>,
    /// Whether it is recorded that this is less than what is required since.
    pub(super) known_weak: bool,
    seen_ms: i64,
    pub(super) expires_ms: i64,
    /// When the provider said last what is known of them.
    pub(super) told_ms: i64,
    /// Whether it can be asked again.
    pub(super) refreshes: bool,
}

/// A sign-in that was just opened.
#[derive(Debug)]
pub(super) struct Opened {
    /// Its name.
    pub(super) id: SignInId,
    /// For the cookie.
    pub(super) secret: Redacted<String>,
    /// When it ends whatever happens, in Unix milliseconds.
    pub(super) expires_ms: i64,
    /// A sign-in of another person in this browser and role, which is over.
    pub(super) replaced: Option<Closed>,
}

/// What the provider's token told of a sign-in.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    /// Whose it is.
    pub(super) account: &'a AccountId,
    /// What it called the device, where it named any.
    pub(super) device_claim: Option<&'a str>,
    /// What it proved.
    pub(super) proved: &'a Proved,
    /// What the provider calls its own sign-in, where it tells.
    pub(super) session: Option<&'a str>,
    /// Since when what is known of the person is true, in Unix milliseconds.
    pub(super) told_ms: i64,
    /// When it was issued, in Unix milliseconds by the provider's clock.
    pub(super) issued_ms: i64,
}

/// Opens a sign-in with a fresh secret. One of the same person in this browser and role goes on
/// under it, so that what hangs on it (a session's socket) is not cut.
pub(super) async fn open(
    write: &mut Write,
    role: Role,
    told: Told<'_>,
    present: Option<&Redacted<String>>,
    lifetimes: Lifetimes,
    now_ms: i64,
) -> Result<Opened, SignInError> {
    let Told {
        account,
        device_claim,
        proved,
        session,
        told_ms,
        issued_ms,
    } = told;
    sqlx::query("DELETE FROM sign_ins WHERE expires_ms <= $1 OR seen_ms <= $2")
        .bind(now_ms)
        .bind(lifetimes.idle_since(now_ms))
        .execute(&mut **write)
        .await?;
    let before = match present {
        Some(present) => {
            sqlx::query(
                "DELETE FROM sign_ins WHERE secret_hash = $1 AND role = $2 \
                 RETURNING id, role, account",
            )
            .bind(secret::hash(present.expose()))
            .bind(role.as_str())
            .fetch_optional(&mut **write)
            .await?
        }
        None => None,
    };
    let before = before.as_ref().map(Closed::read).transpose()?.flatten();
    let (id, replaced) = match before {
        Some(before) if before.account == *account => (before.id, None),
        other => (SignInId::fresh(), other),
    };
    let secret = secret::fresh();
    let expires_ms = now_ms.saturating_add_unsigned(lifetimes.absolute_ms);
    sqlx::query(
        "INSERT INTO sign_ins (id, secret_hash, role, account, seen_ms, expires_ms, device_claim, \
         proved, told_ms, provider_session, issued_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id.to_string())
    .bind(secret::hash(secret.expose()))
    .bind(role.as_str())
    .bind(account.as_str())
    .bind(now_ms)
    .bind(expires_ms)
    .bind(device_claim)
    .bind(serde_json::to_string(proved).map_err(|error| sqlx::Error::Encode(error.into()))?)
    .bind(told_ms)
    .bind(session)
    .bind(issued_ms)
    .execute(&mut **write)
    .await?;
    Ok(Opened {
        id,
        secret,
        expires_ms,
        replaced,
    })
}

/// Selects sign-ins as [`read`] takes them.
macro_rules! found {
    ($which:literal) => {
        concat!(
            "SELECT s.id, s.role, s.device_claim, s.proved, s.checked, s.too_weak, s.seen_ms, ",
            "s.expires_ms, s.told_ms, s.refresh_sealed IS NOT NULL AS refreshes, a.id AS account, ",
            "a.email, a.groups_held, a.subject, a.name, a.title, a.company, a.domain, a.picture ",
            "FROM sign_ins s JOIN accounts a ON a.id = s.account WHERE ",
            $which
        )
    };
}

/// The sign-in of a secret, if it still stands; with `active` it counts as seen.
pub(super) async fn find(
    store: &Store,
    role: Role,
    secret: &Redacted<String>,
    lifetimes: Lifetimes,
    now_ms: i64,
    active: bool,
) -> Result<Option<Found>, SignInError> {
    let row = sqlx::query(found!("s.secret_hash = $1 AND s.role = $2"))
        .bind(secret::hash(secret.expose()))
        .bind(role.as_str())
        .fetch_optional(store.read())
        .await?;
    seen(store, row, lifetimes, now_ms, active).await
}

/// The sign-in of this name, if it still stands; with `active` it counts as seen.
pub(super) async fn find_by_id(
    store: &Store,
    id: SignInId,
    lifetimes: Lifetimes,
    now_ms: i64,
    active: bool,
) -> Result<Option<Found>, SignInError> {
    let row = sqlx::query(found!("s.id = $1"))
        .bind(id.to_string())
        .fetch_optional(store.read())
        .await?;
    seen(store, row, lifetimes, now_ms, active).await
}

async fn seen(
    store: &Store,
    row: Option<SqliteRow>,
    lifetimes: Lifetimes,
    now_ms: i64,
    active: bool,
) -> Result<Option<Found>, SignInError> {
    let Some(found) = row.as_ref().map(read).transpose()?.flatten() else {
        return Ok(None);
    };
    if found.expires_ms <= now_ms || found.seen_ms <= lifetimes.idle_since(now_ms) {
        return Ok(None);
    }
    // Not at every request: a write is dear, and a twentieth of the idle time is near enough.
    let due = found
        .seen_ms
        .saturating_add_unsigned(lifetimes.idle_ms / 20);
    if active && now_ms >= due {
        let mut write = store.write().await?;
        sqlx::query("UPDATE sign_ins SET seen_ms = $1 WHERE id = $2 AND seen_ms < $1")
            .bind(now_ms)
            .bind(found.id.to_string())
            .execute(&mut *write)
            .await?;
        write.commit().await?;
    }
    Ok(Some(found))
}

fn read(row: &SqliteRow) -> Result<Option<Found>, sqlx::Error> {
    let text = |name: &str| row.try_get::<Option<String>, _>(name);
    let role = match row.try_get::<String, _>("role")?.as_str() {
        "helper" => Role::Helper,
        "sharer" => Role::Sharer,
        _ => return Ok(None),
    };
    let Some(id) = SignInId::parse(&row.try_get::<String, _>("id")?) else {
        return Ok(None);
    };
    Ok(Some(Found {
        id,
        role,
        account: AccountId::stored(row.try_get("account")?),
        person: Person {
            name: Redacted::new(row.try_get("name")?),
            title: text("title")?.map(Redacted::new),
            company: text("company")?.map(Redacted::new),
            domain: text("domain")?.map(Redacted::new),
            picture: text("picture")?.map(|hash| format!("{PICTURES}{hash}")),
        },
        standing: Standing::from_row(row)?,
        device_claim: text("device_claim")?,
        // What does not read proves nothing: then the provider is asked again.
        proved: serde_json::from_str(&row.try_get::<String, _>("proved")?).unwrap_or_default(),
        checked: serde_json::from_str(&row.try_get::<String, _>("checked")?).ok(),
        known_weak: row.try_get("too_weak")?,
        seen_ms: row.try_get("seen_ms")?,
        expires_ms: row.try_get("expires_ms")?,
        told_ms: row.try_get("told_ms")?,
        refreshes: row.try_get("refreshes")?,
    }))
}

/// Notes that a sign-in is too weak; tells whether that is new.
pub(super) async fn note_weak(write: &mut Write, id: SignInId) -> Result<bool, SignInError> {
    let noted = sqlx::query("UPDATE sign_ins SET too_weak = TRUE WHERE id = $1 AND NOT too_weak")
        .bind(id.to_string())
        .execute(&mut **write)
        .await?;
    Ok(noted.rows_affected() > 0)
}

/// Keeps what the provider said of the device.
pub(super) async fn save_checked(
    write: &mut Write,
    id: SignInId,
    checked: &Checked,
) -> Result<(), SignInError> {
    let text = serde_json::to_string(checked).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query("UPDATE sign_ins SET checked = $1 WHERE id = $2")
        .bind(text)
        .bind(id.to_string())
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// What is needed to ask the provider again.
#[derive(Debug)]
pub(super) struct Held {
    /// Whose the sign-in is.
    pub(super) account: AccountId,
    /// When the provider said last what is known of them.
    pub(super) told_ms: i64,
    /// The refresh token, sealed.
    pub(super) sealed: Vec<u8>,
}

/// A sign-in under one secret. Whoever signs in anew goes on under another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Under<'a> {
    pub(super) id: SignInId,
    /// What is kept of the secret.
    pub(super) hash: &'a str,
}

impl Under<'_> {
    /// What is held of it, if it stands and can be refreshed.
    pub(super) async fn held(self, store: &Store) -> Result<Option<Held>, SignInError> {
        let row = sqlx::query(
            "SELECT account, told_ms, refresh_sealed FROM sign_ins \
             WHERE id = $1 AND secret_hash = $2 AND refresh_sealed IS NOT NULL",
        )
        .bind(self.id.to_string())
        .bind(self.hash)
        .fetch_optional(store.read())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Held {
            account: AccountId(row.try_get("account")?),
            told_ms: row.try_get("told_ms")?,
            sealed: row.try_get("refresh_sealed")?,
        }))
    }

    /// Keeps its refresh token, or that there is none any more.
    pub(super) async fn save_sealed(
        self,
        write: &mut Write,
        sealed: Option<&[u8]>,
    ) -> Result<(), SignInError> {
        sqlx::query("UPDATE sign_ins SET refresh_sealed = $1 WHERE id = $2 AND secret_hash = $3")
            .bind(sealed)
            .bind(self.id.to_string())
            .bind(self.hash)
            .execute(&mut **write)
            .await?;
        Ok(())
    }

    /// Keeps since when what the provider has just said of the person is true; tells whether the sign-in stands as yet.
    pub(super) async fn save_told(
        self,
        write: &mut Write,
        told_ms: i64,
    ) -> Result<bool, SignInError> {
        let told =
            sqlx::query("UPDATE sign_ins SET told_ms = $1 WHERE id = $2 AND secret_hash = $3")
                .bind(told_ms)
                .bind(self.id.to_string())
                .bind(self.hash)
                .execute(&mut **write)
                .await?;
        Ok(told.rows_affected() > 0)
    }
}
