//! A head that is kept elsewhere, and what it finds.

use super::*;
use std::os::unix::fs::PermissionsExt as _;

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
    head.is_by(&[signer.public_key()]).unwrap();
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
        head.is_by(&[other.public_key()]),
        Err(head::HeadError::OtherKey(_))
    ));
    std::fs::write(&file, "{}").unwrap();
    assert!(matches!(
        head::Head::read(&file),
        Err(head::HeadError::NoHead { .. })
    ));
}
