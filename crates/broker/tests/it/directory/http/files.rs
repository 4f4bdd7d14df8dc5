//! Files read into the directory of a broker that runs, and written from it.

use super::{Bench, ask};
use crate::support::{Browser, Plan, Reply};
use reqwest::{Method, StatusCode};
use rh_protocol::{Role, limits, view::PhaseView};
use serde_json::{Value, json};
use std::{
    fmt::Write as _,
    net::Ipv4Addr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// Imports a file: the kind, and how.
pub(super) async fn import_by(by: &Browser, how: &str, file: &str) -> Reply {
    let path = format!("{}/directory/import/{how}", rh_protocol::api::BASE);
    by.send(Method::POST, &path, "text/csv", Some(file.to_owned()))
        .await
}

/// The same of a file that is read to its end.
async fn import(bench: &Bench, how: &str, file: &str) -> Value {
    let reply = import_by(&bench.admin, how, file).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    reply.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_removes_no_more_than_its_dry_run_has_told() {
    let bench = Bench::filled().await;
    let file = "id,name,enabled\np-1,Ada Byron,yes\n";
    let tried = import(&bench, "people?dry_run=true&replace=true", file).await;
    assert_eq!(tried, counts(0, 0, 1, 1));
    let cleo = json!({ "name": "Cleo", "enabled": true });
    bench.put("people/p-3", &cleo).await;
    let before = bench.audited("admin").await;
    let refused = import_by(&bench.admin, "people?replace=true&expect_removed=1", file).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::CONFLICT, "changed-meanwhile")
    );
    assert_eq!(bench.ids("/people").await, ["p-1", "p-2", "p-3"]);
    assert_eq!(bench.audited("admin").await, before);
    let refused = import_by(&bench.admin, "people?replace=true&expect_removed=few", file).await;
    assert_eq!(
        refused.json::<Value>()["error"]["field"],
        json!("expect_removed")
    );
    // A dry run only tells. Fewer are nobody's loss.
    let tried = import(
        &bench,
        "people?dry_run=true&replace=true&expect_removed=0",
        file,
    );
    assert_eq!(tried.await, counts(0, 0, 1, 2));
    let done = import(&bench, "people?replace=true&expect_removed=3", file).await;
    assert_eq!(done, counts(0, 0, 1, 2));
    assert_eq!(bench.ids("/people").await, ["p-1"]);
}

