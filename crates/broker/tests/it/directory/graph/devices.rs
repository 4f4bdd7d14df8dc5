//! A device, and whether it meets the policies.

use super::{
    Bench, NOW_MS, REFRESH_MS,
    mock::Quirks,
    organization::Organization,
    soon,
    world::{BEN, KIOSK, LAPTOP, LAPTOPS, NOBODY, PHONE, World, device, entra_id},
};
use remote_help::directory::{
    Aged, Compliance, Device, DeviceAnswer, DeviceQuery, DeviceRow, DirectoryError, Platform,
    Provider as _,
    graph::{AHEAD_MS, STALE_MS},
};
use rh_protocol::Role;
use serde_json::Value;

impl Bench {
    /// A device by its id in Entra ID, whole.
    async fn of_entra(&self, id: &str) -> Result<Option<Aged<Device>>, DirectoryError> {
        let found = soon(self.graph.device_of_entra(id)).await?;
        found.map(DeviceAnswer::whole).transpose()
    }
}

#[tokio::test]
async fn a_device_is_told_whole_with_reasons_and_groups() {
    let bench = Bench::start().await;
    let world = bench.mock.world();
    for id in [LAPTOP, PHONE, KIOSK] {
        let found = soon(bench.graph.device(id)).await.unwrap().unwrap();
        assert_eq!(found.value, world.device(id));
        assert_eq!(found.as_of_ms, NOW_MS);
        let same = bench.of_entra(&entra_id(id)).await.unwrap();
        assert_eq!(same.unwrap().value, world.device(id));
    }
    assert!(soon(bench.graph.device(NOBODY)).await.unwrap().is_none());
    assert!(bench.of_entra(NOBODY).await.unwrap().is_none());
}

#[tokio::test]
async fn only_one_word_means_compliant() {
    let bench = Bench::start().await;
    for (state, expected) in [
        ("compliant", Compliance::Compliant),
        ("noncompliant", Compliance::NotCompliant),
        ("inGracePeriod", Compliance::InGracePeriod),
        ("unknown", Compliance::Unknown),
        ("conflict", Compliance::Unknown),
        ("error", Compliance::Unknown),
        ("configManager", Compliance::Unknown),
        ("unknownFutureValue", Compliance::Unknown),
        ("Compliant", Compliance::Unknown),
        ("", Compliance::Unknown),
    ] {
        let (id, state) = (LAPTOP.to_owned(), state.to_owned());
        bench
            .mock
            .with(|inside| inside.world.states.insert(id, state));
        bench.pass(REFRESH_MS);
        let found = soon(bench.graph.device(LAPTOP)).await.unwrap().unwrap();
        assert_eq!(found.value.compliance, expected);
        let all = soon(bench.graph.devices(&DeviceQuery::default()))
            .await
            .unwrap();
        let mut rows = all.value.rows.iter().map(|row| &row.device);
        let row = rows.find(|device| device.id == LAPTOP).unwrap();
        assert_eq!(row.compliance, expected);
    }
    // Nor does silence.
    bench
        .mock
        .quirks(|quirks| quirks.omits = vec!["complianceState"]);
    bench.pass(REFRESH_MS);
    let found = soon(bench.graph.device(LAPTOP)).await.unwrap().unwrap();
    assert_eq!(found.value.compliance, Compliance::Unknown);
}

#[tokio::test]
async fn a_filter_that_is_ignored_finds_the_device_all_the_same_and_no_other() {
    let bench = Bench::start().await;
    bench.mock.quirks(|quirks| quirks.ignores_filters = true);
    bench.mock.with(|inside| inside.page = 1);
    for id in [LAPTOP, PHONE, KIOSK] {
        let found = bench.of_entra(&entra_id(id)).await.unwrap();
        assert_eq!(found.unwrap().value.id, id);
    }
    // The first of all devices is compliant, and nobody's but its own.
    assert!(bench.of_entra(NOBODY).await.unwrap().is_none());
}

#[tokio::test]
async fn of_several_enrolments_the_one_counts_that_was_heard_of_last() {
    let mut world = World::usual();
    let older = remote_help::directory::Device {
        compliance: Compliance::Compliant,
        last_seen_ms: Some(1),
        ..device(PHONE, "Phone of Ben before", None, Platform::Ios)
    };
    world.devices.insert(0, older);
    let bench = Bench::of(world).await;
    let found = bench.of_entra(&entra_id(PHONE)).await.unwrap();
    assert_eq!(found.unwrap().value.name, "Phone of Ben");
}

