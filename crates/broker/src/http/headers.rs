//! The security headers of every answer. A handler may set its own; it then stands.
//!
//! A worker obeys the policy of its own response, so that files carry it as pages do.

use crate::App;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::sync::Arc;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Only the sharer's pages may capture a screen.
const MAY_CAPTURE: &str = "display-capture=(self), microphone=(), camera=()";
const MAY_NOT_CAPTURE: &str = "display-capture=(), microphone=(), camera=()";

/// What the headers depend on.
#[derive(Clone, Debug)]
pub struct Headers {
    app: App,
    /// Our origin for WebSockets: not every browser takes it for `'self'`.
    sockets: Arc<str>,
    https: bool,
}

impl Headers {
    /// Headers for a broker.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            sockets: app.settings.public_url.socket_origin().into(),
            https: app.settings.public_url.is_https(),
        }
    }

    fn content_security_policy(&self) -> String {
        let mut connect = format!("'self' {}", self.sockets);
        for origin in self.app.identity.connect_sources() {
            connect.push(' ');
            connect.push_str(&origin);
        }
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' blob: data:; connect-src {connect}; worker-src 'self'; \
             base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'"
        )
    }
}

/// Puts the headers on an answer.
pub async fn set(State(headers): State<Headers>, request: Request, next: Next) -> Response {
    let may_capture = is_below(request.uri().path(), "/rh");
    let mut response = next.run(request).await;
    let map = response.headers_mut();
    let capture = if may_capture {
        MAY_CAPTURE
    } else {
        MAY_NOT_CAPTURE
    };
    if !map.contains_key(header::CONTENT_SECURITY_POLICY) {
        // Origins are ASCII; were one not, the answer must not go out without a policy.
        let policy = HeaderValue::try_from(headers.content_security_policy())
            .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
        map.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    default(map, PERMISSIONS_POLICY, capture);
    default(map, OPENER_POLICY, "same-origin");
    default(map, RESOURCE_POLICY, "same-origin");
    default(map, header::REFERRER_POLICY, "no-referrer");
    default(map, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(map, header::CACHE_CONTROL, "no-store");
    if headers.https {
        default(map, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

fn default(map: &mut HeaderMap, name: HeaderName, value: &'static str) {
    map.entry(name).or_insert(HeaderValue::from_static(value));
}

/// Whether a path is `base` or below it.
fn is_below(path: &str, base: &str) -> bool {
    path.strip_prefix(base)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
