//! What is old goes, and nobody passes for who takes it.

use super::*;

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
    let report = verify::verify(trail.store.read(), None, Some(&[theirs])).await;
    assert_eq!(report.unwrap().count, 0);
    let refused = command::verify(trail.folder.path(), None, None).await;
    let told = refused.unwrap_err().to_string();
    assert!(
        told.contains("is not signed with a key that is believed"),
        "{told}"
    );
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
    assert_eq!(report.earlier, 10);
    let folder = trail.folder.path();
    let told = command::verify(folder, None, None).await.unwrap();
    assert!(
        told.contains("10 of them tell an earlier day than the one that they belong to"),
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
    assert_eq!(report.earlier, 0);
}