#[tokio::test]
async fn compliance_that_is_older_than_the_refresh_time_is_unknown() {
    let bench = Bench::start().await;
    let all = DeviceQuery::default();
    let before = soon(bench.graph.device(PHONE)).await.unwrap().unwrap();
    soon(bench.graph.device(LAPTOP)).await.unwrap().unwrap();
    bench.of_entra(&entra_id(LAPTOP)).await.unwrap();
    soon(bench.graph.devices(&all)).await.unwrap();
    bench.mock.quirks(|quirks| quirks.down = true);
    // It counts until then, though it is asked for before.
    bench.pass(REFRESH_MS - AHEAD_MS);
    bench.mock.seen();
    let kept = bench.patiently(bench.graph.device(PHONE)).await;
    assert_eq!(kept.unwrap().unwrap(), before);
    assert!(!bench.mock.seen().is_empty());
    let late = NOW_MS + REFRESH_MS - 5_000;
    bench.pass(late - bench.clock.now_ms());
    let kept = bench.patiently(bench.graph.device(PHONE)).await;
    assert_eq!(kept.unwrap().unwrap(), before);
    bench.pass(NOW_MS + REFRESH_MS - bench.clock.now_ms());
    for id in [LAPTOP, PHONE] {
        let old = bench.patiently(soon(bench.graph.device(id))).await;
        let old = old.unwrap().unwrap();
        assert_eq!(old.as_of_ms, NOW_MS);
        assert_eq!(old.value.compliance, Compliance::Unknown);
        assert!(old.value.reasons.is_empty());
        assert_eq!(old.value.name, bench.mock.world().device(id).name);
    }
    let entra = entra_id(LAPTOP);
    let old = bench.patiently(bench.of_entra(&entra)).await;
    assert_eq!(old.unwrap().unwrap().value.compliance, Compliance::Unknown);
    let listed = bench
        .patiently(soon(bench.graph.devices(&all)))
        .await
        .unwrap();
    assert_eq!((listed.as_of_ms, listed.value.total), (NOW_MS, Some(3)));
    let unknown = |row: &DeviceRow| row.device.compliance == Compliance::Unknown;
    assert!(listed.value.rows.iter().all(unknown));
    // Who looks for those that are compliant finds none.
    let compliant = DeviceQuery {
        compliance: Some(Compliance::Compliant),
        ..all
    };
    let none = bench.patiently(soon(bench.graph.devices(&compliant))).await;
    assert!(none.unwrap().value.rows.is_empty());
}

#[tokio::test]
async fn reasons_that_may_not_be_read_are_none_and_groups_are_unknown() {
    let bench = Bench::start().await;
    let lacks = |lacking| bench.mock.quirks(|quirks| quirks.forbidden = lacking);
    lacks(Some("deviceCompliancePolicyStates"));
    let phone = soon(bench.graph.device(PHONE)).await.unwrap().unwrap();
    assert_eq!(phone.value.compliance, Compliance::NotCompliant);
    assert!(phone.value.reasons.is_empty());

    lacks(Some("/devices"));
    let refused = soon(bench.graph.device(LAPTOP)).await;
    let Err(DirectoryError::Refused { why }) = refused else {
        panic!("{refused:?}")
    };
    assert!(why.contains("Device.Read.All"), "{why}");
    let entra = entra_id(LAPTOP);
    for id in [LAPTOP, &*entra] {
        let found = soon(bench.graph.device_by_any(id)).await.unwrap().unwrap();
        assert_eq!(found.device.value.compliance, Compliance::Compliant);
        let untold = found.groups_untold;
        assert!(matches!(untold, Some(DirectoryError::Refused { .. })));
    }
    // Nothing of it is kept, and what was known does not cover it.
    lacks(None);
    let laptop = soon(bench.graph.device(LAPTOP)).await.unwrap().unwrap();
    assert_eq!(laptop.value.groups, [LAPTOPS]);
    lacks(Some("/devices"));
    bench.pass(REFRESH_MS);
    let refused = soon(bench.graph.device(LAPTOP)).await;
    assert!(matches!(refused, Err(DirectoryError::Refused { .. })));
}

