//! What is common to the rows of people, groups and devices: each change goes with its record.

use super::{Author, ChangeError, record};
use crate::{
    audit::{self, Record},
    directory::check::Kept,
};
use serde::Serialize;
use serde_json::{Map, Value};
use sqlx::SqliteConnection;

/// How many rows are read, named or written by one statement. SQLite takes some 32,000 values.
pub(in crate::directory) const CHUNK: usize = 500;

/// One kind of what the directory keeps, in the store.
pub(in crate::directory) trait Rows: Kept + Serialize {
    /// The one of an id.
    fn read(
        connection: &mut SqliteConnection,
        id: &str,
    ) -> impl Future<Output = Result<Option<Self>, sqlx::Error>> + Send;

    /// Those that follow an id, by id, at most [`CHUNK`] of them. No id is empty, so that all follow that.
    fn after(
        connection: &mut SqliteConnection,
        id: &str,
    ) -> impl Future<Output = Result<Vec<Self>, sqlx::Error>> + Send;

    /// All of them, by id.
    fn all(
        connection: &mut SqliteConnection,
    ) -> impl Future<Output = Result<Vec<Self>, sqlx::Error>> + Send {
        async move {
            let mut all: Vec<Self> = Vec::new();
            loop {
                let last = all.last().map_or("", Kept::id).to_owned();
                let more = Self::after(connection, &last).await?;
                let is_last = more.len() < CHUNK;
                all.extend(more);
                if is_last {
                    return Ok(all);
                }
            }
        }
    }

    /// Whether it goes with what else the directory holds.
    fn fits(
        &self,
        connection: &mut SqliteConnection,
    ) -> impl Future<Output = Result<(), ChangeError>> + Send;

    /// Puts each of these in the place of what was there before it, and does nothing else. There are some, and at most
    /// [`CHUNK`]: it takes few statements, however many they are.
    fn put(
        writer: &mut SqliteConnection,
        changed: &[(Option<Self>, Self)],
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Removes it. Returns what the record of that has to tell besides.
    fn delete(
        &self,
        writer: &mut SqliteConnection,
    ) -> impl Future<Output = Result<Map<String, Value>, sqlx::Error>> + Send;

    /// What the record of a change has to tell besides the fields.
    fn told(before: Option<&Self>, after: &Self) -> Map<String, Value>;
}

/// Writes what is other than before, each with its record.
pub(in crate::directory) async fn write<T: Rows>(
    writer: &mut SqliteConnection,
    changed: &[(Option<T>, T)],
    author: Author<'_>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    for some in changed.chunks(CHUNK) {
        T::put(writer, some).await?;
        let record = |(before, after): &(Option<T>, T)| {
            record::saved(before.as_ref(), after, author, now_ms)
        };
        let records: Vec<Record> = some.iter().map(record).collect();
        audit::append_all(writer, &records).await?;
    }
    Ok(())
}

/// Removes what is there, each with its record.
pub(in crate::directory) async fn remove<T: Rows>(
    writer: &mut SqliteConnection,
    gone: &[T],
    author: Author<'_>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    for some in gone.chunks(CHUNK) {
        let mut records = Vec::with_capacity(some.len());
        for it in some {
            let told = it.delete(writer).await?;
            records.push(record::removed(it, told, author, now_ms));
        }
        audit::append_all(writer, &records).await?;
    }
    Ok(())
}
