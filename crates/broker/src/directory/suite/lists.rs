//! Lists: searched, filtered, sorted, page by page.

use super::{
    ADA, BO, CY, DESK, EVE, KIOSK, LAPTOP, LAPTOPS, MAC, NO_GROUP, NOBODY, NOW, PHONE, STAFF, World,
};
use remote_help::directory::{
    Compliance, Device, DeviceQuery, DirectoryError, Page, PersonQuery, Platform, Provider,
    query::{DeviceOrder, PAGE, rank},
};
use std::collections::BTreeSet;

async fn ids(provider: &impl Provider, query: DeviceQuery) -> Vec<String> {
    let page = provider.devices(&query).await.unwrap().value;
    assert_eq!(page.next, None);
    page.rows.into_iter().map(|row| row.device.id).collect()
}

async fn found<P: Provider>(provider: &P, search: &str) -> Vec<String> {
    let search = Some(search.to_owned());
    let query = DeviceQuery {
        search,
        ..DeviceQuery::default()
    };
    ids(provider, query).await
}

async fn people_found(provider: &impl Provider, search: &str, group: Option<&str>) -> Vec<String> {
    let query = PersonQuery {
        search: Some(search.to_owned()),
        group: group.map(str::to_owned),
        ..PersonQuery::default()
    };
    let page = provider.people(&query).await.unwrap().value;
    assert_eq!(page.next, None);
    page.rows.into_iter().map(|person| person.id).collect()
}

/// Each state is told as it is, in lists too.
pub(crate) async fn states<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    for (compliance, id) in [
        (Compliance::NotCompliant, LAPTOP),
        (Compliance::Compliant, MAC),
        (Compliance::Unknown, PHONE),
        (Compliance::InGracePeriod, KIOSK),
    ] {
        let query = DeviceQuery {
            compliance: Some(compliance),
            ..DeviceQuery::default()
        };
        let page = provider.devices(&query).await.unwrap().value;
        let rows: Vec<_> = page
            .rows
            .iter()
            .map(|row| (row.device.compliance, &*row.device.id))
            .collect();
        assert_eq!(rows, [(compliance, id)]);
    }
}

/// Devices in each order, both ways.
pub(crate) async fn orders<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    for (order, expected) in [
        (DeviceOrder::Name, [KIOSK, LAPTOP, MAC, PHONE]),
        (DeviceOrder::Owner, [MAC, PHONE, LAPTOP, KIOSK]),
        (DeviceOrder::Compliance, [LAPTOP, KIOSK, PHONE, MAC]),
        (DeviceOrder::LastSeen, [LAPTOP, KIOSK, MAC, PHONE]),
    ] {
        let mut query = DeviceQuery {
            order,
            ..DeviceQuery::default()
        };
        assert_eq!(ids(&provider, query.clone()).await, expected, "{order:?}");
        query.reverse = true;
        let mut back = ids(&provider, query).await;
        back.reverse();
        assert_eq!(back, expected, "{order:?}");
    }
}

/// Devices are searched by name, id, and the owner's name and address; what is searched for means itself.
pub(crate) async fn device_search<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    for (search, expected) in [
        ("LAPTOP", &[LAPTOP, MAC][..]),
        ("laptop_", &[MAC]),
        (PHONE, &[PHONE]),
        ("byron", &[MAC, PHONE]),
        ("ADA@EXAMPLE", &[MAC, PHONE]),
        ("100%", &[LAPTOP]),
        ("%", &[LAPTOP]),
        ("\\", &[]),
        ("nowhere", &[]),
        ("  ", &[KIOSK, LAPTOP, MAC, PHONE]),
    ] {
        assert_eq!(found(&provider, search).await, expected, "{search:?}");
    }
}

