//! The log of a whole flow holds what an operator needs, and no secret; nor does the audit.

use super::program::Program;
use crate::{
    support::Browser,
    webhooks::receiver::{Answer, Receiver, SECRET},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use remote_help::audit::{command, export::Format, query::Filter};
use reqwest::{Method, StatusCode};
use rh_protocol::{Role, socket::Request};
use serde_json::{Value, json};
use std::path::Path;

const JSON: &str = "application/json";

#[tokio::test]
async fn the_log_of_a_flow_holds_no_secret() {
    flow_at("trace").await;
}

/// An operator who looks for trouble asks libraries to tell all that they have.
#[tokio::test]
async fn nor_does_it_when_libraries_are_to_tell_all() {
    // The pipe that the log goes to is read at the end: not too many of them.
    let log = flow_at("warn,tungstenite=trace,axum=trace,remote_help=trace").await;
    let mut ours = 0;
    for line in log {
        let (target, level) = (&line["target"], &line["level"]);
        if target.as_str().unwrap().starts_with("remote_help") {
            ours += usize::from(level == "DEBUG");
        } else {
            assert!(level != "DEBUG" && level != "TRACE", "{line}");
        }
    }
    assert!(ours > 0, "our own lines are there");
}

/// Runs a whole flow with these directives and returns its log.
async fn flow_at(level: &str) -> Vec<Value> {
    let data = tempfile::tempdir().unwrap();
    let receiver = Receiver::start().await;
    receiver.answers([Answer::Status(500), Answer::Status(410)]);
    let url = format!("http://127.0.0.1:{}/token-of-the-address", receiver.port);
    let hook = |name: &str, events: &str| {
        format!("{{ name = '{name}', url = '{url}', secret = '{SECRET}', events = ['{events}'] }}")
    };
    let hooks = format!(
        "[{}, {}]",
        hook("fails", "session.ended"),
        hook("works", "session.ended")
    );
    let loud = [
        ("REMOTE_HELP_LOG__LEVEL", level),
        ("REMOTE_HELP_LOG__FORMAT", "json"),
        ("REMOTE_HELP_WEBHOOKS", &hooks),
    ];
    let program = Program::demo(0, data.path(), &loud).await;
    let helper = Browser::new(&program.origin);
    let sharer = Browser::new(&program.origin);
    let admin = Browser::new(&program.origin);
    let mut secrets = vec![SECRET.to_owned(), "token-of-the-address".to_owned()];

    for (browser, role, account) in [
        (&helper, Role::Helper, "helper1"),
        (&sharer, Role::Sharer, "sharer1"),
        (&admin, Role::Helper, "admin"),
    ] {
        let mut tokens = browser.tokens(role, account).await;
        if account == "helper1" {
            tokens["refresh_token"] = json!("words-of-a-refresh-token");
        }
        let cookies = browser.cookie_header();
        let path = format!("/{}/sign-in", role.as_str());
        let signed_in = browser.post(&path, &tokens).await;
        assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.text);
        let me: Value = signed_in.json();
        secrets.push(me["person"]["name"].as_str().unwrap().to_owned());
        for token in ["id_token", "access_token", "refresh_token"] {
            let Some(token) = tokens[token].as_str() else {
                assert_eq!(token, "refresh_token");
                continue;
            };
            // Whole, and the parts of a JWT by themselves.
            secrets.extend(token.split('.').map(str::to_owned));
        }
        for cookies in [cookies, browser.cookie_header()] {
            let values = cookies.split("; ").filter_map(|pair| pair.split_once('='));
            secrets.extend(values.map(|(_, value)| value.to_owned()));
        }
    }

    let (session, mut page_of_helper, passcode) = helper.start().await;
    let code = passcode.as_str();
    secrets.push(code.to_owned());
    // The page, or that there is none: this build may or may not have the web app in it.
    let page = sharer.get(&format!("/rh?passcode={code}")).await.status;
    sharer.get(&format!("/nothing?code={code}")).await;
    // Logged at `debug`.
    sharer.get("/healthz").await;
    let wrong = sharer
        .post("/sharer/redeem", &json!({ "code": "zzzzzzzz" }))
        .await;
    assert_eq!(wrong.code(), "wrong-code");
    let joined = sharer.redeem(passcode).await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);

    secrets.extend(logged_out(&program.origin).await);
    secrets.extend(administer(&admin, &sharer).await);
    let note = json!({ "note": "words-of-a-note", "ticket": "INC-1" }).to_string();
    let path = format!("/api/v1/helper/sessions/{session}/note");
    let noted = helper.send(Method::PUT, &path, JSON, Some(note)).await;
    assert_eq!(noted.status, StatusCode::NO_CONTENT, "{}", noted.text);
    secrets.push("words-of-a-note".to_owned());

    // A delivery is refused for now and another for good; the person's name is in both.
    page_of_helper.done(Request::End).await;
    for _ in 0..2 {
        let delivery = receiver.next().await;
        let subject = &delivery.body["session"]["helper"]["subject"];
        assert_eq!(subject, "helper1");
        let email = &delivery.body["session"]["helper"]["email"];
        secrets.push(email.as_str().unwrap().to_owned());
    }

    let (log, status) = program.stop().await;
    assert!(status.success(), "{log}");
    for secret in &secrets {
        assert!(secret.len() >= 5, "not much of a secret: {secret:?}");
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
    assert!(!log.contains("zzzzzzzz"), "{log}");
    let audit = audit(data.path()).await;
    for kind in [
        "sign-in",
        "code-refused",
        "joined",
        "token-issued",
        "directory-person-saved",
        "device-link-issued",
        "device-enrolled",
        "session-noted",
        "session-ended",
    ] {
        assert!(audit.contains(&format!(",{kind},")), "{kind}:\n{audit}");
    }
    secrets.push("zzzzzzzz".to_owned());
    for secret in &secrets {
        assert!(
            !audit.contains(secret),
            "{secret} is in the audit:\n{audit}"
        );
    }
    // The flow did reach the log, a JSON object a line.
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
        .collect();
    for (path, status) in [
        ("/api/v1/sharer/redeem", 200),
        ("/api/v1/sharer/redeem", 404),
        ("/rh", page.as_u16()),
        ("/nothing", 404),
    ] {
        let found = lines
            .iter()
            .any(|line| line["path"] == path && line["status"] == status && line["ms"].is_u64());
        assert!(found, "{path} {status}:\n{log}");
    }
    for told in [
        "not delivered: trying again later",
        "not delivered and given up",
    ] {
        assert!(log.contains(told), "{told}:\n{log}");
    }
    lines
}

