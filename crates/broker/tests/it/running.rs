//! The sessions that run, as whoever may end them sees them.

use crate::support::{Broker, Browser, joined};
use remote_help::store::Store;
use reqwest::StatusCode;
use rh_protocol::{
    Redacted, Role,
    view::{EndReason, PhaseView},
};
use serde_json::{Value, json};

async fn running(admin: &Browser) -> Vec<Value> {
    let reply = admin.ask("/sessions").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let all: Value = reply.json();
    all["sessions"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_session_is_listed_and_one_ended_with_a_word_that_both_read_and_the_audit_keeps() {
    let broker = Broker::demo().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    assert!(running(&admin).await.is_empty());
    let (helper, sharer) = broker.pair().await;
    let (first, _waiting, _) = helper.start().await;
    let (second, mut helping, mut shared) = joined(&helper, &sharer).await;

    let listed = running(&admin).await;
    let ids: Vec<_> = listed.iter().map(|one| one["session"].clone()).collect();
    assert_eq!(ids, [json!(second), json!(first)]);
    assert_eq!(
        (&listed[0]["phase"], &listed[1]["phase"]),
        (&json!("joined"), &json!("created"))
    );
    let people = listed[0]["people"].as_array().unwrap();
    assert_eq!(people.len(), 2);
    assert_eq!(people[0]["person"]["name"], json!("Maya Okafor"));
    assert_eq!(
        (&people[1]["role"], &people[1]["presence"]),
        (&json!("sharer"), &json!("here"))
    );
    // What opens a session is nobody's but its helper's.
    assert!(!listed[1].to_string().contains("code"), "{}", listed[1]);

    let path = format!("/sessions/{second}/end");
    let word = "The help desk closes for today.";
    let reply = admin
        .post(&path, &json!({ "note": format!(" {word} ") }))
        .await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    let reason = EndReason::EndedByAdministrator;
    for page in [&mut helping, &mut shared] {
        page.until_phase(&PhaseView::Ended { reason }).await;
        assert_eq!(page.view.note, Some(Redacted::new(word.to_owned())));
    }
    assert_eq!(running(&admin).await.len(), 1);
    assert_eq!(admin.post(&path, &json!({})).await.code(), "session-ended");
    let store = Store::open(broker.data.path()).await.unwrap();
    let (actor, data): (Option<String>, String) =
        sqlx::query_as("SELECT actor, data FROM audit WHERE kind = 'session-ended'")
            .fetch_one(store.read())
            .await
            .unwrap();
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(
        data,
        json!({ "reason": "ended-by-administrator", "note": word })
    );
    assert!(actor.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_is_too_long_and_whoever_may_not_end_nothing() {
    let broker = Broker::demo().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let helper = broker.signed_in(Role::Helper, "helper1").await;
    let (session, _page, _) = helper.start().await;
    let path = format!("/sessions/{session}/end");
    for note in ["n".repeat(501), "a\u{7}".to_owned()] {
        let reply = admin.post(&path, &json!({ "note": note })).await;
        assert_eq!(reply.json::<Value>()["error"]["field"], json!("note"));
    }
    assert_eq!(helper.post(&path, &json!({})).await.code(), "not-permitted");
    assert_eq!(helper.ask("/sessions").await.code(), "not-permitted");
    let nowhere = "/sessions/00000000000000000000000000000001/end";
    assert_eq!(
        admin.post(nowhere, &json!({})).await.code(),
        "session-not-found"
    );
    assert_eq!(running(&admin).await.len(), 1);
}
