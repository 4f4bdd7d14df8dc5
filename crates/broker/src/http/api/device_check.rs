//! What the identity provider says of the device of somebody who wants to join.
//!
//! | method and path | body → answer | who |
//! | --- | --- | --- |
//! | `POST /sharer/device/check` | the provider's tokens → [`DeviceChecked`] | a sharer |
//! | `POST /sharer/device/check/refused` | [`DeviceRefusal`] → [`DeviceChecked`] | a sharer |

use crate::{
    App,
    http::{error::ApiError, extract::Json, peer::Peer, routes::Routes},
    identity::{Sharer, SignedIn},
};
use axum::extract::State;
use http::HeaderMap;
use rh_protocol::{
    api::{DeviceChecked, DeviceRefusal, SignIn},
    sign_in::{is_error, support_number},
};

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .post("/sharer/device/check", check)
        .post("/sharer/device/check/refused", check_refused)
}

async fn check(
    State(app): State<App>,
    sharer: SignedIn<Sharer>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Json(tokens): Json<SignIn>,
) -> Result<axum::Json<DeviceChecked>, ApiError> {
    let checked = app
        .identity
        .check_device(&sharer, peer, &headers, &tokens)
        .await?;
    Ok(axum::Json(checked))
}

async fn check_refused(
    State(app): State<App>,
    sharer: SignedIn<Sharer>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Json(refusal): Json<DeviceRefusal>,
) -> Result<axum::Json<DeviceChecked>, ApiError> {
    if !is_error(&refusal.error) {
        return Err(ApiError::field("error"));
    }
    if !refusal.number.as_deref().is_none_or(is_number) {
        return Err(ApiError::field("number"));
    }
    let checked = app
        .identity
        .check_refused(&sharer, peer, &headers, &refusal)
        .await?;
    Ok(axum::Json(checked))
}

/// Whether a text is a number of Entra ID's and nothing else.
fn is_number(text: &str) -> bool {
    support_number(text) == Some(text)
}
