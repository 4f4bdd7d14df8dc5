//! Answers that operations have in common, each asked of all of them: who is described with one gives it, and who gives it is
//! described with it.

use super::{
    document::{Operation, operations, there},
    exchange::Exchange,
};
use crate::support::{Broker, Browser, Plan};
use futures_util::future::join_all;
use remote_help::{directory::limits::FILE, store::Store};
use reqwest::{
    Method, StatusCode,
    header::{HeaderMap, HeaderName, ORIGIN},
};
use rh_protocol::{Role, limits::HTTP_BODY};
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use url::Url;

const JSON: &str = "application/json";

/// A browser in which somebody who may do everything is signed in on both sides, and signs in once more.
async fn anybody(broker: &Broker) -> Browser {
    let browser = broker.signed_in(Role::Helper, "admin").await;
    let reply = browser.sign_in(Role::Sharer, "admin").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let begun = browser.post("/helper/sign-in/nonce", &json!({})).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.text);
    browser
}

impl Operation {
    /// Whether an answer with this status is described.
    fn has(&self, status: u16) -> bool {
        self.answers().any(|(other, _)| other == status)
    }

    /// Whether somebody has to be there who is known.
    fn is_guarded(&self) -> bool {
        let ways = self.told["security"].as_array().unwrap();
        !ways.is_empty() && !ways.contains(&json!({}))
    }

    /// The type of its body, if it has one.
    fn body(&self) -> Option<&'static str> {
        let content = self.told["requestBody"]["content"].as_object()?;
        content.keys().next().map(String::as_str)
    }

    /// A body that reads: its example, or else what it has to hold, with any text.
    fn example(&self) -> Option<String> {
        let media = &self.told["requestBody"]["content"][self.body()?];
        match media.get("example") {
            Some(Value::String(text)) => Some(text.clone()),
            Some(example) => Some(example.to_string()),
            None => {
                let required = there(&media["schema"])["required"].as_array();
                let names = required.into_iter().flatten();
                let texts = names.map(|name| (name.as_str().unwrap().to_owned(), json!("x")));
                Some(Value::Object(texts.collect()).to_string())
            }
        }
    }

    /// Asks for it with a body, if it takes one.
    async fn ask(&self, browser: &Browser, role: &str, body: Option<&str>) -> (StatusCode, String) {
        let method: Method = self.method.parse().unwrap();
        let (kind, body) = match self.body() {
            Some(kind) => (kind, body.map(str::to_owned)),
            None => ("", None),
        };
        let reply = browser.send(method, &self.at(role), kind, body).await;
        (reply.status, reply.text)
    }
}

/// Holds one answer, of all operations, against whether it is the one that is expected where it is described.
#[track_caller]
fn is(operation: Operation, answer: &(StatusCode, String), status: u16, code: &str) {
    let (told, text) = answer;
    let id = operation.id();
    assert_eq!(told.as_u16(), status, "{id}: {text}");
    assert!(
        text.contains(&format!("\"code\":\"{code}\"")),
        "{id}: {text}"
    );
}

