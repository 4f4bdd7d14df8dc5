//! Webhooks: how they are doing, and what was not delivered.
//!
//! | method and path | body → answer | permission |
//! | --- | --- | --- |
//! | `GET /webhooks` | → each one's state, how much waits and failed, its last success and failure | *Organization: Update* |
//! | `GET /webhooks/{name}/dead-letters?before=` | → what was given up, the newest first, by pages | *Organization: Update* |
//! | `POST /webhooks/{name}/dead-letters/{id}/retry` | → nothing: it is tried again | *Organization: Update* |
//! | `POST /webhooks/{name}/dead-letters/{id}/discard` | → nothing: it is removed | *Organization: Update* |
//! | `POST /webhooks/{name}/test` | → what came of a test, which is sent at once | *Organization: Update* |

use crate::{
    App,
    http::{
        error::ApiError,
        extract::{Path, Query},
        routes::Routes,
    },
    identity::{OrganizationUpdate, Permitted},
    webhooks::desk::{DeskError, Overview, Page, Tested},
};
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .get("/webhooks", all)
        .get("/webhooks/{name}/dead-letters", dead_letters)
        .post("/webhooks/{name}/dead-letters/{id}/retry", retry)
        .post("/webhooks/{name}/dead-letters/{id}/discard", discard)
        .post("/webhooks/{name}/test", test)
}

#[derive(Serialize)]
struct All {
    webhooks: Vec<Overview>,
}

/// Which page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    /// `next` of the page before; none for the first.
    before: Option<i64>,
}

async fn all(
    State(app): State<App>,
    by: Permitted<OrganizationUpdate>,
) -> Result<axum::Json<All>, ApiError> {
    let webhooks = app.webhooks.overview(&by).await?;
    Ok(axum::Json(All { webhooks }))
}

async fn dead_letters(
    State(app): State<App>,
    by: Permitted<OrganizationUpdate>,
    Path(name): Path<String>,
    Query(Before { before }): Query<Before>,
) -> Result<axum::Json<Page>, ApiError> {
    let page = app.webhooks.dead_letters(&by, &name, before).await?;
    Ok(axum::Json(page))
}

async fn retry(
    State(app): State<App>,
    by: Permitted<OrganizationUpdate>,
    Path((name, id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    app.webhooks.retry(&by, &name, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn discard(
    State(app): State<App>,
    by: Permitted<OrganizationUpdate>,
    Path((name, id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    app.webhooks.discard(&by, &name, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn test(
    State(app): State<App>,
    by: Permitted<OrganizationUpdate>,
    Path(name): Path<String>,
) -> Result<axum::Json<Tested>, ApiError> {
    Ok(axum::Json(app.webhooks.test(&by, &name).await?))
}

impl From<DeskError> for ApiError {
    fn from(error: DeskError) -> Self {
        match error.refusal() {
            Some(code) => code.into(),
            None => Self::unavailable(error),
        }
    }
}
