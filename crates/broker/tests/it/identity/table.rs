//! The token table: what is refused, each for its own reason, and what is accepted.

use super::{
    provider::{ACCESS, Bench, CLIENT, Provider, nonce, post},
    signer::{ED, ES, FALSE_ES, FALSE_RSA, RSA, SigningKey, b64, hmac_token, unsigned},
};
use rh_protocol::{Role, sign_in::state_matches};
use serde_json::{Value, json};
use std::time::Duration;

const TENANT: &str = "11111111-aaaa-4bbb-8ccc-222222222222";
const OTHER_TENANT: &str = "33333333-aaaa-4bbb-8ccc-444444444444";

/// Makes a token out of good claims.
type Make = Box<dyn Fn(&Value) -> String>;

/// A token that is to be refused.
struct Row {
    name: &'static str,
    code: &'static str,
    /// Of the audit trail.
    reason: &'static str,
    tokens: Vec<Make>,
}

fn row(
    name: &'static str,
    (code, reason): (&'static str, &'static str),
    make: impl Fn(&Value) -> String + 'static,
) -> Row {
    Row {
        name,
        code,
        reason,
        tokens: vec![Box::new(make)],
    }
}

fn es(claims: &Value) -> String {
    ES.token(&ES.header("ES256"), claims)
}

fn with(claims: &Value, name: &str, value: Value) -> String {
    let mut claims = claims.clone();
    claims[name] = value;
    es(&claims)
}

fn without(claims: &Value, name: &str) -> String {
    let mut claims = claims.clone();
    claims.as_object_mut().unwrap().remove(name);
    es(&claims)
}

fn later(claims: &Value, by: i64) -> i64 {
    claims["iat"].as_i64().unwrap() + by
}

/// The rows that differ in the token alone.
fn rows() -> Vec<Row> {
    let refused = |reason| ("token-refused", reason);
    let key_in_header = |name: &'static str, value: Value| -> Make {
        Box::new(move |claims| {
            // An attacker's key, which the header itself offers, without our key's name.
            let header = json!({"alg": "ES256", "typ": "JWT", name: value});
            FALSE_ES.token(&header, claims)
        })
    };
    vec![
        row("bad RS256 signature", refused("signature"), |claims| {
            FALSE_RSA.token(&RSA.header("RS256"), claims)
        }),
        row("bad ES256 signature", refused("signature"), |claims| {
            FALSE_ES.token(&ES.header("ES256"), claims)
        }),
        row(
            "HS256 signed with the public key",
            refused("algorithm"),
            |claims| hmac_token(&RSA.header("HS256"), claims, &RSA.public_bytes()),
        ),
        row("alg: none", refused("algorithm"), |claims| {
            format!("{}.", unsigned(&json!({"alg": "none"}), claims))
        }),
        row("wrong iss", ("wrong-tenant", "wrong-tenant"), |claims| {
            with(claims, "iss", json!("https://id.example"))
        }),
        row("missing iss", refused("issuer-missing"), |claims| {
            without(claims, "iss")
        }),
        row("wrong aud", refused("audience"), |claims| {
            with(claims, "aud", json!("another-app"))
        }),
        row("missing aud", refused("audience-missing"), |claims| {
            without(claims, "aud")
        }),
        row("missing sub", refused("subject-missing"), |claims| {
            without(claims, "sub")
        }),
        row("missing iat", refused("issued-at-missing"), |claims| {
            let mut claims = claims.clone();
            claims.as_object_mut().unwrap().remove("iat");
            es(&claims)
        }),
        row("expired", refused("expired"), |claims| {
            with(claims, "exp", json!(later(claims, -60)))
        }),
        row("future nbf", refused("not-yet-valid"), |claims| {
            with(claims, "nbf", json!(later(claims, 61)))
        }),
        row("exp as a string", refused("time-not-a-number"), |claims| {
            with(claims, "exp", json!(later(claims, 300).to_string()))
        }),
        row("nbf as a string", refused("time-not-a-number"), |claims| {
            with(claims, "nbf", json!(later(claims, 0).to_string()))
        }),
        row("unknown kid", refused("unknown-key"), |claims| {
            FALSE_ES.token(&json!({"alg": "ES256", "kid": "nobody"}), claims)
        }),
        row(
            "no kid with several keys",
            refused("ambiguous-key"),
            |claims| ES.token(&json!({"alg": "ES256"}), claims),
        ),
        Row {
            name: "jku/x5u/jwk in the header",
            code: "token-refused",
            reason: "key-in-header",
            tokens: vec![
                key_in_header("jku", json!("https://evil.example/keys")),
                key_in_header("x5u", json!("https://evil.example/chain")),
                key_in_header("jwk", FALSE_ES.jwk()),
            ],
        },
        Row {
            name: "an access token in place of the ID token",
            code: "token-refused",
            reason: "access-token",
            tokens: vec![
                Box::new(|claims| {
                    let header = json!({"alg": "ES256", "typ": "at+jwt", "kid": ES.kid});
                    ES.token(&header, claims)
                }),
                Box::new(|claims| with(claims, "typ", json!("Bearer"))),
                Box::new(|claims| with(claims, "scp", json!("User.Read"))),
            ],
        },
        row(
            "several audiences with another azp",
            refused("authorized-party"),
            |claims| {
                let mut claims = claims.clone();
                claims["aud"] = json!([CLIENT, "another-app"]);
                claims["azp"] = json!("another-app");
                es(&claims)
            },
        ),
        row("an app-only token", refused("app-only"), |claims| {
            with(claims, "idtyp", json!("app"))
        }),
    ]
}

