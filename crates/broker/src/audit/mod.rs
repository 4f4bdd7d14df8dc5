//! The audit trail: append only, chained, written in the same transaction as what it records.
//!
//! | module | what |
//! | --- | --- |
//! | this one | what is recorded, and how it is added |
//! | [`kinds`] | every kind of record |
//! | [`chain`] | the hash that makes a chain of records |
//! | `rows`, `segments` | the records and the chain's days in the store |
//! | [`verify`] | whether it still holds |
//! | [`head`] | its end, signed, to be kept elsewhere |
//! | [`retention`] | what is old goes |
//! | [`query`] | which records, and a page of them |
//! | [`export`] | the records for other programs |
//! | [`command`] | all of that for operators |
//!
//! A record names accounts, never people (an assignment's tells its members as they were named, which may be by address), and
//! holds no code, token or chat text.

pub mod chain;
pub mod command;
pub mod export;
pub mod head;
pub mod kinds;
pub mod query;
pub mod retention;
mod rows;
mod segments;
pub mod verify;

use crate::{
    Clock,
    identity::{AuditRead, Permitted},
    store::{Store, StoreError},
};
use chain::{Entry, Hash, day};
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
    debug_assert!(
        cfg!(test) || kinds::is_known(&record.kind),
        "{} is none of the kinds",
        record.kind
    );
    let newest = segments::newest(writer).await?;
    let (seq, before) =
        match newest {
            None => (1, Hash::ROOT),
            // Nothing is built on what somebody has damaged.
            Some(it) => it.last.checked_add(1).zip(it.head).ok_or_else(|| {
                sqlx::Error::Protocol("the audit's newest segment is damaged".into())
            })?,
        };
    let entry = Entry {
        seq,
        at_ms: i64::try_from(record.at_ms).unwrap_or(i64::MAX),
        session: record.session.clone(),
        actor: record.actor.clone(),
        kind: record.kind.clone(),
        data: record.data.to_string(),
    };
    let hash = entry.hash(&before);
    rows::insert(writer, &entry, &hash).await?;
    // A clock that is set back begins no day anew.
    let today = day(entry.at_ms).max(newest.map_or(i64::MIN, |it| it.day));
    segments::extend(writer, today, seq, &before, &hash).await?;
    Ok(seq)
}

/// Records that somebody takes data out: what, and which of it. To be called before any of it goes.
///
/// # Errors
/// When the store refuses or fails: then nothing may go.
pub async fn taken_out(
    store: &Store,
    clock: &Clock,
    by: &Permitted<AuditRead>,
    kind: &'static str,
    data: Value,
) -> Result<(), StoreError> {
    let record = Record {
        at_ms: clock.now_ms(),
        session: None,
        actor: Some(by.account().to_string()),
        kind: kind.to_owned(),
        data,
    };
    let mut write = store.write().await?;
    append(&mut write, &record).await?;
    Ok(write.commit().await?)
}

#[cfg(test)]
mod tests;
