//! What the report tells of a session that is over: written in the transaction of its end.

use super::{codes::signed, rows::RowError};
use crate::report::{self, Filed, Screen, Somebody};
use rh_protocol::Role;
use rh_session::broker::Session;
use sqlx::SqliteConnection;

/// Files a session, if it is over. Its audit records have to be written already.
pub(super) async fn file(writer: &mut SqliteConnection, session: &Session) -> Result<(), RowError> {
    let Some((outcome, at)) = session.ended() else {
        return Ok(());
    };
    let filed = Filed {
        session: session.id().to_string(),
        created_ms: signed(session.created().as_ms()),
        ended_ms: signed(at.as_ms()),
        outcome,
        helper: person(session, Role::Helper).unwrap_or_default(),
        sharer: person(session, Role::Sharer),
        device: device_of(session),
        screen: screen_of(session),
    };
    Ok(report::file(writer, &filed).await?)
}

/// The first person on that side.
fn person(session: &Session, side: Role) -> Option<Somebody> {
    let mut people = session.people().filter(|(_, role, ..)| *role == side);
    people.next().map(|(_, _, account, person)| Somebody {
        account: account.as_str().to_owned(),
        name: person.name.clone(),
    })
}

/// What there was to see.
fn screen_of(session: &Session) -> Screen {
    let receipt = session.receipt().unwrap_or_default();
    Screen {
        surfaces: receipt.surfaces,
        pauses: receipt.pauses,
        paused_ms: signed(receipt.paused_ms),
    }
}

/// Id and name of the sharer's device, where it is enrolled; while nobody has joined, of the one that it was started for.
fn device_of(session: &Session) -> Option<(String, String)> {
    let Some(device) = session.device() else {
        let bound = session.bound()?;
        return Some((bound.device.clone(), bound.name.expose().clone()));
    };
    let id = device.id.clone()?;
    let name = device.shown.name.as_ref().map(|name| name.expose().clone());
    Some((id.clone(), name.unwrap_or(id)))
}
