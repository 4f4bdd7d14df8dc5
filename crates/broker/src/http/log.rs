//! One line a request: method, path, status, time. Never the query, which holds codes.

use super::error::ApiError;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::{HeaderName, HeaderValue};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tracing::Instrument;

/// The header that names a request, so that a report can be matched with the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs a request and gives it a number, which all lines within it carry. A panic in a handler is
/// answered like any other fault of our own.
pub async fn log(request: Request, next: Next) -> Response {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let start = Instant::now();
    let span = tracing::info_span!("request", id);
    async {
        let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        let mut response =
            answer.unwrap_or_else(|_| ApiError::internal("a handler panicked").into_response());
        response
            .headers_mut()
            .insert(REQUEST_ID, HeaderValue::from(id));
        let status = response.status().as_u16();
        let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        // Probes come every few seconds.
        if matches!(path.as_str(), "/healthz" | "/readyz") {
            tracing::debug!(%method, path, status, ms, "answered");
        } else {
            tracing::info!(%method, path, status, ms, "answered");
        }
        response
    }
    .instrument(span)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, middleware::from_fn, routing::get};
    use http::StatusCode;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn a_panic_is_answered_as_any_fault_of_our_own() {
        let faulty = async || -> &'static str { panic!("the secret detail") };
        let router = Router::new().route("/", get(faulty)).layer(from_fn(log));
        let answer = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(answer.headers().contains_key(REQUEST_ID));
        let body = axum::body::to_bytes(answer.into_body(), 1_000).await;
        assert_eq!(&body.unwrap()[..], br#"{"error":{"code":"internal"}}"#);
    }
}