/// Posts a token in a fresh browser and tells code and audited reason of its refusal. The clock
/// moves on first, so that no row is spared a look at the keys by the one before it.
async fn refusal(bench: &Bench, make: &Make) -> (String, String) {
    bench.clock.advance(Duration::from_secs(61));
    let browser = bench.broker.browser();
    let nonce = nonce(&browser, Role::Sharer).await;
    let token = make(&bench.claims(&nonce));
    let records = bench.audited("sign-in-refused").await.len();
    let reply = post(&browser, Role::Sharer, &token).await;
    assert!(!reply.status.is_success(), "{}", reply.text);
    assert_eq!(browser.cookie("rh-sharer"), None);
    let audited = bench.audited("sign-in-refused").await;
    assert_eq!(audited.len(), records + 1, "exactly one record");
    let reason = audited[records]["reason"].as_str().unwrap().to_owned();
    (reply.code(), reason)
}

/// Prints a row's outcome and tells whether it is as it should be.
fn print(verdict: &str, name: &str, got: &str, good: bool) -> usize {
    let mark = if good { "ok" } else { "WRONG" };
    println!("{verdict:<9} {name:<44} {got:<40} {mark}");
    usize::from(good)
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_four_are_refused_and_three_accepted() {
    let bench = Bench::start().await;
    let mut refused = 0;
    for row in rows() {
        for (at, make) in row.tokens.iter().enumerate() {
            let (code, reason) = refusal(&bench, make).await;
            let good = (code.as_str(), reason.as_str()) == (row.code, row.reason);
            let got = format!("{code}: {reason}");
            assert!(good, "{}: {got}", row.name);
            // A row counts once, however many tokens it holds.
            if at == 0 {
                refused += print("refused", row.name, &got, good);
            }
        }
    }
    refused += bad_nonce(&bench).await;
    refused += bad_state();
    refused += foreign_tenant().await;
    refused += foreign_discovery().await;
    let accepted = rotation().await + rotation_before_signing().await + unusable_keys().await;
    println!("{refused} of 24 refused, {accepted} of 3 accepted");
    assert_eq!((refused, accepted), (24, 3));
}

/// A nonce that was given to another browser, one for another role, one that nobody was given, and
/// one that was used.
async fn bad_nonce(bench: &Bench) -> usize {
    let (browser, other) = (bench.broker.browser(), bench.broker.browser());
    let ours = nonce(&browser, Role::Sharer).await;
    let spent = nonce(&browser, Role::Sharer).await;
    let claims = bench.claims(&spent);
    assert_eq!(post(&browser, Role::Sharer, &es(&claims)).await.status, 200);
    let foreign = [
        nonce(&other, Role::Sharer).await,
        nonce(&browser, Role::Helper).await,
        ours.to_uppercase(),
        spent,
    ];
    let mut good = true;
    for nonce in foreign {
        let reply = post(&browser, Role::Sharer, &es(&bench.claims(&nonce))).await;
        good &= reply.code() == "sign-in-expired";
        let audited = bench.audited("sign-in-refused").await;
        good &= audited.last().unwrap()["reason"] == "nonce";
    }
    print("refused", "bad nonce", "sign-in-expired: nonce", good)
}

/// The app's to check: the rule that it uses.
fn bad_state() -> usize {
    let good = state_matches(Some("ours"), Some("ours"))
        && !state_matches(Some("ours"), Some("theirs"))
        && !state_matches(Some("ours"), None)
        && !state_matches(None, Some("ours"));
    print("refused", "bad state", "state-mismatch (in the app)", good)
}

/// `iss` and `tid` that contradict each other, with a provider that is like Entra ID.
async fn foreign_tenant() -> usize {
    let provider = Provider::start(&format!("/{TENANT}/v2.0")).await;
    let bench = Bench::with(provider, |settings| {
        settings.identity.tenant = Some(TENANT.to_owned());
    })
    .await;
    let issuer_of = bench.provider.issuer();
    let entra = move |tid: &'static str, iss_of: &'static str| -> Make {
        let iss = issuer_of.replace(TENANT, iss_of);
        Box::new(move |claims| {
            let mut claims = claims.clone();
            claims["iss"] = json!(iss);
            claims["tid"] = json!(tid);
            claims["oid"] = json!("55555555-aaaa-4bbb-8ccc-666666666666");
            es(&claims)
        })
    };
    // A whole token of another tenant is another tenant's.
    let theirs = refusal(&bench, &entra(OTHER_TENANT, OTHER_TENANT)).await;
    assert_eq!(theirs, ("wrong-tenant".into(), "wrong-tenant".into()));
    let mut good = true;
    for mismatch in [
        entra(OTHER_TENANT, TENANT),
        entra(TENANT, OTHER_TENANT),
        entra("not-a-guid", TENANT),
    ] {
        let got = refusal(&bench, &mismatch).await;
        good &= got == ("token-refused".into(), "tenant-mismatch".into());
    }
    // And our own is let in, so that the rule is not merely a wall.
    let browser = bench.broker.browser();
    let nonce = nonce(&browser, Role::Sharer).await;
    let ours = entra(TENANT, TENANT)(&bench.claims(&nonce));
    assert_eq!(post(&browser, Role::Sharer, &ours).await.status, 200);
    print(
        "refused",
        "iss not matching tid",
        "token-refused: tenant-mismatch",
        good,
    )
}

async fn foreign_discovery() -> usize {
    let provider = Provider::start("").await;
    provider.says(|says| says.issuer = Some("https://id.example".to_owned()));
    let bench = Bench::with(provider, |_| ()).await;
    let reply = bench.sign_in(&bench.broker.browser(), Role::Sharer).await;
    let config: Value = bench.broker.browser().ask("/config").await.json();
    let good = reply.code() == "provider-misconfigured" && config.get("provider").is_none();
    let name = "discovery document whose issuer differs";
    print("refused", name, "provider-misconfigured", good)
}

async fn signed_in_by(bench: &Bench, key: &SigningKey, alg: &str) -> bool {
    let browser = bench.broker.browser();
    let nonce = nonce(&browser, Role::Sharer).await;
    let token = key.token(&key.header(alg), &bench.claims(&nonce));
    post(&browser, Role::Sharer, &token).await.status == 200
}

/// Old and new key stand side by side for a while, then the old one goes.
async fn rotation() -> usize {
    let bench = Bench::start().await;
    let (old, new) = (SigningKey::es("old"), SigningKey::es("new"));
    bench.provider.says(|says| says.keys = vec![old.jwk()]);
    let mut good = signed_in_by(&bench, &old, "ES256").await;
    bench
        .provider
        .says(|says| says.keys = vec![old.jwk(), new.jwk()]);
    good &= signed_in_by(&bench, &old, "ES256").await;
    good &= signed_in_by(&bench, &new, "ES256").await;
    bench.provider.says(|says| says.keys = vec![new.jwk()]);
    // In an hour the set is asked for anew, and what the provider no longer vouches for is out.
    bench.clock.advance(Duration::from_secs(3_600));
    good &= signed_in_by(&bench, &new, "ES256").await;
    good &= !signed_in_by(&bench, &old, "ES256").await;
    print("accepted", "key rotation", "", good)
}

/// The set that the broker holds knows nothing of the key, with a name and without one.
async fn rotation_before_signing() -> usize {
    let bench = Bench::start().await;
    let old = SigningKey::es("old");
    bench.provider.says(|says| says.keys = vec![old.jwk()]);
    let mut good = signed_in_by(&bench, &old, "ES256").await;
    let new = SigningKey::es("new");
    bench.provider.says(|says| says.keys = vec![new.jwk()]);
    good &= signed_in_by(&bench, &new, "ES256").await;
    bench.clock.advance(Duration::from_secs(61));
    let nameless = SigningKey::es("nameless");
    let mut jwk = nameless.jwk();
    jwk.as_object_mut().unwrap().remove("kid");
    bench.provider.says(|says| says.keys = vec![jwk]);
    let browser = bench.broker.browser();
    let nonce = nonce(&browser, Role::Sharer).await;
    let token = nameless.token(&json!({"alg": "ES256"}), &bench.claims(&nonce));
    good &= post(&browser, Role::Sharer, &token).await.status == 200;
    print("accepted", "rotation just before signing", "", good)
}

async fn unusable_keys() -> usize {
    let bench = Bench::start().await;
    bench.provider.says(|says| {
        says.keys = vec![
            json!({"kty": "RSA", "kid": "enc", "use": "enc", "n": b64([9; 256]), "e": "AQAB"}),
            json!({"kty": "RSA", "kid": "weak", "n": b64([9; 64]), "e": "AQAB"}),
            json!({"kty": "EC", "kid": "curve", "crv": "secp256k1", "x": b64([1; 32]), "y": b64([1; 32])}),
            json!({"kty": "from-the-future", "kid": "future"}),
            json!({"kty": "EC", "crv": "P-256", "kid": 7, "x": "?"}),
            ES.jwk(),
        ];
    });
    let good = signed_in_by(&bench, &ES, "ES256").await;
    // The one good key is found without a name too.
    let browser = bench.broker.browser();
    let nonce = nonce(&browser, Role::Sharer).await;
    let token = ES.token(&json!({"alg": "ES256"}), &bench.claims(&nonce));
    let nameless = post(&browser, Role::Sharer, &token).await.status == 200;
    let name = "five unusable keys beside a good one";
    print("accepted", name, "", good && nameless)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_listed_algorithm_is_accepted() {
    let bench = Bench::start().await;
    for (key, alg) in [
        (&*RSA, "RS256"),
        (&*RSA, "PS256"),
        (&*ES, "ES256"),
        (&*ED, "EdDSA"),
    ] {
        assert!(signed_in_by(&bench, key, alg).await, "{alg}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_keys_make_the_broker_ask_at_most_once_a_minute() {
    let bench = Bench::start().await;
    assert!(signed_in_by(&bench, &ES, "ES256").await);
    let asked = || bench.provider.says(|says| says.keys_asked);
    let first = asked();
    let stranger = SigningKey::es("stranger");
    for _ in 0..5 {
        assert!(!signed_in_by(&bench, &stranger, "ES256").await);
    }
    assert_eq!(asked(), first + 1);
    bench.clock.advance(Duration::from_secs(59));
    assert!(!signed_in_by(&bench, &stranger, "ES256").await);
    assert_eq!(asked(), first + 1);
    bench.clock.advance(Duration::from_secs(1));
    assert!(!signed_in_by(&bench, &stranger, "ES256").await);
    assert_eq!(asked(), first + 2);
    // All the while, whoever has a good token is let in.
    assert!(signed_in_by(&bench, &ES, "ES256").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_to_the_end_of_the_leeway_and_no_longer() {
    let bench = Bench::start().await;
    let exp = |by: i64| {
        let bench = &bench;
        async move {
            let browser = bench.broker.browser();
            let reply = bench
                .sign_in_with(&browser, Role::Sharer, |claims| {
                    claims["exp"] = json!(later(claims, by));
                })
                .await;
            reply.status == 200
        }
    };
    assert!(exp(-59).await);
    assert!(!exp(-60).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_access_token_must_belong_to_the_id_token() {
    let bench = Bench::start().await;
    let at_hash = |of: &'static str| {
        let bench = &bench;
        async move {
            let browser = bench.broker.browser();
            bench
                .sign_in_with(&browser, Role::Sharer, |claims| {
                    claims["at_hash"] = json!(super::provider::at_hash(of));
                })
                .await
        }
    };
    assert_eq!(at_hash(ACCESS).await.status, 200);
    assert_eq!(at_hash("another").await.code(), "token-refused");
    let audited = bench.audited("sign-in-refused").await;
    assert_eq!(audited.last().unwrap()["reason"], "access-token-hash");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_that_no_request_can_carry_is_refused_and_not_the_providers_fault() {
    let bench = Bench::start().await;
    for (access, reason) in [
        ("a\nb".to_owned(), "malformed"),
        ("a b".to_owned(), "malformed"),
        ("a".repeat(rh_protocol::limits::TOKEN + 1), "too-large"),
    ] {
        let browser = bench.broker.browser();
        let nonce = nonce(&browser, Role::Sharer).await;
        let body = json!({"id_token": es(&bench.claims(&nonce)), "access_token": access});
        let reply = browser.post("/sharer/sign-in", &body).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (401, "token-refused")
        );
        let audited = bench.audited("sign-in-refused").await;
        assert_eq!(audited.last().unwrap()["reason"], reason);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn userinfo_must_be_the_same_persons() {
    let bench = Bench::start().await;
    for info in [json!({"sub": "else"}), json!({"name": "No Sub"})] {
        bench.provider.says(|says| says.user_info = info);
        let reply = bench.sign_in(&bench.broker.browser(), Role::Sharer).await;
        assert_eq!(reply.code(), "token-refused");
    }
    let browser = bench.broker.browser();
    let nonce = nonce(&browser, Role::Sharer).await;
    let body = json!({"id_token": es(&bench.claims(&nonce)), "access_token": "stolen"});
    let reply = browser.post("/sharer/sign-in", &body).await;
    assert_eq!(reply.code(), "token-refused");
    let reasons = bench.audited("sign-in-refused").await;
    assert!(reasons.iter().all(|record| record["reason"] == "user-info"));
    assert_eq!(reasons.len(), 3);
}
