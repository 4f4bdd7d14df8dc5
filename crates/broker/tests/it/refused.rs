//! Requests that are refused to somebody who is known: each is in the audit, once an hour.

use crate::{
    page::{Closed, Raw},
    support::{Broker, Browser, Plan},
    tokens::{issue, program},
};
use remote_help::{Clock, store::Store};
use reqwest::{Method, StatusCode};
use rh_protocol::{ErrorCode, Role, SessionId, api, limits, socket::close};
use serde_json::{Value, json};
use std::{path::Path, time::Duration};

/// 2026-11-01T00:00:00Z.
const START_MS: u64 = 1_793_491_200_000;

/// The broker's records of refused requests: the actor, a person by how the provider calls them, and data. It goes down for it, and so has written them all. What was refused
/// at once may stand in any order.
pub(crate) async fn recorded(broker: Broker) -> Vec<(String, Value)> {
    let data = broker.stop().await;
    read(data.path()).await
}

async fn read(folder: &Path) -> Vec<(String, Value)> {
    let store = Store::open(folder).await.unwrap();
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT COALESCE(accounts.subject, actor), data \
         FROM audit LEFT JOIN accounts ON accounts.id = actor \
         WHERE kind = 'request-refused' AND session IS NULL",
    )
    .fetch_all(store.read())
    .await
    .unwrap();
    store.close().await;
    rows.into_iter()
        .map(|(actor, data)| (actor, serde_json::from_str(&data).unwrap()))
        .collect()
}

fn missing(method: &str, route: &str, permissions: &[&str]) -> Value {
    let route = format!("{}{route}", api::BASE);
    json!({ "method": method, "route": route, "missing": permissions })
}

fn reason(method: &str, route: &str, reason: &str) -> Value {
    let route = format!("{}{route}", api::BASE);
    json!({ "method": method, "route": route, "reason": reason })
}

/// These records, and no others.
pub(crate) fn are(mut records: Vec<(String, Value)>, expected: &[(&str, Value)]) {
    let mut expected: Vec<(String, Value)> = expected
        .iter()
        .map(|(actor, data)| ((*actor).to_owned(), data.clone()))
        .collect();
    for all in [&mut records, &mut expected] {
        all.sort_by_key(|(actor, data)| (actor.clone(), data.to_string()));
    }
    assert_eq!(records, expected);
}

/// The demonstration in which nobody helps by the configuration.
async fn without_helpers(clock: &Clock) -> Broker {
    Plan::default()
        .clock(clock)
        .settings(|settings| settings.helpers = Default::default())
        .launch()
        .await
}

