//! Tests of the store.

use super::*;
use std::{future::poll_fn, pin::pin, task::Poll};

/// Asks for something, and hangs up when it was waited for so many times: what came of it, if it was done by then.
pub(crate) async fn hang_up<T>(asked: impl Future<Output = T>, waits: usize) -> Option<T> {
    let (mut asked, mut left) = (pin!(asked), waits);
    poll_fn(|context| match asked.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn what_follows_a_commit_does_so_also_when_nobody_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let kept = async |key: &str, waits| {
        let mut write = store.write().await.unwrap();
        sqlx::query("INSERT INTO meta (key, value) VALUES ($1, 'x')")
            .bind(key)
            .execute(&mut *write)
            .await
            .unwrap();
        let (sender, followed) = tokio::sync::oneshot::channel();
        let then = async move { sender.send(()).unwrap() };
        hang_up(keep(write, then), waits).await;
        // Fails when it is dropped instead.
        followed.await.unwrap();
        let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM meta WHERE key = $1")
            .bind(key)
            .fetch_one(store.read())
            .await
            .unwrap();
        assert_eq!(there, 1, "{key}");
    };
    kept("hung up", 0).await;
    kept("waited", usize::MAX).await;
}

#[tokio::test]
async fn nothing_follows_what_cannot_be_committed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut write = store.write().await.unwrap();
    // Held against its rule only when it is committed.
    sqlx::query("PRAGMA defer_foreign_keys = ON")
        .execute(&mut *write)
        .await
        .unwrap();
    sqlx::query("INSERT INTO codes (code, session, expires_ms) VALUES ('c', 'nowhere', 0)")
        .execute(&mut *write)
        .await
        .unwrap();
    let kept = keep(write, async { unreachable!() }).await;
    assert!(matches!(kept, Err(StoreError::Database(_))), "{kept:?}");
}

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
