//! A Graph that is slow, overloaded, out of order, hostile or broken.

use super::{
    Bench, NOW_MS,
    mock::{Endless, Mock, error, later},
    soon,
    world::{ADA, BEN, LAPTOP, World},
};
use axum::{
    http::{StatusCode, header},
    response::IntoResponse as _,
};
use remote_help::directory::{DeviceQuery, DirectoryError, GroupKind, PersonQuery, Provider as _};
use std::sync::Arc;

/// Asks for Ada in the background.
fn ask(bench: &Bench) -> tokio::task::JoinHandle<Result<bool, DirectoryError>> {
    let graph = Arc::clone(&bench.graph);
    tokio::spawn(async move {
        let key = remote_help::directory::PersonKey {
            subject: ADA,
            email: None,
        };
        Ok(graph.person(key).await?.is_some())
    })
}

#[tokio::test]
async fn a_request_to_wait_is_kept_to() {
    // As seconds, and as a date: two seconds from now.
    for retry_after in ["2", "Sun, 17 Mar 2030 17:46:42 GMT"] {
        let bench = Bench::start().await;
        bench
            .mock
            .quirks(|quirks| quirks.next.push_back(later(429, retry_after)));
        let asked = ask(&bench);
        let at = bench.awaited(NOW_MS + 1..=NOW_MS + 7_000).await;
        assert_eq!(at, NOW_MS + 2_000, "{retry_after}");
        assert_eq!(bench.mock.seen().len(), 1);
        // Nobody else goes there meanwhile either.
        let Err(DirectoryError::Unavailable { retry_after_ms, .. }) = bench.person(BEN).await
        else {
            panic!("an answer");
        };
        assert_eq!(retry_after_ms, 2_000);
        assert!(bench.mock.seen().is_empty());
        bench.pass(2_000);
        assert!(soon(asked).await.unwrap().unwrap());
    }
}

#[tokio::test]
async fn who_would_have_to_wait_too_long_is_told_when_to_come_again() {
    let bench = Bench::start().await;
    bench
        .mock
        .quirks(|quirks| quirks.next.push_back(later(429, "120")));
    for _ in 0..2 {
        let Err(DirectoryError::Unavailable {
            retry_after_ms,
            why,
        }) = bench.person(ADA).await
        else {
            panic!("an answer");
        };
        assert_eq!(retry_after_ms, 120_000);
        assert!(!why.contains(ADA));
    }
    assert_eq!(bench.mock.seen().len(), 1);
    // Devices are another service, and are answered.
    bench.graph.devices(&DeviceQuery::default()).await.unwrap();
    bench.pass(120_000);
    assert!(bench.person(ADA).await.unwrap().is_some());
}

#[tokio::test]
async fn what_is_out_of_order_for_a_moment_is_asked_again_after_a_moment() {
    let failures = [429, 500, 502, 503, 504].map(|status| error(status, "ServiceUnavailable"));
    // *At once* and nonsense count as nothing.
    let others = ["0", "soon", "Sun, 17 Mar 2030 17:46:39 GMT"].map(|when| later(429, when));
    for failure in failures.into_iter().chain(others) {
        let status = failure.status();
        let bench = Bench::start().await;
        bench.mock.quirks(|quirks| quirks.next.push_back(failure));
        let asked = ask(&bench);
        let at = bench.awaited(NOW_MS + 1..=NOW_MS + 7_000).await;
        assert!(
            (NOW_MS + 251..=NOW_MS + 500).contains(&at),
            "{status}: {at}"
        );
        bench.pass(at - NOW_MS);
        assert!(soon(asked).await.unwrap().unwrap());
    }
}

