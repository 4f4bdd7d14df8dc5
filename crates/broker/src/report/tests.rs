//! What is filed, found and reckoned up.

mod filed;
mod found;

use super::{
    Filed, Screen, Somebody, file, name_of, outcome_of,
    query::{Cursor, Filter, Page, page},
    totals::{Day, Outcome, Totals, totals},
};
use crate::{
    audit::{self, Record},
    store::Store,
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rh_protocol::{
    ParticipantId, Passcode, Redacted, SessionId,
    view::{EndReason, Person},
};
use rh_session::{
    Instant, Timing,
    broker::{Account, Device, Input, NewSession, Session},
};
use serde_json::json;
use std::collections::BTreeMap;
use tempfile::TempDir;

/// 2026-11-01 00:00 UTC.
const NOW: i64 = 1_793_491_200_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

struct Bench {
    store: Store,
    _folder: TempDir,
}

impl Bench {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        Self {
            store,
            _folder: folder,
        }
    }

    /// Somebody has signed in.
    async fn knows(&self, account: &str, name: &str, email: &str) {
        let mut write = self.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO accounts (id, issuer, subject, name, email, updated_ms) \
             VALUES ($1, 'i', $1, $2, $3, 0)",
        )
        .bind(account)
        .bind(name)
        .bind(email)
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
    }

    /// Files a session with what was recorded of it: kinds, and minutes after it was created.
    async fn session(&self, filed: &Filed, records: &[(&str, i64)]) {
        let mut write = self.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO sessions (id, helper_account, created_ms, ended_ms, state) \
             VALUES ($1, $2, $3, $4, '{}')",
        )
        .bind(&filed.session)
        .bind(&filed.helper.account)
        .bind(filed.created_ms)
        .bind(filed.ended_ms)
        .execute(&mut *write)
        .await
        .unwrap();
        for (kind, minutes) in records {
            let record = Record {
                at_ms: (filed.created_ms + minutes * MINUTE).unsigned_abs(),
                session: Some(filed.session.clone()),
                actor: None,
                kind: (*kind).to_owned(),
                data: json!({}),
            };
            audit::append(&mut write, &record).await.unwrap();
        }
        file(&mut write, filed).await.unwrap();
        write.commit().await.unwrap();
    }

    async fn page(&self, filter: &Filter, after: Option<&str>, size: u32) -> Page {
        let after: Option<Cursor> = after.map(|text| text.parse().unwrap());
        page(self.store.read(), filter, after.as_ref(), size)
            .await
            .unwrap()
    }

    async fn found(&self, filter: Filter) -> Vec<String> {
        let page = self.page(&filter, None, 200).await;
        page.sessions.into_iter().map(|row| row.session).collect()
    }

    async fn totals(&self, filter: &Filter) -> Totals {
        totals(self.store.read(), filter).await.unwrap()
    }
}

fn somebody(account: &str, name: &str) -> Somebody {
    Somebody {
        account: account.to_owned(),
        name: Redacted::new(name.to_owned()),
    }
}

/// A session of an hour.
fn filed(session: &str, created_ms: i64) -> Filed {
    Filed {
        session: session.to_owned(),
        created_ms,
        ended_ms: created_ms + 60 * MINUTE,
        outcome: EndReason::EndedByHelper,
        helper: somebody("maya", "Maya Okafor"),
        sharer: Some(somebody("zoe", "Zoë Tanaka")),
        device: None,
        screen: Screen::default(),
    }
}

fn text(text: &str) -> Option<Redacted<String>> {
    Some(Redacted::new(text.to_owned()))
}
