//! Sessions while the directory gives no answer.

use super::*;
use crate::{
    access::stored::NamedAssignment,
    condition::Condition,
    devices::Proved,
    directory::{Compliance, Device, Platform, embedded::Author},
    identity::Permitted,
};
use rh_access::{Assignment, AssignmentId, GroupId, Members, RoleId, Scope};
use rh_protocol::view::EndReason;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// A device.
const LAPTOP: &str = "d0000000-aaaa-4bbb-8ccc-000000000001";

/// Whom Graph can be asked for.
fn somebody(number: usize) -> String {
    format!("ada00000-aaaa-4bbb-8ccc-{number:012}")
}

/// A Graph that takes connections and never says a word.
struct Silent(TcpListener);

impl Silent {
    async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// Settings by which it is the directory.
    fn settings(&self) -> String {
        let origin = format!("http://{}", self.0.local_addr().unwrap());
        format!(
            "[identity]\ngroups = ['trainees']\n[directory]\nprovider = 'graph'\n[directory.graph]\n\
             tenant = '7e4a0000-aaaa-4bbb-8ccc-000000000000'\n\
             client_id = 'c11e0000-aaaa-4bbb-8ccc-000000000000'\n\
             client_secret = 'secret'\nlogin_url = '{origin}'\ngraph_url = '{origin}'\n"
        )
    }

    /// Somebody asks. Who drops the connection hangs up on them.
    async fn asked(&self) -> TcpStream {
        soon(self.0.accept()).await.unwrap().0
    }
}

/// What should come soon. A test that fails does not hang.
async fn soon<T>(awaited: impl Future<Output = T>) -> T {
    let soon = tokio::time::timeout(Duration::from_secs(30), awaited);
    soon.await.expect("nothing came")
}

#[tokio::test]
async fn whom_a_right_is_taken_from_here_does_not_wait_for_the_directory() {
    let (folder, silent) = (tempfile::tempdir().unwrap(), Silent::start().await);
    let clock = Clock::manual(START_MS);
    let bench = Bench::open_with(folder.path(), clock, &silent.settings()).await;
    let by = Permitted::of("admin");
    let id = AssignmentId::new("trainees");
    let trainees = NamedAssignment {
        name: "Trainees".to_owned(),
        assignment: Assignment {
            id: id.clone(),
            role: RoleId::new("help-desk-operator"),
            members: Members {
                people: Default::default(),
                groups: [GroupId::new("claim:trainees")].into(),
            },
            scope: Scope::everybody(),
        },
    };
    let access = bench.hub.access();
    access
        .save_assignment(&by, trainees, &Condition::Any)
        .await
        .unwrap();
    // More than are asked for at once, before and after the one.
    let session = {
        for number in 0..20 {
            bench.create_of(&somebody(number), "desk").await;
        }
        bench.create_of(&somebody(20), "trainees").await
    };
    for number in 21..40 {
        bench.create_of(&somebody(number), "desk").await;
    }
    let stop = CancellationToken::new();
    let watching = tokio::spawn(bench.hub.clone().watch_access(stop.clone()));
    let _held = silent.asked().await;
    access
        .remove_assignment(&by, &id, &Condition::Any)
        .await
        .unwrap();
    let ended = soon(bench.end_of(session)).await;
    assert_eq!(ended, EndReason::PermissionWithdrawn);
    // Of the others it cannot be told, and they go on.
    assert_eq!(bench.count("session-ended").await, 1);
    stop.cancel();
    soon(watching).await.unwrap();
}

#[tokio::test]
async fn where_nobody_is_helped_any_more_does_not_wait_for_the_directory() {
    let (folder, silent) = (tempfile::tempdir().unwrap(), Silent::start().await);
    let (helper, sharer) = (somebody(1), somebody(2));
    // While the directory still answered.
    let bench = Bench::open(folder.path()).await;
    let Directory::Embedded(directory) = bench.hub.access().directory() else {
        panic!("another directory")
    };
    let device = Device {
        id: LAPTOP.to_owned(),
        name: "Laptop".to_owned(),
        owner: None,
        platform: Platform::Linux,
        compliance: Compliance::Compliant,
        reasons: Vec::new(),
        last_seen_ms: None,
        groups: Vec::new(),
    };
    let saved = directory.save_device(&device, Author::Account("admin"));
    saved.await.unwrap();
    bench.enrolled("key", LAPTOP).await;
    // More than are asked for at once.
    for number in 10..30 {
        bench.create_of(&somebody(number), "desk").await;
    }
    let (unenrolled, code) = bench.create(&helper).await;
    bench.knows(&sharer, "staff").await;
    assert_eq!(bench.redeem(&sharer, code).await, Ok(unenrolled));
    let (session, code) = bench.create(&helper).await;
    let seen = Seen {
        key: Some(Proved {
            key: "key".to_owned(),
            device: LAPTOP.to_owned(),
        }),
        ..Seen::default()
    };
    let joined = bench
        .hub
        .redeem_for(who(&sharer), person("sharer"), &seen, code);
    assert_eq!(joined.await, Ok(session));
    bench.hub.shut_down().await;

    let bench = Bench::open_as(folder.path(), bench.clock.clone(), &silent.settings()).await;
    let stop = CancellationToken::new();
    let watching = tokio::spawn(bench.hub.clone().watch_access(stop.clone()));
    let _held = silent.asked().await;
    // It was helped as long as the setting allowed it.
    let ended = soon(bench.end_of(unenrolled)).await;
    assert_eq!(ended, EndReason::DeviceNotEnrolled);
    let by = Permitted::of("admin");
    let revoked = bench.hub.devices().revoke(&by, LAPTOP, "key");
    revoked.await.unwrap();
    let ended = soon(bench.end_of(session)).await;
    assert_eq!(ended, EndReason::DeviceNotEnrolled);
    let kinds = bench.audit().await;
    let last = [
        "device-key-revoked",
        "device-changed",
        "device-warning",
        "access-refused",
        "session-ended",
    ];
    assert!(kinds.ends_with(&last.map(str::to_owned)), "{kinds:?}");
    stop.cancel();
    soon(watching).await.unwrap();
}
