//! The outbox: deliveries as rows, and how each webhook did last.

use super::delivery::{Delivery, Failure};
use rh_protocol::Redacted;
use sqlx::{FromRow, SqliteConnection, SqlitePool};

/// A delivery in its row.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    /// Its place in the line.
    pub(super) seq: i64,
    /// Its id.
    pub(super) id: String,
    /// The `type` of what it tells.
    pub(super) event: String,
    /// When that happened, in Unix milliseconds.
    pub(super) at_ms: u64,
    /// What is sent.
    pub(super) body: Redacted<String>,
    /// Where it is at.
    pub(super) delivery: Delivery,
}

#[derive(FromRow)]
struct Row {
    seq: i64,
    id: String,
    event: String,
    at_ms: i64,
    body: String,
    state: String,
}

impl From<Row> for Stored {
    fn from(row: Row) -> Self {
        let at_ms = u64::try_from(row.at_ms).unwrap_or_default();
        // Of a newer build, or damaged: begun anew, so that the line goes on.
        let delivery = serde_json::from_str(&row.state).unwrap_or_else(|_| Delivery::new(at_ms));
        Self {
            seq: row.seq,
            id: row.id,
            event: row.event,
            at_ms,
            body: Redacted::new(row.body),
            delivery,
        }
    }
}

/// How a webhook stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// Deliveries that wait.
    pub(super) waiting: u64,
    /// Dead letters.
    pub(super) dead: u64,
    /// When something was delivered last, in Unix milliseconds.
    pub(super) delivered_ms: Option<u64>,
    /// When something failed last, and why.
    pub(super) failed: Option<(u64, Failure)>,
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

fn text(value: &impl serde::Serialize) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// When the row says that it was given up.
fn dead_ms(delivery: &Delivery) -> Option<i64> {
    match delivery {
        Delivery::Dead { at_ms, .. } => Some(signed(*at_ms)),
        Delivery::Waiting { .. } | Delivery::Delivered => None,
    }
}

async fn next_seq(writer: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    let newest: Option<i64> = sqlx::query_scalar("SELECT MAX(seq) FROM webhook_deliveries")
        .fetch_one(writer)
        .await?;
    Ok(newest.unwrap_or_default().saturating_add(1))
}

/// Puts a new delivery at the end of a webhook's line.
pub(super) async fn add(
    writer: &mut SqliteConnection,
    webhook: &str,
    event: &str,
    id: &str,
    at_ms: u64,
    body: &str,
) -> Result<(), sqlx::Error> {
    let seq = next_seq(writer).await?;
    sqlx::query(
        "INSERT INTO webhook_deliveries (seq, id, webhook, event, at_ms, body, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(seq)
    .bind(id)
    .bind(webhook)
    .bind(event)
    .bind(signed(at_ms))
    .bind(body)
    .bind(text(&Delivery::new(at_ms))?)
    .execute(writer)
    .await
    .map(drop)
}

/// What had to go, so that there is a place for one more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dropped {
    /// Its id.
    pub(super) id: String,
    /// Whether it was a dead letter; else it was still waiting.
    pub(super) dead: bool,
}

/// Makes room for one more delivery, if there are `most` already: the oldest dead letters go first, and where there are
/// none, the oldest that waits.
pub(super) async fn make_room(
    writer: &mut SqliteConnection,
    webhook: &str,
    most: u32,
) -> Result<Vec<Dropped>, sqlx::Error> {
    let there: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM webhook_deliveries WHERE webhook = $1")
            .bind(webhook)
            .fetch_one(&mut *writer)
            .await?;
    let over = there.saturating_add(1).saturating_sub(i64::from(most));
    if over <= 0 {
        return Ok(Vec::new());
    }
    let going: Vec<(String, bool)> = sqlx::query_as(
        "SELECT id, dead_ms IS NOT NULL FROM webhook_deliveries WHERE webhook = $1 \
         ORDER BY dead_ms IS NULL, seq LIMIT $2",
    )
    .bind(webhook)
    .bind(over)
    .fetch_all(&mut *writer)
    .await?;
    let mut dropped = Vec::with_capacity(going.len());
    for (id, dead) in going {
        remove(writer, &id).await?;
        dropped.push(Dropped { id, dead });
    }
    Ok(dropped)
}

/// The one that is to be delivered next.
pub(super) async fn first(
    connection: &mut SqliteConnection,
    webhook: &str,
) -> Result<Option<Stored>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT seq, id, event, at_ms, body, state FROM webhook_deliveries \
         WHERE webhook = $1 AND dead_ms IS NULL ORDER BY seq LIMIT 1",
    )
    .bind(webhook)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Into::into))
}

