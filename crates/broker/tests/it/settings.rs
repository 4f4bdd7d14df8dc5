//! The settings that change while the broker runs, from outside.

use crate::{
    page::Page,
    support::{Broker, Browser, Plan, Reply, connected},
};
use remote_help::{audit, store::Store};
use reqwest::StatusCode;
use rh_protocol::{
    Role, SessionId,
    view::{EndReason, PhaseView, Presence},
};
use serde_json::{Value, json};
use std::time::Instant;

struct Bench {
    broker: Broker,
    admin: Browser,
}

impl Bench {
    async fn at(broker: Broker) -> Self {
        let admin = broker.signed_in(Role::Helper, "admin").await;
        Self { broker, admin }
    }

    async fn new() -> Self {
        Self::at(Broker::demo().await).await
    }

    async fn now(&self) -> Value {
        let reply = self.admin.ask("/settings").await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        reply.json()
    }

    async fn put(&self, by: &Browser, revision: u64, set: &Value) -> Reply {
        let body = json!({ "revision": revision, "set": set });
        by.put("/settings", &body).await
    }

    /// Sets these and nothing else.
    async fn set(&self, set: Value) {
        let revision = self.now().await["revision"].as_u64().unwrap();
        let reply = self.put(&self.admin, revision, &set).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    }

    async fn audited(&self, kind: &str) -> Vec<Value> {
        self.broker.audited(kind).await
    }