/// Gives helper1 a role with these permissions, over everybody.
async fn assign(admin: &Browser, permissions: &[&str]) {
    let role = json!({ "name": "Role", "permissions": permissions });
    let assignment = json!({
        "name": "Assignment",
        "role": "role",
        "members": { "people": ["subject:helper1"], "groups": [] },
        "scope": { "users": "all", "devices": null },
    });
    for (what, body) in [("roles/role", role), ("assignments/one", assignment)] {
        let done = admin.put(&format!("/access/{what}"), &body).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_refusal_is_one_record_an_hour_and_another_route_is_another() {
    let clock = Clock::manual(START_MS);
    let broker = Plan::default().clock(&clock).launch().await;
    let helper = broker.signed_in(Role::Helper, "helper1").await;
    let path = format!("{}/settings", api::BASE);
    let background = async || {
        let request = helper.request(Method::GET, &path);
        let request = request.header(api::BACKGROUND, "1");
        helper.try_send(request).await.unwrap()
    };
    assert_eq!(helper.ask("/settings").await.code(), "not-permitted");
    assert_eq!(background().await.code(), "not-permitted");
    assert_eq!(helper.ask("/settings?a=b").await.code(), "not-permitted");
    let refused = helper.put("/access/roles/secret-id", &json!({})).await;
    assert_eq!(refused.code(), "not-permitted");
    let allowed = helper.ask("/helper/sessions").await;
    assert_eq!(allowed.status, StatusCode::OK, "{}", allowed.text);
    // Nobody signs out who is active.
    let half = Duration::from_millis(limits::REFUSAL_REPEATED_MS / 2);
    clock.advance(half);
    assert_eq!(helper.ask("/helper/sessions").await.status, StatusCode::OK);
    clock.advance(half);
    assert_eq!(helper.ask("/settings").await.code(), "not-permitted");

    let settings = missing("GET", "/settings", &["organization-update"]);
    let mut again = settings.clone();
    again["repeated"] = json!(2);
    let role = missing("PUT", "/access/roles/{id}", &["roles-update"]);
    let expected = [settings, again, role].map(|data| ("helper1", data));
    are(recorded(broker).await, &expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_helps_no_more_or_never_did_is_recorded_at_the_helpers_side() {
    let clock = Clock::system();
    let broker = without_helpers(&clock).await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    // Administers, and helps nobody.
    assert_eq!(admin.ask("/helper/sessions").await.code(), "not-a-helper");
    assign(
        &admin,
        &["view-screen", "offer-remote-assistance", "connector-read"],
    )
    .await;
    let helper = broker.signed_in(Role::Helper, "helper1").await;
    assert_eq!(helper.ask("/helper/sessions").await.status, StatusCode::OK);
    let session = SessionId::from_bits(1);
    let start = json!({ "device": "d-1" });
    let refused = helper.post("/helper/sessions", &start).await;
    assert_eq!(refused.code(), "not-permitted");

    let path = format!("{}/access/assignments/one", api::BASE);
    let removed = admin.send(Method::DELETE, &path, "", None).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT, "{}", removed.text);
    assert_eq!(helper.ask("/helper/me").await.code(), "not-a-helper");
    assert_eq!(helper.ask("/settings").await.code(), "not-a-helper");
    let mut socket = Raw::open(&helper, Role::Helper, session).await.unwrap();
    let told = Closed::refused(close::SIGNED_OUT, ErrorCode::NotAHelper);
    assert_eq!(socket.closed().await, told);

    let missing = missing("POST", "/helper/sessions", &["devices-read"]);
    let theirs = |route| ("helper1", reason("GET", route, "not-a-helper"));
    let expected = [
        ("admin", reason("GET", "/helper/sessions", "not-a-helper")),
        ("helper1", missing),
        theirs("/{role}/me"),
        theirs("/settings"),
        theirs("/{role}/sessions/{id}/socket"),
    ];
    are(recorded(broker).await, &expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_is_not_signed_in_is_recorded_and_nobody_who_is_allowed() {
    let broker = Broker::demo().await;
    let sharer = broker.signed_in(Role::Sharer, "sharer1").await;
    assert_eq!(sharer.ask("/helper/sessions").await.code(), "not-signed-in");
    assert_eq!(sharer.ask("/settings").await.code(), "not-signed-in");
    assert_eq!(sharer.ask("/sharer/me").await.status, StatusCode::OK);
    let nobody = broker.browser();
    assert_eq!(nobody.ask("/settings").await.code(), "not-signed-in");
    let unknown = format!("rhm_{}", "a".repeat(43));
    let never = program(&broker, &unknown, Method::GET, "/sessions", &json!({})).await;
    assert_eq!(never.code(), "not-signed-in");
    let admin = broker.signed_in(Role::Helper, "admin").await;
    for path in ["/settings", "/access", "/tokens", "/helper/me"] {
        assert_eq!(admin.ask(path).await.status, StatusCode::OK, "{path}");
    }
    are(recorded(broker).await, &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_named_by_its_token_also_when_that_has_ended() {
    let clock = Clock::manual(START_MS);
    let broker = Plan::default().clock(&clock).launch().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let mut accounts = Vec::new();
    let mut tokens = Vec::new();
    for permissions in [&["devices-update"][..], &["sessions"]] {
        let issued = issue(&admin, permissions, 1).await;
        accounts.push(format!("token:{}", issued["id"].as_str().unwrap()));
        tokens.push(issued["token"].as_str().unwrap().to_owned());
    }
    let ask = async |token: &str, method: Method, path: &str| {
        let answer = program(&broker, token, method, path, &json!({})).await;
        answer.code()
    };
    let people = "/directory/import/people";
    let refused = ask(&tokens[0], Method::POST, people).await;
    assert_eq!(refused, "not-permitted");
    let refused = ask(&tokens[0], Method::PUT, "/directory/people/p-1").await;
    assert_eq!(refused, "not-permitted");
    let path = format!("{}/tokens/{}", api::BASE, &accounts[0]["token:".len()..]);
    let revoked = admin.send(Method::DELETE, &path, "", None).await;
    assert_eq!(revoked.status, StatusCode::NO_CONTENT, "{}", revoked.text);
    let ended = "not-signed-in";
    assert_eq!(ask(&tokens[0], Method::GET, "/sessions").await, ended);
    assert_eq!(ask(&tokens[0], Method::GET, "/sessions").await, ended);
    clock.advance(Duration::from_secs(24 * 60 * 60));
    // What has ended stays known when another is issued.
    let admin = broker.signed_in(Role::Helper, "admin").await;
    issue(&admin, &["sessions"], 1).await;
    let listed: Value = admin.ask("/tokens").await.json();
    assert_eq!(listed["tokens"].as_array().unwrap().len(), 1);
    assert_eq!(ask(&tokens[1], Method::GET, "/sessions").await, ended);

    let expected = [
        (
            &accounts[0],
            missing("POST", "/directory/import/{kind}", &["roles-update"]),
        ),
        (
            &accounts[0],
            missing("PUT", "/directory/people/{id}", &["roles-update"]),
        ),
        (&accounts[0], reason("GET", "/sessions", "token-ended")),
        (&accounts[1], reason("GET", "/sessions", "token-ended")),
    ];
    are(
        recorded(broker).await,
        &expected.map(|(actor, data)| (actor.as_str(), data)),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_a_token_beyond_their_permissions_is_recorded_with_what_they_lack() {
    let broker = Broker::demo().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let issued = issue(&admin, &["organization-update", "sessions"], 1).await;
    let token = issued["token"].as_str().unwrap();
    let ask = async |permissions: &[&str]| {
        let body = json!({ "name": "more", "permissions": permissions, "days": 1 });
        let answer = program(&broker, token, Method::POST, "/tokens", &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
        let error = json!({ "code": "bad-field", "field": "permissions" });
        assert_eq!(answer.json::<Value>()["error"], error);
    };
    ask(&["sessions", "roles-update", "audit-read"]).await;
    // No program can be given these, whoever asks.
    ask(&["view-screen"]).await;
    ask(&[]).await;
    let account = format!("token:{}", issued["id"].as_str().unwrap());
    let lacking = missing("POST", "/tokens", &["audit-read", "roles-update"]);
    are(recorded(broker).await, &[(&account, lacking)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_disabled_is_recorded_on_either_side() {
    let broker = Broker::demo().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let sharer = broker.signed_in(Role::Sharer, "sharer1").await;
    let person = json!({ "name": "Sharer", "subject": "sharer1", "enabled": false });
    let saved = admin.put("/directory/people/p-1", &person).await;
    assert_eq!(saved.status, StatusCode::NO_CONTENT, "{}", saved.text);
    let refused = sharer.ask("/sharer/sessions").await;
    assert_eq!(refused.code(), "account-disabled");
    let disabled = reason("GET", "/sharer/sessions", "account-disabled");
    are(recorded(broker).await, &[("sharer1", disabled)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_waits_for_no_record_and_stands_without_one() {
    let broker = Broker::demo().await;
    let helper = broker.signed_in(Role::Helper, "helper1").await;
    let store = Store::open(broker.data.path()).await.unwrap();
    // Nobody else writes as long as this does.
    let write = store.write().await.unwrap();
    assert_eq!(helper.ask("/settings").await.code(), "not-permitted");
    assert_eq!(helper.ask("/settings").await.code(), "not-permitted");
    drop(write);
    store.close().await;
    let settings = missing("GET", "/settings", &["organization-update"]);
    are(recorded(broker).await, &[("helper1", settings)]);
}