/// Devices of one platform, of one owner, and of both.
pub(crate) async fn device_filters<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    let of = |platform, owner: Option<&str>, search: Option<&str>| DeviceQuery {
        platform,
        owner: owner.map(str::to_owned),
        search: search.map(str::to_owned),
        ..DeviceQuery::default()
    };
    for (query, expected) in [
        (of(Some(Platform::Ios), None, None), &[PHONE][..]),
        (of(None, Some(ADA), None), &[MAC, PHONE]),
        (of(None, Some(ADA), Some("phone")), &[PHONE]),
        (of(Some(Platform::Macos), Some(BO), None), &[]),
        (of(Some(Platform::Linux), None, None), &[]),
        (of(None, Some(NOBODY), None), &[]),
    ] {
        assert_eq!(ids(&provider, query.clone()).await, expected, "{query:?}");
    }
}

/// Devices in one group.
pub(crate) async fn device_groups<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    let of = |group: &str, search: Option<&str>| DeviceQuery {
        group: Some(group.to_owned()),
        search: search.map(str::to_owned),
        ..DeviceQuery::default()
    };
    for (query, expected) in [
        (of(LAPTOPS, None), &[LAPTOP, MAC][..]),
        (of(LAPTOPS, Some("_1")), &[MAC]),
        (of(STAFF, None), &[]),
        (of(NO_GROUP, None), &[]),
    ] {
        assert_eq!(ids(&provider, query.clone()).await, expected, "{query:?}");
    }
}

/// A list of devices tells whose they are.
pub(crate) async fn owners_by_name<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    let page = provider.devices(&DeviceQuery::default()).await.unwrap();
    let rows: Vec<_> = page
        .value
        .rows
        .iter()
        .map(|row| (&*row.device.id, row.owner_name.as_deref()))
        .collect();
    let expected = [
        (KIOSK, None),
        (LAPTOP, Some("bo 100%")),
        (MAC, Some("Ada Byron")),
        (PHONE, Some("Ada Byron")),
    ];
    assert_eq!(rows, expected);
}

/// People by name, searched by the beginnings of their names and addresses, and by group.
pub(crate) async fn people_by_name<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    for (search, group, expected) in [
        ("", None, &[ADA, BO, CY, EVE][..]),
        ("èVE", None, &[EVE]),
        ("ADA@", None, &[ADA]),
        ("BYR", None, &[ADA]),
        ("\\", None, &[]),
        ("\"", None, &[]),
        ("", Some(DESK), &[ADA]),
        ("", Some(STAFF), &[ADA, BO, CY]),
        ("bo", Some(STAFF), &[BO]),
        ("bo", Some(DESK), &[]),
        ("", Some(NO_GROUP), &[]),
    ] {
        let found = people_found(&provider, search, group).await;
        assert_eq!(found, expected, "{search:?} {group:?}");
    }
}

/// The same by what is in the middle of a word.
pub(crate) async fn people_by_any_part<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::small()).await;
    for (search, group, expected) in [
        ("0%", None, &[BO][..]),
        ("YRON", Some(DESK), &[ADA]),
        ("@example", None, &[ADA, BO, EVE]),
    ] {
        let found = people_found(&provider, search, group).await;
        assert_eq!(found, expected, "{search:?} {group:?}");
    }
}

/// Page after page each device comes once and in order, in every order, both ways.
pub(crate) async fn device_pages<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let world = World::large();
    let count = world.devices.len();
    let names: Vec<_> = world
        .people
        .iter()
        .map(|it| (it.id.clone(), it.name.clone()))
        .collect();
    let (provider, _kept) = make(world).await;
    let owner = |device: &Device| {
        let owner = device.owner.as_ref();
        let name = owner.and_then(|owner| names.iter().find(|(id, _)| id == owner));
        name.map(|(_, name)| name.clone())
    };
    for order in [
        DeviceOrder::Name,
        DeviceOrder::Owner,
        DeviceOrder::Compliance,
        DeviceOrder::LastSeen,
    ] {
        for reverse in [false, true] {
            let mut query = DeviceQuery {
                order,
                reverse,
                ..DeviceQuery::default()
            };
            let mut rows = Vec::new();
            loop {
                let page = provider.devices(&query).await.unwrap().value;
                is_page(&page, count, query.size);
                rows.extend(page.rows.into_iter().map(|row| row.device));
                query.after = page.next;
                // The size may change on the way.
                query.size = 150;
                if query.after.is_none() {
                    break;
                }
            }
            let ids: BTreeSet<_> = rows.iter().map(|device| device.id.clone()).collect();
            assert_eq!((rows.len(), ids.len()), (count, count));
            let in_order = rows.is_sorted_by_key(|device| {
                let key = match order {
                    DeviceOrder::Name => (0, Some(device.name.clone())),
                    DeviceOrder::Owner => {
                        let owner = owner(device);
                        (u64::from(owner.is_none()), owner)
                    }
                    DeviceOrder::Compliance => (rank(device.compliance).into(), None),
                    DeviceOrder::LastSeen => {
                        (device.last_seen_ms.map_or(u64::MAX, |ms| NOW - ms), None)
                    }
                };
                Turned(reverse, (key, device.id.clone()))
            });
            assert!(in_order, "{order:?} {reverse}");
        }
    }
}

