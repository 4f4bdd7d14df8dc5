//! Which key signs, and from where on.

use super::*;
use crate::audit::{command, keys};

impl Trail {
    /// As the broker starts with the key of the folder, whose public half this gives.
    async fn start(&self) -> String {
        let signer = keys::open(self.folder.path(), &self.store, &self.clock).await;
        signer.unwrap().public_key()
    }

    /// Keeps the newest head beside the data.
    async fn keep_head(&self) -> std::path::PathBuf {
        let file = self.folder.path().join("head.json");
        std::fs::write(&file, json!(self.head().await).to_string()).unwrap();
        file
    }

    /// What the program tells.
    async fn told(
        &self,
        head: Option<&Path>,
        keys: &[&String],
    ) -> Result<String, command::CommandError> {
        let keys: Vec<String> = keys.iter().copied().cloned().collect();
        let keys = (!keys.is_empty()).then_some(&*keys);
        command::verify(self.folder.path(), head, keys).await
    }
}

#[tokio::test]
async fn a_lost_key_is_followed_by_another_and_the_trail_tells_from_where_on() {
    let trail = Trail::new().await;
    let first = trail.start().await;
    trail.record("a").await;
    let head = trail.keep_head().await;
    // Told once.
    assert_eq!(trail.start().await, first);
    let report = trail.verify().await;
    assert_eq!((report.records, report.keys), (2, vec![]));

    let file = trail.folder.path().join("audit.key");
    let kept = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let second = trail.start().await;
    assert_ne!(second, first);
    // Told once, and in the chain.
    assert_eq!(trail.start().await, second);
    let report = trail.verify().await;
    assert_eq!((report.records, report.count), (3, 0));
    assert_eq!(report.keys, [(3, second.clone())]);

    // What was signed before counts for who knows the key of then.
    let refused = trail.told(Some(&head), &[]).await.unwrap_err();
    let command::CommandError::Head(head::HeadError::OtherKey(keys)) = &refused else {
        panic!("{refused}");
    };
    assert_eq!(keys.join(", "), second);
    let told = trail.told(Some(&head), &[&first]).await.unwrap();
    let expected = format!("from record 3 on heads are signed with the key {second}");
    assert!(told.contains(&expected), "{told}");
    assert!(told.contains("the kept head is in it"), "{told}");

    // The lost one is put back.
    std::fs::write(&file, kept).unwrap();
    assert_eq!(trail.start().await, first);
    let report = trail.verify().await;
    assert_eq!(report.keys, [(3, second), (4, first)]);
}

/// Also where no key was told of but the first, and where retention has taken the record of that.
#[tokio::test]
async fn a_file_that_is_exchanged_is_told() {
    let elsewhere = tempfile::tempdir().unwrap();
    let other = signer_of(elsewhere.path()).public_key();
    for days in [0, 40] {
        let trail = Trail::new().await;
        let first = trail.start().await;
        trail.record("a").await;
        trail.clock.advance(days * DAY);
        trail.record("b").await;
        let went = trail.remove(30).await.unwrap();
        assert_eq!(went, if days > 0 { 2 } else { 0 });
        let mut read = trail.store.read().acquire().await.unwrap();
        let (_, told) = keys::newest(&mut read).await.unwrap().unwrap();
        drop(read);
        assert_eq!(told.public_key, first);
        assert_eq!(trail.verify().await.keys, []);

        let file = trail.folder.path().join("audit.key");
        std::fs::copy(elsewhere.path().join("audit.key"), file).unwrap();
        assert_eq!(trail.start().await, other);
        let report = trail.verify().await;
        assert_eq!((report.count, report.keys.len()), (0, 1), "after {days}");
        assert_eq!(report.keys[0].1, other);
    }
}

/// What retention removed under the key of before is good as soon as the key is another one, and what it removes under the new
/// one spoils no head of before.
#[tokio::test]
async fn what_was_signed_before_a_key_was_lost_stays_good() {
    let trail = Trail::new().await;
    let first = trail.start().await;
    trail.record("a").await;
    trail.clock.advance(2 * DAY);
    trail.record("b").await;
    trail.clock.advance(DAY);
    assert_eq!(trail.remove(2).await.unwrap(), 2);
    let head = trail.keep_head().await;
    let told = trail.told(Some(&head), &[]).await.unwrap();
    assert!(!told.contains("the key of then"), "{told}");

    let file = trail.folder.path().join("audit.key");
    std::fs::remove_file(&file).unwrap();
    trail.clock.advance(DAY);
    let second = trail.start().await;
    let told = trail.told(None, &[]).await.unwrap();
    let expected = format!("those up to 2, which is signed with the key of then, {first}");
    assert!(told.contains(&expected), "{told}");
    let told = trail.told(Some(&head), &[&first]).await.unwrap();
    assert!(told.contains("the kept head is in it"), "{told}");
    assert!(!told.contains("the key of then"), "{told}");

    assert_eq!(trail.remove(1).await.unwrap(), 1);
    let told = trail.told(Some(&head), &[&first]).await.unwrap();
    assert!(told.contains("those up to 3; "), "{told}");
    assert!(told.contains("the kept head is in it"), "{told}");
    // Without the key's file, who knows one of the two only has to take the other one for anybody's.
    std::fs::remove_file(&file).unwrap();
    let refused = trail.told(Some(&head), &[&first]).await.unwrap_err();
    let command::CommandError::Broken(refused) = refused else {
        panic!("{refused}");
    };
    assert!(refused.contains("a key that is believed"), "{refused}");
    trail.told(Some(&head), &[&first, &second]).await.unwrap();
}

/// Whoever can write to the database can tell of a key of their own, but not have the broker's speak for what it signed.
#[tokio::test]
async fn nobody_passes_for_retention_with_a_key_that_they_tell_of() {
    let trail = Trail::new().await;
    let first = trail.start().await;
    trail.record("a").await;
    trail.clock.advance(40 * DAY);
    let elsewhere = tempfile::tempdir().unwrap();
    let signer = signer_of(elsewhere.path());
    let now_ms = trail.clock.now_ms();
    let mut write = trail.store.write().await.unwrap();
    keys::tell(&mut write, &signer, keys::CHANGED, now_ms)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let removed = retention::remove(&trail.store, &trail.clock, 30, &signer);
    assert_eq!(removed.await.unwrap(), 2);
    assert_eq!(trail.verify().await.faults, [Fault::Unsigned(2)]);
    // Nor as if the broker's own key had come back since.
    let word = signer.sign("as good as any");
    let back = json!({ "public_key": first, "signature": word });
    trail.append(keys::CHANGED, back).await;
    let report = trail.verify().await;
    assert_eq!(report.faults, [Fault::Unsigned(2)]);
    assert_eq!(report.keys.len(), 2);
}
