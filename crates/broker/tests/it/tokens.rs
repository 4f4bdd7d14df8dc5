//! Other programs, which bring a token in place of a cookie.

use crate::support::{Broker, Browser, Plan, Reply};
use remote_help::{Clock, store::Store};
use reqwest::{Method, StatusCode};
use rh_protocol::Role;
use serde_json::{Value, json};
use std::time::Duration;

/// 2026-11-01T00:00:00Z.
const START_MS: u64 = 1_793_491_200_000;

/// A program: no cookie, no origin, a token.
pub(crate) async fn program(
    broker: &Broker,
    token: &str,
    method: Method,
    path: &str,
    body: &Value,
) -> Reply {
    let nobody = Browser::new(&broker.origin);
    let path = format!("{}{path}", rh_protocol::api::BASE);
    let mut request = nobody.request(Method::GET, &path).build().unwrap();
    *request.method_mut() = method.clone();
    let request = reqwest::RequestBuilder::from_parts(reqwest::Client::new(), request);
    let request = request.bearer_auth(token);
    let request = if method == Method::GET {
        request
    } else {
        request.json(body)
    };
    nobody.try_send(request).await.unwrap()
}

/// Issues a token.
pub(crate) async fn issue(admin: &Browser, permissions: &[&str], days: u32) -> Value {
    let body = json!({ "name": "SIEM", "permissions": permissions, "days": days });
    let issued = admin.post("/tokens", &body).await;
    assert_eq!(issued.status, StatusCode::OK, "{}", issued.text);
    issued.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_does_what_its_token_allows_until_it_ends_or_is_revoked() {
    let clock = Clock::manual(START_MS);
    let broker = Plan::default().clock(&clock).launch().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let issued = issue(&admin, &["sessions"], 1).await;
    let token = issued["token"].as_str().unwrap();
    let nothing = json!({});
    let ask = async |path: &str| program(&broker, token, Method::GET, path, &nothing).await;
    assert_eq!(ask("/sessions").await.status, StatusCode::OK);
    assert_eq!(ask("/settings").await.code(), "not-permitted");
    // Nobody is helped by a program.
    let start = program(&broker, token, Method::POST, "/helper/sessions", &nothing).await;
    assert_ne!(start.status, StatusCode::OK);

    let listed: Value = admin.ask("/tokens").await.json();
    assert_eq!(listed["tokens"][0]["id"], issued["id"]);
    let by = &listed["tokens"][0]["issued_by"];
    assert_eq!(by["name"], "Ingrid Halvorsen");
    assert!(by["account"].is_string());
    assert_eq!(listed["tokens"][0]["used_ms"], json!(START_MS));
    assert!(!listed.to_string().contains(token), "told once");

    clock.advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(ask("/sessions").await.code(), "not-signed-in");

    let admin = broker.signed_in(Role::Helper, "admin").await;
    let issued = issue(&admin, &["sessions"], 1).await;
    let token = issued["token"].as_str().unwrap();
    let ask = async |path: &str| program(&broker, token, Method::GET, path, &nothing).await;
    assert_eq!(ask("/sessions").await.status, StatusCode::OK);
    let path = format!("/tokens/{}", issued["id"].as_str().unwrap());
    let revoked = admin.delete(&path).await;
    assert_eq!(revoked.status, StatusCode::NO_CONTENT);
    assert_eq!(ask("/sessions").await.code(), "not-signed-in");
    let again = admin.delete(&path).await;
    assert_eq!(again.code(), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_revoked_stays_so_whatever_the_clock_says() {
    let clock = Clock::manual(START_MS);
    let broker = Plan::default().clock(&clock).launch().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let issued = issue(&admin, &["sessions"], 1).await;
    let token = issued["token"].as_str().unwrap();
    let path = format!("/tokens/{}", issued["id"].as_str().unwrap());
    assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
    let store = Store::open(broker.data.path()).await.unwrap();
    let of_it = "SELECT expires_ms, revoked_ms FROM machine_tokens";
    let (expires_ms, revoked_ms): (i64, Option<i64>) =
        sqlx::query_as(of_it).fetch_one(store.read()).await.unwrap();
    let now = clock.now_db();
    assert!(expires_ms > now, "it would be good still");
    assert_eq!(revoked_ms, Some(now));
    // As it is once the clock was set back by an hour.
    let mut write = store.write().await.unwrap();
    sqlx::query("UPDATE machine_tokens SET revoked_ms = $1")
        .bind(now + 60 * 60_000)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let asked = program(&broker, token, Method::GET, "/sessions", &json!({})).await;
    assert_eq!(asked.code(), "not-signed-in");
    assert_eq!(admin.delete(&path).await.code(), "not-found");
    let listed: Value = admin.ask("/tokens").await.json();
    assert_eq!(listed["tokens"], json!([]));
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_changes_the_audit_says_by_its_token() {
    let broker = Broker::demo().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let issued = issue(&admin, &["organization-update"], 90).await;
    let token = issued["token"].as_str().unwrap();
    let body = json!({ "revision": 0, "set": { "codes.seconds": 500 } });
    let changed = program(&broker, token, Method::PUT, "/settings", &body).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.text);
    // It gives no more than it has.
    let more = json!({ "name": "more", "permissions": ["roles-update"], "days": 1 });
    let refused = program(&broker, token, Method::POST, "/tokens", &more).await;
    assert_eq!(refused.code(), "bad-field");
    let same = json!({ "name": "same", "permissions": ["organization-update"], "days": 1 });
    let given = program(&broker, token, Method::POST, "/tokens", &same).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text);
    let listed: Value = admin.ask("/tokens").await.json();
    let mut all = listed["tokens"].as_array().unwrap().iter();
    let same = all.find(|one| one["name"] == "same").unwrap();
    let account = format!("token:{}", issued["id"].as_str().unwrap());
    assert_eq!(same["issued_by"], json!({ "account": account }));

    let store = Store::open(broker.data.path()).await.unwrap();
    let rows: Vec<(String, Option<String>, String)> = sqlx::query_as(
        "SELECT kind, actor, data FROM audit WHERE kind IN ('token-issued', 'settings-changed') \
         ORDER BY seq",
    )
    .fetch_all(store.read())
    .await
    .unwrap();
    let [(issuing, person, data), (changing, actor, _), _] = &rows[..] else {
        panic!("{rows:?}")
    };
    assert_eq!(
        (issuing.as_str(), changing.as_str()),
        ("token-issued", "settings-changed")
    );
    assert!(!person.as_ref().unwrap().starts_with("token:"));
    let id = issued["id"].as_str().unwrap();
    assert_eq!(actor.as_deref(), Some(format!("token:{id}").as_str()));
    assert!(!data.contains(token));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_change_the_organization_issues_none() {
    let broker = Broker::demo().await;
    let helper = broker.signed_in(Role::Helper, "helper1").await;
    let body = json!({ "name": "x", "permissions": ["sessions"], "days": 1 });
    assert_eq!(helper.post("/tokens", &body).await.code(), "not-permitted");
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let bad = json!({ "name": "x", "permissions": ["view-screen"], "days": 1 });
    let refused: Value = admin.post("/tokens", &bad).await.json();
    assert_eq!(refused["error"]["field"], "permissions");
    let wrong = program(&broker, "rhm_wrong", Method::GET, "/sessions", &json!({})).await;
    assert_eq!(wrong.code(), "not-signed-in");
}
