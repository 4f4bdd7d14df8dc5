//! What a helper notes about a session, what the sharer's receipt tells, and where both are found again.

use crate::{
    page::Page,
    support::{Broker, Browser, Plan, Reply, joined},
};
use remote_help::Clock;
use reqwest::StatusCode;
use rh_protocol::{
    Role, SessionId, limits,
    socket::{Request, ShareState},
    view::{EndReason, PhaseView, Receipt, Surface},
};
use serde_json::{Value, json};
use std::time::Duration;

struct Bench {
    broker: Broker,
    helper: Browser,
    sharer: Browser,
    session: SessionId,
    helping: Page,
    shared: Page,
}

impl Bench {
    /// Both have consented, half a second after the sharer joined.
    async fn new() -> Self {
        let clock = Clock::manual(Clock::system().now_ms());
        let broker = Plan::default().clock(&clock).launch().await;
        let (helper, sharer) = broker.pair().await;
        let (session, mut helping, mut shared) = joined(&helper, &sharer).await;
        clock.advance(Duration::from_millis(500));
        helping.agree(&mut shared).await;
        Self {
            broker,
            helper,
            sharer,
            session,
            helping,
            shared,
        }
    }

    fn wait(&self, ms: u64) {
        self.broker.clock.advance(Duration::from_millis(ms));
    }

    async fn share(&mut self, state: ShareState, surface: Surface) {
        self.shared.share(state, surface).await;
    }

    async fn end(&mut self) {
        self.helping.done(Request::End).await;
        let reason = EndReason::EndedByHelper;
        self.shared.until_phase(&PhaseView::Ended { reason }).await;
    }

    fn path(&self) -> String {
        format!("/helper/sessions/{}/note", self.session)
    }

    async fn note(&self, note: &str, ticket: &str) -> Reply {
        let body = json!({ "note": note, "ticket": ticket });
        self.helper.put(&self.path(), &body).await
    }

    async fn noted(&self, note: &str, ticket: &str) {
        let reply = self.note(note, ticket).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    }

