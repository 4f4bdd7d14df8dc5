//! What is shown of who signs in with Entra ID, where Graph is the directory.

use super::{
    TENANT,
    mock::Seen,
    organization::{Organization, WAIT_MS},
    soon,
    world::{ADA, BEN, World, png},
};
use crate::support::Browser;
use remote_help::directory::graph::STALE_MS;
use rh_protocol::{Redacted, Role, view::Person};
use serde_json::{Value, json};
use std::sync::Arc;

/// The size of a person's picture in pixels.
async fn side(person: &Person, browser: &Browser) -> u32 {
    let path = person.picture.as_ref().unwrap();
    let url = browser.request(reqwest::Method::GET, path);
    let bytes = url.send().await.unwrap().bytes().await.unwrap();
    u32::from_be_bytes(bytes[16..20].try_into().unwrap())
}

fn text(text: &str) -> Option<Redacted<String>> {
    Some(Redacted::new(text.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_graph_knows_is_shown_with_photo_and_verified_domain() {
    let it = Organization::start().await;
    let (ada, browser) = soon(it.sign_in(ADA)).await;
    assert_eq!(ada.name.expose(), "Ada Example");
    assert_eq!(
        (&ada.title, &ada.company),
        (&text("Engineer"), &text("Example"))
    );
    assert_eq!(ada.domain, text("example.com"));
    assert_eq!(side(&ada, &browser).await, 96);
    // There is none of Ben's, so that the provider's has to do.
    let (ben, browser) = soon(it.sign_in(BEN)).await;
    assert_eq!(ben.name.expose(), "Ben Example");
    assert_eq!(side(&ben, &browser).await, 48);
    // What is changed there shows at the first sign-in after the refresh time.
    it.graph
        .with(|inside| inside.world.people[0].title = Some("Architect".to_owned()));
    assert_eq!(it.shown(ADA).await.title, text("Engineer"));
    it.pass(super::REFRESH_MS);
    assert_eq!(it.shown(ADA).await.title, text("Architect"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_nobody_should_be_shown_is_none() {
    let it = Organization::start().await;
    for bytes in [
        [png(96), vec![0; 256 * 1024]].concat(),
        png(100_000),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
    ] {
        it.graph
            .with(|inside| inside.world.photos.insert(ADA.to_owned(), bytes));
        let (ada, browser) = soon(it.sign_in(ADA)).await;
        assert_eq!(side(&ada, &browser).await, 48);
        assert_eq!(ada.company, text("Example"));
        it.pass(STALE_MS);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_is_verified_by_the_organisation_and_by_nobody_else() {
    let it = Organization::start().await;
    for (mail, domain) in [
        (Some("ada@partner.example"), None),
        // Listed here, but not there.
        (Some("ada@claimed.example"), None),
        (Some("ada@EXAMPLE.com"), text("example.com")),
    ] {
        it.graph
            .with(|inside| inside.world.people[0].email = mail.map(str::to_owned));
        assert_eq!(it.shown(ADA).await.domain, domain, "{mail:?}");
        it.pass(super::REFRESH_MS);
    }
    // Whoever has no mailbox has the name that they sign in by, and a guest is no member of the house for it.
    it.graph.quirks(|quirks| quirks.omits = vec!["mail"]);
    for (name, domain) in [
        ("ada@example.com", text("example.com")),
        ("ada_partner.example#EXT#@example.onmicrosoft.com", None),
    ] {
        it.graph.with(|inside| {
            inside.quirks.upn = Some(name);
        });
        assert_eq!(it.shown(ADA).await.domain, domain, "{name}");
        it.pass(super::REFRESH_MS);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_that_refuses_part_of_it_keeps_nobody_out() {
    let it = Organization::start().await;
    it.graph
        .quirks(|quirks| quirks.forbidden = Some("/organization"));
    let ada = it.shown(ADA).await;
    assert_eq!((ada.company, ada.domain), (text("Example"), None));
    it.graph.quirks(|quirks| quirks.forbidden = None);
    assert_eq!(it.shown(ADA).await.domain, text("example.com"));
}

/// On one thread, whose log is taken down.
#[tokio::test]
async fn a_silence_of_graph_is_logged_once_for_as_long_as_it_lasts() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let writer = Arc::new(log.reopen().unwrap());
    let lines = tracing_subscriber::fmt().with_writer(writer).finish();
    let _listening = tracing::subscriber::set_default(lines);
    let logged = || {
        let text = std::fs::read_to_string(log.path()).unwrap();
        let count = |told| text.matches(told).count();
        (
            count("the directory does not say who people are"),
            count("the directory says who people are again"),
        )
    };
    let it = Organization::start().await;
    it.shown(ADA).await;
    assert_eq!(logged(), (0, 0));
    for silences in 1..=2 {
        // What was known of the organisation counts no more.
        it.pass(super::REFRESH_MS);
        it.graph
            .quirks(|quirks| quirks.forbidden = Some("/organization"));
        for who in [ADA, BEN, ADA] {
            it.shown(who).await;
            assert_eq!(logged(), (silences, silences - 1));
        }
        it.graph.quirks(|quirks| quirks.forbidden = None);
        for who in [ADA, BEN] {
            it.shown(who).await;
            assert_eq!(logged(), (silences, silences));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_that_does_not_answer_delays_nobody_for_long_and_is_made_up_for_later() {
    let it = Organization::start().await;
    // What is known of the organisation is kept from here on.
    it.shown(BEN).await;
    it.graph
        .quirks(|quirks| quirks.holds_about = Some("/photo"));
    it.graph.seen();
    let (ada, browser) = soon(async {
        let wait = async {
            let is_photo = |seen: &Seen| seen.path.ends_with("/photo/$value");
            for came in 1.. {
                it.graph.came(came).await;
                if it.graph.seen().iter().any(is_photo) {
                    break;
                }
            }
            it.pass(WAIT_MS);
        };
        tokio::join!(it.sign_in(ADA), wait).0
    })
    .await;
    // The rest is there, and the picture is the provider's.
    assert_eq!(ada.domain, text("example.com"));
    assert_eq!(side(&ada, &browser).await, 48);
    it.graph.quirks(|quirks| quirks.holds_about = None);
    let (ada, browser) = soon(it.sign_in(ADA)).await;
    assert_eq!(side(&ada, &browser).await, 96);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_about_is_found_by_an_address_that_only_graph_knows() {
    let it = Organization::start().await;
    it.shown(ADA).await;
    let (_, admin) = soon(it.sign_in_as(Role::Helper, BEN)).await;
    let ask = async |sharer: &str| {
        let path = format!("/access/decision?helper=directory:{BEN}&sharer={sharer}");
        soon(admin.ask(&path)).await
    };
    // With Entra ID no account has an address.
    for ada in [
        "email:Ada@example.com".to_owned(),
        format!("directory:{ADA}"),
    ] {
        let told: Value = ask(&ada).await.json();
        // He administers, and helps nobody.
        assert_eq!(told["refusal"]["reason"], json!("no-role"), "{ada}: {told}");
    }
    for nobody in ["email:cleo@example.com", "email:da@example.com"] {
        assert_eq!(ask(nobody).await.code(), "not-found", "{nobody}");
    }
    // A silence says when to ask again.
    it.graph.goes_down();
    let silent = it.patiently(ask("email:zoe@example.com")).await;
    assert_eq!(silent.code(), "unavailable");
    assert_ne!(silent.header("retry-after"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_removed_at_entra_is_out_within_the_refresh_time() {
    let it = Organization::start().await;
    let (_, browser) = soon(it.sign_in(ADA)).await;
    assert_eq!(soon(browser.ask("/sharer/sessions")).await.status, 200);
    it.graph
        .with(|inside| inside.world.people.retain(|person| person.id != ADA));
    it.pass(super::REFRESH_MS);
    let refused = soon(browser.ask("/sharer/sessions")).await;
    assert_eq!(refused.code(), "account-disabled");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_in_too_many_groups_for_a_token_is_in_those_that_graph_knows() {
    let desk = World::usual().person(ADA).groups[0].clone();
    let it = Organization::with(|settings| settings.helpers.groups = vec![desk]).await;
    let come = async |more: Value| {
        let browser = it.bench.broker.browser();
        let sign_in = it.bench.sign_in_with(&browser, Role::Helper, |claims| {
            claims["sub"] = json!("pairwise");
            claims["oid"] = json!(ADA);
            claims["tid"] = json!(TENANT);
            let claims = claims.as_object_mut().unwrap();
            claims.extend(more.as_object().unwrap().clone());
        });
        soon(sign_in).await
    };
    // None are none.
    assert_eq!(come(json!({})).await.code(), "not-a-helper");
    let sources = json!({ "src1": { "endpoint": "https://elsewhere.example/getMemberObjects" } });
    let overage = json!({ "_claim_names": { "groups": "src1" }, "_claim_sources": sources });
    let reply = come(overage).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
}
