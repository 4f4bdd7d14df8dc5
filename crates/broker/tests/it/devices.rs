//! Where sharers sit, from outside: who is helped on which device, browsers that are enrolled, and sessions for one device.

mod matrix;
mod silent;

use crate::{
    page::Page,
    support::{Broker, Browser, Plan, Reply},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use remote_help::Settings;
use reqwest::{Method, StatusCode, header::USER_AGENT};
use rh_protocol::{
    Passcode, Role, SessionId,
    api::challenge_message,
    view::{DeviceProof, DeviceState, DeviceView, EndReason, PhaseView},
};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The header in which the proxy of these tests names a device.
pub(crate) const HEADER: &str = "x-client-device";
const LINUX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/128.0";

/// The demonstration with some devices in its directory, behind a proxy that is believed about them.
struct Bench {
    broker: Broker,
    admin: Browser,
}

impl Bench {
    async fn new() -> Self {
        Self::with(|_| ()).await
    }

    async fn with(change: impl FnOnce(&mut Settings) + Send + 'static) -> Self {
        let plan = Plan::default().settings(|settings| {
            settings.devices.proxy_header = HEADER.to_owned();
            settings.devices.proxies = ["127.0.0.0/8", "::1/128"]
                .map(|it| it.parse().unwrap())
                .into();
            change(settings);
        });
        let broker = plan.launch().await;
        let admin = broker.signed_in(Role::Helper, "admin").await;
        let bench = Self { broker, admin };
        bench
            .put(
                "groups/laptops",
                &json!({ "name": "Laptops", "kind": "devices" }),
            )
            .await;
        bench
            .put(
                "groups/staff",
                &json!({ "name": "Staff", "kind": "people" }),
            )
            .await;
        for account in ["sharer1", "sharer2"] {
            let person = json!({
                "subject": account, "name": account, "enabled": true, "groups": ["staff"],
            });
            bench.put(&format!("people/p-{account}"), &person).await;
        }
        for state in ["compliant", "not-compliant", "in-grace-period", "unknown"] {
            bench.device(&format!("d-{state}"), state).await;
        }
        bench
    }

    async fn put(&self, what: &str, body: &Value) {
        self.change(&format!("directory/{what}"), body).await;
    }

    /// Saves a role or an assignment.
    async fn rule(&self, what: &str, body: &Value) {
        self.change(&format!("access/{what}"), body).await;
    }

    async fn change(&self, path: &str, body: &Value) {
        done(&self.admin.put(&format!("/{path}"), body).await);
    }

    /// A device of sharer1's in this state.
    async fn device(&self, id: &str, state: &str) {
        let device = json!({
            "name": id.to_uppercase(), "owner": "p-sharer1", "platform": "linux",
            "compliance": state, "reasons": [], "groups": ["laptops"],
        });
        self.put(&format!("devices/{id}"), &device).await;
    }

    async fn sharer(&self, account: &str) -> Browser {
        self.broker.signed_in(Role::Sharer, account).await
    }

    async fn helper(&self) -> Browser {
        self.broker.signed_in(Role::Helper, "helper1").await
    }

    /// A session of a helper, for a device if for one.
    async fn start(&self, helper: &Browser, device: Option<&str>) -> (SessionId, Page, Passcode) {
        helper.start_with(&json!({ "device": device })).await
    }

    async fn set(&self, set: Value) {
        let now: Value = self.admin.ask("/settings").await.json();
        let body = json!({ "revision": now["revision"], "set": set });
        self.change("settings", &body).await;
    }

    async fn audited(&self, kind: &str) -> Vec<Value> {
        self.broker.audited(kind).await
    }
}

fn done(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
}

/// Redeems a code, with these headers.
pub(crate) async fn redeem_as(sharer: &Browser, code: Passcode, headers: &[(&str, &str)]) -> Reply {
    let path = format!("{}/sharer/redeem", rh_protocol::api::BASE);
    let request = sharer.request(Method::POST, &path);
    let request = request.json(&json!({ "code": code }));
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    sharer.try_send(request).await.unwrap()
}

/// What is shown of the sharer's device.
fn shown(page: &Page) -> DeviceView {
    page.other().device.clone().expect("a device")
}

const fn ended(reason: EndReason) -> PhaseView {
    PhaseView::Ended { reason }
}

/// What a browser keeps that is enrolled.
struct BrowserKey(EcdsaKeyPair);

impl BrowserKey {
    fn fresh() -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &random).unwrap())
    }

    fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key())
    }

    fn sign(&self, origin: &str, challenge: &str) -> String {
        let message = challenge_message(origin, challenge);
        let signed = self.0.sign(&SystemRandom::new(), message.as_bytes());
        URL_SAFE_NO_PAD.encode(signed.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_believed_names_the_device_and_nobody_else_does() {
    let bench = Bench::new().await;
    let helper = bench.helper().await;
    let sharer = bench.sharer("sharer1").await;
    let (_, mut page, code) = bench.start(&helper, None).await;
    let joined = redeem_as(&sharer, code, &[(HEADER, "d-compliant")]).await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
    page.until(|view| view.other().is_some()).await;
    let device = shown(&page);
    assert_eq!(
        (device.state, device.proof),
        (DeviceState::Compliant, Some(DeviceProof::Proxy))
    );
    assert_eq!(device.name.unwrap().expose(), "D-COMPLIANT");
    assert_eq!(bench.audited("device-warning").await, [] as [Value; 0]);

    let strict = Bench::with(|settings| {
        settings.devices.proxies = vec!["192.0.2.0/24".parse().unwrap()];
    })
    .await;
    let (helper, sharer) = (strict.helper().await, strict.sharer("sharer1").await);
    let (_, mut page, code) = strict.start(&helper, None).await;
    redeem_as(&sharer, code, &[(HEADER, "d-compliant")]).await;
    page.until(|view| view.other().is_some()).await;
    assert_eq!(shown(&page).state, DeviceState::Unenrolled);
    let warned = strict.audited("device-warning").await;
    assert_eq!(warned.len(), 1);
    assert_eq!(warned[0]["state"], "unenrolled");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_is_enrolled_by_a_link_proves_its_device_and_is_revoked_at_once() {
    let bench = Bench::new().await;
    let (helper, sharer) = (bench.helper().await, bench.sharer("sharer1").await);
    let unknown = bench
        .admin
        .post("/directory/devices/d-9/enrolment", &json!({}))
        .await;
    assert_eq!(unknown.code(), "not-found");
    let issued = bench
        .admin
        .post("/directory/devices/d-compliant/enrolment", &json!({}))
        .await;
    let issued: Value = issued.json();
    let link = issued["link"].as_str().unwrap();
    let (page, token) = link.split_once('#').unwrap();
    assert_eq!(page, format!("{}/rh/enrol", bench.broker.origin));
    let offered = sharer
        .post("/sharer/device/enrolment", &json!({ "token": token }))
        .await;
    assert_eq!(offered.json::<Value>()["device"], "D-COMPLIANT");

    let key = BrowserKey::fresh();
    let body = json!({ "token": token, "public_key": key.public() });
    let enrolled: Value = sharer.post("/sharer/device/enrol", &body).await.json();
    let spent = sharer.post("/sharer/device/enrol", &body).await;
    assert_eq!(spent.code(), "wrong-enrolment-link");
    let listed: Value = bench
        .admin
        .ask("/directory/devices/d-compliant/keys")
        .await
        .json();
    assert_eq!(listed["keys"][0]["id"], enrolled["key"]);
    assert_eq!(listed["keys"][0]["renewed"], false);

    // Only enrolled devices from here on.
    bench
        .set(json!({ "devices.allow_unenrolled": false }))
        .await;
    let (_, mut page, code) = bench.start(&helper, None).await;
    let challenge: Value = sharer
        .post("/sharer/device/challenge", &json!({}))
        .await
        .json();
    let signature = key.sign(
        &bench.broker.origin,
        challenge["challenge"].as_str().unwrap(),
    );
    let device = json!({ "key": enrolled["key"], "signature": signature });
    let joined = sharer
        .post("/sharer/redeem", &json!({ "code": code, "device": device }))
        .await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
    page.until(|view| view.other().is_some()).await;
    assert_eq!(shown(&page).proof, Some(DeviceProof::Key));

    let running: Value = bench.admin.ask("/sessions").await.json();
    let device = &running["sessions"][0]["people"][1]["device"];
    assert_eq!(
        (&device["id"], &device["state"]),
        (&json!("d-compliant"), &json!("compliant"))
    );

    // What the directory says now is shown at once.
    bench.device("d-compliant", "not-compliant").await;
    page.until(|view| {
        let device = view.other().and_then(|other| other.device.as_ref());
        device.is_some_and(|device| device.state == DeviceState::NotCompliant)
    })
    .await;
    let key = enrolled["key"].as_str().unwrap();
    let path = format!("/directory/devices/d-compliant/keys/{key}");
    let revoked = Instant::now();
    done(&bench.admin.delete(&path).await);
    page.until_phase(&ended(EndReason::DeviceNotEnrolled)).await;
    assert!(revoked.elapsed() < Duration::from_secs(2));
    let kinds = [
        "device-link-issued",
        "device-enrolled",
        "device-changed",
        "device-key-revoked",
    ];
    for kind in kinds {
        assert!(!bench.audited(kind).await.is_empty(), "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unenrolled_devices_are_refused_kindly_and_switched_off_they_are_out_at_once() {
    let bench = Bench::new().await;
    let (helper, sharer) = (bench.helper().await, bench.sharer("sharer1").await);
    let (_, mut page, code) = bench.start(&helper, None).await;
    assert_eq!(redeem_as(&sharer, code, &[]).await.status, StatusCode::OK);
    let changed = Instant::now();
    bench
        .set(json!({ "devices.allow_unenrolled": false }))
        .await;
    page.until_phase(&ended(EndReason::DeviceNotEnrolled)).await;
    assert!(changed.elapsed() < Duration::from_secs(2));
    // Who asks beforehand is told so too, and that it is the device.
    let whether = "/access/decision?helper=subject:helper1&sharer=subject:sharer1";
    let told: Value = bench.admin.ask(whether).await.json();
    assert_eq!(told["allowed"], json!(false));
    assert_eq!(told["refusal"], json!({ "reason": "unenrolled-device" }));
    let on_it = format!("{whether}&device=d-compliant");
    let told: Value = bench.admin.ask(&on_it).await.json();
    assert_eq!(told["allowed"], json!(true));

    let (_, mut page, code) = bench.start(&helper, None).await;
    let refused = redeem_as(&sharer, code, &[]).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::FORBIDDEN, "device-not-enrolled")
    );
    page.until_phase(&ended(EndReason::DeviceNotEnrolled)).await;
    let why = json!({ "why": "unenrolled-device" });
    assert_eq!(bench.audited("access-refused").await, [why.clone(), why]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_for_a_device_is_for_its_owner_on_a_system_of_its_kind() {
    let bench = Bench::new().await;
    let helper = bench.helper().await;
    let (one, two) = (bench.sharer("sharer1").await, bench.sharer("sharer2").await);
    let unknown = helper
        .post("/helper/sessions", &json!({ "device": "d-9" }))
        .await;
    assert_eq!(unknown.code(), "not-found");
    let device = Some("d-in-grace-period");

    let (_, mut page, code) = bench.start(&helper, device).await;
    assert_eq!(
        page.view
            .bound
            .as_ref()
            .unwrap()
            .owner
            .as_ref()
            .unwrap()
            .expose(),
        "sharer1"
    );
    let joined = redeem_as(&one, code, &[(USER_AGENT.as_str(), LINUX)]).await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
    page.until(|view| view.other().is_some()).await;
    let device_shown = shown(&page);
    assert_eq!(
        (device_shown.state, device_shown.proof),
        (DeviceState::InGracePeriod, Some(DeviceProof::Presumed))
    );
    for (sharer, agent) in [(&one, WINDOWS), (&two, LINUX)] {
        let (_, mut page, code) = bench.start(&helper, device).await;
        let refused = redeem_as(sharer, code, &[(USER_AGENT.as_str(), agent)]).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::FORBIDDEN, "other-than-bound")
        );
        page.until_phase(&ended(EndReason::OtherThanBound)).await;
    }
    bench.set(json!({ "devices.refuse_others": false })).await;
    for (sharer, agent, expected) in [(&one, WINDOWS, (false, true)), (&two, LINUX, (true, true))] {
        let (_, mut page, code) = bench.start(&helper, device).await;
        let joined = redeem_as(sharer, code, &[(USER_AGENT.as_str(), agent)]).await;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
        page.until(|view| view.other().is_some()).await;
        let bound = page.view.bound.clone().unwrap();
        assert_eq!((bound.other_person, bound.other_device), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_starts_no_session_for_a_device_that_is_out_of_their_scope() {
    let bench = Bench::with(|settings| settings.helpers = Default::default()).await;
    let assign = async |scope: Value| {
        let body = json!({
            "name": "some", "role": "help-desk-operator", "scope": scope,
            "members": { "people": ["subject:helper1"], "groups": [] },
        });
        bench.rule("assignments/some", &body).await;
    };
    assign(json!({ "users": null, "devices": { "groups": ["directory:others"] } })).await;
    let helper = bench.helper().await;
    let body = json!({ "device": "d-compliant" });
    let refused = helper.post("/helper/sessions", &body).await;
    assert_eq!(refused.code(), "helper-not-permitted");
    // Nor for one that nobody owns.
    let nobodys = json!({
        "name": "PRINTER-1", "platform": "linux", "compliance": "compliant", "groups": ["laptops"],
    });
    bench.put("devices/d-nobody", &nobodys).await;
    let refused = helper
        .post("/helper/sessions", &json!({ "device": "d-nobody" }))
        .await;
    assert_eq!(refused.code(), "helper-not-permitted");
    let refusals: Vec<_> = bench.audited("access-refused").await;
    let told: Vec<_> = refusals.iter().map(|it| &it["device"]).collect();
    assert_eq!(told, [&json!("d-compliant"), &json!("d-nobody")]);
    assign(json!({ "users": null, "devices": { "groups": ["directory:laptops"] } })).await;
    for device in ["d-compliant", "d-nobody"] {
        let body = json!({ "device": device });
        let started = helper.post("/helper/sessions", &body).await;
        assert_eq!(started.status, StatusCode::OK, "{}", started.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_an_owner_is_in_a_group_of_the_claims_is_known_once_they_have_signed_in() {
    let bench = Bench::with(|settings| {
        settings.helpers = Default::default();
        settings.identity.groups = vec!["sales".to_owned()];
    })
    .await;
    let body = json!({
        "name": "some", "role": "help-desk-operator",
        "scope": { "users": { "groups": ["claim:sales"] }, "devices": null },
        "members": { "people": ["subject:helper1"], "groups": [] },
    });
    bench.rule("assignments/some", &body).await;
    let helper = bench.helper().await;
    let start = json!({ "device": "d-compliant" });
    // Nobody knows yet: whoever joins is judged.
    let started = helper.post("/helper/sessions", &start).await;
    assert_eq!(started.status, StatusCode::OK, "{}", started.text);
    // They have come, and are in no such group.
    bench.sharer("sharer1").await;
    let refused = helper.post("/helper/sessions", &start).await;
    assert_eq!(refused.code(), "helper-not-permitted");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_look_up_devices_starts_no_session_for_one() {
    let bench = Bench::with(|settings| settings.helpers = Default::default()).await;
    for (path, body) in [
        (
            "roles/basic",
            json!({ "name": "Basic", "description": "", "permissions": ["view-screen", "offer-remote-assistance", "connector-read"] }),
        ),
        (
            "assignments/some",
            json!({
                "name": "some", "role": "basic", "scope": { "users": "all", "devices": null },
                "members": { "people": ["subject:helper1"], "groups": [] },
            }),
        ),
    ] {
        bench.rule(path, &body).await;
    }
    let helper = bench.helper().await;
    let refused = helper
        .post("/helper/sessions", &json!({ "device": "d-compliant" }))
        .await;
    assert_eq!(refused.code(), "not-permitted");
    assert_eq!(
        helper.post("/helper/sessions", &json!({})).await.status,
        StatusCode::OK
    );
}
