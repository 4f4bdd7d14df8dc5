//! Links that enrol a browser, the key that proves its device from then on, and its end.

use super::*;

#[tokio::test]
async fn a_link_enrols_one_browser_and_its_signature_proves_the_device() {
    let bench = Bench::open().await;
    let sign_in = bench.sign_in("olga", 1).await;
    let token = bench.link("d-1").await;
    let (first, second) = (BrowserKey::fresh(), BrowserKey::fresh());
    let bad = bench.devices.enrol_for("olga", &token, "no key").await;
    assert_eq!(code(bad), ErrorCode::BadField);
    let enrolled = bench
        .devices
        .enrol_for("olga", &token, &first.public())
        .await;
    let enrolled = enrolled.unwrap();
    assert_eq!(enrolled.device.expose(), "D-1");
    let again = bench
        .devices
        .enrol_for("olga", &token, &second.public())
        .await;
    assert_eq!(code(again), ErrorCode::WrongEnrolmentLink);
    let proved = bench.prove(sign_in, &first, &enrolled.key).await;
    assert_eq!(proved.unwrap().device, "d-1");
    assert_eq!(bench.prove(sign_in, &second, &enrolled.key).await, None);
    assert_eq!(bench.prove(sign_in, &first, "another").await, None);
    assert_eq!(
        bench.recorded().await,
        ["device-link-issued", "device-enrolled"]
    );
}

#[tokio::test]
async fn a_newer_link_ends_an_older_one_and_every_link_ends() {
    let bench = Bench::open().await;
    let (old, new) = (bench.link("d-1").await, bench.link("d-1").await);
    let key = BrowserKey::fresh().public();
    let refused = bench.devices.enrol_for("olga", &old, &key).await;
    assert_eq!(code(refused), ErrorCode::WrongEnrolmentLink);
    bench
        .clock
        .advance(Duration::from_millis(limits::ENROLMENT_MS));
    let refused = bench.devices.enrol_for("olga", &new, &key).await;
    assert_eq!(code(refused), ErrorCode::WrongEnrolmentLink);
    let unknown = bench.devices.issue_link_by("admin", "d-9").await;
    assert_eq!(code(unknown), ErrorCode::NotFound);
}

#[tokio::test]
async fn a_device_has_so_many_browsers_and_no_more() {
    let bench = Bench::open().await;
    for _ in 0..limits::DEVICE_KEYS {
        bench.enrol("olga", "d-1").await;
    }
    let token = bench.link("d-1").await;
    let key = BrowserKey::fresh().public();
    let refused = bench.devices.enrol_for("olga", &token, &key).await;
    assert_eq!(code(refused), ErrorCode::TooMany);
}

#[tokio::test]
async fn a_challenge_is_answered_once_in_time_and_by_the_sign_in_that_it_was_given_to() {
    let bench = Bench::open().await;
    let (mine, other) = (
        bench.sign_in("olga", 1).await,
        bench.sign_in("otto", 2).await,
    );
    let (key, id) = bench.enrol("olga", "d-1").await;
    let challenge = bench.devices.challenge_for(mine).await.unwrap();
    let signed = sign(&key, &id, challenge.challenge.expose());
    assert_eq!(bench.devices.prove_for(other, &signed).await.unwrap(), None);
    let proved = bench.devices.prove_for(mine, &signed).await.unwrap();
    assert!(proved.is_some());
    assert_eq!(bench.devices.prove_for(mine, &signed).await.unwrap(), None);

    let late = bench.devices.challenge_for(mine).await.unwrap();
    let signed = sign(&key, &id, late.challenge.expose());
    bench
        .clock
        .advance(Duration::from_millis(limits::CHALLENGE_MS));
    assert_eq!(bench.devices.prove_for(mine, &signed).await.unwrap(), None);

    let older = bench.devices.challenge_for(mine).await.unwrap();
    bench.devices.challenge_for(mine).await.unwrap();
    let signed = sign(&key, &id, older.challenge.expose());
    assert_eq!(bench.devices.prove_for(mine, &signed).await.unwrap(), None);
}

#[tokio::test]
async fn a_revoked_key_proves_nothing_and_whoever_waits_is_told() {
    let bench = Bench::open().await;
    let sign_in = bench.sign_in("olga", 1).await;
    let (key, id) = bench.enrol("olga", "d-1").await;
    let proved = bench.prove(sign_in, &key, &id).await;
    let seen = Seen {
        key: proved,
        ..Seen::default()
    };
    let found = bench.find("olga", seen, None).await;
    let looked = bench.look("olga", &found.device).await;
    assert_eq!(looked.device, found.device);

    let changes = bench.devices.changes();
    let elsewhere = bench.devices.revoke_by("admin", "d-2", &id).await;
    assert_eq!(code(elsewhere), ErrorCode::NotFound);
    bench.devices.revoke_by("admin", "d-1", &id).await.unwrap();
    assert!(changes.has_changed().unwrap());
    assert_eq!(bench.prove(sign_in, &key, &id).await, None);
    let looked = bench.look("olga", &found.device).await;
    assert_eq!(looked.device.shown.state, DeviceState::Unenrolled);
    assert!(looked.enrolled.unwrap().is_none());
    let again = bench.devices.revoke_by("admin", "d-1", &id).await;
    assert_eq!(code(again), ErrorCode::NotFound);
    assert_eq!(bench.recorded().await.last().unwrap(), "device-key-revoked");
}
