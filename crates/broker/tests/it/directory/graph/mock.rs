//! A Graph, and the token service in front of it, that the test controls.

use super::{CLIENT, SECRET, TENANT, answers, world::World};
use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, VecDeque},
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, sync::watch};

/// In what it is not as documented.
#[derive(Default)]
pub(super) struct Quirks {
    /// Filters and searches are ignored in silence.
    pub(super) ignores_filters: bool,
    /// Properties that are left out though they were asked for.
    pub(super) omits: Vec<&'static str>,
    /// By what people sign in, in place of something like their address.
    pub(super) upn: Option<&'static str>,
    /// Somebody is in more groups than one answer holds.
    pub(super) too_many_groups: bool,
    /// Where next pages are, in place of here.
    pub(super) next_origin: Option<String>,
    /// Lists have no end: by the same link, or by ever new ones.
    pub(super) endless: Option<Endless>,
    /// Every answer is cut off in the middle.
    pub(super) truncated: bool,
    /// Answers are held back.
    pub(super) holds: bool,
    /// Answers about paths with this in them are.
    pub(super) holds_about: Option<&'static str>,
    /// Graph is out of order.
    pub(super) down: bool,
    /// No token is good.
    pub(super) accepts_nobody: bool,
    /// Permission is lacking for paths with this in them.
    pub(super) forbidden: Option<&'static str>,
    /// Paths with this in them are out of order.
    pub(super) down_at: Option<&'static str>,
    /// The next answers of Graph, whatever is asked.
    pub(super) next: VecDeque<Response>,
    /// The next answers of the token service.
    pub(super) next_tokens: VecDeque<Response>,
    /// Seconds that a token lasts, in place of an hour.
    pub(super) token_seconds: Option<u64>,
    /// Ids that answers bear, in place of the true ones.
    pub(super) other_id: Option<&'static str>,
}

/// How a list has no end.
#[derive(Clone, Copy)]
pub(super) enum Endless {
    /// Each page leads to itself.
    Circle,
    /// Each page leads to another one.
    Spiral,
}

/// A request as it came.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) method: Method,
    pub(super) path: String,
    /// Parameters, decoded.
    pub(super) query: BTreeMap<String, String>,
    /// Whether the index that searches and counts was asked.
    pub(super) eventual: bool,
}

/// What it knows and does.
pub(super) struct Inside {
    pub(super) world: World,
    pub(super) quirks: Quirks,
    /// Most rows on a page.
    pub(super) page: usize,
    /// Requests to Graph.
    seen: Vec<Seen>,
    /// Tokens that were handed out.
    tokens: u32,
}

/// The service.
#[derive(Clone)]
pub(crate) struct Mock {
    pub(super) origin: String,
    inside: Arc<Mutex<Inside>>,
    /// How many requests have come, also for tokens.
    came: watch::Sender<usize>,
}

impl Mock {
    /// Starts one with this organisation.
    pub(super) async fn start(world: World) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let origin = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let mock = Self {
            origin,
            inside: Arc::new(Mutex::new(Inside {
                world,
                quirks: Quirks::default(),
                page: 100,
                seen: Vec::new(),
                tokens: 0,
            })),
            came: watch::Sender::new(0),
        };
        let app = Router::new().fallback(answer).with_state(mock.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        mock
    }

    /// Looks at or changes what it knows and does.
    pub(super) fn with<T>(&self, change: impl FnOnce(&mut Inside) -> T) -> T {
        change(&mut self.inside.lock().unwrap())
    }

    /// It is out of order from now on.
    pub(crate) fn goes_down(&self) {
        self.quirks(|quirks| quirks.down = true);
    }

    /// It does not tell the groups of devices from now on.
    pub(crate) fn withholds_groups_of_devices(&self) {
        self.quirks(|quirks| quirks.down_at = Some("/devices"));
    }

    /// It is in order again.
    pub(crate) fn comes_back(&self) {
        self.quirks(|quirks| quirks.down = false);
    }

    /// Changes in what it is not as documented.
    pub(super) fn quirks(&self, change: impl FnOnce(&mut Quirks)) {
        self.with(|inside| change(&mut inside.quirks));
    }

    /// The organisation as it was put in.
    pub(super) fn world(&self) -> World {
        self.with(|inside| inside.world.clone())
    }

