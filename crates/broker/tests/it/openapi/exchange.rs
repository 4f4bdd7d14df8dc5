//! Every request that a test sends, and its answer, held against the description.

use super::document::{CLOSED, Operation, operation};
use crate::schema::{follow, holds};
use reqwest::{Method, StatusCode, header::HeaderMap};
use rh_protocol::passcode::QUERY_KEY;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    io::Write as _,
    sync::{Mutex, PoisonError},
};
use url::Url;

/// What was answered in this process: ids of operations, and the status.
static ANSWERED: Mutex<BTreeSet<(&str, u16)>> = Mutex::new(BTreeSet::new());
/// Names a file to which a line is added for each answer, so that runs can be put together.
pub(super) const FILE: &str = "RH_ANSWERED";

/// A request and its answer.
pub(crate) struct Exchange<'a> {
    pub(crate) method: &'a Method,
    pub(crate) url: &'a Url,
    pub(crate) sent: &'a [u8],
    pub(crate) status: StatusCode,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) text: &'a str,
}

/// What was answered in this process so far.
pub(super) fn answered() -> BTreeSet<(&'static str, u16)> {
    ANSWERED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

impl Exchange<'_> {
    /// Fails the test where they are other than described.
    pub(crate) fn check(&self) {
        let Some(operation) = operation(self.method, self.url.path()) else {
            return;
        };
        if let Err(why) = self.compare(operation) {
            let (id, status) = (operation.id(), self.status);
            panic!("docs/openapi.json, {id} -> {status}: {why}\n{}", self.text);
        }
        note(operation.id(), self.status.as_u16());
    }

    fn compare(&self, operation: Operation) -> Result<(), String> {
        let status = self.status.as_u16();
        let mut answers = operation.answers();
        let answer = answers.find(|(described, _)| *described == status);
        let (_, answer) = answer.ok_or("no such answer")?;
        self.answer(answer)?;
        self.field(operation)?;
        if self.status.is_success() {
            self.query(operation)
                .map_err(|why| format!("the query: {why}"))?;
            self.path(operation)
                .map_err(|why| format!("the path: {why}"))?;
            self.body(operation)
                .map_err(|why| format!("the request: {why}"))?;
        }
        Ok(())
    }

    fn answer(&self, answer: &Value) -> Result<(), String> {
        let described = answer["headers"].as_object().into_iter().flatten();
        for (name, _) in described.filter(|(name, _)| *name != "Retry-After") {
            if !self.headers.contains_key(name) {
                return Err(format!("no header {name}"));
            }
        }
        let Some(content) = answer.get("content") else {
            let empty = self.text.is_empty().then_some(());
            return empty.ok_or("something is in it".to_owned());
        };
        let kind = self.headers.get("content-type").ok_or("it has no type")?;
        let kind = kind.to_str().unwrap().split(';').next().unwrap_or_default();
        let media = content.get(kind).ok_or_else(|| format!("it is {kind}"))?;
        let Some(schema) = media.get("schema") else {
            return Ok(());
        };
        if let Some(line) = schema.get("x-line") {
            for text in self.text.lines() {
                holds(&CLOSED, line, &json_of(text.as_bytes())?)?;
            }
        } else if kind == "application/json" {
            let value = json_of(self.text.as_bytes())?;
            holds(&CLOSED, schema, &value)?;
            if let (Some(code), Some(known)) =
                (value["error"]["code"].as_str(), media.get("examples"))
                && known.get(code).is_none()
            {
                return Err(format!("{code} is none of its codes"));
            }
        } else {
            holds(&CLOSED, schema, &json!(self.text))?;
        }
        Ok(())
    }

    /// A refusal names a field that is described.
    fn field(&self, operation: Operation) -> Result<(), String> {
        let refused: Value = serde_json::from_str(self.text).unwrap_or_default();
        let Some(field) = refused["error"]["field"].as_str() else {
            return Ok(());
        };
        let parameters = operation
            .parameters()
            .map(|it| it["name"].as_str().unwrap());
        let mut known: BTreeSet<&str> = parameters.collect();
        let body = &operation.told["requestBody"]["content"]["application/json"];
        fields(&body["schema"], &mut known);
        let known = known.contains(field).then_some(());
        known.ok_or_else(|| format!("there is no {field}"))
    }

    /// What was asked for, and taken.
    fn query(&self, operation: Operation) -> Result<(), String> {
        // Scanners of mails try what a session link carries on any address: nobody reads it.
        let asked = self.url.query_pairs();
        for (name, text) in asked.filter(|(name, _)| name != QUERY_KEY) {
            let mut all = operation.parameters();
            let parameter = all.find(|it| it["in"] == "query" && it["name"] == *name);
            let schema = &parameter.ok_or_else(|| format!("there is no {name}"))?["schema"];
            // What is empty is not there.
            if !text.is_empty() {
                holds(&CLOSED, schema, &read(schema, &text))?;
            }
        }
        Ok(())
    }

    fn path(&self, operation: Operation) -> Result<(), String> {
        for (wanted, part) in operation.path.split('/').zip(self.url.path().split('/')) {
            let Some(name) = wanted.strip_prefix('{') else {
                continue;
            };
            let name = name.trim_end_matches('}');
            let mut all = operation.parameters();
            let parameter = all.find(|it| it["in"] == "path" && it["name"] == name);
            let schema = &parameter.ok_or_else(|| format!("there is no {name}"))?["schema"];
            holds(&CLOSED, schema, &json!(part))?;
        }
        Ok(())
    }

    fn body(&self, operation: Operation) -> Result<(), String> {
        let Some(body) = operation.told.get("requestBody") else {
            // Nobody reads it: tests send nothing in two ways.
            let nothing = self.sent.is_empty() || self.sent == b"{}";
            return nothing
                .then_some(())
                .ok_or("nobody asked for it".to_owned());
        };
        if self.sent.is_empty() && body["required"] != true {
            return Ok(());
        }
        match body["content"].get("application/json") {
            Some(media) => holds(&CLOSED, &media["schema"], &json_of(self.sent)?),
            None => Ok(()),
        }
    }
}

