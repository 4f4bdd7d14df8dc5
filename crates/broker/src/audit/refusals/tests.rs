//! What is recorded of refusals, and how often.

use super::*;
use crate::identity::{AuditRead, Permitted};
use rh_access::Permission;
use std::time::Duration;

const NOW: u64 = 1_700_000_000_000;
const HOUR: u64 = limits::REFUSAL_REPEATED_MS;

fn same(account: &str, route: &str) -> Same {
    Same {
        refused: Refused {
            account: Permitted::<AuditRead>::of(account).account().clone(),
            lacking: Lacking::Helper,
        },
        method: "GET".to_owned(),
        route: route.to_owned(),
    }
}

#[test]
fn the_same_is_recorded_once_an_hour_and_tells_how_often_it_was_meanwhile() {
    let mut known = HashMap::new();
    let (one, other) = (same("a", "/one"), same("a", "/other"));
    assert_eq!(take(&mut known, &one, NOW), Some(0));
    assert_eq!(take(&mut known, &one, NOW), None);
    assert_eq!(take(&mut known, &other, NOW), Some(0));
    assert_eq!(take(&mut known, &same("b", "/one"), NOW), Some(0));
    assert_eq!(take(&mut known, &one, NOW + HOUR - 1), None);
    assert_eq!(take(&mut known, &one, NOW + HOUR), Some(2));
    assert_eq!(take(&mut known, &one, NOW + HOUR), None);
    assert_eq!(take(&mut known, &one, NOW + 2 * HOUR), Some(1));
    assert_eq!(take(&mut known, &other, NOW + 2 * HOUR), Some(0));
    // A clock that is set back.
    assert_eq!(take(&mut known, &one, NOW), Some(0));
}

#[test]
fn memory_is_bounded_and_what_was_recorded_first_gives_way() {
    let mut known = HashMap::new();
    for at_ms in 0..limits::REFUSALS_REMEMBERED as u64 {
        let each = same(&at_ms.to_string(), "/one");
        assert_eq!(take(&mut known, &each, NOW + at_ms), Some(0));
    }
    let now_ms = NOW + HOUR / 2;
    assert_eq!(take(&mut known, &same("one more", "/one"), now_ms), Some(0));
    assert_eq!(known.len(), limits::REFUSALS_REMEMBERED);
    assert_eq!(take(&mut known, &same("1", "/one"), now_ms), None);
    assert_eq!(take(&mut known, &same("0", "/one"), now_ms), Some(0));
    assert_eq!(known.len(), limits::REFUSALS_REMEMBERED);
}

#[tokio::test]
async fn what_could_not_be_recorded_is_told_by_the_next_record() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let clock = Clock::manual(NOW);
    let tasks = TaskTracker::new();
    tasks.close();
    let refusals = Refusals::new(store.clone(), clock.clone(), tasks.clone());
    let refused = Refused {
        lacking: Lacking::Permissions(Permissions::of(&[
            Permission::DevicesUpdate,
            Permission::RolesUpdate,
        ])),
        ..same("a", "").refused
    };
    let note = async || {
        refusals.note(refused.clone(), "PUT", "/people/{id}");
        tasks.wait().await;
    };
    let run = async |statement: &'static str| {
        let mut write = store.write().await.unwrap();
        sqlx::query(statement).execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
    };
    run("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END").await;
    note().await;
    note().await;
    run("DROP TRIGGER full").await;
    note().await;
    note().await;
    clock.advance(Duration::from_millis(HOUR));
    note().await;
    let told: Vec<(String, String, String)> =
        sqlx::query_as("SELECT actor, kind, data FROM audit ORDER BY seq")
            .fetch_all(store.read())
            .await
            .unwrap();
    let expected = |repeated: u64| {
        let data = json!({
            "method": "PUT",
            "route": "/people/{id}",
            "missing": ["devices-update", "roles-update"],
            "repeated": repeated,
        });
        let (actor, kind) = ("a".to_owned(), "request-refused".to_owned());
        (actor, kind, data.to_string())
    };
    assert_eq!(told, [expected(2), expected(1)]);
}
