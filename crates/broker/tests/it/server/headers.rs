//! The headers of every route, held against a snapshot. A route without an answer in it that is no
//! refusal fails the test.
//!
//! After a change on purpose: `UPDATE_SNAPSHOTS=1 cargo test -p remote-help headers`, and read the
//! difference.

mod snapshot;

use super::{HASHED, app};
use crate::{
    identity::logout,
    openapi,
    page::Page,
    support::{Broker, Browser, Plan},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use remote_help::{
    Clock, http,
    settings::{PublicUrl, Webhook, WebhookEvent, WebhookUrl},
    store::Store,
};
use reqwest::{
    Method,
    header::{IF_NONE_MATCH, USER_AGENT},
};
use rh_protocol::{
    Redacted, Role,
    api::{Joined, Me},
};
use serde_json::{Value, json};
use snapshot::Snapshot;

/// A session that there is not.
const NOWHERE: &str = "00000000000000000000000000000001";

#[tokio::test]
async fn every_route_has_its_headers() {
    let mut snapshot = Snapshot::default();
    demonstration(&mut snapshot).await;
    snapshot.has_all_of(http::routes(true, app()).list());
    openapi::all_have_succeeded();
    in_earnest(&mut snapshot).await;
    snapshot.is_the_kept_one("tests/it/snapshots/headers.txt");
}

async fn demonstration(snapshot: &mut Snapshot) {
    let hook = Webhook {
        name: "tickets".to_owned(),
        // Nobody is there.
        url: WebhookUrl::parse("http://127.0.0.1:9/").unwrap(),
        secret: Some(Redacted::new("s".repeat(32))),
        secret_file: None,
        previous_secret: None,
        previous_secret_file: None,
        events: vec![WebhookEvent::Alarm],
    };
    let plan = Plan::default().assets(app());
    let plan = plan.settings(|settings| settings.webhooks = vec![hook]);
    let broker = plan.launch().await;
    dead_letters(&broker, &["again", "no-more"]).await;
    let nobody = broker.browser();
    // The provider is known before the first route is asked, so that the order does not matter.
    nobody.ask("/config").await;
    nobody.exchanges();

    snapshot.broker("The demonstration, over HTTP on loopback", broker.port);
    pages_and_files(&nobody).await;
    provider(&nobody).await;
    snapshot.add(nobody.exchanges());

    snapshot.section("Nobody is signed in");
    signed_out(&nobody).await;
    snapshot.add(nobody.exchanges());

    snapshot.section("Two people and a session");
    let (helper, sharer) = (broker.browser(), broker.browser());
    session(&helper, &sharer).await;
    snapshot.add(helper.exchanges());
    snapshot.add(sharer.exchanges());

    snapshot.section("An administrator");
    let admin = broker.signed_in(Role::Helper, "admin").await;
    admin.exchanges();
    rules(&admin).await;
    directory(&admin).await;
    webhooks(&admin).await;
    tokens(&admin).await;
    let sharer = broker.signed_in(Role::Sharer, "sharer1").await;
    sharer.exchanges();
    browsers(&broker, &admin, &sharer).await;
    proof(&admin).await;
    snapshot.add(admin.exchanges());
    snapshot.add(sharer.exchanges());
    broker.stop().await;

    let (port, told) = logout::told().await;
    snapshot.broker("Another provider, which tells something by itself", port);
    snapshot.add(told);
}

/// Roles and assignments come and go, settings change, and a session is ended.
async fn rules(admin: &Browser) {
    admin.ask("/access").await;
    let whether = "helper=subject:admin&sharer=subject:helper1";
    admin.ask(&format!("/access/decision?{whether}")).await;
    let role = json!({ "name": "Looks", "permissions": ["view-screen"] });
    let assignment = json!({
        "name": "Looks",
        "role": "looks",
        "members": { "people": ["subject:x"], "groups": [] },
        "scope": { "users": "all", "devices": null },
    });
    for (path, body) in [("roles/looks", &role), ("assignments/looks", &assignment)] {
        let path = format!("/api/v1/access/{path}");
        let json = "application/json";
        admin
            .send(Method::PUT, &path, json, Some(body.to_string()))
            .await;
    }
    admin.ask("/settings").await;
    admin.ask("/sessions").await;
    admin
        .post(&format!("/sessions/{NOWHERE}/end"), &json!({}))
        .await;
    let created: Joined = admin.post("/helper/sessions", &json!({})).await.json();
    let end = format!("/sessions/{}/end", created.session);
    admin.post(&end, &json!({ "note": "Closed." })).await;
    let shorter = json!({ "revision": 0, "set": { "codes.seconds": 500 } });
    let json = "application/json";
    admin
        .send(
            Method::PUT,
            "/api/v1/settings",
            json,
            Some(shorter.to_string()),
        )
        .await;
    for path in ["assignments/looks", "roles/looks"] {
        let path = format!("/api/v1/access/{path}");
        admin.send(Method::DELETE, &path, "", None).await;
    }
}

/// A browser is enrolled on a device, forgets its key, is renewed, and revoked.
async fn browsers(broker: &Broker, admin: &Browser, sharer: &Browser) {
    let device = "/directory/devices/d-1";
    let path = format!("/api/v1{device}");
    let body = json!({
        "name": "D", "platform": "linux", "compliance": "compliant", "reasons": [], "groups": [],
    });
    let body = Some(body.to_string());
    admin
        .send(Method::PUT, &path, "application/json", body)
        .await;
    let issued = admin.post(&format!("{device}/enrolment"), &json!({})).await;
    let issued: Value = issued.json();
    let (_, token) = issued["link"].as_str().unwrap().split_once('#').unwrap();
    let link = json!({ "token": token });
    sharer.post("/sharer/device/enrolment", &link).await;
    let mut point = [1; 65];
    point[0] = 4;
    let enrol = json!({ "token": token, "public_key": URL_SAFE_NO_PAD.encode(point) });
    sharer.post("/sharer/device/enrol", &enrol).await;
    sharer.post("/sharer/device/challenge", &json!({})).await;
    let store = Store::open(broker.data.path()).await.unwrap();
    let mut write = store.write().await.unwrap();
    let old = sqlx::query("UPDATE device_keys SET used_ms = used_ms - $1");
    let old = old.bind(rh_protocol::limits::KEY_UNUSED_MS.cast_signed());
    old.execute(&mut *write).await.unwrap();
    write.commit().await.unwrap();
    let renew = json!({ "device": "d-1", "public_key": enrol["public_key"] });
    let request = sharer.request(Method::POST, "/api/v1/sharer/device/renew");
    let request = request.header(USER_AGENT, "Linux").json(&renew);
    let refusal = json!({ "error": "access_denied" });
    sharer.post("/sharer/device/check/refused", &refusal).await;
    let tokens = sharer.tokens(Role::Sharer, "sharer1").await;
    sharer.post("/sharer/device/check", &tokens).await;
    let renewed: Value = sharer.try_send(request).await.unwrap().json();
    admin.ask(&format!("{device}/keys")).await;
    let key = renewed["key"].as_str().unwrap();
    let path = format!("{path}/keys/{key}");
    admin.send(Method::DELETE, &path, "", None).await;
}

/// Files, a group, a person and a device come, are looked at, and go.
async fn directory(admin: &Browser) {
    let csv = "id,name,kind\ng,Staff,people\n";
    for how in ["groups?dry_run=true", "groups", "cars"] {
        let path = format!("/api/v1/directory/import/{how}");
        let csv = Some(csv.to_owned());
        admin.send(Method::POST, &path, "text/csv", csv).await;
    }
    for (path, body) in [
        ("groups/l", json!({ "name": "Laptops", "kind": "devices" })),
        ("people/p", json!({ "name": "Ada", "enabled": true })),
        ("groups/g/members", json!({ "members": ["p"] })),
        (
            "devices/d",
            json!({ "name": "Laptop", "platform": "linux", "compliance": "unknown" }),
        ),
        (
            "devices/e",
            json!({ "name": "Laptop", "platform": "amiga", "compliance": "unknown" }),
        ),
    ] {
        let path = format!("/api/v1/directory/{path}");
        let body = Some(body.to_string());
        admin
            .send(Method::PUT, &path, "application/json", body)
            .await;
    }
    for path in [
        "",
        "/devices",
        "/devices/d",
        "/devices/none",
        "/people",
        "/people/p",
        "/groups",
        "/export/devices",
    ] {
        admin.ask(&format!("/directory{path}")).await;
    }
    for path in ["devices/d", "people/p", "groups/g"] {
        let path = format!("/api/v1/directory/{path}");
        admin.send(Method::DELETE, &path, "", None).await;
    }
}

/// A token comes and goes.
async fn tokens(admin: &Browser) {
    let body = json!({ "name": "x", "permissions": ["sessions"], "days": 1 });
    let issued: Value = admin.post("/tokens", &body).await.json();
    admin.ask("/tokens").await;
    let path = format!("/api/v1/tokens/{}", issued["id"].as_str().unwrap());
    admin.send(Method::DELETE, &path, "", None).await;
}

/// The report and the audit are read, and taken out.
async fn proof(admin: &Browser) {
    for path in [
        "/audit",
        "/audit/export?format=csv",
        "/report/sessions",
        "/report/totals",
        "/report/export?format=jsonl",
    ] {
        admin.ask(path).await;
    }
}

/// What was given up is tried anew, or removed.
async fn webhooks(admin: &Browser) {
    admin.ask("/webhooks").await;
    admin.ask("/webhooks/tickets/dead-letters").await;
    for path in ["again/retry", "no-more/discard"] {
        let path = format!("/webhooks/tickets/dead-letters/{path}");
        admin.post(&path, &json!({})).await;
    }
    admin.post("/webhooks/tickets/test", &json!({})).await;
}

/// Puts dead letters into the outbox: to make real ones takes a receiver that does not want them.
async fn dead_letters(broker: &Broker, ids: &[&str]) {
    // Until it is up, its data is not there.
    broker.browser().ask("/config").await;
    let store = Store::open(broker.data.path()).await.unwrap();
    let mut write = store.write().await.unwrap();
    for (seq, id) in (1_i64..).zip(ids) {
        let state = r#"{"state":"dead","attempts":1,"at_ms":1,"failure":"unreachable"}"#;
        sqlx::query(
            "INSERT INTO webhook_deliveries (seq, id, webhook, event, at_ms, body, state, dead_ms) \
             VALUES ($1, $2, 'tickets', 'alarm', $4, '{}', $3, $4)",
        )
        .bind(seq)
        .bind(*id)
        .bind(state)
        // Old ones are removed.
        .bind(Clock::system().now_db())
        .execute(&mut *write)
        .await
        .unwrap();
    }
    write.commit().await.unwrap();
}

async fn pages_and_files(browser: &Browser) {
    for path in [
        "/healthz",
        "/readyz",
        "/",
        "/rh",
        "/rh/",
        &format!("/rh/session/{NOWHERE}"),
        "/rhh",
        "/rhh/",
        "/rhh/callback",
        "/boot.js",
        &format!("/{HASHED}"),
        "/nothing",
        "/api/nothing",
        "/api/v1/nothing",
        "/api/v1/config",
        "/api/v1/openapi.json",
    ] {
        browser.get(path).await;
    }
    post(browser, "/api/v1/config").await;
}

/// What of the demonstration's provider is no part of a sign-in that succeeds.
async fn provider(browser: &Browser) {
    for path in [
        "/demo/style.css",
        "/demo/pictures/nobody",
        "/demo/oidc/.well-known/openid-configuration",
        "/demo/oidc/authorize",
        "/demo/oidc/keys",
        "/demo/oidc/userinfo",
        "/demo/oidc/end-session",
    ] {
        browser.get(path).await;
    }
    for path in ["/demo/oidc/authorize", "/demo/oidc/token"] {
        post(browser, path).await;
    }
    let back = format!("{}/rh", browser.origin);
    let query = format!("post_logout_redirect_uri={back}&state=x");
    browser
        .get(&format!("/demo/oidc/end-session?{query}"))
        .await;
}

async fn signed_out(browser: &Browser) {
    for path in [
        "/helper/me",
        "/helper/sessions",
        "/sharer/sessions",
        "/access",
        "/pictures/0",
        "/sharer/pictures/0",
        &format!("/sharer/sessions/{NOWHERE}/socket"),
        &format!("/helper/sessions/{NOWHERE}/note"),
    ] {
        browser.ask(path).await;
    }
    for path in [
        "/helper/sign-in",
        "/helper/sign-out",
        "/sign-in/logged-out",
        "/helper/sessions",
        "/sharer/redeem",
        &format!("/sharer/sessions/{NOWHERE}/away"),
    ] {
        browser.post(path, &json!({})).await;
    }
}

/// Both sign in, are in a session together, and sign out.
async fn session(helper: &Browser, sharer: &Browser) {
    let tokens = helper.tokens(Role::Helper, "helper1").await;
    let token = tokens["access_token"].as_str().unwrap();
    for method in [Method::GET, Method::POST] {
        let request = helper.request(method, "/demo/oidc/userinfo");
        helper.try_send(request.bearer_auth(token)).await.unwrap();
    }
    let me: Me = helper.post("/helper/sign-in", &tokens).await.json();
    let picture = me.person.picture.unwrap();
    helper.get(&picture).await;
    let kept = helper.request(Method::GET, &picture);
    let hash = picture.rsplit('/').next().unwrap();
    let kept = kept.header(IF_NONE_MATCH, format!("\"{hash}\""));
    helper.try_send(kept).await.unwrap();
    helper.ask("/helper/me").await;
    let created: Joined = helper.post("/helper/sessions", &json!({})).await.json();
    let session = created.session;
    helper.ask("/helper/sessions").await;
    let page = Page::open(helper, Role::Helper, session).await;

    sharer.sign_in(Role::Sharer, "sharer1").await;
    let wrong: Value = json!({ "code": "zzzzzzzz" });
    sharer.post("/sharer/redeem", &wrong).await;
    let right: Value = json!({ "code": page.code() });
    sharer.post("/sharer/redeem", &right).await;
    sharer.ask("/sharer/sessions").await;
    sharer.ask(&format!("/sharer/pictures/{hash}")).await;
    let page = Page::open(sharer, Role::Sharer, session).await;
    let away = format!("/sharer/sessions/{session}/away");
    let goes = json!({ "connection": page.connection });
    sharer.post(&away, &goes).await;
    sharer.post("/sharer/sign-out", &json!({})).await;
    let note = format!("/helper/sessions/{session}/note");
    let body = json!({ "note": "called back", "ticket": "INC-1" });
    helper.put(&note, &body).await;
    helper.ask(&note).await;
    helper.post("/helper/sign-out", &json!({})).await;
}

async fn in_earnest(snapshot: &mut Snapshot) {
    let public = "https://help.example.com";
    let plan = Plan::default().assets(app()).settings(move |settings| {
        settings.demo = false;
        settings.public_url = PublicUrl::parse(public).unwrap();
        settings.identity.issuer = "https://id.example.com/realm".to_owned();
    });
    let broker = plan.launch().await;
    let browser = Browser::through(public, &format!("http://127.0.0.1:{}", broker.port));
    snapshot.broker("In earnest: people come by HTTPS", broker.port);
    for path in [
        "/healthz",
        "/rh",
        "/rhh",
        &format!("/{HASHED}"),
        "/api/v1/nothing",
        "/demo/style.css",
    ] {
        browser.get(path).await;
    }
    for path in ["/helper/sign-in/nonce", "/helper/sign-out"] {
        browser.post(path, &json!({})).await;
    }
    snapshot.add(browser.exchanges());
    broker.stop().await;
}

async fn post(browser: &Browser, path: &str) {
    browser.send(Method::POST, path, "", None).await;
}
