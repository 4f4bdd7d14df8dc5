//! Attempts at codes: who may try, what comes of it, and who waits how long for the next one.
//!
//! Every function works inside the caller's transaction.

use super::{
    codes::{self, DAY_MS, signed},
    rows,
};
use rh_protocol::{ErrorBody, ErrorCode, Passcode, SessionId, limits};
use sqlx::SqliteConnection;

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

/// What becomes of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The code is live: its session decides. The attempt counts as wrong until it does.
    Live {
        /// The attempt, to be taken back when the code proves right.
        attempt: AttemptId,
        /// The session of the code.
        session: SessionId,
    },
    /// The account has spent this code itself and is in its session: no attempt at all.
    Theirs(SessionId),
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

/// The first look at an attempt: is the account allowed to try, has it spent the code itself, and if
/// not, is the code live?
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
    let found = codes::find(writer, code, now_ms).await?;
    if let Some(session) = rows::open_with(writer, found.spent, account).await? {
        return Ok(Verdict::Theirs(session));
    }
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
    match found.live {
        Some(session) => Ok(Verdict::Live { attempt, session }),
        None => refuse(writer, account, &attempt, now_ms).await,
    }
}

/// The second look at an attempt whose code was live and that the session did not take: it is wrong,
/// unless the account has meanwhile spent the code itself, by another request.
pub(super) async fn settle(
    writer: &mut SqliteConnection,
    account: &str,
    code: &Passcode,
    attempt: &AttemptId,
    now_ms: u64,
) -> Result<Verdict, sqlx::Error> {
    let found = codes::find(writer, code, now_ms).await?;
    match rows::open_with(writer, found.spent, account).await? {
        Some(session) => {
            forgive(writer, attempt).await?;
            Ok(Verdict::Theirs(session))
        }
        None => refuse(writer, account, attempt, now_ms).await,
    }
}

/// Settles an attempt as wrong.
async fn refuse(
    writer: &mut SqliteConnection,
    account: &str,
    attempt: &AttemptId,
    now_ms: u64,
) -> Result<Verdict, sqlx::Error> {
    sqlx::query("UPDATE code_attempts SET wrong = 1 WHERE id = $1")
        .bind(&attempt.0)
        .execute(&mut *writer)
        .await?;
    let tried = tries(writer, account, now_ms).await?.recent;
    let tried = u8::try_from(tried).unwrap_or(u8::MAX);
    let in_tenant = wrong_in_tenant(writer, now_ms).await?;
    let beyond = in_tenant > limits::WRONG_CODES_TENANT_DAY;
    let alarm = beyond && raise_alarm(writer, now_ms).await?;
    Ok(Verdict::Refused(Refusal {
        error: ErrorBody {
            tries_left: Some(limits::WRONG_CODES.saturating_sub(tried)),
            ..ErrorBody::new(ErrorCode::WrongCode)
        },
        alarm: alarm.then_some(in_tenant),
    }))
}

/// When an account may try its next code: now, unless its own wrong codes say otherwise.
async fn free_at(
    writer: &mut SqliteConnection,
    account: &str,
    now_ms: u64,
) -> Result<u64, sqlx::Error> {
    let mut free_ms = now_ms;
    let tries = tries(writer, account, now_ms).await?;
    if tries.recent >= u32::from(limits::WRONG_CODES) {
        let over_ms = tries.first_recent_ms;
        free_ms = free_ms.max(over_ms.saturating_add(limits::WRONG_CODES_WINDOW_MS));
    }
    // Who has no wrong code of their own waits for nobody else's.
    if tries.day > 0 && wrong_in_tenant(writer, now_ms).await? >= limits::WRONG_CODES_TENANT_DAY {
        free_ms = free_ms.max(tries.last_ms.saturating_add(wait_after(tries.day)));
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

/// Attempts of an account that are wrong, or may be.
#[derive(Debug)]
struct Tries {
    /// Within a day.
    day: u32,
    /// When the last of them was.
    last_ms: u64,
    /// Within [`limits::WRONG_CODES_WINDOW_MS`].
    recent: u32,
    /// When the first of these was.
    first_recent_ms: u64,
}

async fn tries(
    writer: &mut SqliteConnection,
    account: &str,
    now_ms: u64,
) -> Result<Tries, sqlx::Error> {
    let (day, last, recent, first_recent): (i64, Option<i64>, i64, Option<i64>) = sqlx::query_as(
        "SELECT COUNT(*), MAX(at_ms), \
         COUNT(*) FILTER (WHERE at_ms > $3), MIN(at_ms) FILTER (WHERE at_ms > $3) \
         FROM code_attempts WHERE account = $1 AND at_ms > $2",
    )
    .bind(account)
    .bind(signed(now_ms.saturating_sub(DAY_MS)))
    .bind(signed(now_ms.saturating_sub(limits::WRONG_CODES_WINDOW_MS)))
    .fetch_one(writer)
    .await?;
    let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Tries {
        day: count(day),
        last_ms: last.map_or(now_ms, unsigned),
        recent: count(recent),
        first_recent_ms: first_recent.map_or(now_ms, unsigned),
    })
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
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
