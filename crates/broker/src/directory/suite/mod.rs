//! What every directory has to do, whoever keeps it: tests over any [`Provider`].
//!
//! A provider's own tests name a function that puts a [`World`] into it, and those of the tests here that it can be
//! put to:
//!
//! ```ignore
//! suite::provider_tests!(filled: person_by_subject, device_by_id, device_pages);
//!
//! async fn filled(world: World) -> (Graph, Mock) { … }
//! ```
//!
//! The second of the pair is kept until the test is over. Nothing here knows how a directory keeps anything. In the
//! worlds ids are such as Entra ID gives, and a person's subject is their id: a directory that tells the two apart tests
//! that itself. What not every directory can do is a test of its own: [`person_by_email`] for one that does not know
//! everybody's subject, [`people_by_any_part`] and [`groups_by_kind`].
//!
//! The integration tests have this module too (`tests/it/directory.rs`): what it names is public.

mod lists;

pub(crate) use lists::*;

use remote_help::{
    Clock,
    directory::{
        Compliance, Device, DeviceQuery, Group, GroupKind, Organization, Person, PersonKey,
        PersonQuery, Platform, Provider, query::PAGE,
    },
};
use std::time::Duration;

/// People of the worlds.
pub(crate) const ADA: &str = "a0000000-aaaa-4bbb-8ccc-000000000001";
pub(crate) const BO: &str = "a0000000-aaaa-4bbb-8ccc-000000000002";
pub(crate) const CY: &str = "a0000000-aaaa-4bbb-8ccc-000000000003";
pub(crate) const EVE: &str = "a0000000-aaaa-4bbb-8ccc-000000000004";
/// Groups of theirs, and one of devices.
pub(crate) const DESK: &str = "90000000-aaaa-4bbb-8ccc-000000000001";
pub(crate) const STAFF: &str = "90000000-aaaa-4bbb-8ccc-000000000002";
pub(crate) const LAPTOPS: &str = "90000000-aaaa-4bbb-8ccc-000000000003";
/// Devices.
pub(crate) const LAPTOP: &str = "d0000000-aaaa-4bbb-8ccc-000000000001";
pub(crate) const MAC: &str = "d0000000-aaaa-4bbb-8ccc-000000000002";
pub(crate) const PHONE: &str = "d0000000-aaaa-4bbb-8ccc-000000000003";
pub(crate) const KIOSK: &str = "d0000000-aaaa-4bbb-8ccc-000000000004";
/// What is not there.
pub(crate) const NOBODY: &str = "a0000000-aaaa-4bbb-8ccc-ffffffffffff";
pub(crate) const NO_GROUP: &str = "90000000-aaaa-4bbb-8ccc-ffffffffffff";
pub(crate) const NO_DEVICE: &str = "d0000000-aaaa-4bbb-8ccc-ffffffffffff";

/// The person of this number in the large world.
fn person_id(nth: usize) -> String {
    format!("a0000000-aaaa-4bbb-8ccc-{nth:012}")
}

/// The device of this number there.
fn device_id(nth: usize) -> String {
    format!("d0000000-aaaa-4bbb-8ccc-{nth:012}")
}

/// The time at which every world begins, in Unix milliseconds.
pub(crate) const NOW: u64 = 1_700_000_000_000;

/// What a directory is filled with.
pub(crate) struct World {
    /// The time that the provider has to go by.
    pub(crate) clock: Clock,
    /// The organisation.
    pub(crate) organization: Organization,
    /// Its people.
    pub(crate) people: Vec<Person>,
    /// Its groups, of both kinds.
    pub(crate) groups: Vec<Group>,
    /// Its devices, with their groups.
    pub(crate) devices: Vec<Device>,
}

/// One test for each function that is named: `provider_tests!(make: person_by_subject, …);`.
macro_rules! provider_tests {
    ($make:path: $($test:ident),+ $(,)?) => {$(
        #[tokio::test]
        async fn $test() {
            $crate::directory::suite::$test($make).await;
        }
    )+};
}
pub(crate) use provider_tests;

