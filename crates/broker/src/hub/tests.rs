//! Tests of codes, attempts and sessions against a real store, on a clock moved by hand.

mod access;
mod codes;
mod hang_up;
mod life;
mod policy;
mod recorded;
mod silent;

use super::*;
use crate::{devices::Seen, directory::Directory};
use rh_protocol::{Passcode, Redacted};
use std::{collections::HashSet, path::Path, time::Duration};

/// 2026-01-01T00:00:00Z.
const START_MS: u64 = 1_767_225_600_000;

struct Bench {
    hub: Hub,
    clock: Clock,
    store: Store,
}

impl Bench {
    async fn open(folder: &Path) -> Self {
        Self::open_with(folder, Clock::manual(START_MS), "").await
    }

    async fn open_with(folder: &Path, clock: Clock, more: &str) -> Self {
        let settings = format!("devices.allow_unenrolled = true\n{more}");
        Self::open_as(folder, clock, &settings).await
    }

    async fn open_as(folder: &Path, clock: Clock, settings: &str) -> Self {
        let settings = format!(
            "public_url = \"http://localhost:8080\"\nhelpers.groups = [\"desk\"]\n\
             administrators.groups = [\"admins\"]\n{settings}"
        );
        let settings: Arc<Settings> = Arc::new(toml::from_str(&settings).unwrap());
        let store = Store::open(folder).await.unwrap();
        let directory = Directory::open(&settings, store.clone(), clock.clone()).unwrap();
        let access = Access::open(settings.clone(), store.clone(), clock.clone(), directory);
        let access = access.await.unwrap();
        let origin = settings.public_url.origin();
        let devices = Devices::new(store.clone(), clock.clone(), access.clone(), origin);
        let webhooks = Webhooks::open(&settings, store.clone(), clock.clone()).unwrap();
        let policy = Policy::open(settings, store.clone(), clock.clone());
        let policy = policy.await.unwrap();
        let build = "test".into();
        let hub = Hub::open(
            store.clone(),
            clock.clone(),
            access,
            devices,
            policy,
            webhooks,
            build,
        );
        let hub = hub.await.unwrap();
        Self { hub, clock, store }
    }

    async fn create(&self, helper: &str) -> (SessionId, Passcode) {
        let session = self.create_of(helper, "desk").await;
        (session, self.code_of(session).await)
    }

    /// A session of somebody of this group.
    async fn create_of(&self, helper: &str, group: &str) -> SessionId {
        self.knows(helper, group).await;
        let created = self.hub.create_for(who(helper), person(helper), None);
        created.await.unwrap()
    }

    async fn execute(&self, statement: &'static str) {
        let mut write = self.store.write().await.unwrap();
        sqlx::query(statement).execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
    }

    /// Nothing can be recorded any more.
    async fn break_audit(&self) {
        self.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON audit \
             BEGIN SELECT RAISE(ABORT, 'disk full'); END",
        )
        .await;
    }

    async fn mend_audit(&self) {
        self.execute("DROP TRIGGER broken").await;
    }

    /// Somebody has signed in, and is in this group.
    async fn knows(&self, account: &str, group: &str) {
        let mut write = self.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO accounts (id, issuer, subject, name, groups_held, updated_ms) \
             VALUES ($1, '', $1, $1, $2, 0) \
             ON CONFLICT (id) DO UPDATE SET groups_held = excluded.groups_held",
        )
        .bind(account)
        .bind(format!("[\"{group}\"]"))
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
    }

    async fn code_of(&self, session: SessionId) -> Passcode {
        let code: String = sqlx::query_scalar(
            "SELECT code FROM codes WHERE session = $1 AND redeemed_ms IS NULL AND retired_ms IS NULL",
        )
        .bind(session.to_string())
        .fetch_one(self.store.read())
        .await
        .unwrap();
        Passcode::parse(&code).unwrap()
    }

    async fn redeem(&self, account: &str, code: Passcode) -> Result<SessionId, ErrorBody> {
        let redeemed = self
            .hub
            .redeem_for(who(account), person(account), &Seen::default(), code)
            .await;
        redeemed.map_err(|refusal| refusal.error)
    }

    /// Kinds of the audit records, oldest first.
    /// An administrator ends it.
    async fn end(&self, session: SessionId) -> Result<(), ErrorBody> {
        let ended = Message::EndedByAdministrator {
            actor: None,
            note: None,
        };
        match self.hub.ask(session, ended).await {
            Answer::Done { .. } => Ok(()),
            Answer::Refused { error } => Err(error),
        }
    }

    async fn audit(&self) -> Vec<String> {
        sqlx::query_scalar("SELECT kind FROM audit ORDER BY seq")
            .fetch_all(self.store.read())
            .await
            .unwrap()
    }

    async fn count(&self, kind: &str) -> usize {
        self.audit().await.iter().filter(|k| *k == kind).count()
    }
}

fn who(account: &str) -> Account {
    Account::new(account)
}

fn person(name: &str) -> Person {
    Person {
        name: Redacted::new(name.to_owned()),
        picture: Some(format!("/pictures/{name}")),
        ..Person::default()
    }
}

fn wrong(tries_left: u8) -> ErrorBody {
    ErrorBody {
        tries_left: Some(tries_left),
        ..ErrorBody::new(ErrorCode::WrongCode)
    }
}

/// A code that no test gives out.
fn unknown_code() -> Passcode {
    Passcode::parse("zzzzzzzz").unwrap()
}
