//! `docs/openapi.json`, held against the broker.
//!
//! A new route needs an operation there, with an answer for each status that can come (most are among the `responses` in common),
//! and a request in the test of the headers; a new code an example, a new limit its constant in [`numbers`].
//!
//! Whatever a test asks and is answered is compared with it ([`exchange`], called by `support`), so that every test of the
//! interface proves a part of it. Every answer that is described has been seen by some test, but for those that no request leads
//! to ([`UNSEEN`]): what operations have in common is asked of all of them in [`answers`], what comes seldom in [`seldom`]. Since
//! tests run in any order, that is looked at when all have run, by `cargo xtask check` and `test`; by hand with
//! `RH_ANSWERED=FILE cargo test -p remote-help --test it`, and then
//! `RH_ANSWERED=FILE cargo test -p remote-help --test it every_answer -- --ignored`.

mod answers;
mod document;
pub(crate) mod exchange;
mod numbers;
mod once;
mod permissions;
mod seldom;

use crate::{
    schema::{follow, holds},
    support::Broker,
    webhooks::schema::REASONS,
};
use document::{CLOSED, DOCUMENT, Operation, operations};
use once::Once;
use remote_help::{
    http::{self, assets::Assets},
    settings::{Overrides, WebhookEvent},
};
use reqwest::{Method, StatusCode, header::IF_NONE_MATCH};
use rh_access::BuiltIn;
use rh_protocol::{ErrorCode, view::DeviceState};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Routes that are not described, and why.
const LEFT_OUT: [(&str, &str, &str); 9] = [
    ("GET", "/", "leads to the web app"),
    ("GET", "/rh", "the web app"),
    ("GET", "/rh/", "the web app"),
    ("GET", "/rh/{*rest}", "the web app"),
    ("GET", "/rhh", "the web app"),
    ("GET", "/rhh/", "the web app"),
    ("GET", "/rhh/{*rest}", "the web app"),
    (
        "ANY",
        "/api/v1/{role}/sessions/{id}/socket",
        "a WebSocket, whose messages are the app's own: nobody is helped by a program",
    ),
    ("ANY", "/demo", "the demonstration's identity provider"),
];

/// Statuses that no test is answered with, and why.
const UNSEEN: [(u16, &str); 1] = [(
    500,
    "a fault of our own, which no request leads to: one layer answers for all routes alike, and `http::log` is tested with one",
)];

/// Codes that no answer carries, and why.
const ELSEWHERE: [(&str, &[ErrorCode]); 4] = [
    (
        "said on the WebSocket",
        &[
            ErrorCode::UnsupportedVersion,
            ErrorCode::UnknownRequest,
            ErrorCode::Replaced,
        ],
    ),
    (
        "said where there is no operation",
        &[ErrorCode::MethodNotAllowed],
    ),
    (
        "the page's own",
        &[
            ErrorCode::StateMismatch,
            ErrorCode::ProviderDenied,
            ErrorCode::ProviderInteraction,
            ErrorCode::ProviderPolicy,
            ErrorCode::ProviderTrouble,
            ErrorCode::DeviceKeyFailed,
            ErrorCode::NetworkUnreachable,
            ErrorCode::PeerFailed,
            ErrorCode::CaptureDenied,
            ErrorCode::CaptureBlocked,
            ErrorCode::CaptureFailed,
            ErrorCode::PictureFailed,
            ErrorCode::LoadFailed,
            ErrorCode::ChatTooLong,
            ErrorCode::CopyFailed,
            ErrorCode::SaveFailed,
        ],
    ),
    ("what a newer code reads as", &[ErrorCode::Unknown]),
];

