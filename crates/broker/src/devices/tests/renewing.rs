//! Browsers that were not used for long are renewed by whoever enrolled them, while the device is theirs or nobody's.

use super::*;

#[tokio::test]
async fn a_browser_that_was_not_used_for_a_week_is_renewed_by_who_enrolled_it() {
    let bench = Bench::open().await;
    let linux = Some(Platform::Linux);
    for (account, id) in [("olga", 1), ("otto", 2)] {
        bench.sign_in(account, id).await;
    }
    let (_, id) = bench.enrol("olga", "d-1").await;
    let key = BrowserKey::fresh().public();
    let renew = |who, platform| bench.devices.renew_for(who, "d-1", &key, platform);
    assert_eq!(bench.devices.renewable("olga", linux).await.unwrap(), []);
    assert_eq!(code(renew("olga", linux).await), ErrorCode::NotAllowed);

    bench
        .clock
        .advance(Duration::from_millis(limits::KEY_UNUSED_MS));
    let offered = bench.devices.renewable("olga", linux).await.unwrap();
    assert_eq!(offered.len(), 1);
    assert_eq!(offered[0].id, "d-1");
    for (who, platform) in [
        ("otto", linux),
        ("olga", Some(Platform::Macos)),
        ("olga", None),
    ] {
        assert_eq!(bench.devices.renewable(who, platform).await.unwrap(), []);
        assert_eq!(code(renew(who, platform).await), ErrorCode::NotAllowed);
    }
    let renewed = renew("olga", linux).await.unwrap();
    assert_ne!(renewed.key, id);
    assert!(!bench.devices.has_key(&id).await.unwrap());
    assert!(bench.devices.has_key(&renewed.key).await.unwrap());
    assert_eq!(code(renew("olga", linux).await), ErrorCode::NotAllowed);
    assert_eq!(bench.recorded().await.last().unwrap(), "device-key-renewed");
}

#[tokio::test]
async fn a_browser_is_renewed_by_who_still_owns_the_device_and_not_for_ever() {
    let bench = Bench::open().await;
    let linux = Some(Platform::Linux);
    bench.sign_in("olga", 1).await;
    for device in ["d-1", "d-2"] {
        bench.enrol("olga", device).await;
    }
    bench.device("d-2", None, Compliance::NotCompliant).await;
    let key = BrowserKey::fresh().public();
    let offered = async || {
        let offered = bench.devices.renewable("olga", linux).await.unwrap();
        offered.into_iter().map(|it| it.id).collect::<Vec<_>>()
    };
    let week = Duration::from_millis(limits::KEY_UNUSED_MS);
    bench.clock.advance(week);
    assert_eq!(offered().await, ["d-1", "d-2"]);

    bench
        .device("d-1", Some("otto"), Compliance::Compliant)
        .await;
    assert_eq!(offered().await, ["d-2"]);
    let given_away = bench.devices.renew_for("olga", "d-1", &key, linux).await;
    assert_eq!(code(given_away), ErrorCode::NotAllowed);
    // Nor by whom the directory does not know any more.
    bench
        .device("d-1", Some("olga"), Compliance::Compliant)
        .await;
    bench.directory.remove_person("olga", BY).await.unwrap();
    bench
        .device("d-1", Some("otto"), Compliance::Compliant)
        .await;
    let unknown = bench.devices.renew_for("olga", "d-1", &key, linux).await;
    assert_eq!(code(unknown), ErrorCode::NotAllowed);
    // What is nobody's is renewed by who enrolled it.
    let renewed = bench.devices.renew_for("olga", "d-2", &key, linux).await;
    renewed.unwrap();

    bench.person("olga").await;
    bench
        .device("d-1", Some("olga"), Compliance::Compliant)
        .await;
    assert_eq!(offered().await, ["d-1"]);
    let limit = Duration::from_millis(limits::KEY_RENEWABLE_MS);
    bench.clock.advance(limit.saturating_sub(week));
    assert_eq!(offered().await, ["d-2"]);
    let late = bench.devices.renew_for("olga", "d-1", &key, linux).await;
    assert_eq!(code(late), ErrorCode::NotAllowed);
}

#[tokio::test]
async fn of_many_devices_only_those_used_last_are_offered() {
    let bench = Bench::open().await;
    bench.sign_in("olga", 1).await;
    let most = usize::try_from(limits::RENEWABLE_DEVICES).unwrap();
    for count in 0..=most {
        let id = format!("d-{}", 10 + count);
        bench.device(&id, Some("olga"), Compliance::Compliant).await;
        bench.enrol("olga", &id).await;
        bench.clock.advance(Duration::from_secs(1));
    }
    bench
        .clock
        .advance(Duration::from_millis(limits::KEY_UNUSED_MS));
    let offered = bench.devices.renewable("olga", Some(Platform::Linux)).await;
    let offered: Vec<_> = offered.unwrap().into_iter().map(|it| it.id).collect();
    assert_eq!(offered.len(), most);
    assert!(!offered.contains(&"d-10".to_owned()), "{offered:?}");
}
