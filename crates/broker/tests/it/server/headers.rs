//! The headers of every route, held against a snapshot.
//!
//! After a change on purpose: `UPDATE_SNAPSHOTS=1 cargo test -p remote-help headers`, and read the
//! difference.

use super::{HASHED, app};
use crate::support::{Browser, Plan, Reply};
use remote_help::settings::PublicUrl;
use reqwest::Method;
use std::fmt::Write as _;
use std::path::Path;

const SNAPSHOT: &str = "tests/it/snapshots/headers.txt";

/// Method and path of every kind of route.
const ROUTES: &[(&str, &str)] = &[
    ("GET", "/"),
    ("GET", "/rh"),
    ("GET", "/rh/session/00000000000000000000000000000001"),
    ("GET", "/rhh"),
    ("GET", "/rhh/callback"),
    ("GET", "/boot.js"),
    ("GET", "/nothing"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/api/nothing"),
    ("GET", "/api/v1/nothing"),
    ("GET", "/api/v1/config"),
    ("DELETE", "/api/v1/config"),
    ("GET", "/api/v1/helper/me"),
    ("GET", "/api/v1/sharer/me"),
    ("POST", "/api/v1/helper/sign-in"),
    ("POST", "/api/v1/helper/sign-out"),
    ("POST", "/api/v1/helper/sessions"),
    ("GET", "/api/v1/sharer/sessions"),
    ("POST", "/api/v1/sharer/redeem"),
    ("GET", "/api/v1/sharer/pictures/0"),
    (
        "GET",
        "/api/v1/sharer/sessions/00000000000000000000000000000001/socket",
    ),
    (
        "POST",
        "/api/v1/sharer/sessions/00000000000000000000000000000001/away",
    ),
    ("GET", "/demo/oidc/.well-known/openid-configuration"),
    ("GET", "/demo/oidc/authorize"),
    ("POST", "/demo/oidc/token"),
    ("GET", "/demo/oidc/keys"),
    ("GET", "/demo/oidc/userinfo"),
    ("GET", "/demo/style.css"),
];

#[tokio::test]
async fn every_route_has_its_headers() {
    let mut snapshot = String::new();

    let broker = Plan::default().assets(app()).launch().await;
    let port = format!(":{}", broker.port);
    let browser = broker.browser();
    // Known before the first route is asked, so that the order does not matter.
    browser.ask("/config").await;
    writeln!(snapshot, "# The demonstration, over HTTP on loopback\n").unwrap();
    let hashed = format!("/{HASHED}");
    for (method, path) in ROUTES.iter().copied().chain([("GET", hashed.as_str())]) {
        let method: Method = method.parse().unwrap();
        let reply = browser.send(method.clone(), path, "", None).await;
        note(&mut snapshot, &method, path, &reply, &port);
    }
    broker.stop().await;

    let plan = Plan::default().assets(app()).settings(|settings| {
        settings.demo = false;
        settings.public_url = PublicUrl::parse("https://help.example.com").unwrap();
        settings.identity.issuer = "https://id.example.com/realm".to_owned();
    });
    let broker = plan.launch().await;
    let browser = Browser::new(&format!("http://127.0.0.1:{}", broker.port));
    writeln!(snapshot, "# In earnest: people come by HTTPS\n").unwrap();
    for path in [
        "/rh",
        "/rhh",
        "/api/v1/nothing",
        "/demo/style.css",
        hashed.as_str(),
    ] {
        let reply = browser.get(path).await;
        note(&mut snapshot, &Method::GET, path, &reply, &port);
    }
    broker.stop().await;

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(SNAPSHOT);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&file, &snapshot).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    for (line, (now, then)) in snapshot.lines().zip(kept.lines()).enumerate() {
        assert_eq!(now, then, "{SNAPSHOT}, line {}", line + 1);
    }
    assert_eq!(snapshot.lines().count(), kept.lines().count(), "{SNAPSHOT}");
}

/// Status and headers of one answer, without what differs from run to run.
fn note(snapshot: &mut String, method: &Method, path: &str, reply: &Reply, port: &str) {
    writeln!(snapshot, "{method} {path} -> {}", reply.status.as_u16()).unwrap();
    let mut lines: Vec<String> = reply
        .headers
        .iter()
        .map(|(name, value)| {
            let value = match name.as_str() {
                "content-length" | "date" | "etag" | "x-request-id" => "*",
                _ => value.to_str().unwrap(),
            };
            format!("  {name}: {}", value.replace(port, ":PORT"))
        })
        .collect();
    lines.sort();
    for line in lines {
        writeln!(snapshot, "{line}").unwrap();
    }
    snapshot.push('\n');
}
