//! Tests of the store.

use super::*;

#[tokio::test]
async fn what_is_committed_is_there_again_and_what_is_not_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    for (key, commit) in [("kept", true), ("dropped", false)] {
        let mut write = store.write().await.unwrap();
        sqlx::query("INSERT INTO meta (key, value) VALUES ($1, 'x')")
            .bind(key)
            .execute(&mut *write)
            .await
            .unwrap();
        if commit {
            write.commit().await.unwrap();
        }
    }
    store.check_writable(7).await.unwrap();
    store.close().await;

    let store = Store::open(folder.path()).await.unwrap();
    let keys: Vec<String> = sqlx::query_scalar("SELECT key FROM meta ORDER BY key")
        .fetch_all(store.read())
        .await
        .unwrap();
    assert_eq!(keys, ["checked_at_ms", "kept"]);
}

#[tokio::test]
async fn the_pragmas_that_durability_rests_on_are_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut write = store.write().await.unwrap();
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    let foreign_keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    assert_eq!((mode.as_str(), synchronous, foreign_keys), ("wal", 2, 1));
}

#[tokio::test]
async fn readers_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let refused = sqlx::query("INSERT INTO meta (key, value) VALUES ('a', 'b')")
        .execute(store.read())
        .await;
    assert!(refused.is_err());
}
