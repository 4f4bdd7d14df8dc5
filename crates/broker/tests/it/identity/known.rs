//! What the embedded directory knows of who signs in. What Graph knows is tested beside it (`directory/graph/profile.rs`).

use super::provider::{Bench, Provider};
use remote_help::{
    Clock,
    directory::csv::{Kind, import},
    store::Store,
};
use rh_protocol::{Redacted, Role, api::Me, view::Person};
use serde_json::json;

const HEADER: &str = "id,name,subject,email,title,company";

impl Bench {
    /// Puts people into the directory, or changes them.
    async fn people(&self, rows: &[&str]) {
        let store = Store::open(self.broker.data.path()).await.unwrap();
        let file = format!("{HEADER}\n{}\n", rows.join("\n"));
        let clock = Clock::system();
        let plan = import::import(&store, &clock, Kind::People, file.as_bytes(), false).await;
        assert!(plan.unwrap().bad.is_empty());
        store.close().await;
    }

    async fn shown(&self) -> Person {
        let browser = self.broker.browser();
        let reply = self.sign_in(&browser, Role::Sharer).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let me = reply.json::<Me>().person;
        // What others are shown is what is kept.
        let kept: Me = browser.ask("/sharer/me").await.json();
        assert_eq!(kept.person, me);
        me
    }
}

/// A provider that says what it can, and vouches for an address.
async fn bench() -> Bench {
    let provider = Provider::start("").await;
    provider.says(|says| {
        says.user_info = json!({
            "sub": "somebody", "name": "Some Body", "job_title": "Clerk", "company": "Acme",
            "email": "some@elsewhere.example", "email_verified": true,
        });
    });
    let bench = Bench::with(provider, |settings| {
        settings.identity.verified_domains = vec!["acme.example".to_owned()];
    })
    .await;
    // Its store is there once it answers.
    bench.broker.browser().ask("/config").await;
    bench
}

fn text(text: &str) -> Option<Redacted<String>> {
    Some(Redacted::new(text.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_is_looked_into_at_each_sign_in_and_wins() {
    let bench = bench().await;
    bench
        .people(&["p-1,Zoe Quill,somebody,zoe@Acme.example,Controller,"])
        .await;
    let shown = bench.shown().await;
    assert_eq!(shown.name.expose(), "Zoe Quill");
    assert_eq!(shown.title, text("Controller"));
    // Nothing stands there, so that the provider's word does.
    assert_eq!(shown.company, text("Acme"));
    // An administrator wrote the address, and listed its domain.
    assert_eq!(shown.domain, text("acme.example"));

    bench
        .people(&["p-1,Zoe Quill,somebody,zoe@gone.example,Head of Control,Quill Ltd"])
        .await;
    let shown = bench.shown().await;
    assert_eq!(shown.title, text("Head of Control"));
    assert_eq!(shown.company, text("Quill Ltd"));
    assert_eq!(shown.domain, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_found_by_a_verified_address_is_shown_as_the_directory_has_them() {
    let bench = bench().await;
    bench
        .people(&["p-1,Zoe Quill,,some@elsewhere.example,,"])
        .await;
    let shown = bench.shown().await;
    assert_eq!(shown.name.expose(), "Zoe Quill");
    assert_eq!((shown.title, shown.domain), (text("Clerk"), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_stand_where_the_directory_knows_nobody() {
    let bench = bench().await;
    bench
        .people(&["p-2,Somebody Else,else,else@acme.example,Boss,Other"])
        .await;
    let shown = bench.shown().await;
    assert_eq!(shown.name.expose(), "Some Body");
    assert_eq!((shown.title, shown.company), (text("Clerk"), text("Acme")));
    assert_eq!(shown.domain, None);
}
