//! The provider tells the broker that somebody is signed out there (OpenID Connect Back-Channel Logout).

use super::{
    provider::{Bench, NOW_MS, nonce, post},
    signer::{ES, FALSE_ES, RSA, hmac_token, unsigned},
};
use crate::{
    page::{Closed, Page},
    support::{Browser, Exchange, Reply},
};
use remote_help::store::Store;
use reqwest::{Method, header};
use rh_protocol::{ErrorCode, Role, SessionId, api, api::Joined, socket::close};
use serde_json::{Value, json};
use std::time::Duration;

const PATH: &str = "/sign-in/logged-out";
const KIND: &str = "application/x-www-form-urlencoded";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn claims(bench: &Bench) -> Value {
    let now = bench.clock.now_ms() / 1_000;
    json!({
        "iss": bench.provider.issuer(), "aud": "remote-help", "iat": now, "exp": now + 120,
        "jti": "j-1", "sub": "somebody", "events": { EVENT: {} },
    })
}

fn signed(claims: &Value) -> String {
    ES.token(
        &json!({ "alg": "ES256", "kid": "es", "typ": "logout+jwt" }),
        claims,
    )
}

/// What the provider would send: no page, no cookie, no origin of ours.
async fn tell(bench: &Bench, token: &str) -> Reply {
    tell_form(bench, KIND, form(token)).await
}

fn form(token: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("logout_token", token)
        .finish()
}

async fn tell_form(bench: &Bench, kind: &str, body: String) -> Reply {
    tell_by(&bench.broker.browser(), kind, body).await
}

async fn tell_by(provider: &Browser, kind: &str, body: String) -> Reply {
    let request = provider
        .request(Method::POST, &format!("{}{PATH}", api::BASE))
        .header(header::CONTENT_TYPE, kind)
        .header(header::ORIGIN, "https://id.example")
        .body(body);
    provider.try_send(request).await.unwrap()
}

async fn is_in(browser: &Browser) -> bool {
    browser.ask("/sharer/me").await.text != "null"
}

async fn sharer(bench: &Bench, session: Option<&str>) -> Browser {
    let browser = bench.broker.browser();
    let reply = bench
        .sign_in_with(&browser, Role::Sharer, |claims| {
            if let Some(session) = session {
                claims["sid"] = json!(session);
            }
        })
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    browser
}

