//! How strong a sign-in must be: what is refused at the sign-in, and at the next request of one that stands.

use super::provider::{Bench, Provider};
use crate::support::{Browser, Reply};
use remote_help::settings::Requirement;
use reqwest::StatusCode;
use rh_protocol::{Role, api::Me};
use serde_json::{Value, json};
use std::time::Duration;

const TENANT: &str = "11111111-aaaa-4bbb-8ccc-222222222222";
const OID: &str = "55555555-aaaa-4bbb-8ccc-666666666666";
const MINUTE: Duration = Duration::from_secs(60);

/// With an Entra ID whose authentication context `c1` sharers must prove.
async fn entra() -> Bench {
    let provider = Provider::start(&format!("/{TENANT}/v2.0")).await;
    Bench::with(provider, |settings| {
        settings.identity.tenant = Some(TENANT.to_owned());
        settings.strength.sharers.context = "c1".to_owned();
    })
    .await
}

/// With any other provider, and this required of sharers.
async fn requiring(required: Requirement) -> Bench {
    Bench::with(Provider::start("").await, move |settings| {
        settings.strength.sharers = required;
        settings.administrators.subjects = vec!["somebody".to_owned()];
    })
    .await
}

/// Signs a sharer in with these claims beside the ordinary ones.
async fn sign_in(bench: &Bench, browser: &Browser, more: &Value) -> Reply {
    bench
        .sign_in_with(browser, Role::Sharer, |claims| {
            for (name, value) in more.as_object().unwrap() {
                claims[name] = value.clone();
            }
        })
        .await
}

/// The same at Entra, whose tokens name tenant and object.
async fn sign_in_at_entra(bench: &Bench, browser: &Browser, more: &Value) -> Reply {
    let mut claims = json!({ "tid": TENANT, "oid": OID });
    claims
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    sign_in(bench, browser, &claims).await
}

/// What the app is told to ask for.
fn ask(reply: &Reply) -> Value {
    assert_eq!(reply.code(), "insufficient-claims");
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    reply.json::<Value>()["error"]["ask"].clone()
}

/// Sets these and nothing else.
async fn put(admin: &Browser, set: Value) -> Reply {
    let now: Value = admin.ask("/settings").await.json();
    let body = json!({ "revision": now["revision"], "set": set });
    admin.put("/settings", &body).await
}

