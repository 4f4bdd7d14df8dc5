//! Pages and files, and where each address leads.

use super::{BUILD, HASHED, app};
use crate::support::{Broker, Browser, Plan};
use reqwest::{Method, StatusCode};
use rh_protocol::api::AppConfig;
use serde_json::Value;

#[tokio::test]
async fn pages_and_files_are_served_each_as_it_should_be_kept() {
    let broker = Plan::default().assets(app()).launch().await;
    let browser = broker.browser();
    for path in [
        "/rh",
        "/rh/",
        "/rh/session/1?passcode=x",
        "/rhh",
        "/rhh/callback",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains(BUILD), "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-store");
    }
    let front = browser.get("/").await;
    assert_eq!(front.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(front.header("location"), "/rh");

    let file = browser.get(&format!("/{HASHED}")).await;
    assert_eq!(file.text, "plain");
    assert_eq!(
        file.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(file.header("vary"), "accept-encoding");
    let boot = browser.get("/boot.js").await;
    assert_eq!(boot.header("cache-control"), "no-cache");
    let head = browser
        .send(Method::HEAD, &format!("/{HASHED}"), "", None)
        .await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
    assert_eq!(head.header("content-length"), "5");

    for path in ["/index.html", "/nothing", "/rhx", "/..%2fCargo.toml"] {
        let missing = browser.get(path).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(missing.header("content-type"), "text/plain; charset=utf-8");
    }
    for path in ["/api", "/api/v2/config", "/api/v1/nothing"] {
        let missing = browser.get(path).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(missing.code(), "not-found", "{path}");
    }
    let wrong = browser
        .send(Method::DELETE, "/api/v1/config", "", None)
        .await;
    assert_eq!(wrong.code(), "method-not-allowed");
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    for path in ["/rh", "/boot.js"] {
        let wrong = browser.send(Method::POST, path, "", None).await;
        assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    broker.stop().await;
}

#[tokio::test]
async fn compressed_forms_are_negotiated_and_revalidated() {
    let broker = Plan::default().assets(app()).launch().await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/{HASHED}", broker.origin);
    let mut tags = Vec::new();
    for (accept, encoding, text) in [
        ("gzip, br", "br", "as brotli"),
        ("gzip", "gzip", "as gzip"),
        ("identity", "", "plain"),
    ] {
        let response = http.get(&url).header("accept-encoding", accept).send();
        let response = response.await.unwrap();
        let header = |name: &str| {
            let value = response.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap()).to_owned()
        };
        assert_eq!(header("content-encoding"), encoding);
        tags.push((accept, header("etag")));
        assert_eq!(response.text().await.unwrap(), text);
    }
    let (accept, tag) = tags[0].clone();
    for (known, status) in [
        (format!("W/{tag}"), StatusCode::NOT_MODIFIED),
        (format!("\"x\", {tag}"), StatusCode::NOT_MODIFIED),
        // The same file in another form is another entity.
        (tags[1].1.clone(), StatusCode::OK),
    ] {
        let request = http.get(&url).header("accept-encoding", accept);
        let response = request.header("if-none-match", known).send().await.unwrap();
        assert_eq!(response.status(), status);
    }
    broker.stop().await;
}

#[tokio::test]
async fn a_build_without_the_app_says_so() {
    let broker = Broker::demo().await;
    let page = broker.browser().get("/rh").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text.contains("not in this build"), "{}", page.text);
    broker.stop().await;
}

#[tokio::test]
async fn the_demonstration_leads_to_the_one_origin_that_works() {
    let broker = Plan::default().assets(app()).launch().await;
    for host in ["127.0.0.1", "[::1]"] {
        let elsewhere = Browser::new(&format!("http://{host}:{}", broker.port));
        let led = elsewhere.get("/rh?passcode=4060r0gx").await;
        assert_eq!(led.status, StatusCode::TEMPORARY_REDIRECT, "{host}");
        let there = format!("{}/rh?passcode=4060r0gx", broker.origin);
        assert_eq!(led.header("location"), there);
    }
    broker.stop().await;
}

#[tokio::test]
async fn the_app_learns_what_it_must_know() {
    let plan = Plan::default().assets(app());
    let broker = plan.settings(|s| s.features.enabled = false).launch().await;
    let config: AppConfig = broker.browser().ask("/config").await.json();
    assert_eq!(config.build, BUILD);
    assert!(config.demo && !config.enabled);
    assert_eq!(config.public_url, broker.origin);
    let provider = config.provider.unwrap();
    assert!(provider.token_endpoint.starts_with(&broker.origin));
    broker.stop().await;
}

#[tokio::test]
async fn health_is_told() {
    let broker = Broker::demo().await;
    let browser = broker.browser();
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::OK, "{}", ready.text);
    broker.stop().await;
}

#[tokio::test]
async fn a_store_that_cannot_be_written_is_not_ready_but_alive() {
    use sqlx::{Connection, SqliteConnection};
    let broker = Broker::demo().await;
    let browser = broker.browser();
    // Up, and the provider known.
    assert_eq!(browser.ask("/config").await.status, StatusCode::OK);
    let file = broker.data.path().join("remote-help.sqlite");
    let url = format!("sqlite://{}", file.display());
    let mut other = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ready.json::<Value>()["store"], false);
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    other.close().await.unwrap();
    broker.stop().await;
}
