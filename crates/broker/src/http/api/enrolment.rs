//! Browsers that are enrolled on devices.
//!
//! | method and path | body → answer | who |
//! | --- | --- | --- |
//! | `POST /directory/devices/{id}/enrolment` | → [`IssuedLink`] | *Managed devices: Update* |
//! | `GET /directory/devices/{id}/keys` | → the enrolled browsers | *Managed devices: Read* |
//! | `DELETE /directory/devices/{id}/keys/{key}` | → nothing | *Managed devices: Update* |
//! | `POST /sharer/device/challenge` | → [`Challenge`] | a sharer |
//! | `POST /sharer/device/enrolment` | [`EnrolmentLink`] → [`Enrolment`] | a sharer |
//! | `POST /sharer/device/enrol` | [`Enrol`] → [`EnrolledKey`] | a sharer |
//! | `POST /sharer/device/renew` | [`Renew`] → [`EnrolledKey`] | a sharer |

use crate::{
    App,
    devices::{DeviceError, IssuedLink, KeyView, Seen},
    http::{
        error::ApiError,
        extract::{Json, Path},
        routes::Routes,
    },
    identity::{DevicesRead, DevicesUpdate, Permitted, Sharer, SignedIn},
};
use axum::extract::State;
use http::StatusCode;
use rh_protocol::api::{Challenge, Enrol, EnrolledKey, Enrolment, EnrolmentLink, Renew};
use serde::Serialize;

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .post("/directory/devices/{id}/enrolment", issue)
        .get("/directory/devices/{id}/keys", keys)
        .delete("/directory/devices/{id}/keys/{key}", revoke)
        .post("/sharer/device/challenge", challenge)
        .post("/sharer/device/enrolment", enrolment)
        .post("/sharer/device/enrol", enrol)
        .post("/sharer/device/renew", renew)
}

#[derive(Serialize)]
struct Keys {
    keys: Vec<KeyView>,
    /// How long a link that is out can be used, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    link_remaining_ms: Option<u64>,
}

async fn issue(
    State(app): State<App>,
    by: Permitted<DevicesUpdate>,
    Path(device): Path<String>,
) -> Result<axum::Json<IssuedLink>, ApiError> {
    Ok(axum::Json(app.devices.issue_link(&by, &device).await?))
}

async fn keys(
    State(app): State<App>,
    by: Permitted<DevicesRead>,
    Path(device): Path<String>,
) -> Result<axum::Json<Keys>, ApiError> {
    let (keys, link_remaining_ms) = app.devices.keys(&by, &device).await?;
    Ok(axum::Json(Keys {
        keys,
        link_remaining_ms,
    }))
}

async fn revoke(
    State(app): State<App>,
    by: Permitted<DevicesUpdate>,
    Path((device, key)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    app.devices.revoke(&by, &device, &key).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn challenge(
    State(app): State<App>,
    sharer: SignedIn<Sharer>,
) -> Result<axum::Json<Challenge>, ApiError> {
    Ok(axum::Json(app.devices.challenge(&sharer).await?))
}

async fn enrolment(
    State(app): State<App>,
    sharer: SignedIn<Sharer>,
    seen: Seen,
    Json(link): Json<EnrolmentLink>,
) -> Result<axum::Json<Enrolment>, ApiError> {
    let found = app.devices.enrolment(&sharer, &link.token, seen.platform);
    Ok(axum::Json(found.await?))
}

async fn enrol(
    State(app): State<App>,
    sharer: SignedIn<Sharer>,
    Json(enrol): Json<Enrol>,
) -> Result<axum::Json<EnrolledKey>, ApiError> {
    Ok(axum::Json(app.devices.enrol(&sharer, &enrol).await?))
}

async fn renew(
    State(app): State<App>,
    sharer: SignedIn<Sharer>,
    seen: Seen,
    Json(renew): Json<Renew>,
) -> Result<axum::Json<EnrolledKey>, ApiError> {
    let renewed = app.devices.renew(&sharer, &renew, seen.platform);
    Ok(axum::Json(renewed.await?))
}

impl From<DeviceError> for ApiError {
    fn from(error: DeviceError) -> Self {
        match error {
            DeviceError::Refused(body) => body.into(),
            DeviceError::Directory(error) => error.into(),
            DeviceError::Store(_) => Self::unavailable(error),
        }
    }
}
