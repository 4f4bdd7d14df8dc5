//! Tokens for other programs.
//!
//! | method and path | body → answer | permission |
//! | --- | --- | --- |
//! | `GET /tokens` | → those that have not ended | *Organization: Update* |
//! | `POST /tokens` | [`NewToken`] → [`IssuedToken`], told this once | *Organization: Update* |
//! | `DELETE /tokens/{id}` | → nothing | *Organization: Update* |

use crate::{
    App,
    http::{
        error::ApiError,
        extract::{Json, Path},
        routes::Routes,
    },
    identity::{
        OrganizationUpdate, Permitted,
        machines::{IssuedToken, MachineError, NewToken, TokenView},
    },
};
use axum::extract::State;
use http::StatusCode;
use serde::Serialize;

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tokens", all)
        .post("/tokens", issue)
        .delete("/tokens/{id}", revoke)
}

#[derive(Serialize)]
struct All {
    tokens: Vec<TokenView>,
}

async fn all(
    State(app): State<App>,
    by: Permitted<OrganizationUpdate>,
) -> Result<axum::Json<All>, ApiError> {
    let tokens = app.identity.tokens(&by).await?;
    Ok(axum::Json(All { tokens }))
}

async fn issue(
    State(app): State<App>,
    by: Permitted<OrganizationUpdate>,
    Json(new): Json<NewToken>,
) -> Result<axum::Json<IssuedToken>, ApiError> {
    Ok(axum::Json(app.identity.issue_token(&by, new).await?))
}

async fn revoke(
    State(app): State<App>,
    by: Permitted<OrganizationUpdate>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    app.identity.revoke_token(&by, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<MachineError> for ApiError {
    fn from(error: MachineError) -> Self {
        match error {
            MachineError::Refused(body) => body.into(),
            MachineError::Beyond(refused) => Self::field("permissions").refused(refused),
            MachineError::Store(_) => Self::unavailable(error),
        }
    }
}
