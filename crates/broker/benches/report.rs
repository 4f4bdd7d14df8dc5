//! The proof with a million records and 50,000 sessions: how long a page takes, and the figures of all of them.
//!
//! Writes `benches/results/report.md`. `RH_ROWS` records, a million unless told otherwise; `RH_TRIALS` runs of each, 100.

use remote_help::{
    audit::{
        self, Record,
        query::{self as records, PAGE},
    },
    report::{
        self, Filed, Screen, Somebody,
        query::{self as sessions, Filter},
        totals::totals,
    },
    store::Store,
};
use rh_protocol::{Redacted, view::EndReason};
use serde_json::json;
use sqlx::SqlitePool;
use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

mod machine;
use machine::{keep, machine};

const SESSIONS: u64 = 50_000;
const PEOPLE: u64 = 20_000;
/// Records that share a transaction.
const BATCH: u64 = 1_000;
/// When the first record was written, and how far they lie apart.
const FIRST_MS: u64 = 1_700_000_000_000;
const EVERY_MS: u64 = 2_000;
/// What a session leaves in the audit, in its turn.
const KINDS: [&str; 10] = [
    "sign-in",
    "session-created",
    "code-issued",
    "joined",
    "consent-given",
    "connected",
    "sharing-started",
    "sharing-stopped",
    "session-ended",
    "sign-out",
];

#[tokio::main]
async fn main() {
    let number = |name: &str, usual: u64| {
        std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
    };
    let (rows, trials) = (number("RH_ROWS", 1_000_000), number("RH_TRIALS", 100));
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).await.expect("a store");
    people(&store).await;
    audit(&store, rows).await;
    filed(&store, rows).await;

    let mut text = format!(
        "# The audit with {rows} records and the report with {SESSIONS} sessions\n\n\
         Milliseconds until the answer is there, {trials} times each; {PAGE} rows a page. {}.\n\n\
         | what | p50 | p95 |\n| --- | --- | --- |\n",
        machine()
    );
    let middle = ms(FIRST_MS + rows / 2 * EVERY_MS);
    let all = records::Filter::default;
    for (what, filter) in [
        ("audit: first page", all()),
        (
            "audit: of a kind",
            records::Filter {
                kind: Some("sign-out".to_owned()),
                ..all()
            },
        ),
        (
            "audit: of an account",
            records::Filter {
                actor: Some(Redacted::new(account(7))),
                ..all()
            },
        ),
        (
            "audit: of people by part of a name",
            records::Filter {
                actor: Some(Redacted::new("person 12".to_owned())),
                ..all()
            },
        ),
        (
            "audit: of a session",
            records::Filter {
                session: Some(session(SESSIONS / 2)),
                ..all()
            },
        ),
        (
            "audit: of the day in the middle",
            records::Filter {
                from_ms: Some(middle),
                until_ms: Some(middle + 86_400_000),
                ..all()
            },
        ),
        (
            "audit: of a kind, before the first day",
            records::Filter {
                kind: Some("joined".to_owned()),
                until_ms: Some(ms(FIRST_MS)),
                ..all()
            },
        ),
    ] {
        let read = store.read();
        let run = async || {
            drop(
                records::page(read, &filter, None, PAGE)
                    .await
                    .expect("a page"),
            )
        };
        row(&mut text, what, times(trials, run).await);
    }
    let any = Filter::default;
    for (what, filter) in [
        ("all", any()),
        (
            "by part of a helper's name",
            Filter {
                helper: Some(Redacted::new("person 12".to_owned())),
                ..any()
            },
        ),
        (
            "by a sharer whom nobody knows",
            Filter {
                sharer: Some(Redacted::new("nobody at all".to_owned())),
                ..any()
            },
        ),
        (
            "by outcome",
            Filter {
                outcome: Some(EndReason::SharerGone),
                ..any()
            },
        ),
        (
            "of a week",
            Filter {
                from_ms: Some(middle),
                until_ms: Some(middle + 7 * 86_400_000),
                ..any()
            },
        ),
    ] {
        let read = store.read();
        let run = async || {
            drop(
                sessions::page(read, &filter, None, PAGE)
                    .await
                    .expect("a page"),
            )
        };
        row(
            &mut text,
            &format!("report: page, {what}"),
            times(trials, run).await,
        );
        let run = async || drop(totals(read, &filter).await.expect("totals"));
        row(
            &mut text,
            &format!("report: figures, {what}"),
            times(trials, run).await,
        );
    }
    keep("report.md", &text);
}

