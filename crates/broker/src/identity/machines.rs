//! Tokens by which other programs use the interface: each with permissions and an end, shown once, kept as a hash.
//!
//! A token opens what administrators do. It starts no session and joins none: nobody is helped by a program.

use super::{AccountId, Identity, SignInError, secret};
use crate::{
    audit::{self, Record},
    http::{
        error::ApiError,
        refused::{Lacking, Refused},
    },
    identity::{OrganizationUpdate, Permitted},
    store::{StoreError, Write},
};
use http::{HeaderMap, header};
use rh_access::Permissions;
use rh_protocol::{ErrorBody, ErrorCode, Redacted, limits};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What every token begins with, so that scanners for secrets find one that got lost.
const PREFIX: &str = "rhm_";
/// What an account is called that is a program's.
const ACTOR: &str = "token:";
/// When a token was last used is written no more often than this, in milliseconds.
const USED_MS: i64 = 5 * 60_000;
const DAY_MS: u64 = 24 * 60 * 60_000;

/// A token to be issued.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub permissions: Permissions,
    /// How long, in days.
    pub days: u32,
}

/// One that was just issued: the only time that it is told.
#[derive(Debug, Serialize)]
pub struct IssuedToken {
    /// Its id.
    pub id: String,
    /// The token.
    pub token: Redacted<String>,
    /// When it ends, in Unix milliseconds.
    pub expires_ms: i64,
}

/// A token, for administrators.
#[derive(Debug, Serialize)]
pub struct TokenView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub permissions: Permissions,
    /// Who issued it.
    pub issued_by: Issuer,
    /// When it was issued, in Unix milliseconds.
    pub issued_ms: i64,
    /// When it ends, in Unix milliseconds.
    pub expires_ms: i64,
    /// When it was last used, to a few minutes, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_ms: Option<i64>,
}

/// Whoever issued a token.
#[derive(Debug, Serialize)]
pub struct Issuer {
    /// The account, which may be a program's.
    pub account: String,
    /// What that account is called now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Redacted<String>>,
}

/// Why nothing was issued or revoked.
#[derive(Debug, thiserror::Error)]
pub enum MachineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It is refused.
    #[error("refused: {}", .0.code.as_str())]
    Refused(ErrorBody),
    /// Whoever issues it lacks permissions that it was to have: `bad-field`, of which the audit is told.
    #[error("more than whoever issues it may do")]
    Beyond(Refused),
}

impl From<sqlx::Error> for MachineError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl MachineError {
    fn field(name: &str) -> Self {
        Self::Refused(ErrorBody {
            field: Some(name.to_owned()),
            ..ErrorBody::new(ErrorCode::BadField)
        })
    }
}

/// A program that is asking.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) account: AccountId,
    pub(super) permissions: Permissions,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    permissions: String,
    issued_by: String,
    issuer: Option<String>,
    issued_ms: i64,
    expires_ms: i64,
    used_ms: Option<i64>,
}

/// A token that is known, good or not.
#[derive(sqlx::FromRow)]
struct Known {
    id: String,
    permissions: String,
    used_ms: Option<i64>,
    expires_ms: i64,
    revoked_ms: Option<i64>,
}

impl Identity {
    /// Issues a token with permissions that whoever issues it has.
    ///
    /// # Errors
    /// Refused with `bad-field` or `too-many`; for more than they have it carries what they lack.
    pub async fn issue_token(
        &self,
        by: &Permitted<OrganizationUpdate>,
        new: NewToken,
    ) -> Result<IssuedToken, MachineError> {
        check(&new, by.account(), by.permissions())?;
        let (id, token) = (format!("{:032x}", rand::random::<u128>()), secret::fresh());
        let token = Redacted::new(format!("{PREFIX}{}", token.expose()));
        let now = self.0.clock.now_db();
        let expires_ms = now.saturating_add_unsigned(u64::from(new.days) * DAY_MS);
        let mut write = self.0.store.write().await?;
        forget(&mut write, now).await?;
        let there: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM machine_tokens WHERE revoked_ms IS NULL AND expires_ms > $1",
        )
        .bind(now)
        .fetch_one(&mut *write)
        .await?;
        if usize::try_from(there).unwrap_or(usize::MAX) >= limits::MACHINE_TOKENS {
            return Err(MachineError::Refused(ErrorCode::TooMany.into()));
        }
        sqlx::query(
            "INSERT INTO machine_tokens \
             (id, name, secret_hash, permissions, issued_by, issued_ms, expires_ms) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&id)
        .bind(&new.name)
        .bind(secret::hash(token.expose()))
        .bind(json!(new.permissions).to_string())
        .bind(by.account().as_str())
        .bind(now)
        .bind(expires_ms)
        .execute(&mut *write)
        .await?;
        let data = json!({
            "token": id,
            "name": new.name,
            "permissions": new.permissions,
            "days": new.days,
        });
        self.record_token(&mut write, by, "token-issued", data)
            .await?;
        write.commit().await?;
        Ok(IssuedToken {
            id,
            token,
            expires_ms,
        })
    }