/// A dead letter.
pub(super) async fn dead_letter(
    connection: &mut SqliteConnection,
    webhook: &str,
    id: &str,
) -> Result<Option<Stored>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT seq, id, event, at_ms, body, state FROM webhook_deliveries \
         WHERE webhook = $1 AND id = $2 AND dead_ms IS NOT NULL",
    )
    .bind(webhook)
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Into::into))
}

/// Dead letters, the newest first: so many before one's place in the line.
pub(super) async fn dead_letters(
    readers: &SqlitePool,
    webhook: &str,
    before: i64,
    most: u32,
) -> Result<Vec<Stored>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT seq, id, event, at_ms, body, state FROM webhook_deliveries \
         WHERE webhook = $1 AND dead_ms IS NOT NULL AND seq < $2 ORDER BY seq DESC LIMIT $3",
    )
    .bind(webhook)
    .bind(before)
    .bind(most)
    .fetch_all(readers)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Writes where a delivery is at; what is delivered goes. `false` when it was not there any more.
pub(super) async fn save(
    writer: &mut SqliteConnection,
    id: &str,
    delivery: &Delivery,
) -> Result<bool, sqlx::Error> {
    if *delivery == Delivery::Delivered {
        return remove(writer, id).await;
    }
    let saved = sqlx::query("UPDATE webhook_deliveries SET state = $2, dead_ms = $3 WHERE id = $1")
        .bind(id)
        .bind(text(delivery)?)
        .bind(dead_ms(delivery))
        .execute(writer)
        .await?;
    Ok(saved.rows_affected() > 0)
}

/// Puts one at the end of the line.
pub(super) async fn queue_again(
    writer: &mut SqliteConnection,
    id: &str,
) -> Result<(), sqlx::Error> {
    let seq = next_seq(writer).await?;
    sqlx::query("UPDATE webhook_deliveries SET seq = $2 WHERE id = $1")
        .bind(id)
        .bind(seq)
        .execute(writer)
        .await
        .map(drop)
}

/// Removes one. `false` when it was not there any more.
pub(super) async fn remove(writer: &mut SqliteConnection, id: &str) -> Result<bool, sqlx::Error> {
    let removed = sqlx::query("DELETE FROM webhook_deliveries WHERE id = $1")
        .bind(id)
        .execute(writer)
        .await?;
    Ok(removed.rows_affected() > 0)
}

/// Removes what happened before some time, delivered or not. Returns how many.
pub(super) async fn remove_before(
    writer: &mut SqliteConnection,
    at_ms: i64,
) -> Result<u64, sqlx::Error> {
    let removed = sqlx::query("DELETE FROM webhook_deliveries WHERE at_ms < $1")
        .bind(at_ms)
        .execute(writer)
        .await?;
    Ok(removed.rows_affected())
}

/// Notes what came of a try.
pub(super) async fn note(
    writer: &mut SqliteConnection,
    webhook: &str,
    now_ms: u64,
    failure: Option<Failure>,
) -> Result<(), sqlx::Error> {
    let statement = match failure {
        None => {
            "INSERT INTO webhook_results (webhook, delivered_ms) VALUES ($1, $2) \
             ON CONFLICT (webhook) DO UPDATE SET delivered_ms = excluded.delivered_ms"
        }
        Some(_) => {
            "INSERT INTO webhook_results (webhook, failed_ms, failure) VALUES ($1, $2, $3) \
             ON CONFLICT (webhook) DO UPDATE SET failed_ms = excluded.failed_ms, \
             failure = excluded.failure"
        }
    };
    let query = sqlx::query(statement).bind(webhook).bind(signed(now_ms));
    let query = match failure {
        None => query,
        Some(failure) => query.bind(text(&failure)?),
    };
    query.execute(writer).await.map(drop)
}

/// How a webhook stands.
pub(super) async fn standing(
    connection: &mut SqliteConnection,
    webhook: &str,
) -> Result<Standing, sqlx::Error> {
    let (waiting, dead): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*) FILTER (WHERE dead_ms IS NULL), COUNT(dead_ms) \
         FROM webhook_deliveries WHERE webhook = $1",
    )
    .bind(webhook)
    .fetch_one(&mut *connection)
    .await?;
    let results: Option<(Option<i64>, Option<i64>, Option<String>)> = sqlx::query_as(
        "SELECT delivered_ms, failed_ms, failure FROM webhook_results WHERE webhook = $1",
    )
    .bind(webhook)
    .fetch_optional(connection)
    .await?;
    let (delivered_ms, failed_ms, failure) = results.unwrap_or_default();
    let failure = failure.and_then(|text| serde_json::from_str(&text).ok());
    Ok(Standing {
        waiting: unsigned(waiting),
        dead: unsigned(dead),
        delivered_ms: delivered_ms.map(unsigned),
        failed: failed_ms.map(unsigned).zip(failure),
    })
}
