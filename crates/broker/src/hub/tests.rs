//! Tests of codes, attempts and sessions against a real store, on a clock moved by hand.

mod access;
mod codes;
mod hang_up;
mod policy;
mod silent;

use super::*;
use crate::{devices::Seen, directory::Directory};
use rh_protocol::Redacted;
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

#[tokio::test]
async fn a_session_and_its_code_outlive_the_broker_and_its_deadlines_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    let (_, expiring) = bench.create("helper").await;
    // Not shut down: what was acknowledged must be on disk already.
    bench.clock.advance(Duration::from_secs(599));
    let again = Bench::open_with(folder.path(), bench.clock.clone(), "").await;
    assert_eq!(again.redeem("sharer", code).await, Ok(session));
    again.clock.advance(Duration::from_secs(1));
    assert_eq!(again.redeem("another", expiring).await, Err(wrong(4)));
}

#[tokio::test]
async fn nobody_joined_ends_a_session_by_the_clock_alone() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, _) = bench.create("helper").await;
    bench.clock.advance(Duration::from_secs(2 * 60 * 60));
    // Closing lets the task finish what it was woken for.
    let heard = bench
        .hub
        .ask(
            session,
            Message::EndedByAdministrator {
                actor: None,
                note: None,
            },
        )
        .await;
    assert_eq!(
        heard,
        Answer::Refused {
            error: ErrorCode::SessionEnded.into()
        }
    );
    assert_eq!(bench.count("session-ended").await, 1);
    assert!(
        bench
            .hub
            .sessions_of(&who("helper"), Role::Helper)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_helper_holds_no_more_sessions_than_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let mut sessions = HashSet::new();
    for _ in 0..limits::OPEN_SESSIONS_PER_HELPER {
        sessions.insert(bench.create("helper").await.0);
    }
    assert_eq!(sessions.len(), limits::OPEN_SESSIONS_PER_HELPER);
    let refused = bench
        .hub
        .create_for(who("helper"), person("helper"), None)
        .await;
    assert!(
        matches!(&refused, Err(HubError::Refused(error)) if error.code == ErrorCode::TooManySessions),
        "{refused:?}"
    );
    bench.create("another helper").await;
}

#[tokio::test]
async fn switched_off_nothing_starts_and_what_was_open_ends() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    bench.hub.shut_down().await;
    let off = "[features]\nenabled = false\n";
    let off = Bench::open_with(folder.path(), bench.clock.clone(), off).await;
    let refused = off
        .hub
        .create_for(who("helper"), person("helper"), None)
        .await;
    assert!(
        matches!(&refused, Err(HubError::Refused(error)) if error.code == ErrorCode::RemoteHelpOff),
        "{refused:?}"
    );
    let refused = off.redeem("sharer", code).await;
    assert_eq!(refused, Err(ErrorCode::RemoteHelpOff.into()));
    // Its task has taken the order by the time it takes the next one.
    let again = off
        .hub
        .ask(
            session,
            Message::EndedByAdministrator {
                actor: None,
                note: None,
            },
        )
        .await;
    assert_eq!(
        again,
        Answer::Refused {
            error: ErrorCode::SessionEnded.into()
        }
    );
    assert_eq!(off.count("session-ended").await, 1);
}

#[tokio::test]
async fn what_cannot_be_recorded_does_not_happen() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    let before = bench.audit().await;
    bench.break_audit().await;

    let refused = bench
        .hub
        .create_for(who("helper"), person("helper"), None)
        .await;
    assert!(matches!(refused, Err(HubError::Store(_))), "{refused:?}");
    let refused = bench.redeem("sharer", code).await;
    assert_eq!(refused, Err(ErrorCode::Unavailable.into()));
    let ended = bench
        .hub
        .ask(
            session,
            Message::EndedByAdministrator {
                actor: None,
                note: None,
            },
        )
        .await;
    assert_eq!(
        ended,
        Answer::Refused {
            error: ErrorCode::Unavailable.into()
        }
    );
    assert_eq!(bench.audit().await, before);
    assert_eq!(
        bench
            .hub
            .sessions_of(&who("helper"), Role::Helper)
            .await
            .unwrap()
            .len(),
        1
    );

    bench.mend_audit().await;
    assert_eq!(bench.redeem("sharer", code).await, Ok(session));
}

#[tokio::test]
async fn audit_rows_are_never_changed() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    bench.create("helper").await;
    let mut write = bench.store.write().await.unwrap();
    for (query, refused) in [
        ("UPDATE audit SET actor = 'somebody else'", "never changed"),
        ("DELETE FROM audit", "removed with their day"),
        ("DELETE FROM audit_segments", "never removed"),
    ] {
        let changed = sqlx::query(query).execute(&mut *write).await;
        assert!(changed.unwrap_err().to_string().contains(refused));
    }
}