    /// The tokens that have not ended, newest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn tokens(
        &self,
        _by: &Permitted<OrganizationUpdate>,
    ) -> Result<Vec<TokenView>, MachineError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT t.id, t.name, t.permissions, t.issued_by, a.name AS issuer, \
                    t.issued_ms, t.expires_ms, t.used_ms \
             FROM machine_tokens t LEFT JOIN accounts a ON a.id = t.issued_by \
             WHERE t.revoked_ms IS NULL AND t.expires_ms > $1 ORDER BY t.issued_ms DESC, t.id",
        )
        .bind(self.0.clock.now_db())
        .fetch_all(self.0.store.read())
        .await?;
        Ok(rows.into_iter().map(view).collect())
    }

    /// Revokes a token at once and for good, however the clock is set later. It stays known for a while, so that who uses it all
    /// the same is named.
    ///
    /// # Errors
    /// Refused with `not-found`.
    pub async fn revoke_token(
        &self,
        by: &Permitted<OrganizationUpdate>,
        id: &str,
    ) -> Result<(), MachineError> {
        let mut write = self.0.store.write().await?;
        let ended = sqlx::query(
            "UPDATE machine_tokens SET revoked_ms = $1 \
             WHERE id = $2 AND revoked_ms IS NULL AND expires_ms > $1",
        )
        .bind(self.0.clock.now_db())
        .bind(id)
        .execute(&mut *write)
        .await?;
        if ended.rows_affected() == 0 {
            return Err(MachineError::Refused(ErrorCode::NotFound.into()));
        }
        self.record_token(&mut write, by, "token-revoked", json!({ "token": id }))
            .await?;
        Ok(write.commit().await?)
    }

    /// The program that brings a token, if any is brought.
    ///
    /// # Errors
    /// `not-signed-in` for a token that is none of ours, or has ended. In the audit one that has ended is named.
    pub(super) async fn machine(&self, headers: &HeaderMap) -> Result<Option<Machine>, ApiError> {
        let Some(token) = bearer(headers) else {
            return Ok(None);
        };
        let now = self.0.clock.now_db();
        let found: Option<Known> = sqlx::query_as(
            "SELECT id, permissions, used_ms, expires_ms, revoked_ms FROM machine_tokens \
             WHERE secret_hash = $1",
        )
        .bind(secret::hash(token))
        .fetch_optional(self.0.store.read())
        .await?;
        let known = found.ok_or(SignInError::NotSignedIn)?;
        let account = AccountId::of_machine(&format!("{ACTOR}{}", known.id));
        if known.revoked_ms.is_some() || known.expires_ms <= now {
            let lacking = Lacking::Token;
            let refused = Refused { account, lacking };
            return Err(ApiError::from(SignInError::NotSignedIn).refused(refused));
        }
        let used_ms = known.used_ms;
        if used_ms.is_none_or(|used_ms| now.saturating_sub(used_ms) >= USED_MS) {
            let mut write = self.0.store.write().await?;
            sqlx::query("UPDATE machine_tokens SET used_ms = $1 WHERE id = $2")
                .bind(now)
                .bind(&known.id)
                .execute(&mut *write)
                .await?;
            write.commit().await?;
        }
        Ok(Some(Machine {
            account,
            permissions: read(&known.permissions),
        }))
    }

    async fn record_token(
        &self,
        write: &mut Write,
        by: &Permitted<OrganizationUpdate>,
        kind: &str,
        data: Value,
    ) -> Result<(), StoreError> {
        let record = Record {
            at_ms: self.0.clock.now_ms(),
            session: None,
            actor: Some(by.account().to_string()),
            kind: kind.to_owned(),
            data,
        };
        audit::append(write, &record).await?;
        Ok(())
    }
}

/// Forgets tokens that have ended, but for the last ones.
async fn forget(write: &mut Write, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM machine_tokens WHERE (revoked_ms IS NOT NULL OR expires_ms <= $1) AND id NOT IN \
         (SELECT id FROM machine_tokens WHERE revoked_ms IS NOT NULL OR expires_ms <= $1 \
          ORDER BY COALESCE(revoked_ms, expires_ms) DESC, id LIMIT $2)",
    )
    .bind(now)
    .bind(i64::try_from(limits::MACHINE_TOKENS_ENDED).unwrap_or(i64::MAX))
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// The token of a request (RFC 6750 §2.1), if it brings one of our form.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && token.starts_with(PREFIX)).then_some(token)
}

/// Nobody gives away what they do not have, nor what a program has no use for.
fn check(new: &NewToken, by: &AccountId, held: Permissions) -> Result<(), MachineError> {
    let name = new.name.trim();
    let plain = name == new.name && !name.chars().any(char::is_control);
    if !plain || !(1..=limits::NAME_CHARS).contains(&name.chars().count()) {
        return Err(MachineError::field("name"));
    }
    if new.permissions.is_empty() || !Permissions::PROGRAMS.contains_all(new.permissions) {
        return Err(MachineError::field("permissions"));
    }
    if !held.contains_all(new.permissions) {
        return Err(MachineError::Beyond(Refused {
            account: by.clone(),
            lacking: Lacking::Permissions(new.permissions.without(held)),
        }));
    }
    if !(1..=limits::MACHINE_TOKEN_DAYS).contains(&new.days) {
        return Err(MachineError::field("days"));
    }
    Ok(())
}

/// What does not read allows nothing.
fn read(permissions: &str) -> Permissions {
    serde_json::from_str(permissions).unwrap_or_default()
}

fn view(row: Row) -> TokenView {
    TokenView {
        id: row.id,
        name: row.name,
        permissions: read(&row.permissions),
        issued_by: Issuer {
            account: row.issued_by,
            name: row.issuer.map(Redacted::new),
        },
        issued_ms: row.issued_ms,
        expires_ms: row.expires_ms,
        used_ms: row.used_ms,
    }
}

#[cfg(test)]
mod tests;
