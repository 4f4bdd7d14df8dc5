//! `/{role}/sessions/{id}/socket`: the WebSocket of a participant (RFC 6455, and RFC 8441 over
//! HTTP/2). Who may open it is checked here; what is said on it, in [`crate::hub::connection`].

use crate::{
    App,
    http::{error::ApiError, extract::Path, routes::Routes},
    hub::connection,
    identity::{Caller, InSession},
};
use axum::{
    extract::{
        State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    response::Response,
};
use rh_protocol::{ErrorCode, SessionId, limits, socket::close};
use tokio::sync::broadcast::error::RecvError;

/// How often a sign-in is asked about while its socket is open, in milliseconds. It also counts as
/// activity: who helps for hours is not idle.
const SIGN_IN_CHECK_MS: u64 = 60_000;

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    // `any`: over HTTP/2 the method is CONNECT.
    Routes::new().any("/{role}/sessions/{id}/socket", open)
}

async fn open(
    State(app): State<App>,
    Path((_, session)): Path<(String, SessionId)>,
    caller: Result<InSession, ApiError>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let upgrade = upgrade
        .map_err(|_| ErrorCode::BadRequest)?
        .max_message_size(limits::SOCKET_MESSAGE)
        .max_frame_size(limits::SOCKET_MESSAGE);
    let token = app.hub.socket_token();
    match caller {
        Ok(caller) => Ok(upgrade.on_upgrade(async move |socket| {
            let place = app.hub.place(&caller, session);
            connection::serve(place, signed_out(app, &caller), socket).await;
            drop(token);
        })),
        // A page of another site gets nothing at all.
        Err(error) if error.body().code == ErrorCode::OriginRefused => Err(error),
        // A page cannot read the status of a WebSocket that was refused: it is told on the socket.
        Err(error) => {
            let body = error.body().clone();
            let code = match body.code {
                ErrorCode::NotSignedIn | ErrorCode::NotAHelper => close::SIGNED_OUT,
                ErrorCode::Unavailable | ErrorCode::Internal => close::RESTARTING,
                _ => close::NORMAL,
            };
            let response = upgrade.on_upgrade(async move |socket| {
                connection::refuse(body, code, socket).await;
                drop(token);
            });
            Ok(error.tell(response))
        }
    }
}

/// Completes when the caller's sign-in has run out or was ended.
async fn signed_out(app: App, caller: &Caller) {
    let mut revocations = app.identity.revocations();
    // At once too: it may have ended before we began to listen.
    let mut check_at_ms = app.clock.now_ms();
    let mut expires_at_ms = caller.expires_at_ms();
    loop {
        let check = tokio::select! {
            // It may have been renewed since.
            () = app.clock.sleep_until(expires_at_ms) => true,
            () = app.clock.sleep_until(check_at_ms) => true,
            revoked = revocations.recv() => match revoked {
                Ok(sign_in) if sign_in == caller.sign_in() => return,
                Ok(_) => false,
                Err(RecvError::Lagged(_)) => true,
                // The broker is going down, and closes the socket anyway.
                Err(RecvError::Closed) => std::future::pending().await,
            },
        };
        if check {
            check_at_ms = app.clock.now_ms().saturating_add(SIGN_IN_CHECK_MS);
            match app.identity.keep_alive(caller.sign_in()).await {
                Ok(Some(at_ms)) => expires_at_ms = at_ms,
                Ok(None) => return,
                // Nothing speaks for it either.
                Err(_) if app.clock.now_ms() >= expires_at_ms => return,
                // No word against it: a store in trouble ends nobody's session.
                Err(error) => tracing::warn!(%error, "a sign-in could not be checked"),
            }
        }
    }
}
