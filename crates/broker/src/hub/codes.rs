//! The table of security codes and of attempts at them: what is live, who tried, who may try again.
//!
//! Every function works inside the caller's transaction.

use rh_protocol::{ErrorBody, ErrorCode, Passcode, SessionId, limits};
use sqlx::SqliteConnection;

/// A day, in milliseconds: the tenant's window, and how long dead rows are kept.
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;
/// Past the tenant's daily figure: how long an account waits after its first wrong code of the day, in
/// milliseconds. Each further one doubles it.
///
/// Thus an account has at most 17 more looks in a day (2^17 s are longer than one), less those that it
/// had before. Whoever shares the daily figure among up to 50 accounts has none left; each account that
/// joins them fresh has 17. With 1,000 live codes of 32^8, 1e-6 a day is 1,099 looks: the figure and
/// eleven such accounts.
const WAIT_MS: u64 = 1_000;
/// When the alarm was last raised, in the table of facts.
const ALARM_KEY: &str = "code_alarm_ms";

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
    /// Wrong codes of the whole tenant within a day, this one included, when it is the one that
    /// passes the figure at which an alarm is raised; at most once a day.
    pub alarm: Option<u32>,
}

impl Refusal {
    /// A refusal that is answered at once and has nothing to do with the code.
    pub(super) const fn now(error: ErrorBody) -> Self {
        Self { error, alarm: None }
    }

    fn too_many(retry_after_ms: u64) -> Self {
        Self {
            error: ErrorBody {
                retry_after_ms: Some(retry_after_ms),
                ..ErrorBody::new(ErrorCode::TooManyWrongCodes)
            },
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
    let free_ms = free_at(writer, account, now_ms).await?;
    if free_ms > now_ms {
        return Ok(Verdict::Refused(Refusal::too_many(free_ms - now_ms)));
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
    let tried = tries(writer, account, now_ms, limits::WRONG_CODES_WINDOW_MS).await?;
    let tried = u8::try_from(tried.count).unwrap_or(u8::MAX);
    let in_tenant = wrong_in_tenant(writer, now_ms).await?;
    let beyond = in_tenant > limits::WRONG_CODES_TENANT_DAY;
    let alarm = beyond && raise_alarm(writer, now_ms).await?;
    Ok(Refusal {
        error: ErrorBody {
            tries_left: Some(limits::WRONG_CODES.saturating_sub(tried)),
            ..ErrorBody::new(ErrorCode::WrongCode)
        },
        alarm: alarm.then_some(in_tenant),
    })
}

/// When an account may try its next code: now, unless its own wrong codes say otherwise.
async fn free_at(
    writer: &mut SqliteConnection,
    account: &str,
    now_ms: u64,
) -> Result<u64, sqlx::Error> {
    let mut free_ms = now_ms;
    let recent = tries(writer, account, now_ms, limits::WRONG_CODES_WINDOW_MS).await?;
    if recent.count >= u32::from(limits::WRONG_CODES) {
        let over_ms = recent
            .oldest_ms
            .saturating_add(limits::WRONG_CODES_WINDOW_MS);
        free_ms = free_ms.max(over_ms);
    }
    let day = tries(writer, account, now_ms, DAY_MS).await?;
    // Who has no wrong code of their own waits for nobody else's.
    if day.count > 0 && wrong_in_tenant(writer, now_ms).await? >= limits::WRONG_CODES_TENANT_DAY {
        free_ms = free_ms.max(day.newest_ms.saturating_add(wait_after(day.count)));
    }
    Ok(free_ms)
}

/// How long an account waits after so many wrong codes within a day, once the tenant's figure is
/// passed, in milliseconds. A day at most: then the codes are forgotten.
fn wait_after(wrong: u32) -> u64 {
    let Some(doublings) = wrong.checked_sub(1) else {
        return 0;
    };
    let factor = 1_u64.checked_shl(doublings).unwrap_or(u64::MAX);
    WAIT_MS.saturating_mul(factor).min(DAY_MS)
}

/// Wrong codes of the whole tenant within a day. Counted no further than it matters, so that a flood
/// does not slow itself down for everybody.
async fn wrong_in_tenant(writer: &mut SqliteConnection, now_ms: u64) -> Result<u32, sqlx::Error> {
    let count: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM \
         (SELECT 1 FROM code_attempts WHERE at_ms > $1 AND wrong = 1 LIMIT $2) AS counted",
    )
    .bind(signed(now_ms.saturating_sub(DAY_MS)))
    .bind(i64::from(limits::WRONG_CODES_TENANT_DAY) + 1)
    .fetch_one(writer)
    .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Whether the alarm is to be raised: not within a day of the last one, since wrong codes that are
/// forgotten and new ones cross the figure again and again.
async fn raise_alarm(writer: &mut SqliteConnection, now_ms: u64) -> Result<bool, sqlx::Error> {
    let raised = sqlx::query(
        "INSERT INTO meta (key, value) VALUES ($1, $2) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value \
         WHERE CAST(meta.value AS BIGINT) <= $3",
    )
    .bind(ALARM_KEY)
    .bind(now_ms.to_string())
    .bind(signed(now_ms.saturating_sub(DAY_MS)))
    .execute(writer)
    .await?;
    Ok(raised.rows_affected() > 0)
}

/// Attempts of an account within a window that are wrong, or may be.
#[derive(Debug)]
struct Tries {
    count: u32,
    oldest_ms: u64,
    newest_ms: u64,
}

async fn tries(
    writer: &mut SqliteConnection,
    account: &str,
    now_ms: u64,
    window_ms: u64,
) -> Result<Tries, sqlx::Error> {
    let (count, oldest, newest): (i64, Option<i64>, Option<i64>) = sqlx::query_as(
        "SELECT COUNT(*), MIN(at_ms), MAX(at_ms) FROM code_attempts \
         WHERE account = $1 AND at_ms > $2",
    )
    .bind(account)
    .bind(signed(now_ms.saturating_sub(window_ms)))
    .fetch_one(writer)
    .await?;
    Ok(Tries {
        count: u32::try_from(count).unwrap_or(u32::MAX),
        oldest_ms: oldest.map_or(now_ms, unsigned),
        newest_ms: newest.map_or(now_ms, unsigned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_day() {
        let waits: Vec<u64> = (0..6).map(wait_after).collect();
        assert_eq!(waits, [0, 1_000, 2_000, 4_000, 8_000, 16_000]);
        assert_eq!(wait_after(17), 65_536_000);
        for many in [18, 65, u32::MAX] {
            assert_eq!(wait_after(many), DAY_MS);
        }
    }

    /// The figures of the comment on [`WAIT_MS`].
    #[test]
    fn the_chance_of_a_hit_stays_below_one_in_a_million_a_day() {
        let looks = |had: u32| {
            let mut at_ms = wait_after(had);
            let mut looks = 0;
            while at_ms < DAY_MS {
                looks += 1;
                at_ms += wait_after(had + looks);
            }
            looks
        };
        assert_eq!(looks(0), 17);
        assert_eq!(looks(limits::WRONG_CODES_TENANT_DAY / 50), 0);
        let most = limits::WRONG_CODES_TENANT_DAY + 11 * looks(0);
        let chance = f64::from(most) * 1_000.0 / 32_f64.powi(8);
        assert!(chance < 1e-6, "{chance}");
    }
}