/// What the provider is answered to a good token, and the broker's port. Of its own address nothing is told.
pub(crate) async fn told() -> (u16, Vec<Exchange>) {
    let bench = Bench::start().await;
    let provider = bench.broker.browser();
    let reply = tell_by(&provider, KIND, form(&signed(&claims(&bench)))).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let mut exchanges = provider.exchanges();
    let values = exchanges
        .iter_mut()
        .flat_map(|exchange| exchange.headers.values_mut());
    for value in values {
        let told = value.to_str().unwrap();
        *value = told
            .replace(&bench.provider.origin, "https://id.example")
            .parse()
            .unwrap();
    }
    (bench.broker.port, exchanges)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_out_there_is_signed_out_here_everywhere() {
    let bench = Bench::start().await;
    let (one, two) = (
        sharer(&bench, None).await,
        sharer(&bench, Some("s-2")).await,
    );
    let reply = tell(&bench, &signed(&claims(&bench))).await;
    assert_eq!((reply.status.as_u16(), reply.text.as_str()), (200, ""));
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(!is_in(&one).await && !is_in(&two).await);
    let record = json!({ "role": "sharer", "by": "provider" });
    assert_eq!(bench.audited("sign-out").await, [record.clone(), record]);
    // Nobody is left to sign out: that is no fault, and no record.
    assert_eq!(tell(&bench, &signed(&claims(&bench))).await.status, 200);
    assert_eq!(bench.audited("sign-out").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sign_in_there_is_one_here() {
    let bench = Bench::start().await;
    let (one, two) = (
        sharer(&bench, Some("s-1")).await,
        sharer(&bench, Some("s-2")).await,
    );
    let mut by_session = claims(&bench);
    by_session.as_object_mut().unwrap().remove("sub");
    by_session["sid"] = json!("s-1");
    assert_eq!(tell(&bench, &signed(&by_session)).await.status, 200);
    assert!(!is_in(&one).await && is_in(&two).await);
    // With a person beside it, one of whom it is not known which sign-in there it belongs to is meant, too.
    let unknown = sharer(&bench, None).await;
    let mut by_both = claims(&bench);
    by_both["sid"] = json!("s-3");
    assert_eq!(tell(&bench, &signed(&by_both)).await.status, 200);
    assert!(!is_in(&unknown).await && is_in(&two).await);
    // Nobody else's are.
    let mut somebody_else = claims(&bench);
    somebody_else["sub"] = json!("somebody-else");
    assert_eq!(tell(&bench, &signed(&somebody_else)).await.status, 200);
    assert!(is_in(&two).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_sent_again_ends_nothing_that_began_after_it() {
    let bench = Bench::start().await;
    let token = signed(&claims(&bench));
    let before = sharer(&bench, None).await;
    assert_eq!(tell(&bench, &token).await.status, 200);
    assert!(!is_in(&before).await);
    bench.clock.advance(Duration::from_secs(1));
    let after = sharer(&bench, None).await;
    assert_eq!(tell(&bench, &token).await.status, 200);
    assert!(is_in(&after).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_else_signs_anybody_out() {
    let bench = Bench::start().await;
    let browser = sharer(&bench, Some("s-1")).await;
    let good = claims(&bench);
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        signed(&claims)
    };
    let without = |name: &str| {
        let mut claims = good.clone();
        claims.as_object_mut().unwrap().remove(name);
        signed(&claims)
    };
    let header = json!({ "alg": "ES256", "kid": "es" });
    let id_token = {
        let now = NOW_MS / 1_000;
        json!({ "iss": bench.provider.issuer(), "sub": "somebody", "aud": "remote-help",
                "iat": now, "exp": now + 300, "nonce": "n" })
    };
    for (what, token) in [
        ("another's signature", FALSE_ES.token(&header, &good)),
        (
            "another algorithm",
            RSA.token(&json!({ "alg": "RS256", "kid": "es" }), &good),
        ),
        (
            "no signature",
            format!("{}.", unsigned(&json!({ "alg": "none" }), &good)),
        ),
        (
            "signed with what anybody knows",
            hmac_token(
                &json!({ "alg": "HS256", "kid": "es" }),
                &good,
                ES.jwk().to_string().as_bytes(),
            ),
        ),
        (
            "a key in the header",
            ES.token(&json!({ "alg": "ES256", "jwk": ES.jwk() }), &good),
        ),
        (
            "an unknown key",
            ES.token(&json!({ "alg": "ES256", "kid": "x" }), &good),
        ),
        (
            "an access token",
            ES.token(
                &json!({ "alg": "ES256", "kid": "es", "typ": "at+jwt" }),
                &good,
            ),
        ),
        ("an ID token", ES.token(&header, &id_token)),
        ("another issuer", with("iss", json!("https://evil.example"))),
        ("another app", with("aud", json!("another"))),
        ("a nonce", with("nonce", json!("n"))),
        (
            "another event",
            with(
                "events",
                json!({ "http://schemas.openid.net/event/other": {} }),
            ),
        ),
        ("over", with("exp", json!(NOW_MS / 1_000 - 61))),
        ("not yet", with("iat", json!(NOW_MS / 1_000 + 61))),
        ("no end", without("exp")),
        ("no time", without("iat")),
        ("nobody", without("sub")),
        ("no events", without("events")),
        ("no token", "x".to_owned()),
        ("", String::new()),
    ] {
        let reply = tell(&bench, &token).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code()),
            (400, "bad-request".to_owned()),
            "{what}"
        );
        assert!(is_in(&browser).await, "{what}");
    }
    for (kind, body) in [
        (KIND, String::new()),
        (KIND, "logout_token".to_owned()),
        (
            "application/json",
            json!({ "logout_token": signed(&good) }).to_string(),
        ),
    ] {
        assert_eq!(tell_form(&bench, kind, body).await.code(), "bad-request");
    }
    let long = format!("logout_token={}", "x".repeat(64 * 1_024));
    assert_eq!(tell_form(&bench, KIND, long).await.code(), "too-large");
    assert!(is_in(&browser).await);
    assert_eq!(bench.audited("sign-out").await.len(), 0);
    // The good one, at last.
    assert_eq!(tell(&bench, &signed(&good)).await.status, 200);
    assert!(!is_in(&browser).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_was_under_way_when_it_came_is_over_too() {
    let bench = Bench::start().await;
    let browser = bench.broker.browser();
    let begun = bench.claims(&nonce(&browser, Role::Sharer).await);
    bench.clock.advance(Duration::from_secs(1));
    assert_eq!(tell(&bench, &signed(&claims(&bench))).await.status, 200);
    let token = ES.token(&ES.header("ES256"), &begun);
    let reply = post(&browser, Role::Sharer, &token).await;
    assert_eq!(reply.code(), "sign-in-expired");
    assert!(!is_in(&browser).await);
    let record = json!({ "role": "sharer", "reason": "signed-out-at-provider" });
    assert_eq!(bench.audited("sign-in-refused").await, [record]);
    // Who begins anew gets in.
    bench.clock.advance(Duration::from_secs(1));
    sharer(&bench, None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_bad_ones_is_stopped_and_a_flood_of_good_ones_is_not() {
    let bench = Bench::start().await;
    let good = signed(&claims(&bench));
    for _ in 0..310 {
        assert_eq!(tell(&bench, &good).await.status, 200);
    }
    let mut codes = Vec::new();
    for _ in 0..310 {
        codes.push(tell(&bench, "x").await.code());
    }
    assert_eq!(codes[0], "bad-request");
    assert_eq!(codes[309], "too-many-requests");
    assert_eq!(tell(&bench, &good).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_providers_keys_nobody_is_signed_out_and_it_is_told_to_come_again() {
    let bench = Bench::start().await;
    let browser = sharer(&bench, None).await;
    bench.provider.says(|says| says.broken = true);
    let mut header = json!({ "alg": "ES256", "kid": "new" });
    // The keys are at hand, but this one is not among them.
    let reply = tell(&bench, &ES.token(&header, &claims(&bench))).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code()),
        (502, "provider-unreachable".to_owned())
    );
    assert!(is_in(&browser).await);
    header["kid"] = json!("es");
    assert_eq!(
        tell(&bench, &ES.token(&header, &claims(&bench)))
            .await
            .status,
        200
    );
    assert!(!is_in(&browser).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_store_fails_it_is_told_to_come_again() {
    let bench = Bench::start().await;
    let browser = sharer(&bench, None).await;
    let store = Store::open(bench.broker.data.path()).await.unwrap();
    let rename = async |from: &str, to: &str| {
        let mut write = store.write().await.unwrap();
        let statement = format!("ALTER TABLE {from} RENAME TO {to}");
        let statement = sqlx::query(sqlx::AssertSqlSafe(statement));
        statement.execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
    };
    rename("audit", "elsewhere").await;
    let reply = tell(&bench, &signed(&claims(&bench))).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code()),
        (503, "unavailable".to_owned())
    );
    // What cannot be recorded has not happened.
    rename("elsewhere", "audit").await;
    assert!(is_in(&browser).await);
    assert_eq!(tell(&bench, &signed(&claims(&bench))).await.status, 200);
    assert!(!is_in(&browser).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hangs_on_the_sign_in_ends_with_it() {
    let provider = super::provider::Provider::start("").await;
    let bench = Bench::with(provider, |settings| {
        settings.helpers.subjects = vec!["somebody".to_owned()];
        settings.devices.allow_unenrolled = true;
    })
    .await;
    let browser = bench.broker.browser();
    bench.sign_in_refreshable(&browser, Role::Helper).await;
    let created = browser.post("/helper/sessions", &json!({})).await;
    let session: SessionId = created.json::<Joined>().session;
    let page = Page::open(&browser, Role::Helper, session).await;
    assert_eq!(tell(&bench, &signed(&claims(&bench))).await.status, 200);
    let (closed, _) = page.closed().await;
    assert_eq!(
        closed,
        Closed::refused(close::SIGNED_OUT, ErrorCode::NotSignedIn)
    );
}
