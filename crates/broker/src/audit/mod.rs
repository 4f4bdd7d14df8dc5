//! The audit trail: append only, written in the same transaction as what it records.
//!
//! A record names accounts, never people, and holds no code, token or chat text.

use serde_json::Value;
use sqlx::SqliteConnection;

/// One thing that happened, to be proved later.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// When, in Unix milliseconds.
    pub at_ms: u64,
    /// The session that it belongs to, as text; none for what concerns the whole organisation.
    pub session: Option<String>,
    /// The account that did it; none when nobody did (a time-out, an alarm).
    pub actor: Option<String>,
    /// What happened, in kebab case.
    pub kind: String,
    /// The details, a JSON object.
    pub data: Value,
}

/// Adds one record and gives its number. Numbers count up without gaps, since writers take turns
/// and a transaction that fails takes its records with it.
///
/// # Errors
/// When the row cannot be written. The caller's transaction must then fail as a whole: what cannot
/// be recorded does not happen.
pub async fn append(writer: &mut SqliteConnection, record: &Record) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "INSERT INTO audit (seq, at_ms, session, actor, kind, data) \
         SELECT COALESCE(MAX(seq), 0) + 1, $1, $2, $3, $4, $5 FROM audit RETURNING seq",
    )
    .bind(i64::try_from(record.at_ms).unwrap_or(i64::MAX))
    .bind(&record.session)
    .bind(&record.actor)
    .bind(&record.kind)
    .bind(record.data.to_string())
    .fetch_one(writer)
    .await
}