#[test]
fn it_is_openapi() {
    let rules: Value = serde_json::from_str(include_str!("openapi/openapi-3.1.json")).unwrap();
    holds(&rules, &rules, &DOCUMENT).unwrap();
    let mut ids = BTreeSet::new();
    let tags = DOCUMENT["tags"].as_array().unwrap().iter();
    let tags: Vec<&Value> = tags.map(|tag| &tag["name"]).collect();
    for operation in operations() {
        let Operation { path, told, .. } = operation;
        assert!(
            ids.insert(operation.id()),
            "{} is there twice",
            operation.id()
        );
        assert!(tags.contains(&&told["tags"][0]), "{}", operation.id());
        let parts = path.split('/').filter_map(|part| part.strip_prefix('{'));
        let named: BTreeSet<&str> = parts.map(|part| part.trim_end_matches('}')).collect();
        let parameters = operation.parameters().filter(|it| it["in"] == "path");
        let described = parameters.map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(named, described, "{}", operation.id());
        for way in told["security"].as_array().unwrap() {
            for (scheme, _) in way.as_object().unwrap() {
                assert!(
                    DOCUMENT["components"]["securitySchemes"]
                        .get(scheme)
                        .is_some(),
                    "{scheme}"
                );
            }
        }
    }
}

#[test]
fn nothing_is_described_twice_by_one_name() {
    let twice = |text: &str| {
        let read: Result<Once, _> = serde_json::from_str(text);
        read.err().map(|error| error.to_string())
    };
    assert_eq!(twice(http::api::description::TEXT), None);
    let told = twice(r#"{ "a": [{ "b": 1, "c": 2, "b": null }] }"#).unwrap();
    assert!(told.starts_with("b is there twice"), "{told}");
}

#[test]
fn what_is_referred_to_is_there_and_what_is_there_is_referred_to() {
    let mut referred = BTreeSet::new();
    references(&DOCUMENT, &mut referred);
    for reference in &referred {
        follow(&DOCUMENT, &json!(reference));
    }
    for part in ["parameters", "headers", "responses", "examples", "schemas"] {
        for (name, _) in DOCUMENT["components"][part].as_object().unwrap() {
            let reference = format!("#/components/{part}/{name}");
            assert!(referred.contains(&*reference), "{reference}");
        }
    }
}

fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str().filter(|_| name == "$ref") {
                    Some(reference) => drop(found.insert(reference)),
                    None => references(field, found),
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| references(entry, found)),
        _ => {}
    }
}

#[test]
fn every_route_is_described_or_left_out_for_a_reason() {
    let routes = http::routes(true, Assets::default());
    let left_out = |method: &str, path: &str| {
        let reasons = LEFT_OUT.iter().position(|(other, left, _)| match *left {
            "/demo" => path.starts_with("/demo/"),
            left => method == *other && path == left,
        });
        reasons.inspect(|at| assert!(!LEFT_OUT[*at].2.is_empty()))
    };
    let mut unused: BTreeSet<usize> = (0..LEFT_OUT.len()).collect();
    let mut served = BTreeSet::new();
    for route in routes.list() {
        match left_out(route.method, &route.path) {
            Some(at) => drop(unused.remove(&at)),
            None => drop(served.insert((route.method, route.path.as_str()))),
        }
    }
    assert!(unused.is_empty(), "left out, and not there: {unused:?}");
    let described: BTreeSet<_> = operations().map(|one| (one.method, one.path)).collect();
    let more: Vec<_> = described.difference(&served).collect();
    let less: Vec<_> = served.difference(&described).collect();
    assert!(more.is_empty(), "described, and not served: {more:#?}");
    assert!(less.is_empty(), "served, and not described: {less:#?}");
}

#[test]
fn every_code_is_described_with_its_status_or_comes_from_elsewhere() {
    let examples = DOCUMENT["components"]["examples"].as_object().unwrap();
    let elsewhere: Vec<ErrorCode> = ELSEWHERE
        .iter()
        .flat_map(|(_, codes)| *codes)
        .copied()
        .collect();
    for code in ErrorCode::ALL {
        let described = examples.contains_key(code.as_str());
        assert_ne!(described, elsewhere.contains(code), "{}", code.as_str());
    }
    let error = json!({ "$ref": "#/components/schemas/Error", "unevaluatedProperties": false });
    for (name, example) in examples {
        let code: ErrorCode = serde_json::from_value(json!(name)).unwrap();
        assert_eq!(code.as_str(), name);
        assert_eq!(example["value"]["error"]["code"], json!(name));
        holds(&CLOSED, &error, &example["value"]).unwrap();
    }
    for operation in operations() {
        for (status, answer) in operation.answers() {
            let codes = answer["content"]["application/json"]["examples"].as_object();
            for (name, _) in codes.into_iter().flatten() {
                let code = serde_json::from_value(json!(name)).unwrap();
                // A body that is late makes no sense by then.
                let late = status == 408 && code == ErrorCode::BadRequest;
                let its = http::error::status(code).as_u16();
                assert!(
                    its == status || late,
                    "{}: {name} with {status}",
                    operation.id()
                );
            }
        }
    }
}

