//! The audit trail: append only, chained, written in the same transaction as what it records.
//!
//! | module | what |
//! | --- | --- |
//! | this one | what is recorded, and how it is added |
//! | [`chain`] | the hash that makes a chain of records |
//! | `rows`, `segments` | the records and the chain's days in the store |
//! | [`verify`] | whether it still holds |
//! | [`head`] | its end, signed, to be kept elsewhere |
//! | [`keys`] | which key signs from which record on |
//! | [`retention`] | what is old goes |
//! | [`query`] | which records, and a page of them |
//! | [`export`] | the records for other programs |
//! | [`refusals`] | requests that are refused, each once in a while |
//! | [`command`] | all of that for operators |
//!
//! A record names accounts, never people (an assignment's tells its members as they were named, which may be by address), and
//! holds no code, token or chat text.

pub mod chain;
pub mod command;
pub mod export;
pub mod head;
pub mod keys;
pub mod query;
pub mod refusals;
pub mod retention;
mod rows;
mod segments;
pub mod verify;

use crate::{
    Clock,
    identity::Permitted,
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
    append_day(writer, std::slice::from_ref(record)).await
}

/// Adds many, in order. Nothing is otherwise than if each were added by itself, but that it takes fewer statements.
///
/// # Errors
/// As with [`append`].
pub async fn append_all(
    writer: &mut SqliteConnection,
    records: &[Record],
) -> Result<(), sqlx::Error> {
    for some in records.chunk_by(|a, b| day(at(a)) == day(at(b))) {
        append_day(writer, some).await?;
    }
    Ok(())
}

/// Adds records of one day, and gives the number of the last.
async fn append_day(writer: &mut SqliteConnection, records: &[Record]) -> Result<i64, sqlx::Error> {
    debug_assert!(
        cfg!(test)
            || records
                .iter()
                .all(|record| rh_protocol::audit::is_known(&record.kind)),
        "a kind that is none"
    );
    let newest = segments::newest(writer).await?;
    let (first, before) =
        match newest {
            None => (1, Hash::ROOT),
            // Nothing is built on what somebody has damaged.
            Some(it) => it.last.checked_add(1).zip(it.head).ok_or_else(|| {
                sqlx::Error::Protocol("the audit's newest segment is damaged".into())
            })?,
        };
    let mut head = before;
    let mut rows = Vec::with_capacity(records.len());
    for (seq, record) in (first..).zip(records) {
        let entry = Entry {
            seq,
            at_ms: at(record),
            session: record.session.clone(),
            actor: record.actor.clone(),
            kind: record.kind.clone(),
            data: record.data.to_string(),
        };
        head = entry.hash(&head);
        rows.push((entry, head));
    }
    let Some((last, _)) = rows.last() else {
        return Ok(first - 1);
    };
    let numbers = first..=last.seq;
    // A clock that is set back begins no day anew.
    let today = day(last.at_ms).max(newest.map_or(i64::MIN, |it| it.day));
    rows::insert(writer, &rows).await?;
    let last = *numbers.end();
    segments::extend(writer, today, numbers, &before, &head).await?;
    Ok(last)
}

/// When, as the store keeps it.
fn at(record: &Record) -> i64 {
    i64::try_from(record.at_ms).unwrap_or(i64::MAX)
}

/// Records that somebody takes data out: what, and which of it. To be called before any of it goes.
///
/// # Errors
/// When the store refuses or fails: then nothing may go.
pub async fn taken_out<P>(
    store: &Store,
    clock: &Clock,
    by: &Permitted<P>,
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
