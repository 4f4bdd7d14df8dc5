//! What is kept of people, and their pictures: as their provider and the directory described them last.

use super::{error::SignInError, person::Profile, sign_ins::AccountId, user_info::Picture};
use crate::{
    access::Standing,
    store::{Store, Write},
};
use rh_protocol::Redacted;
use sqlx::Row as _;

/// Pictures that nobody uses any more are kept this long, in milliseconds: a session may show them.
const PICTURE_KEPT_MS: i64 = 30 * 24 * 60 * 60_000;

/// Where pictures stand on this origin, before their hash.
pub(super) const PICTURES: &str = "/api/v1/pictures/";

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

/// Keeps what gives somebody who is known a role; tells whether that is other than it was.
pub(super) async fn save_standing(
    write: &mut Write,
    account: &AccountId,
    standing: &Standing,
) -> Result<bool, SignInError> {
    let saved = sqlx::query(
        "UPDATE accounts SET email = $1, groups_held = $2 \
         WHERE id = $3 AND (email IS DISTINCT FROM $1 OR groups_held <> $2)",
    )
    .bind(&standing.email)
    .bind(serde_json::json!(standing.groups).to_string())
    .bind(account.as_str())
    .execute(&mut **write)
    .await?;
    Ok(saved.rows_affected() > 0)
}

/// Forgets what the provider said of somebody that gives them a role, unless they are signed in; tells whether there was anything.
pub(super) async fn forget_standing(
    write: &mut Write,
    account: &AccountId,
) -> Result<bool, SignInError> {
    let forgotten = sqlx::query(
        "UPDATE accounts SET email = NULL, groups_held = '[]' \
         WHERE id = $1 AND (email IS NOT NULL OR groups_held <> '[]') \
         AND NOT EXISTS (SELECT 1 FROM sign_ins WHERE account = $1)",
    )
    .bind(account.as_str())
    .execute(&mut **write)
    .await?;
    Ok(forgotten.rows_affected() > 0)
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
