//! What the rules do to sessions: who is helped, and what ends when a right is withdrawn.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_role_is_no_helper_and_with_one_helps_those_in_its_scope() {
    let bench = Bench::new().await;
    let refused = bench
        .broker
        .browser()
        .sign_in(Role::Helper, "helper1")
        .await;
    assert_eq!(refused.code(), "not-a-helper");
    bench.assign("finance", DESK, group("finance")).await;
    let helper = bench.helper().await;
    let (session, mut page, code) = helper.start().await;
    // Somebody of another group gets no further than the code, and the helper is told why.
    let refused = bench.sharer("sharer2").await.redeem(code).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::FORBIDDEN, "helper-not-permitted")
    );
    page.until_phase(&ended(EndReason::NotPermitted)).await;
    let recorded = bench.broker.records("access-refused").await;
    let why = json!({ "why": "sharer-out-of-scope" });
    assert_eq!(recorded, [(Some(session.to_string()), why)]);
    // One record is enough.
    assert_eq!(bench.audited("join-refused").await, [] as [Value; 0]);
    assert_eq!(bench.audited("joined").await, [] as [Value; 0]);
    // Of the group that it is.
    let (session, mut page, code) = helper.start().await;
    let sharer = bench.sharer("sharer1").await;
    assert_eq!(sharer.redeem(code).await.json::<Joined>().session, session);
    page.until_other(Presence::Here).await;
    let why = bench.why("helper1", "sharer2").await;
    assert_eq!(why["allowed"], json!(false));
    assert_eq!(
        why["refusal"],
        json!({ "reason": "out-of-scope", "gap": "sharer" })
    );
    assert_eq!(
        bench.why("helper1", "sharer1").await["allowed"],
        json!(true)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_is_withdrawn_ends_the_session_within_two_seconds_and_both_are_told() {
    type Withdraw = fn(&Bench) -> std::pin::Pin<Box<dyn Future<Output = ()> + '_>>;
    let ways: [(&str, Withdraw); 3] = [
        ("assignment", |bench| {
            Box::pin(async { done(&bench.delete("assignments/a").await) })
        }),
        ("scope", |bench| {
            Box::pin(bench.assign("a", "looks", group("sales")))
        }),
        ("role", |bench| {
            Box::pin(bench.role("looks", &["view-screen"]))
        }),
    ];
    for (what, withdraw) in ways {
        let bench = Bench::new().await;
        let helping = ["view-screen", "offer-remote-assistance", "connector-read"];
        bench.role("looks", &helping).await;
        bench.assign("a", "looks", everybody()).await;
        let helper = bench.helper().await;
        // Somebody's session that nobody has joined goes on or ends by the same rule.
        let sharer = bench.sharer("sharer1").await;
        let (_, mut helping, mut shared) = connected(&helper, &sharer).await;
        let since = Instant::now();
        withdraw(&bench).await;
        for page in [&mut helping, &mut shared] {
            page.until_phase(&ended(EndReason::PermissionWithdrawn))
                .await;
        }
        let took = since.elapsed();
        assert!(took.as_secs() < 2, "{what}: {took:?}");
        assert_eq!(bench.audited("access-refused").await.len(), 1, "{what}");
        assert_eq!(bench.audited("session-ended").await.len(), 1, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_s_session_goes_on_when_the_rules_change() {
    let bench = Bench::new().await;
    bench.assign("a", DESK, group("finance")).await;
    let helper = bench.helper().await;
    let sharer = bench.sharer("sharer1").await;
    let (_, _helping, mut shared) = joined(&helper, &sharer).await;
    bench.assign("more", DESK, group("sales")).await;
    done(&bench.delete("assignments/more").await);
    bench.role("another", &["view-screen"]).await;
    shared.heartbeat().await;
    assert_eq!(bench.audited("access-refused").await, [] as [Value; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_of_the_directory_are_members_and_scopes_and_who_is_disabled_there_gets_in_nowhere()
{
    let data = std::sync::Arc::new(tempfile::tempdir().unwrap());
    for (kind, text) in [
        (
            Kind::Groups,
            "id,name,kind\nfirst-line,First line,people\nlegal,Legal,people\n",
        ),
        (
            Kind::People,
            "id,name,subject,email,enabled,groups\n\
             p1,Maya Okafor,helper1,,yes,first-line\n\
             p2,Eleanor Whitfield,,eleanor.whitfield@brightwater.example,yes,legal\n\
             p3,Samir Haddad,sharer2,,no,legal\n\
             p4,Tom\u{e1}s Ferreira,helper2,,no,first-line\n",
        ),
    ] {
        let store = Store::open(data.path()).await.unwrap();
        let clock = remote_help::Clock::system();
        let plan = import::import(&store, &clock, kind, text.as_bytes(), false).await;
        assert!(plan.unwrap().bad.is_empty());
        store.close().await;
    }
    let plan = Plan::default().data(&data).settings(|settings| {
        settings.helpers.subjects = vec!["helper2".to_owned()];
    });
    let broker = plan.launch().await;
    for (role, account) in [(Role::Helper, "helper2"), (Role::Sharer, "sharer2")] {
        let refused = broker.browser().sign_in(role, account).await;
        assert_eq!(refused.code(), "account-disabled");
    }
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let bench = Bench { broker, admin };
    let body = json!({
        "name": "First line for Legal",
        "role": DESK,
        "members": { "people": [], "groups": ["directory:first-line"] },
        "scope": { "users": { "groups": ["directory:legal"] }, "devices": null },
    });
    done(&bench.put("assignments/legal", &body).await);
    let helper = bench.helper().await;
    for (account, allowed) in [("sharer3", true), ("sharer1", false)] {
        let (_, _page, code) = helper.start().await;
        let sharer = bench.sharer(account).await;
        let reply = sharer.redeem(code).await;
        assert_eq!(reply.status == StatusCode::OK, allowed, "{account}");
    }
    assert_eq!(bench.audited("sign-in-refused").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_the_right_to_it_over_a_restart_too() {
    let broker = Broker::demo().await;
    let (helper, sharer) = broker.pair().await;
    let (session, _page, code) = helper.start().await;
    sharer.redeem(code).await;
    let port = broker.port;
    let data = broker.stop().await;
    let broker = Plan::default()
        .data(&data)
        .settings(|settings| settings.helpers.subjects = vec!["helper2".to_owned()])
        .launch_at(port)
        .await;
    let mut shown = Page::open(&sharer, Role::Sharer, session).await;
    shown
        .until_phase(&ended(EndReason::PermissionWithdrawn))
        .await;
    drop(broker);
}
