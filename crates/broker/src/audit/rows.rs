//! The records in the store.

use super::chain::{Entry, Hash};
use futures_util::{Stream, TryStreamExt as _};
use sqlx::{QueryBuilder, Row as _, SqliteConnection, sqlite::SqliteRow};

/// How many are added by one statement: SQLite takes some 32,000 values.
const CHUNK: usize = 500;

/// What stands in a row.
pub(super) struct Stored {
    /// Its number.
    pub(super) seq: i64,
    /// The record, unless somebody put other kinds of values there.
    pub(super) entry: Option<Entry>,
    /// The hash that is stored with it, if that is one.
    pub(super) hash: Option<Hash>,
}

/// Reads a row: the columns in the order of the chain, then the hash.
pub(super) fn stored(row: &SqliteRow) -> Result<Stored, sqlx::Error> {
    let seq = row.try_get(0)?;
    let entry = || {
        Ok::<_, sqlx::Error>(Entry {
            seq,
            at_ms: row.try_get(1)?,
            session: row.try_get(2)?,
            actor: row.try_get(3)?,
            kind: row.try_get(4)?,
            data: row.try_get(5)?,
        })
    };
    let hash: Option<&[u8]> = row.try_get(6).ok();
    Ok(Stored {
        seq,
        entry: entry().ok(),
        hash: hash.and_then(Hash::from_bytes),
    })
}

/// Those from one number to another, in order.
pub(super) fn between(
    connection: &mut SqliteConnection,
    first: i64,
    last: i64,
) -> impl Stream<Item = Result<Stored, sqlx::Error>> {
    sqlx::query(
        "SELECT seq, at_ms, session, actor, kind, data, hash FROM audit \
         WHERE seq BETWEEN $1 AND $2 AND typeof(seq) = 'integer' ORDER BY seq",
    )
    .bind(first)
    .bind(last)
    .fetch(connection)
    .and_then(async |row| stored(&row))
}

/// How many rows there are between two numbers, and the first of them.
pub(super) async fn count(
    connection: &mut SqliteConnection,
    first: i64,
    last: i64,
) -> Result<(Option<i64>, u64), sqlx::Error> {
    let (first, count): (Option<i64>, i64) = sqlx::query_as(
        "SELECT MIN(seq), COUNT(*) FROM audit \
         WHERE seq BETWEEN $1 AND $2 AND typeof(seq) = 'integer'",
    )
    .bind(first)
    .bind(last)
    .fetch_one(connection)
    .await?;
    Ok((first, count.unsigned_abs()))
}

/// How many rows have no number.
pub(super) async fn unnumbered(connection: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
    let count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM audit WHERE typeof(seq) <> 'integer'")
            .fetch_one(connection)
            .await?;
    Ok(count.unsigned_abs())
}

/// The hash that is stored with a record.
pub(super) async fn hash_of(
    connection: &mut SqliteConnection,
    seq: i64,
) -> Result<Option<Hash>, sqlx::Error> {
    let row = sqlx::query("SELECT hash FROM audit WHERE seq = $1")
        .bind(seq)
        .fetch_optional(connection)
        .await?;
    let hash = row.as_ref().and_then(|row| row.try_get::<&[u8], _>(0).ok());
    Ok(hash.and_then(Hash::from_bytes))
}

/// The newest record of a kind: its number and its details.
pub(super) async fn newest_of(
    connection: &mut SqliteConnection,
    kind: &str,
) -> Result<Option<(i64, String)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT seq, data FROM audit WHERE kind = $1 AND typeof(seq) = 'integer' \
         AND typeof(data) = 'text' ORDER BY seq DESC LIMIT 1",
    )
    .bind(kind)
    .fetch_optional(connection)
    .await
}

/// The latest time between two numbers, in Unix milliseconds.
pub(super) async fn latest(
    connection: &mut SqliteConnection,
    first: i64,
    last: i64,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar("SELECT MAX(at_ms) FROM audit WHERE seq BETWEEN $1 AND $2")
        .bind(first)
        .bind(last)
        .fetch_one(connection)
        .await
}

/// Removes those from one number to another. Returns how many.
pub(super) async fn remove(
    writer: &mut SqliteConnection,
    first: i64,
    last: i64,
) -> Result<u64, sqlx::Error> {
    let removed = sqlx::query("DELETE FROM audit WHERE seq BETWEEN $1 AND $2")
        .bind(first)
        .bind(last)
        .execute(writer)
        .await?;
    Ok(removed.rows_affected())
}

/// Adds these.
pub(super) async fn insert(
    writer: &mut SqliteConnection,
    rows: &[(Entry, Hash)],
) -> Result<(), sqlx::Error> {
    for some in rows.chunks(CHUNK) {
        let mut query =
            QueryBuilder::new("INSERT INTO audit (seq, at_ms, session, actor, kind, data, hash) ");
        query.push_values(some, |mut row, (entry, hash)| {
            row.push_bind(entry.seq)
                .push_bind(entry.at_ms)
                .push_bind(entry.session.clone())
                .push_bind(entry.actor.clone())
                .push_bind(entry.kind.clone())
                .push_bind(entry.data.clone())
                .push_bind(hash.as_bytes().to_vec());
        });
        query.build().execute(&mut *writer).await?;
    }
    Ok(())
}