#[tokio::test]
async fn the_audit_holds_accounts_and_neither_names_nor_codes() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    bench.knows("issuer|h1", "desk").await;
    let session = bench
        .hub
        .create_for(who("issuer|h1"), person("Hannah Helper"), None)
        .await
        .unwrap();
    let code = bench.code_of(session).await;
    let joined = bench
        .hub
        .redeem_for(
            who("issuer|s1"),
            person("Sam Sharer"),
            &Seen::default(),
            code,
        )
        .await;
    assert_eq!(joined, Ok(session));
    let rows: Vec<(String, Option<String>, Option<String>, String)> =
        sqlx::query_as("SELECT kind, session, actor, data FROM audit ORDER BY seq")
            .fetch_all(bench.store.read())
            .await
            .unwrap();
    let actors: Vec<_> = rows
        .iter()
        .map(|row| (row.0.as_str(), row.2.as_deref()))
        .collect();
    assert_eq!(
        actors,
        [
            ("session-created", Some("issuer|h1")),
            ("code-issued", Some("issuer|h1")),
            ("joined", Some("issuer|s1")),
            ("device-warning", None),
        ]
    );
    let all = format!("{rows:?}");
    assert!(
        rows.iter()
            .all(|row| row.1.as_deref() == Some(&*session.to_string()))
    );
    for secret in [code.as_str(), "Hannah", "Sam"] {
        assert!(!all.contains(secret), "{all}");
    }
}

#[tokio::test]
async fn a_picture_is_for_those_who_are_in_a_session_with_its_person() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (_, code) = bench.create("helper").await;
    bench.redeem("sharer", code).await.unwrap();
    let sees = async |account: &str, of: &str| bench.hub.shares_picture(account, of).await.unwrap();
    assert!(sees("helper", "sharer").await);
    assert!(sees("sharer", "helper").await);
    assert!(!sees("sharer", "").await);
    assert!(!sees("stranger", "helper").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_over_answers_whoever_comes_late_and_however_many() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, _) = bench.create("helper").await;
    let end = || Message::EndedByAdministrator {
        actor: None,
        note: None,
    };
    let ended = bench.hub.ask(session, end()).await;
    assert_eq!(ended, Answer::Done { participant: None });
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..1_000 {
        let hub = bench.hub.clone();
        tasks.spawn(async move { hub.ask(session, end()).await });
    }
    let over = Answer::Refused {
        error: ErrorCode::SessionEnded.into(),
    };
    while let Some(answer) = tasks.join_next().await {
        assert_eq!(answer.unwrap(), over);
    }
    assert_eq!(bench.count("session-ended").await, 1);
    let unknown = bench.hub.ask(SessionId::from_bits(1), end()).await;
    let nowhere = Answer::Refused {
        error: ErrorCode::SessionNotFound.into(),
    };
    assert_eq!(unknown, nowhere);
}

#[tokio::test]
async fn people_are_told_of_a_restart_while_the_store_is_stuck() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, _) = bench.create("helper").await;
    let (outlet, mut queue) = outlet::Outlet::new();
    let connection = ConnectionId::from_bits(1);
    bench.hub.outlets().add(connection, outlet);
    // The one writer is taken, and the session has something to write.
    let held = bench.store.write().await.unwrap();
    let end = Message::EndedByAdministrator {
        actor: None,
        note: None,
    };
    assert!(bench.hub.post(session, end).await);
    let going_down = tokio::spawn({
        let hub = bench.hub.clone();
        async move { hub.shut_down().await }
    });
    let mut told = Vec::new();
    let telling = async {
        while let Some(item) = queue.frames.recv().await {
            let last = matches!(item, outlet::Outgoing::Close(_));
            told.push(item);
            if last {
                return;
            }
        }
    };
    // Less than the broker gives the hub, far less than the store's patience.
    let in_time = tokio::time::timeout(Duration::from_secs(2), telling).await;
    assert!(in_time.is_ok(), "nobody was told");
    let restarting = r#"{"kind":"event","event":{"type":"restarting","retry_after_ms":1000}}"#;
    assert_eq!(
        told,
        [
            outlet::Outgoing::Frame(restarting.into()),
            outlet::Outgoing::Close(rh_protocol::socket::close::RESTARTING),
        ]
    );
    assert!(!going_down.is_finished(), "what is under way is waited for");
    drop(held);
    going_down.await.unwrap();
    assert_eq!(bench.count("session-ended").await, 1);
}