/// Somebody posts what the provider would say of a sign-out, with no signature of its. Returns what it is made of.
async fn logged_out(origin: &str) -> Vec<String> {
    let part = |part: Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let token = [
        part(json!({ "alg": "ES256", "kid": "key-of-nobody", "typ": "logout+jwt" })),
        part(json!({ "iss": origin, "sub": "subject-of-nobody", "jti": "once" })),
        URL_SAFE_NO_PAD.encode([7; 64]),
    ];
    let form = format!("logout_token={}", token.join("."));
    let path = "/api/v1/sign-in/logged-out";
    let kind = "application/x-www-form-urlencoded";
    let somebody = Browser::new(origin);
    let told = somebody.send(Method::POST, path, kind, Some(form)).await;
    assert_eq!(told.code(), "bad-request");
    let subject = "subject-of-nobody".to_owned();
    token.into_iter().chain([subject]).collect()
}

/// Has an administrator make what is told once only, and import people, and a sharer enrol their browser. Returns what nobody is
/// to read anywhere.
async fn administer(admin: &Browser, sharer: &Browser) -> Vec<String> {
    const NAME: &str = "Zebedee Quillfeather";
    let new = json!({ "name": "SIEM", "permissions": ["devices-read"], "days": 1 });
    let issued: Value = admin.post("/tokens", &new).await.json();
    let token = issued["token"].as_str().unwrap();
    let devices = admin.origin.clone() + "/api/v1/directory/devices";
    let listed = reqwest::Client::new().get(devices).bearer_auth(token);
    assert_eq!(listed.send().await.unwrap().status(), StatusCode::OK);

    let file = format!("id,name\np-1,{NAME}\n");
    let import = "/api/v1/directory/import/people";
    let imported = admin.send(Method::POST, import, "text/csv", Some(file));
    let imported = imported.await;
    assert_eq!(imported.status, StatusCode::OK, "{}", imported.text);

    let device = "/api/v1/directory/devices/d-1";
    let body = json!({ "name": "LAPTOP", "platform": "linux", "compliance": "compliant" });
    let saved = admin.send(Method::PUT, device, JSON, Some(body.to_string()));
    assert_eq!(saved.await.status, StatusCode::NO_CONTENT);
    let link: Value = admin
        .post("/directory/devices/d-1/enrolment", &json!({}))
        .await
        .json();
    let (_, secret) = link["link"].as_str().unwrap().split_once('#').unwrap();
    let mut point = [1; 65];
    point[0] = 4;
    let enrol = json!({ "token": secret, "public_key": URL_SAFE_NO_PAD.encode(point) });
    let enrolled = sharer.post("/sharer/device/enrol", &enrol).await;
    assert_eq!(enrolled.status, StatusCode::OK, "{}", enrolled.text);
    let challenge: Value = sharer
        .post("/sharer/device/challenge", &json!({}))
        .await
        .json();
    let challenge = challenge["challenge"].as_str().unwrap();
    [token, secret, challenge, NAME].map(str::to_owned).to_vec()
}

/// All records of a broker that is down, as they are exported.
async fn audit(folder: &Path) -> String {
    let (all, mut text) = (Filter::default(), Vec::new());
    command::export(folder, Format::Csv, &all, &mut text)
        .await
        .unwrap();
    String::from_utf8(text).unwrap()
}
