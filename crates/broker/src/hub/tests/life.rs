//! How sessions live: over a restart, by the clock, up to what may be held, and until nobody may start any.

use super::*;

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
    let heard = bench.end(session).await;
    assert_eq!(heard, Err(ErrorCode::SessionEnded.into()));
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
    let again = off.end(session).await;
    assert_eq!(again, Err(ErrorCode::SessionEnded.into()));
    assert_eq!(off.count("session-ended").await, 1);
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
