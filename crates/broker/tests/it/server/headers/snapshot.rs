//! Answers as lines of text that stay the same from run to run.

use crate::support::Exchange;
use remote_help::http::routes::Route;
use reqwest::{Method, header::HeaderMap};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// The answers of brokers. What a broker's first answer carries is told once, and of the others only
/// what they carry besides, in its place, or not at all.
#[derive(Default)]
pub(super) struct Snapshot {
    text: String,
    /// The broker's.
    port: u16,
    /// What its first answer carried.
    usual: Option<BTreeSet<(String, String)>>,
    /// What was answered without a refusal.
    served: Vec<(Method, String)>,
}

impl Snapshot {
    /// From here on another broker's.
    pub(super) fn broker(&mut self, title: &str, port: u16) {
        writeln!(self.text, "# {title}\n").unwrap();
        self.port = port;
        self.usual = None;
    }

    /// Begins a section.
    pub(super) fn section(&mut self, title: &str) {
        writeln!(self.text, "## {title}\n").unwrap();
    }

    /// Adds answers.
    pub(super) fn add(&mut self, exchanges: Vec<Exchange>) {
        for exchange in exchanges {
            let headers = self.headers(&exchange.headers);
            let status = exchange.status.as_u16();
            let path = without_ids(&exchange.path);
            writeln!(self.text, "{} {path} -> {status}", exchange.method).unwrap();
            for (name, value) in &headers {
                let pair = (name.clone(), value.clone());
                if self
                    .usual
                    .as_ref()
                    .is_none_or(|usual| !usual.contains(&pair))
                {
                    writeln!(self.text, "  {name}: {value}").unwrap();
                }
            }
            for (name, _) in self.usual.iter().flatten() {
                if !headers.iter().any(|(other, _)| other == name) {
                    writeln!(self.text, "  no {name}").unwrap();
                }
            }
            self.text.push('\n');
            self.usual.get_or_insert(headers);
            if status < 400 {
                self.served.push((exchange.method, exchange.path));
            }
        }
    }

    /// Every one of these routes was served.
    pub(super) fn has_all_of(&self, routes: &[Route]) {
        let missing: Vec<String> = routes
            .iter()
            .filter(|route| !self.served.iter().any(|(m, path)| is_of(route, m, path)))
            .map(|route| format!("{} {}", route.method, route.path))
            .collect();
        assert!(missing.is_empty(), "routes without an answer: {missing:#?}");
    }

    /// It is what is kept in this file, or to be kept there from now on.
    pub(super) fn is_the_kept_one(&self, file: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &self.text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        for (line, (now, then)) in self.text.lines().zip(kept.lines()).enumerate() {
            assert_eq!(now, then, "{file}, line {}", line + 1);
        }
        assert_eq!(self.text.lines().count(), kept.lines().count(), "{file}");
    }

    /// Names and values, without what differs from run to run.
    fn headers(&self, headers: &HeaderMap) -> BTreeSet<(String, String)> {
        let masked = headers.iter().map(|(name, value)| {
            let value = value.to_str().unwrap();
            let value = match name.as_str() {
                "content-length" | "date" | "etag" | "sec-websocket-accept" | "x-request-id" => {
                    "*".to_owned()
                }
                "set-cookie" => masked(value, "=", ";"),
                "location" => masked(value, "?code=", "&"),
                _ => value.to_owned(),
            };
            let value = [":", "%3A"].iter().fold(value, |value, colon| {
                value.replace(&format!("{colon}{}", self.port), &format!("{colon}PORT"))
            });
            (name.as_str().to_owned(), value)
        });
        masked.collect()
    }
}

/// A text in which what stands between these two, if anything does, is a star.
fn masked(text: &str, before: &str, after: &str) -> String {
    let Some((start, rest)) = text.split_once(before) else {
        return text.to_owned();
    };
    match rest.split_once(after) {
        Some(("", _)) | None => text.to_owned(),
        Some((_, end)) => format!("{start}{before}*{after}{end}"),
    }
}

/// A path in which ids and hashes are stars.
fn without_ids(path: &str) -> String {
    let is_id = |part: &str| part.len() >= 32 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| if is_id(part) { "*" } else { part })
        .collect();
    parts.join("/")
}

/// Whether a request leads to a route.
fn is_of(route: &Route, method: &Method, path: &str) -> bool {
    let mut parts = path.split('/');
    let named = route.path.split('/').all(|wanted| match parts.next() {
        Some(part) if wanted.starts_with("{*") => {
            // All that follow, and there is something.
            parts.by_ref().for_each(drop);
            !part.is_empty()
        }
        Some(part) => wanted == part || wanted.starts_with('{') && !part.is_empty(),
        None => false,
    });
    named && parts.next().is_none() && (route.method == "ANY" || route.method == method.as_str())
}