/// A person of the worlds.
fn person(id: &str, name: &str, email: Option<&str>, groups: &[&str]) -> Person {
    Person {
        id: id.to_owned(),
        subject: Some(id.to_owned()),
        email: email.map(str::to_owned),
        name: name.to_owned(),
        title: None,
        company: None,
        enabled: true,
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

/// A device of the worlds.
fn device(id: &str, name: &str, owner: Option<&str>, compliance: Compliance) -> Device {
    Device {
        id: id.to_owned(),
        name: name.to_owned(),
        owner: owner.map(str::to_owned),
        platform: Platform::Windows,
        compliance,
        reasons: Vec::new(),
        last_seen_ms: Some(NOW),
        groups: Vec::new(),
    }
}

impl World {
    /// A few of everything.
    pub(crate) fn small() -> Self {
        use Compliance::{Compliant, InGracePeriod, NotCompliant, Unknown};
        let group = |id: &str, name: &str, kind| Group {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
        };
        let hour = 60 * 60 * 1_000;
        Self {
            clock: Clock::manual(NOW),
            organization: Organization {
                name: Some("Example".to_owned()),
                verified_domains: vec!["example.com".to_owned()],
            },
            people: vec![
                Person {
                    title: Some("Engineer".to_owned()),
                    company: Some("Example".to_owned()),
                    ..person(ADA, "Ada Byron", Some("Ada@example.com"), &[DESK, STAFF])
                },
                person(BO, "bo 100%", Some("bo@example.com"), &[STAFF]),
                Person {
                    enabled: false,
                    ..person(CY, "Cy", None, &[STAFF])
                },
                person(EVE, "Ève", Some("eve@example.com"), &[]),
            ],
            groups: vec![
                group(STAFF, "Staff", GroupKind::People),
                group(DESK, "desk", GroupKind::People),
                group(LAPTOPS, "Laptops", GroupKind::Devices),
            ],
            devices: vec![
                Device {
                    reasons: vec!["no disk encryption".to_owned()],
                    groups: vec![LAPTOPS.to_owned()],
                    ..device(LAPTOP, "LAPTOP-9", Some(BO), NotCompliant)
                },
                Device {
                    platform: Platform::Macos,
                    last_seen_ms: Some(NOW - 2 * hour),
                    groups: vec![LAPTOPS.to_owned()],
                    ..device(MAC, "laptop_1", Some(ADA), Compliant)
                },
                Device {
                    platform: Platform::Ios,
                    last_seen_ms: None,
                    ..device(PHONE, "Phone", Some(ADA), Unknown)
                },
                Device {
                    platform: Platform::Android,
                    last_seen_ms: Some(NOW - hour),
                    ..device(KIOSK, "kiosk", None, InGracePeriod)
                },
            ],
        }
    }

    /// The same, with somebody ([`BO`]) who has not signed in yet: only their address is known.
    pub(crate) fn invited() -> Self {
        let mut world = Self::small();
        for person in &mut world.people {
            if person.id == BO {
                person.subject = None;
            }
        }
        world
    }

    /// More devices and people than two pages hold, many of them alike but for the id.
    pub(crate) fn large() -> Self {
        const STATES: [Compliance; 4] = [
            Compliance::Unknown,
            Compliance::Compliant,
            Compliance::NotCompliant,
            Compliance::InGracePeriod,
        ];
        let mut world = Self::small();
        let count = PAGE as usize * 2 + 7;
        world.people = (0..count)
            .map(|nth| person(&person_id(nth), &format!("N{}", nth % 10), None, &[]))
            .collect();
        world.devices = (0..count)
            .map(|nth| Device {
                last_seen_ms: (nth % 7 != 0).then_some(NOW - nth as u64 % 11),
                ..device(
                    &device_id(nth),
                    &format!("N{}", nth % 10),
                    (nth % 3 != 0).then(|| person_id(nth % 20)).as_deref(),
                    STATES[nth % 4],
                )
            })
            .collect();
        world
    }
}

fn key<'a>(subject: &'a str, email: Option<&'a str>) -> PersonKey<'a> {
    PersonKey { subject, email }
}

/// A subject names a person, with all of their groups; whatever the address.
pub(crate) async fn person_by_subject<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let world = World::small();
    let expected = world.people[0].clone();
    let (provider, _kept) = make(world).await;
    for email in [None, Some("ada@example.com"), Some("bo@example.com")] {
        let key = key(ADA, email);
        let mut found = provider.person(key).await.unwrap().unwrap().value;
        found.groups.sort();
        assert!(found == expected, "{}", found.id);
    }
}

/// The same by the directory's own id, which is no subject.
pub(crate) async fn person_by_own_id<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::invited()).await;
    for (id, name) in [(ADA, "Ada Byron"), (BO, "bo 100%")] {
        let found = provider.person_by_id(id).await.unwrap().unwrap().value;
        assert_eq!((&*found.id, &*found.name), (id, name));
        assert!(!found.groups.is_empty());
    }
    for id in [NOBODY, "", "ada@example.com"] {
        assert_eq!(provider.person_by_id(id).await.unwrap(), None);
    }
}

/// Groups of either kind are named by their ids; those that are not there are not.
pub(crate) async fn names_of_groups<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    let asked = [STAFF, LAPTOPS, NO_GROUP];
    let names = provider.group_names(&asked).await.unwrap();
    let named = asked.map(|id| names.get(id).map(String::as_str));
    assert_eq!(named, [Some("Staff"), Some("Laptops"), None]);
    assert!(provider.group_names(&[]).await.unwrap().is_empty());
}