    /// The requests to Graph since this was called last.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.with(|inside| std::mem::take(&mut inside.seen))
    }

    /// How many tokens were handed out.
    pub(super) fn tokens(&self) -> u32 {
        self.with(|inside| inside.tokens)
    }

    /// The token that has been handed out last is no good any more.
    pub(super) fn revoke(&self) {
        self.with(|inside| inside.tokens += 1_000);
    }

    /// Waits until so many requests have come in all.
    pub(super) async fn came(&self, count: usize) {
        let mut came = self.came.subscribe();
        came.wait_for(|came| *came >= count).await.unwrap();
    }
}

/// An error as Graph tells it.
pub(super) fn error(status: u16, code: &str) -> Response {
    let told =
        json!({"error": {"code": code, "message": "Ada Example is not here", "innerError": {}}});
    (StatusCode::from_u16(status).unwrap(), Json(told)).into_response()
}

/// The same with `Retry-After`.
pub(super) fn later(status: u16, retry_after: &str) -> Response {
    let mut response = error(status, "TooManyRequests");
    let value = retry_after.parse().unwrap();
    response.headers_mut().insert(header::RETRY_AFTER, value);
    response
}

async fn answer(
    State(mock): State<Mock>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let ready = if uri.path().ends_with("/token") {
        Some(token(&mock, &uri, &body))
    } else {
        graph(&mock, method, &uri, &headers, &body)
    };
    mock.came.send_modify(|came| *came += 1);
    match ready {
        Some(ready) => ready,
        // Held back for good; whoever asked gives up some time.
        None => std::future::pending().await,
    }
}

fn token(mock: &Mock, uri: &Uri, body: &[u8]) -> Response {
    mock.with(|inside| {
        if let Some(next) = inside.quirks.next_tokens.pop_front() {
            return next;
        }
        let form: BTreeMap<String, String> =
            url::form_urlencoded::parse(body).into_owned().collect();
        let is = |name: &str, value: &str| form.get(name).is_some_and(|found| found == value);
        let known = uri.path() == format!("/{TENANT}/oauth2/v2.0/token")
            && is("grant_type", "client_credentials")
            && is("client_id", CLIENT)
            && is("client_secret", SECRET)
            && is("scope", &format!("{}/.default", mock.origin));
        if !known {
            return refusal(401, "invalid_client");
        }
        inside.tokens += 1;
        Json(json!({
            "token_type": "Bearer",
            "expires_in": inside.quirks.token_seconds.unwrap_or(3_599),
            "access_token": format!("token-{}", inside.tokens),
        }))
        .into_response()
    })
}

/// A refusal of the token service.
pub(super) fn refusal(status: u16, error: &str) -> Response {
    let told = json!({"error": error, "error_description": "AADSTS7000215: of Ada Example", "error_codes": [7_000_215]});
    (StatusCode::from_u16(status).unwrap(), Json(told)).into_response()
}

/// `None`: not now, and never.
fn graph(
    mock: &Mock,
    method: Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Option<Response> {
    mock.with(|inside| {
        let query = uri.query().unwrap_or_default();
        let seen = Seen {
            method,
            path: uri.path().to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            eventual: headers
                .get("ConsistencyLevel")
                .is_some_and(|value| value == "eventual"),
        };
        inside.seen.push(seen.clone());
        let held = inside.quirks.holds_about;
        if inside.quirks.holds || held.is_some_and(|held| seen.path.contains(held)) {
            return None;
        }
        if let Some(next) = inside.quirks.next.pop_front() {
            return Some(next);
        }
        if inside.quirks.down {
            return Some(error(503, "ServiceUnavailable"));
        }
        let good = format!("Bearer token-{}", inside.tokens);
        let bearer = headers.get(header::AUTHORIZATION);
        if inside.quirks.accepts_nobody || bearer.is_none_or(|bearer| bearer != &good) {
            return Some(error(401, "InvalidAuthenticationToken"));
        }
        let down_at = inside.quirks.down_at;
        if down_at.is_some_and(|down_at| seen.path.contains(down_at)) {
            return Some(error(503, "ServiceUnavailable"));
        }
        let lacking = inside.quirks.forbidden;
        if lacking.is_some_and(|lacking| seen.path.contains(lacking)) {
            return Some(error(403, "Authorization_RequestDenied"));
        }
        let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
        let response = answers::answer(inside, &mock.origin, &seen, &body);
        if inside.quirks.truncated {
            return Some((StatusCode::OK, "{\"value\": [{\"id\": \"").into_response());
        }
        Some(response)
    })
}