#[test]
fn the_words_of_the_code_are_those_of_the_description() {
    let words = |place: &str| -> Vec<String> {
        let words = DOCUMENT
            .pointer(&format!("/components/schemas/{place}"))
            .unwrap();
        let words = words.as_array().unwrap().iter();
        words
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(words("AuditKind/enum"), rh_protocol::audit::KINDS);
    assert_eq!(
        words("Outcome/enum"),
        REASONS.map(remote_help::report::name_of)
    );
    assert_eq!(json!(words("WebhookEvent/enum")), json!(WebhookEvent::ALL));
    let states = DeviceState::ALL.map(DeviceState::as_str);
    assert_eq!(words("SharersDevice/properties/state/enum"), states);
    let settings = &DOCUMENT["components"]["schemas"]["Settings"]["properties"];
    let settings: BTreeSet<&str> = settings
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(settings, Overrides::KEYS.iter().copied().collect());
    let rule = &CLOSED["components"]["schemas"]["RuleId"];
    for role in BuiltIn::ALL {
        holds(&CLOSED, rule, &json!(role.id())).unwrap();
    }
}

#[test]
fn what_is_given_as_an_example_would_be_taken() {
    for operation in operations() {
        let content = operation.told["requestBody"]["content"].as_object();
        for (kind, media) in content.into_iter().flatten() {
            if let Some(example) = media.get("example") {
                let held = holds(&CLOSED, &media["schema"], example);
                assert_eq!(held, Ok(()), "{} {kind}", operation.id());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_read_it_and_keep_it() {
    let broker = Broker::demo().await;
    let nobody = broker.browser();
    let path = "/api/v1/openapi.json";
    let reply = nobody.get(path).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.text, http::api::description::TEXT);
    let again = nobody.request(Method::GET, path);
    let again = again.header(IF_NONE_MATCH, reply.header("etag"));
    let again = nobody.try_send(again).await.unwrap();
    assert_eq!((again.status, &*again.text), (StatusCode::NOT_MODIFIED, ""));
}

/// Every operation has succeeded in this process. For the test that asks them all.
pub(crate) fn all_have_succeeded() {
    let answered = exchange::answered();
    let succeeded = |id: &&str| {
        answered
            .iter()
            .any(|(other, status)| other == id && *status < 300)
    };
    let missing: Vec<&str> = operations()
        .map(|one| one.id())
        .filter(|id| !succeeded(id))
        .collect();
    assert!(missing.is_empty(), "never seen to succeed: {missing:?}");
}

#[test]
#[ignore = "holds what all other tests have left: see above"]
fn every_answer_was_seen_by_some_test() {
    let file = std::env::var_os(exchange::FILE).expect("RH_ANSWERED names what a run has written");
    let seen = std::fs::read_to_string(file).unwrap();
    let seen: BTreeSet<&str> = seen.lines().collect();
    let mut never = Vec::new();
    for operation in operations() {
        for (status, _) in operation.answers() {
            let answer = format!("{} {status}", operation.id());
            let left_out = UNSEEN.iter().any(|(unseen, _)| *unseen == status);
            let was_seen = seen.contains(&*answer);
            assert!(!(was_seen && left_out), "{answer} was seen: say so");
            if !was_seen && !left_out {
                never.push(answer);
            }
        }
    }
    assert!(never.is_empty(), "no test was ever answered: {never:#?}");
}
