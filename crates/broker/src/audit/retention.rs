//! What is older than the organisation keeps it goes, a day at a time: the records of the audit and the sessions that
//! ended. Of each day of the chain its ends stay, and the chain says what was removed.

use super::{
    Record,
    chain::{DAY_MS, Hash, day},
    head::Signer,
    keys, rows, segments,
};
use crate::{
    Clock,
    policy::Policy,
    store::{Store, StoreError},
    webhooks::Webhooks,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The kind of the record that says what was removed.
pub(super) const REMOVED: &str = "audit-removed";
/// Sessions that go in one transaction: in between, others have the store's one writer.
const SESSIONS: u32 = 500;
/// Removes so many of those that ended before some time, the oldest first.
const REMOVE_SESSIONS: &str = "DELETE FROM sessions WHERE id IN \
     (SELECT id FROM sessions WHERE ended_ms < $1 ORDER BY ended_ms LIMIT $2)";
/// How often it is looked for.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// What such a record tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Removed {
    /// The last record that was removed.
    pub(super) through: i64,
    /// Its hash.
    pub(super) head: Hash,
    /// How many days are kept.
    pub(super) days: u32,
    /// The broker's word for it, in base 64: who can write to the database cannot pass for retention.
    #[serde(default)]
    pub(super) signature: String,
}

impl Removed {
    /// What is signed: three lines, with when it was removed.
    pub(super) fn text(through: i64, head: &Hash, days: u32, at_ms: i64) -> String {
        format!("remote-help audit removed 1\n{through} {head}\n{days} {at_ms}\n")
    }
}

/// Removes what is too old, now and every hour, until the broker goes down.
pub async fn keep(
    store: Store,
    clock: Clock,
    policy: Policy,
    signer: Signer,
    shutdown: CancellationToken,
) {
    loop {
        let days = policy.settings().audit.retention_days;
        match remove_all(&store, &clock, days, &signer).await {
            Ok(0) => {}
            Ok(records) => tracing::info!(
                records,
                days,
                "records of the audit were too old and are removed"
            ),
            Err(error) => tracing::error!(%error, "what is too old could not be removed"),
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            // Not by the machine's clock, which may be set.
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn remove_all(
    store: &Store,
    clock: &Clock,
    days: u32,
    signer: &Signer,
) -> Result<u64, StoreError> {
    remove_sessions(store, clock, days).await?;
    Webhooks::remove_old(store, clock, days).await?;
    remove(store, clock, days, signer).await
}

/// Removes the sessions that ended more than so many days ago.
///
/// # Errors
/// When the store fails. What was not removed yet stays.
pub async fn remove_sessions(store: &Store, clock: &Clock, days: u32) -> Result<(), StoreError> {
    let kept = DAY_MS.saturating_mul(days.into());
    let before = clock.now_db().saturating_sub(kept);
    loop {
        let mut write = store.write().await?;
        let removed = sqlx::query(REMOVE_SESSIONS)
            .bind(before)
            .bind(SESSIONS)
            .execute(&mut *write)
            .await?;
        write.commit().await?;
        if removed.rows_affected() < SESSIONS.into() {
            return Ok(());
        }
    }
}

/// Removes the days of the audit that ended more than so many days ago. Returns how many records went.
///
/// # Errors
/// When the store fails, or a day holds what is newer: somebody has changed which day it is. What was not removed
/// yet stays.
pub async fn remove(
    store: &Store,
    clock: &Clock,
    days: u32,
    signer: &Signer,
) -> Result<u64, StoreError> {
    let mut removed = 0;
    loop {
        let mut write = store.write().await?;
        let now_ms = clock.now_ms();
        let at_ms = i64::try_from(now_ms).unwrap_or(i64::MAX);
        let today = day(at_ms);
        let oldest = today.saturating_sub(days.into());
        let Some(segment) = segments::oldest_before(&mut write, oldest).await? else {
            return Ok(removed);
        };
        let latest = rows::latest(&mut write, segment.first, segment.last).await?;
        let (Some(head), false) = (segment.head, latest.is_some_and(|ms| day(ms) > segment.day))
        else {
            let damaged = format!(
                "the audit's day from record {} on is damaged",
                segment.first
            );
            return Err(sqlx::Error::Protocol(damaged).into());
        };
        let told = Removed {
            through: segment.last,
            head,
            days,
            signature: signer.sign(&Removed::text(segment.last, &head, days, at_ms)),
        };
        let record = Record {
            at_ms: now_ms,
            session: None,
            actor: None,
            kind: REMOVED.to_owned(),
            data: json!(told),
        };
        // Today: in another day's segment than what goes.
        let key = keys::newest(&mut write).await?;
        if key.is_some_and(|(seq, _)| seq <= segment.last) {
            keys::tell(&mut write, signer, keys::TOLD, now_ms).await?;
        }
        super::append(&mut write, &record).await?;
        segments::mark_removed(&mut write, segment.day, now_ms).await?;
        removed += rows::remove(&mut write, segment.first, segment.last).await?;
        write.commit().await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sessions_that_ended_long_ago_go_piece_by_piece_and_are_found_by_when() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let now = 100 * DAY_MS;
        let mut write = store.write().await.unwrap();
        // More than two pieces are too old; one is just young enough, and one is not over.
        sqlx::query(
            "WITH RECURSIVE old (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM old WHERE n <= 2 * $1) \
             INSERT INTO sessions (id, helper_account, created_ms, ended_ms, state) \
             SELECT 'old ' || n, 'h', 0, n, '' FROM old \
             UNION ALL SELECT 'kept', 'h', 0, $2, '' UNION ALL SELECT 'open', 'h', 0, NULL, ''",
        )
        .bind(SESSIONS)
        .bind(now - 30 * DAY_MS)
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
        let clock = Clock::manual(u64::try_from(now).unwrap());
        remove_sessions(&store, &clock, 30).await.unwrap();
        let left: Vec<String> = sqlx::query_scalar("SELECT id FROM sessions ORDER BY id")
            .fetch_all(store.read())
            .await
            .unwrap();
        assert_eq!(left, ["kept", "open"]);
        let explained = format!("EXPLAIN QUERY PLAN {REMOVE_SESSIONS}");
        let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(explained))
            .bind(now)
            .bind(SESSIONS)
            .fetch_all(store.read())
            .await
            .unwrap();
        let found = |(_, _, _, step): &(i64, i64, i64, String)| step.contains("sessions_ended");
        assert!(plan.iter().any(found), "{plan:?}");
        let scans = |(_, _, _, step): &(i64, i64, i64, String)| step.starts_with("SCAN sessions");
        assert!(!plan.iter().any(scans), "{plan:?}");
    }
}