    /// What the audit says of notes, oldest first.
    async fn records(&self) -> Vec<Value> {
        self.broker.audited("session-noted").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sharer_gets_a_receipt_and_again_when_they_come_back() {
    let mut bench = Bench::new().await;
    bench.share(ShareState::Live, Surface::Window).await;
    bench.wait(700);
    bench.share(ShareState::Paused, Surface::Window).await;
    bench.wait(40);
    bench.share(ShareState::Live, Surface::Monitor).await;
    bench
        .helping
        .until(|view| view.surface == Surface::Monitor)
        .await;
    assert_eq!(bench.shared.view.receipt, None);
    bench.wait(2);
    bench.end().await;
    let ended_ms = bench.broker.clock.now_ms();
    let receipt = Receipt {
        joined_ms: ended_ms - 1_242,
        agreed_ms: Some(ended_ms - 742),
        ended_ms,
        surfaces: vec![Surface::Window, Surface::Monitor],
        shared_ms: 702,
        pauses: 1,
        paused_ms: 40,
        chat_cut: false,
    };
    assert_eq!(bench.shared.view.receipt, Some(receipt.clone()));
    bench.wait(90_000);
    let again = Page::open(&bench.sharer, Role::Sharer, bench.session).await;
    assert_eq!(again.view.receipt, Some(receipt));
    let helping = Page::open(&bench.helper, Role::Helper, bench.session).await;
    assert_eq!(helping.view.receipt, None);

    let admin = bench.broker.signed_in(Role::Helper, "admin").await;
    let page: Value = admin.ask("/report/sessions").await.json();
    let row = &page["sessions"][0];
    assert_eq!(row["surfaces"], json!(["window", "monitor"]));
    assert_eq!((&row["pauses"], &row["paused_ms"]), (&json!(1), &json!(40)));
    assert_eq!(row["shared_ms"], json!(702));
    assert!(row.get("note").is_none() && row.get("ticket").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_notes_while_it_runs_and_afterwards_and_the_report_tells() {
    let mut bench = Bench::new().await;
    bench.noted("They could not print.", "INC-17").await;
    let kept: Value = bench.helper.ask(&bench.path()).await.json();
    assert_eq!(kept["ticket"], json!("INC-17"));
    // The same again is no change.
    bench.noted("They could not print.", " INC-17 ").await;
    bench.end().await;
    bench.noted("=1+1\r\nThey can print.", "@INC-18").await;
    let admin = bench.broker.signed_in(Role::Helper, "admin").await;
    let found = async |ticket: &str| {
        let path = format!("/report/sessions?ticket={ticket}");
        let page: Value = admin.ask(&path).await.json();
        let totals: Value = admin
            .ask(&format!("/report/totals?ticket={ticket}"))
            .await
            .json();
        let sessions = page["sessions"].as_array().unwrap().clone();
        assert_eq!(totals["sessions"], json!(sessions.len()), "{ticket}");
        sessions
    };
    assert!(found("INC-17").await.is_empty());
    assert!(found("%25").await.is_empty());
    let row = &found("inc-18").await[0];
    assert_eq!(row["note"], json!("=1+1\nThey can print."));
    assert_eq!(row["ticket"], json!("@INC-18"));
    let csv = admin.ask("/report/export?format=csv&ticket=INC").await;
    let mut rows = csv::Reader::from_reader(csv.text.as_bytes());
    let headers = rows.headers().unwrap().clone();
    let row = rows.records().next().unwrap().unwrap();
    let cell = |name: &str| {
        let column = headers.iter().position(|header| header == name).unwrap();
        row[column].to_owned()
    };
    assert_eq!(cell("ticket"), "'@INC-18");
    assert_eq!(cell("note"), "'=1+1\nThey can print.");
    let lines = admin.ask("/report/export?format=jsonl").await;
    let line: Value = serde_json::from_str(&lines.text).unwrap();
    assert_eq!(line["note"], json!("=1+1\nThey can print."));
    bench.noted("", "").await;
    assert!(found("").await[0].get("note").is_none());
    let records = bench.records().await;
    let of = |before: Option<&str>, after: Option<&str>, note: &str| json!({ "ticket": { "before": before, "after": after }, "note": note });
    let wanted = [
        of(None, Some("INC-17"), "added"),
        of(Some("INC-17"), Some("@INC-18"), "changed"),
        of(Some("@INC-18"), None, "removed"),
    ];
    assert_eq!(records, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_notes_or_reads_it_and_limits_are_named() {
    let bench = Bench::new().await;
    bench.noted("mine", "").await;
    let body = json!({ "note": "theirs", "ticket": "" });
    let other = bench.broker.signed_in(Role::Helper, "helper2").await;
    let admin = bench.broker.signed_in(Role::Helper, "admin").await;
    for browser in [&other, &admin] {
        for reply in [
            browser.put(&bench.path(), &body).await,
            browser.ask(&bench.path()).await,
        ] {
            assert_eq!(reply.status, StatusCode::NOT_FOUND);
            assert_eq!(reply.code(), "session-not-found");
        }
    }
    // As the sharer they are not signed in at the helper's side, and have no note at theirs.
    let theirs = bench.path().replace("/helper/", "/sharer/");
    for (path, code) in [(&bench.path(), "not-signed-in"), (&theirs, "not-allowed")] {
        assert_eq!(bench.sharer.put(path, &body).await.code(), code);
        assert_eq!(bench.sharer.ask(path).await.code(), code);
    }
    let long = |most: usize| "é".repeat(most + 1);
    let field = |reply: Reply| {
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        reply.json::<Value>()["error"]["field"].clone()
    };
    let note = long(limits::HELPER_NOTE_CHARS);
    assert_eq!(field(bench.note(&note, "").await), json!("note"));
    assert_eq!(field(bench.note("a\u{7}", "").await), json!("note"));
    let ticket = long(limits::TICKET_CHARS);
    assert_eq!(field(bench.note("", &ticket).await), json!("ticket"));
    assert_eq!(field(bench.note("", "a\nb").await), json!("ticket"));
    let kept: Value = bench.helper.ask(&bench.path()).await.json();
    assert_eq!(kept, json!({ "note": "mine", "ticket": "" }));
    assert_eq!(bench.records().await.len(), 1);
}
