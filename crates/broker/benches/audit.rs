//! The audit with a million records: how fast they are added, verified, exported and removed by retention, beside reading
//! them alone.
//!
//! Writes `benches/results/audit.md`. `RH_ROWS` records, a million unless told otherwise.

use futures_util::TryStreamExt as _;
use remote_help::{
    Clock,
    audit::{
        self, Record,
        export::{Format, Pieces},
        head::Signer,
        keys,
        query::Filter,
        retention,
        verify::verify,
    },
    store::Store,
};
use serde_json::json;
use sqlx::SqlitePool;
use std::{fmt::Write as _, time::Instant};

mod machine;
use machine::{keep, machine};

/// Records that share a transaction.
const BATCH: u64 = 1_000;
/// Milliseconds between two records: a few days of a busy help desk.
const EVERY_MS: u64 = 2_000;
/// When the first is recorded, in Unix milliseconds.
const BEGIN_MS: u64 = 1_700_000_000_000;
/// Runs of what only reads.
const RUNS: usize = 3;

#[tokio::main]
async fn main() {
    let rows = std::env::var("RH_ROWS").map_or(1_000_000, |text| text.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).await.expect("a store");
    let begun = Instant::now();
    fill(&store, rows).await;
    let adding = rows as f64 / begun.elapsed().as_secs_f64();

    let read = store.read();
    let reading = rate(rows, async || look(read).await).await;
    let verifying = rate(rows, async || {
        let report = verify(read, None, None).await.expect("a store");
        assert_eq!(report.count, 0);
        report.records
    })
    .await;
    let csv = rate(rows, async || write(read, Format::Csv).await).await;
    let lines = rate(rows, async || write(read, Format::JsonLines).await).await;
    let signer = keys::open(folder.path(), &store, &Clock::system()).await;
    let signer = signer.expect("a key");
    let removing = remove(&store, rows, &signer).await;

    let mut text = format!(
        "# The audit with {rows} records\n\n\
         Records a second, the median of {RUNS} runs; adding once, {BATCH} in a transaction; removing once, a day in a \
         transaction. {}.\n\n\
         | what | records a second | time, beside reading alone |\n| --- | --- | --- |\n",
        machine()
    );
    for (what, rate) in [
        ("added", adding),
        ("read", reading),
        ("verified", verifying),
        ("exported as CSV", csv),
        ("exported as JSON lines", lines),
        ("removed by retention", removing),
    ] {
        let _ = writeln!(text, "| {what} | {rate:.0} | {:.2} |", reading / rate);
    }
    keep("audit.md", &text);
}

async fn fill(store: &Store, rows: u64) {
    for batch in 0..rows.div_ceil(BATCH) {
        let mut write = store.write().await.expect("a writer");
        for nth in batch * BATCH..(batch * BATCH + BATCH).min(rows) {
            let record = Record {
                at_ms: BEGIN_MS + nth * EVERY_MS,
                session: Some(format!("{:032x}", nth / 10)),
                actor: Some(format!("https://login.example.com|{:08x}", nth % 20_000)),
                kind: "consent-given".to_owned(),
                data: json!({ "role": "sharer", "round": nth % 3 }),
            };
            audit::append(&mut write, &record)
                .await
                .expect("to be recorded");
        }
        write.commit().await.expect("to be written");
    }
}

/// Has retention remove all of them, two days after the last, and tells how many a second went.
async fn remove(store: &Store, rows: u64, signer: &Signer) -> f64 {
    let clock = Clock::manual(BEGIN_MS + rows * EVERY_MS + 2 * 24 * 60 * 60 * 1_000);
    let begun = Instant::now();
    let removed = retention::remove(store, &clock, 0, signer)
        .await
        .expect("a store");
    let took = begun.elapsed().as_secs_f64();
    assert_eq!(removed, rows);
    let report = verify(store.read(), None, None).await.expect("a store");
    assert_eq!(report.count, 0);
    removed as f64 / took
}

/// How many of so many a second, the median.
async fn rate(rows: u64, run: impl AsyncFn() -> u64) -> f64 {
    let mut rates = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        assert_eq!(run().await, rows);
        rates.push(rows as f64 / begun.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    rates[RUNS / 2]
}

/// Reads all there is to read.
async fn look(read: &SqlitePool) -> u64 {
    type Row = (
        i64,
        i64,
        Option<String>,
        Option<String>,
        String,
        String,
        Vec<u8>,
    );
    let mut rows = sqlx::query_as::<_, Row>(
        "SELECT seq, at_ms, session, actor, kind, data, hash FROM audit ORDER BY seq",
    )
    .fetch(read);
    let mut count = 0;
    while rows.try_next().await.expect("a store").is_some() {
        count += 1;
    }
    count
}

async fn write(read: &SqlitePool, format: Format) -> u64 {
    let all = Filter::default();
    let pieces = Pieces::begin(read.clone(), format, &all).await;
    let mut pieces = pieces.expect("a store");
    let mut lines = 0_u64;
    while let Some(piece) = pieces.next().await.expect("a store") {
        lines += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    // CSV begins with the headings.
    lines - u64::from(format == Format::Csv)
}
