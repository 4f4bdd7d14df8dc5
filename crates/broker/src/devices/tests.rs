//! Which device somebody joins from, enrolled browsers, and their keys, against a real store.

use super::{signature::tests::BrowserKey, *};
use crate::{
    Settings,
    directory::{Compliance, Directory, Embedded, Person, Platform, embedded::Author},
    identity::{DeviceCheck, SignInId},
};
use rh_protocol::{
    Redacted,
    api::Signed,
    limits,
    view::{DeviceState, DeviceVerdict},
};
use std::time::Duration;

const ORIGIN: &str = "http://localhost:8080";
const BY: Author<'static> = Author::Account("admin");

struct Bench {
    devices: Devices,
    directory: Embedded,
    store: Store,
    clock: Clock,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::manual(1_767_225_600_000);
        let settings: Settings = toml::from_str(&format!("public_url = \"{ORIGIN}\"")).unwrap();
        let settings = Arc::new(settings);
        let store = Store::open(folder.path()).await.unwrap();
        let directory = Directory::open(&settings, store.clone(), clock.clone()).unwrap();
        let Directory::Embedded(embedded) = directory.clone() else {
            panic!("another directory")
        };
        let access = Access::open(settings, store.clone(), clock.clone(), directory);
        let access = access.await.unwrap();
        let bench = Self {
            devices: Devices::new(store.clone(), clock.clone(), access, ORIGIN.to_owned()),
            directory: embedded,
            store,
            clock,
            _folder: folder,
        };
        bench.person("olga").await;
        bench.person("otto").await;
        bench
            .device("d-1", Some("olga"), Compliance::Compliant)
            .await;
        bench.device("d-2", None, Compliance::NotCompliant).await;
        bench
    }

    async fn person(&self, id: &str) {
        let person = Person {
            id: id.to_owned(),
            subject: Some(id.to_owned()),
            email: None,
            name: id.to_uppercase(),
            title: None,
            company: None,
            enabled: true,
            groups: Vec::new(),
        };
        self.directory.save_person(&person, BY).await.unwrap();
    }

    async fn device(&self, id: &str, owner: Option<&str>, compliance: Compliance) {
        let device = Entry {
            id: id.to_owned(),
            name: id.to_uppercase(),
            owner: owner.map(str::to_owned),
            platform: Platform::Linux,
            compliance,
            reasons: Vec::new(),
            last_seen_ms: None,
            groups: Vec::new(),
        };
        self.directory.save_device(&device, BY).await.unwrap();
    }

    /// Somebody has signed in.
    async fn sign_in(&self, account: &str, id: u128) -> SignInId {
        let id = format!("{id:032x}");
        let mut write = self.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO accounts (id, issuer, subject, name, groups_held, updated_ms) \
             VALUES ($1, '', $1, $1, '[]', 0) ON CONFLICT (id) DO NOTHING",
        )
        .bind(account)
        .execute(&mut *write)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO sign_ins (id, secret_hash, role, account, seen_ms, expires_ms) \
             VALUES ($1, $1, 'sharer', $2, 0, 0)",
        )
        .bind(&id)
        .bind(account)
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
        SignInId::parse(&id).unwrap()
    }

    /// A link to enrol a browser on a device with: its secret.
    async fn link(&self, device: &str) -> Redacted<String> {
        let issued = self.devices.issue_link_by("admin", device).await.unwrap();
        let (_, token) = issued.link.expose().split_once('#').unwrap();
        Redacted::new(token.to_owned())
    }

    /// Somebody enrols a browser, whose key has this id then.
    async fn enrol(&self, account: &str, device: &str) -> (BrowserKey, String) {
        let (key, token) = (BrowserKey::fresh(), self.link(device).await);
        let public = key.public();
        let enrolled = self.devices.enrol_for(account, &token, &public).await;
        (key, enrolled.unwrap().key)
    }

    /// The browser signs a fresh challenge.
    async fn prove(&self, sign_in: SignInId, key: &BrowserKey, id: &str) -> Option<Proved> {
        let challenge = self.devices.challenge_for(sign_in).await.unwrap();
        let signed = sign(key, id, challenge.challenge.expose());
        self.devices.prove_for(sign_in, &signed).await.unwrap()
    }

    async fn find(&self, who: &str, seen: Seen, bound: Option<&str>) -> Found {
        let bound = match bound {
            Some(device) => self.devices.bind(device).await.unwrap(),
            None => None,
        };
        let who = Standing {
            subject: who.to_owned(),
            ..Standing::default()
        };
        let bound = bound.map(|(bound, _)| bound);
        let found = self.devices.find(&who, &seen, bound.as_ref());
        found.await.unwrap()
    }

    /// What is to be known now of where somebody sits.
    async fn look(&self, who: &str, device: &Device) -> Looked {
        let who = Standing {
            subject: who.to_owned(),
            ..Standing::default()
        };
        self.devices.look_again(&who, device).await.unwrap()
    }

    async fn recorded(&self) -> Vec<String> {
        sqlx::query_scalar("SELECT kind FROM audit WHERE kind LIKE 'device-%' ORDER BY seq")
            .fetch_all(self.store.read())
            .await
            .unwrap()
    }
}

fn sign(key: &BrowserKey, id: &str, challenge: &str) -> Signed {
    Signed {
        key: id.to_owned(),
        signature: Redacted::new(key.sign(ORIGIN, challenge)),
    }
}

fn code<T: std::fmt::Debug>(refused: Result<T, DeviceError>) -> ErrorCode {
    match refused {
        Err(DeviceError::Refused(body)) => body.code,
        other => panic!("{other:?}"),
    }
}

fn proof(found: &Found) -> (Option<&str>, Option<DeviceProof>, DeviceState) {
    let shown = &found.device.shown;
    (found.device.id.as_deref(), shown.proof, shown.state)
}

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
