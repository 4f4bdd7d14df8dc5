//! How many sessions there were, how long they lasted, how they ended, and the same day by day.

use super::query::Filter;
use chrono::DateTime;
use serde::Serialize;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Sessions in figures. Durations are from the moment when both had agreed, and only of sessions that came so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// How many there were.
    pub sessions: u64,
    /// In how many of them both sides agreed.
    pub started: u64,
    /// How long these lasted together, in milliseconds.
    pub duration_ms: u64,
    /// How long one of them lasted: half of them less, half of them more. None where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_ms: Option<u64>,
    /// For how long screens were shared, without pauses.
    pub shared_ms: u64,
    /// How they ended, the most frequent first.
    pub outcomes: Vec<Outcome>,
    /// Day by day, those with sessions only, the oldest first.
    pub days: Vec<Day>,
}

/// How many sessions ended so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Why they ended.
    pub outcome: String,
    /// How many did.
    pub sessions: u64,
}

/// The sessions that were created on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The day (UTC): `2026-11-30`.
    pub day: String,
    /// How many.
    pub sessions: u64,
    /// How long they lasted together, in milliseconds.
    pub duration_ms: u64,
    /// For how long screens were shared.
    pub shared_ms: u64,
}

/// Reckons them up, as of one moment.
///
/// # Errors
/// When the store cannot be read.
pub async fn totals(store: &SqlitePool, filter: &Filter) -> Result<Totals, sqlx::Error> {
    let mut read = store.begin().await?;
    let outcomes = outcomes(&mut read, filter).await?;
    let days = days(&mut read, filter).await?;
    let started = started(&mut read, filter).await?;
    Ok(Totals {
        sessions: outcomes.iter().map(|one| one.sessions).sum(),
        started,
        duration_ms: days.iter().map(|day| day.duration_ms).sum(),
        median_ms: median_ms(&mut read, filter, started).await?,
        shared_ms: days.iter().map(|day| day.shared_ms).sum(),
        outcomes,
        days,
    })
}

/// A query over the sessions that are meant.
fn select(columns: &'static str, filter: &Filter) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::<Sqlite>::new("SELECT ");
    query.push(columns);
    query.push(" FROM session_report WHERE 1 = 1");
    filter.push(&mut query);
    query
}

async fn outcomes(
    read: &mut SqliteConnection,
    filter: &Filter,
) -> Result<Vec<Outcome>, sqlx::Error> {
    let mut query = select("outcome, COUNT(*)", filter);
    query.push(" GROUP BY outcome ORDER BY COUNT(*) DESC, outcome");
    let rows: Vec<(String, i64)> = query.build_query_as().fetch_all(read).await?;
    let rows = rows.into_iter().map(|(outcome, sessions)| Outcome {
        outcome,
        sessions: sessions.unsigned_abs(),
    });
    Ok(rows.collect())
}

async fn days(read: &mut SqliteConnection, filter: &Filter) -> Result<Vec<Day>, sqlx::Error> {
    let columns = "created_ms / 86400000, COUNT(*), SUM(duration_ms), SUM(shared_ms)";
    let mut query = select(columns, filter);
    query.push(" GROUP BY 1 ORDER BY 1");
    let rows: Vec<(i64, i64, i64, i64)> = query.build_query_as().fetch_all(read).await?;
    let rows = rows
        .into_iter()
        .map(|(day, sessions, duration_ms, shared_ms)| Day {
            day: date(day),
            sessions: sessions.unsigned_abs(),
            duration_ms: duration_ms.unsigned_abs(),
            shared_ms: shared_ms.unsigned_abs(),
        });
    Ok(rows.collect())
}

/// A day by its number since 1970-01-01.
fn date(day: i64) -> String {
    let at = DateTime::from_timestamp_millis(day.saturating_mul(DAY_MS));
    // Farther than a calendar reaches there is no clock.
    at.unwrap_or_default().date_naive().to_string()
}

async fn started(read: &mut SqliteConnection, filter: &Filter) -> Result<u64, sqlx::Error> {
    let mut query = select("COUNT(started_ms)", filter);
    let count: i64 = query.build_query_scalar().fetch_one(read).await?;
    Ok(count.unsigned_abs())
}

/// The duration in the middle of so many; of an even number the mean of the two there.
async fn median_ms(
    read: &mut SqliteConnection,
    filter: &Filter,
    started: u64,
) -> Result<Option<u64>, sqlx::Error> {
    let Some(before) = started.checked_sub(1).map(|last| last / 2) else {
        return Ok(None);
    };
    let middle: i64 = if started.is_multiple_of(2) { 2 } else { 1 };
    let mut query = select("duration_ms", filter);
    query.push(" AND started_ms IS NOT NULL ORDER BY duration_ms LIMIT ");
    query.push_bind(middle);
    query.push(" OFFSET ");
    query.push_bind(i64::try_from(before).unwrap_or(i64::MAX));
    let found: Vec<i64> = query.build_query_scalar().fetch_all(read).await?;
    let sum: u64 = found.iter().map(|ms| ms.unsigned_abs()).sum();
    Ok(sum.checked_div(found.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn a_day_is_called_by_its_date() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(20_787), "2026-11-30");
    }
}
