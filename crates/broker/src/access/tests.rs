//! What the configuration gives, and what damage takes.

use super::*;
use rh_access::{AssignmentId, BuiltIn};
use std::path::Path;

pub(super) async fn open(folder: &Path, more: &str) -> Access {
    let settings = format!("public_url = \"http://localhost:8080\"\n{more}");
    let settings: Arc<Settings> = Arc::new(toml::from_str(&settings).unwrap());
    let store = Store::open(folder).await.unwrap();
    let clock = Clock::manual(1_000);
    let directory = Directory::open(&settings, store.clone(), clock.clone()).unwrap();
    Access::open(settings, store, clock, directory)
        .await
        .unwrap()
}

pub(super) fn standing(subject: &str, email: Option<&str>, groups: &[&str]) -> Standing {
    Standing {
        subject: subject.to_owned(),
        email: email.map(str::to_owned),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

#[tokio::test]
async fn who_is_listed_helps_everybody_and_one_list_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let listed = "helpers.subjects = ['s-1']\nhelpers.emails = ['Help@Example.com']\nhelpers.groups = ['desk']";
    let access = open(folder.path(), listed).await;
    let sharer = standing("anybody", None, &[]);
    for helper in [
        standing("s-1", None, &[]),
        standing("x", Some("help@example.com"), &[]),
        standing("x", None, &["staff", "desk"]),
    ] {
        let grant = access.decide(&helper, &sharer, None).await.unwrap().grant();
        let by = [AssignmentId::new("configuration-helpers")];
        assert_eq!(grant.unwrap().by(), by, "{}", helper.subject);
    }
    for other in [
        standing("s-2", Some("help@example.org"), &["Desk"]),
        standing("S-1", None, &[]),
        standing("", Some(""), &[""]),
    ] {
        assert!(
            access.permissions(&other).await.unwrap().is_empty(),
            "{}",
            other.subject
        );
    }
    let nothing = tempfile::tempdir().unwrap();
    let empty = open(nothing.path(), "").await;
    let nobody = standing("", Some(""), &[""]);
    assert!(empty.permissions(&nobody).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_rule_that_does_not_read_gives_nothing_and_the_others_count() {
    let folder = tempfile::tempdir().unwrap();
    let access = open(folder.path(), "").await;
    let mut write = access.0.store.write().await.unwrap();
    for (id, scope) in [("good", r#"{"users":"all","devices":null}"#), ("bad", "{")] {
        sqlx::query(
            "INSERT INTO assignments (id, name, role, members, scope, updated_ms) \
             VALUES ($1, $1, $2, $3, $4, 0)",
        )
        .bind(id)
        .bind(BuiltIn::HelpDeskOperator.id())
        .bind(format!(r#"{{"people":["subject:{id}"],"groups":[]}}"#))
        .bind(scope)
        .execute(&mut *write)
        .await
        .unwrap();
    }
    write.commit().await.unwrap();
    let again = open(folder.path(), "").await;
    for (who, nothing) in [("good", false), ("bad", true)] {
        let permissions = again.permissions(&standing(who, None, &[])).await;
        assert_eq!(permissions.unwrap().is_empty(), nothing, "{who}");
    }
}