fn ms(ms: u64) -> i64 {
    i64::try_from(ms).expect("a time")
}

fn account(nth: u64) -> String {
    format!("https://login.example.com|{nth:08x}")
}

fn session(nth: u64) -> String {
    format!("{nth:032x}")
}

async fn people(store: &Store) {
    let mut write = store.write().await.expect("a writer");
    for nth in 0..PEOPLE {
        sqlx::query(
            "INSERT INTO accounts (id, issuer, subject, name, email, updated_ms) \
             VALUES ($1, 'https://login.example.com', $1, $2, $3, 0)",
        )
        .bind(account(nth))
        .bind(format!("Person {nth} of the Example"))
        .bind(format!("p{nth}@example.com"))
        .execute(&mut *write)
        .await
        .expect("to be written");
    }
    write.commit().await.expect("to be written");
}

fn record(nth: u64) -> Record {
    Record {
        at_ms: FIRST_MS + nth * EVERY_MS,
        session: (!nth.is_multiple_of(10)).then(|| session(nth / 10 % SESSIONS)),
        actor: Some(account(nth / 10 * 7 % PEOPLE)),
        kind: KINDS[(nth % 10) as usize].to_owned(),
        data: json!({ "role": "sharer" }),
    }
}

async fn audit(store: &Store, rows: u64) {
    for batch in 0..rows.div_ceil(BATCH) {
        let numbers = batch * BATCH..(batch * BATCH + BATCH).min(rows);
        let records: Vec<_> = numbers.map(record).collect();
        let mut write = store.write().await.expect("a writer");
        audit::append_all(&mut write, &records)
            .await
            .expect("to be recorded");
        write.commit().await.expect("to be written");
    }
}

async fn filed(store: &Store, rows: u64) {
    let span = rows * EVERY_MS;
    for batch in 0..SESSIONS.div_ceil(BATCH) {
        let mut write = store.write().await.expect("a writer");
        for nth in batch * BATCH..(batch * BATCH + BATCH).min(SESSIONS) {
            let created_ms = ms(FIRST_MS + nth * (span / SESSIONS));
            let person = |nth: u64| Somebody {
                account: account(nth % PEOPLE),
                name: Redacted::new(format!("Person {} of the Example", nth % PEOPLE)),
            };
            let one = Filed {
                session: session(nth),
                created_ms,
                ended_ms: created_ms + ms(60_000 * (1 + nth % 50)),
                outcome: if nth % 9 == 0 {
                    EndReason::SharerGone
                } else {
                    EndReason::EndedByHelper
                },
                helper: person(nth % 200),
                sharer: Some(person(nth)),
                device: Some((format!("d{nth}"), format!("DEVICE-{nth:06}"))),
                screen: Screen::default(),
            };
            sqlx::query(
                "INSERT INTO sessions (id, helper_account, created_ms, ended_ms, state) \
                 VALUES ($1, $2, $3, $4, '{}')",
            )
            .bind(&one.session)
            .bind(&one.helper.account)
            .bind(one.created_ms)
            .bind(one.ended_ms)
            .execute(&mut *write)
            .await
            .expect("to be written");
            report::file(&mut write, &one).await.expect("to be filed");
        }
        write.commit().await.expect("to be written");
    }
    assert_eq!(count(store.read()).await, ms(SESSIONS));
}

async fn count(read: &SqlitePool) -> i64 {
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM session_report");
    count.fetch_one(read).await.expect("a store")
}

async fn times(trials: u64, run: impl AsyncFn()) -> Vec<Duration> {
    let mut times = Vec::new();
    for _ in 0..trials {
        let begun = Instant::now();
        run().await;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times
}

fn row(text: &mut String, what: &str, times: Vec<Duration>) {
    let at = |hundredths: usize| {
        let time = times[(times.len() * hundredths / 100).min(times.len() - 1)];
        time.as_secs_f64() * 1_000.0
    };
    let _ = writeln!(text, "| {what} | {:.2} | {:.2} |", at(50), at(95));
}
