//! Request bodies: read whole before anything else happens, within a size and a time.
//!
//! All bodies of the interface are small, so that one deadline for the whole body is simpler, and
//! stricter, than one between its pieces.

use super::error::ApiError;
use crate::App;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use rh_protocol::{ErrorCode, limits};

/// Reads the body, or refuses the request.
pub async fn take(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    if request.body().size_hint().lower() > limits::HTTP_BODY as u64 {
        return refuse(ErrorCode::TooLarge);
    }
    let (parts, body) = request.into_parts();
    let reading = Limited::new(body, limits::HTTP_BODY).collect();
    let time = app.settings.connections.body_timeout();
    match tokio::time::timeout(time, reading).await {
        Ok(Ok(whole)) => {
            let whole = Body::from(whole.to_bytes());
            next.run(Request::from_parts(parts, whole)).await
        }
        Ok(Err(error)) if error.is::<LengthLimitError>() => refuse(ErrorCode::TooLarge),
        Ok(Err(_)) => refuse(ErrorCode::BadRequest),
        Err(_) => {
            let mut response = refuse(ErrorCode::BadRequest);
            *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
            response
        }
    }
}

/// Refuses, and closes an HTTP/1 connection, on which the rest of the body would follow.
fn refuse(code: ErrorCode) -> Response {
    let mut response = ApiError::new(code).into_response();
    response
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
