//! The report of sessions that are over: who helped whom, on which device, when, how long, and how it ended.
//!
//! | module | what |
//! | --- | --- |
//! | this one | a session is filed once it is over |
//! | [`query`] | which sessions, and a page of them |
//! | [`totals`] | how many, how long, and day by day |
//! | [`export`] | all of them for other programs |
//! | [`note`] | what their helpers note about them |
//!
//! It holds what the two saw of each other, names too, as long as the session itself is kept: retention removes both.

pub mod export;
pub mod note;
pub mod query;
pub mod totals;

use crate::directory::embedded::paging;
use rh_protocol::{
    Redacted,
    view::{EndReason, Surface},
};
use sqlx::SqliteConnection;

/// Somebody in a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Somebody {
    /// Their account, as in the audit.
    pub account: String,
    /// Their name, as the other side saw it.
    pub name: Redacted<String>,
}

/// A session that is over, as it is filed. When it started and for how long the screen was shared stands in the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Its id.
    pub session: String,
    /// When its helper created it, in Unix milliseconds.
    pub created_ms: i64,
    /// When it ended.
    pub ended_ms: i64,
    /// Why.
    pub outcome: EndReason,
    /// Who helped.
    pub helper: Somebody,
    /// Who was helped; none when nobody joined.
    pub sharer: Option<Somebody>,
    /// Id and name of the sharer's device, where it is known.
    pub device: Option<(String, String)>,
    /// What there was to see.
    pub screen: Screen,
}

/// What was shared, by the session's own count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// Kinds of surface, as the sharer's page said, each once.
    pub surfaces: Vec<Surface>,
    /// How often it was paused.
    pub pauses: u32,
    /// For how long, all pauses together.
    pub paused_ms: i64,
}

/// Files a session. Once it is filed, it stays as it is.
///
/// # Errors
/// When the store refuses or fails.
pub async fn file(writer: &mut SqliteConnection, filed: &Filed) -> Result<(), sqlx::Error> {
    let started_ms = started_ms(writer, &filed.session).await?;
    let shared_ms = shared_ms(writer, &filed.session, filed.ended_ms).await?;
    let lasted_ms = |started_ms: i64| filed.ended_ms.saturating_sub(started_ms).max(0);
    let duration_ms = started_ms.map_or(0, lasted_ms);
    let helper_key = key(writer, &filed.helper).await?;
    let sharer_key = match &filed.sharer {
        Some(sharer) => Some(key(writer, sharer).await?),
        None => None,
    };
    let sharer = filed.sharer.as_ref();
    let (device, device_name) = filed.device.clone().unzip();
    let device_key = device_name.as_deref().map(|name| paging::searched(&[name]));
    sqlx::query(
        "INSERT INTO session_report (session, created_ms, started_ms, ended_ms, duration_ms, shared_ms, outcome, \
         helper_account, helper_name, helper_key, sharer_account, sharer_name, sharer_key, \
         device, device_name, device_key, surfaces, pauses, paused_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
         ON CONFLICT (session) DO NOTHING",
    )
    .bind(&filed.session)
    .bind(filed.created_ms)
    .bind(started_ms)
    .bind(filed.ended_ms)
    .bind(duration_ms)
    .bind(shared_ms)
    .bind(name_of(filed.outcome))
    .bind(&filed.helper.account)
    .bind(filed.helper.name.expose())
    .bind(helper_key)
    .bind(sharer.map(|sharer| sharer.account.as_str()))
    .bind(sharer.map(|sharer| sharer.name.expose().as_str()))
    .bind(sharer_key)
    .bind(device)
    .bind(device_name)
    .bind(device_key)
    .bind(names_of(&filed.screen.surfaces))
    .bind(i64::from(filed.screen.pauses))
    .bind(filed.screen.paused_ms)
    .execute(writer)
    .await
    .map(drop)
}

/// When both had agreed for the first time.
async fn started_ms(
    writer: &mut SqliteConnection,
    session: &str,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar("SELECT MIN(at_ms) FROM audit WHERE session = $1 AND kind = 'connected'")
        .bind(session)
        .fetch_one(writer)
        .await
}

/// For how long the screen was shared, without pauses.
async fn shared_ms(
    writer: &mut SqliteConnection,
    session: &str,
    ended_ms: i64,
) -> Result<i64, sqlx::Error> {
    // Each of these records holds until the next one, the last until the end.
    sqlx::query_scalar(
        "SELECT COALESCE(SUM(CASE WHEN until_ms > at_ms THEN until_ms - at_ms ELSE 0 END), 0) FROM ( \
             SELECT kind, at_ms, LEAD(at_ms, 1, $2) OVER (ORDER BY seq) AS until_ms FROM audit \
             WHERE session = $1 \
             AND kind IN ('sharing-started', 'sharing-paused', 'sharing-resumed', 'sharing-stopped') \
         ) AS screen WHERE kind IN ('sharing-started', 'sharing-resumed')",
    )
    .bind(session)
    .bind(ended_ms)
    .fetch_one(writer)
    .await
}

/// What somebody is found by: their name, and their address if one is known.
async fn key(writer: &mut SqliteConnection, somebody: &Somebody) -> Result<String, sqlx::Error> {
    let email: Option<Option<String>> =
        sqlx::query_scalar("SELECT email FROM accounts WHERE id = $1")
            .bind(&somebody.account)
            .fetch_optional(writer)
            .await?;
    let name = somebody.name.expose().as_str();
    Ok(match email.flatten() {
        Some(email) => paging::searched(&[name, &email]),
        None => paging::searched(&[name]),
    })
}

/// Kinds of surface, with a space between.
fn names_of(surfaces: &[Surface]) -> String {
    let names: Vec<_> = surfaces.iter().map(|surface| surface.as_str()).collect();
    names.join(" ")
}

/// What an outcome is called, in the store and on the wire.
#[must_use]
pub fn name_of(outcome: EndReason) -> String {
    let name = serde_json::to_value(outcome).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

/// The outcome of this name; none for any other.
#[must_use]
pub fn outcome_of(name: &str) -> Option<EndReason> {
    // What is not known reads as *unknown*, and is not called so.
    let read = serde_json::from_value(name.into()).ok();
    read.filter(|outcome| name_of(*outcome) == name)
}

#[cfg(test)]
mod tests;
