//! What the helper of a session notes about it: some lines of their own, and the reference to a ticket. They may as long as
//! the session is kept. The audit says that the note has changed, and what the reference was and is; never the note itself.

use crate::{
    Clock,
    audit::{self, Record},
    directory::embedded::paging,
    identity::AccountId,
    store::{Store, StoreError, Write},
};
use rh_protocol::{Redacted, Role, SessionId, api::Note, limits};
use serde_json::json;
use sqlx::SqliteConnection;

/// Why a note is not taken, or not shown.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such session, or they do not help in it.
    #[error("no session of this helper")]
    NoSession,
    /// This field is too long, or holds what no text does.
    #[error("the field {0} cannot be taken")]
    BadField(&'static str),
}

impl From<sqlx::Error> for NoteError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What a helper has noted about their session; empty if nothing.
///
/// # Errors
/// [`NoteError::NoSession`], or when the store cannot be read.
pub async fn read(
    store: &Store,
    helper: &AccountId,
    session: SessionId,
) -> Result<Note, NoteError> {
    let mut read = store.read().acquire().await?;
    must_help(&mut read, helper, session).await?;
    Ok(kept(&mut read, session).await?)
}

/// Takes a note in the place of the one before; an empty one removes it. What changes nothing is not recorded.
///
/// # Errors
/// [`NoteError`]; then nothing has changed.
pub async fn write(
    store: &Store,
    clock: &Clock,
    helper: &AccountId,
    session: SessionId,
    note: &Note,
) -> Result<(), NoteError> {
    let after = tidied(note).map_err(NoteError::BadField)?;
    let mut write = store.write().await?;
    must_help(&mut write, helper, session).await?;
    let before = kept(&mut write, session).await?;
    if before == after {
        return Ok(());
    }
    let now_ms = clock.now_ms();
    keep(&mut write, session, &after, now_ms).await?;
    let reference = |note: &Note| Some(note.ticket.clone()).filter(|ticket| !ticket.is_empty());
    let record = Record {
        at_ms: now_ms,
        session: Some(session.to_string()),
        actor: Some(helper.to_string()),
        kind: "session-noted".to_owned(),
        data: json!({
            "ticket": { "before": reference(&before), "after": reference(&after) },
            "note": change(before.note.expose(), after.note.expose()),
        }),
    };
    audit::append(&mut write, &record).await?;
    Ok(write.commit().await?)
}

/// What became of a text.
fn change(before: &str, after: &str) -> &'static str {
    match (before.is_empty(), after.is_empty()) {
        _ if before == after => "unchanged",
        (true, _) => "added",
        (_, true) => "removed",
        _ => "changed",
    }
}

/// The note as it is kept, or the field that cannot be.
fn tidied(note: &Note) -> Result<Note, &'static str> {
    let text = note.note.expose().replace("\r\n", "\n");
    let text = text.trim_end().to_owned();
    let strange = |char: char| char.is_control() && !matches!(char, '\n' | '\t');
    if text.chars().count() > limits::HELPER_NOTE_CHARS || text.chars().any(strange) {
        return Err("note");
    }
    let ticket = note.ticket.trim().to_owned();
    if ticket.chars().count() > limits::TICKET_CHARS || ticket.chars().any(char::is_control) {
        return Err("ticket");
    }
    Ok(Note {
        note: Redacted::new(text),
        ticket,
    })
}

async fn must_help(
    read: &mut SqliteConnection,
    helper: &AccountId,
    session: SessionId,
) -> Result<(), NoteError> {
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT 1 FROM session_participants WHERE session = $1 AND account = $2 AND role = $3",
    )
    .bind(session.to_string())
    .bind(helper.as_str())
    .bind(Role::Helper.as_str())
    .fetch_optional(read)
    .await?;
    found.map(drop).ok_or(NoteError::NoSession)
}

async fn kept(read: &mut SqliteConnection, session: SessionId) -> Result<Note, sqlx::Error> {
    let found: Option<(String, String)> =
        sqlx::query_as("SELECT note, ticket FROM session_notes WHERE id = $1")
            .bind(session.to_string())
            .fetch_optional(read)
            .await?;
    let (note, ticket) = found.unwrap_or_default();
    Ok(Note {
        note: Redacted::new(note),
        ticket,
    })
}

async fn keep(
    write: &mut Write,
    session: SessionId,
    note: &Note,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    let id = session.to_string();
    if *note == Note::default() {
        sqlx::query("DELETE FROM session_notes WHERE id = $1").bind(id)
    } else {
        sqlx::query(
            "INSERT INTO session_notes (id, note, ticket, ticket_key, changed_ms) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (id) DO UPDATE SET note = excluded.note, ticket = excluded.ticket, \
             ticket_key = excluded.ticket_key, changed_ms = excluded.changed_ms",
        )
        .bind(id)
        .bind(note.note.expose())
        .bind(&note.ticket)
        .bind(paging::searched(&[&note.ticket]))
        .bind(i64::try_from(now_ms).unwrap_or(i64::MAX))
    }
    .execute(&mut **write)
    .await
    .map(drop)
}

/// The reference that a helper has given so far, if any.
///
/// # Errors
/// When the store cannot be read.
pub async fn ticket(
    read: &mut SqliteConnection,
    session: SessionId,
) -> Result<Option<String>, sqlx::Error> {
    let note = kept(read, session).await?;
    Ok(Some(note.ticket).filter(|ticket| !ticket.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(note: &str, ticket: &str) -> Note {
        Note {
            note: Redacted::new(note.to_owned()),
            ticket: ticket.to_owned(),
        }
    }

    #[test]
    fn lines_are_kept_and_what_is_no_text_is_named() {
        let kept = tidied(&note(" a\r\n\tb\n \n", " INC-7 ")).unwrap();
        assert_eq!(kept, note(" a\n\tb", "INC-7"));
        let long = |most: usize| "é".repeat(most);
        let (text, line) = (limits::HELPER_NOTE_CHARS, limits::TICKET_CHARS);
        assert!(tidied(&note(&long(text), &long(line))).is_ok());
        assert_eq!(tidied(&note(&long(text + 1), "")), Err("note"));
        assert_eq!(tidied(&note("a\0", "")), Err("note"));
        assert_eq!(tidied(&note("", &long(line + 1))), Err("ticket"));
        assert_eq!(tidied(&note("", "a\nb")), Err("ticket"));
    }

    #[test]
    fn what_became_of_a_text_is_said_in_one_word() {
        assert_eq!(change("", "a"), "added");
        assert_eq!(change("a", "b"), "changed");
        assert_eq!(change("a", ""), "removed");
        assert_eq!(change("", ""), "unchanged");
    }
}
