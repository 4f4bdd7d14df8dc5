//! Where somebody is found to sit when they join: by the first that can tell.

use super::*;

#[tokio::test]
async fn the_first_that_can_tell_answers() {
    let bench = Bench::open().await;
    let proved = Proved {
        key: "k".to_owned(),
        device: "d-2".to_owned(),
    };
    let all = Seen {
        claim: Some("d-1".to_owned()),
        proxy: Some("d-2".to_owned()),
        key: Some(proved),
        check: DeviceCheck::Off,
        platform: Some(Platform::Linux),
    };
    let (good, bad) = (DeviceState::Compliant, DeviceState::NotCompliant);
    let found = bench.find("otto", all.clone(), None).await;
    assert_eq!(proof(&found), (Some("d-1"), Some(DeviceProof::Claim), good));
    assert_eq!(found.device.key, None);
    let no_claim = Seen {
        claim: None,
        ..all.clone()
    };
    let found = bench.find("otto", no_claim, None).await;
    assert_eq!(proof(&found), (Some("d-2"), Some(DeviceProof::Proxy), bad));
    // What the directory does not know tells nothing.
    let strange = Seen {
        claim: Some("d-9".to_owned()),
        proxy: Some("d-8".to_owned()),
        ..all
    };
    let found = bench.find("otto", strange, None).await;
    assert_eq!(proof(&found), (Some("d-2"), Some(DeviceProof::Key), bad));
    assert_eq!(found.device.key.as_deref(), Some("k"));
    let nothing = bench.find("otto", Seen::default(), None).await;
    assert_eq!(proof(&nothing), (None, None, DeviceState::Unenrolled));
    assert!(nothing.enrolled.is_none() && nothing.owner);
}

#[tokio::test]
async fn the_bound_device_is_presumed_of_its_owner_on_a_system_of_its_kind_and_of_nobody_else() {
    let bench = Bench::open().await;
    let on = |platform| Seen {
        platform,
        ..Seen::default()
    };
    let linux = || on(Some(Platform::Linux));
    let found = bench.find("olga", linux(), Some("d-1")).await;
    let presumed = Some(DeviceProof::Presumed);
    assert_eq!(
        proof(&found),
        (Some("d-1"), presumed, DeviceState::Compliant)
    );
    for (who, seen, bound) in [
        ("otto", linux(), Some("d-1")),
        ("olga", on(Some(Platform::Windows)), Some("d-1")),
        ("olga", on(None), Some("d-1")),
        // Nobody owns it: anybody might sit anywhere.
        ("olga", linux(), Some("d-2")),
        ("olga", linux(), None),
    ] {
        let found = bench.find(who, seen.clone(), bound).await;
        assert_eq!(found.device.id, None, "{who} {seen:?} {bound:?}");
        assert_eq!(found.owner, who == "olga", "{who} {seen:?} {bound:?}");
    }
}

#[tokio::test]
async fn a_device_is_presumed_of_who_owns_it_now() {
    let bench = Bench::open().await;
    let linux = || Seen {
        platform: Some(Platform::Linux),
        ..Seen::default()
    };
    let join = async |who: &str, bound: &Bound| {
        let who = Standing {
            subject: who.to_owned(),
            ..Standing::default()
        };
        let found = bench.devices.find(&who, &linux(), Some(bound)).await;
        found.unwrap().device
    };
    let (nobodys, _) = bench.devices.bind("d-2").await.unwrap().unwrap();
    let (olgas, _) = bench.devices.bind("d-1").await.unwrap().unwrap();
    let before = join("olga", &olgas).await;
    assert_eq!(before.id.as_deref(), Some("d-1"));
    assert_eq!(bench.look("olga", &before).await.device, before);

    // Given to somebody while the sessions for them were out.
    for id in ["d-1", "d-2"] {
        bench.device(id, Some("otto"), Compliance::Compliant).await;
    }
    for (who, bound, expected) in [
        ("olga", &nobodys, None),
        ("otto", &nobodys, Some("d-2")),
        ("olga", &olgas, None),
    ] {
        let found = join(who, bound).await;
        assert_eq!(found.id.as_deref(), expected, "{who}");
    }
    let looked = bench.look("olga", &before).await;
    assert_eq!(looked.device, shown::unenrolled());
    assert!(looked.enrolled.unwrap().is_none());
}
