//! Sessions over HTTP: start one, redeem a code, find those to return to, say goodbye.

use crate::{
    App,
    devices::Seen,
    http::{
        error::ApiError,
        extract::{Json, Path},
        routes::Routes,
    },
    hub::HubError,
    identity::{Helper, InSession, Permission, Sharer, SignedIn},
};
use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
};
use http::StatusCode;
use rh_protocol::{
    ErrorCode, Passcode, SessionId,
    api::{Away, Joined, OpenSessions, Signed, Start},
};
use serde::Deserialize;

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .post("/helper/sessions", create)
        .get("/helper/sessions", open_as_helper)
        .get("/sharer/sessions", open_as_sharer)
        .post("/sharer/redeem", redeem)
        .post("/{role}/sessions/{id}/away", away)
}

/// With no body, or one that says what it is for.
async fn create(
    State(app): State<App>,
    helper: SignedIn<Helper>,
    body: Result<Bytes, BytesRejection>,
) -> Result<axum::Json<Joined>, ApiError> {
    let body = body.map_err(|_| ErrorCode::TooLarge)?;
    let start = if body.is_empty() {
        Start::default()
    } else {
        serde_json::from_slice(&body).map_err(|_| ErrorCode::BadRequest)?
    };
    // Its name, and whose it is, is told to who starts a session for it.
    if start.device.is_some() {
        helper.require(Permission::DevicesRead)?;
    }
    let session = app.hub.create(&helper, &start).await?;
    Ok(axum::Json(Joined { session }))
}

/// A code as somebody typed it; `rh_protocol::api::Redeem` when it is one.
#[derive(Deserialize)]
struct Typed {
    code: String,
    #[serde(default)]
    device: Option<Signed>,
}

async fn redeem(
    State(app): State<App>,
    sharer: SignedIn<Sharer>,
    seen: Seen,
    Json(typed): Json<Typed>,
) -> Result<axum::Json<Joined>, ApiError> {
    // What is no code at all is a slip of the finger and not a guess: it is not counted.
    let code = Passcode::parse(&typed.code).map_err(|_| ErrorCode::MalformedCode)?;
    let key = match &typed.device {
        Some(signed) => app.devices.prove(&sharer, signed).await?,
        None => None,
    };
    let seen = Seen {
        claim: sharer.device_claim().map(str::to_owned),
        key,
        check: app.identity.device_check(&sharer),
        ..seen
    };
    match app.hub.redeem(&sharer, &seen, code).await {
        Ok(session) => Ok(axum::Json(Joined { session })),
        Err(refusal) => Err(refusal.error.into()),
    }
}

async fn open_as_helper(
    State(app): State<App>,
    helper: SignedIn<Helper>,
) -> Result<axum::Json<OpenSessions>, ApiError> {
    Ok(axum::Json(app.hub.open_sessions(&helper).await?))
}

async fn open_as_sharer(
    State(app): State<App>,
    sharer: SignedIn<Sharer>,
) -> Result<axum::Json<OpenSessions>, ApiError> {
    Ok(axum::Json(app.hub.open_sessions(&sharer).await?))
}

/// `navigator.sendBeacon` with a text has the type `text/plain`: the body counts, not its type.
async fn away(
    State(app): State<App>,
    caller: InSession,
    Path((_, session)): Path<(String, SessionId)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let body = body.map_err(|_| ErrorCode::TooLarge)?;
    let away: Away = serde_json::from_slice(&body).map_err(|_| ErrorCode::BadRequest)?;
    app.hub.away(&caller, session, away.connection).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<HubError> for ApiError {
    fn from(error: HubError) -> Self {
        match error {
            HubError::Refused(body) => body.into(),
            HubError::Access(error) => error.into(),
            HubError::Store(_) | HubError::Row(_) => Self::unavailable(error),
        }
    }
}
