//! The embedded directory: what every directory has to do, what may be changed, and what the audit is told of it.

use super::*;
use crate::{
    audit::verify::verify,
    directory::{
        DeviceQuery, GroupKind, PersonKey, PersonQuery, Provider as _,
        check::Kept as _,
        entry::Compliance,
        suite::{self, World},
    },
    store::Write,
};
use serde_json::{Value, json};
use tempfile::TempDir;

suite::provider_tests!(filled:
    person_by_subject,
    disabled_person,
    person_by_email,
    email_of_another_subject,
    unknown_person,
    person_by_own_id,
    device_by_id,
    states,
    orders,
    device_search,
    device_filters,
    device_groups,
    owners_by_name,
    people_by_name,
    people_by_any_part,
    groups_by_name,
    groups_by_kind,
    names_of_groups,
    no_photo,
    the_organization,
    ages,
    device_pages,
    person_pages,
    page_sizes,
    foreign_cursors,
);

mod refused;

const BY: Author<'_> = Author::Account("account-1");

async fn filled(world: World) -> (Embedded, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut write = store.write().await.unwrap();
    fill(&mut write, &world.groups).await;
    fill(&mut write, &world.people).await;
    fill(&mut write, &world.devices).await;
    write.commit().await.unwrap();
    let directory = Embedded::new(store, world.clock, world.organization);
    (directory, folder)
}

async fn fill<T: Rows>(write: &mut Write, all: &[T]) {
    let new = all.iter().map(|it| (None, it.clone().tidied()));
    let new: Vec<(Option<T>, T)> = new.collect();
    rows::write(write, &new, Author::Import, suite::NOW)
        .await
        .unwrap();
}

/// The small world, with what the audit is told from now on.
struct Kept {
    directory: Embedded,
    world: World,
    _folder: TempDir,
    told: i64,
}

impl Kept {
    async fn new() -> Self {
        let (directory, folder) = filled(World::small()).await;
        let mut kept = Self {
            directory,
            world: World::small(),
            _folder: folder,
            told: 0,
        };
        kept.told().await;
        kept
    }

    /// The records since this was asked last.
    async fn told(&mut self) -> Vec<(String, Value)> {
        let rows: Vec<(i64, Option<String>, String, String)> =
            sqlx::query_as("SELECT seq, actor, kind, data FROM audit WHERE seq > $1 ORDER BY seq")
                .bind(self.told)
                .fetch_all(self.directory.store.read())
                .await
                .unwrap();
        self.told = rows.last().map_or(self.told, |(seq, ..)| *seq);
        let told = rows.into_iter().map(|(_, _, kind, data)| {
            for name in ["Ada", "Byron", "LAPTOP", "Staff", "@"] {
                assert!(!data.contains(name), "{data}");
            }
            (kind, serde_json::from_str(&data).unwrap())
        });
        told.collect()
    }

    fn person(&self, id: &str) -> Person {
        let mut people = self.world.people.iter();
        people.find(|person| person.id == id).unwrap().clone()
    }

    fn device(&self, id: &str) -> Device {
        let mut devices = self.world.devices.iter();
        devices.find(|device| device.id == id).unwrap().clone()
    }

    async fn searched(&self, search: &str) -> Vec<String> {
        let query = DeviceQuery {
            search: Some(search.to_owned()),
            ..DeviceQuery::default()
        };
        let page = self.directory.devices(&query).await.unwrap().value;
        page.rows.into_iter().map(|row| row.device.id).collect()
    }
}

#[tokio::test]
async fn each_change_has_one_record_and_is_counted() {
    let mut kept = Kept::new().await;
    let directory = kept.directory.clone();
    let changes = directory.changes();

    let mut ada = kept.person(suite::ADA);
    assert_eq!(
        directory.save_person(&ada, BY).await.unwrap(),
        Saved::Unchanged
    );
    assert_eq!((kept.told().await.len(), *changes.borrow()), (0, 0));

    ada.title = None;
    ada.enabled = false;
    ada.groups = vec![suite::STAFF.to_owned()];
    let saved = directory.save_person(&ada, BY).await.unwrap();
    assert_eq!(saved, Saved::Changed);
    assert_eq!(
        kept.told().await,
        [(
            "directory-person-saved".to_owned(),
            json!({
                "person": suite::ADA, "new": false, "fields": ["title", "enabled", "groups"],
                "enabled": false, "groups": { "added": [], "removed": [suite::DESK] },
            })
        )]
    );

    let mut laptop = kept.device(suite::LAPTOP);
    laptop.compliance = Compliance::Compliant;
    laptop.reasons = Vec::new();
    directory.save_device(&laptop, BY).await.unwrap();
    assert_eq!(
        kept.told().await,
        [(
            "directory-device-saved".to_owned(),
            json!({
                "device": suite::LAPTOP, "new": false, "fields": ["compliance", "reasons"],
                "compliance": { "before": "not-compliant", "after": "compliant" },
            })
        )]
    );

    let new = Device {
        name: "New".to_owned(),
        ..Device::blank("d-new")
    };
    assert_eq!(directory.save_device(&new, BY).await.unwrap(), Saved::New);
    assert_eq!(
        kept.told().await,
        [(
            "directory-device-saved".to_owned(),
            json!({
                "device": "d-new", "new": true, "fields": ["name"],
                "compliance": { "before": null, "after": "unknown" },
            })
        )]
    );

    let members = ["d-new", suite::MAC].map(str::to_owned);
    let set = directory.set_members(suite::LAPTOPS, &members, BY).await;
    assert_eq!(set.unwrap(), Saved::Changed);
    let set = directory.set_members(suite::LAPTOPS, &members, BY).await;
    assert_eq!(set.unwrap(), Saved::Unchanged);
    assert_eq!(
        kept.told().await,
        [(
            "directory-group-members".to_owned(),
            json!({ "group": suite::LAPTOPS, "kind": "devices", "added": ["d-new"], "removed": [suite::LAPTOP] })
        )]
    );

    assert!(directory.remove_person(suite::ADA, BY).await.unwrap());
    assert!(!directory.remove_person(suite::ADA, BY).await.unwrap());
    assert!(directory.remove_device("d-new", BY).await.unwrap());
    assert!(directory.remove_group(suite::STAFF, BY).await.unwrap());
    assert_eq!(
        kept.told().await,
        [
            (
                "directory-person-removed".to_owned(),
                json!({
                    "person": suite::ADA, "devices": [suite::MAC, suite::PHONE],
                    "groups": { "added": [], "removed": [suite::STAFF] },
                })
            ),
            (
                "directory-device-removed".to_owned(),
                json!({
                    "device": "d-new", "compliance": { "before": "unknown", "after": null },
                    "groups": { "added": [], "removed": [suite::LAPTOPS] },
                })
            ),
            (
                "directory-group-removed".to_owned(),
                json!({ "group": suite::STAFF, "removed": [suite::BO, suite::CY] })
            ),
        ]
    );
    assert_eq!(*directory.clone().changes().borrow(), 7);
    let actors: Vec<Option<String>> =
        sqlx::query_scalar("SELECT DISTINCT actor FROM audit ORDER BY actor")
            .fetch_all(directory.store.read())
            .await
            .unwrap();
    assert_eq!(actors, [None, Some("account-1".to_owned())]);
    let report = verify(directory.store.read(), None, None).await.unwrap();
    assert_eq!(report.count, 0);
}

