//! What is added, and what is changed behind the back of the broker.

use super::*;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use std::collections::BTreeSet;

#[tokio::test]
async fn an_untouched_trail_holds() {
    let trail = Trail::new().await;
    assert_eq!(trail.verify().await, Report::default());
    let trail = Trail::of_three_days().await;
    // A clock that is set back.
    let back = Trail {
        clock: Clock::manual(NOW),
        ..trail
    };
    assert_eq!(back.record("late").await, 13);
    let report = back.verify().await;
    assert_eq!((report.records, report.days, report.count), (13, 3, 0));
    assert_eq!(report.earlier, 1);
    // What fails takes its records with it.
    drop(back.store.write().await.unwrap());
    assert_eq!(back.record("next").await, 14);
}

#[tokio::test]
async fn each_kind_of_change_is_found_and_named() {
    use Fault as F;
    for (query, first) in [
        ("UPDATE audit SET data = '{}' WHERE seq = 6", F::Changed(6)),
        (
            "UPDATE audit SET at_ms = at_ms + 1 WHERE seq = 1",
            F::Changed(1),
        ),
        (
            "UPDATE audit SET session = NULL WHERE seq = 12",
            F::Changed(12),
        ),
        ("UPDATE audit SET actor = 'x' WHERE seq = 7", F::Changed(7)),
        ("UPDATE audit SET kind = 'z' WHERE seq = 4", F::Changed(4)),
        ("UPDATE audit SET hash = x'00' WHERE seq = 8", F::Changed(8)),
        ("DELETE FROM audit WHERE seq = 1", F::Missing(1)),
        ("DELETE FROM audit WHERE seq = 5", F::Missing(5)),
        ("DELETE FROM audit WHERE seq = 12", F::Missing(12)),
        ("DELETE FROM audit WHERE seq > 3", F::Missing(4)),
        ("DELETE FROM audit", F::Missing(1)),
        ("UPDATE audit SET seq = 13 WHERE seq = 2", F::Missing(2)),
        (
            "INSERT INTO audit SELECT 0, at_ms, session, actor, kind, data, hash FROM audit WHERE seq = 1",
            F::Surplus(0),
        ),
        (
            "INSERT INTO audit SELECT 13, at_ms, session, actor, kind, data, hash FROM audit WHERE seq = 12",
            F::Surplus(13),
        ),
        (
            "DELETE FROM audit_segments WHERE first_seq = 5",
            F::Surplus(5),
        ),
        (
            "DELETE FROM audit_segments WHERE first_seq = 9",
            F::Surplus(9),
        ),
        ("DELETE FROM audit_segments", F::Surplus(1)),
        (
            "UPDATE audit_segments SET before = x'01' WHERE first_seq = 5",
            F::Day(5),
        ),
        (
            "UPDATE audit_segments SET head = x'01' WHERE first_seq = 9",
            F::Day(9),
        ),
        (
            "UPDATE audit_segments SET last_seq = 11 WHERE first_seq = 9",
            F::Day(9),
        ),
        (
            "UPDATE audit_segments SET last_seq = 9000000000000000000 WHERE first_seq = 9",
            F::Missing(13),
        ),
        (
            "UPDATE audit_segments SET first_seq = 2 WHERE first_seq = 1",
            F::Surplus(1),
        ),
        // What is no number, no text, no hash.
        ("UPDATE audit SET at_ms = 'x' WHERE seq = 3", F::Changed(3)),
        ("UPDATE audit SET data = x'00' WHERE seq = 3", F::Changed(3)),
        (
            "UPDATE audit SET kind = CAST(x'ff' AS TEXT) WHERE seq = 3",
            F::Changed(3),
        ),
        ("UPDATE audit SET hash = 7 WHERE seq = 3", F::Changed(3)),
        (
            "UPDATE audit SET seq = 2.5 WHERE seq = 12",
            F::Unnumbered(1),
        ),
        (
            "UPDATE audit SET seq = x'00' WHERE seq = 12",
            F::Unnumbered(1),
        ),
        (
            "UPDATE audit_segments SET day = 'x' WHERE first_seq = 5",
            F::Surplus(5),
        ),
        (
            "UPDATE audit_segments SET last_seq = 'x' WHERE first_seq = 9",
            F::Surplus(9),
        ),
        (
            "UPDATE audit_segments SET before = x'01' WHERE first_seq = 1",
            F::Day(1),
        ),
        // Another day, so that retention comes sooner or never.
        ("UPDATE audit_segments SET day = day - 100", F::Day(1)),
        (
            "UPDATE audit_segments SET day = day + 100 WHERE first_seq = 9",
            F::Day(9),
        ),
        // As if retention had been there.
        (
            "UPDATE audit_segments SET removed_ms = 1 WHERE first_seq = 1",
            F::Surplus(1),
        ),
    ] {
        let trail = Trail::of_three_days().await;
        trail.change(query).await;
        let report = trail.verify().await;
        assert_eq!(report.faults.first(), Some(&first), "{query}");
        assert!(report.count >= report.faults.len() as u64, "{query}");
    }
    let trail = Trail::of_three_days().await;
    trail.change("DELETE FROM audit WHERE seq < 5").await;
    trail
        .change("UPDATE audit_segments SET removed_ms = 1 WHERE first_seq = 1")
        .await;
    assert_eq!(trail.verify().await.faults, [F::Unexplained(4)]);
}

