//! The records in the store.

use super::chain::{Entry, Hash};
use futures_util::{Stream, TryStreamExt as _};
use sqlx::{SqliteConnection, SqlitePool};
use std::ops::Range;

type Row = (
    i64,
    i64,
    Option<String>,
    Option<String>,
    String,
    String,
    Vec<u8>,
);

/// A record, and the hash that is stored with it, if that is one.
pub(super) type Stored = (Entry, Option<Hash>);

fn stored((seq, at_ms, session, actor, kind, data, hash): Row) -> Stored {
    let entry = Entry {
        seq,
        at_ms,
        session,
        actor,
        kind,
        data,
    };
    (entry, Hash::from_bytes(&hash))
}

/// Those from one number to another, in order.
pub(super) fn between(
    connection: &mut SqliteConnection,
    first: i64,
    last: i64,
) -> impl Stream<Item = Result<Stored, sqlx::Error>> {
    sqlx::query_as::<_, Row>(
        "SELECT seq, at_ms, session, actor, kind, data, hash FROM audit \
         WHERE seq BETWEEN $1 AND $2 ORDER BY seq",
    )
    .bind(first)
    .bind(last)
    .fetch(connection)
    .map_ok(stored)
}

/// Those of a span of time, in the order of their numbers.
pub(super) fn of_times(
    store: &SqlitePool,
    ms: Range<i64>,
) -> impl Stream<Item = Result<Stored, sqlx::Error>> {
    sqlx::query_as::<_, Row>(
        "SELECT seq, at_ms, session, actor, kind, data, hash FROM audit \
         WHERE at_ms >= $1 AND at_ms < $2 ORDER BY seq",
    )
    .bind(ms.start)
    .bind(ms.end)
    .fetch(store)
    .map_ok(stored)
}

/// Adds one.
pub(super) async fn insert(
    writer: &mut SqliteConnection,
    entry: &Entry,
    hash: &Hash,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO audit (seq, at_ms, session, actor, kind, data, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(entry.seq)
    .bind(entry.at_ms)
    .bind(&entry.session)
    .bind(&entry.actor)
    .bind(&entry.kind)
    .bind(&entry.data)
    .bind(hash.as_bytes())
    .execute(writer)
    .await
    .map(drop)
}
