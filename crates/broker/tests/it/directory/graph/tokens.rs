//! Access tokens.

use super::{
    Bench, SECRET,
    mock::{later, refusal},
    world::{ADA, BEN, CLEO},
};
use axum::response::IntoResponse as _;
use remote_help::directory::{DirectoryError, Provider as _};

#[tokio::test]
async fn many_who_ask_at_once_make_one_token_do() {
    let bench = Bench::start().await;
    let all = futures_util::future::join_all((0..50).map(|number| {
        let who = [ADA, BEN, CLEO][number % 3];
        bench.person(who)
    }));
    assert!(all.await.into_iter().all(|found| found.unwrap().is_some()));
    assert_eq!(bench.mock.tokens(), 1);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends() {
    let bench = Bench::start().await;
    bench.person(ADA).await.unwrap();
    bench.pass(3_298_999);
    bench.person(BEN).await.unwrap();
    assert_eq!(bench.mock.tokens(), 1);
    bench.pass(1);
    bench.person(CLEO).await.unwrap();
    assert_eq!(bench.mock.tokens(), 2);
}

#[tokio::test]
async fn a_token_that_is_no_good_any_more_is_replaced_once() {
    let bench = Bench::start().await;
    bench.person(ADA).await.unwrap();
    bench.mock.revoke();
    assert!(bench.person(BEN).await.unwrap().is_some());
    assert_eq!(bench.mock.tokens(), 1_002);
    // Where none is ever good, that is told, and not tried for ever.
    bench.mock.quirks(|quirks| quirks.accepts_nobody = true);
    bench.mock.seen();
    let refused = bench.person(CLEO).await;
    assert!(matches!(refused, Err(DirectoryError::Refused { .. })));
    assert_eq!(bench.mock.seen().len(), 2);
    assert_eq!(bench.mock.tokens(), 1_003);
}

#[tokio::test]
async fn many_whose_token_is_no_good_any_more_make_one_new_one_do() {
    let bench = Bench::start().await;
    bench.person(ADA).await.unwrap();
    bench.mock.revoke();
    let all = futures_util::future::join_all((0..20).map(|number| {
        let who = [BEN, CLEO][number % 2];
        bench.person(who)
    }));
    assert!(all.await.into_iter().all(|found| found.unwrap().is_some()));
    assert_eq!(bench.mock.tokens(), 1_002);
}

#[tokio::test]
async fn an_app_that_is_refused_is_told_and_asks_again_later() {
    let bench = Bench::start().await;
    bench.mock.quirks(|quirks| {
        quirks.next_tokens.push_back(refusal(401, "invalid_client"));
    });
    for _ in 0..3 {
        let Err(DirectoryError::Refused { why }) = bench.person(ADA).await else {
            panic!("an answer");
        };
        assert!(
            why.contains("invalid_client") && why.contains("client_secret"),
            "{why}"
        );
        // Neither the number nor the description, which names people, nor the secret.
        for hidden in ["7000215", "AADSTS", "Ada", SECRET] {
            assert!(!why.contains(hidden), "{why}");
        }
    }
    // It was asked once: the second time there would have been a token.
    assert_eq!(bench.mock.tokens(), 0);
    bench.pass(30_000);
    assert!(bench.person(ADA).await.unwrap().is_some());
}

#[tokio::test]
async fn a_token_service_that_is_out_of_order_is_no_refusal() {
    let bench = Bench::start().await;
    bench.mock.quirks(|quirks| {
        quirks
            .next_tokens
            .push_back(refusal(400, "temporarily_unavailable"));
        quirks.next_tokens.push_back(later(429, "60"));
        quirks
            .next_tokens
            .push_back("{\"access_token\": ".into_response());
    });
    let unavailable = bench.person(ADA).await;
    assert!(matches!(
        unavailable,
        Err(DirectoryError::Unavailable { .. })
    ));
    for _ in 0..2 {
        // Left alone for as long as it asks.
        let Err(DirectoryError::Unavailable { retry_after_ms, .. }) = bench.person(ADA).await
        else {
            panic!("an answer");
        };
        assert_eq!(retry_after_ms, 60_000);
    }
    bench.pass(60_000);
    let nonsense = bench.person(ADA).await;
    assert!(matches!(nonsense, Err(DirectoryError::Nonsense(_))));
    assert!(bench.person(ADA).await.unwrap().is_some());
}

#[tokio::test]
async fn what_is_secret_or_personal_does_not_print() {
    let bench = Bench::start().await;
    bench.person(ADA).await.unwrap();
    bench.graph.devices(&Default::default()).await.unwrap();
    let shown = format!(
        "{:?} {:?}",
        bench.graph,
        super::settings(&bench.mock.origin)
    );
    for hidden in [SECRET, "token-1", "Ada", ADA] {
        assert!(!shown.contains(hidden), "{hidden}");
    }
}
