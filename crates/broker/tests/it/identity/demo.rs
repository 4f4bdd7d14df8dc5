//! The demonstration's provider, as the app and a browser meet it.

use crate::support::{Broker, Browser, Plan, Reply};
use remote_help::{
    Clock,
    directory::csv::{Kind, import},
    store::Store,
};
use reqwest::Method;
use rh_protocol::{Role, api::Me};
use serde_json::Value;
use std::sync::Arc;
use url::{Url, form_urlencoded};

const FORM: &str = "application/x-www-form-urlencoded";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A good authorization request, changed.
fn request(broker: &Broker, changes: &[(&str, &str)]) -> String {
    let redirect_uri = format!("{}/rh/callback", broker.origin);
    let mut fields = vec![
        ("client_id", "remote-help-demo"),
        ("redirect_uri", &redirect_uri),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", "s"),
        ("nonce", "n"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    fields.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    fields.extend(changes);
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

async fn ask(broker: &Broker, changes: &[(&str, &str)]) -> Reply {
    let path = format!("/demo/oidc/authorize?{}", request(broker, changes));
    broker.browser().get(&path).await
}

async fn press(broker: &Broker, changes: &[(&str, &str)]) -> Reply {
    let body = Some(request(broker, changes));
    let browser = broker.browser();
    browser
        .send(Method::POST, "/demo/oidc/authorize", FORM, body)
        .await
}

/// A parameter of where one is sent back to.
fn sent_back(reply: &Reply, name: &str) -> Option<String> {
    assert_eq!(reply.status, 303, "{}", reply.text);
    let url = Url::parse(reply.header("location")).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned())
}

async fn exchange(browser: &Browser, code: &str, verifier: &str, redirect_uri: &str) -> Reply {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("client_id", "remote-help-demo"),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier),
        ])
        .finish();
    browser
        .send(Method::POST, "/demo/oidc/token", FORM, Some(body))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_signs_in_as_themselves() {
    let broker = Broker::demo().await;
    for (account, name, helps) in [
        ("admin", "Ingrid Halvorsen", true),
        ("helper1", "Maya Okafor", true),
        ("helper2", "Tomás Ferreira", true),
        ("sharer1", "Yuki Tanaka", false),
        ("sharer2", "Samir Haddad", false),
        ("sharer3", "Eleanor Whitfield", false),
    ] {
        let browser = broker.browser();
        let me: Me = browser.sign_in(Role::Sharer, account).await.json();
        assert_eq!(me.person.name.expose(), name);
        assert_eq!(me.person.company.as_ref().unwrap().expose(), "Brightwater");
        assert_eq!(
            me.person.domain.as_ref().unwrap().expose(),
            "brightwater.example"
        );
        assert!(me.person.title.is_some());
        assert!(me.permissions.is_empty());
        let picture = browser.get(&me.person.picture.unwrap()).await;
        assert_eq!(picture.header("content-type"), "image/png");
        let helper = browser.sign_in(Role::Helper, account).await;
        if helps {
            assert_eq!(helper.status, 200);
            let helping: Me = helper.json();
            let may = |name: &str| helping.permissions.iter().any(|one| one == name);
            assert!(may("view-screen"));
            assert_eq!(may("roles-update"), account == "admin");
            let asked: Me = browser.get("/api/v1/helper/me").await.json();
            assert_eq!(asked.permissions, helping.permissions);
        } else {
            assert_eq!(helper.code(), "not-a-helper");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_directory_says_of_everybody_what_the_provider_says() {
    let without = Broker::demo().await;
    let data = Arc::new(tempfile::tempdir().unwrap());
    let store = Store::open(data.path()).await.unwrap();
    for (kind, file) in [(Kind::Groups, "groups"), (Kind::People, "people")] {
        let path = format!("../../docs/example-directory/{file}.csv");
        let file = std::fs::read(path).unwrap();
        let plan = import::import(&store, &Clock::system(), kind, &file[..], false).await;
        assert!(plan.unwrap().bad.is_empty());
    }
    let known: Vec<(String, String)> =
        sqlx::query_as("SELECT subject, email FROM directory_people ORDER BY id")
            .fetch_all(store.read())
            .await
            .unwrap();
    store.close().await;
    let with = Plan::default().data(&data).launch().await;
    assert_eq!(known.len(), 6);
    for (account, email) in known {
        let [claimed, shown] = [&without, &with].map(|broker| broker.browser());
        let claimed: Me = claimed.sign_in(Role::Sharer, &account).await.json();
        let shown: Me = shown.sign_in(Role::Sharer, &account).await.json();
        assert_eq!(shown.person, claimed.person);
        let domain = email.split_once('@').unwrap().1;
        assert_eq!(shown.person.domain.unwrap().expose(), domain);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outsider_is_of_another_tenant_in_either_role() {
    let broker = Broker::demo().await;
    for role in [Role::Helper, Role::Sharer] {
        let reply = broker.browser().sign_in(role, "outsider").await;
        assert_eq!(reply.code(), "wrong-tenant");
        assert_eq!(reply.status, 403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_everybody_in_the_language_asked_for_and_runs_no_script() {
    let broker = Broker::demo().await;
    let page = ask(&broker, &[("state", "\"><script>")]).await;
    assert_eq!(page.status, 200);
    for id in [
        "admin", "helper1", "helper2", "sharer1", "sharer2", "sharer3", "outsider",
    ] {
        assert!(
            page.text
                .contains(&format!("data-testid=\"demo-account-{id}\"")),
            "{id}"
        );
    }
    assert!(page.text.contains("This is a demonstration."));
    assert!(page.text.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(!page.text.contains("<script"), "{}", page.text);
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'"),
        "{policy}"
    );
    assert!(policy.contains("form-action 'self'") && !policy.contains("script-src"));
    assert_eq!(page.header("cache-control"), "no-store");
    let arabic = ask(&broker, &[("ui_locales", "ar")]).await;
    assert!(arabic.text.contains("<html lang=\"ar\" dir=\"rtl\">"));
    let style = broker.browser().get("/demo/style.css").await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_go_back_to_the_app_but_never_to_a_stranger() {
    let broker = Broker::demo().await;
    for (change, error) in [
        (("prompt", "none"), "login_required"),
        (("response_type", "token"), "unsupported_response_type"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("scope", "email"), "invalid_scope"),
    ] {
        let reply = ask(&broker, &[change]).await;
        assert_eq!(sent_back(&reply, "error").as_deref(), Some(error));
        assert_eq!(sent_back(&reply, "state").as_deref(), Some("s"));
        let issuer = format!("{}/demo/oidc", broker.origin);
        assert_eq!(sent_back(&reply, "iss"), Some(issuer));
    }
    let declined = press(&broker, &[("decline", "1")]).await;
    assert_eq!(
        sent_back(&declined, "error").as_deref(),
        Some("access_denied")
    );
    for stranger in [
        ("redirect_uri", "https://evil.example/"),
        ("client_id", "evil"),
    ] {
        for reply in [
            ask(&broker, &[stranger]).await,
            press(&broker, &[stranger]).await,
        ] {
            assert_eq!(reply.status, 400);
            assert_eq!(reply.header("location"), "");
            assert!(reply.text.contains("This is a demonstration."));
        }
    }
    // A parameter that comes twice.
    let twice = format!("{}&state=other", request(&broker, &[]));
    let reply = broker
        .browser()
        .get(&format!("/demo/oidc/authorize?{twice}"))
        .await;
    assert_eq!(reply.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_for_one_use_by_who_asked_for_it() {
    let broker = Broker::demo().await;
    let browser = broker.browser();
    let redirect_uri = format!("{}/rh/callback", broker.origin);
    let code = async || {
        let reply = press(&broker, &[("account", "sharer1")]).await;
        sent_back(&reply, "code").unwrap()
    };
    let good = code().await;
    let tokens = exchange(&browser, &good, VERIFIER, &redirect_uri).await;
    assert_eq!(tokens.status, 200);
    assert_eq!(tokens.header("cache-control"), "no-store");
    for (code, verifier, uri) in [
        (good, VERIFIER, redirect_uri.clone()),
        (code().await, &*"x".repeat(43), redirect_uri.clone()),
        (
            code().await,
            VERIFIER,
            format!("{}/rhh/callback", broker.origin),
        ),
        ("nonsense".to_owned(), VERIFIER, redirect_uri.clone()),
    ] {
        let reply = exchange(&browser, &code, verifier, &uri).await;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.json::<Value>()["error"], "invalid_grant");
    }
    // A wrong verifier has spent the code.
    let guessed = code().await;
    exchange(&browser, &guessed, &"x".repeat(43), &redirect_uri).await;
    let reply = exchange(&browser, &guessed, VERIFIER, &redirect_uri).await;
    assert_eq!(reply.status, 400);
    // Userinfo is for who has a token.
    let info = browser.get("/demo/oidc/userinfo").await;
    assert_eq!(info.status, 401);
    assert!(info.header("www-authenticate").starts_with("Bearer"));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_leads_back_and_nowhere_else() {
    let broker = Broker::demo().await;
    let browser = broker.signed_in(Role::Helper, "helper1").await;
    let reply = browser
        .post("/helper/sign-out", &serde_json::json!({}))
        .await;
    let end: Value = reply.json();
    let back = browser.get(end["end_session_url"].as_str().unwrap()).await;
    assert_eq!(back.status, 303);
    assert_eq!(back.header("location"), format!("{}/rhh", broker.origin));
    let stranger = "/demo/oidc/end-session?post_logout_redirect_uri=https://evil.example/";
    let page = browser.get(stranger).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("location"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_such_provider_without_the_demonstration() {
    let plan = crate::support::Plan::default().settings(|settings| settings.demo = false);
    let broker = plan.launch().await;
    for path in [
        "/demo/oidc/.well-known/openid-configuration",
        "/demo/style.css",
    ] {
        assert_eq!(broker.browser().get(path).await.status, 404, "{path}");
    }
}
