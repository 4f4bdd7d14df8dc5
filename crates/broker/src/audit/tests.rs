//! Whatever is done to the trail is found; what was done in order is not.

use super::*;
use crate::{
    Clock,
    store::{Store, Write},
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use serde_json::json;
use std::{collections::BTreeSet, os::unix::fs::PermissionsExt as _, path::Path, time::Duration};
use tempfile::TempDir;
use verify::{Fault, Kept, Report};

const DAY: Duration = Duration::from_secs(86_400);
const NOW: u64 = 1_700_000_000_000;

/// The key of a folder, which is made if there is none.
fn signer_of(folder: &Path) -> head::Signer {
    head::Signer::open(folder).unwrap_or_else(|_| {
        let made = head::Signer::prepare(folder).unwrap();
        head::Signer::settle(folder).unwrap();
        made
    })
}

struct Trail {
    folder: TempDir,
    store: Store,
    clock: Clock,
}

impl Trail {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        Self {
            folder,
            store,
            clock: Clock::manual(NOW),
        }
    }

    async fn record(&self, kind: &str) -> i64 {
        self.append(kind, json!({ "kind": kind })).await
    }

    async fn append(&self, kind: &str, data: Value) -> i64 {
        let record = Record {
            at_ms: self.clock.now_ms(),
            session: Some("s".to_owned()),
            actor: None,
            kind: kind.to_owned(),
            data,
        };
        let mut write = self.store.write().await.unwrap();
        let seq = append(&mut write, &record).await.unwrap();
        write.commit().await.unwrap();
        seq
    }

    /// Three days with four records each.
    async fn of_three_days() -> Self {
        let trail = Self::new().await;
        for _ in 0..3 {
            for kind in ["a", "b", "c", "d"] {
                trail.record(kind).await;
            }
            trail.clock.advance(DAY);
        }
        trail
    }

    /// What somebody does who can write to the database.
    async fn change(&self, query: &'static str) {
        let mut write = self.tamper().await;
        sqlx::query(query).execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
    }

    async fn tamper(&self) -> Write {
        let mut write = self.store.write().await.unwrap();
        for query in [
            "DROP TRIGGER IF EXISTS audit_rows_stay_as_written",
            "DROP TRIGGER IF EXISTS audit_rows_are_not_replaced",
            "DROP TRIGGER IF EXISTS audit_rows_go_by_retention_only",
            "DROP TRIGGER IF EXISTS audit_segments_stay",
        ] {
            sqlx::query(query).execute(&mut *write).await.unwrap();
        }
        write
    }

    async fn verify_against(&self, head: Option<&head::Head>) -> Result<Report, sqlx::Error> {
        let key = signer_of(self.folder.path()).public_key();
        verify::verify(self.store.read(), head, Some(&key)).await
    }

    async fn remove(&self, days: u32) -> Result<u64, crate::store::StoreError> {
        let signer = signer_of(self.folder.path());
        retention::remove(&self.store, &self.clock, days, &signer).await
    }

    async fn verify(&self) -> Report {
        self.verify_against(None).await.unwrap()
    }

    async fn head(&self) -> head::Head {
        signer_of(self.folder.path())
            .head(self.store.read(), NOW)
            .await
            .unwrap()
    }
}

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
    assert_eq!(report.set_back, 1);
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

/// Whatever says that retention was there has to be a record of the chain, and of what was old enough.
#[tokio::test]
async fn nobody_can_pass_for_retention() {
    let everything = [
        "UPDATE audit_segments SET removed_ms = 1",
        "DELETE FROM audit",
    ];
    for forged in [
        "INSERT INTO audit SELECT 'x', 0, NULL, NULL, 'audit-removed', \
         json_object('through', 12, 'head', lower(hex(head)), 'days', 30), x'' \
         FROM audit_segments WHERE first_seq = 9",
        "INSERT INTO audit SELECT 13, 0, NULL, NULL, 'audit-removed', \
         json_object('through', 12, 'head', lower(hex(head)), 'days', 30), x'' \
         FROM audit_segments WHERE first_seq = 9",
    ] {
        let trail = Trail::of_three_days().await;
        for query in everything.into_iter().chain([forged]) {
            trail.change(query).await;
        }
        let report = trail.verify().await;
        assert!(
            report.faults.contains(&Fault::Unexplained(12)),
            "{report:?}"
        );
    }
    // Retention removes no day that holds what is newer.
    let trail = Trail::of_three_days().await;
    trail
        .change("UPDATE audit_segments SET day = day - 100")
        .await;
    let refused = trail.remove(30).await;
    assert!(refused.unwrap_err().to_string().contains("is damaged"));
    // A record in the chain that tells of days that were not old enough.
    let trail = Trail::of_three_days().await;
    let told = json!({ "through": 12, "head": trail.head().await.hash, "days": 30 });
    trail.append(retention::REMOVED, told).await;
    for query in [
        "UPDATE audit_segments SET removed_ms = 1 WHERE first_seq < 13",
        "DELETE FROM audit WHERE seq < 13",
    ] {
        trail.change(query).await;
    }
    assert_eq!(trail.verify().await.faults, [Fault::Unexplained(12)]);
}

