//! The proof from outside: the report of sessions and the audit, in pages and as files, for whoever may read them.

use crate::support::{Broker, Browser, Plan, Reply, joined};
use remote_help::{
    Clock,
    audit::{self, Record},
    directory::csv::{Kind, import},
    report,
    store::Store,
};
use reqwest::StatusCode;
use rh_protocol::{
    Role, SessionId,
    socket::{Request, ShareState},
    view::{EndReason, PhaseView, Surface},
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path, time::Duration};

struct Bench {
    broker: Broker,
    admin: Browser,
    store: Store,
}

impl Bench {
    async fn new() -> Self {
        let clock = Clock::manual(Clock::system().now_ms());
        let broker = Plan::default().clock(&clock).launch().await;
        let admin = broker.signed_in(Role::Helper, "admin").await;
        let store = Store::open(broker.data.path()).await.unwrap();
        Self {
            broker,
            admin,
            store,
        }
    }

    /// The clock goes on, by less than anybody misses somebody.
    fn wait(&self, ms: u64) {
        self.broker.clock.advance(Duration::from_millis(ms));
    }

    /// A session that is shared, and ended by its helper.
    async fn session(&self) -> SessionId {
        let (helper, sharer) = self.broker.pair().await;
        let (session, mut helping, mut shared) = joined(&helper, &sharer).await;
        self.wait(500);
        helping.agree(&mut shared).await;
        self.wait(250);
        shared.share(ShareState::Live, Surface::Monitor).await;
        self.wait(700);
        helping.done(Request::End).await;
        let reason = EndReason::EndedByHelper;
        shared.until_phase(&PhaseView::Ended { reason }).await;
        session
    }

    /// A session that nobody joins, a moment later.
    async fn short_session(&self) -> SessionId {
        let helper = self.broker.signed_in(Role::Helper, "helper1").await;
        self.wait(1);
        let (session, mut helping, _) = helper.start().await;
        helping.done(Request::End).await;
        let reason = EndReason::EndedByHelper;
        helping.until_phase(&PhaseView::Ended { reason }).await;
        session
    }

