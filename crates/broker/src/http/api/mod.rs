//! The interface under `/api/v1`: every route on one page.

pub mod config;
pub mod sessions;
pub mod sign_in;
pub mod socket;

use super::error::ApiError;
use crate::App;
use axum::{Router, routing::get};
use rh_protocol::ErrorCode;

/// Routes below [`rh_protocol::api::BASE`]; what is not there is answered in JSON.
pub fn router() -> Router<App> {
    Router::new()
        .route("/config", get(config::config))
        .merge(sign_in::router())
        .merge(sessions::router())
        .merge(socket::router())
        .method_not_allowed_fallback(async || ApiError::new(ErrorCode::MethodNotAllowed))
        .fallback(async || ApiError::new(ErrorCode::NotFound))
}
