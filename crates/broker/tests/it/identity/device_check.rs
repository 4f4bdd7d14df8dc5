//! What Entra ID says of a sharer's device, asked for when they join.

use super::provider::{ACCESS, Bench, Provider, nonce};
use super::signer::ES;
use crate::{
    page::Page,
    support::{Browser, Reply},
};
use remote_help::Settings;
use reqwest::StatusCode;
use rh_protocol::{
    Passcode, Role, SessionId, limits,
    view::{DeviceState, DeviceVerdict, DeviceView},
};
use serde_json::{Value, json};
use std::time::Duration;

const TENANT: &str = "11111111-aaaa-4bbb-8ccc-222222222222";
const HELPER: &str = "55555555-aaaa-4bbb-8ccc-666666666661";
const SHARER: &str = "55555555-aaaa-4bbb-8ccc-666666666662";
const CHECK: &str = "/sharer/device/check";
const REFUSED: &str = "/sharer/device/check/refused";

/// A helper of an organisation that proves devices by the context `c2`, and a session of theirs that waits.
struct Desk {
    bench: Bench,
    helper: Browser,
}

impl Desk {
    async fn open(allow_unenrolled: bool) -> Self {
        let provider = Provider::start(&format!("/{TENANT}/v2.0")).await;
        let change = move |settings: &mut Settings| set_up(settings, allow_unenrolled);
        let bench = Bench::with(provider, change).await;
        let helper = bench.broker.browser();
        let desk = Self { bench, helper };
        desk.sign_in(&desk.helper, Role::Helper, HELPER).await;
        desk
    }

    async fn sign_in(&self, browser: &Browser, role: Role, oid: &str) {
        let signed_in = self.bench.sign_in_with(browser, role, |claims| {
            claims["tid"] = json!(TENANT);
            claims["oid"] = json!(oid);
        });
        let reply = signed_in.await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    }

    async fn sharer(&self) -> Browser {
        let browser = self.bench.broker.browser();
        self.sign_in(&browser, Role::Sharer, SHARER).await;
        browser
    }

    async fn start(&self) -> (SessionId, Page, Passcode) {
        self.helper.start().await
    }

    /// Posts a token with these contexts, of this person, for a sign-in that the browser has begun.
    async fn prove(&self, browser: &Browser, oid: &str, acrs: Value) -> Reply {
        let nonce = nonce(browser, Role::Sharer).await;
        self.prove_with(browser, oid, acrs, &nonce).await
    }

    async fn prove_with(&self, browser: &Browser, oid: &str, acrs: Value, nonce: &str) -> Reply {
        let mut claims = self.bench.claims(nonce);
        claims["tid"] = json!(TENANT);
        claims["oid"] = json!(oid);
        claims["acrs"] = acrs;
        let token = ES.token(&ES.header("ES256"), &claims);
        let body = json!({ "id_token": token, "access_token": ACCESS });
        browser.post(CHECK, &body).await
    }

    async fn verdicts(&self) -> Vec<Value> {
        self.bench.audited("device-checked").await
    }
}

fn set_up(settings: &mut Settings, allow_unenrolled: bool) {
    settings.identity.tenant = Some(TENANT.to_owned());
    settings.helpers.subjects = vec![HELPER.to_owned()];
    settings.devices.allow_unenrolled = allow_unenrolled;
    settings.devices.compliance_context = "c2".to_owned();
}

/// What came of it.
fn verdict(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let told: Value = reply.json();
    let verdict = told["verdict"].as_str().unwrap().to_owned();
    assert_eq!(told.get("ask").is_none(), verdict == "compliant");
    verdict
}

