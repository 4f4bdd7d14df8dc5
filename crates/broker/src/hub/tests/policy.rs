//! Sessions while Remote Help is switched off.

use super::*;
use crate::identity::Permitted;
use rh_protocol::view::EndReason;

impl Bench {
    async fn switch_off(&self) {
        let off = serde_json::from_str(r#"{"features.enabled":false}"#).unwrap();
        let (by, policy) = (Permitted::of("admin"), self.hub.policy());
        let changed = policy.change(&by, policy.now().revision, off);
        changed.await.unwrap();
    }

    /// Who ended the one session that is over.
    async fn ended_by(&self) -> Option<String> {
        sqlx::query_scalar("SELECT actor FROM audit WHERE kind = 'session-ended'")
            .fetch_one(self.store.read())
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn switched_off_stays_so_for_a_session_that_could_not_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, _) = bench.create("helper").await;
    bench.switch_off().await;
    bench.break_audit().await;
    bench.hub.follow_policy().await.unwrap();
    // The session has tried by the time it answers the next one, which has to be written as well.
    let nobody = Message::EndedByAdministrator {
        actor: Some(who("admin 2")),
        note: None,
    };
    let unavailable = Answer::Refused {
        error: ErrorCode::Unavailable.into(),
    };
    assert_eq!(bench.hub.ask(session, nobody).await, unavailable);
    bench.mend_audit().await;
    let ended = tokio::time::timeout(Duration::from_secs(20), bench.end_of(session)).await;
    assert_eq!(ended, Ok(EndReason::EndedByAdministrator));
    // Whoever was told that it goes on has not ended it after all.
    assert_eq!(bench.ended_by().await.as_deref(), Some("admin"));
}

#[tokio::test]
async fn a_session_that_was_not_told_ends_when_it_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, _) = bench.create("helper").await;
    bench.switch_off().await;
    bench.hub.recheck_by_id(session).await.unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(20), bench.end_of(session)).await;
    assert_eq!(ended, Ok(EndReason::EndedByAdministrator));
    assert_eq!(bench.ended_by().await.as_deref(), Some("admin"));
}
