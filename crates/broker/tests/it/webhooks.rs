//! Webhooks from outside: sessions, a receiver, and what an administrator sees of it.

pub(crate) mod receiver;
pub(crate) mod schema;

use crate::{
    page::Page,
    support::{Broker, Browser, Plan, Reply, connected},
};

use receiver::{Answer, Delivery, Receiver, SECRET};
use remote_help::{
    Clock, Settings, audit,
    settings::{Webhook, WebhookEvent, WebhookUrl},
    store::Store,
};
use reqwest::{Method, StatusCode};
use rh_protocol::{
    Redacted, Role, SessionId,
    socket::{Request, ShareState},
    view::{EndReason, PhaseView, Presence, Surface},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tempfile::TempDir;

/// Seconds until the second try of a delivery, at most.
const FIRST_WAIT: Duration = Duration::from_secs(10);

/// A webhook to a port of this machine.
fn webhook(name: &str, port: u16) -> Webhook {
    Webhook {
        name: name.to_owned(),
        url: WebhookUrl::parse(&format!("http://127.0.0.1:{port}/{name}")).unwrap(),
        secret: Some(Redacted::new(SECRET.to_owned())),
        secret_file: None,
        previous_secret: None,
        previous_secret_file: None,
        events: WebhookEvent::ALL.to_vec(),
    }
}

struct Bench {
    broker: Broker,
    admin: Browser,
}

impl Bench {
    async fn with(webhooks: Vec<Webhook>) -> Self {
        let clock = Clock::manual(Clock::system().now_ms());
        Self::on(&Arc::new(tempfile::tempdir().unwrap()), &clock, webhooks).await
    }

    /// On data of an earlier one.
    async fn on(data: &Arc<TempDir>, clock: &Clock, webhooks: Vec<Webhook>) -> Self {
        let plan = Plan::default().data(data).clock(clock);
        let settings = |settings: &mut Settings| settings.webhooks = webhooks;
        let broker = plan.settings(settings).launch().await;
        let admin = broker.signed_in(Role::Helper, "admin").await;
        Self { broker, admin }
    }

    /// Both have agreed.
    async fn connected(&self) -> (SessionId, Page, Page) {
        let (helper, sharer) = self.broker.pair().await;
        connected(&helper, &sharer).await
    }

    /// A session from its start to its end.
    async fn session(&self) -> SessionId {
        let (session, mut helping, _shared) = self.connected().await;
        end(&mut helping).await;
        session
    }

    /// A session that nobody joined: one `session.ended`.
    async fn short_session(&self) {
        let helper = self.broker.signed_in(Role::Helper, "helper1").await;
        end(&mut helper.start().await.1).await;
    }

    async fn webhooks(&self) -> Vec<Value> {
        let reply = self.admin.ask("/webhooks").await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        reply.json::<Value>()["webhooks"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Asks until the first webhook is as wanted.
    async fn until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let first = self.webhooks().await.remove(0);
            if wanted(&first) {
                return first;
            }
        }
    }

    async fn dead_letters(&self, query: &str) -> Value {
        let path = format!("/webhooks/tickets/dead-letters{query}");
        let reply = self.admin.ask(&path).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        reply.json()
    }

    async fn act(&self, path: &str) -> Reply {
        let path = format!("/api/v1/webhooks/{path}");
        self.admin.send(Method::POST, &path, "", None).await
    }

    async fn audited(&self, kind: &str) -> Vec<Value> {
        self.broker.audited(kind).await
    }
}

async fn end(page: &mut Page) {
    page.done(Request::End).await;
}

fn of(delivery: &Delivery) -> (&str, u32) {
    (&delivery.event, delivery.attempt)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_told_of_once_when_it_starts_and_once_when_it_ends() {
    let receiver = Receiver::start().await;
    let bench = Bench::with(vec![webhook("tickets", receiver.port)]).await;
    let (session, mut helping, mut shared) = bench.connected().await;
    let started = receiver.next().await;
    assert_eq!(of(&started), ("session.started", 1));
    assert_eq!(started.path, "/tickets");
    assert_eq!(started.seconds, bench.broker.clock.now_ms() / 1_000);
    let told = &started.body["session"];
    assert_eq!(told["id"], json!(session.to_string()));
    assert_eq!(told["started_at"], started.body["at"]);
    let helper = &told["helper"];
    assert_eq!(helper["subject"], json!("helper1"));
    assert_eq!(helper["email"], json!("maya.okafor@brightwater.example"));
    assert_eq!(helper["name"], json!(helping.me().person.name.expose()));
    assert_eq!(told["sharer"]["subject"], json!("sharer1"));
    let surface = Surface::Browser;
    shared.share(ShareState::Live, surface).await;
    // Consent lapses and is given again: that is no second start.
    bench.broker.clock.advance(Duration::from_secs(4));
    helping.heartbeat().await;
    shared.heartbeat().await;
    shared.share(ShareState::Paused, surface).await;
    let helper = bench.broker.signed_in(Role::Helper, "helper1").await;
    let note = format!("/helper/sessions/{session}/note");
    helper.put(&note, &json!({ "ticket": "INC-5" })).await;
    bench.broker.clock.advance(Duration::from_secs(4));
    end(&mut helping).await;
    let ended = receiver.next().await;
    assert_eq!(of(&ended), ("session.ended", 1));
    assert_eq!(ended.body["reason"], json!("ended-by-helper"));
    assert_eq!(ended.body["duration_ms"], json!(8_000));
    let screen =
        json!({ "surfaces": ["browser"], "shared_ms": 4_000, "pauses": 1, "paused_ms": 4_000 });
    assert_eq!(ended.body["screen"], screen);
    assert_eq!(ended.body["ticket"], json!("INC-5"));
    assert_eq!(ended.body["session"]["started_at"], started.body["at"]);
    assert_eq!(ended.body["session"]["helper"], told["helper"]);
    assert_ne!(started.id, ended.id);
    shared
        .until_phase(&PhaseView::Ended {
            reason: EndReason::EndedByHelper,
        })
        .await;
    // Nobody joined: an end without a start.
    bench.short_session().await;
    let ended = receiver.next().await;
    assert_eq!(ended.body["duration_ms"], Value::Null);
    assert_eq!(ended.body["session"]["started_at"], Value::Null);
    assert_eq!(ended.body["session"]["sharer"], Value::Null);
    assert_eq!(ended.body["screen"]["surfaces"], json!([]));
    assert_eq!(ended.body["ticket"], Value::Null);
    let idle = bench.until(|it| it["waiting"] == json!(0)).await;
    assert_eq!(idle["state"], json!("idle"));
    assert_eq!(idle["last_failure"], Value::Null);
    assert!(idle["last_success"].is_string());
    assert!(receiver.rest().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_is_given_again_is_no_second_start() {
    let receiver = Receiver::start().await;
    let bench = Bench::with(vec![webhook("tickets", receiver.port)]).await;
    let (_, mut helping, shared) = bench.connected().await;
    assert_eq!(receiver.next().await.event, "session.started");
    let sharer = bench.broker.signed_in(Role::Sharer, "sharer1").await;
    let session = helping.view.session;
    drop(shared);
    helping.until_other(Presence::Away).await;
    bench.broker.clock.advance(Duration::from_secs(61));
    helping.heartbeat().await;
    helping
        .until(|view| matches!(view.phase, PhaseView::Joined { .. }))
        .await;
    let mut shared = Page::open(&sharer, Role::Sharer, session).await;
    helping.until_other(Presence::Here).await;
    helping.agree(&mut shared).await;
    end(&mut helping).await;
    let ended = receiver.next().await;
    assert_eq!(ended.event, "session.ended");
    assert_eq!(ended.body["duration_ms"], json!(61_000));
    assert_eq!(bench.audited("connected").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_down_is_told_later_in_order_and_once() {
    let receiver = Receiver::start().await;
    let bench = Bench::with(vec![webhook("tickets", receiver.port)]).await;
    let port = receiver.stop().await;
    bench.session().await;
    let failing = bench.until(|it| it["state"] == json!("failing")).await;
    assert_eq!(failing["waiting"], json!(2));
    assert_eq!(failing["last_failure"]["error"], json!("unreachable"));
    let receiver = Receiver::start_at(port, SECRET).await;
    receiver.answers([Answer::Status(500)]);
    // Not before its time: the clock stands still, and nothing comes.
    assert_eq!(bench.webhooks().await[0]["waiting"], json!(2));
    assert!(receiver.rest().await.is_empty());
    bench.broker.clock.advance(FIRST_WAIT);
    let refused = receiver.next().await;
    assert_eq!(of(&refused), ("session.started", 2));
    bench
        .until(|it| it["last_failure"]["status"] == json!(500))
        .await;
    bench.broker.clock.advance(FIRST_WAIT * 2);
    let again = receiver.next().await;
    assert_eq!(of(&again), ("session.started", 3));
    // The same, but for the time that is signed.
    assert_eq!((&again.id, &again.body), (&refused.id, &refused.body));
    assert_eq!(of(&receiver.next().await), ("session.ended", 1));
    bench.until(|it| it["waiting"] == json!(0)).await;
    assert!(receiver.rest().await.is_empty());
    assert!(bench.audited("webhook-failed").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_outlives_a_restart() {
    let receiver = Receiver::start().await;
    let hooks = vec![webhook("tickets", receiver.port)];
    let bench = Bench::with(hooks.clone()).await;
    receiver.answers([Answer::Later(503, "20")]);
    bench.session().await;
    let first = receiver.next().await;
    bench.until(|it| it["state"] == json!("failing")).await;
    let clock = bench.broker.clock.clone();
    let data = bench.broker.stop().await;
    clock.advance(FIRST_WAIT);
    let bench = Bench::on(&data, &clock, hooks).await;
    // Its receiver has asked for twenty seconds.
    assert_eq!(bench.webhooks().await[0]["waiting"], json!(2));
    assert!(receiver.rest().await.is_empty());
    clock.advance(FIRST_WAIT);
    let again = receiver.next().await;
    assert_eq!(of(&again), ("session.started", 2));
    assert_eq!(again.id, first.id);
    assert_eq!(of(&receiver.next().await), ("session.ended", 1));
    bench.until(|it| it["waiting"] == json!(0)).await;
    assert!(receiver.rest().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_gone_gets_no_more_and_dead_letters_are_retried_or_discarded() {
    let receiver = Receiver::start().await;
    let bench = Bench::with(vec![webhook("tickets", receiver.port)]).await;
    receiver.answers([Answer::Status(410), Answer::Status(410)]);
    bench.session().await;
    let (started, ended) = (receiver.next().await, receiver.next().await);
    let dead = bench.until(|it| it["dead_letters"] == json!(2)).await;
    assert_eq!(
        (&dead["waiting"], &dead["state"]),
        (&json!(0), &json!("idle"))
    );
    let letters = bench.dead_letters("").await;
    let letter = |delivery: &Delivery| {
        json!({
            "id": delivery.id,
            "type": delivery.event,
            "at": delivery.body["at"],
            "attempts": 1,
            "status": 410,
        })
    };
    assert_eq!(
        letters,
        json!({ "dead_letters": [letter(&ended), letter(&started)] })
    );
    let failed = bench.audited("webhook-failed").await;
    assert_eq!(failed.len(), 2);
    assert_eq!(
        failed[0],
        json!({
            "webhook": "tickets",
            "delivery": started.id,
            "event": "session.started",
            "attempts": 1,
            "failure": { "status": 410 },
        })
    );
    let letter = |id: &str, what: &str| format!("tickets/dead-letters/{id}/{what}");
    let reply = bench.act(&letter(&started.id, "retry")).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    let again = receiver.next().await;
    assert_eq!(
        (of(&again), &again.id),
        (("session.started", 2), &started.id)
    );
    bench.until(|it| it["dead_letters"] == json!(1)).await;
    let reply = bench.act(&letter(&ended.id, "discard")).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    assert_eq!(bench.dead_letters("").await, json!({ "dead_letters": [] }));
    for path in [
        letter(&started.id, "retry"),
        letter(&ended.id, "retry"),
        letter(&ended.id, "discard"),
        letter(&ended.id, "else"),
        "other/test".to_owned(),
    ] {
        assert_eq!(bench.act(&path).await.code(), "not-found", "{path}");
    }
    for (kind, id) in [
        ("webhook-retried", &started.id),
        ("webhook-discarded", &ended.id),
    ] {
        let recorded = bench.audited(kind).await;
        assert_eq!(recorded.len(), 1, "{kind}");
        assert_eq!(recorded[0]["delivery"], json!(id));
    }
    audit::command::verify(bench.broker.data.path(), None, None)
        .await
        .unwrap();
    assert!(receiver.rest().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_day_it_is_given_up_and_what_follows_is_tried() {
    let receiver = Receiver::start().await;
    let bench = Bench::with(vec![webhook("tickets", receiver.port)]).await;
    receiver.answers([Answer::Status(500), Answer::Status(500)]);
    bench.session().await;
    let first = receiver.next().await;
    bench.until(|it| it["state"] == json!("failing")).await;
    bench
        .broker
        .clock
        .advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(of(&receiver.next().await), ("session.started", 2));
    assert_eq!(of(&receiver.next().await), ("session.ended", 1));
    // The administrator's sign-in is over, too.
    let bench = Bench {
        admin: bench.broker.signed_in(Role::Helper, "admin").await,
        ..bench
    };
    bench.until(|it| it["dead_letters"] == json!(1)).await;
    let letters = bench.dead_letters("?before=1000").await;
    assert_eq!(letters["dead_letters"][0]["id"], json!(first.id));
    assert_eq!(letters["dead_letters"][0]["attempts"], json!(2));
    let none = bench.dead_letters("?before=0").await;
    assert_eq!(none, json!({ "dead_letters": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_come_by_pages_the_newest_first() {
    let bench = Bench::with(vec![webhook("tickets", 9)]).await;
    let store = Store::open(bench.broker.data.path()).await.unwrap();
    let mut write = store.write().await.unwrap();
    for seq in 1..=120_i64 {
        let state = r#"{"state":"dead","attempts":1,"at_ms":1,"failure":"timed-out"}"#;
        sqlx::query(
            "INSERT INTO webhook_deliveries (seq, id, webhook, event, at_ms, body, state, dead_ms) \
             VALUES ($1, $2, 'tickets', 'alarm', $4, '{}', $3, $4)",
        )
        .bind(seq)
        .bind(format!("d{seq}"))
        .bind(state)
        .bind(bench.broker.clock.now_db())
        .execute(&mut *write)
        .await
        .unwrap();
    }
    write.commit().await.unwrap();
    let (mut query, mut pages, mut found) = (String::new(), 0, Vec::new());
    loop {
        let page = bench.dead_letters(&query).await;
        pages += 1;
        for letter in page["dead_letters"].as_array().unwrap() {
            assert_eq!(letter["error"], json!("timed-out"));
            found.push(letter["id"].as_str().unwrap().to_owned());
        }
        match &page["next"] {
            Value::Null => break,
            next => query = format!("?before={next}"),
        }
    }
    let expected: Vec<_> = (1..=120).rev().map(|seq| format!("d{seq}")).collect();
    assert_eq!((pages, found), (3, expected));
    let reply = bench.admin.ask("/webhooks/tickets/dead-letters?before=x");
    assert_eq!(reply.await.code(), "bad-request");
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_not_followed() {
    let elsewhere = Receiver::start().await;
    let receiver = Receiver::start().await;
    let bench = Bench::with(vec![webhook("tickets", receiver.port)]).await;
    let to = format!("http://127.0.0.1:{}/elsewhere", elsewhere.port);
    receiver.answers([Answer::Redirect(to)]);
    bench.short_session().await;
    receiver.next().await;
    let failing = bench.until(|it| it["state"] == json!("failing")).await;
    assert_eq!(failing["last_failure"]["status"], json!(302));
    assert!(elsewhere.rest().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_does_not_answer_holds_up_nobody_else() {
    let slow = Receiver::start().await;
    let quick = Receiver::start().await;
    let mut ends = webhook("ends", quick.port);
    ends.events = vec![WebhookEvent::SessionEnded];
    let hooks = vec![
        webhook("slow", slow.port),
        webhook("quick", quick.port),
        ends,
    ];
    let bench = Bench::with(hooks).await;
    slow.answers([Answer::Silence]);
    let (_, mut helping, _shared) = bench.connected().await;
    // The slow one has it and says nothing.
    slow.next().await;
    assert_eq!(quick.next().await.path, "/quick");
    end(&mut helping).await;
    let mut ended = [quick.next().await, quick.next().await].map(|it| (it.path, it.event));
    ended.sort();
    assert_eq!(
        ended,
        ["/ends", "/quick"].map(|path| (path.to_owned(), "session.ended".to_owned()))
    );
    let waits = bench.webhooks().await;
    assert_eq!(waits[0]["state"], json!("delivering"));
    assert_eq!(waits[0]["waiting"], json!(2));
    assert!(slow.rest().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_is_replaced_is_known_to_both_sides() {
    let old = "the-one-before-and-long-enough-for-it";
    let before = Receiver::start_at(0, old).await;
    let after = Receiver::start().await;
    let hooks = [("before", before.port), ("after", after.port)].map(|(name, port)| Webhook {
        previous_secret: Some(Redacted::new(old.to_owned())),
        ..webhook(name, port)
    });
    let bench = Bench::with(hooks.to_vec()).await;
    for (name, receiver) in [("before", &before), ("after", &after)] {
        let reply = bench.act(&format!("{name}/test")).await;
        assert_eq!(reply.json::<Value>(), json!({ "delivered": true }));
        assert_eq!(of(&receiver.next().await), ("test", 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_goes_past_the_line_and_says_what_came_of_it() {
    let receiver = Receiver::start().await;
    let bench = Bench::with(vec![webhook("tickets", receiver.port)]).await;
    receiver.answers([Answer::Status(500), Answer::Status(404)]);
    bench.short_session().await;
    receiver.next().await;
    bench.until(|it| it["state"] == json!("failing")).await;
    let reply = bench.act("tickets/test").await;
    assert_eq!(
        reply.json::<Value>(),
        json!({ "delivered": false, "status": 404 })
    );
    assert_eq!(of(&receiver.next().await), ("test", 1));
    receiver.stop().await;
    let reply = bench.act("tickets/test").await;
    assert_eq!(
        reply.json::<Value>(),
        json!({ "delivered": false, "error": "unreachable" })
    );
    assert_eq!(bench.audited("webhook-tested").await.len(), 2);
    assert_eq!(bench.webhooks().await[0]["waiting"], json!(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_sees_and_does_nothing() {
    let receiver = Receiver::start().await;
    let bench = Bench::with(vec![webhook("tickets", receiver.port)]).await;
    let helper = bench.broker.signed_in(Role::Helper, "helper1").await;
    let foreign = Browser::through("https://evil.example", &bench.broker.origin);
    for (browser, code) in [
        (&helper, "not-permitted"),
        (&bench.broker.browser(), "not-signed-in"),
        (&foreign, "origin-refused"),
    ] {
        if code != "origin-refused" {
            for path in ["/webhooks", "/webhooks/tickets/dead-letters"] {
                assert_eq!(browser.ask(path).await.code(), code);
            }
        }
        for path in ["test", "dead-letters/0/retry", "dead-letters/0/discard"] {
            let path = format!("/api/v1/webhooks/tickets/{path}");
            let reply = browser.send(Method::POST, &path, "", None).await;
            assert_eq!(reply.code(), code);
        }
    }
    assert!(receiver.rest().await.is_empty());
    let shown = bench.admin.ask("/webhooks").await.text;
    assert!(
        shown.contains("127.0.0.1") && !shown.contains("/tickets"),
        "{shown}"
    );
}
