//! Answers that come seldom: there are as many as there may be, something is asked too often, it is over.

use crate::{
    page::Page,
    support::{Broker, Browser, Plan, Reply},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use remote_help::{
    Clock,
    settings::{Webhook, WebhookEvent, WebhookUrl},
};
use reqwest::{Method, StatusCode, header::IF_NONE_MATCH};
use rh_protocol::{
    Redacted, Role,
    api::{Joined, Me},
    limits,
    socket::Request,
};
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// 2026-11-01T00:00:00Z.
const START_MS: u64 = 1_793_491_200_000;

fn is(reply: &Reply, status: StatusCode, code: &str) {
    assert_eq!(reply.status, status, "{}", reply.text);
    assert_eq!(reply.code(), code);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_no_more_tokens_than_there_may_be() {
    let broker = Broker::demo().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let body = json!({ "name": "x", "permissions": ["sessions"], "days": 1 });
    let mut last = None;
    for _ in 0..limits::MACHINE_TOKENS {
        let issued = admin.post("/tokens", &body).await;
        assert_eq!(issued.status, StatusCode::OK, "{}", issued.text);
        last = issued.json::<Value>()["id"].as_str().map(str::to_owned);
    }
    let refused = admin.post("/tokens", &body).await;
    is(&refused, StatusCode::CONFLICT, "too-many");
    // One that is revoked makes room, though it stays known.
    let path = format!("/api/v1/tokens/{}", last.unwrap());
    admin.send(Method::DELETE, &path, "", None).await;
    let issued = admin.post("/tokens", &body).await;
    assert_eq!(issued.status, StatusCode::OK, "{}", issued.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_holds_no_more_sessions_than_they_may() {
    let broker = Broker::demo().await;
    let helper = broker.signed_in(Role::Helper, "helper1").await;
    let start = async || helper.post("/helper/sessions", &json!({})).await;
    for _ in 0..limits::OPEN_SESSIONS_PER_HELPER {
        let started = start().await;
        assert_eq!(started.status, StatusCode::OK, "{}", started.text);
    }
    is(&start().await, StatusCode::CONFLICT, "too-many-sessions");
}

/// Issues an enrolment link for a device, and gives what is in it.
async fn link(admin: &Browser) -> String {
    let path = "/directory/devices/d-1/enrolment";
    let issued: Value = admin.post(path, &json!({})).await.json();
    let (_, token) = issued["link"].as_str().unwrap().split_once('#').unwrap();
    token.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_has_no_more_browsers_than_it_may_and_a_spent_link_opens_nothing() {
    let broker = Broker::demo().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let sharer = broker.signed_in(Role::Sharer, "sharer1").await;
    let device = json!({ "name": "D", "platform": "linux", "compliance": "compliant" });
    let saved = admin.put("/directory/devices/d-1", &device).await;
    assert_eq!(saved.status, StatusCode::NO_CONTENT, "{}", saved.text);
    let enrol = async |number: usize, token: &str| {
        let mut point = [4; 65];
        point[1] = u8::try_from(number).unwrap();
        let key = URL_SAFE_NO_PAD.encode(point);
        let body = json!({ "token": token, "public_key": key });
        sharer.post("/sharer/device/enrol", &body).await
    };
    let mut spent = String::new();
    for number in 0..limits::DEVICE_KEYS {
        spent = link(&admin).await;
        let enrolled = enrol(number, &spent).await;
        assert_eq!(enrolled.status, StatusCode::OK, "{}", enrolled.text);
    }
    let refused = enrol(limits::DEVICE_KEYS, &link(&admin).await).await;
    is(&refused, StatusCode::CONFLICT, "too-many");
    let body = json!({ "token": spent });
    let refused = sharer.post("/sharer/device/enrolment", &body).await;
    is(&refused, StatusCode::NOT_FOUND, "wrong-enrolment-link");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_too_often_waits_whatever_they_post() {
    // A clock that stands still gives nothing back.
    let clock = Clock::manual(START_MS);
    let broker = Plan::default().clock(&clock).launch().await;
    let sharer = broker.signed_in(Role::Sharer, "sharer1").await;
    let begin = async || sharer.post("/sharer/sign-in/nonce", &json!({})).await;
    while begin().await.status == StatusCode::OK {}
    let tokens = json!({ "id_token": "x", "access_token": "x" });
    let refusal = json!({ "error": "access_denied" });
    for (path, body) in [
        ("/sharer/sign-in", &tokens),
        ("/sharer/device/check", &tokens),
        ("/sharer/device/check/refused", &refusal),
    ] {
        let refused = sharer.post(path, body).await;
        is(&refused, StatusCode::TOO_MANY_REQUESTS, "too-many-requests");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_tested_once_at_a_time() {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let hook = Webhook {
        name: "tickets".to_owned(),
        url: WebhookUrl::parse(&url).unwrap(),
        secret: Some(Redacted::new("s".repeat(32))),
        secret_file: None,
        previous_secret: None,
        previous_secret_file: None,
        events: vec![WebhookEvent::Alarm],
    };
    let plan = Plan::default().settings(|settings| settings.webhooks = vec![hook]);
    let broker = plan.launch().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let test = async || admin.post("/webhooks/tickets/test", &json!({})).await;
    let meanwhile = async {
        // The first one has begun, and gets no answer until this is dropped.
        let (connection, _) = silent.accept().await.unwrap();
        let second = test().await;
        drop((connection, silent));
        second
    };
    let (first, second) = tokio::join!(test(), meanwhile);
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    is(&second, StatusCode::TOO_MANY_REQUESTS, "too-many-requests");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_is_known_is_not_sent_again_nor_to_whom_nothing_is_open() {
    let broker = Broker::demo().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let sharer = broker.browser();
    let me: Me = sharer.sign_in(Role::Sharer, "sharer1").await.json();
    let picture = me.person.picture.unwrap();
    let (_, hash) = picture.rsplit_once('/').unwrap();
    let ask = async || {
        let path = format!("/api/v1/sharer/pictures/{hash}");
        let known = format!("\"{hash}\"");
        let request = sharer.request(Method::GET, &path);
        let request = request.header(IF_NONE_MATCH, known);
        sharer.try_send(request).await.unwrap()
    };
    assert_eq!(ask().await.status, StatusCode::NOT_MODIFIED);
    let off = json!({ "revision": 0, "set": { "features.enabled": false } });
    let saved = admin.put("/settings", &off).await;
    assert_eq!(saved.status, StatusCode::NO_CONTENT, "{}", saved.text);
    is(&ask().await, StatusCode::FORBIDDEN, "remote-help-off");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_says_goodbye_to_a_session_that_is_over_and_its_code_is_a_wrong_one() {
    let broker = Broker::demo().await;
    let helper = broker.signed_in(Role::Helper, "helper1").await;
    let sharer = broker.signed_in(Role::Sharer, "sharer1").await;
    let started = helper.post("/helper/sessions", &json!({})).await;
    let session = started.json::<Joined>().session;
    let mut page = Page::open(&helper, Role::Helper, session).await;
    let (code, connection) = (page.code(), page.connection);
    page.done(Request::End).await;
    let path = format!("/helper/sessions/{session}/away");
    let away = json!({ "connection": connection });
    let refused = helper.post(&path, &away).await;
    is(&refused, StatusCode::CONFLICT, "stale");
    let redeem = json!({ "code": code });
    let refused = sharer.post("/sharer/redeem", &redeem).await;
    is(&refused, StatusCode::NOT_FOUND, "wrong-code");
}
