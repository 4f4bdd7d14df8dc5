//! Who may help whom, from outside: roles and assignments by the interface, and what they do to sessions.

use crate::{
    page::Page,
    support::{Broker, Browser, Plan, Reply},
};
use remote_help::{
    audit,
    directory::csv::{Kind, import},
    store::Store,
};
use reqwest::{Method, StatusCode};
use rh_protocol::{
    Passcode, Role, SessionId,
    api::Joined,
    view::{EndReason, PhaseView, Presence},
};
use serde_json::{Value, json};
use std::time::Instant;

/// The demonstration in which the configuration makes nobody a helper, and its administrator.
struct Bench {
    broker: Broker,
    admin: Browser,
}

impl Bench {
    async fn new() -> Self {
        let broker = Plan::default()
            .settings(|settings| settings.helpers = Default::default())
            .launch()
            .await;
        let admin = broker.signed_in(Role::Helper, "admin").await;
        Self { broker, admin }
    }

    /// The same after a restart with a configuration that lists nobody: helper1 administers, if anybody does.
    async fn without_configured_administrators(self) -> Self {
        let data = self.broker.stop().await;
        let broker = Plan::default()
            .data(&data)
            .settings(|settings| {
                settings.helpers = Default::default();
                settings.administrators = Default::default();
            })
            .launch()
            .await;
        let admin = broker.signed_in(Role::Helper, "helper1").await;
        Self { broker, admin }
    }

    async fn put(&self, what: &str, body: &Value) -> Reply {
        self.change(Method::PUT, what, Some(body)).await
    }

    async fn delete(&self, what: &str) -> Reply {
        self.change(Method::DELETE, what, None).await
    }

    async fn change(&self, method: Method, what: &str, body: Option<&Value>) -> Reply {
        let path = format!("{}/access/{what}", rh_protocol::api::BASE);
        let body = body.map(ToString::to_string);
        self.admin
            .send(method, &path, "application/json", body)
            .await
    }

    /// Gives helper1 a role over a scope.
    async fn assign(&self, id: &str, role: &str, scope: Value) {
        let body = json!({
            "name": id,
            "role": role,
            "members": { "people": ["subject:helper1"], "groups": [] },
            "scope": scope,
        });
        done(&self.put(&format!("assignments/{id}"), &body).await);
    }

    async fn role(&self, id: &str, permissions: &[&str]) {
        let body = json!({ "name": id, "permissions": permissions });
        done(&self.put(&format!("roles/{id}"), &body).await);
    }

    async fn helper(&self) -> Browser {
        self.broker.signed_in(Role::Helper, "helper1").await
    }

    async fn sharer(&self, account: &str) -> Browser {
        self.broker.signed_in(Role::Sharer, account).await
    }

    /// Audit records of a kind: session and data.
    async fn audited(&self, kind: &str) -> Vec<(Option<String>, Value)> {
        let store = Store::open(self.broker.data.path()).await.unwrap();
        let rows: Vec<(Option<String>, String)> =
            sqlx::query_as("SELECT session, data FROM audit WHERE kind = $1 ORDER BY seq")
                .bind(kind)
                .fetch_all(store.read())
                .await
                .unwrap();
        rows.into_iter()
            .map(|(session, data)| (session, serde_json::from_str(&data).unwrap()))
            .collect()
    }

    async fn why(&self, helper: &str, sharer: &str) -> Value {
        let reply = self
            .whether(&format!("subject:{helper}"), &format!("subject:{sharer}"))
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        reply.json()
    }

    async fn whether(&self, helper: &str, sharer: &str) -> Reply {
        let path = format!("/access/decision?helper={helper}&sharer={sharer}");
        self.admin.ask(&path).await
    }

    /// Puts people into the directory, or changes them.
    async fn people(&self, rows: &str) {
        let store = Store::open(self.broker.data.path()).await.unwrap();
        let clock = remote_help::Clock::system();
        let file = format!("id,name,subject,email,enabled\n{rows}");
        let plan = import::import(&store, &clock, Kind::People, file.as_bytes(), false).await;
        assert!(plan.unwrap().bad.is_empty());
    }
}

fn done(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
}

fn everybody() -> Value {
    json!({ "users": "all", "devices": null })
}

