//! The calls of the broker's HTTP interface that concern sessions and people.

use crate::platform::http;
use rh_protocol::api::{Joined, Note, OpenSession, OpenSessions, Redeem, Signed};
use rh_protocol::{ErrorBody, ErrorCode, Passcode, Role, SessionId};

/// Helper: opens a new session, with its first code.
///
/// # Errors
/// `too-many-sessions`, `remote-help-off`, `not-signed-in`, or `network-unreachable`.
pub async fn create_session() -> Result<SessionId, ErrorBody> {
    let joined: Joined = http::post_empty("/helper/sessions").await?;
    Ok(joined.session)
}

/// Sharer: spends a code, on a device that this browser may have proved.
///
/// # Errors
/// `wrong-code`, `too-many-wrong-codes`, `own-session`, `device-not-enrolled`, `other-than-bound`, or as for
/// [`create_session`].
pub async fn redeem(code: Passcode, device: Option<Signed>) -> Result<SessionId, ErrorBody> {
    let joined: Joined = http::post("/sharer/redeem", &Redeem { code, device }).await?;
    Ok(joined.session)
}

/// Sessions to return to, newest first.
///
/// # Errors
/// As for [`create_session`].
pub async fn open_sessions(role: Role) -> Result<Vec<OpenSession>, ErrorBody> {
    let open: OpenSessions = http::get(&format!("/{}/sessions", role.as_str())).await?;
    Ok(open.sessions)
}

/// Helper: what they have noted about their session; empty if nothing.
///
/// # Errors
/// `session-not-found`, or as for [`create_session`].
pub async fn note(session: SessionId) -> Result<Note, ErrorBody> {
    http::get(&note_path(session)).await
}

/// Helper: notes this about their session in the place of what was noted before.
///
/// # Errors
/// `bad-field`, or as for [`note`].
pub async fn set_note(session: SessionId, note: &Note) -> Result<(), ErrorBody> {
    http::put(&note_path(session), note).await
}

/// Below the interface's base.
fn note_path(session: SessionId) -> String {
    format!("/helper/sessions/{session}/note")
}

/// Path of a session's WebSocket, on this origin.
pub(super) fn socket_path(role: Role, session: SessionId) -> String {
    session_path(role, session) + "/socket"
}

/// Path of the last word of a page that goes away, on this origin.
pub(super) fn away_path(role: Role, session: SessionId) -> String {
    session_path(role, session) + "/away"
}

fn session_path(role: Role, session: SessionId) -> String {
    let base = rh_protocol::api::BASE;
    format!("{base}/{}/sessions/{session}", role.as_str())
}

/// Why a WebSocket is refused without a word: nothing, as far as the broker will say, or an error
/// that no further try will mend.
pub(super) async fn diagnose(role: Role, session: SessionId) -> Option<ErrorCode> {
    match open_sessions(role).await {
        Ok(open) if open.iter().any(|open| open.session == session) => None,
        Ok(_) => Some(ErrorCode::SessionNotFound),
        Err(error) => final_refusal(error.code),
    }
}

fn final_refusal(code: ErrorCode) -> Option<ErrorCode> {
    match code {
        ErrorCode::NotSignedIn | ErrorCode::NotAHelper | ErrorCode::RemoteHelpOff => Some(code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_protocol() {
        let id = SessionId::from_bits(0xab);
        assert_eq!(
            socket_path(Role::Helper, id),
            "/api/v1/helper/sessions/000000000000000000000000000000ab/socket"
        );
        assert_eq!(
            away_path(Role::Sharer, id),
            "/api/v1/sharer/sessions/000000000000000000000000000000ab/away"
        );
    }

    #[test]
    fn a_broker_that_is_down_is_tried_again() {
        assert_eq!(final_refusal(ErrorCode::NetworkUnreachable), None);
        assert_eq!(final_refusal(ErrorCode::Unavailable), None);
        assert_eq!(
            final_refusal(ErrorCode::NotSignedIn),
            Some(ErrorCode::NotSignedIn)
        );
    }
}
