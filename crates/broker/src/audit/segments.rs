//! The segments of the chain, one a day, in the store.

use super::chain::Hash;
use sqlx::SqliteConnection;
use std::ops::RangeInclusive;

/// One day of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// Days since 1970-01-01 (UTC).
    pub(super) day: i64,
    /// Its first and its last record.
    pub(super) first: i64,
    pub(super) last: i64,
    /// The hash before its first record, and that of its last; none where the store holds no hash.
    pub(super) before: Option<Hash>,
    pub(super) head: Option<Hash>,
    /// Whether retention has removed its records.
    pub(super) removed: bool,
}

type Row = (i64, i64, i64, Vec<u8>, Vec<u8>, bool);

/// One that somebody put other kinds of values into is none.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT day, first_seq, last_seq, CAST(before AS BLOB), CAST(head AS BLOB), \
             removed_ms IS NOT NULL FROM audit_segments \
             WHERE typeof(day) = 'integer' AND typeof(first_seq) = 'integer' \
             AND typeof(last_seq) = 'integer' ",
            $rest
        )
    };
}

fn segment((day, first, last, before, head, removed): Row) -> Segment {
    Segment {
        day,
        first,
        last,
        before: Hash::from_bytes(&before),
        head: Hash::from_bytes(&head),
        removed,
    }
}

/// The one that grows.
pub(super) async fn newest(
    connection: &mut SqliteConnection,
) -> Result<Option<Segment>, sqlx::Error> {
    let row = sqlx::query_as::<_, Row>(select!("ORDER BY day DESC LIMIT 1"));
    Ok(row.fetch_optional(connection).await?.map(segment))
}

/// The first record of the first segment that is of this day or a later one.
pub(super) async fn first_since(
    connection: &mut SqliteConnection,
    day: i64,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT MIN(first_seq) FROM audit_segments \
         WHERE day >= $1 AND typeof(first_seq) = 'integer'",
    )
    .bind(day)
    .fetch_one(connection)
    .await
}

/// All of them, the oldest first.
pub(super) async fn all(connection: &mut SqliteConnection) -> Result<Vec<Segment>, sqlx::Error> {
    let rows = sqlx::query_as::<_, Row>(select!("ORDER BY day"));
    let rows = rows.fetch_all(connection).await?;
    Ok(rows.into_iter().map(segment).collect())
}

/// The oldest before a day that still has its records.
pub(super) async fn oldest_before(
    connection: &mut SqliteConnection,
    day: i64,
) -> Result<Option<Segment>, sqlx::Error> {
    let row = sqlx::query_as::<_, Row>(select!(
        "AND removed_ms IS NULL AND day < $1 ORDER BY day LIMIT 1"
    ));
    Ok(row.bind(day).fetch_optional(connection).await?.map(segment))
}

/// Records follow: in the segment of their day, which they may begin.
pub(super) async fn extend(
    writer: &mut SqliteConnection,
    day: i64,
    numbers: RangeInclusive<i64>,
    before: &Hash,
    head: &Hash,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO audit_segments (day, first_seq, last_seq, before, head) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (day) DO UPDATE SET last_seq = excluded.last_seq, head = excluded.head",
    )
    .bind(day)
    .bind(*numbers.start())
    .bind(*numbers.end())
    .bind(before.as_bytes())
    .bind(head.as_bytes())
    .execute(writer)
    .await
    .map(drop)
}

/// Its records are gone; what it began and ended with stays.
pub(super) async fn mark_removed(
    writer: &mut SqliteConnection,
    day: i64,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE audit_segments SET removed_ms = $1 WHERE day = $2")
        .bind(i64::try_from(now_ms).unwrap_or(i64::MAX))
        .bind(day)
        .execute(writer)
        .await
        .map(drop)
}
