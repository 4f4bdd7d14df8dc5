//! Requests to Microsoft Graph: addresses, tokens, errors by their codes, and lists page by page.

use super::{
    failure::{Failure, code},
    line::{Line, Service},
    token::Tokens,
};
use crate::Clock;
use http::{Method, StatusCode, header};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use std::{collections::HashSet, fmt::Write as _};
use url::Url;

/// Largest JSON document that is read, in bytes.
const DOCUMENT: usize = 8 * 1024 * 1024;
/// Most pages of one list.
const PAGES: usize = 200;
/// Most rows of one list.
const ROWS: usize = 100_000;
/// Longest time for all pages of a list, in milliseconds.
const LIST_MS: u64 = 60_000;

/// What is asked.
#[derive(Clone)]
pub(super) struct Ask {
    /// Who answers.
    service: Service,
    /// The application permission that it takes.
    permission: &'static str,
    /// Below `/v1.0`.
    path: String,
    /// Sent as JSON, by POST.
    body: Option<Value>,
    /// Whether the answer may come from the index that searches and counts, and may lag behind.
    eventual: bool,
}

impl Ask {
    /// A GET of this path below `/v1.0`, with these parameters.
    pub(super) fn get(
        service: Service,
        permission: &'static str,
        path: &str,
        parameters: &[(&str, &str)],
    ) -> Self {
        let mut path = path.to_owned();
        for (at, (name, value)) in parameters.iter().enumerate() {
            path.push(if at == 0 { '?' } else { '&' });
            path.push_str(name);
            path.push('=');
            encode(&mut path, value);
        }
        Self {
            service,
            permission,
            path,
            body: None,
            eventual: false,
        }
    }

    /// The same as a POST of this.
    pub(super) fn post(self, body: Value) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// The same of the index that searches and counts.
    pub(super) fn eventual(self) -> Self {
        Self {
            eventual: true,
            ..self
        }
    }

    /// The same with the query of a next page.
    pub(super) fn query(mut self, query: &str) -> Self {
        self.path
            .truncate(self.path.find('?').unwrap_or(self.path.len()));
        self.path.push('?');
        self.path.push_str(query);
        self
    }
}

/// Spaces as `%20`: not everybody reads `+` as one.
fn encode(into: &mut String, value: &str) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' => {
                into.push(char::from(byte));
            }
            // Writing to a text does not fail.
            _ => drop(write!(into, "%{byte:02X}")),
        }
    }
}

/// A page of a list.
#[derive(Deserialize)]
pub(super) struct Listing<T> {
    /// Its rows.
    pub(super) value: Vec<T>,
    /// How many rows all pages have, where that was asked for.
    #[serde(rename = "@odata.count")]
    pub(super) count: Option<u64>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

/// An error as Graph tells it.
#[derive(Deserialize)]
struct Told {
    error: ToldError,
}

#[derive(Deserialize)]
struct ToldError {
    code: String,
}

/// Whoever asks.
pub(super) struct Client {
    line: Line,
    tokens: Tokens,
    /// Where Graph is.
    origin: Url,
}

impl Client {
    /// For Graph at this origin.
    pub(super) fn new(line: Line, tokens: Tokens, origin: Url) -> Self {
        Self {
            line,
            tokens,
            origin,
        }
    }

    /// The clock that all of it goes by.
    pub(super) fn clock(&self) -> &Clock {
        self.line.clock()
    }

    /// The time, in Unix milliseconds.
    pub(super) fn now_ms(&self) -> u64 {
        self.clock().now_ms()
    }

    /// One document. `None`: Graph says that there is no such thing.
    pub(super) async fn document<T: DeserializeOwned>(
        &self,
        ask: &Ask,
    ) -> Result<Option<T>, Failure> {
        self.read(ask, &self.url(ask)?).await
    }

    /// What is no JSON, of at most `limit` bytes. `None`: Graph says that there is no such thing.
    pub(super) async fn bytes(&self, ask: &Ask, limit: usize) -> Result<Option<Vec<u8>>, Failure> {
        self.answer(ask, &self.url(ask)?, limit).await
    }

