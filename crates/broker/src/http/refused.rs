//! Refusals on their way out: what was refused to somebody who is known is handed to the audit, here and nowhere else.

use crate::App;
pub use crate::audit::refusals::{Lacking, Refused};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// Has a refusal recorded that an answer carries (see [`ApiError::refused`](super::error::ApiError::refused)). The answer does not
/// wait for it.
pub async fn note(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    let refused = response.extensions_mut().remove::<Refused>();
    if let (Some(refused), Some(route)) = (refused, route) {
        app.refusals.note(refused, method.as_str(), route.as_str());
    }
    response
}