fn group(name: &str) -> Value {
    json!({ "users": { "groups": [format!("claim:{name}")] }, "devices": null })
}

async fn create(helper: &Browser) -> Reply {
    helper.post("/helper/sessions", &json!({})).await
}

async fn created(helper: &Browser) -> (SessionId, Page, Passcode) {
    let session = create(helper).await.json::<Joined>().session;
    let page = Page::open(helper, Role::Helper, session).await;
    let code = page.code();
    (session, page, code)
}

async fn redeem(sharer: &Browser, code: Passcode) -> Reply {
    sharer
        .post("/sharer/redeem", &json!({ "code": code }))
        .await
}

const fn ended(reason: EndReason) -> PhaseView {
    PhaseView::Ended { reason }
}

const DESK: &str = "help-desk-operator";

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
    let (session, mut page, code) = created(&helper).await;
    // Somebody of another group gets no further than the code, and the helper is told why.
    let refused = redeem(&bench.sharer("sharer2").await, code).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::FORBIDDEN, "helper-not-permitted")
    );
    page.until_phase(&ended(EndReason::NotPermitted)).await;
    let recorded = bench.audited("access-refused").await;
    let why = json!({ "why": "sharer-out-of-scope" });
    assert_eq!(recorded, [(Some(session.to_string()), why)]);
    // One record is enough.
    assert_eq!(bench.audited("join-refused").await, []);
    assert_eq!(bench.audited("joined").await, []);
    // Of the group that it is.
    let (session, mut page, code) = created(&helper).await;
    let sharer = bench.sharer("sharer1").await;
    assert_eq!(
        redeem(&sharer, code).await.json::<Joined>().session,
        session
    );
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
        let (session, mut helping, code) = created(&helper).await;
        let sharer = bench.sharer("sharer1").await;
        redeem(&sharer, code).await;
        let mut shared = Page::open(&sharer, Role::Sharer, session).await;
        helping.until_other(Presence::Here).await;
        helping.allow().await;
        shared.allow().await;
        shared.until_phase(&PhaseView::Connected).await;
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
    let (session, _page, code) = created(&helper).await;
    let sharer = bench.sharer("sharer1").await;
    redeem(&sharer, code).await;
    let mut shared = Page::open(&sharer, Role::Sharer, session).await;
    bench.assign("more", DESK, group("sales")).await;
    done(&bench.delete("assignments/more").await);
    bench.role("another", &["view-screen"]).await;
    shared.heartbeat().await;
    assert_eq!(bench.audited("access-refused").await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_role_or_an_assignment_is_named_and_nothing_changes() {
    let bench = Bench::new().await;
    bench.role("looks", &["view-screen"]).await;
    bench.assign("a", "looks", everybody()).await;
    let before = bench.admin.ask("/access").await.text;
    let fine = json!({ "people": ["subject:x"], "groups": [] });
    let assignment = |change: &dyn Fn(&mut Value)| {
        let mut body = json!({ "name": "n", "role": DESK, "members": fine, "scope": everybody() });
        change(&mut body);
        body
    };
    let cases = [
        ("roles/x", json!({ "name": "", "permissions": [] }), "name"),
        (
            "roles/x",
            json!({ "name": " x", "permissions": [] }),
            "name",
        ),
        (
            "roles/x",
            json!({ "name": "LOOKS", "permissions": [] }),
            "name",
        ),
        (
            "roles/x",
            json!({ "name": "n".repeat(129), "permissions": [] }),
            "name",
        ),
        (
            "roles/x",
            json!({ "name": "n", "description": "a\u{7}", "permissions": [] }),
            "description",
        ),
        ("roles/No", json!({ "name": "n", "permissions": [] }), "id"),
        (
            "assignments/x",
            assignment(&|it| it["name"] = json!("")),
            "name",
        ),
        (
            "assignments/x",
            assignment(&|it| it["role"] = json!("gone")),
            "role",
        ),
        (
            "assignments/x",
            assignment(&|it| it["members"]["people"] = json!([])),
            "members",
        ),
        (
            "assignments/x",
            assignment(&|it| it["members"]["people"] = json!(["helen"])),
            "members",
        ),
        (
            "assignments/x",
            assignment(&|it| it["members"]["groups"] = json!(["claim:"])),
            "members",
        ),
        (
            "assignments/x",
            assignment(&|it| it["members"]["groups"] = json!(["claim: desk"])),
            "members",
        ),
        // No sign-in has it: nothing is kept of this value of the claim.
        (
            "assignments/x",
            assignment(&|it| it["members"]["groups"] = json!(["claim:desks"])),
            "members",
        ),
        (
            "assignments/x",
            assignment(&|it| it["scope"]["devices"] = json!({ "groups": ["claim:desks"] })),
            "scope",
        ),
        (
            "assignments/x",
            assignment(&|it| it["scope"] = json!({ "users": null, "devices": null })),
            "scope",
        ),
        (
            "assignments/x",
            assignment(&|it| it["scope"]["users"] = json!({ "groups": [] })),
            "scope",
        ),
    ];
    for (what, body, field) in cases {
        let reply = bench.put(what, &body).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::BAD_REQUEST, "bad-field"),
            "{body}"
        );
        assert_eq!(
            reply.json::<Value>()["error"]["field"],
            json!(field),
            "{body}"
        );
    }
    for body in [
        json!({ "name": "n", "permissions": ["everything"] }),
        json!({ "name": "n", "permissions": [], "more": 1 }),
        json!({ "name": "n" }),
    ] {
        assert_eq!(
            bench.put("roles/x", &body).await.code(),
            "bad-request",
            "{body}"
        );
    }
    // What is left out says nothing, so that a word that is typed wrong would widen it.
    let legal = json!({ "groups": ["directory:legal"] });
    for scope in [
        json!({ "user": legal, "devices": "all" }),
        json!({ "users": { "groups": ["directory:legal"], "but": [] } }),
    ] {
        let body = assignment(&|it| it["scope"] = scope.clone());
        let reply = bench.put("assignments/x", &body).await;
        assert_eq!(reply.code(), "bad-request", "{body}");
    }
    let body = assignment(&|it| it["members"]["group"] = json!(["directory:legal"]));
    let reply = bench.put("assignments/x", &body).await;
    assert_eq!(reply.code(), "bad-request", "{body}");
    let role = json!({ "name": "n", "permissions": [] });
    for (reply, code) in [
        (bench.put(&format!("roles/{DESK}"), &role).await, "built-in"),
        (bench.delete(&format!("roles/{DESK}")).await, "built-in"),
        (bench.delete("roles/looks").await, "in-use"),
        (bench.delete("roles/gone").await, "not-found"),
        (
            bench
                .put("assignments/configuration-helpers", &assignment(&|_| ()))
                .await,
            "built-in",
        ),
        (
            bench
                .delete("assignments/configuration-administrators")
                .await,
            "built-in",
        ),
        (bench.delete("assignments/gone").await, "not-found"),
    ] {
        assert_eq!(reply.code(), code);
    }
    assert_eq!(bench.admin.ask("/access").await.text, before);
    assert_eq!(bench.audited("role-saved").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_administers_is_a_role_too_and_the_last_one_stays() {
    let bench = Bench::new().await;
    let others = |role: &str| {
        json!({
            "name": "desk leads",
            "role": role,
            "members": { "people": ["email:Maya.Okafor@brightwater.example"], "groups": [] },
            "scope": everybody(),
        })
    };
    done(
        &bench
            .put("assignments/leads", &others("administrator"))
            .await,
    );
    // Whoever administers only gets in, and helps nobody.
    let maya = bench.helper().await;
    assert_eq!(maya.ask("/access").await.status, StatusCode::OK);
    assert_eq!(create(&maya).await.code(), "not-a-helper");
    // Whoever helps only administers nothing.
    done(&bench.put("assignments/leads", &others(DESK)).await);
    assert_eq!(maya.ask("/access").await.code(), "not-permitted");
    let reply = maya
        .send(Method::DELETE, "/api/v1/access/assignments/leads", "", None)
        .await;
    assert_eq!(reply.code(), "not-permitted");
    assert_eq!(create(&maya).await.status, StatusCode::OK);
    assert_eq!(
        bench.broker.browser().ask("/access").await.code(),
        "not-signed-in"
    );
    // The configuration takes its administrators back: now the stored ones are all there is.
    done(
        &bench
            .put("assignments/leads", &others("administrator"))
            .await,
    );
    let last = bench.without_configured_administrators().await;
    assert_eq!(
        last.delete("assignments/leads").await.code(),
        "last-administrator"
    );
    assert_eq!(
        last.put("assignments/leads", &others(DESK)).await.code(),
        "last-administrator"
    );
    assert_eq!(last.admin.ask("/access").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_administers_by_the_configuration_goes_on_though_the_directory_disables_them() {
    let bench = Bench::new().await;
    bench.assign("a", DESK, everybody()).await;
    let both = json!({
        "name": "a", "role": DESK, "scope": everybody(),
        "members": { "people": ["subject:admin", "subject:helper1"], "groups": [] },
    });
    done(&bench.put("assignments/a", &both).await);
    let helper = bench.helper().await;
    assert_eq!(create(&bench.admin).await.status, StatusCode::OK);
    for account in ["admin", "helper1"] {
        let person = json!({ "name": account, "subject": account, "enabled": false });
        let path = format!("../directory/people/p-{account}");
        done(&bench.put(&path, &person).await);
    }
    assert_eq!(helper.ask("/access").await.code(), "account-disabled");
    assert_eq!(bench.admin.ask("/access").await.status, StatusCode::OK);
    // They administer, and that is all.
    assert_eq!(create(&bench.admin).await.code(), "not-a-helper");
    let again = bench.broker.browser().sign_in(Role::Helper, "admin").await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    let refused = bench.broker.browser().sign_in(Role::Sharer, "admin").await;
    assert_eq!(refused.code(), "account-disabled");
    let whys = bench.audited("access-refused").await;
    assert_eq!(whys.len(), 1);
    assert_eq!(whys[0].1, json!({ "why": "account-disabled" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_in_the_directory_too() {
    let bench = Bench::new().await;
    let person = |subject: &str, enabled: bool, groups: &[&str]| json!({ "name": subject, "subject": subject, "enabled": enabled, "groups": groups });
    let leads = json!({ "name": "Leads", "kind": "people" });
    done(&bench.put("../directory/groups/leads", &leads).await);
    for (id, enabled) in [("helper1", true), ("helper2", false)] {
        let path = format!("../directory/people/{id}");
        done(&bench.put(&path, &person(id, enabled, &["leads"])).await);
    }
    let assignment = |people: &[&str], groups: &[&str]| {
        json!({
            "name": "leads", "role": "administrator", "scope": everybody(),
            "members": { "people": people, "groups": groups },
        })
    };
    let by_group = assignment(&[], &["directory:leads"]);
    done(&bench.put("assignments/leads", &by_group).await);
    let bench = bench.without_configured_administrators().await;
    let last = |reply: Reply| {
        let told = (reply.status, reply.code());
        let expected = (StatusCode::CONFLICT, "last-administrator".to_owned());
        assert_eq!(told, expected, "{}", reply.text);
    };

    let disabled = person("helper1", false, &["leads"]);
    let elsewhere = person("helper1", true, &[]);
    let nameless = json!({ "name": "helper1", "enabled": true, "groups": ["leads"] });
    for body in [&disabled, &elsewhere, &nameless] {
        last(bench.put("../directory/people/helper1", body).await);
    }
    last(bench.delete("../directory/people/helper1").await);
    last(bench.delete("../directory/groups/leads").await);
    let members = json!({ "members": ["helper2"] });
    last(
        bench
            .put("../directory/groups/leads/members", &members)
            .await,
    );
    let path = format!(
        "{}/directory/import/people?replace=true",
        rh_protocol::api::BASE
    );
    let file = "id,name,subject,enabled,groups\nhelper2,B,helper2,no,leads\n".to_owned();
    last(
        bench
            .admin
            .send(Method::POST, &path, "text/csv", Some(file))
            .await,
    );
    // Roles are held to the same.
    last(
        bench
            .put(
                "assignments/leads",
                &assignment(&["directory:helper2"], &[]),
            )
            .await,
    );
    last(
        bench
            .put("assignments/leads", &assignment(&["subject:helper2"], &[]))
            .await,
    );
    assert_eq!(bench.audited("directory-person-saved").await.len(), 2);
    assert_eq!(bench.admin.ask("/access").await.status, StatusCode::OK);

    // What leaves them is done, and so is all of it once there is another.
    let renamed =
        json!({ "name": "Maya", "subject": "helper1", "enabled": true, "groups": ["leads"] });
    done(&bench.put("../directory/people/helper1", &renamed).await);
    let another = person("helper2", true, &["leads"]);
    done(&bench.put("../directory/people/helper2", &another).await);
    done(&bench.put("../directory/people/helper1", &disabled).await);
    assert_eq!(bench.admin.ask("/access").await.code(), "account-disabled");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_is_recorded_once_with_what_was_before_and_the_audit_holds() {
    let bench = Bench::new().await;
    bench.role("looks", &["view-screen"]).await;
    bench
        .role("looks", &["view-screen", "connector-read"])
        .await;
    bench.assign("a", "looks", everybody()).await;
    done(&bench.delete("assignments/a").await);
    done(&bench.delete("roles/looks").await);
    let saved = bench.audited("role-saved").await;
    assert_eq!(saved[0].1["before"], Value::Null);
    assert_eq!(saved[1].1["before"]["permissions"], json!(["view-screen"]));
    assert_eq!(
        saved[1].1["after"]["permissions"],
        json!(["view-screen", "connector-read"])
    );
    let removed = bench.audited("role-removed").await;
    assert_eq!(removed[0].1["before"], saved[1].1["after"]);
    for (kind, count) in [
        ("role-saved", 2),
        ("role-removed", 1),
        ("assignment-saved", 1),
        ("assignment-removed", 1),
    ] {
        assert_eq!(bench.audited(kind).await.len(), count, "{kind}");
    }
    audit::command::verify(bench.broker.data.path(), None, None)
        .await
        .unwrap();
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
        let (_, _page, code) = created(&helper).await;
        let sharer = bench.sharer(account).await;
        let reply = redeem(&sharer, code).await;
        assert_eq!(reply.status == StatusCode::OK, allowed, "{account}");
    }
    assert_eq!(bench.audited("sign-in-refused").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_the_right_to_it_over_a_restart_too() {
    let broker = Broker::demo().await;
    let helper = broker.signed_in(Role::Helper, "helper1").await;
    let sharer = broker.signed_in(Role::Sharer, "sharer1").await;
    let (session, _page, code) = created(&helper).await;
    redeem(&sharer, code).await;
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

#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_about_is_found_by_the_address_and_the_id_in_the_directory() {
    let bench = Bench::new().await;
    bench
        .assign("desk", "help-desk-operator", everybody())
        .await;
    bench.helper().await;
    bench.sharer("sharer1").await;
    // The provider has vouched for other addresses.
    bench
        .people(
            "p-1,Maya,helper1,maya@new.example,yes\n\
             p-4,Yuki,sharer1,yuki@new.example,yes\n\
             p-5,Ann,ann,ann@new.example,yes\n",
        )
        .await;
    for (helper, sharer, allowed) in [
        ("email:MAYA@new.example", "email:yuki@new.example", true),
        ("directory:p-1", "directory:p-4", true),
        ("directory:p-4", "directory:p-1", false),
        // What the provider has vouched for counts, too.
        (
            "email:maya.okafor@brightwater.example",
            "directory:p-4",
            true,
        ),
    ] {
        let told: Value = bench.whether(helper, sharer).await.json();
        assert_eq!(told["allowed"], json!(allowed), "{helper} {sharer}: {told}");
    }
    for nobody in [
        // They have never been here.
        "email:ann@new.example",
        "directory:p-5",
        "directory:p-9",
        // Part of an address is none.
        "email:uki@new.example",
    ] {
        let reply = bench.whether("directory:p-1", nobody).await;
        assert_eq!(reply.code(), "not-found", "{nobody}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_account_is_an_answer_and_no_fault() {
    let bench = Bench::new().await;
    bench
        .assign("desk", "help-desk-operator", everybody())
        .await;
    bench.helper().await;
    bench.sharer("sharer1").await;
    for (rows, whose) in [
        ("p-4,Yuki,sharer1,,no\n", "sharer"),
        ("p-1,Maya,helper1,,no\n", "helper"),
    ] {
        bench.people(rows).await;
        let told = bench.why("helper1", "sharer1").await;
        assert_eq!(
            told,
            json!({
                "allowed": false,
                "refusal": { "reason": "account-disabled", "whose": whose },
                "granted": [],
                "considered": [],
            })
        );
    }
}
