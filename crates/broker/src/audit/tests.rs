//! Whatever is done to the trail is found; what was done in order is not.

mod changes;
mod files;
mod heads;
mod key;
mod old_days;

use super::*;
use crate::{
    Clock,
    store::{Store, Write},
};
use serde_json::json;
use std::{path::Path, time::Duration};
use tempfile::TempDir;
use verify::{Fault, Kept, Report};

const DAY: Duration = Duration::from_secs(86_400);
const NOW: u64 = 1_700_000_000_000;

/// The key of a folder, which is made if there is none.
fn signer_of(folder: &Path) -> head::Signer {
    head::Signer::open(folder).unwrap_or_else(|_| {
        let made = head::Signer::prepare(folder).unwrap();
        head::Signer::settle(folder).unwrap();
        made
    })
}

struct Trail {
    folder: TempDir,
    store: Store,
    clock: Clock,
}

impl Trail {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        Self {
            folder,
            store,
            clock: Clock::manual(NOW),
        }
    }

    async fn record(&self, kind: &str) -> i64 {
        self.append(kind, json!({ "kind": kind })).await
    }

    async fn append(&self, kind: &str, data: Value) -> i64 {
        let record = Record {
            at_ms: self.clock.now_ms(),
            session: Some("s".to_owned()),
            actor: None,
            kind: kind.to_owned(),
            data,
        };
        let mut write = self.store.write().await.unwrap();
        let seq = append(&mut write, &record).await.unwrap();
        write.commit().await.unwrap();
        seq
    }

    /// Three days with four records each.
    async fn of_three_days() -> Self {
        let trail = Self::new().await;
        for _ in 0..3 {
            for kind in ["a", "b", "c", "d"] {
                trail.record(kind).await;
            }
            trail.clock.advance(DAY);
        }
        trail
    }

    /// What somebody does who can write to the database.
    async fn change(&self, query: &'static str) {
        let mut write = self.tamper().await;
        sqlx::query(query).execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
    }

    async fn tamper(&self) -> Write {
        let mut write = self.store.write().await.unwrap();
        for query in [
            "DROP TRIGGER IF EXISTS audit_rows_stay_as_written",
            "DROP TRIGGER IF EXISTS audit_rows_are_not_replaced",
            "DROP TRIGGER IF EXISTS audit_rows_go_by_retention_only",
            "DROP TRIGGER IF EXISTS audit_segments_stay",
        ] {
            sqlx::query(query).execute(&mut *write).await.unwrap();
        }
        write
    }

    async fn verify_against(&self, head: Option<&head::Head>) -> Result<Report, sqlx::Error> {
        let key = signer_of(self.folder.path()).public_key();
        verify::verify(self.store.read(), head, Some(&[key])).await
    }

    async fn remove(&self, days: u32) -> Result<u64, crate::store::StoreError> {
        let signer = signer_of(self.folder.path());
        retention::remove(&self.store, &self.clock, days, &signer).await
    }

    async fn verify(&self) -> Report {
        self.verify_against(None).await.unwrap()
    }

    async fn head(&self) -> head::Head {
        signer_of(self.folder.path())
            .head(self.store.read(), NOW)
            .await
            .unwrap()
    }
}
