//! The sessions that are not over, for who may see and end them.
//!
//! | method and path | body → answer | permission |
//! | --- | --- | --- |
//! | `GET /sessions` | → every session that is not over, newest first | *Remote Help: Sessions* |
//! | `POST /sessions/{id}/end` | [`End`] → nothing | *Remote Help: Sessions* |

use crate::{
    App,
    http::{
        error::ApiError,
        extract::{Json, Path},
        routes::Routes,
    },
    identity::{Permitted, Sessions},
};
use axum::extract::State;
use http::StatusCode;
use rh_protocol::{
    ErrorBody, ErrorCode, Redacted, Role, SessionId, limits,
    view::{DeviceView, Person, PhaseView, Presence},
};
use rh_session::{
    Instant,
    broker::{Account, Session},
};
use serde::{Deserialize, Serialize};

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .get("/sessions", running)
        .post("/sessions/{id}/end", end)
}

#[derive(Serialize)]
struct All {
    sessions: Vec<One>,
}

#[derive(Serialize)]
struct One {
    session: SessionId,
    /// Since when it is there, in milliseconds before now.
    age_ms: u64,
    phase: &'static str,
    people: Vec<Participant>,
}

#[derive(Serialize)]
struct Participant {
    role: Role,
    account: Account,
    person: Person,
    presence: Presence,
    /// Where a sharer sits.
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<Device>,
}

#[derive(Serialize)]
struct Device {
    /// The directory's id; none for one that is not enrolled.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(flatten)]
    shown: DeviceView,
}

/// An administrator's word about the end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    /// Told to both sides; nothing if it is empty.
    #[serde(default)]
    note: Redacted<String>,
}

async fn running(
    State(app): State<App>,
    by: Permitted<Sessions>,
) -> Result<axum::Json<All>, ApiError> {
    let now = Instant::from_ms(app.clock.now_ms());
    let open = app.hub.running(&by).await?;
    let sessions = open.iter().map(|session| one(session, now)).collect();
    Ok(axum::Json(All { sessions }))
}

fn one(session: &Session, now: Instant) -> One {
    let helper = session.people().next().map(|(id, ..)| id);
    let view = helper.and_then(|id| session.view_for(id, now));
    let people = session.people().map(|(id, role, account, person)| {
        let mut seen = view.iter().flat_map(|view| &view.participants);
        let seen = seen.find(|seen| seen.id == id);
        Participant {
            role,
            account: account.clone(),
            person: person.clone(),
            presence: seen.map_or(Presence::Lost, |seen| seen.presence),
            device: session
                .device()
                .filter(|_| role == Role::Sharer)
                .map(device),
        }
    });
    One {
        session: session.id(),
        age_ms: now.since(session.created()),
        phase: view.as_ref().map_or("unknown", |view| phase(&view.phase)),
        people: people.collect(),
    }
}

fn device(device: &rh_session::broker::Device) -> Device {
    Device {
        id: device.id.clone(),
        shown: device.shown.clone(),
    }
}

/// As it stands on the wire, without what only its people are to know.
const fn phase(phase: &PhaseView) -> &'static str {
    match phase {
        PhaseView::Created { .. } => "created",
        PhaseView::Joined { .. } => "joined",
        PhaseView::Connected => "connected",
        PhaseView::Sharing => "sharing",
        PhaseView::Paused => "paused",
        PhaseView::Ended { .. } => "ended",
        PhaseView::Unknown => "unknown",
    }
}

async fn end(
    State(app): State<App>,
    by: Permitted<Sessions>,
    Path(session): Path<SessionId>,
    Json(end): Json<End>,
) -> Result<StatusCode, ApiError> {
    let note = end.note.expose().trim();
    if note.chars().count() > limits::NOTE_CHARS || note.chars().any(char::is_control) {
        return Err(ErrorBody {
            field: Some("note".to_owned()),
            ..ErrorBody::new(ErrorCode::BadField)
        }
        .into());
    }
    let note = Some(note.to_owned()).filter(|note| !note.is_empty());
    app.hub.end(&by, session, note.map(Redacted::new)).await?;
    Ok(StatusCode::NO_CONTENT)
}