/// Whether the provider asks for it, which is no page, and no example can say what it has signed: see `identity::logout`.
fn is_the_providers(operation: &Operation) -> bool {
    operation.id() == "loggedOutAtProvider"
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_what_is_for_somebody() {
    let broker = Broker::demo().await;
    let nobody = broker.browser();
    for operation in operations().filter(Operation::is_guarded) {
        let answer = operation.ask(&nobody, "helper", None).await;
        is(operation, &answer, 401, "not-signed-in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_changes_nothing() {
    let broker = Broker::demo().await;
    let browser = anybody(&broker).await;
    let changes = operations().filter(|it| it.method != "GET" && !is_the_providers(it));
    for operation in changes {
        let method: Method = operation.method.parse().unwrap();
        let request = browser.request(method, &operation.at("helper"));
        let mut request = request.build().unwrap();
        let other = "https://other.example".parse().unwrap();
        request.headers_mut().insert(ORIGIN, other);
        if let Some(example) = operation.example() {
            let kind = operation.body().unwrap().parse().unwrap();
            request.headers_mut().insert("content-type", kind);
            *request.body_mut() = Some(example.into());
        }
        let request = reqwest::RequestBuilder::from_parts(reqwest::Client::new(), request);
        let reply = browser.try_send(request).await.unwrap();
        is(
            operation,
            &(reply.status, reply.text),
            403,
            "origin-refused",
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_two_sides_and_no_third() {
    let broker = Broker::demo().await;
    let browser = anybody(&broker).await;
    for operation in operations().filter(|it| it.path.contains("{role}")) {
        let example = operation.example();
        let answer = operation.ask(&browser, "nobody", example.as_deref());
        is(operation, &answer.await, 404, "not-found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_read_is_refused() {
    let broker = Broker::demo().await;
    let browser = anybody(&broker).await;
    for operation in operations().filter(|it| it.body() == Some(JSON)) {
        let answer = operation.ask(&browser, "helper", Some("[")).await;
        is(operation, &answer, 400, "bad-request");
    }
}

/// Begins to send a body of a length that is announced, sends so much of it and no more, and tells what is answered.
async fn begin(
    browser: &Browser,
    operation: Operation,
    announced: u64,
    sent: &str,
) -> (StatusCode, String) {
    let (method, path) = (operation.method, operation.at("helper"));
    let url = Url::parse(&browser.origin).unwrap().join(&path).unwrap();
    let address = (Ipv4Addr::LOCALHOST, url.port().unwrap());
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\norigin: {}\r\ncookie: {}\r\n\
         content-type: {}\r\ncontent-length: {announced}\r\n\r\n{sent}",
        browser.origin,
        browser.cookie_header(),
        operation.body().unwrap(),
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut words = String::new();
    stream.read_to_string(&mut words).await.unwrap();
    let (head, text) = words.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let status: StatusCode = status.parse().unwrap();
    let headers: HeaderMap = lines
        .map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            let name: HeaderName = name.parse().unwrap();
            (name, value.parse().unwrap())
        })
        .collect();
    let exchange = Exchange {
        method: &method.parse().unwrap(),
        url: &url,
        sent: sent.as_bytes(),
        status,
        headers: &headers,
        text,
    };
    exchange.check();
    (status, text.to_owned())
}

/// The operations that have a body. These and no others are described with what can be wrong with any.
fn with_body() -> Vec<Operation> {
    for operation in operations() {
        for status in [408, 413] {
            let described = operation.has(status);
            assert_eq!(described, operation.body().is_some(), "{}", operation.id());
        }
    }
    operations().filter(|it| it.body().is_some()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_not_waited_for() {
    let broker = Broker::demo().await;
    let browser = anybody(&broker).await;
    for operation in with_body() {
        let most = match operation.body() {
            Some(JSON) => u64::try_from(HTTP_BODY).unwrap(),
            _ => FILE,
        };
        let answer = begin(&browser, operation, most + 1, "").await;
        is(operation, &answer, 413, "too-large");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_not_waited_for_long() {
    let plan = Plan::default().settings(|settings| settings.connections.body_timeout_ms = 500);
    let broker = plan.launch().await;
    let browser = anybody(&broker).await;
    let asked = with_body().into_iter().map(async |operation| {
        let answer = begin(&browser, operation, 2, "{").await;
        is(operation, &answer, 408, "bad-request");
    });
    // All at once, so that it takes no longer than one.
    join_all(asked).await;
}

/// Renames the tables of which this is so: nothing finds them any more.
async fn hide(store: &Store, which: impl Fn(&str) -> bool) {
    let mut write = store.write().await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
         AND name NOT LIKE 'hidden_%'",
    )
    .fetch_all(&mut *write)
    .await
    .unwrap();
    for table in tables.iter().filter(|table| which(table)) {
        let rename = format!("ALTER TABLE {table} RENAME TO hidden_{table}");
        let rename = sqlx::query(sqlx::AssertSqlSafe(rename));
        rename.execute(&mut *write).await.unwrap();
    }
    write.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_is_told_as_such_and_as_nothing_else() {
    let broker = Broker::demo().await;
    let browser = anybody(&broker).await;
    let store = Store::open(broker.data.path()).await.unwrap();
    // Who is asking is still known: no operation takes that for something else that goes wrong later.
    hide(&store, |table| !matches!(table, "sign_ins" | "accounts")).await;
    for operation in operations() {
        let example = operation.example();
        let answer = operation.ask(&browser, "helper", example.as_deref());
        let (status, text) = answer.await;
        let id = operation.id();
        assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{id}: {text}");
    }
    hide(&store, |_| true).await;
    for operation in operations() {
        let example = operation.example();
        let answer = operation.ask(&browser, "helper", example.as_deref());
        let answer = answer.await;
        if is_the_providers(&operation) {
            // Nothing is written for a token that is none.
            is(operation, &answer, 400, "bad-request");
        } else if operation.path == "/readyz" {
            assert_eq!(answer.0, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.1);
        } else if operation.has(503) {
            is(operation, &answer, 503, "unavailable");
        } else {
            assert!(answer.0.is_success(), "{}: {}", operation.id(), answer.1);
        }
    }
}
