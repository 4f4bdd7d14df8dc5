//! Sessions as rows: the machine as JSON, and beside it what is asked for by account.

use super::codes::signed;
use rh_protocol::{Role, SessionId};
use rh_session::broker::Session;
use sqlx::{SqliteConnection, SqlitePool};

/// Why a session could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// The database refused or failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// A stored session does not read: written by a newer build, or damaged.
    #[error("a stored session does not read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

/// Writes a session as it is now, new or not.
pub(super) async fn save(writer: &mut SqliteConnection, session: &Session) -> Result<(), RowError> {
    let id = session.id().to_string();
    sqlx::query(
        "INSERT INTO sessions (id, helper_account, created_ms, ended_ms, state) \
         VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (id) DO UPDATE SET ended_ms = excluded.ended_ms, state = excluded.state",
    )
    .bind(&id)
    .bind(helper_of(session))
    .bind(signed(session.created().as_ms()))
    .bind(session.ended().map(|(_, at)| signed(at.as_ms())))
    .bind(serde_json::to_string(session)?)
    .execute(&mut *writer)
    .await?;
    for (_, role, account, _) in session.people() {
        sqlx::query(
            "INSERT INTO session_participants (session, account, role) VALUES ($1, $2, $3) \
             ON CONFLICT (session, account, role) DO NOTHING",
        )
        .bind(&id)
        .bind(account.as_str())
        .bind(role.as_str())
        .execute(&mut *writer)
        .await?;
    }
    Ok(())
}

fn helper_of(session: &Session) -> &str {
    session
        .people()
        .find(|(_, role, ..)| *role == Role::Helper)
        .map_or("", |(_, _, account, _)| account.as_str())
}

/// One session.
pub(super) async fn load(
    readers: &SqlitePool,
    session: SessionId,
) -> Result<Option<Session>, RowError> {
    let state: Option<String> = sqlx::query_scalar("SELECT state FROM sessions WHERE id = $1")
        .bind(session.to_string())
        .fetch_optional(readers)
        .await?;
    Ok(state
        .map(|state| serde_json::from_str(&state))
        .transpose()?)
}

/// Every session that is not over. One that does not read is logged and left alone: it must not
/// keep the others from going on.
pub(super) async fn load_open(readers: &SqlitePool) -> Result<Vec<Session>, RowError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT id, state FROM sessions WHERE ended_ms IS NULL")
            .fetch_all(readers)
            .await?;
    Ok(rows.into_iter().filter_map(readable).collect())
}

/// The open sessions of an account in a role, newest first, no more than a person can hold.
pub(super) async fn load_open_of(
    readers: &SqlitePool,
    account: &str,
    role: Role,
    most: usize,
) -> Result<Vec<Session>, RowError> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT s.id, s.state FROM sessions s \
         JOIN session_participants p ON p.session = s.id \
         WHERE p.account = $1 AND p.role = $2 AND s.ended_ms IS NULL \
         ORDER BY s.created_ms DESC, s.id LIMIT $3",
    )
    .bind(account)
    .bind(role.as_str())
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .fetch_all(readers)
    .await?;
    Ok(rows.into_iter().filter_map(readable).collect())
}

/// The session, if the account is a sharer in it and it is open. Who is in it is asked first, and of no
/// session as of one: to anybody else all take the same time.
pub(super) async fn open_with(
    writer: &mut SqliteConnection,
    session: Option<SessionId>,
    sharer_account: &str,
) -> Result<Option<SessionId>, sqlx::Error> {
    let id = session.map(|session| session.to_string());
    let found: Option<String> = sqlx::query_scalar(
        "SELECT p.session FROM session_participants p \
         WHERE p.session = $1 AND p.account = $2 AND p.role = $3 \
           AND (SELECT s.ended_ms IS NULL FROM sessions s WHERE s.id = p.session)",
    )
    .bind(id.unwrap_or_default())
    .bind(sharer_account)
    .bind(Role::Sharer.as_str())
    .fetch_optional(writer)
    .await?;
    Ok(session.filter(|_| found.is_some()))
}

/// How many sessions a helper holds open.
pub(super) async fn count_open(
    writer: &mut SqliteConnection,
    helper_account: &str,
) -> Result<usize, RowError> {
    let count: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM sessions WHERE helper_account = $1 AND ended_ms IS NULL",
    )
    .bind(helper_account)
    .fetch_one(writer)
    .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

fn readable((id, state): (String, String)) -> Option<Session> {
    match serde_json::from_str(&state) {
        Ok(session) => Some(session),
        Err(error) => {
            tracing::error!(session = id, %error, "a stored session does not read");
            None
        }
    }
}
