//! What the helper of a session notes about it, while it runs and as long as it is kept. Nobody else's: the report shows it.
//!
//! | method and path | body → answer |
//! | --- | --- |
//! | `GET /{role}/sessions/{id}/note` | → [`Note`], empty where there is none |
//! | `PUT /{role}/sessions/{id}/note` | [`Note`] → nothing |
//!
//! The role is `helper`; a sharer is refused with `not-allowed`.

use crate::{
    App,
    http::{
        error::ApiError,
        extract::{Json, Path},
        routes::Routes,
    },
    identity::InSession,
    report::note::{self, NoteError},
};
use axum::extract::State;
use http::StatusCode;
use rh_protocol::{ErrorCode, Role, SessionId, api::Note};

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .get("/{role}/sessions/{id}/note", read)
        .put("/{role}/sessions/{id}/note", write)
}

async fn read(
    State(app): State<App>,
    caller: InSession,
    Path((_, session)): Path<(String, SessionId)>,
) -> Result<axum::Json<Note>, ApiError> {
    must_be_helper(&caller)?;
    let note = note::read(&app.store, caller.account(), session).await?;
    Ok(axum::Json(note))
}

async fn write(
    State(app): State<App>,
    caller: InSession,
    Path((_, session)): Path<(String, SessionId)>,
    Json(note): Json<Note>,
) -> Result<StatusCode, ApiError> {
    must_be_helper(&caller)?;
    note::write(&app.store, &app.clock, caller.account(), session, &note).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn must_be_helper(caller: &InSession) -> Result<(), ErrorCode> {
    match caller.role() {
        Role::Helper => Ok(()),
        Role::Sharer => Err(ErrorCode::NotAllowed),
    }
}

impl From<NoteError> for ApiError {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::Store(error) => error.into(),
            NoteError::NoSession => ErrorCode::SessionNotFound.into(),
            NoteError::BadField(name) => Self::field(name),
        }
    }
}