/// Whoever may not use their account any more is still known, and known as such.
pub(crate) async fn disabled_person<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    let found = provider.person(key(CY, None)).await.unwrap();
    let found = found.unwrap().value;
    assert_eq!((found.id.as_str(), found.enabled), (CY, false));
}

/// Somebody whose subject is not known is found by their address, in any case.
pub(crate) async fn person_by_email<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::invited()).await;
    let found = provider.person(key("new", Some("BO@Example.com"))).await;
    assert_eq!(found.unwrap().unwrap().value.id, BO);
    // The sign for kelvin, and no address at all.
    for email in [Some("bo@e\u{212a}ample.com"), Some(""), None] {
        assert_eq!(provider.person(key("new", email)).await.unwrap(), None);
    }
}

/// Whose subject is another is not found by an address: it may have been given to somebody else.
pub(crate) async fn email_of_another_subject<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    let found = provider.person(key("new", Some("ada@example.com"))).await;
    assert_eq!(found.unwrap(), None);
}

/// Nobody is an answer.
pub(crate) async fn unknown_person<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    for key in [
        key(NOBODY, None),
        key("nobody", None),
        key("", None),
        key(NOBODY, Some("nobody@example.com")),
    ] {
        assert_eq!(provider.person(key).await.unwrap(), None);
    }
}

/// A device by its id, with its state and groups; none is an answer.
pub(crate) async fn device_by_id<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let world = World::small();
    let expected = world.devices.clone();
    let (provider, _kept) = make(world).await;
    for expected in expected {
        let found = provider.device(&expected.id).await.unwrap();
        let found = found.unwrap().value;
        // The reasons are in the directory's own words.
        let reasons = found.reasons.clone();
        assert_eq!(
            found,
            Device {
                reasons,
                ..expected
            }
        );
    }
    for id in [NO_DEVICE, ""] {
        assert_eq!(provider.device(id).await.unwrap(), None);
    }
}

/// Groups by name: those of each kind are given for it.
pub(crate) async fn groups_by_name<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    for (kind, expected) in [
        (GroupKind::People, &[DESK, STAFF][..]),
        (GroupKind::Devices, &[LAPTOPS]),
    ] {
        let groups = provider.groups(kind).await.unwrap().value;
        assert!(groups.iter().all(|group| group.kind == kind));
        assert!(groups.is_sorted_by_key(|group| group.name.to_lowercase()));
        let ids: Vec<_> = groups.iter().map(|group| group.id.as_str()).collect();
        assert!(expected.iter().all(|id| ids.contains(id)), "{ids:?}");
    }
}

/// Where no group holds both people and devices, each is given for its own kind only.
pub(crate) async fn groups_by_kind<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    for (kind, expected) in [
        (GroupKind::People, &[DESK, STAFF][..]),
        (GroupKind::Devices, &[LAPTOPS]),
    ] {
        let groups = provider.groups(kind).await.unwrap().value;
        assert!(groups.iter().all(|group| group.kind == kind));
        let ids: Vec<_> = groups.iter().map(|group| group.id.as_str()).collect();
        assert_eq!(ids, expected);
    }
}

/// Without a photo there is none, also of somebody who is not there.
pub(crate) async fn no_photo<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    for person in [ADA, NOBODY] {
        assert_eq!(provider.photo(person).await.unwrap(), None);
    }
}

/// The organisation and its domains.
pub(crate) async fn the_organization<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let world = World::small();
    let expected = world.organization.clone();
    let (provider, _kept) = make(world).await;
    assert_eq!(provider.organization().await.unwrap().value, expected);
}

/// Every answer says when it was true: not before the directory was filled, and not in the future.
pub(crate) async fn ages<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let world = World::small();
    let clock = world.clock.clone();
    let (provider, _kept) = make(world).await;
    clock.advance(Duration::from_secs(1));
    let person = provider.person(key(ADA, None)).await.unwrap();
    let device = provider.device(LAPTOP).await.unwrap();
    let devices = provider.devices(&DeviceQuery::default()).await.unwrap();
    let people = provider.people(&PersonQuery::default()).await.unwrap();
    let groups = provider.groups(GroupKind::People).await.unwrap();
    let organization = provider.organization().await.unwrap();
    for as_of_ms in [
        person.unwrap().as_of_ms,
        device.unwrap().as_of_ms,
        devices.as_of_ms,
        people.as_of_ms,
        groups.as_of_ms,
        organization.as_of_ms,
    ] {
        assert!((NOW..=clock.now_ms()).contains(&as_of_ms), "{as_of_ms}");
    }
}