/// What is compared the other way round, or not.
#[derive(PartialEq)]
struct Turned<T>(bool, T);

impl<T: PartialOrd> PartialOrd for Turned<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let ordering = self.1.partial_cmp(&other.1)?;
        Some(if self.0 { ordering.reverse() } else { ordering })
    }
}

fn is_page<T>(page: &Page<T>, count: usize, size: u32) {
    let most = if size == 0 { PAGE } else { size };
    assert!(page.rows.len() <= most as usize && !page.rows.is_empty());
    assert!(page.next.is_none() || page.rows.len() == most as usize);
    // Not every directory counts.
    assert!(page.total.is_none_or(|total| total == count as u64));
}

/// The same with people.
pub(crate) async fn person_pages<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let world = World::large();
    let mut expected: Vec<_> = world
        .people
        .iter()
        .map(|it| (it.name.clone(), it.id.clone()))
        .collect();
    expected.sort();
    let (provider, _kept) = make(world).await;
    let mut query = PersonQuery {
        size: 100,
        ..PersonQuery::default()
    };
    let mut rows = Vec::new();
    loop {
        let page = provider.people(&query).await.unwrap().value;
        is_page(&page, expected.len(), query.size);
        rows.extend(page.rows.into_iter().map(|it| (it.name, it.id)));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    assert_eq!(rows, expected);
}

/// No page is longer than the longest, whatever is asked.
pub(crate) async fn page_sizes<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::large()).await;
    for (size, rows) in [(0, PAGE), (1, 1), (PAGE, PAGE), (u32::MAX, PAGE)] {
        let query = DeviceQuery {
            size,
            ..DeviceQuery::default()
        };
        let page = provider.devices(&query).await.unwrap().value;
        assert_eq!(
            (page.rows.len(), page.next.is_some()),
            (rows as usize, true)
        );
    }
}

/// A list goes on from its own cursors only.
pub(crate) async fn foreign_cursors<P: Provider, G>(make: impl AsyncFn(World) -> (P, G)) {
    let (provider, _kept) = make(World::large()).await;
    let query = DeviceQuery::default();
    let next = provider.devices(&query).await.unwrap().value.next.unwrap();
    let mut tampered = next.clone();
    tampered.replace_range(..1, if next.starts_with('A') { "B" } else { "A" });
    for after in [tampered, String::new(), "x".repeat(100_000)] {
        let query = DeviceQuery {
            after: Some(after.clone()),
            ..query.clone()
        };
        let refused = provider.devices(&query).await;
        assert!(matches!(refused, Err(DirectoryError::BadCursor)));
        let query = PersonQuery {
            after: Some(after),
            ..PersonQuery::default()
        };
        let refused = provider.people(&query).await;
        assert!(matches!(refused, Err(DirectoryError::BadCursor)));
    }
    let other = DeviceQuery {
        after: Some(next),
        order: DeviceOrder::LastSeen,
        ..query
    };
    let refused = provider.devices(&other).await;
    assert!(matches!(refused, Err(DirectoryError::BadCursor)));
}