/// How many are new, changed, unchanged and removed, without a fault.
fn counts(new: u32, changed: u32, unchanged: u32, removed: u32) -> Value {
    json!({ "new": new, "changed": changed, "unchanged": unchanged, "removed": removed, "faults": [] })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_tried_first_and_then_imported_in_the_name_of_who_did_it() {
    let bench = Bench::filled().await;
    let before = bench.audited("admin").await.len();
    let file =
        "id;name;compliance\r\nd-2;Phone;in-grace-period\r\nd-3;kiosk;\r\nd-4;New;compliant\r\n";
    for (how, expected) in [
        ("devices?dry_run=true", counts(1, 1, 1, 0)),
        ("devices?dry_run=true&replace=true", counts(1, 1, 1, 1)),
    ] {
        assert_eq!(import(&bench, how, file).await, expected, "{how}");
    }
    assert_eq!(bench.audited("admin").await.len(), before);
    assert_eq!(bench.ids("/devices").await.len(), 3);

    let done = import(&bench, "devices?dry_run=false&replace=false", file).await;
    assert_eq!(done, counts(1, 1, 1, 0));
    // What the file does not tell stays.
    let phone = bench.get("/devices/d-2").await;
    assert_eq!(phone["compliance"], json!("in-grace-period"));
    assert_eq!(phone["owner"]["name"], json!("Bo"));
    assert_eq!(import(&bench, "devices", file).await, counts(0, 0, 3, 0));
    let done = import(&bench, "devices?replace=true", file).await;
    assert_eq!(done, counts(0, 0, 3, 1));
    assert_eq!(bench.ids("/devices").await, ["d-3", "d-4", "d-2"]);

    let records = bench.audited("admin").await;
    let told: Vec<_> = records[before..]
        .iter()
        .map(|(kind, data)| (kind.as_str(), data["device"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("directory-device-saved", "d-2"),
            ("directory-device-saved", "d-4"),
            ("directory-device-removed", "d/1 ä"),
        ]
    );
    remote_help::audit::command::verify(bench.broker.data.path(), None, None)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_told_as_a_code_with_its_place_and_nothing_is_imported() {
    let bench = Bench::filled().await;
    let before = (bench.get("/people").await, bench.audited("admin").await);
    let long = "n".repeat(129);
    let people = format!(
        "id,name,subject,email,enabled,groups\n\
         p-9,Good,,,,\n\
         ,Nobody,,,,\n\
         p-10,{long},s-1,nowhere,perhaps,none\n\
         p-9,Twice,,,,laptops\n\
         p-11,short\n"
    );
    let fault = |line: u32, column: Option<&str>, code: &str, detail: Option<&str>| {
        let mut fault = json!({ "line": line, "code": code });
        for (name, value) in [("column", column), ("detail", detail)] {
            if let Some(value) = value {
                fault[name] = json!(value);
            }
        }
        fault
    };
    let expected = [
        fault(3, Some("id"), "empty", None),
        fault(4, Some("enabled"), "no-switch", None),
        fault(4, Some("groups"), "unknown-group", Some("none")),
        fault(4, Some("email"), "no-address", None),
        fault(4, Some("name"), "too-long", Some("128")),
        fault(4, Some("subject"), "taken", Some("p-1")),
        fault(5, Some("groups"), "wrong-kind", Some("laptops")),
        fault(5, Some("id"), "id-twice", Some("2")),
        fault(6, None, "cells", None),
    ];
    for how in ["people?dry_run=true", "people"] {
        let told = import(&bench, how, &people).await;
        let faults = told["faults"].as_array().unwrap();
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for fault in &expected {
            assert!(faults.contains(fault), "{fault} in {faults:#?}");
        }
    }
    for (file, expected) in [
        ("", fault(1, None, "no-header", None)),
        ("id,nam\n", fault(1, None, "unknown-column", Some("nam"))),
        ("\u{feff}name\n", fault(1, None, "no-column", Some("id"))),
        ("id,name,id\n", fault(1, None, "column-twice", Some("id"))),
    ] {
        let told = import(&bench, "people", file).await;
        let faults = told["faults"].as_array().unwrap();
        assert!(faults.contains(&expected), "{expected} in {faults:#?}");
    }
    let devices = "id,name,platform,last_seen\nx,X,amiga,yesterday\n";
    let told = import(&bench, "devices", devices).await;
    let words = "windows, macos, linux, ios, android, other";
    assert_eq!(
        told["faults"],
        json!([
            fault(2, Some("platform"), "no-word", Some(words)),
            fault(2, Some("last_seen"), "no-time", None),
        ])
    );
    for (how, field) in [
        ("people?dry_run=1", "dry_run"),
        ("people?replace=x", "replace"),
    ] {
        let refused = import_by(&bench.admin, how, "id,name\n").await;
        assert_eq!(refused.code(), "bad-field", "{how}");
        assert_eq!(refused.json::<Value>()["error"]["field"], json!(field));
    }
    // Mistyped, it would be no dry run.
    let refused = import_by(&bench.admin, "people?dryrun=true", "id,name\n").await;
    assert_eq!(refused.code(), "bad-request");
    let nowhere = import_by(&bench.admin, "cars", "id,name\n").await;
    assert_eq!(nowhere.code(), "not-found");
    let after = (bench.get("/people").await, bench.audited("admin").await);
    assert_eq!(after, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_within_two_seconds_when_a_file_disables_its_sharer() {
    let bench = Bench::new().await;
    let (helper, sharer) = bench.broker.pair().await;
    let (_, mut helping, code) = helper.start().await;
    let mut shared = sharer.join(&mut helping).await;
    let file = "id,name,subject,enabled\np-1,Yuki Tanaka,sharer1,no\n";
    // Trying it ends nothing.
    import(&bench, "people?dry_run=true", file).await;
    shared.heartbeat().await;
    assert!(matches!(shared.view.phase, PhaseView::Joined { .. }));
    let since = Instant::now();
    assert_eq!(import(&bench, "people", file).await, counts(1, 0, 0, 0));
    for page in [&mut helping, &mut shared] {
        page.until(|view| matches!(view.phase, PhaseView::Ended { .. }))
            .await;
    }
    let took = since.elapsed();
    assert!(took.as_secs() < 2, "{took:?}");
    let refused = sharer.redeem(code).await;
    assert_eq!(refused.code(), "account-disabled");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_can_be_imported_and_holds_no_formulas() {
    let bench = Bench::filled().await;
    let formula = json!({ "name": "=1+1", "enabled": true });
    bench.put("people/p-3", &formula).await;
    for (kind, first) in [
        ("groups", "id,name,kind\r\n"),
        (
            "people",
            "id,subject,email,name,title,company,enabled,groups\r\n",
        ),
        (
            "devices",
            "id,name,owner,platform,compliance,reasons,last_seen,groups\r\n",
        ),
    ] {
        let reply = ask(&bench.admin, &format!("/export/{kind}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
        let named = format!("attachment; filename=\"{kind}.csv\"");
        assert_eq!(reply.header("content-disposition"), named);
        assert!(reply.text.starts_with(first), "{}", reply.text);
        let how = format!("{kind}?replace=true");
        assert_eq!(
            import(&bench, &how, &reply.text).await,
            counts(0, 0, 3, 0),
            "{kind}"
        );
    }
    let people = ask(&bench.admin, "/export/people").await.text;
    assert!(people.contains("p-3,,,'=1+1,,,yes,\r\n"), "{people}");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_may_be_larger_than_other_bodies_and_come_back_whole() {
    let bench = Bench::new().await;
    let mut file = "id,name,title\n".to_owned();
    let rows = 2_000;
    for nth in 0..rows {
        let title = "t".repeat(64);
        writeln!(file, "p-{nth:05},Person {nth},{title}").unwrap();
    }
    assert!(file.len() > 2 * limits::HTTP_BODY);
    assert_eq!(import(&bench, "people", &file).await, counts(rows, 0, 0, 0));
    let exported = ask(&bench.admin, "/export/people").await.text;
    assert_eq!(exported.lines().count(), rows as usize + 1);
    let records = bench.audited("admin").await;
    assert_eq!(records.len(), rows as usize + 1);
    let exported_by = ("directory-exported".to_owned(), json!({ "file": "people" }));
    assert_eq!(records.last(), Some(&exported_by));
    let same = import(&bench, "people?replace=true", &exported).await;
    assert_eq!(same, counts(0, 0, rows, 0));
}

/// A request that is sent piece by piece.
struct Slowly(TcpStream);

impl Slowly {
    /// Sends the head, and asks to be told when the body is wanted.
    async fn begin(bench: &Bench, by: &Browser, length: u64) -> Self {
        let at = (Ipv4Addr::LOCALHOST, bench.broker.port);
        let mut stream = TcpStream::connect(at).await.unwrap();
        let head = format!(
            "POST /api/v1/directory/import/people?dry_run=true HTTP/1.1\r\nhost: localhost\r\norigin: {}\r\n\
             cookie: {}\r\ncontent-length: {length}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n",
            by.origin,
            by.cookie_header(),
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        Self(stream)
    }

    /// Waits until the body is wanted.
    async fn wanted(&mut self) {
        let expected = "HTTP/1.1 100 Continue\r\n\r\n";
        let mut bytes = vec![0; expected.len()];
        self.0.read_exact(&mut bytes).await.unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    /// All that is said until it closes.
    async fn answer(mut self) -> String {
        let mut words = String::new();
        self.0.read_to_string(&mut words).await.unwrap();
        words
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_at_a_time_is_read() {
    let bench = Bench::new().await;
    let file = "id,name\np-1,Ada\n";
    let mut first = Slowly::begin(&bench, &bench.admin, file.len() as u64).await;
    first.wanted().await;
    let refused = import_by(&bench.admin, "people", file).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
    );
    // Whoever edits meanwhile does not wait.
    bench
        .put("people/p-1", &json!({ "name": "Ada", "enabled": true }))
        .await;
    first.0.write_all(file.as_bytes()).await.unwrap();
    let answer = first.answer().await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("\"unchanged\":1"), "{answer}");
    assert_eq!(import(&bench, "people", file).await, counts(0, 0, 1, 0));
    // Whoever hangs up gives their turn back, once that is noticed.
    let mut gone = Slowly::begin(&bench, &bench.admin, 1_000).await;
    gone.wanted().await;
    drop(gone);
    let again = async {
        while import_by(&bench.admin, "people", file).await.status != StatusCode::OK {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(30), again).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_too_slow_or_not_allowed_is_not_read() {
    let plan = Plan::default().settings(|settings| settings.connections.body_timeout_ms = 300);
    let bench = Bench::at(plan.launch().await).await;
    let helper = bench.broker.signed_in(Role::Helper, "helper1").await;
    let most = remote_help::directory::limits::FILE;
    for (by, length, status, code) in [
        (&bench.admin, most + 1, "413", "too-large"),
        (&helper, most, "403", "not-permitted"),
    ] {
        let asked = Slowly::begin(&bench, by, length).await;
        let answer = asked.answer().await;
        let begins = format!("HTTP/1.1 {status} ");
        assert!(
            answer.starts_with(&begins) && answer.contains(code),
            "{answer}"
        );
    }
    let mut slow = Slowly::begin(&bench, &bench.admin, 100).await;
    slow.wanted().await;
    let answer = slow.answer().await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    import(&bench, "people", "id,name\n").await;
}