/// The fields of a schema, and of what stands in them.
fn fields(schema: &'static Value, found: &mut BTreeSet<&'static str>) {
    match schema {
        Value::Object(rules) => {
            for (rule, given) in rules {
                match rule.as_str() {
                    "$ref" => fields(follow(&CLOSED, given), found),
                    "properties" => {
                        for (name, field) in given.as_object().unwrap() {
                            found.insert(name);
                            fields(field, found);
                        }
                    }
                    _ => fields(given, found),
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| fields(entry, found)),
        _ => {}
    }
}

/// The value of a parameter, as its schema types it.
fn read(schema: &Value, text: &str) -> Value {
    let schema = match schema.get("$ref") {
        Some(reference) => follow(&CLOSED, reference),
        None => schema,
    };
    let typed = schema["type"] == "integer" || schema["type"] == "boolean";
    let value = typed.then(|| serde_json::from_str(text).ok()).flatten();
    value.unwrap_or_else(|| json!(text))
}

fn json_of(text: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(text).map_err(|error| error.to_string())
}

fn note(id: &'static str, status: u16) {
    let mut answered = ANSWERED.lock().unwrap_or_else(PoisonError::into_inner);
    if answered.insert((id, status))
        && let Some(file) = std::env::var_os(FILE)
    {
        let file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(file);
        writeln!(file.unwrap(), "{id} {status}").unwrap();
    }
}

#[test]
fn what_is_not_described_is_found() {
    let method = Method::POST;
    let url = |path: &str| Url::parse(&format!("http://localhost{path}")).unwrap();
    let tokens = url("/api/v1/tokens");
    let id = "0123456789abcdef0123456789abcdef";
    let token = format!("rhm_{}", "a".repeat(43));
    let good = json!({ "id": id, "token": token, "expires_ms": 1 }).to_string();
    let sent = json!({ "name": "x", "permissions": ["sessions"], "days": 1 }).to_string();
    let mut headers = HeaderMap::new();
    headers.insert("content-type", "application/json".parse().unwrap());
    let compare = |url: &Url, sent: &str, status: u16, text: &str| {
        let exchange = Exchange {
            method: &method,
            url,
            sent: sent.as_bytes(),
            status: StatusCode::from_u16(status).unwrap(),
            headers: &headers,
            text,
        };
        exchange.compare(operation(&method, url.path()).unwrap())
    };
    assert_eq!(compare(&tokens, &sent, 200, &good), Ok(()));
    let refused = r#"{"error":{"code":"not-permitted"}}"#;
    assert_eq!(compare(&tokens, "", 403, refused), Ok(()));
    for (url, sent, status, text) in [
        (&tokens, &*sent, 201, &*good),
        (&tokens, &sent, 200, r#"{"id":"x"}"#),
        (
            &tokens,
            &sent,
            200,
            &good.replace("\"id\"", "\"more\":1,\"id\""),
        ),
        (
            &tokens,
            &sent.replace("\"days\":1", "\"days\":0"),
            200,
            &good,
        ),
        (
            &tokens,
            &sent.replace("\"days\"", "\"more\":1,\"days\""),
            200,
            &good,
        ),
        (&tokens, "", 200, &good),
        (&url("/api/v1/tokens?more=1"), &sent, 200, &good),
        (&tokens, "", 403, r#"{"error":{"code":"not-found"}}"#),
        (
            &tokens,
            "",
            400,
            r#"{"error":{"code":"bad-field","field":"more"}}"#,
        ),
        (
            &tokens,
            "",
            403,
            r#"{"error":{"code":"not-permitted","more":1}}"#,
        ),
    ] {
        assert!(
            compare(url, sent, status, text).is_err(),
            "{status} {sent} {text}"
        );
    }
}