#[tokio::test]
async fn a_head_of_a_removed_day_still_counts() {
    let trail = Trail::new().await;
    trail.record("a").await;
    let within = trail.head().await;
    trail.record("b").await;
    let first = trail.head().await;
    trail.clock.advance(DAY);
    trail.record("b").await;
    trail.clock.advance(DAY);
    trail.record("c").await;
    trail.clock.advance(DAY);
    trail.remove(0).await.unwrap();
    let against = async |head| trail.verify_against(Some(head)).await.unwrap();
    assert_eq!(against(&within).await.kept, Some(Kept::Removed));
    assert_eq!(against(&first).await.kept, Some(Kept::Same));
    let other = head::Head {
        hash: Hash::ROOT,
        ..first.clone()
    };
    let report = against(&other).await;
    assert_eq!(
        (report.kept, &report.faults[..]),
        (Some(Kept::Differs), &[Fault::Head(2)][..])
    );
}

/// A chain that was made anew from some record on holds in itself. A cut one does too, once its day is told so.
#[tokio::test]
async fn what_holds_in_itself_is_found_against_a_kept_head() {
    let trail = Trail::of_three_days().await;
    let head = trail.head().await;
    let against = async |trail: &Trail| trail.verify_against(Some(&head)).await.unwrap();
    let report = against(&trail).await;
    assert_eq!((report.kept, report.count), (Some(Kept::Same), 0));
    trail.record("later").await;
    assert_eq!(against(&trail).await.kept, Some(Kept::Same));

    // The tail is cut, and other records stand in its place.
    trail.change("DELETE FROM audit WHERE seq > 10").await;
    trail
        .change("DELETE FROM audit_segments WHERE first_seq > 10")
        .await;
    trail
        .change(
            "UPDATE audit_segments SET last_seq = 10, head = (SELECT hash FROM audit WHERE seq = 10) \
             WHERE first_seq = 9",
        )
        .await;
    assert_eq!(trail.verify().await.count, 0);
    let cut = against(&trail).await;
    assert_eq!(
        (cut.kept, &cut.faults[..]),
        (Some(Kept::Differs), &[Fault::Head(12)][..])
    );
    for _ in 0..3 {
        trail.record("other").await;
    }
    assert_eq!(trail.verify().await.count, 0);
    assert_eq!(against(&trail).await.faults, [Fault::Head(12)]);
}

#[tokio::test]
async fn retention_takes_whole_days_and_what_is_left_still_holds() {
    let trail = Trail::of_three_days().await;
    let head = trail.head().await;
    // It is the fourth day: with three kept, nothing is too old yet.
    assert_eq!(trail.remove(3).await.unwrap(), 0);
    assert_eq!(trail.remove(1).await.unwrap(), 8);
    let report = trail.verify_against(Some(&head)).await.unwrap();
    // Of each day that went one record tells.
    assert_eq!(
        (report.records, report.days, report.removed),
        (6, 2, Some(8))
    );
    assert_eq!((report.count, report.kept), (0, Some(Kept::Same)));

    trail.clock.advance(40 * DAY);
    assert_eq!(trail.remove(30).await.unwrap(), 6);
    assert_eq!(trail.remove(30).await.unwrap(), 0);
    let report = trail.verify_against(Some(&head)).await.unwrap();
    assert_eq!(
        (report.records, report.removed, report.count),
        (2, Some(14), 0)
    );
    assert_eq!(report.kept, Some(Kept::Same));
    // What retention has told cannot be stretched.
    trail.change("DELETE FROM audit WHERE seq = 15").await;
    assert_eq!(trail.verify().await.faults, [Fault::Missing(15)]);
}

/// Whoever can write to the store can write down that retention was there, but not sign it.
#[tokio::test]
async fn nobody_passes_for_retention_without_its_key() {
    let trail = Trail::of_three_days().await;
    trail.clock.advance(40 * DAY);
    let other = tempfile::tempdir().unwrap();
    let signer = signer_of(other.path());
    let removed = retention::remove(&trail.store, &trail.clock, 30, &signer);
    assert_eq!(removed.await.unwrap(), 12);
    assert_eq!(trail.verify().await.faults, [Fault::Unsigned(12)]);
    let theirs = signer.public_key();
    let report = verify::verify(trail.store.read(), None, Some(&theirs)).await;
    assert_eq!(report.unwrap().count, 0);
    let refused = command::verify(trail.folder.path(), None, None).await;
    let told = refused.unwrap_err().to_string();
    assert!(told.contains("is not signed with this key"), "{told}");
}

