//! Sessions while the directory changes.

use super::*;
use crate::directory::{
    Compliance, Device, Directory, Group, GroupKind, Person as Entry, Platform, embedded::Author,
};
use rh_protocol::view::EndReason;
use tokio_util::sync::CancellationToken;

fn entry(id: &str, enabled: bool, groups: &[&str]) -> Entry {
    Entry {
        id: id.to_owned(),
        subject: Some(id.to_owned()),
        email: None,
        name: id.to_owned(),
        title: None,
        company: None,
        enabled,
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

impl Bench {
    async fn save(&self, person: Entry) {
        let Directory::Embedded(directory) = self.hub.access().directory() else {
            panic!("another directory")
        };
        let by = Author::Account("admin");
        for id in ["sales", "board"] {
            let group = Group {
                id: id.to_owned(),
                name: id.to_owned(),
                kind: GroupKind::People,
            };
            directory.save_group(&group, by).await.unwrap();
        }
        directory.save_person(&person, by).await.unwrap();
    }

    /// Why a session is over, as soon as it is.
    pub(super) async fn end_of(&self, session: SessionId) -> EndReason {
        loop {
            let found = rows::load(self.store.read(), session).await.unwrap();
            if let Some((reason, _)) = found.unwrap().ended() {
                return reason;
            }
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn whoever_is_disabled_in_the_directory_is_out_of_their_sessions_at_once() {
    for who in ["helper", "sharer"] {
        let folder = tempfile::tempdir().unwrap();
        let bench = Bench::open(folder.path()).await;
        let stop = CancellationToken::new();
        let watching = tokio::spawn(bench.hub.clone().watch_access(stop.clone()));
        let (session, code) = bench.create("helper").await;
        bench.knows("sharer", "staff").await;
        assert_eq!(bench.redeem("sharer", code).await, Ok(session));
        bench.save(entry(who, true, &["sales"])).await;
        bench.save(entry(who, false, &[])).await;
        assert_eq!(
            bench.end_of(session).await,
            EndReason::PermissionWithdrawn,
            "{who}"
        );
        let why: String =
            sqlx::query_scalar("SELECT data FROM audit WHERE kind = 'access-refused'")
                .fetch_one(bench.store.read())
                .await
                .unwrap();
        assert_eq!(why, r#"{"why":"account-disabled"}"#);
        stop.cancel();
        watching.await.unwrap();
    }
}

#[tokio::test]
async fn whoever_is_disabled_joins_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    bench.knows("sharer", "staff").await;
    bench.save(entry("sharer", false, &[])).await;
    let (session, code) = bench.create("helper").await;
    let refused = bench.redeem("sharer", code).await;
    assert_eq!(refused, Err(ErrorCode::HelperNotPermitted.into()));
    assert_eq!(bench.end_of(session).await, EndReason::NotPermitted);
}

#[tokio::test]
async fn a_start_for_a_device_that_is_refused_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    bench.save(entry("olga", true, &["sales"])).await;
    let Directory::Embedded(directory) = bench.hub.access().directory() else {
        panic!("another directory")
    };
    let device = Device {
        id: "d-1".to_owned(),
        name: "Laptop".to_owned(),
        owner: Some("olga".to_owned()),
        platform: Platform::Linux,
        compliance: Compliance::Compliant,
        reasons: Vec::new(),
        last_seen_ms: None,
        groups: Vec::new(),
    };
    let saved = directory.save_device(&device, Author::Account("admin"));
    saved.await.unwrap();
    let bind = async |group: &str| {
        bench.knows("helper", group).await;
        let standing = bench.hub.access().standing("helper").await.unwrap();
        let (helper, standing) = (who("helper"), standing.unwrap());
        bench.hub.bind(&helper, &standing, "d-1").await
    };
    assert!(bind("desk").await.is_ok());
    assert_eq!(bench.count("access-refused").await, 0);
    let refused = bind("staff").await;
    assert!(
        matches!(&refused, Err(HubError::Refused(error)) if error.code == ErrorCode::HelperNotPermitted),
        "{refused:?}"
    );
    let recorded: Vec<(Option<String>, Option<String>, String)> =
        sqlx::query_as("SELECT session, actor, data FROM audit WHERE kind = 'access-refused'")
            .fetch_all(bench.store.read())
            .await
            .unwrap();
    let data = r#"{"device":"d-1","why":"no-role"}"#;
    assert_eq!(
        recorded,
        [(None, Some("helper".to_owned()), data.to_owned())]
    );
    // What cannot be recorded is not answered as refused either.
    bench.break_audit().await;
    let failed = bind("staff").await;
    assert!(matches!(failed, Err(HubError::Store(_))), "{failed:?}");
}
