//! What is looked at again while a session runs: what the directory says by now, and for how long the provider's word counts.

use super::*;

#[tokio::test]
async fn what_the_directory_says_now_counts() {
    let bench = Bench::open().await;
    let seen = Seen {
        claim: Some("d-1".to_owned()),
        ..Seen::default()
    };
    let found = bench.find("olga", seen, None).await;
    for (compliance, state) in [
        (Compliance::NotCompliant, DeviceState::NotCompliant),
        (Compliance::InGracePeriod, DeviceState::InGracePeriod),
        (Compliance::Unknown, DeviceState::Unknown),
        (Compliance::Compliant, DeviceState::Compliant),
    ] {
        bench.device("d-1", Some("olga"), compliance).await;
        let looked = bench.look("olga", &found.device).await;
        assert_eq!(looked.device.shown.state, state);
        assert!(looked.enrolled.unwrap().is_some());
    }
    bench.directory.remove_device("d-1", BY).await.unwrap();
    let now = bench.look("olga", &found.device).await.device;
    assert_eq!((now.id, now.shown.state), (None, DeviceState::Unenrolled));
}

#[tokio::test]
async fn what_the_provider_says_decides_the_state_until_the_device_is_nobodys_any_more() {
    let bench = Bench::open().await;
    let sign_in = bench.sign_in("olga", 1).await;
    let (key, id) = bench.enrol("olga", "d-2").await;
    let proved = bench.prove(sign_in, &key, &id).await;
    for (verdict, state) in [
        (DeviceVerdict::Compliant, DeviceState::Compliant),
        (DeviceVerdict::NotCompliant, DeviceState::NotCompliant),
        (DeviceVerdict::Silent, DeviceState::NotCompliant),
    ] {
        let seen = Seen {
            key: proved.clone(),
            check: DeviceCheck::Done(verdict),
            ..Seen::default()
        };
        let found = bench.find("olga", seen, None).await;
        assert_eq!(proof(&found), (Some("d-2"), Some(DeviceProof::Key), state));
        let looked = bench.look("olga", &found.device).await;
        assert_eq!(looked.device, found.device, "it still counts");
        if verdict == DeviceVerdict::Compliant {
            let unknown = Device {
                id: Some("d-9".to_owned()),
                ..found.device
            };
            let looked = bench.look("olga", &unknown).await;
            assert_eq!(looked.device, shown::unenrolled());
        }
    }
    let nobody_knows = Seen {
        check: DeviceCheck::Done(DeviceVerdict::Compliant),
        ..Seen::default()
    };
    let found = bench.find("olga", nobody_knows, None).await;
    assert_eq!(proof(&found), (None, None, DeviceState::Compliant));
    assert!(found.device.is_enrolled() && found.enrolled.is_none());
    let looked = bench.look("olga", &found.device).await;
    assert_eq!(looked.device, found.device);
}

#[tokio::test]
async fn a_yes_of_the_provider_does_not_hide_that_a_device_has_become_not_compliant_since() {
    let bench = Bench::open().await;
    let yes = || Seen {
        claim: Some("d-1".to_owned()),
        check: DeviceCheck::Done(DeviceVerdict::Compliant),
        ..Seen::default()
    };
    let found = bench.find("olga", yes(), None).await;
    let set = |compliance| bench.device("d-1", Some("olga"), compliance);
    // What is no clear no leaves the yes as it is.
    set(Compliance::Unknown).await;
    let looked = bench.look("olga", &found.device).await.device;
    assert_eq!(looked.shown, found.device.shown);
    set(Compliance::NotCompliant).await;
    let looked = bench.look("olga", &looked).await.device;
    let bad = (DeviceState::NotCompliant, None);
    assert_eq!((looked.shown.state, looked.shown.verdict), bad);
    // The yes was about what was before, and does not come back.
    set(Compliance::Unknown).await;
    let looked = bench.look("olga", &looked).await.device;
    assert_eq!(looked.shown.state, DeviceState::Unknown);

    // Where the directory said no when the provider said yes, that counts until the directory has come to say no again.
    set(Compliance::NotCompliant).await;
    let found = bench.find("olga", yes(), None).await.device;
    assert_eq!(found.shown.state, DeviceState::Compliant);
    assert_eq!(bench.look("olga", &found).await.device, found);
    set(Compliance::InGracePeriod).await;
    let looked = bench.look("olga", &found).await.device;
    assert_eq!(looked.shown.state, DeviceState::Compliant);
    set(Compliance::NotCompliant).await;
    let looked = bench.look("olga", &looked).await.device;
    assert_eq!((looked.shown.state, looked.shown.verdict), bad);
}