async fn shown(page: &mut Page) -> DeviceView {
    page.until(|view| view.other().is_some()).await;
    page.other().device.clone().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_good_code_is_sent_to_the_provider_first_and_its_yes_makes_the_device_compliant()
{
    // Also where only enrolled devices are helped: what Entra ID calls compliant, it manages.
    let desk = Desk::open(false).await;
    let (_, mut page, code) = desk.start().await;
    let sharer = desk.sharer().await;
    // A code that is none leads nowhere.
    let wrong = Passcode::parse("00000000").unwrap();
    assert_eq!(sharer.redeem(wrong).await.code(), "wrong-code");
    for _ in 0..2 {
        let wanted = sharer.redeem(code).await;
        assert_eq!(wanted.status, StatusCode::UNAUTHORIZED);
        assert_eq!(wanted.code(), "device-check");
        let ask = &wanted.json::<Value>()["error"]["ask"];
        let claims = r#"{"id_token":{"acrs":{"essential":true,"value":"c2"}}}"#;
        assert_eq!(ask, &json!({ "claims": claims }));
    }
    // It is no refusal, and nobody is told of it.
    assert!(desk.bench.audited("join-refused").await.is_empty());
    assert!(desk.bench.audited("access-refused").await.is_empty());

    let proved = desk.prove(&sharer, SHARER, json!(["c1", "c2"])).await;
    assert_eq!(verdict(&proved), "compliant");
    assert_eq!(sharer.redeem(code).await.status, StatusCode::OK);
    let device = shown(&mut page).await;
    assert_eq!(device.state, DeviceState::Compliant);
    assert_eq!(device.verdict, Some(DeviceVerdict::Compliant));
    assert_eq!(
        (device.proof, device.name),
        (None, None),
        "its identity is unknown"
    );
    assert_eq!(
        desk.verdicts().await,
        [json!({ "verdict": "compliant", "context": "c2" })]
    );
    let joined = desk.bench.audited("joined").await;
    let joined = joined.last().unwrap();
    assert_eq!(joined["verdict"], "compliant");
    assert_eq!(joined["state"], "compliant");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_makes_it_not_compliant_and_is_no_enrolment() {
    let refusal = json!({ "error": "interaction_required", "number": "AADSTS53000" });
    for allow_unenrolled in [true, false] {
        let desk = Desk::open(allow_unenrolled).await;
        let (_, mut page, code) = desk.start().await;
        let sharer = desk.sharer().await;
        let told = sharer.post(REFUSED, &refusal).await;
        assert_eq!(verdict(&told), "not-compliant");
        let record = json!({
            "verdict": "not-compliant", "context": "c2",
            "error": "interaction_required", "number": "AADSTS53000",
        });
        assert_eq!(desk.verdicts().await, [record]);
        let joined = sharer.redeem(code).await;
        if allow_unenrolled {
            assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
            let device = shown(&mut page).await;
            assert_eq!(device.state, DeviceState::NotCompliant);
            assert_eq!(device.verdict, Some(DeviceVerdict::NotCompliant));
        } else {
            assert_eq!(joined.code(), "device-not-enrolled");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_answer_about_this_device_never_reads_compliant() {
    let desk = Desk::open(true).await;
    let sharer = desk.sharer().await;
    // Without the context, as of another account, and refusals that say nothing of a device.
    for (oid, acrs, error) in [
        (SHARER, json!([]), "context-not-given"),
        (SHARER, json!(["c1", "c22"]), "context-not-given"),
        (SHARER, json!("c2"), "context-not-given"),
        (HELPER, json!(["c2"]), "another-account"),
    ] {
        assert_eq!(verdict(&desk.prove(&sharer, oid, acrs).await), "silent");
        assert_eq!(desk.verdicts().await.last().unwrap()["error"], error);
    }
    for error in ["login_required", "server_error", "whatever-comes"] {
        let told = sharer.post(REFUSED, &json!({ "error": error })).await;
        assert_eq!(verdict(&told), "silent");
    }
    let (_, mut page, code) = desk.start().await;
    assert_eq!(sharer.redeem(code).await.status, StatusCode::OK);
    let device = shown(&mut page).await;
    assert_eq!(device.state, DeviceState::Unenrolled);
    assert_eq!(device.verdict, Some(DeviceVerdict::Silent));
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_are_no_sign_in_of_this_browser_are_refused_and_say_nothing() {
    let desk = Desk::open(true).await;
    let sharer = desk.sharer().await;
    let spent = nonce(&sharer, Role::Sharer).await;
    let reply = desk
        .prove_with(&sharer, SHARER, json!(["c2"]), &spent)
        .await;
    assert_eq!(verdict(&reply), "compliant");
    let count = desk.verdicts().await.len();
    // The same once more, one of nobody's, and one for the other side.
    let _ = nonce(&sharer, Role::Sharer).await;
    let of_a_helper = nonce(&desk.helper, Role::Helper).await;
    for nonce in [spent.as_str(), "made-up", of_a_helper.as_str()] {
        let reply = desk.prove_with(&sharer, SHARER, json!(["c2"]), nonce).await;
        assert_eq!(reply.code(), "sign-in-expired", "{nonce}");
    }
    let nobody = desk.bench.broker.browser();
    for path in [CHECK, REFUSED] {
        let body = json!({ "id_token": "a", "access_token": "b", "error": "access_denied" });
        assert_eq!(nobody.post(path, &body).await.code(), "not-signed-in");
    }
    for (body, field) in [
        (json!({ "error": "" }), "error"),
        (json!({ "error": "two words" }), "error"),
        (json!({ "error": "x".repeat(65) }), "error"),
        (json!({ "error": "x", "number": "53000" }), "number"),
        (
            json!({ "error": "x", "number": "AADSTS53000; drop" }),
            "number",
        ),
    ] {
        let refused = sharer.post(REFUSED, &body).await;
        assert_eq!(refused.code(), "bad-field");
        assert_eq!(refused.json::<Value>()["error"]["field"], field);
    }
    assert_eq!(desk.verdicts().await.len(), count, "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_asked_for_anew_after_a_while_and_when_another_context_is_set_and_never_where_none_is()
 {
    let desk = Desk::open(true).await;
    let sharer = desk.sharer().await;
    assert_eq!(
        verdict(&desk.prove(&sharer, SHARER, json!(["c2"])).await),
        "compliant"
    );
    desk.bench
        .clock
        .advance(Duration::from_millis(limits::DEVICE_CHECK_MS + 1));
    let (_, _page, code) = desk.start().await;
    assert_eq!(sharer.redeem(code).await.code(), "device-check");
    assert_eq!(
        verdict(&desk.prove(&sharer, SHARER, json!(["c2"])).await),
        "compliant"
    );
    let Desk { bench, .. } = desk;
    let bench = bench
        .restart(|settings| {
            settings.identity.tenant = Some(TENANT.to_owned());
            settings.helpers.subjects = vec![HELPER.to_owned()];
            settings.devices.allow_unenrolled = true;
            settings.devices.compliance_context = "c3".to_owned();
        })
        .await;
    assert_eq!(sharer.redeem(code).await.code(), "device-check");
    let _bench = bench
        .restart(|settings| {
            settings.identity.tenant = Some(TENANT.to_owned());
            settings.helpers.subjects = vec![HELPER.to_owned()];
            settings.devices.allow_unenrolled = true;
        })
        .await;
    assert_eq!(sharer.redeem(code).await.status, StatusCode::OK);
    let told = sharer
        .post(REFUSED, &json!({ "error": "access_denied" }))
        .await;
    assert_eq!(told.json::<Value>(), json!({ "verdict": "not-compliant" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_silent_says_nothing_of_a_device() {
    let desk = Desk::open(true).await;
    let sharer = desk.sharer().await;
    desk.bench.provider.says(|says| says.broken = true);
    // What was known of it is gone.
    let restarted = desk.bench.restart(|settings| set_up(settings, true)).await;
    let helper = restarted.broker.browser();
    let bench = restarted;
    let desk = Desk { bench, helper };
    let told = desk.prove(&sharer, SHARER, json!(["c2"])).await;
    assert_eq!(
        (told.status, &*told.code()),
        (StatusCode::BAD_GATEWAY, "provider-unreachable")
    );
    assert!(desk.verdicts().await.is_empty());
}