#[tokio::test]
async fn many_at_once_are_as_if_each_had_been_added_by_itself() {
    type Row = (i64, i64, Vec<u8>);
    let (each, all) = (Trail::new().await, Trail::new().await);
    let day_ms = u64::try_from(DAY.as_millis()).unwrap();
    // More than one statement takes, over several days, and with a clock that is set back.
    let records: Vec<Record> = (0..1_200)
        .map(|nth: u64| Record {
            at_ms: NOW + nth / 500 * day_ms - nth / 1_100 * 2 * day_ms,
            session: None,
            actor: nth.is_multiple_of(2).then(|| "account".to_owned()),
            kind: "joined".to_owned(),
            data: json!({ "nth": nth }),
        })
        .collect();
    let mut write = each.store.write().await.unwrap();
    for record in &records {
        append(&mut write, record).await.unwrap();
    }
    write.commit().await.unwrap();
    let mut write = all.store.write().await.unwrap();
    let (first, rest) = records.split_at(1);
    for some in [first, &[], rest] {
        append_all(&mut write, some).await.unwrap();
    }
    write.commit().await.unwrap();
    let mut kept = Vec::new();
    for trail in [&each, &all] {
        let report = trail.verify().await;
        assert_eq!((report.records, report.days, report.count), (1_200, 3, 0));
        let rows: Vec<Row> = sqlx::query_as("SELECT seq, at_ms, hash FROM audit ORDER BY seq")
            .fetch_all(trail.store.read())
            .await
            .unwrap();
        let days: Vec<Row> =
            sqlx::query_as("SELECT first_seq, last_seq, head FROM audit_segments ORDER BY day")
                .fetch_all(trail.store.read())
                .await
                .unwrap();
        kept.push((rows, days));
    }
    assert_eq!(kept[0], kept[1]);
}

/// A thousand edits, deletions and swaps in a hundred thousand records.
#[tokio::test]
async fn of_a_thousand_random_changes_each_is_found_and_the_first_is_named() {
    const RECORDS: i64 = 100_000;
    const CHANGES: usize = 1_000;
    let trail = Trail::new().await;
    let mut write = trail.store.write().await.unwrap();
    let mut before = Hash::ROOT;
    for seq in 1..=RECORDS {
        let entry = Entry {
            seq,
            // Some thousand a day.
            at_ms: NOW as i64 + seq * 20_000,
            session: (seq % 3 > 0).then(|| format!("session {}", seq / 9)),
            actor: (seq % 4 > 0).then(|| format!("account {}", seq % 50)),
            kind: "joined".to_owned(),
            data: format!(r#"{{"participant":{seq}}}"#),
        };
        let hash = entry.hash(&before);
        let at_ms = entry.at_ms;
        rows::insert(&mut write, &[(entry, hash)]).await.unwrap();
        let today = day(at_ms);
        let at_its_edge = |other: i64| day(at_ms + 20_000 * (other - seq)) != today;
        // As if for each: the first and the last of a day are enough.
        if seq == 1 || seq == RECORDS || at_its_edge(seq - 1) || at_its_edge(seq + 1) {
            segments::extend(&mut write, today, seq..=seq, &before, &hash)
                .await
                .unwrap();
        }
        before = hash;
    }
    write.commit().await.unwrap();
    let report = trail.verify().await;
    assert_eq!((report.records, report.count), (RECORDS as u64, 0));

    // None touches what the one before or after it does.
    let mut random = StdRng::seed_from_u64(4);
    let mut places: Vec<i64> = (0..RECORDS / 4).map(|place| place * 4 + 2).collect();
    places.shuffle(&mut random);
    let mut places = places.into_iter();
    let mut touched = BTreeSet::new();
    let mut write = trail.tamper().await;
    for _ in 0..CHANGES {
        let seq = places.next().unwrap();
        touched.insert(seq);
        let query = match random.random_range(0..7) {
            0 => "UPDATE audit SET at_ms = at_ms - 1 WHERE seq = $1",
            1 => "UPDATE audit SET session = session || 'x', actor = 'x' WHERE seq = $1",
            2 => "UPDATE audit SET actor = 'somebody else' WHERE seq = $1",
            3 => "UPDATE audit SET kind = 'consent-given' WHERE seq = $1",
            4 => "UPDATE audit SET data = replace(data, '}', ' }') WHERE seq = $1",
            5 => "DELETE FROM audit WHERE seq = $1",
            _ => {
                // Two change places, hashes and all.
                let other = places.next().unwrap();
                touched.insert(other);
                for (from, to) in [(seq, -1), (other, seq), (-1, other)] {
                    sqlx::query("UPDATE audit SET seq = $1 WHERE seq = $2")
                        .bind(to)
                        .bind(from)
                        .execute(&mut *write)
                        .await
                        .unwrap();
                }
                continue;
            }
        };
        sqlx::query(query)
            .bind(seq)
            .execute(&mut *write)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    let report = trail.verify().await;
    let found: BTreeSet<i64> = report.faults.iter().map(|fault| fault.seq()).collect();
    let found_of_them = touched.intersection(&found).count();
    println!(
        "{found_of_them} of {} touched records named, by {CHANGES} changes",
        touched.len()
    );
    assert_eq!(found_of_them, touched.len());
    assert_eq!(report.faults[0].seq(), *touched.first().unwrap());
}