#[tokio::test]
async fn who_does_not_answer_is_left_alone_and_tried_again_later() {
    let bench = Bench::start().await;
    bench.mock.quirks(|quirks| quirks.down = true);
    for _ in 0..2 {
        let down = bench.patiently(bench.person(ADA)).await;
        assert!(matches!(down, Err(DirectoryError::Unavailable { .. })));
    }
    // Five failures are enough: three of the first, two of the second.
    assert_eq!(bench.mock.seen().len(), 5);
    let Err(DirectoryError::Unavailable { retry_after_ms, .. }) = bench.person(ADA).await else {
        panic!("an answer");
    };
    assert!((1..=5_000).contains(&retry_after_ms));
    assert!(bench.mock.seen().is_empty());
    bench.mock.quirks(|quirks| quirks.down = false);
    bench.pass(retry_after_ms);
    assert!(bench.person(ADA).await.unwrap().is_some());
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_not_waited_for() {
    let bench = Bench::start().await;
    bench.mock.quirks(|quirks| quirks.holds = true);
    let asked = ask(&bench);
    // A token, and the request.
    soon(bench.mock.came(2)).await;
    let late = bench.awaited(NOW_MS + 8_000..=NOW_MS + 8_000).await;
    bench.pass(late - NOW_MS);
    // Once more after a moment, and then no more.
    let at = bench.awaited(late + 1..=late + 500).await;
    bench.pass(at - late);
    soon(bench.mock.came(3)).await;
    let late = bench.awaited(at + 8_000..=at + 8_000).await;
    bench.pass(late - at);
    assert!(matches!(
        soon(asked).await.unwrap(),
        Err(DirectoryError::Unavailable { .. })
    ));
    assert_eq!(bench.mock.seen().len(), 2);
}

#[tokio::test]
async fn nobody_there_is_no_answer() {
    let bench = Bench::start().await;
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let origin = format!("http://{}", port.local_addr().unwrap());
    drop(port);
    let graph = remote_help::directory::Graph::new(&super::settings(&origin), bench.clock.clone());
    let graph = graph.unwrap();
    let gone = bench.patiently(graph.organization()).await;
    assert!(matches!(gone, Err(DirectoryError::Unavailable { .. })));
}

#[tokio::test]
async fn a_lack_of_permission_names_the_permission() {
    let bench = Bench::start().await;
    let refused = |answer: Result<(), DirectoryError>| match answer {
        Err(DirectoryError::Refused { why }) => why,
        _ => panic!("no refusal"),
    };
    bench.mock.quirks(|quirks| quirks.forbidden = Some("/"));
    let graph = &bench.graph;
    let people = PersonQuery::default();
    for (permission, why) in [
        ("User.Read.All", refused(bench.person(ADA).await.map(drop))),
        ("User.Read.All", refused(graph.photo(ADA).await.map(drop))),
        (
            "User.Read.All",
            refused(graph.people(&people).await.map(drop)),
        ),
        (
            "GroupMember.Read.All",
            refused(graph.groups(GroupKind::People).await.map(drop)),
        ),
        (
            "Organization.Read.All",
            refused(graph.organization().await.map(drop)),
        ),
        (
            "DeviceManagementManagedDevices.Read.All",
            refused(graph.device(LAPTOP).await.map(drop)),
        ),
    ] {
        assert!(
            why.contains(permission) && why.contains("Authorization_RequestDenied"),
            "{why}"
        );
        assert!(!why.contains(ADA) && !why.contains("Ada"), "{why}");
    }
    // A refusal is an answer: nobody is left alone for it.
    bench.mock.quirks(|quirks| quirks.forbidden = None);
    assert!(bench.person(ADA).await.unwrap().is_some());
    bench
        .mock
        .quirks(|quirks| quirks.forbidden = Some("getMemberObjects"));
    let why = refused(bench.person(BEN).await.map(drop));
    assert!(why.contains("GroupMember.Read.All"), "{why}");
}

#[tokio::test]
async fn a_next_page_elsewhere_is_not_asked_for() {
    let bench = Bench::start().await;
    let elsewhere = Mock::start(World::usual()).await;
    bench.mock.with(|inside| inside.page = 1);
    let same_host = bench.mock.origin.replace("127.0.0.1", "localhost");
    let with_name = bench.mock.origin.replace("http://", "http://me@");
    for origin in [
        elsewhere.origin.clone(),
        same_host,
        with_name,
        "file:".to_owned(),
        String::new(),
    ] {
        bench
            .mock
            .quirks(|quirks| quirks.next_origin = Some(origin.clone()));
        let query = PersonQuery {
            size: 1,
            ..PersonQuery::default()
        };
        for answer in [
            bench.graph.devices(&DeviceQuery::default()).await.map(drop),
            bench.graph.groups(GroupKind::People).await.map(drop),
            bench.graph.people(&query).await.map(drop),
        ] {
            assert!(
                matches!(answer, Err(DirectoryError::Nonsense(_))),
                "{origin}"
            );
        }
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn a_list_without_end_ends() {
    for (endless, most) in [(Endless::Circle, 2), (Endless::Spiral, 200)] {
        let bench = Bench::start().await;
        bench.mock.quirks(|quirks| quirks.endless = Some(endless));
        let nonsense = bench.graph.devices(&DeviceQuery::default()).await;
        assert!(matches!(nonsense, Err(DirectoryError::Nonsense(_))));
        assert!(bench.mock.seen().len() <= most);
    }
}

#[tokio::test]
async fn half_an_answer_is_none() {
    let bench = Bench::start().await;
    bench.mock.quirks(|quirks| quirks.truncated = true);
    let graph = &bench.graph;
    for answer in [
        bench.person(ADA).await.map(drop),
        graph.device(LAPTOP).await.map(drop),
        graph.devices(&DeviceQuery::default()).await.map(drop),
        graph.people(&PersonQuery::default()).await.map(drop),
        graph.groups(GroupKind::Devices).await.map(drop),
        graph.organization().await.map(drop),
    ] {
        assert!(matches!(answer, Err(DirectoryError::Nonsense(_))));
    }
}

#[tokio::test]
async fn who_is_not_graph_is_not_believed() {
    let bench = Bench::start().await;
    let elsewhere = Mock::start(World::usual()).await;
    let target = format!("{}/v1.0/users/{ADA}", elsewhere.origin);
    let redirect = (StatusCode::FOUND, [(header::LOCATION, target)]).into_response();
    // A page of somebody in between does not say that a person is gone.
    let page = (StatusCode::NOT_FOUND, "<html>Not found</html>").into_response();
    bench
        .mock
        .quirks(|quirks| quirks.next.extend([redirect, page]));
    for _ in 0..2 {
        let nonsense = bench.person(ADA).await;
        assert!(matches!(nonsense, Err(DirectoryError::Nonsense(_))));
    }
    assert!(elsewhere.seen().is_empty());
    assert!(bench.person(ADA).await.unwrap().is_some());
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let bench = Bench::start().await;
    let long = format!("{{\"value\": [\"{}\"]}}", "a".repeat(9 * 1024 * 1024));
    bench
        .mock
        .quirks(|quirks| quirks.next.push_back(long.into_response()));
    let large = bench.graph.groups(GroupKind::People).await;
    assert!(matches!(large, Err(DirectoryError::Nonsense(_))));
}