/// The same as an administrator who has just signed in.
async fn set(bench: &Bench, set: Value) {
    let admin = bench.broker.browser();
    assert_eq!(bench.sign_in(&admin, Role::Helper).await.status, 200);
    let reply = put(&admin, set).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_context_is_proved_by_the_signed_token_as_entra_documents_it_and_by_nothing_else() {
    let bench = entra().await;
    // Userinfo is no proof.
    bench.provider.says(|says| {
        says.user_info = json!({ "sub": "somebody", "name": "Some Body", "acrs": ["c1"] });
    });
    let weak = [
        json!({}),
        json!({ "acrs": [] }),
        json!({ "acrs": ["c2", "c11"] }),
        json!({ "acrs": "c1" }),
        json!({ "acr": "1" }),
        json!({ "acr": "c1", "amr": ["mfa"] }),
    ];
    for claims in &weak {
        let browser = bench.broker.browser();
        let reply = sign_in_at_entra(&bench, &browser, claims).await;
        let expected =
            json!({ "claims": r#"{"id_token":{"acrs":{"essential":true,"value":"c1"}}}"# });
        assert_eq!(ask(&reply), expected, "{claims}");
        assert_eq!(browser.cookie("rh-sharer"), None);
    }
    let records = bench.audited("sign-in-too-weak").await;
    assert_eq!(records.len(), weak.len(), "one each");
    let required = json!({ "context": "c1" });
    assert_eq!(
        records[0],
        json!({ "role": "sharer", "required": required, "proved": {} })
    );
    let other = json!({ "acrs": ["c2", "c11"] });
    assert_eq!(
        records[2],
        json!({ "role": "sharer", "required": required, "proved": other })
    );
    assert!(bench.audited("sign-in").await.is_empty());
    assert!(bench.audited("sign-in-refused").await.is_empty());

    let browser = bench.broker.browser();
    let reply = sign_in_at_entra(&bench, &browser, &json!({ "acrs": ["c1"], "acr": "1" })).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(
        bench.audited("sign-in").await,
        [json!({ "role": "sharer", "proved": { "acrs": ["c1"] } })]
    );
    assert_eq!(browser.ask("/sharer/sessions").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_age_is_proved_by_a_time_that_is_there_and_young_and_a_sign_in_grows_old() {
    let bench = requiring(Requirement {
        max_age_minutes: 60,
        ..Requirement::default()
    })
    .await;
    let now = bench.clock.now_ms() / 1_000;
    for (claims, enough) in [
        (json!({}), false),
        (json!({ "auth_time": now - 3_661 }), false),
        (json!({ "auth_time": now + 61 }), false),
        (json!({ "auth_time": now + 60 }), true),
        (json!({ "auth_time": now - 3_660 }), true),
    ] {
        let reply = sign_in(&bench, &bench.broker.browser(), &claims).await;
        if enough {
            assert_eq!(reply.status, 200, "{claims}: {}", reply.text);
        } else {
            assert_eq!(ask(&reply), json!({ "max_age": 3_600 }), "{claims}");
        }
    }
    let browser = bench.broker.browser();
    assert_eq!(
        sign_in(&bench, &browser, &json!({ "auth_time": now }))
            .await
            .status,
        200
    );
    let before = bench.audited("sign-in-too-weak").await.len();
    bench.clock.advance(31 * MINUTE);
    assert_eq!(browser.ask("/sharer/me").await.status, 200);
    bench.clock.advance(31 * MINUTE);
    for path in ["/sharer/me", "/sharer/sessions", "/sharer/me"] {
        assert_eq!(ask(&browser.ask(path).await), json!({ "max_age": 3_600 }));
    }
    // Once for this sign-in, however often it comes.
    let records = bench.audited("sign-in-too-weak").await;
    assert_eq!(records.len(), before + 1);
    assert_eq!(
        records[before]["proved"]["auth_time_ms"],
        json!(now * 1_000)
    );
    // The same person comes back stronger, in the same browser.
    let now = bench.clock.now_ms() / 1_000;
    let again = sign_in(&bench, &browser, &json!({ "auth_time": now })).await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_ne!(browser.ask("/sharer/me").await.text, "null");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_raised_reaches_who_is_signed_in_at_the_next_request_and_one_side_only() {
    let bench = requiring(Requirement::default()).await;
    let browser = bench.broker.browser();
    let bronze = json!({ "acr": "bronze" });
    assert_eq!(sign_in(&bench, &browser, &bronze).await.status, 200);
    let listed = json!({ "strength.sharers.acr_values": ["gold", "silver"] });
    set(&bench, listed.clone()).await;
    let refused = browser.ask("/sharer/me").await;
    assert_eq!(ask(&refused), json!({ "acr_values": "gold silver" }));
    let redeemed = json!({ "code": "4060r0gx" });
    let refused = browser.post("/sharer/redeem", &redeemed).await;
    assert_eq!(ask(&refused), json!({ "acr_values": "gold silver" }));
    assert_eq!(bench.audited("sign-in-too-weak").await.len(), 1);
    assert!(bench.audited("code-refused").await.is_empty());
    // Helpers' sign-ins are as they were: nothing is required of them.
    set(&bench, listed).await;
    // No better than before is not enough either.
    let again = sign_in(&bench, &browser, &bronze).await;
    assert_eq!(ask(&again), json!({ "acr_values": "gold silver" }));
    assert_eq!(bench.audited("sign-in-too-weak").await.len(), 2);
    let silver = sign_in(&bench, &browser, &json!({ "acr": "silver" })).await;
    assert_eq!(silver.status, 200, "{}", silver.text);
    let me: Me = browser.ask("/sharer/me").await.json();
    assert_eq!(me.role, Role::Sharer);
    // Lowered again, it is enough for whoever has stayed.
    let other = bench.broker.browser();
    set(&bench, json!({})).await;
    assert_eq!(sign_in(&bench, &other, &json!({})).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_provider_reads_claims_the_value_is_essential() {
    let provider = Provider::start("").await;
    provider.says(|says| says.reads_claims = true);
    let bench = Bench::with(provider, |settings| {
        settings.strength.sharers.acr_values = vec!["gold".to_owned()];
        settings.strength.sharers.max_age_minutes = 5;
    })
    .await;
    let reply = sign_in(&bench, &bench.broker.browser(), &json!({ "acr": "bronze" })).await;
    let claims = r#"{"id_token":{"acr":{"essential":true,"values":["gold"]}}}"#;
    assert_eq!(ask(&reply), json!({ "claims": claims, "max_age": 300 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_is_told_at_its_beginning_what_its_side_requires_then() {
    let bench = requiring(Requirement::default()).await;
    let browser = bench.broker.browser();
    let begun = async |side: &str| {
        let path = format!("/{side}/sign-in/nonce");
        let begun: Value = browser.post(&path, &json!({})).await.json();
        begun.get("ask").cloned()
    };
    assert_eq!(begun("sharer").await, None);
    let required = json!({
        "strength.sharers.acr_values": ["gold"],
        "strength.sharers.max_age_minutes": 5,
    });
    set(&bench, required).await;
    let asked = json!({ "acr_values": "gold", "max_age": 300 });
    assert_eq!(begun("sharer").await, Some(asked));
    assert_eq!(begun("helper").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_administers_needs_what_helpers_need() {
    let bench = Bench::with(Provider::start("").await, |settings| {
        settings.administrators.subjects = vec!["somebody".to_owned()];
        settings.strength.helpers.acr_values = vec!["gold".to_owned()];
    })
    .await;
    let admin = bench.broker.browser();
    let refused = bench.sign_in(&admin, Role::Helper).await;
    assert_eq!(ask(&refused), json!({ "acr_values": "gold" }));
    let gold = bench
        .sign_in_with(&admin, Role::Helper, |claims| claims["acr"] = json!("gold"))
        .await;
    assert_eq!(gold.status, 200, "{}", gold.text);
    assert_eq!(admin.ask("/settings").await.status, 200);
    // Who could do nothing there anyway is told that, and not sent for a stronger sign-in.
    bench
        .provider
        .says(|says| says.user_info = json!({ "sub": "else" }));
    let stranger = bench
        .sign_in_with(&bench.broker.browser(), Role::Helper, |claims| {
            claims["sub"] = json!("else");
        })
        .await;
    assert_eq!(stranger.code(), "not-a-helper");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_requires_of_helpers_what_they_have_not_proved_themselves() {
    let bench = requiring(Requirement::default()).await;
    let admin = bench.broker.browser();
    assert_eq!(bench.sign_in(&admin, Role::Helper).await.status, 200);
    let gold = json!({ "strength.helpers.acr_values": ["gold"] });
    let refused = put(&admin, gold.clone()).await;
    assert_eq!(ask(&refused), json!({ "acr_values": "gold" }));
    let now: Value = admin.ask("/settings").await.json();
    assert_eq!(now["revision"], json!(0));
    assert!(bench.audited("settings-changed").await.is_empty());
    // What does not hold in itself is said to be that.
    let bad = put(&admin, json!({ "strength.helpers.acr_values": [""] })).await;
    assert_eq!(bad.code(), "bad-field");
    let proved = bench
        .sign_in_with(&admin, Role::Helper, |claims| claims["acr"] = json!("gold"))
        .await;
    assert_eq!(proved.status, 200, "{}", proved.text);
    let changed = put(&admin, gold).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.text);
    assert_eq!(admin.ask("/settings").await.status, 200);
    assert_eq!(
        bench.audited("settings-changed").await,
        [json!({
            "before": { "strength.helpers.acr_values": [] },
            "after": { "strength.helpers.acr_values": ["gold"] },
        })]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_proved_outlives_a_restart() {
    let gold = |settings: &mut remote_help::Settings| {
        settings.strength.sharers.acr_values = vec!["gold".to_owned()];
    };
    let bench = Bench::with(Provider::start("").await, gold).await;
    let (strong, weak) = (bench.broker.browser(), bench.broker.browser());
    let claims = json!({ "acr": "gold" });
    assert_eq!(sign_in(&bench, &strong, &claims).await.status, 200);
    let bench = bench.restart(|_| ()).await;
    assert_eq!(sign_in(&bench, &weak, &json!({})).await.status, 200);
    let bench = bench.restart(gold).await;
    assert_eq!(strong.ask("/sharer/sessions").await.status, 200);
    let refused = weak.ask("/sharer/sessions").await;
    assert_eq!(ask(&refused), json!({ "acr_values": "gold" }));
    drop(bench);
}
