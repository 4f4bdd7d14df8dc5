//! Lists: devices, people, groups; and the organisation.

use super::{
    Bench, NOW_MS, REFRESH_MS,
    mock::error,
    world::{
        ADA, BEN, CLEO, HELP_DESK, KIOSK, LAPTOP, LAPTOPS, NOBODY, PHONE, STAFF, World, person,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use remote_help::directory::{
    Compliance, DeviceQuery, DirectoryError, GroupKind, Page, Person, PersonQuery, Platform,
    Provider as _, query::DeviceOrder,
};

async fn devices(bench: &Bench, query: DeviceQuery) -> Vec<String> {
    let page = bench.graph.devices(&query).await.unwrap().value;
    page.rows.into_iter().map(|row| row.device.id).collect()
}

async fn people(bench: &Bench, query: PersonQuery) -> Page<Person> {
    bench.graph.people(&query).await.unwrap().value
}

fn ids(page: &Page<Person>) -> Vec<&str> {
    page.rows.iter().map(|row| row.id.as_str()).collect()
}

#[tokio::test]
async fn devices_are_searched_filtered_and_sorted() {
    let bench = Bench::start().await;
    let search = |text: &str| DeviceQuery {
        search: Some(text.to_owned()),
        ..DeviceQuery::default()
    };
    for (text, expected) in [
        ("OF ", vec![LAPTOP, PHONE]),
        ("top", vec![LAPTOP]),
        ("0003", vec![KIOSK]),
        ("ben ex", vec![PHONE]),
        ("ada@", vec![LAPTOP]),
        ("nothing", vec![]),
        ("  ", vec![KIOSK, LAPTOP, PHONE]),
    ] {
        assert_eq!(devices(&bench, search(text)).await, expected, "{text:?}");
    }
    let order = |order, reverse| DeviceQuery {
        order,
        reverse,
        ..DeviceQuery::default()
    };
    for (by, expected) in [
        (DeviceOrder::Name, [KIOSK, LAPTOP, PHONE]),
        (DeviceOrder::Owner, [LAPTOP, PHONE, KIOSK]),
        (DeviceOrder::Compliance, [PHONE, KIOSK, LAPTOP]),
        (DeviceOrder::LastSeen, [PHONE, LAPTOP, KIOSK]),
    ] {
        assert_eq!(devices(&bench, order(by, false)).await, expected, "{by:?}");
        let mut reversed = expected;
        reversed.reverse();
        assert_eq!(devices(&bench, order(by, true)).await, reversed, "{by:?}");
    }
    let filtered = DeviceQuery {
        compliance: Some(Compliance::NotCompliant),
        platform: Some(Platform::Ios),
        owner: Some(BEN.to_owned()),
        ..DeviceQuery::default()
    };
    assert_eq!(devices(&bench, filtered.clone()).await, [PHONE]);
    let others = DeviceQuery {
        owner: Some(ADA.to_owned()),
        ..filtered
    };
    assert!(devices(&bench, others).await.is_empty());
    // All of that from one request, without filters, which would be ignored.
    let seen = bench.mock.seen();
    assert_eq!(seen.len(), 1);
    assert!(!seen[0].query.contains_key("$filter") && !seen[0].query.contains_key("$search"));
    bench.pass(REFRESH_MS);
    assert_eq!(devices(&bench, search("top")).await, [LAPTOP]);
    assert_eq!(bench.mock.seen().len(), 1);
}

#[tokio::test]
async fn devices_are_told_with_whose_they_are_and_by_their_groups() {
    let bench = Bench::start().await;
    let page = bench.graph.devices(&DeviceQuery::default()).await.unwrap();
    let owners: Vec<_> = page
        .value
        .rows
        .iter()
        .map(|row| (row.device.id.as_str(), row.owner_name.as_deref()))
        .collect();
    assert_eq!(
        owners,
        [
            (KIOSK, None),
            (LAPTOP, Some("Ada Example")),
            (PHONE, Some("Ben Example")),
        ]
    );
    let of = |group: &str| DeviceQuery {
        group: Some(group.to_owned()),
        ..DeviceQuery::default()
    };
    for (group, expected) in [
        (LAPTOPS, vec![LAPTOP]),
        (STAFF, vec![]),
        (NOBODY, vec![]),
        ("laptops", vec![]),
    ] {
        assert_eq!(devices(&bench, of(group)).await, expected, "{group}");
    }
    // Kept for a while, and as old as it is.
    bench.mock.seen();
    bench.pass(REFRESH_MS - 1);
    let kept = bench.graph.devices(&of(LAPTOPS)).await.unwrap();
    assert_eq!((kept.as_of_ms, bench.mock.seen().len()), (NOW_MS, 0));
    bench
        .mock
        .quirks(|quirks| quirks.forbidden = Some("microsoft.graph.device"));
    bench.pass(1);
    let refused = bench.graph.devices(&of(LAPTOPS)).await;
    let Err(DirectoryError::Refused { why }) = refused else {
        panic!("{refused:?}")
    };
    assert!(why.contains("Device.Read.All"), "{why}");
}

#[tokio::test]
async fn groups_are_named_and_people_found_by_their_ids() {
    let bench = Bench::start().await;
    let names = bench.graph.group_names(&[STAFF, NOBODY]).await.unwrap();
    assert_eq!(names, [(STAFF.to_owned(), "Staff".to_owned())].into());
    let ada = bench.graph.person_by_id(ADA).await.unwrap().unwrap();
    assert!(ada.value == bench.mock.world().person(ADA));
    for nobody in [NOBODY, "ada"] {
        assert_eq!(bench.graph.person_by_id(nobody).await.unwrap(), None);
    }
}

#[tokio::test]
async fn devices_come_page_by_page_whatever_happens_in_between() {
    let bench = Bench::start().await;
    bench.mock.with(|inside| inside.page = 2);
    let mut query = DeviceQuery {
        size: 1,
        ..DeviceQuery::default()
    };
    let mut found = Vec::new();
    loop {
        let page = bench.graph.devices(&query).await.unwrap().value;
        assert_eq!(page.total, Some(3));
        found.extend(page.rows.into_iter().map(|row| row.device.id));
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    assert_eq!(found, [KIOSK, LAPTOP, PHONE]);
    // One before is gone: the page after the laptop is still the phone's.
    bench
        .mock
        .with(|inside| inside.world.devices.retain(|device| device.id != KIOSK));
    bench.pass(REFRESH_MS);
    assert_eq!(devices(&bench, query).await, [PHONE]);
    for mark in ["", "x", "1", "x.y"] {
        let query = DeviceQuery {
            after: Some(mark.to_owned()),
            ..DeviceQuery::default()
        };
        let refused = bench.graph.devices(&query).await;
        assert!(
            matches!(refused, Err(DirectoryError::BadCursor)),
            "{mark:?}"
        );
    }
}

#[tokio::test]
async fn people_come_by_name_page_by_page() {
    let bench = Bench::start().await;
    let mut query = PersonQuery {
        size: 2,
        ..PersonQuery::default()
    };
    let first = people(&bench, query.clone()).await;
    assert_eq!((ids(&first), first.total), (vec![ADA, BEN], Some(3)));
    // Groups are told one by one, and not here.
    assert!(first.rows[0].groups.is_empty());
    assert_eq!(first.rows[0].company.as_deref(), Some("Example"));
    query.after = first.next;
    let second = people(&bench, query.clone()).await;
    assert_eq!((ids(&second), &second.next), (vec![CLEO], &None));
    assert!(bench.mock.seen().iter().all(|seen| seen.eventual));
    // Both are kept for a while.
    people(&bench, query).await;
    assert!(bench.mock.seen().is_empty());
}

#[tokio::test]
async fn people_are_searched_by_name_and_address_and_in_groups() {
    let bench = Bench::start().await;
    let search = |text: &str, group: Option<&str>| PersonQuery {
        search: Some(text.to_owned()),
        group: group.map(str::to_owned),
        ..PersonQuery::default()
    };
    for (text, group, expected) in [
        ("EXAM", None, vec![ADA, BEN]),
        ("ben@", None, vec![BEN]),
        ("sample cl", None, vec![CLEO]),
        ("", Some(STAFF), vec![ADA, BEN]),
        ("b", Some(STAFF), vec![BEN]),
        ("", Some(NOBODY), vec![]),
        ("", Some("staff"), vec![]),
        ("a\" OR \"mail:ben", None, vec![]),
    ] {
        let page = people(&bench, search(text, group)).await;
        assert_eq!(ids(&page), expected, "{text:?} {group:?}");
        assert_eq!(page.total, Some(expected.len() as u64));
    }
    // Where the search is ignored, nobody is shown who was not searched for, and how many there are, nobody
    // knows.
    bench.mock.quirks(|quirks| quirks.ignores_filters = true);
    let page = people(&bench, search("cleo", None)).await;
    assert_eq!((ids(&page), page.total), (vec![CLEO], None));
}

#[tokio::test]
async fn the_mark_of_a_next_page_leads_nowhere_else() {
    let bench = Bench::start().await;
    for mark in [
        "?",
        "https://evil.example/",
        &URL_SAFE_NO_PAD.encode("#x"),
        &URL_SAFE_NO_PAD.encode("a b"),
    ] {
        let query = PersonQuery {
            after: Some(mark.to_owned()),
            ..PersonQuery::default()
        };
        let refused = bench.graph.people(&query).await;
        assert!(matches!(refused, Err(DirectoryError::BadCursor)), "{mark}");
    }
    assert!(bench.mock.seen().is_empty());
    // Nor does one that Graph does not take, or takes no more.
    bench.mock.quirks(|quirks| {
        let ended = error(400, "Directory_ExpiredPageToken");
        quirks.next.push_back(ended);
    });
    let query = PersonQuery {
        after: Some(URL_SAFE_NO_PAD.encode("$skiptoken=1")),
        ..PersonQuery::default()
    };
    let refused = bench.graph.people(&query).await;
    assert!(matches!(refused, Err(DirectoryError::BadCursor)));
    bench.mock.seen();
    // Whatever it holds, the path is ours.
    let query = PersonQuery {
        after: Some(
            URL_SAFE_NO_PAD.encode("/../../organization?$select=id,displayName,accountEnabled"),
        ),
        ..PersonQuery::default()
    };
    let _ = bench.graph.people(&query).await;
    assert!(
        bench
            .mock
            .seen()
            .iter()
            .all(|seen| seen.path == "/v1.0/users")
    );
}

#[tokio::test]
async fn groups_are_all_groups_by_name_of_either_kind() {
    let bench = Bench::start().await;
    bench.mock.with(|inside| inside.page = 1);
    for kind in [GroupKind::People, GroupKind::Devices] {
        let groups = bench.graph.groups(kind).await.unwrap();
        let ids: Vec<&str> = groups.value.iter().map(|group| group.id.as_str()).collect();
        assert_eq!(ids, [HELP_DESK, LAPTOPS, STAFF]);
        assert!(groups.value.iter().all(|group| group.kind == kind));
        assert_eq!(groups.as_of_ms, NOW_MS);
    }
    assert_eq!(bench.mock.seen().len(), 3);
    bench.mock.quirks(|quirks| quirks.down = true);
    bench.pass(REFRESH_MS);
    let old = bench.patiently(bench.graph.groups(GroupKind::People)).await;
    assert_eq!(old.unwrap().as_of_ms, NOW_MS);
}

#[tokio::test]
async fn the_organisation_is_the_tenant() {
    let bench = Bench::start().await;
    let found = bench.graph.organization().await.unwrap();
    assert_eq!(found.value, bench.mock.world().organization);
    bench.pass(REFRESH_MS);
    bench
        .mock
        .quirks(|quirks| quirks.omits = vec!["verifiedDomains"]);
    let refused = bench.graph.organization().await;
    assert!(matches!(refused, Err(DirectoryError::Refused { .. })));
    bench.mock.quirks(|quirks| quirks.other_id = Some(NOBODY));
    let other = bench.graph.organization().await;
    assert!(matches!(other, Err(DirectoryError::Nonsense(_))));
}

#[tokio::test]
async fn many_people_are_no_trouble() {
    let mut world = World::usual();
    world.people = (0..1_000)
        .map(|number| {
            let id = format!("ada00000-aaaa-4bbb-8ccc-{number:012}");
            person(&id, &format!("Person {number:04}"), &[])
        })
        .collect();
    let bench = Bench::of(world).await;
    let mut query = PersonQuery::default();
    let mut found = 0;
    loop {
        let page = people(&bench, query.clone()).await;
        assert_eq!(page.total, Some(1_000));
        found += page.rows.len();
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    assert_eq!(found, 1_000);
}
