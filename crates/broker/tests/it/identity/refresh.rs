//! The provider is asked again while somebody is signed in: what it has taken back since, it has taken back here.

use super::{
    provider::{Bench, Provider, REFRESH},
    signer::{ES, FALSE_ES},
};
use crate::{
    page::{Closed, Page},
    support::{Browser, Reply},
};
use futures_util::future::join_all;
use remote_help::{Settings, store::Store};
use reqwest::Method;
use rh_protocol::{
    ErrorCode, Role, SessionId,
    api::{self, Joined},
    signal::Signal,
    socket::{Request, close},
    view::{EndReason, PhaseView, Presence},
};
use serde_json::json;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// Whoever is in the group `desk` helps, on any device, and the provider is asked again so often, in minutes.
fn desk(minutes: u32) -> impl FnOnce(&mut Settings) + Send + 'static {
    move |settings| {
        settings.helpers.groups = vec!["desk".to_owned()];
        settings.devices.allow_unenrolled = true;
        settings.sign_in.refresh_minutes = minutes;
    }
}

/// A broker of these settings.
async fn bench() -> Bench {
    bench_every(5).await
}

/// The same, and the provider is asked again so often, in minutes.
async fn bench_every(minutes: u32) -> Bench {
    let provider = Provider::start("").await;
    let bench = Bench::with(provider, desk(minutes)).await;
    in_groups(&bench, &["desk"]);
    bench.grant(|_| ());
    bench
}

fn in_groups(bench: &Bench, groups: &[&str]) {
    let info = json!({ "sub": "somebody", "name": "Some Body", "groups": groups });
    bench.provider.says(|says| says.user_info = info);
}

async fn helper(bench: &Bench) -> Browser {
    let browser = bench.broker.browser();
    let reply = bench.sign_in_refreshable(&browser, Role::Helper).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    browser
}

async fn me(browser: &Browser) -> Reply {
    browser.ask("/helper/me").await
}

