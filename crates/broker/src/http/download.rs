//! A file that is made while it is fetched: however long it is, no more of it is held than one piece.

use crate::audit::export::{ExportError, Format};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, TryStreamExt as _};
use http::{HeaderValue, header};

/// The answer that a browser keeps as a file of this name. A fault in the middle breaks it off, so that nobody takes half
/// of it for the whole.
pub fn file(
    name: &str,
    format: Format,
    pieces: impl Stream<Item = Result<Vec<u8>, ExportError>> + Send + 'static,
) -> Response {
    let pieces = pieces.inspect_err(|error| tracing::error!(%error, "an export was broken off"));
    let kept = format!("attachment; filename=\"{name}.{}\"", format.name());
    // Names are ours and ASCII; without one the browser makes its own.
    let kept = HeaderValue::try_from(kept).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(format.media_type()),
        ),
        (header::CONTENT_DISPOSITION, kept),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}
