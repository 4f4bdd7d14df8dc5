//! The table of security codes and of attempts at them: what is live, who tried, who may try again.
//!
//! Every function works inside the caller's transaction.

use rh_protocol::{ErrorBody, ErrorCode, Passcode, SessionId, limits};
use sqlx::SqliteConnection;

/// A day, in milliseconds: the tenant's window, and how long dead rows are kept.
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;
/// What each wrong code beyond the tenant's daily figure adds to the wait, in milliseconds.
const WAIT_STEP_MS: u64 = 10;
/// The longest such wait, in milliseconds.
const WAIT_MAX_MS: u64 = 10_000;

/// One attempt at a code, by its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AttemptId(pub(super) String);

/// What becomes of an attempt at the first look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The code is live: its session decides. The attempt counts as wrong until it does.
    Live {
        /// The attempt, to be taken back when the code proves right.
        attempt: AttemptId,
        /// The session of the code.
        session: SessionId,
    },
    /// Refused.
    Refused(Refusal),
}

/// A refused attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What the person is told.
    pub error: ErrorBody,
    /// How long to hold the answer back, in milliseconds.
    pub wait_ms: u64,
    /// Wrong codes of the whole tenant within a day, this one included, when it is the one that
    /// passes the figure at which an alarm is raised.
    pub alarm: Option<u32>,
}

impl Refusal {
    /// A refusal that is answered at once and has nothing to do with the code.
    pub(super) const fn now(error: ErrorBody) -> Self {
        Self {
            error,
            wait_ms: 0,
            alarm: None,
        }
    }

    fn too_many(retry_after_ms: u64) -> Self {
        Self {
            error: ErrorBody {
                retry_after_ms: Some(retry_after_ms),
                ..ErrorBody::new(ErrorCode::TooManyWrongCodes)
            },
            wait_ms: 0,
            alarm: None,
        }
    }
}

/// Times are stored as the signed integers that databases have.
pub(super) fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
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
        forgive(writer, attempt).await?;
    }
    Ok(redeemed.is_some())
}

/// Forgets an attempt, since its code was right.
pub(super) async fn forgive(
    writer: &mut SqliteConnection,
    attempt: &AttemptId,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM code_attempts WHERE id = $1")
        .bind(&attempt.0)
        .execute(writer)
        .await?;
    Ok(())
}

/// The first look at an attempt: is the account allowed to try, and is the code live?
///
/// Unknown, expired and used codes take the same path, with the same reads and writes.
pub(super) async fn examine(
    writer: &mut SqliteConnection,
    account: &str,
    code: &Passcode,
    attempt: AttemptId,
    now_ms: u64,
) -> Result<Verdict, sqlx::Error> {
    let (tried, oldest_ms) = tries(writer, account, now_ms).await?;
    if tried >= limits::WRONG_CODES {
        let free_ms = oldest_ms.saturating_add(limits::WRONG_CODES_WINDOW_MS);
        return Ok(Verdict::Refused(Refusal::too_many(
            free_ms.saturating_sub(now_ms).max(1),
        )));
    }
    let session: Option<String> = sqlx::query_scalar(
        "SELECT session FROM codes \
         WHERE code = $1 AND redeemed_ms IS NULL AND retired_ms IS NULL AND expires_ms > $2",
    )
    .bind(code.as_str())
    .bind(signed(now_ms))
    .fetch_optional(&mut *writer)
    .await?;
    let session = session.as_deref().and_then(SessionId::parse);
    sqlx::query("DELETE FROM code_attempts WHERE at_ms <= $1")
        .bind(signed(now_ms.saturating_sub(DAY_MS)))
        .execute(&mut *writer)
        .await?;
    sqlx::query("INSERT INTO code_attempts (id, account, at_ms, wrong) VALUES ($1, $2, $3, 0)")
        .bind(&attempt.0)
        .bind(account)
        .bind(signed(now_ms))
        .execute(&mut *writer)
        .await?;
    match session {
        Some(session) => Ok(Verdict::Live { attempt, session }),
        None => Ok(Verdict::Refused(
            refuse(writer, account, &attempt, now_ms).await?,
        )),
    }
}

/// Settles an attempt as wrong.
pub(super) async fn refuse(
    writer: &mut SqliteConnection,
    account: &str,
    attempt: &AttemptId,
    now_ms: u64,
) -> Result<Refusal, sqlx::Error> {
    sqlx::query("UPDATE code_attempts SET wrong = 1 WHERE id = $1")
        .bind(&attempt.0)
        .execute(&mut *writer)
        .await?;
    let (tried, _) = tries(writer, account, now_ms).await?;
    // Counted no further than it matters, so that a flood does not slow itself down for everybody.
    let in_tenant: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM \
         (SELECT 1 FROM code_attempts WHERE at_ms > $1 AND wrong = 1 LIMIT $2) AS counted",
    )
    .bind(signed(now_ms.saturating_sub(DAY_MS)))
    .bind(signed(
        u64::from(limits::WRONG_CODES_TENANT_DAY) + WAIT_MAX_MS / WAIT_STEP_MS,
    ))
    .fetch_one(writer)
    .await?;
    let beyond = unsigned(in_tenant).saturating_sub(u64::from(limits::WRONG_CODES_TENANT_DAY));
    Ok(Refusal {
        error: ErrorBody {
            tries_left: Some(limits::WRONG_CODES.saturating_sub(tried)),
            ..ErrorBody::new(ErrorCode::WrongCode)
        },
        wait_ms: beyond.saturating_mul(WAIT_STEP_MS).min(WAIT_MAX_MS),
        alarm: (beyond == 1).then(|| u32::try_from(in_tenant).unwrap_or(u32::MAX)),
    })
}

/// Attempts of an account within the window, and the time of the oldest.
async fn tries(
    writer: &mut SqliteConnection,
    account: &str,
    now_ms: u64,
) -> Result<(u8, u64), sqlx::Error> {
    let (count, oldest): (i64, Option<i64>) = sqlx::query_as(
        "SELECT COUNT(*), MIN(at_ms) FROM code_attempts WHERE account = $1 AND at_ms > $2",
    )
    .bind(account)
    .bind(signed(now_ms.saturating_sub(limits::WRONG_CODES_WINDOW_MS)))
    .fetch_one(writer)
    .await?;
    Ok((
        u8::try_from(count).unwrap_or(u8::MAX),
        oldest.map_or(now_ms, unsigned),
    ))
}
