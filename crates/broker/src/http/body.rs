//! Request bodies: read whole before anything else happens, within a size and a time.
//!
//! All bodies of the interface are small, so that one deadline for the whole body is simpler, and
//! stricter, than one between its pieces. A file is the exception: its route reads it itself ([`read`]), once it is
//! known who sends it.

use super::error::ApiError;
use crate::App;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use rh_protocol::{ErrorCode, limits};
use std::time::Duration;
use tokio::time::timeout;

/// Reads the body, or refuses the request.
pub async fn take(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let time = app.settings.connections.body_timeout();
    match read(body, limits::HTTP_BODY, time, time).await {
        Ok(whole) => {
            let whole = Body::from(whole);
            next.run(Request::from_parts(parts, whole)).await
        }
        Err(unread) => unread.into_response(),
    }
}

/// Why a body was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is larger than it may be.
    TooLarge,
    /// It breaks off.
    Broken,
    /// It did not come in time.
    Late,
}

/// Refuses, and closes an HTTP/1 connection, on which the rest of the body would follow.
impl IntoResponse for Unread {
    fn into_response(self) -> Response {
        let code = match self {
            Self::TooLarge => ErrorCode::TooLarge,
            Self::Broken | Self::Late => ErrorCode::BadRequest,
        };
        let mut response = ApiError::new(code).into_response();
        if self == Self::Late {
            *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
        }
        response
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
        response
    }
}

/// Reads a body of at most so many bytes. No pause in it, and not all of it, may take longer than these times.
///
/// # Errors
/// When it is too large, breaks off, or does not come in time.
pub async fn read(
    body: Body,
    most: usize,
    pause: Duration,
    time: Duration,
) -> Result<Bytes, Unread> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > most {
        return Err(Unread::TooLarge);
    }
    let mut body = Limited::new(body, most);
    let reading = async {
        let mut whole = Vec::with_capacity(announced);
        while let Some(frame) = timeout(pause, body.frame())
            .await
            .map_err(|_| Unread::Late)?
        {
            let frame = frame.map_err(|error| {
                if error.is::<LengthLimitError>() {
                    Unread::TooLarge
                } else {
                    Unread::Broken
                }
            })?;
            // What is no data is a trailer.
            if let Ok(data) = frame.into_data() {
                whole.extend_from_slice(&data);
            }
        }
        Ok(Bytes::from(whole))
    };
    timeout(time, reading).await.unwrap_or(Err(Unread::Late))
}
