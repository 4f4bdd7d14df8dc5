//! The settings that administrators may change while the broker runs.
//!
//! | method and path | body → answer | permission |
//! | --- | --- | --- |
//! | `GET /settings` | → what is set, what the configuration says, what holds, and within which limits | *Organization: Update* |
//! | `PUT /settings` | [`Body`] → nothing | *Organization: Update*, and to have proved what is required of helpers afterwards |

use crate::{
    App,
    http::{error::ApiError, extract::Json, routes::Routes},
    identity::{OrganizationUpdate, Permitted},
    policy::ChangeError,
    settings::{Limit, Overrides, limits},
};
use axum::extract::State;
use http::StatusCode;
use rh_protocol::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new().get("/settings", all).put("/settings", change)
}

#[derive(Serialize)]
struct All {
    /// To be given back with a change, so that nobody overwrites what they have not seen.
    revision: u64,
    /// What is set in place of the configuration.
    set: Overrides,
    /// What the configuration says.
    configured: Overrides,
    /// What holds.
    effective: Overrides,
    /// Within which limits numbers and texts can be set.
    limits: BTreeMap<&'static str, Limit>,
}

/// All that is to be set in place of the configuration.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    revision: u64,
    set: Overrides,
}

async fn all(State(app): State<App>, _by: Permitted<OrganizationUpdate>) -> axum::Json<All> {
    let now = app.policy.now();
    axum::Json(All {
        revision: now.revision,
        set: now.overrides.clone(),
        configured: Overrides::of(app.policy.configured()),
        effective: Overrides::of(&now.settings),
        limits: limits().into(),
    })
}

async fn change(
    State(app): State<App>,
    by: Permitted<OrganizationUpdate>,
    Json(body): Json<Body>,
) -> Result<StatusCode, ApiError> {
    // What does not hold in itself is refused below, with its field.
    if let Ok(after) = app.policy.configured().with(&body.set) {
        app.identity
            .check_example(&by, after.strength.of(Role::Helper))?;
    }
    app.policy.change(&by, body.revision, body.set).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<ChangeError> for ApiError {
    fn from(error: ChangeError) -> Self {
        match error.refusal() {
            Some(body) => body.into(),
            None => Self::unavailable(error),
        }
    }
}
