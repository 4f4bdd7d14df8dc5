//! The interface under `/api/v1`: every route on one page.

pub mod access;
pub mod audit;
pub mod config;
pub mod description;
pub mod device_check;
pub mod directory;
pub mod enrolment;
pub mod notes;
pub mod report;
pub mod running;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod socket;
pub mod tokens;
pub mod webhooks;

use super::{error::ApiError, routes::Routes};
use rh_protocol::ErrorCode;

/// Routes below [`rh_protocol::api::BASE`]; what is not there is answered in JSON.
pub fn routes() -> Routes {
    Routes::new()
        .get("/config", config::config)
        .merge(description::routes())
        .merge(access::routes())
        .merge(audit::routes())
        .merge(report::routes())
        .merge(directory::routes())
        .merge(enrolment::routes())
        .merge(device_check::routes())
        .merge(running::routes())
        .merge(settings::routes())
        .merge(tokens::routes())
        .merge(webhooks::routes())
        .merge(sign_in::routes())
        .merge(sessions::routes())
        .merge(notes::routes())
        .merge(socket::routes())
        .method_not_allowed_fallback(async || ApiError::new(ErrorCode::MethodNotAllowed))
        .fallback(async || ApiError::new(ErrorCode::NotFound))
}
