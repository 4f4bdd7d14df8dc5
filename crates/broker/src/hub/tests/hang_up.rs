//! Whoever asks for something may hang up at any moment. What is committed then takes effect all the same.

use super::*;
use crate::{
    access::stored::NamedAssignment, condition::Condition, identity::Permitted,
    store::tests::hang_up,
};
use rh_access::{Assignment, AssignmentId, Members, PersonId, RoleId, Scope};

impl Bench {
    /// A browser is enrolled on a device, with this key.
    pub(super) async fn enrolled(&self, key: &str, device: &str) {
        let mut write = self.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO device_keys (id, device, account, public_key, enrolled_ms, used_ms, renewed) \
             VALUES ($1, $2, 'a', x'00', 0, 0, 0)",
        )
        .bind(key)
        .bind(device)
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
    }

    async fn number(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query)
            .fetch_one(self.store.read())
            .await
            .unwrap()
    }

    /// Asks, by a new number each time, and hangs up after every number of waits until it is done within them; each time
    /// what it asks for has to be `whole`: committed and in effect, or neither.
    async fn hangs_up<T, F: Future<Output = T>>(
        &self,
        ask: impl Fn(usize) -> F,
        whole: impl AsyncFn(usize) -> bool,
    ) {
        let mut asked = 0;
        // How often there is something to wait for differs: several rounds meet each moment.
        for _ in 0..5 {
            for waits in 0.. {
                asked += 1;
                let done = hang_up(ask(asked), waits).await.is_some();
                // Once it is our turn to write, what was under way is committed or undone.
                drop(self.store.write().await.unwrap());
                let holds = async {
                    while !whole(asked).await {
                        tokio::task::yield_now().await;
                    }
                };
                let holds = tokio::time::timeout(Duration::from_secs(5), holds).await;
                assert!(holds.is_ok(), "hung up after {waits} waits");
                if done {
                    break;
                }
            }
        }
    }
}

#[tokio::test]
async fn settings_count_once_they_are_committed() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (by, policy) = (Permitted::of("admin"), bench.hub.policy());
    let change = |asked| {
        let seconds = format!(r#"{{"codes.seconds":{}}}"#, 100 + asked);
        let overrides = serde_json::from_str(&seconds).unwrap();
        policy.change(&by, policy.now().revision, overrides)
    };
    let whole = async |_| {
        let stored = "SELECT COALESCE(MAX(revision), 0) FROM policy";
        u64::try_from(bench.number(stored).await).unwrap() == policy.now().revision
    };
    bench.hangs_up(change, whole).await;
}

#[tokio::test]
async fn rules_count_once_they_are_committed() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (by, access) = (Permitted::of("admin"), bench.hub.access());
    let save = |asked| {
        let id = format!("a-{asked}");
        let named = NamedAssignment {
            name: id.clone(),
            assignment: Assignment {
                id: AssignmentId::new(id),
                role: RoleId::new("help-desk-operator"),
                members: Members {
                    people: [PersonId::new("subject:x")].into(),
                    groups: Default::default(),
                },
                scope: Scope::everybody(),
            },
        };
        access.save_assignment(&by, named, &Condition::Any)
    };
    let whole = async |_| {
        let stored = bench.number("SELECT COUNT(*) FROM assignments").await;
        usize::try_from(stored).unwrap() == access.now().stored.assignments.len()
    };
    bench.hangs_up(save, whole).await;
}

#[tokio::test]
async fn a_key_is_revoked_for_everybody_once_that_is_committed() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (by, devices) = (Permitted::of("admin"), bench.hub.devices());
    let changes = devices.changes();
    bench.enrolled("key", "d-1").await;
    let revoke = |_| devices.revoke(&by, "d-1", "key");
    let whole = async |_| {
        let there = bench.number("SELECT COUNT(*) FROM device_keys").await;
        (there == 0) == changes.has_changed().unwrap()
    };
    bench.hangs_up(revoke, whole).await;
}

#[tokio::test]
async fn a_session_runs_once_it_is_committed() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let create = |asked: usize| {
        let helper = format!("helper {asked}");
        bench.hub.create_for(who(&helper), person(&helper), None)
    };
    let whole = async |_| {
        let open = rows::load_open(bench.store.read()).await.unwrap();
        let mut ids = open.iter().map(Session::id);
        ids.all(|id| bench.hub.registry().running(id).is_some())
    };
    bench.hangs_up(create, whole).await;
}
