//! What is older than the organisation keeps it goes, a day at a time: the records of the audit and the sessions that
//! ended. Of each day of the chain its ends stay, and the chain says what was removed.

use super::{Record, chain::Hash, chain::day, segments};
use crate::{
    Clock,
    store::{Store, StoreError},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The kind of the record that says what was removed.
pub(super) const REMOVED: &str = "audit-removed";
/// How often it is looked for.
const EVERY_MS: u64 = 60 * 60 * 1_000;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What such a record tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Removed {
    /// The last record that was removed.
    pub(super) through: i64,
    /// Its hash.
    pub(super) head: Hash,
    /// How many days are kept.
    pub(super) days: u32,
}

/// Removes what is too old, now and every hour, until the broker goes down.
pub async fn keep(store: Store, clock: Clock, days: u32, shutdown: CancellationToken) {
    loop {
        match remove(&store, &clock, days).await {
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
            () = clock.sleep_until(clock.now_ms().saturating_add(EVERY_MS)) => {}
        }
    }
}

/// Removes the days that ended more than so many days ago, and the sessions that did. Returns how many records
/// went.
///
/// # Errors
/// When the store fails; then what it had not removed yet stays.
pub async fn remove(store: &Store, clock: &Clock, days: u32) -> Result<u64, StoreError> {
    let mut removed = 0;
    loop {
        let now_ms = clock.now_db();
        let mut write = store.write().await?;
        let oldest = day(now_ms).saturating_sub(days.into());
        let Some(segment) = segments::oldest_before(&mut write, oldest).await? else {
            let kept = i64::try_from(DAY.as_millis()).unwrap_or(i64::MAX);
            let before_ms = now_ms.saturating_sub(kept.saturating_mul(days.into()));
            sqlx::query("DELETE FROM sessions WHERE ended_ms < $1")
                .bind(before_ms)
                .execute(&mut *write)
                .await?;
            write.commit().await?;
            return Ok(removed);
        };
        let told = Removed {
            through: segment.last,
            head: segment.head,
            days,
        };
        let record = Record {
            at_ms: clock.now_ms(),
            session: None,
            actor: None,
            kind: REMOVED.to_owned(),
            data: json!(told),
        };
        // Today: in another day's segment than what goes.
        super::append(&mut write, &record).await?;
        segments::mark_removed(&mut write, segment.day, now_ms).await?;
        let gone = sqlx::query("DELETE FROM audit WHERE seq BETWEEN $1 AND $2")
            .bind(segment.first)
            .bind(segment.last)
            .execute(&mut *write)
            .await?;
        write.commit().await?;
        removed += gone.rows_affected();
    }
}