#[tokio::test]
async fn a_filter_that_is_ignored_gives_a_device_no_groups_of_another() {
    let bench = Bench::start().await;
    bench.mock.quirks(|quirks| quirks.ignores_filters = true);
    let phone = soon(bench.graph.device(PHONE))
        .await
        .unwrap()
        .unwrap()
        .value;
    assert!(phone.groups.is_empty());
}

#[tokio::test]
async fn while_the_groups_of_a_device_cannot_be_told_its_state_stands_and_it_is_in_those_that_it_was_in()
 {
    let bench = Bench::start().await;
    let entra = entra_id(LAPTOP);
    let set = |state: &str| {
        let (id, state) = (LAPTOP.to_owned(), state.to_owned());
        bench
            .mock
            .with(|inside| inside.world.states.insert(id, state));
    };
    let silent = |down_at| bench.mock.quirks(|quirks| quirks.down_at = down_at);
    silent(Some("/devices"));
    // What was never known is not known to be in none: who needs its groups has no answer.
    let unknown = bench.patiently(bench.graph.device(LAPTOP)).await;
    assert!(matches!(unknown, Err(DirectoryError::Unavailable { .. })));
    for id in [LAPTOP, &*entra] {
        let found = bench.patiently(bench.graph.device_by_any(id)).await;
        let found = found.unwrap().unwrap();
        assert_eq!(found.device.value.compliance, Compliance::Compliant);
        assert!(matches!(
            found.groups_untold,
            Some(DirectoryError::Unavailable { .. })
        ));
    }
    silent(None);
    bench.pass(60_000);
    let known_ms = bench.clock.now_ms();
    let before = soon(bench.graph.device(LAPTOP)).await.unwrap().unwrap();
    assert_eq!(before.value.groups, [LAPTOPS]);

    silent(Some("/devices"));
    set("noncompliant");
    bench.pass(REFRESH_MS);
    let old = bench.patiently(bench.graph.device(LAPTOP)).await;
    let old = old.unwrap().unwrap();
    assert_eq!(
        (&*old.value.groups, old.as_of_ms),
        (&[LAPTOPS.to_owned()][..], known_ms)
    );
    assert_eq!(old.value.compliance, Compliance::NotCompliant);
    // Those of an hour ago are not known any more, and the state is.
    set("compliant");
    bench.pass(STALE_MS);
    let gone = bench.patiently(bench.graph.device(LAPTOP)).await;
    assert!(matches!(gone, Err(DirectoryError::Unavailable { .. })));
    let found = bench.patiently(bench.graph.device_by_any(LAPTOP)).await;
    let found = found.unwrap().unwrap();
    assert_eq!(found.device.value.compliance, Compliance::Compliant);
    assert!(found.groups_untold.is_some() && found.device.value.groups.is_empty());
    // Nothing of it is kept once there is an answer again.
    silent(None);
    bench.pass(60_000);
    let after = soon(bench.graph.device(LAPTOP)).await.unwrap().unwrap();
    assert_eq!(after.value, before.value);
}

#[tokio::test]
async fn an_answer_about_another_device_is_none() {
    let bench = Bench::start().await;
    bench.mock.quirks(|quirks| quirks.other_id = Some(LAPTOP));
    let wrong = soon(bench.graph.device(PHONE)).await;
    assert!(matches!(wrong, Err(DirectoryError::Nonsense(_))));
}

#[tokio::test]
async fn the_page_of_a_device_stands_while_its_groups_cannot_be_told_and_does_not_say_that_there_are_none()
 {
    let it = Organization::start().await;
    let (_, admin) = it.sign_in_as(Role::Helper, BEN).await;
    let path = format!("/api/v1/directory/devices/{LAPTOP}");
    let told = async || {
        let reply = it.patiently(admin.get(&path)).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json::<Value>()
    };
    let troubles: [fn(&mut Quirks); 2] = [
        |quirks| quirks.forbidden = Some("/devices"),
        |quirks| quirks.down_at = Some("/devices"),
    ];
    for trouble in troubles {
        it.graph.quirks(trouble);
        let device = told().await;
        assert_eq!(device["compliance"], "compliant");
        assert_eq!(device["owner"]["name"], "Ada Example");
        assert!(device.get("groups").is_none(), "{device}");
        it.graph.quirks(|quirks| *quirks = Quirks::default());
    }
    // It is left alone for a while.
    it.pass(5_000);
    assert_eq!(told().await["groups"][0]["id"], LAPTOPS);
}