#[tokio::test]
async fn what_cannot_be_recorded_does_not_happen() {
    let kept = Kept::new().await;
    let directory = &kept.directory;
    let mut write = directory.store.write().await.unwrap();
    sqlx::query(
        "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    )
    .execute(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();

    let ada = Person {
        name: "Another".to_owned(),
        groups: Vec::new(),
        ..kept.person(suite::ADA)
    };
    let failed = |error| matches!(error, ChangeError::Store(_));
    assert!(failed(directory.save_person(&ada, BY).await.unwrap_err()));
    assert!(failed(
        directory.remove_person(suite::ADA, BY).await.unwrap_err()
    ));
    assert!(failed(
        directory.remove_group(suite::STAFF, BY).await.unwrap_err()
    ));
    let set = directory.set_members(suite::STAFF, &[], BY).await;
    assert!(failed(set.unwrap_err()));
    let mut read = directory.store.read().begin().await.unwrap();
    let people = Person::all(&mut read).await.unwrap();
    let devices = Device::all(&mut read).await.unwrap();
    assert!(people == kept.world.people && devices == kept.world.devices);
    assert_eq!(*directory.changes().borrow(), 0);
}

#[tokio::test]
async fn devices_follow_their_owner() {
    let kept = Kept::new().await;
    let directory = &kept.directory;
    let ada = Person {
        name: "Zoë".to_owned(),
        email: Some("zoe@example.com".to_owned()),
        ..kept.person(suite::ADA)
    };
    directory.save_person(&ada, BY).await.unwrap();
    assert_eq!(kept.searched("ZOË").await, [suite::MAC, suite::PHONE]);
    assert_eq!(kept.searched("zoe@").await, [suite::MAC, suite::PHONE]);
    assert!(kept.searched("byron").await.is_empty());
    directory.remove_person(suite::ADA, BY).await.unwrap();
    assert!(kept.searched("zoë").await.is_empty());
    let phone = directory.device(suite::PHONE).await.unwrap().unwrap().value;
    assert_eq!(phone.owner, None);
    assert_eq!(kept.searched("phone").await, [suite::PHONE]);
}

#[tokio::test]
async fn a_subject_decides_before_an_address_does() {
    let kept = Kept::new().await;
    let directory = &kept.directory;
    // Bo's address is now somebody's who has not signed in yet.
    let bo = Person {
        subject: Some("subject-p-bo".to_owned()),
        email: None,
        ..kept.person(suite::BO)
    };
    directory.save_person(&bo, BY).await.unwrap();
    let new = Person {
        subject: None,
        email: Some("bo@example.com".to_owned()),
        name: "Bo the Second".to_owned(),
        ..Person::blank("p-bo-2")
    };
    directory.save_person(&new, BY).await.unwrap();
    for (subject, id) in [("subject-p-bo", suite::BO), ("new", "p-bo-2")] {
        let email = Some("Bo@example.com");
        let key = PersonKey { subject, email };
        let found = directory.person(key).await.unwrap().unwrap();
        assert_eq!(found.value.id, id);
    }
    // An id is no subject, and neither is written in another way.
    for subject in [suite::BO, "SUBJECT-P-BO"] {
        let key = PersonKey {
            subject,
            email: None,
        };
        assert_eq!(directory.person(key).await.unwrap(), None);
    }
    assert_eq!(directory.device("D-1").await.unwrap(), None);
    let listed = directory.people(&PersonQuery::default()).await.unwrap();
    assert_eq!(listed.value.rows[0].groups, [suite::DESK, suite::STAFF]);
}
