//! The table of security codes: what is live, and what was spent.
//!
//! Every function works inside the caller's transaction.

use super::attempts::{self, AttemptId};
use rh_protocol::{Passcode, SessionId};
use sqlx::SqliteConnection;

/// A day, in milliseconds: the tenant's window, and how long dead rows are kept.
pub(super) const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// Times are stored as the signed integers that databases have.
pub(super) fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

/// Makes a code live until the time given.
pub(super) async fn publish(
    writer: &mut SqliteConnection,
    code: &Passcode,
    session: SessionId,
    expires_ms: u64,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM codes WHERE expires_ms <= $1")
        .bind(signed(now_ms.saturating_sub(DAY_MS)))
        .execute(&mut *writer)
        .await?;
    sqlx::query("INSERT INTO codes (code, session, expires_ms) VALUES ($1, $2, $3)")
        .bind(code.as_str())
        .bind(session.to_string())
        .bind(signed(expires_ms))
        .execute(writer)
        .await?;
    Ok(())
}

/// Takes a code back that was not redeemed.
pub(super) async fn retire(
    writer: &mut SqliteConnection,
    code: &Passcode,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE codes SET retired_ms = $1 \
         WHERE code = $2 AND redeemed_ms IS NULL AND retired_ms IS NULL",
    )
    .bind(signed(now_ms))
    .bind(code.as_str())
    .execute(writer)
    .await?;
    Ok(())
}

/// Spends a live code, once: of any number of callers one gets `true`. The attempt is forgotten.
pub(super) async fn redeem(
    writer: &mut SqliteConnection,
    code: &Passcode,
    session: SessionId,
    attempt: &AttemptId,
    now_ms: u64,
) -> Result<bool, sqlx::Error> {
    let redeemed: Option<String> = sqlx::query_scalar(
        "UPDATE codes SET redeemed_ms = $1 \
         WHERE code = $2 AND session = $3 \
           AND redeemed_ms IS NULL AND retired_ms IS NULL AND expires_ms > $1 \
         RETURNING session",
    )
    .bind(signed(now_ms))
    .bind(code.as_str())
    .bind(session.to_string())
    .fetch_optional(&mut *writer)
    .await?;
    if redeemed.is_some() {
        attempts::forgive(writer, attempt).await?;
    }
    Ok(redeemed.is_some())
}

/// What the table says of a code; of an unknown one nothing.
#[derive(Default)]
pub(super) struct Found {
    /// The session that it opens.
    pub(super) live: Option<SessionId>,
    /// The session that it opened.
    pub(super) spent: Option<SessionId>,
}

/// Looks a code up.
pub(super) async fn find(
    writer: &mut SqliteConnection,
    code: &Passcode,
    now_ms: u64,
) -> Result<Found, sqlx::Error> {
    let row: Option<(String, bool, bool)> = sqlx::query_as(
        "SELECT session, redeemed_ms IS NULL AND retired_ms IS NULL AND expires_ms > $2, \
         redeemed_ms IS NOT NULL FROM codes WHERE code = $1",
    )
    .bind(code.as_str())
    .bind(signed(now_ms))
    .fetch_optional(writer)
    .await?;
    let Some((session, live, spent)) = row else {
        return Ok(Found::default());
    };
    let session = SessionId::parse(&session);
    Ok(Found {
        live: session.filter(|_| live),
        spent: session.filter(|_| spent),
    })
}
