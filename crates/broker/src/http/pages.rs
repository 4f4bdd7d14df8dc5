//! `/rh`, `/rhh` and below: the page of the web app; everything else: its files.

use super::assets::{Asset, Assets};
use super::error::ApiError;
use super::routes::Routes;
use crate::App;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use rh_protocol::ErrorCode;
use std::sync::Arc;

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// May be kept, must be asked for.
pub(in crate::http) const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
const NEVER: HeaderValue = HeaderValue::from_static("no-store");
/// For whoever built the program without the app.
const NOT_IN_THIS_BUILD: &str =
    "The web app is not in this build of remote-help. Build it with: cargo xtask start\n";

/// Pages and files.
pub fn routes(assets: Arc<Assets>) -> Routes {
    if assets.page().is_none() {
        tracing::warn!("the web app is not in this build: `cargo xtask start` builds both");
    }
    let pages = [
        "/rh",
        "/rh/",
        "/rh/{*rest}",
        "/rhh",
        "/rhh/",
        "/rhh/{*rest}",
    ];
    let front = Routes::new().get("/", async || Redirect::temporary("/rh"));
    let routes = pages.into_iter().fold(front, |routes, path| {
        let assets = Arc::clone(&assets);
        let page =
            async move |State(app): State<App>, request: Request| page(&app, &assets, &request);
        routes.get(path, page)
    });
    routes.fallback(async move |request: Request| file(&assets, &request))
}

fn page(app: &App, assets: &Assets, request: &Request) -> Response {
    if app.settings.demo
        && let Some(elsewhere) = canonical(app, request)
    {
        return elsewhere;
    }
    match assets.page() {
        Some(page) => send(page, request.headers(), NEVER),
        None => (StatusCode::SERVICE_UNAVAILABLE, NOT_IN_THIS_BUILD).into_response(),
    }
}

/// In the demonstration, `127.0.0.1` and `localhost` are two origins to a browser, and sign-in works
/// on one of them: leads to it. (Elsewhere a proxy may rewrite `Host`, and this could go in circles.)
fn canonical(app: &App, request: &Request) -> Option<Response> {
    let uri = request.uri();
    let named = uri.authority().map(|authority| authority.as_str());
    let host = request.headers().get(header::HOST);
    let host = named.or_else(|| host?.to_str().ok())?;
    let public = &app.settings.public_url;
    if host == public.authority() {
        return None;
    }
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    Some(Redirect::temporary(&format!("{}{path}", public.origin())).into_response())
}

fn file(assets: &Assets, request: &Request) -> Response {
    let path = request.uri().path();
    if is_api(request.uri()) {
        return ApiError::new(ErrorCode::NotFound).into_response();
    }
    let Some(file) = path.strip_prefix('/').and_then(|name| assets.file(name)) else {
        return (StatusCode::NOT_FOUND, "Not found\n").into_response();
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    let keep = if file.immutable {
        IMMUTABLE
    } else {
        REVALIDATE
    };
    send(file, request.headers(), keep)
}

fn is_api(uri: &Uri) -> bool {
    let path = uri.path();
    path == "/api" || path.starts_with("/api/")
}

/// Sends the best form of a file. (hyper drops the body of an answer to HEAD and keeps its length.)
pub(in crate::http) fn send(asset: &Asset, asked: &HeaderMap, keep: HeaderValue) -> Response {
    let Some(variant) = asset.best_for(asked) else {
        return StatusCode::NOT_ACCEPTABLE.into_response();
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, keep);
    headers.insert(header::ETAG, variant.etag.clone());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_known(asked, &variant.etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let content_type = HeaderValue::from_static(asset.content_type);
    headers.insert(header::CONTENT_TYPE, content_type);
    if let Some(encoding) = variant.encoding.name() {
        let encoding = HeaderValue::from_static(encoding);
        headers.insert(header::CONTENT_ENCODING, encoding);
    }
    (headers, variant.bytes.clone()).into_response()
}

/// Whether `If-None-Match` names what would be sent (RFC 9110 §13.1.2, weak comparison).
fn is_known(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == "*" || tag.as_bytes() == etag.as_bytes())
}