    /// All rows of a list. `None`: Graph says that there is no such list. Never a part of it.
    pub(super) async fn all<T: DeserializeOwned>(
        &self,
        ask: &Ask,
    ) -> Result<Option<Vec<T>>, Failure> {
        let until_ms = self.now_ms().saturating_add(LIST_MS);
        let mut url = self.url(ask)?;
        let mut seen = HashSet::from([url.clone()]);
        let mut ask = ask.clone();
        let mut rows = Vec::new();
        loop {
            let Some(page) = self.read::<Listing<T>>(&ask, &url).await? else {
                return Ok(None);
            };
            let next = self.next(&page)?;
            rows.extend(page.value);
            let Some(next) = next else {
                return Ok(Some(rows));
            };
            if rows.len() > ROWS || seen.len() >= PAGES {
                return Err(Failure::Nonsense("a list is longer than is read"));
            }
            if self.now_ms() >= until_ms {
                return Err(Failure::unavailable("a list takes too long"));
            }
            if !seen.insert(next.clone()) {
                return Err(Failure::Nonsense("a list leads back to itself"));
            }
            url = next;
            ask.body = None;
        }
    }

    /// Where the next page is: never anywhere else than where we asked, since our token goes along.
    pub(super) fn next<T>(&self, page: &Listing<T>) -> Result<Option<Url>, Failure> {
        let Some(next) = &page.next else {
            return Ok(None);
        };
        let elsewhere = || Failure::Nonsense("the next page of a list is elsewhere");
        let url = Url::parse(next).map_err(|_| elsewhere())?;
        let bare = url.username().is_empty() && url.password().is_none();
        if !bare || url.origin() != self.origin.origin() {
            return Err(elsewhere());
        }
        Ok(Some(url))
    }

    fn url(&self, ask: &Ask) -> Result<Url, Failure> {
        self.origin
            .join(&format!("/v1.0{}", ask.path))
            .map_err(|_| Failure::Nonsense("an address cannot be built"))
    }

    async fn read<T: DeserializeOwned>(&self, ask: &Ask, url: &Url) -> Result<Option<T>, Failure> {
        let Some(body) = self.answer(ask, url, DOCUMENT).await? else {
            return Ok(None);
        };
        serde_json::from_slice(&body)
            .map(Some)
            .map_err(|_| Failure::Nonsense("an answer lacks something, or is cut off"))
    }

    async fn answer(&self, ask: &Ask, url: &Url, limit: usize) -> Result<Option<Vec<u8>>, Failure> {
        let mut token = self.tokens.token(&self.line, None).await?;
        let mut renewed = false;
        let answer = loop {
            let build = |http: &reqwest::Client| {
                let method = ask.body.as_ref().map_or(Method::GET, |_| Method::POST);
                let mut request = http
                    .request(method, url.clone())
                    .bearer_auth(token.expose());
                if ask.eventual {
                    request = request.header("ConsistencyLevel", "eventual");
                }
                match &ask.body {
                    Some(body) => request
                        .header(header::CONTENT_TYPE, "application/json")
                        .body(body.to_string()),
                    None => request,
                }
            };
            let answer = self.line.send(ask.service, limit, build).await?;
            if answer.status != StatusCode::UNAUTHORIZED || renewed {
                break answer;
            }
            // It may have ended early, or been taken back.
            token = self.tokens.token(&self.line, Some(&token)).await?;
            renewed = true;
        };
        if answer.status.is_success() {
            return Ok(Some(answer.body));
        }
        let told = serde_json::from_slice::<Told>(&answer.body).ok();
        let told = told.map(|told| code(&told.error.code));
        match answer.status {
            // Of somebody who stands in between, it says nothing about what Graph knows.
            StatusCode::NOT_FOUND if told.is_some() => Ok(None),
            StatusCode::NOT_FOUND => Err(Failure::Nonsense("it is not Graph who answers")),
            StatusCode::UNAUTHORIZED => Err(Failure::Refused(format!(
                "Microsoft Graph does not accept the app's token ({})",
                told.as_deref().unwrap_or("unnamed")
            ))),
            StatusCode::FORBIDDEN => Err(Failure::Refused(format!(
                "Microsoft Graph refuses ({}): the app needs the application permission {}, and an \
                 administrator's consent to it",
                told.as_deref().unwrap_or("unnamed"),
                ask.permission
            ))),
            status => Err(Failure::Rejected(
                told.unwrap_or_else(|| format!("status {}", status.as_u16())),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_cannot_leave_their_place() {
        let ask = Ask::get(
            Service::Entra,
            "User.Read.All",
            "/users",
            &[("$search", "\"displayName:a&b #c\""), ("$top", "5")],
        );
        assert_eq!(
            ask.path,
            "/users?$search=%22displayName%3Aa%26b%20%23c%22&$top=5"
        );
        assert_eq!(ask.query("$skiptoken=x").path, "/users?$skiptoken=x");
    }
}
