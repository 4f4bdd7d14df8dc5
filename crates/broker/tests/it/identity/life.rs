//! The life of a sign-in: its cookies and their end, who may help, what is shown of a person.

use super::{
    provider::{Bench, NOW_MS, Provider, nonce},
    signer::ES,
};
use crate::support::{Browser, Reply};
use reqwest::Method;
use rh_protocol::{
    Role,
    api::{self, Me},
};
use serde_json::{Value, json};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

async fn me(browser: &Browser, role: Role) -> Reply {
    browser.ask(&format!("/{}/me", role.as_str())).await
}

/// What somebody is told who kept a sharer's cookie.
async fn status_with(bench: &Bench, secret: &str) -> u16 {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/api/v1/sharer/sessions", bench.broker.origin);
    let request = client
        .get(url)
        .header("cookie", format!("rh-sharer={secret}"));
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_in_is_known_with_what_the_provider_says_and_no_more() {
    let provider = Provider::start("").await;
    provider.says(|says| {
        says.user_info = json!({
            "sub": "somebody", "name": "Zo\u{202e}e  Quill", "job_title": "Clerk", "company": "Acme",
            "email": "zoe@acme.example", "email_verified": true, "iss": "https://evil.example",
        });
    });
    let bench = Bench::with(provider, |settings| {
        settings.identity.verified_domains = vec!["acme.example".to_owned()];
    })
    .await;
    let browser = bench.broker.browser();
    let answer: Me = bench.sign_in(&browser, Role::Sharer).await.json();
    let person = &answer.person;
    assert_eq!(person.name.expose(), "Zoe Quill");
    assert_eq!(person.title.as_ref().unwrap().expose(), "Clerk");
    assert_eq!(person.company.as_ref().unwrap().expose(), "Acme");
    assert_eq!(person.domain.as_ref().unwrap().expose(), "acme.example");
    assert_eq!(person.picture, None);
    assert_eq!(answer.remaining_ms, 600 * 60_000);
    assert_eq!(me(&browser, Role::Sharer).await.json::<Me>(), answer);
    // Nobody else is, not even the same person in the other role.
    assert_eq!(me(&browser, Role::Helper).await.text, "null");
    assert_eq!(me(&bench.broker.browser(), Role::Sharer).await.text, "null");
    assert_eq!(browser.ask("/admin/me").await.code(), "not-found");
    assert_eq!(bench.audited("sign-in").await, [json!({"role": "sharer"})]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_ends_by_idling_and_at_its_end() {
    let bench = Bench::start().await;
    let idle = bench.broker.browser();
    bench.sign_in(&idle, Role::Sharer).await;
    bench.clock.advance(59 * MINUTE);
    assert_ne!(me(&idle, Role::Sharer).await.text, "null");
    bench.clock.advance(60 * MINUTE);
    assert_eq!(me(&idle, Role::Sharer).await.text, "null");

    // What a page asks by itself is answered, and keeps nobody signed in.
    let gone = bench.broker.browser();
    bench.sign_in(&gone, Role::Sharer).await;
    for _ in 0..2 {
        bench.clock.advance(29 * MINUTE);
        let path = format!("{}/sharer/me", api::BASE);
        let request = gone.request(Method::GET, &path);
        let asked = gone.try_send(request.header(api::BACKGROUND, "1"));
        assert_ne!(asked.await.unwrap().text, "null");
    }
    bench.clock.advance(2 * MINUTE);
    assert_eq!(me(&gone, Role::Sharer).await.text, "null");

    let busy = bench.broker.browser();
    bench.sign_in(&busy, Role::Sharer).await;
    for _ in 0..19 {
        bench.clock.advance(30 * MINUTE);
        assert_ne!(me(&busy, Role::Sharer).await.text, "null");
    }
    bench.clock.advance(30 * MINUTE - Duration::from_millis(1));
    let last: Me = me(&busy, Role::Sharer).await.json();
    assert_eq!(last.remaining_ms, 1);
    bench.clock.advance(Duration::from_millis(1));
    assert_eq!(me(&busy, Role::Sharer).await.text, "null");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_it_at_once_and_leads_to_the_providers_end() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    bench.sign_in(&browser, Role::Sharer).await;
    let secret = browser.cookie("rh-sharer").unwrap();
    let reply = browser.post("/sharer/sign-out", &json!({})).await;
    let expected = format!(
        "{}/end?x=1&client_id=remote-help&post_logout_redirect_uri={}",
        bench.provider.issuer(),
        bench.broker.origin.replace(':', "%3A").replace('/', "%2F") + "%2Frh"
    );
    assert_eq!(
        reply.json::<Value>(),
        json!({ "end_session_url": expected })
    );
    assert_eq!(browser.cookie("rh-sharer"), None);
    assert_eq!(me(&browser, Role::Sharer).await.text, "null");
    // Also for who kept the cookie.
    assert_eq!(status_with(&bench, &secret).await, 401);
    assert_eq!(bench.audited("sign-out").await.len(), 1);
    // Again is no fault, and no record.
    let again = browser.post("/sharer/sign-out", &json!({})).await;
    assert_eq!(again.status, 200);
    assert_eq!(bench.audited("sign-out").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sign_in_has_a_new_secret_and_the_one_before_is_void() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    bench.sign_in(&browser, Role::Sharer).await;
    let first = browser.cookie("rh-sharer").unwrap();
    bench.sign_in(&browser, Role::Sharer).await;
    let second = browser.cookie("rh-sharer").unwrap();
    assert_ne!(first, second);
    assert_eq!(status_with(&bench, &first).await, 401);
    assert_eq!(status_with(&bench, &second).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_in_somebodys_place_ends_their_sign_in_and_the_audit_says_so() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    bench.sign_in(&browser, Role::Sharer).await;
    bench.sign_in(&browser, Role::Sharer).await;
    assert_eq!(bench.audited("sign-out").await.len(), 0);
    bench
        .provider
        .says(|says| says.user_info = json!({ "sub": "other", "name": "Other" }));
    let other = bench
        .sign_in_with(&browser, Role::Sharer, |claims| {
            claims["sub"] = json!("other");
        })
        .await;
    assert_eq!(other.status, 200, "{}", other.text);
    let record = json!({ "role": "sharer", "by": "another-person" });
    assert_eq!(bench.audited("sign-out").await, [record]);
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    let begun = browser.post("/sharer/sign-in/nonce", &json!({})).await;
    let cookie = begun.header("set-cookie").to_owned();
    assert!(cookie.starts_with("rh-sign-in="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; Max-Age=600; HttpOnly; SameSite=Strict"));
    let done = bench.sign_in(&browser, Role::Sharer).await;
    let cookie = done.header("set-cookie").to_owned();
    assert!(cookie.starts_with("rh-sharer="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; Max-Age=36000; HttpOnly; SameSite=Strict"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_of_a_browser_can_sign_in_at_once() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    let first = bench.claims(&nonce(&browser, Role::Sharer).await);
    let cookie = browser.cookie("rh-sign-in");
    let second = bench.claims(&nonce(&browser, Role::Sharer).await);
    assert_eq!(browser.cookie("rh-sign-in"), cookie);
    for claims in [second, first] {
        let token = ES.token(&ES.header("ES256"), &claims);
        let reply = super::provider::post(&browser, Role::Sharer, &token).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_took_too_long_begins_again() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    let claims = bench.claims(&nonce(&browser, Role::Sharer).await);
    bench.clock.advance(10 * MINUTE);
    let fresh = {
        let mut fresh = bench.claims("");
        fresh["nonce"] = claims["nonce"].clone();
        fresh
    };
    let token = ES.token(&ES.header("ES256"), &fresh);
    let late = super::provider::post(&browser, Role::Sharer, &token).await;
    assert_eq!(late.code(), "sign-in-expired");
    // Nor without having begun at all.
    let never = bench.broker.browser();
    let reply = super::provider::post(&never, Role::Sharer, &token).await;
    assert_eq!(reply.code(), "sign-in-expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_listed_people_help() {
    for (info, listed) in [
        (json!({"sub": "somebody"}), true),
        (json!({"sub": "somebody", "groups": ["desk"]}), true),
        (
            json!({"sub": "somebody", "email": "h@x.example", "email_verified": true}),
            true,
        ),
        (
            json!({"sub": "somebody", "email": "h@x.example", "email_verified": false}),
            false,
        ),
        (json!({"sub": "somebody", "groups": ["other"]}), false),
    ] {
        let by_subject = info.as_object().unwrap().len() == 1;
        let provider = Provider::start("").await;
        provider.says(|says| says.user_info = info.clone());
        let bench = Bench::with(provider, move |settings| {
            settings.helpers.emails = vec!["h@x.example".to_owned()];
            settings.helpers.groups = vec!["desk".to_owned()];
            if by_subject {
                settings.helpers.subjects = vec!["somebody".to_owned()];
            }
        })
        .await;
        let browser = bench.broker.browser();
        let reply = bench.sign_in(&browser, Role::Helper).await;
        let helps = me(&browser, Role::Helper).await;
        if listed {
            assert_eq!(
                (reply.status.as_u16(), helps.text != "null"),
                (200, true),
                "{info}"
            );
        } else {
            assert_eq!(reply.code(), "not-a-helper", "{info}");
            assert_eq!(helps.text, "null");
            let audited = bench.audited("sign-in-refused").await;
            assert_eq!(
                audited,
                [json!({"role": "helper", "reason": "not-a-helper"})]
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_outlives_a_restart_but_not_the_right_to_help() {
    let provider = Provider::start("").await;
    let listed = |settings: &mut remote_help::Settings| {
        settings.helpers.subjects = vec!["somebody".to_owned()];
    };
    let bench = Bench::with(provider, listed).await;
    let browser = bench.broker.browser();
    assert_eq!(bench.sign_in(&browser, Role::Helper).await.status, 200);
    let bench = bench.restart(listed).await;
    assert_ne!(me(&browser, Role::Helper).await.text, "null");
    let bench = bench.restart(|_| ()).await;
    assert_eq!(me(&browser, Role::Helper).await.code(), "not-a-helper");
    drop(bench);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_in_the_same_browser_ends_the_sign_in_before() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    bench.sign_in(&browser, Role::Sharer).await;
    let before = browser.cookie("rh-sharer").unwrap();
    bench
        .provider
        .says(|says| says.user_info = json!({"sub": "else", "name": "Some Else"}));
    bench
        .sign_in_with(&browser, Role::Sharer, |claims| {
            claims["sub"] = json!("else")
        })
        .await;
    let now: Me = me(&browser, Role::Sharer).await.json();
    assert_eq!(now.person.name.expose(), "Some Else");
    assert_eq!(status_with(&bench, &before).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_of_other_sites_change_nothing() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    bench.sign_in(&browser, Role::Sharer).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for path in ["sharer/sign-in/nonce", "sharer/sign-in", "sharer/sign-out"] {
        for origin in [None, Some("null"), Some("https://evil.example")] {
            let mut request = client
                .request(
                    Method::POST,
                    format!("{}/api/v1/{path}", bench.broker.origin),
                )
                .header("cookie", browser.cookie_header())
                .json(&json!({"id_token": "x", "access_token": "x"}));
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            let reply = request.send().await.unwrap();
            assert_eq!(reply.status(), 403, "{path} {origin:?}");
            let error: Value = reply.json().await.unwrap();
            assert_eq!(error["error"]["code"], "origin-refused");
        }
    }
    assert_ne!(me(&browser, Role::Sharer).await.text, "null");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_in_while_remote_help_is_off() {
    let provider = Provider::start("").await;
    let bench = Bench::with(provider, |settings| settings.features.enabled = false).await;
    let browser = bench.broker.browser();
    let begun = browser.post("/sharer/sign-in/nonce", &json!({})).await;
    assert_eq!(begun.code(), "remote-help-off");
    assert_eq!(me(&browser, Role::Sharer).await.code(), "remote-help-off");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_provider_is_said_to_be_silent_and_asked_again_later() {
    let provider = Provider::start("").await;
    provider.says(|says| says.broken = true);
    let bench = Bench::with(provider, |_| ()).await;
    let browser = bench.broker.browser();
    let reply = bench.sign_in(&browser, Role::Sharer).await;
    assert_eq!(reply.code(), "provider-unreachable");
    assert_eq!(reply.status, 502);
    bench.provider.says(|says| says.broken = false);
    // Backing off is by the clock, which has not moved.
    let resting = bench.sign_in(&browser, Role::Sharer).await;
    assert_eq!(resting.code(), "provider-unreachable");
    bench.clock.advance(MINUTE);
    assert_eq!(bench.sign_in(&browser, Role::Sharer).await.status, 200);
    // What is known is used for a while, should the provider fall silent.
    bench.provider.says(|says| says.broken = true);
    bench.clock.advance(61 * MINUTE);
    let config: Value = browser.ask("/config").await.json();
    assert!(config["provider"].is_object(), "{config}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_taken_if_it_is_one_and_shown_to_its_owner() {
    let provider = Provider::start("").await;
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x40\0\0\0\x40".to_vec();
    png.extend([0; 64]);
    let info =
        json!({"sub": "somebody", "name": "A", "picture": format!("{}/picture", provider.origin)});
    provider.says(|says| {
        says.user_info = info;
        says.picture = png.clone();
    });
    let bench = Bench::with(provider, |_| ()).await;
    let browser = bench.broker.browser();
    let signed_in: Me = bench.sign_in(&browser, Role::Sharer).await.json();
    let path = signed_in.person.picture.unwrap();
    assert!(path.starts_with("/api/v1/pictures/"), "{path}");
    let shown = browser.get(&path).await;
    assert_eq!(shown.status, 200);
    assert_eq!(shown.header("content-type"), "image/png");
    assert!(shown.header("cache-control").starts_with("private"));
    let hash = path.rsplit('/').next().unwrap();
    assert_eq!(shown.header("etag"), format!("\"{hash}\""));
    let by_role = browser
        .get(&format!("/api/v1/sharer/pictures/{hash}"))
        .await;
    assert_eq!(by_role.status, 200);
    assert_eq!(
        bench.broker.browser().get(&path).await.code(),
        "not-signed-in"
    );
    // Somebody else, who is in no session with them.
    let other = bench.broker.browser();
    bench
        .provider
        .says(|says| says.user_info = json!({"sub": "else"}));
    let reply = bench
        .sign_in_with(&other, Role::Sharer, |claims| claims["sub"] = json!("else"))
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(other.get(&path).await.code(), "not-found");

    // What is no picture is none, and nobody is kept out for it.
    for wrong in [b"<svg onload='alert(1)'/>".to_vec(), vec![0; 300 * 1024]] {
        bench.provider.says(|says| {
            says.user_info =
                json!({"sub": "somebody", "picture": format!("{}/picture", bench.provider.origin)});
            says.picture = wrong;
        });
        let signed_in: Me = bench.sign_in(&browser, Role::Sharer).await.json();
        assert_eq!(signed_in.person.picture, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_beginnings_is_slowed_down() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    let mut slowed = None;
    for _ in 0..400 {
        let reply = browser.post("/sharer/sign-in/nonce", &json!({})).await;
        if reply.status == 429 {
            slowed = Some(reply);
            break;
        }
    }
    let slowed = slowed.expect("no flood is let through for ever");
    assert_eq!(slowed.code(), "too-many-requests");
    assert!(
        slowed.json::<Value>()["error"]["retry_after_ms"]
            .as_u64()
            .unwrap()
            > 0
    );
    assert!(bench.clock.now_ms() == NOW_MS);
}