    /// Both have agreed.
    async fn connected(&self) -> (SessionId, Page, Page) {
        let (helper, sharer) = self.broker.pair().await;
        connected(&helper, &sharer).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_counts_at_once_and_after_a_restart_and_is_recorded_with_what_was() {
    let bench = Bench::new().await;
    let before = bench.now().await;
    assert_eq!(before["revision"], json!(0));
    assert_eq!(before["set"], json!({}));
    assert_eq!(before["configured"], before["effective"]);
    assert_eq!(before["effective"]["codes.seconds"], json!(600));
    let limit = json!({ "least": 1, "most": 600 });
    assert_eq!(before["limits"]["codes.seconds"], limit);
    bench
        .set(json!({ "codes.seconds": 60, "features.notice": "We never ask for passwords." }))
        .await;
    let now = bench.now().await;
    assert_eq!(now["revision"], json!(1));
    assert_eq!(now["effective"]["codes.seconds"], json!(60));
    assert_eq!(now["configured"]["codes.seconds"], json!(600));
    let config: Value = bench.broker.browser().ask("/config").await.json();
    assert_eq!(config["notice"], json!("We never ask for passwords."));
    let helper = bench.broker.signed_in(Role::Helper, "helper1").await;
    let (_, page, _) = helper.start().await;
    let PhaseView::Created { code: Some(code) } = &page.view.phase else {
        panic!("{:?}", page.view.phase)
    };
    assert!(code.remaining_ms <= 60_000, "{}", code.remaining_ms);
    drop(page);

    let data = bench.broker.stop().await;
    let bench = Bench::at(Plan::default().data(&data).launch().await).await;
    assert_eq!(bench.now().await, now);
    // As configured again.
    bench.set(json!({})).await;
    assert_eq!(bench.now().await["effective"], before["effective"]);
    let changes = bench.audited("settings-changed").await;
    let (configured, changed) = (
        json!({ "codes.seconds": 600, "features.notice": "" }),
        json!({ "codes.seconds": 60, "features.notice": "We never ask for passwords." }),
    );
    assert_eq!(
        changes,
        [
            json!({ "before": configured, "after": changed }),
            json!({ "before": changed, "after": configured }),
        ]
    );
    audit::command::verify(bench.broker.data.path(), None, None)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_out_of_range_or_seen_too_long_ago_changes_nothing_and_neither_does_who_may_not() {
    let bench = Bench::new().await;
    for (set, field) in [
        (json!({ "codes.seconds": 601 }), "codes.seconds"),
        (
            json!({ "sessions.answer_seconds": 0 }),
            "sessions.answer_seconds",
        ),
        (
            json!({ "audit.retention_days": 3654 }),
            "audit.retention_days",
        ),
        (
            json!({ "directory.graph.refresh_minutes": 61 }),
            "directory.graph.refresh_minutes",
        ),
        (
            json!({ "sign_in.idle_minutes": 601 }),
            "sign_in.absolute_minutes",
        ),
        (
            json!({ "features.notice": "n".repeat(501) }),
            "features.notice",
        ),
        (
            // The demonstration's provider is not Entra ID.
            json!({ "strength.helpers.context": "c1" }),
            "strength.helpers.context",
        ),
        (
            json!({ "strength.sharers.acr_values": ["two words"] }),
            "strength.sharers.acr_values",
        ),
        (
            json!({ "strength.sharers.max_age_minutes": 4 }),
            "strength.sharers.max_age_minutes",
        ),
    ] {
        let reply = bench.put(&bench.admin, 0, &set).await;
        assert_eq!(reply.code(), "bad-field", "{set}");
        assert_eq!(reply.json::<Value>()["error"]["field"], json!(field));
    }
    for set in [
        json!({ "public_url": "https://evil.example" }),
        json!({ "codes.seconds": "60" }),
        json!({ "codes.seconds": -1 }),
        json!({ "strength.sharers.acr_values": "gold" }),
    ] {
        assert_eq!(
            bench.put(&bench.admin, 0, &set).await.code(),
            "bad-request",
            "{set}"
        );
    }
    let short = json!({ "codes.seconds": 60 });
    assert_eq!(
        bench.put(&bench.admin, 7, &short).await.code(),
        "changed-meanwhile"
    );
    let helper = bench.broker.signed_in(Role::Helper, "helper1").await;
    assert_eq!(bench.put(&helper, 0, &short).await.code(), "not-permitted");
    assert_eq!(helper.ask("/settings").await.code(), "not-permitted");
    let nobody = bench.broker.browser();
    assert_eq!(bench.put(&nobody, 0, &short).await.code(), "not-signed-in");
    // Without our own page as its origin.
    let foreign = Browser::through("https://evil.example", &bench.broker.origin);
    assert_eq!(
        bench.put(&foreign, 0, &short).await.code(),
        "origin-refused"
    );
    assert_eq!(bench.now().await["revision"], json!(0));
    assert!(bench.audited("settings-changed").await.is_empty());
    // Nothing different is no change.
    bench.set(json!({})).await;
    assert_eq!(bench.now().await["revision"], json!(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn chat_goes_from_sessions_that_run_and_is_there_in_new_ones_again() {
    let bench = Bench::new().await;
    let (_, mut helping, mut shared) = bench.connected().await;
    assert!(helping.view.chat);
    bench.set(json!({ "features.chat": false })).await;
    helping.until(|view| !view.chat).await;
    shared.until(|view| !view.chat).await;
    bench.set(json!({})).await;
    helping.heartbeat().await;
    assert!(!helping.view.chat);
    assert_eq!(bench.audited("chat-off").await, [json!({})]);
    let (_, helping, _) = bench.connected().await;
    assert!(helping.view.chat);
}

#[tokio::test(flavor = "multi_thread")]
async fn switched_off_it_ends_every_session_within_two_seconds_and_nobody_gets_in() {
    let bench = Bench::new().await;
    let (_, mut helping, mut shared) = bench.connected().await;
    let since = Instant::now();
    bench.set(json!({ "features.enabled": false })).await;
    let reason = EndReason::EndedByAdministrator;
    for page in [&mut helping, &mut shared] {
        page.until_phase(&PhaseView::Ended { reason }).await;
    }
    assert!(since.elapsed().as_secs() < 2, "{:?}", since.elapsed());
    let config: Value = bench.broker.browser().ask("/config").await.json();
    assert_eq!(config["enabled"], json!(false));
    let sharer = bench.broker.browser();
    let refused = sharer.post("/sharer/sign-in/nonce", &json!({})).await;
    assert_eq!(refused.code(), "remote-help-off");
    // Who administers can switch it on again.
    bench.set(json!({})).await;
    bench.broker.signed_in(Role::Sharer, "sharer1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_required_of_sign_ins_since_ends_no_session_that_runs_and_keeps_nobody_out_of_it() {
    let bench = Bench::new().await;
    let (helper, sharer) = bench.broker.pair().await;
    let (session, mut helping, mut shared) = connected(&helper, &sharer).await;
    bench
        .set(json!({ "strength.sharers.acr_values": ["gold"] }))
        .await;
    for path in ["/sharer/me", "/sharer/sessions"] {
        assert_eq!(sharer.ask(path).await.code(), "insufficient-claims");
    }
    // The sockets go on, and one that was lost comes back.
    for page in [&mut helping, &mut shared] {
        page.heartbeat().await;
        assert_eq!(page.view.phase, PhaseView::Connected);
    }
    drop(shared);
    helping.until_other(Presence::Away).await;
    let mut shared = Page::open(&sharer, Role::Sharer, session).await;
    shared.until_phase(&PhaseView::Connected).await;
    helping.until_other(Presence::Here).await;
    // So do the pictures of those who are in it.
    let picture = helping.me().person.picture.clone();
    let shown = sharer.get(&picture.unwrap()).await;
    assert_eq!(shown.status, StatusCode::OK);
    let told = bench.audited("sign-in-too-weak").await;
    assert_eq!(told.len(), 1, "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_longer_fits_the_configuration_goes_alone_and_is_recorded_once() {
    let bench = Bench::new().await;
    bench
        .set(json!({
            "features.enabled": false,
            "devices.allow_unenrolled": false,
            "sign_in.absolute_minutes": 120,
        }))
        .await;
    let data = bench.broker.stop().await;
    // As it is stored by a broker whose provider was Entra ID, or that knew another setting.
    let store = Store::open(data.path()).await.unwrap();
    let mut write = store.write().await.unwrap();
    sqlx::query(
        "UPDATE policy SET overrides = json_patch(overrides, \
         '{\"strength.helpers.context\":\"c1\",\"features.bygone\":true}')",
    )
    .execute(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();
    store.close().await;
    let longer = |settings: &mut remote_help::Settings| settings.sign_in.idle_minutes = 180;
    let plan = Plan::default().data(&data).settings(longer);
    let bench = Bench::at(plan.launch().await).await;
    let now = bench.now().await;
    let kept = json!({ "features.enabled": false, "devices.allow_unenrolled": false });
    assert_eq!((&now["set"], &now["revision"]), (&kept, &json!(2)));
    for (key, value) in [
        ("features.enabled", json!(false)),
        ("devices.allow_unenrolled", json!(false)),
        ("sign_in.absolute_minutes", json!(600)),
        ("strength.helpers.context", json!("")),
    ] {
        assert_eq!(now["effective"][key], value, "{key}");
    }
    let told = json!({
        "before": {
            "features.bygone": true,
            "sign_in.absolute_minutes": 120,
            "strength.helpers.context": "c1",
        },
        "after": {
            "features.bygone": null,
            "sign_in.absolute_minutes": 600,
            "strength.helpers.context": "",
        },
    });
    assert_eq!(bench.audited("settings-changed").await[1..], [told]);
    // Nobody is told to have done it.
    let records: Value = bench.admin.ask("/audit?kind=settings-changed").await.json();
    assert_eq!(records["records"][0]["actor"], Value::Null);
    assert_ne!(records["records"][1]["actor"], Value::Null);

    let data = bench.broker.stop().await;
    let plan = Plan::default().data(&data).settings(longer);
    let bench = Bench::at(plan.launch().await).await;
    assert_eq!(bench.now().await, now);
    assert_eq!(bench.audited("settings-changed").await.len(), 2);
    audit::command::verify(bench.broker.data.path(), None, None)
        .await
        .unwrap();
}
