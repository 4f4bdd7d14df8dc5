//! Sign-ins at the broker, kept in the store: a random secret in the browser, its hash here.

use super::{
    device_check::Checked, error::SignInError, person::Profile, secret, user_info::Picture,
};
use crate::access::Standing;
use crate::store::{Store, Write};
use rh_intake::tokens::Proved;
use rh_protocol::{Redacted, Role, view::Person};
use sqlx::{Row as _, sqlite::SqliteRow};
use std::fmt;

/// Pictures that nobody uses any more are kept this long, in milliseconds: a session may show them.
const PICTURE_KEPT_MS: i64 = 30 * 24 * 60 * 60_000;

/// Where pictures stand on this origin, before their hash.
pub(super) const PICTURES: &str = "/api/v1/pictures/";

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
}

/// Keeps what the provider said about somebody.
pub(super) async fn save_account(
    write: &mut Write,
    account: &AccountId,
    issuer: &str,
    profile: &Profile,
    picture: Option<&Picture>,
    now_ms: i64,
) -> Result<(), SignInError> {
    if let Some(picture) = picture {
        sqlx::query(
            "INSERT INTO pictures (hash, media_type, bytes, stored_ms) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (hash) DO UPDATE SET stored_ms = excluded.stored_ms",
        )
        .bind(&picture.hash)
        .bind(picture.format.media_type())
        .bind(&picture.bytes)
        .bind(now_ms)
        .execute(&mut **write)
        .await?;
    }
    let person = &profile.person;
    sqlx::query(
        "INSERT INTO accounts (id, issuer, subject, name, title, company, domain, picture, \
         email, groups_held, updated_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, title = excluded.title, \
         company = excluded.company, domain = excluded.domain, picture = excluded.picture, \
         email = excluded.email, groups_held = excluded.groups_held, \
         updated_ms = excluded.updated_ms",
    )
    .bind(account.as_str())
    .bind(issuer)
    .bind(&profile.standing.subject)
    .bind(person.name.expose())
    .bind(person.title.as_ref().map(Redacted::expose))
    .bind(person.company.as_ref().map(Redacted::expose))
    .bind(person.domain.as_ref().map(Redacted::expose))
    .bind(picture.map(|picture| picture.hash.as_str()))
    .bind(&profile.standing.email)
    .bind(serde_json::json!(profile.standing.groups).to_string())
    .bind(now_ms)
    .execute(&mut **write)
    .await?;
    sqlx::query(
        "DELETE FROM pictures WHERE stored_ms < $1 \
         AND hash NOT IN (SELECT picture FROM accounts WHERE picture IS NOT NULL)",
    )
    .bind(now_ms.saturating_sub(PICTURE_KEPT_MS))
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// A sign-in that was just opened.
#[derive(Debug)]
pub(super) struct Opened {
    /// For the cookie.
    pub(super) secret: Redacted<String>,
    /// A sign-in of another person in this browser and role, which is over.
    pub(super) replaced: Option<SignInId>,
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
    } = told;
    sqlx::query("DELETE FROM sign_ins WHERE expires_ms <= $1 OR seen_ms <= $2")
        .bind(now_ms)
        .bind(lifetimes.idle_since(now_ms))
        .execute(&mut **write)
        .await?;
    let before =
        match present {
            Some(present) => sqlx::query(
                "DELETE FROM sign_ins WHERE secret_hash = $1 AND role = $2 RETURNING id, account",
            )
            .bind(secret::hash(present.expose()))
            .bind(role.as_str())
            .fetch_optional(&mut **write)
            .await?,
            None => None,
        };
    let before = match before {
        Some(row) => {
            let same = row.try_get::<String, _>("account")? == account.as_str();
            SignInId::parse(&row.try_get::<String, _>("id")?).map(|id| (id, same))
        }
        None => None,
    };
    let (id, replaced) = match before {
        Some((id, true)) => (id, None),
        Some((id, false)) => (SignInId::fresh(), Some(id)),
        None => (SignInId::fresh(), None),
    };
    let secret = secret::fresh();
    sqlx::query(
        "INSERT INTO sign_ins \
         (id, secret_hash, role, account, seen_ms, expires_ms, device_claim, proved) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.to_string())
    .bind(secret::hash(secret.expose()))
    .bind(role.as_str())
    .bind(account.as_str())
    .bind(now_ms)
    .bind(now_ms.saturating_add_unsigned(lifetimes.absolute_ms))
    .bind(device_claim)
    .bind(serde_json::to_string(proved).map_err(|error| sqlx::Error::Encode(error.into()))?)
    .execute(&mut **write)
    .await?;
    Ok(Opened { secret, replaced })
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
    let row = sqlx::query(
        "SELECT s.id, s.role, s.device_claim, s.proved, s.checked, s.too_weak, a.email, a.groups_held, \
         s.seen_ms, s.expires_ms, a.id AS account, \
         a.subject, a.name, a.title, a.company, a.domain, a.picture \
         FROM sign_ins s JOIN accounts a ON a.id = s.account \
         WHERE s.secret_hash = $1 AND s.role = $2",
    )
    .bind(secret::hash(secret.expose()))
    .bind(role.as_str())
    .fetch_optional(store.read())
    .await?;
    seen(store, row, lifetimes, now_ms, active).await
}

/// The sign-in of this name, if it still stands; it counts as seen.
pub(super) async fn find_by_id(
    store: &Store,
    id: SignInId,
    lifetimes: Lifetimes,
    now_ms: i64,
) -> Result<Option<Found>, SignInError> {
    let row = sqlx::query(
        "SELECT s.id, s.role, s.device_claim, s.proved, s.checked, s.too_weak, a.email, a.groups_held, \
         s.seen_ms, s.expires_ms, a.id AS account, \
         a.subject, a.name, a.title, a.company, a.domain, a.picture \
         FROM sign_ins s JOIN accounts a ON a.id = s.account WHERE s.id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(store.read())
    .await?;
    seen(store, row, lifetimes, now_ms, true).await
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
        account: AccountId(row.try_get("account")?),
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

/// Ends the sign-in of a secret; tells which it was and whose, if there was one.
pub(super) async fn close(
    write: &mut Write,
    role: Role,
    secret: &Redacted<String>,
) -> Result<Option<(SignInId, AccountId)>, SignInError> {
    let row = sqlx::query(
        "DELETE FROM sign_ins WHERE secret_hash = $1 AND role = $2 RETURNING id, account",
    )
    .bind(secret::hash(secret.expose()))
    .bind(role.as_str())
    .fetch_optional(&mut **write)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let id = SignInId::parse(&row.try_get::<String, _>("id")?);
    let account = AccountId(row.try_get("account")?);
    Ok(id.map(|id| (id, account)))
}

/// A stored picture: its media type and bytes.
pub(super) async fn load_picture(
    store: &Store,
    hash: &str,
) -> Result<Option<(String, Vec<u8>)>, SignInError> {
    let row = sqlx::query("SELECT media_type, bytes FROM pictures WHERE hash = $1")
        .bind(hash)
        .fetch_optional(store.read())
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((row.try_get("media_type")?, row.try_get("bytes")?)))
}