    async fn ask(&self, path: &str) -> Value {
        let reply = self.admin.ask(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
        reply.json()
    }

    async fn sessions(&self, query: &str) -> Vec<Value> {
        let page = self.ask(&format!("/report/sessions{query}")).await;
        page["sessions"].as_array().unwrap().clone()
    }

    async fn records(&self, query: &str) -> Vec<Value> {
        let page = self.ask(&format!("/audit{query}")).await;
        page["records"].as_array().unwrap().clone()
    }

    async fn file(&self, path: &str) -> Reply {
        let reply = self.admin.ask(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
        assert!(
            reply
                .header("content-disposition")
                .starts_with("attachment"),
            "{path}"
        );
        reply
    }

    /// Writes something into the audit.
    async fn record(&self, kind: &str, actor: Option<&str>, data: Value) {
        let mut write = self.store.write().await.unwrap();
        let record = Record {
            at_ms: self.broker.clock.now_ms(),
            session: None,
            actor: actor.map(str::to_owned),
            kind: kind.to_owned(),
            data,
        };
        audit::append(&mut write, &record).await.unwrap();
        write.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_over_is_in_the_report_with_all_that_is_asked_of_it() {
    let bench = Bench::new().await;
    assert!(bench.sessions("").await.is_empty());
    assert_eq!(bench.ask("/report/totals").await["sessions"], json!(0));
    let session = bench.session().await;
    let short = bench.short_session().await;
    let found = bench.sessions("").await;
    assert_eq!(found.len(), 2);
    let (none, one) = (&found[0], &found[1]);
    assert_eq!(one["session"], json!(session));
    assert_eq!(one["helper"]["name"], json!("Maya Okafor"));
    assert_eq!(one["outcome"], json!("ended-by-helper"));
    assert_eq!(one["mode"], json!("view-only"));
    assert_eq!(one["duration_ms"], json!(950));
    assert_eq!(one["shared_ms"], json!(700));
    let of = |name: &str| one[name].as_i64().unwrap();
    assert_eq!(of("started_ms") - of("created_ms"), 500);
    assert_eq!(of("ended_ms") - of("created_ms"), 1_450);
    assert!(one["sharer"]["account"].is_string() && one.get("device").is_none());
    assert_eq!(none["session"], json!(short));
    assert!(none.get("sharer").is_none() && none.get("started_ms").is_none());

    let totals = bench.ask("/report/totals").await;
    assert_eq!(
        (
            &totals["sessions"],
            &totals["started"],
            &totals["median_ms"]
        ),
        (&json!(2), &json!(1), &json!(950))
    );
    let ended = json!([{ "outcome": "ended-by-helper", "sessions": 2 }]);
    assert_eq!(totals["outcomes"], ended);
    let days = totals["days"].as_array().unwrap();
    let sum: u64 = days
        .iter()
        .map(|day| day["sessions"].as_u64().unwrap())
        .sum();
    assert_eq!(sum, 2);
    let sharer = one["sharer"]["name"].as_str().unwrap();
    let part = sharer.split(' ').next().unwrap().to_uppercase();
    for (query, count) in [
        (format!("?sharer={part}"), 1),
        ("?helper=okafor&outcome=ended-by-helper".to_owned(), 2),
        ("?outcome=too-long".to_owned(), 0),
        (format!("?to_ms={}", of("created_ms")), 0),
        (format!("?from_ms={}", of("created_ms")), 2),
        ("?device=anything".to_owned(), 0),
        ("?helper=".to_owned(), 2),
    ] {
        assert_eq!(bench.sessions(&query).await.len(), count, "{query}");
        let totals = bench.ask(&format!("/report/totals{query}")).await;
        assert_eq!(totals["sessions"], json!(count), "{query}");
    }
    let first = bench.ask("/report/sessions?size=1").await;
    let next = first["next"].as_str().unwrap();
    let second = bench
        .ask(&format!("/report/sessions?size=1&after={next}"))
        .await;
    assert_ne!(first["sessions"], second["sessions"]);
    assert!(second.get("next").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sessions_of_somebody_in_the_directory_are_theirs_and_nobody_else_s() {
    let bench = Bench::new().await;
    bench.session().await;
    let people = "id,name,subject,email\n\
                  p-1,Maya,,Maya.Okafor@brightwater.example\n\
                  p-4,Yuki,sharer1,another@address.example\n\
                  p-5,Samir,sharer2,\n\
                  p-6,Tanaka,,tanaka@brightwater.example\n\
                  p-7,Yuki of before,left,yuki.tanaka@brightwater.example\n";
    let clock = Clock::system();
    let plan = import::import(&bench.store, &clock, Kind::People, people.as_bytes(), false).await;
    assert!(plan.unwrap().bad.is_empty());
    for (query, count) in [
        ("?sharer=directory:p-4", 1),
        // By their verified address, since nobody has said what the provider calls them.
        ("?helper=directory:p-1", 1),
        ("?helper=directory:p-1&sharer=directory:p-4", 1),
        ("?sharer=directory:p-1", 0),
        // They have never been here.
        ("?sharer=directory:p-5", 0),
        // Their address is the end of hers, or was hers: it is somebody else's all the same.
        ("?sharer=directory:p-6", 0),
        ("?sharer=directory:p-7", 0),
    ] {
        assert_eq!(bench.sessions(query).await.len(), count, "{query}");
        let totals = bench.ask(&format!("/report/totals{query}")).await;
        assert_eq!(totals["sessions"], json!(count), "{query}");
    }
    let file = bench
        .file("/report/export?format=jsonl&sharer=directory:p-4")
        .await;
    assert_eq!(file.text.lines().count(), 1);
    let exported = bench.records("?kind=report-exported").await;
    assert_eq!(exported[0]["data"]["by_sharer"], json!(true));
    assert!(!file.text.contains("p-4") && !exported[0].to_string().contains("p-4"));
    for field in ["helper", "sharer"] {
        let path = format!("/report/sessions?{field}=directory:nobody");
        let refused = bench.admin.ask(&path).await;
        let error = json!({ "code": "bad-field", "field": field });
        assert_eq!(refused.json::<Value>()["error"], error);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_is_read_page_by_page_and_by_what_was_done_and_by_whom() {
    let bench = Bench::new().await;
    let session = bench.session().await;
    let all = bench.records("?size=200").await;
    let seqs: Vec<i64> = all.iter().map(|one| one["seq"].as_i64().unwrap()).collect();
    assert!(seqs.len() > 10 && seqs.windows(2).all(|two| two[0] == two[1] + 1));
    let (mut query, mut paged) = ("?size=4".to_owned(), Vec::new());
    loop {
        let page = bench.ask(&format!("/audit{query}")).await;
        paged.extend(page["records"].as_array().unwrap().clone());
        match &page["next"] {
            Value::Null => break,
            next => query = format!("?size=4&after={next}"),
        }
    }
    assert_eq!(paged, all);

    let of_session = bench.records(&format!("?session={session}")).await;
    let kinds: Vec<_> = of_session.iter().rev().map(|one| &one["kind"]).collect();
    assert_eq!(kinds[0], "session-created");
    assert_eq!(*kinds.last().unwrap(), "session-ended");
    let joined = bench.records("?kind=joined").await;
    assert_eq!(joined.len(), 1);
    let account = joined[0]["actor"].as_str().unwrap();
    let name = joined[0]["name"].as_str().unwrap().to_owned();
    let part = name.split(' ').next().unwrap().to_lowercase();
    let theirs = bench.records(&format!("?size=200&actor={part}")).await;
    assert!(theirs.len() > 2 && theirs.iter().all(|one| one["actor"] == json!(account)));
    let query = format!("?actor={part}&kind=sign-in&session={session}");
    assert!(bench.records(&query).await.is_empty());
    let at_ms = joined[0]["at_ms"].as_i64().unwrap();
    let until = bench.records(&format!("?size=200&to_ms={at_ms}")).await;
    let since = bench.records(&format!("?size=200&from_ms={at_ms}")).await;
    assert_eq!(until.len() + since.len(), all.len());
    assert!(
        until
            .iter()
            .all(|one| one["at_ms"].as_i64().unwrap() < at_ms)
    );
    assert!(
        since
            .iter()
            .all(|one| one["at_ms"].as_i64().unwrap() >= at_ms)
    );
    // A day later nothing has happened yet.
    let tomorrow = at_ms + 48 * 60 * 60 * 1_000;
    assert!(
        bench
            .records(&format!("?from_ms={tomorrow}"))
            .await
            .is_empty()
    );

    // Who is gone has no name in the audit; the report keeps the one that the helper saw.
    let account = account.to_owned();
    let mut write = bench.store.write().await.unwrap();
    sqlx::query("DELETE FROM accounts WHERE id = $1")
        .bind(&account)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let joined = bench.records("?kind=joined").await;
    assert_eq!(joined[0]["actor"], json!(account));
    assert!(joined[0].get("name").is_none());
    let mut address = url::form_urlencoded::Serializer::new(String::new());
    let query = address.append_pair("actor", &account).finish();
    assert!(bench.records(&format!("?{query}")).await.len() > 2);
    assert_eq!(bench.sessions("").await[0]["sharer"]["name"], json!(name));
}

#[tokio::test(flavor = "multi_thread")]
async fn both_are_taken_out_as_files_without_formulas_and_the_audit_says_by_whom() {
    let bench = Bench::new().await;
    let session = bench.session().await;
    let formula = "=HYPERLINK(1)";
    bench
        .record("sign-out", Some(formula), json!({ "role": "helper" }))
        .await;
    let mut write = bench.store.write().await.unwrap();
    sqlx::query("UPDATE session_report SET helper_name = $1")
        .bind(formula)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();

    let csv = bench.file("/audit/export?format=csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let mut rows = csv::Reader::from_reader(csv.text.as_bytes());
    let actors: Vec<String> = rows
        .records()
        .map(|row| row.unwrap()[3].to_owned())
        .collect();
    assert!(actors.contains(&format!("'{formula}")) && !actors.contains(&formula.to_owned()));
    let lines = bench.file("/audit/export?format=jsonl&kind=joined").await;
    let line: Value = serde_json::from_str(lines.text.trim_end()).unwrap();
    assert_eq!(
        (&line["kind"], &line["session"]),
        (&json!("joined"), &json!(session))
    );
    let csv = bench.file("/report/export?format=csv").await;
    let mut rows = csv::Reader::from_reader(csv.text.as_bytes());
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), &rows[0][0]), (1, &*session.to_string()));
    assert_eq!(&rows[0][9], format!("'{formula}"));
    let query = "format=jsonl&outcome=ended-by-helper&sharer=nobody+at+all";
    let none = bench.file(&format!("/report/export?{query}")).await;
    assert_eq!(none.text, "");
    let admin = bench.records("?kind=audit-exported").await;
    assert_eq!(admin.len(), 2);
    assert_eq!(admin[1]["data"]["format"], json!("csv"));
    assert_eq!(admin[0]["data"]["kind"], json!("joined"));
    assert_eq!(admin[0]["name"], admin[1]["name"]);
    let report = bench.records("?kind=report-exported").await;
    // What was searched for is not told.
    assert_eq!(report[0]["data"]["by_sharer"], json!(true));
    assert_eq!(report[0]["data"]["outcome"], json!("ended-by-helper"));
    assert!(!report[0].to_string().contains("nobody at all"));
    audit::command::verify(bench.broker.data.path(), None, None)
        .await
        .unwrap();
}

/// A file of many pieces has every record once, in order, and what comes meanwhile is not in it.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_is_whole() {
    const RECORDS: usize = 2_500;
    let bench = Bench::new().await;
    let mut write = bench.store.write().await.unwrap();
    for nth in 0..RECORDS {
        let record = Record {
            at_ms: bench.broker.clock.now_ms(),
            session: None,
            actor: Some(format!("account {}", nth % 2)),
            kind: "code-refused".to_owned(),
            data: json!({ "nth": nth }),
        };
        audit::append(&mut write, &record).await.unwrap();
    }
    write.commit().await.unwrap();
    for (query, count) in [("", RECORDS), ("&actor=account+1", RECORDS / 2)] {
        let path = format!("/audit/export?format=jsonl&kind=code-refused{query}");
        let file = bench.file(&path).await;
        let seqs: Vec<i64> = file
            .text
            .lines()
            .map(|line| {
                serde_json::from_str::<Value>(line).unwrap()["seq"]
                    .as_i64()
                    .unwrap()
            })
            .collect();
        assert_eq!(seqs.len(), count, "{query}");
        assert!(seqs.is_sorted(), "{query}");
    }
    let csv = bench.file("/audit/export?format=csv").await;
    let mut rows = csv::Reader::from_reader(csv.text.as_bytes());
    let seqs: Vec<i64> = rows
        .records()
        .map(|row| row.unwrap()[0].parse().unwrap())
        .collect();
    let whole: Vec<i64> = (1..=seqs.len() as i64).collect();
    assert_eq!(seqs, whole);
    let last = csv.text.trim_end().lines().last().unwrap().to_owned();
    assert!(last.contains("audit-exported"), "{last}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_reads_nothing_and_what_does_not_read_is_named() {
    let bench = Bench::new().await;
    let helper = bench.broker.signed_in(Role::Helper, "helper1").await;
    for path in [
        "/audit",
        "/audit/export?format=csv",
        "/report/sessions",
        "/report/totals",
        "/report/export?format=csv",
    ] {
        assert_eq!(helper.ask(path).await.code(), "not-permitted", "{path}");
        let nobody = bench.broker.browser().ask(path).await;
        assert_eq!(nobody.code(), "not-signed-in", "{path}");
    }
    for (path, field) in [
        ("/audit?from_ms=x", "from_ms"),
        ("/audit?from_ms=2&to_ms=2", "to_ms"),
        ("/audit?kind=Sign%20in", "kind"),
        ("/audit?session=x", "session"),
        ("/audit?after=1.5", "after"),
        ("/audit?size=0", "size"),
        ("/audit/export", "format"),
        ("/audit/export?format=xml", "format"),
        ("/report/sessions?outcome=nonsense", "outcome"),
        ("/report/sessions?after=1", "after"),
        ("/report/sessions?size=201", "size"),
        ("/report/sessions?helper=a%0Ab", "helper"),
        ("/report/totals?to_ms=", ""),
        ("/report/totals?to_ms=-", "to_ms"),
        ("/report/export?format=", "format"),
    ] {
        let reply = bench.admin.ask(path).await;
        if field.is_empty() {
            assert_eq!(reply.status, StatusCode::OK, "{path}");
            continue;
        }
        assert_eq!(reply.code(), "bad-field", "{path}");
        let error: Value = reply.json();
        assert_eq!(error["error"]["field"], json!(field), "{path}");
    }
    // A filter that there is not is not passed over in silence.
    for path in ["/audit?helper=x", "/report/totals?kind=joined"] {
        assert_eq!(bench.admin.ask(path).await.code(), "bad-request", "{path}");
    }
    let exported = bench.records("?kind=audit-exported").await;
    assert!(exported.is_empty(), "{exported:?}");
}

/// Retention removes a session from the report with the session itself.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_old_is_in_no_report() {
    let bench = Bench::new().await;
    bench.session().await;
    let clock = bench.broker.clock.clone();
    clock.advance(Duration::from_secs(31 * 24 * 60 * 60));
    audit::retention::remove_sessions(&bench.store, &clock, 30)
        .await
        .unwrap();
    let all = report::query::Filter::default();
    let page = report::query::page(bench.store.read(), &all, None, 10).await;
    assert!(page.unwrap().sessions.is_empty());
}

/// Every kind of record is told in the documentation. (That it has words in the web app, a test there says.)
#[test]
fn every_kind_is_documented() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/audit.md");
    let docs = fs::read_to_string(docs).unwrap();
    for kind in rh_protocol::audit::KINDS.iter().copied() {
        // Some rows tell of several: `sharing-started`, `-paused`.
        let ends = kind.match_indices('-').map(|(at, _)| &kind[at..]);
        let told = std::iter::once(kind).chain(ends);
        let told = told
            .into_iter()
            .any(|name| docs.contains(&format!("`{name}`")));
        assert!(told, "{kind}");
    }
}

/// The documentation lists the outcomes that the interface describes, each of which there is, and no others.
#[test]
fn every_outcome_is_documented() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let described = fs::read_to_string(docs.join("openapi.json")).unwrap();
    let described: Value = serde_json::from_str(&described).unwrap();
    let described = &described["components"]["schemas"]["Outcome"]["enum"];
    let described: BTreeSet<&str> = described
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect();
    let told = fs::read_to_string(docs.join("report.md")).unwrap();
    let (_, told) = told.split_once("\nOutcomes: ").unwrap();
    let (told, _) = told.split_once("\n\n").unwrap();
    let told: BTreeSet<&str> = told.split('`').skip(1).step_by(2).collect();
    assert_eq!(told, described);
    for outcome in told {
        assert!(report::outcome_of(outcome).is_some(), "{outcome}");
    }
}