/// A clock that is ahead, with records of a day to come, and is set right: nothing is lost, cut or out of order, and the day
/// to come takes what follows until it is over. Retention leaves it alone until it is old enough by itself.
#[tokio::test]
async fn a_clock_that_ran_ahead_and_is_set_back_leaves_a_trail_that_holds() {
    let mut trail = Trail::new().await;
    trail.record("a").await;
    trail.clock.advance(10 * DAY);
    trail.record("ahead").await;
    let ahead = trail.head().await;
    trail.clock = Clock::manual(NOW);
    for day in 0..12 {
        trail.record("b").await;
        let kept = trail.verify_against(Some(&ahead)).await.unwrap();
        assert_eq!((kept.kept, kept.count), (Some(Kept::Same), 0), "day {day}");
        trail.clock.advance(DAY);
    }
    let report = trail.verify().await;
    // The first day, the one ahead with all that came before its end, and the one after it.
    assert_eq!((report.records, report.days), (14, 3));
    assert_eq!(report.set_back, 10);
    let folder = trail.folder.path();
    let told = command::verify(folder, None, None).await.unwrap();
    assert!(
        told.contains("the clock was set back: 10 of them"),
        "{told}"
    );

    // It is the twelfth day: of those that are told the first is too old, and the one ahead is not.
    let removed = trail.remove(5).await;
    assert_eq!(removed.unwrap(), 1);
    trail.clock.advance(10 * DAY);
    let removed = trail.remove(5).await;
    // The day ahead, the one after it, and that on which the first removal is told.
    assert_eq!(removed.unwrap(), 14);
    let report = trail.verify().await;
    // Of each of the three one record tells.
    assert_eq!((report.records, report.count), (3, 0), "{report:?}");
    assert_eq!(report.set_back, 0);
}

#[tokio::test]
async fn a_head_is_signed_and_nobody_can_change_it() {
    let trail = Trail::new().await;
    assert!(head::Signer::open(trail.folder.path()).is_err());
    let signer = signer_of(trail.folder.path());
    let empty = signer.head(trail.store.read(), NOW).await.unwrap_err();
    assert!(matches!(empty, head::HeadError::Empty));
    trail.record("a").await;
    let head = trail.head().await;
    // The key stays, and is its owner's.
    let mode = std::fs::metadata(trail.folder.path().join("audit.key")).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    head.is_by(&signer.public_key()).unwrap();
    let file = trail.folder.path().join("head.json");
    let keep = |head: &head::Head| std::fs::write(&file, json!(head).to_string()).unwrap();
    keep(&head);
    assert_eq!(head::Head::read(&file).unwrap(), head);
    // Of several lines the last one counts.
    trail.record("b").await;
    let newer = trail.head().await;
    std::fs::write(&file, format!("{}\n{}\n", json!(head), json!(newer))).unwrap();
    assert_eq!(head::Head::read(&file).unwrap(), newer);
    for (seq, signed_ms) in [(2, NOW), (1, NOW + 1)] {
        keep(&head::Head {
            seq,
            signed_ms,
            ..head.clone()
        });
        let refused = head::Head::read(&file).unwrap_err();
        assert!(matches!(refused, head::HeadError::Signature));
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let other = signer_of(elsewhere.path());
    assert!(matches!(
        head.is_by(&other.public_key()),
        Err(head::HeadError::OtherKey(_))
    ));
    std::fs::write(&file, "{}").unwrap();
    assert!(matches!(
        head::Head::read(&file),
        Err(head::HeadError::NoHead { .. })
    ));
}

#[tokio::test]
async fn a_lost_key_is_followed_by_another_and_the_trail_tells_from_where_on() {
    let trail = Trail::new().await;
    let folder = trail.folder.path();
    let open = async || {
        let opened = keys::open(folder, &trail.store, &trail.clock).await;
        opened.unwrap().public_key()
    };
    let first = open().await;
    trail.record("a").await;
    let head = folder.join("head.json");
    std::fs::write(&head, json!(trail.head().await).to_string()).unwrap();
    assert_eq!(open().await, first);
    assert_eq!(trail.verify().await.keys, []);

    let file = folder.join("audit.key");
    let kept = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let second = open().await;
    assert_ne!(second, first);
    // Told once, and in the chain.
    assert_eq!(open().await, second);
    let report = trail.verify().await;
    assert_eq!((report.records, report.count), (2, 0));
    assert_eq!(report.keys, [(2, second.clone())]);

    // What was signed before counts for who knows the key of then.
    let refused = command::verify(folder, Some(&head), None).await;
    let refused = refused.unwrap_err();
    let command::CommandError::Head(head::HeadError::OtherKey(key)) = &refused else {
        panic!("{refused}");
    };
    assert_eq!(*key, second);
    let told = command::verify(folder, Some(&head), Some(&first)).await;
    let told = told.unwrap();
    let expected = format!("from record 2 on heads are signed with the key {second}");
    assert!(told.contains(&expected), "{told}");
    assert!(told.contains("the kept head is in it"), "{told}");

    // The lost one is put back.
    std::fs::write(&file, kept).unwrap();
    assert_eq!(open().await, first);
    let report = trail.verify().await;
    assert_eq!(report.keys, [(2, second), (3, first)]);
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
