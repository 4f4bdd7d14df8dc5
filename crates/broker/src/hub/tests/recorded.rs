//! What is recorded, what is not, and that nothing happens which cannot be.

use super::*;

#[tokio::test]
async fn what_cannot_be_recorded_does_not_happen() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    let before = bench.audit().await;
    bench.break_audit().await;

    let refused = bench
        .hub
        .create_for(who("helper"), person("helper"), None)
        .await;
    assert!(matches!(refused, Err(HubError::Store(_))), "{refused:?}");
    let refused = bench.redeem("sharer", code).await;
    assert_eq!(refused, Err(ErrorCode::Unavailable.into()));
    let ended = bench.end(session).await;
    assert_eq!(ended, Err(ErrorCode::Unavailable.into()));
    assert_eq!(bench.audit().await, before);
    assert_eq!(
        bench
            .hub
            .sessions_of(&who("helper"), Role::Helper)
            .await
            .unwrap()
            .len(),
        1
    );

    bench.mend_audit().await;
    assert_eq!(bench.redeem("sharer", code).await, Ok(session));
}

#[tokio::test]
async fn audit_rows_are_never_changed() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    bench.create("helper").await;
    let mut write = bench.store.write().await.unwrap();
    for (query, refused) in [
        ("UPDATE audit SET actor = 'somebody else'", "never changed"),
        ("DELETE FROM audit", "removed with their day"),
        ("DELETE FROM audit_segments", "never removed"),
    ] {
        let changed = sqlx::query(query).execute(&mut *write).await;
        assert!(changed.unwrap_err().to_string().contains(refused));
    }
}

#[tokio::test]
async fn the_audit_holds_accounts_and_neither_names_nor_codes() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    bench.knows("issuer|h1", "desk").await;
    let session = bench
        .hub
        .create_for(who("issuer|h1"), person("Hannah Helper"), None)
        .await
        .unwrap();
    let code = bench.code_of(session).await;
    let joined = bench
        .hub
        .redeem_for(
            who("issuer|s1"),
            person("Sam Sharer"),
            &Seen::default(),
            code,
        )
        .await;
    assert_eq!(joined, Ok(session));
    let rows: Vec<(String, Option<String>, Option<String>, String)> =
        sqlx::query_as("SELECT kind, session, actor, data FROM audit ORDER BY seq")
            .fetch_all(bench.store.read())
            .await
            .unwrap();
    let actors: Vec<_> = rows
        .iter()
        .map(|row| (row.0.as_str(), row.2.as_deref()))
        .collect();
    assert_eq!(
        actors,
        [
            ("session-created", Some("issuer|h1")),
            ("code-issued", Some("issuer|h1")),
            ("joined", Some("issuer|s1")),
            ("device-warning", None),
        ]
    );
    let all = format!("{rows:?}");
    assert!(
        rows.iter()
            .all(|row| row.1.as_deref() == Some(&*session.to_string()))
    );
    for secret in [code.as_str(), "Hannah", "Sam"] {
        assert!(!all.contains(secret), "{all}");
    }
}
