//! What is common to the rows of people, groups and devices: each change goes with its record.

use super::{Author, ChangeError, record};
use crate::directory::check::Kept;
use serde_json::{Map, Value};
use sqlx::SqliteConnection;

/// One kind of what the directory keeps, in the store.
pub(in crate::directory) trait Rows: Kept {
    /// The one of an id.
    fn read(
        connection: &mut SqliteConnection,
        id: &str,
    ) -> impl Future<Output = Result<Option<Self>, sqlx::Error>> + Send;

    /// All of them, by id.
    fn all(
        connection: &mut SqliteConnection,
    ) -> impl Future<Output = Result<Vec<Self>, sqlx::Error>> + Send;

    /// Whether it goes with what else the directory holds.
    fn fits(
        &self,
        connection: &mut SqliteConnection,
    ) -> impl Future<Output = Result<(), ChangeError>> + Send;

    /// Puts it in the place of what was there, and does nothing else.
    fn put(
        &self,
        writer: &mut SqliteConnection,
        before: Option<&Self>,
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Removes it. Returns what the record of that has to tell besides.
    fn delete(
        &self,
        writer: &mut SqliteConnection,
    ) -> impl Future<Output = Result<Map<String, Value>, sqlx::Error>> + Send;

    /// What the record of a change has to tell besides the fields.
    fn told(before: Option<&Self>, after: &Self) -> Map<String, Value>;
}

/// Writes what is other than before, with its record.
pub(in crate::directory) async fn write<T: Rows>(
    writer: &mut SqliteConnection,
    before: Option<&T>,
    after: &T,
    author: Author<'_>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    after.put(writer, before).await?;
    record::saved(writer, before, after, author, now_ms).await
}

/// Removes what is there, with its record.
pub(in crate::directory) async fn remove<T: Rows>(
    writer: &mut SqliteConnection,
    it: &T,
    author: Author<'_>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    let told = it.delete(writer).await?;
    record::removed(writer, it, told, author, now_ms).await
}