fn is_in(reply: &Reply) -> bool {
    reply.status == 200 && reply.text != "null"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_is_taken_back_there_counts_within_five_minutes() {
    let bench = bench().await;
    let browser = helper(&bench).await;
    in_groups(&bench, &[]);
    bench.clock.advance(4 * MINUTE - SECOND);
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.refreshed(), 0);

    bench.clock.advance(SECOND);
    bench.grant(|_| ());
    assert_eq!(me(&browser).await.code(), "not-a-helper");
    // Asked as the app itself would, and not again at once.
    let asked = bench.provider.says(|says| says.tokens.asked.clone());
    let form = json!({
        "grant_type": "refresh_token", "client_id": "remote-help", "refresh_token": REFRESH,
        "(origin)": bench.broker.origin,
    });
    assert_eq!(json!(asked), json!([form]));
    assert_eq!(me(&browser).await.code(), "not-a-helper");
    assert_eq!(bench.refreshed(), 1);

    // What is given there counts here, too.
    in_groups(&bench, &["desk"]);
    bench.clock.advance(4 * MINUTE);
    bench.grant(|_| ());
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.refreshed(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_over_there_is_over_here() {
    let bench = bench().await;
    for (status, error) in [(400, "invalid_grant"), (401, "interaction_required")] {
        let browser = helper(&bench).await;
        let before = bench.audited("sign-out").await.len();
        bench
            .provider
            .says(|says| says.tokens.instead = Some((status, json!({ "error": error }))));
        bench.clock.advance(4 * MINUTE);
        assert_eq!(me(&browser).await.text, "null", "{error}");
        let records = bench.audited("sign-out").await;
        assert_eq!(
            records[before..],
            [json!({ "role": "helper", "by": "provider" })]
        );
        // It stays over, though the provider should say otherwise now.
        bench.provider.says(|says| says.tokens.instead = None);
        assert_eq!(me(&browser).await.text, "null", "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_counts_once_is_used_once_however_many_ask() {
    let bench = bench().await;
    let browser = helper(&bench).await;
    bench.provider.says(|says| says.tokens.rotates = true);
    for round in 1..=3 {
        bench.clock.advance(4 * MINUTE);
        bench.grant(|_| ());
        let answers = join_all((0..8).map(|_| me(&browser))).await;
        assert!(answers.iter().all(is_in));
        assert_eq!(bench.refreshed(), round);
    }
    let tokens = bench.provider.says(|says| says.tokens.counts.clone());
    assert_eq!(tokens, format!("{REFRESH}+++"));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_provider_gives_no_answer_its_word_counts_for_an_hour() {
    let bench = bench().await;
    let browser = helper(&bench).await;
    for instead in [
        (503, json!({})),
        (429, json!({})),
        (400, json!({ "error": "invalid_client" })),
        (200, json!({ "error": "?" })),
    ] {
        bench
            .provider
            .says(|says| says.tokens.instead = Some(instead));
        bench.clock.advance(5 * MINUTE);
        let before = bench.refreshed();
        for _ in 0..5 {
            assert!(is_in(&me(&browser).await));
        }
        // It is not asked again at each request.
        assert_eq!(bench.refreshed(), before + 1);
    }
    bench.clock.advance(40 * MINUTE);
    assert!(is_in(&me(&browser).await));
    bench.clock.advance(SECOND);
    assert_eq!(me(&browser).await.code(), "unavailable");
    // Nothing was said against them: once it answers again, it is as it was.
    bench.provider.says(|says| says.tokens.instead = None);
    bench.clock.advance(30 * SECOND);
    bench.grant(|_| ());
    assert!(is_in(&me(&browser).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_the_providers_word_about_them_changes_nothing() {
    let bench = bench().await;
    // A key that is not known may be known soon, and clocks differ; what is about another person or app never is about this one.
    for (change, kept) in [
        (json!({ "sub": "somebody-else" }), false),
        (json!({ "aud": "another-app" }), false),
        (json!({ "iss": "https://evil.example" }), false),
        (json!({ "events": {} }), false),
        (json!({ "exp": 1 }), true),
    ] {
        let browser = helper(&bench).await;
        let began = bench.clock.now_ms();
        bench.clock.advance(4 * MINUTE);
        bench.grant(|claims| {
            for (name, value) in change.as_object().unwrap() {
                claims[name] = value.clone();
            }
        });
        // What would take the right, or be another's.
        let sub = change.get("sub").cloned().unwrap_or(json!("somebody"));
        bench.provider.says(|says| {
            says.user_info = json!({ "sub": sub, "groups": [], "name": "Else" });
        });
        assert!(is_in(&me(&browser).await), "{change}");
        in_groups(&bench, &["desk"]);
        assert_eq!(
            told(&bench).await.pop(),
            Some(i64::try_from(began).unwrap()),
            "{change}"
        );
        let token = sealed(&bench).await.pop().unwrap();
        assert_eq!(token.is_some(), kept, "{change}");
    }
    // Nor is what somebody else has signed.
    let browser = helper(&bench).await;
    bench.clock.advance(4 * MINUTE);
    in_groups(&bench, &[]);
    let claims = bench.claims("");
    let token = FALSE_ES.token(&ES.header("ES256"), &claims);
    bench
        .provider
        .says(|says| says.tokens.granted = json!({ "id_token": token }));
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.audited("sign-out").await.len(), 0);
    bench.clock.advance(4 * MINUTE);
    bench.grant(|_| ());
    assert_eq!(me(&browser).await.code(), "not-a-helper");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_refresh_token_is_asked_about_when_they_sign_in() {
    let bench = bench().await;
    let plain = bench.broker.browser();
    bench.sign_in(&plain, Role::Helper).await;
    in_groups(&bench, &[]);
    bench.clock.advance(50 * MINUTE);
    assert!(is_in(&me(&plain).await));
    assert_eq!(bench.refreshed(), 0);

    // A provider that says nothing of people then is asked once.
    in_groups(&bench, &["desk"]);
    let browser = helper(&bench).await;
    in_groups(&bench, &[]);
    bench.provider.says(|says| says.tokens.granted = json!({}));
    for _ in 0..3 {
        bench.clock.advance(5 * MINUTE);
        assert!(is_in(&me(&browser).await));
        assert_eq!(bench.refreshed(), 1);
    }
    // That provider has said of nobody what they may do, so that nobody owes it a token.
    assert!(is_in(&me(&plain).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_keeps_the_token_back_signs_in_as_often_as_the_provider_would_be_asked() {
    let bench = bench().await;
    let honest = helper(&bench).await;
    bench.clock.advance(4 * MINUTE);
    bench.grant(|_| ());
    assert!(is_in(&me(&honest).await));
    assert_eq!(bench.refreshed(), 1);

    let keeps = bench.broker.browser();
    bench.sign_in(&keeps, Role::Helper).await;
    bench.clock.advance(5 * MINUTE - SECOND);
    assert!(is_in(&me(&keeps).await));
    bench.clock.advance(SECOND);
    assert_eq!(me(&keeps).await.text, "null");
    // Nor is an empty one a token, or one that nobody takes.
    for token in ["", "a b"] {
        let reply = bench
            .sign_in_with_token(&keeps, Role::Helper, "somebody", token)
            .await;
        assert_eq!(reply.code(), "token-refused");
    }
    let useless = (400, json!({ "error": "invalid_request" }));
    bench
        .provider
        .says(|says| says.tokens.to_others = Some(useless));
    bench
        .sign_in_with_token(&keeps, Role::Helper, "somebody", "made-up")
        .await;
    bench.clock.advance(5 * MINUTE);
    assert!(is_in(&me(&keeps).await));
    assert_eq!(me(&keeps).await.text, "null");
    // Nor is a colleague's.
    bench.sign_in_refreshable(&keeps, Role::Helper).await;
    bench.clock.advance(5 * MINUTE);
    bench.grant(|claims| claims["sub"] = json!("somebody-else"));
    bench.provider.says(|says| {
        says.user_info = json!({ "sub": "somebody-else", "groups": ["desk"], "name": "Else" });
    });
    assert!(is_in(&me(&keeps).await));
    assert_eq!(me(&keeps).await.text, "null");
    in_groups(&bench, &["desk"]);

    // It is known also after a restart.
    let bench = bench.restart(desk(5)).await;
    bench.sign_in(&keeps, Role::Helper).await;
    bench.clock.advance(5 * MINUTE);
    assert_eq!(me(&keeps).await.text, "null");
    // Whom it does not ask any more for tokens, it asks for none.
    let bench = bench
        .restart(|settings| {
            settings.helpers.groups = vec!["desk".to_owned()];
            settings.identity.scopes.push("more".to_owned());
        })
        .await;
    bench.sign_in(&keeps, Role::Helper).await;
    bench.clock.advance(5 * MINUTE);
    assert!(is_in(&me(&keeps).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_to_one_token_keeps_nobody_else_from_being_asked_about() {
    let bench = bench().await;
    let browser = helper(&bench).await;
    let other = bench.broker.browser();
    bench.provider.says(|says| {
        says.user_info = json!({ "sub": "other", "groups": ["desk"], "name": "Other" });
        says.tokens.to_others = Some((403, json!("something in between")));
    });
    bench
        .sign_in_with_token(&other, Role::Helper, "other", "made-up")
        .await;
    in_groups(&bench, &[]);
    bench.clock.advance(4 * MINUTE);
    bench.grant(|_| ());
    assert!(is_in(&me(&other).await));
    assert_eq!(bench.refreshed(), 1);
    assert_eq!(me(&browser).await.code(), "not-a-helper");
    assert_eq!(bench.refreshed(), 2);
    // Since it speaks of others, no answer about this one is as if there were no token.
    bench.clock.advance(30 * SECOND);
    assert!(is_in(&me(&other).await));
    assert_eq!(bench.refreshed(), 3);
    bench.clock.advance(30 * SECOND);
    assert_eq!(me(&other).await.text, "null");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_counts_once_is_kept_also_where_what_it_brought_cannot_be_used() {
    let bench = bench().await;
    let browser = helper(&bench).await;
    bench.provider.says(|says| {
        says.tokens.rotates = true;
        says.user_info = json!(null);
    });
    bench.clock.advance(4 * MINUTE);
    bench.grant(|_| ());
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.refreshed(), 1);
    let next = format!("{REFRESH}+");
    assert_eq!(bench.provider.says(|says| says.tokens.counts.clone()), next);
    // Half a minute later, after a restart at that.
    let bench = bench.restart(desk(5)).await;
    in_groups(&bench, &["desk"]);
    bench.clock.advance(30 * SECOND);
    bench.grant(|_| ());
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.refreshed(), 2);
    assert_eq!(bench.audited("sign-out").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_the_store_cannot_keep_is_used_all_the_same() {
    let bench = bench().await;
    let browser = helper(&bench).await;
    bench.provider.says(|says| says.tokens.rotates = true);
    let store = Store::open(bench.broker.data.path()).await.unwrap();
    let run = async |statement: &'static str| {
        let mut write = store.write().await.unwrap();
        sqlx::query(statement).execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
    };
    run("CREATE TRIGGER full BEFORE UPDATE ON sign_ins BEGIN SELECT RAISE(ABORT, 'full'); END")
        .await;
    bench.clock.advance(4 * MINUTE);
    bench.grant(|_| ());
    // So that nothing else is to be written.
    let path = format!("{}/helper/me", api::BASE);
    let request = browser.request(Method::GET, &path);
    let request = request.header(api::BACKGROUND, "1");
    assert!(is_in(&browser.try_send(request).await.unwrap()));
    run("DROP TRIGGER full").await;
    let before = bench.refreshed();
    assert_eq!(before, 1);
    bench.clock.advance(30 * SECOND);
    bench.grant(|_| ());
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.refreshed(), before + 1);
    assert_eq!(bench.audited("sign-out").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_given_back_when_the_person_signs_out() {
    let bench = bench().await;
    let browser = helper(&bench).await;
    let record = json!({ "role": "helper", "refreshes": true });
    assert_eq!(bench.audited("sign-in").await, [record]);
    browser.post("/helper/sign-out", &json!({})).await;
    let given_back = || bench.provider.says(|says| says.tokens.given_back.clone());
    while given_back().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(given_back(), [REFRESH]);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_often_is_a_setting_and_zero_is_never() {
    let bench = bench().await;
    let bench = bench.restart(desk(0)).await;
    let never = helper(&bench).await;
    bench.clock.advance(50 * MINUTE);
    assert!(is_in(&me(&never).await));
    assert_eq!(bench.refreshed(), 0);
    let stored = sealed(&bench).await;
    assert_eq!(stored, [None], "nobody needs it");

    let bench = bench.restart(desk(20)).await;
    let browser = helper(&bench).await;
    bench.clock.advance(16 * MINUTE - SECOND);
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.refreshed(), 0);
    bench.clock.advance(SECOND);
    bench.grant(|_| ());
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.refreshed(), 1);
}

/// When the provider told last of each sign-in.
async fn told(bench: &Bench) -> Vec<i64> {
    let store = Store::open(bench.broker.data.path()).await.unwrap();
    sqlx::query_scalar("SELECT told_ms FROM sign_ins ORDER BY rowid")
        .fetch_all(store.read())
        .await
        .unwrap()
}

/// The refresh tokens as the store keeps them, those of the oldest sign-ins first.
async fn sealed(bench: &Bench) -> Vec<Option<Vec<u8>>> {
    let store = Store::open(bench.broker.data.path()).await.unwrap();
    sqlx::query_scalar("SELECT refresh_sealed FROM sign_ins ORDER BY rowid")
        .fetch_all(store.read())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_tells_no_refresh_token_and_a_restart_loses_none() {
    let bench = bench().await;
    let browser = helper(&bench).await;
    let stored = sealed(&bench).await;
    let [Some(stored)] = &stored[..] else {
        panic!("{stored:?}")
    };
    assert!(stored.len() > REFRESH.len());
    for file in std::fs::read_dir(bench.broker.data.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let found = bytes
            .windows(REFRESH.len())
            .any(|window| window == REFRESH.as_bytes());
        assert!(!found);
    }
    let bench = bench.restart(desk(5)).await;
    bench.clock.advance(4 * MINUTE);
    in_groups(&bench, &[]);
    bench.grant(|_| ());
    assert_eq!(me(&browser).await.code(), "not-a-helper");
    assert_eq!(bench.refreshed(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_anew_goes_on_with_the_new_refresh_token() {
    let bench = bench().await;
    let browser = helper(&bench).await;
    bench.clock.advance(2 * MINUTE);
    // The same person, in the same browser: the sign-in goes on under a new secret.
    bench.sign_in_refreshable(&browser, Role::Helper).await;
    bench.clock.advance(4 * MINUTE - SECOND);
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.refreshed(), 0);
    bench.clock.advance(SECOND);
    bench.grant(|_| ());
    assert!(is_in(&me(&browser).await));
    assert_eq!(bench.refreshed(), 1);
}

/// A session of a helper with a refresh token and a sharer without one, who have both consented.
async fn connected(bench: &Bench) -> (Browser, Page, Page) {
    let sharing = bench.broker.browser();
    bench
        .provider
        .says(|says| says.user_info = json!({ "sub": "other", "name": "Other" }));
    let reply = bench
        .sign_in_with(&sharing, Role::Sharer, |claims| {
            claims["sub"] = json!("other")
        })
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    in_groups(bench, &["desk"]);
    let helping = helper(bench).await;
    let created = helping.post("/helper/sessions", &json!({})).await;
    let session: SessionId = created.json::<Joined>().session;
    let mut helper = Page::open(&helping, Role::Helper, session).await;
    let redeemed = sharing
        .post("/sharer/redeem", &json!({ "code": helper.code() }))
        .await;
    assert_eq!(redeemed.status, 200, "{}", redeemed.text);
    let mut sharer = Page::open(&sharing, Role::Sharer, session).await;
    helper.until_other(Presence::Here).await;
    helper.allow().await;
    sharer.allow().await;
    helper.until_phase(&PhaseView::Connected).await;
    sharer.until_phase(&PhaseView::Connected).await;
    (helping, helper, sharer)
}

/// Lets so much time go by in a session that nobody is silent in: each is heard, and an answer of the session itself, not only of
/// its socket, says so.
async fn go_on(bench: &Bench, pages: [&mut Page; 2], time: Duration) {
    let [one, other] = pages;
    let signal = |to| Request::Signal {
        to,
        signal: Signal::Candidate {
            attempt: 1,
            candidate: "x".into(),
            mid: None,
            index: None,
        },
    };
    for _ in 0..time.as_secs() / 2 {
        bench.clock.advance(2 * SECOND);
        one.request(signal(other.connection)).await;
        other.request(signal(one.connection)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_session_ends_when_the_provider_takes_the_right_back() {
    let bench = bench_every(1).await;
    let (_, mut helper, mut sharer) = connected(&bench).await;
    in_groups(&bench, &[]);
    // Nobody asks anything of the broker but their sockets, and these only now and then.
    go_on(&bench, [&mut helper, &mut sharer], 46 * SECOND).await;
    assert_eq!(
        (bench.refreshed(), &helper.view.phase),
        (0, &PhaseView::Connected)
    );
    bench.grant(|_| ());
    // The minute is over.
    bench.clock.advance(14 * SECOND);
    let over = PhaseView::Ended {
        reason: EndReason::PermissionWithdrawn,
    };
    helper.until_phase(&over).await;
    sharer.until_phase(&over).await;
    assert_eq!(bench.refreshed(), 1);
    let ended = bench.audited("session-ended").await;
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0]["reason"], "permission-withdrawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_session_is_asked_about_also_after_a_restart() {
    let bench = bench_every(1).await;
    let (helping, helper, _) = connected(&bench).await;
    let session = helper.view.session;
    let bench = bench.restart(desk(1)).await;
    // Nothing comes but the socket, and that long before the provider is to be asked.
    let mut helper = Page::open(&helping, Role::Helper, session).await;
    in_groups(&bench, &[]);
    bench.clock.advance(48 * SECOND);
    bench.grant(|_| ());
    bench.clock.advance(12 * SECOND);
    helper
        .until_phase(&PhaseView::Ended {
            reason: EndReason::PermissionWithdrawn,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_session_loses_a_helper_who_is_signed_out_there() {
    let bench = bench_every(1).await;
    let (_, mut helper, mut sharer) = connected(&bench).await;
    go_on(&bench, [&mut helper, &mut sharer], 46 * SECOND).await;
    bench.provider.says(|says| {
        says.tokens.instead = Some((400, json!({ "error": "invalid_grant" })));
    });
    bench.clock.advance(14 * SECOND);
    let (closed, _) = helper.closed().await;
    assert_eq!(
        closed,
        Closed::refused(close::SIGNED_OUT, ErrorCode::NotSignedIn)
    );
    // What it said of them counts no more, and with it the session.
    sharer
        .until_phase(&PhaseView::Ended {
            reason: EndReason::PermissionWithdrawn,
        })
        .await;
}
