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
use std::pin::pin;
use tokio::sync::broadcast::error::RecvError;

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

/// Completes when the caller's sign-in has run out or was ended. It is asked about now and then while its socket is open, which
/// also counts as activity: who helps for hours is not idle.
async fn signed_out(app: App, caller: &Caller) {
    let mut revocations = app.identity.revocations();
    // At once too: it may have ended before we began to listen.
    let mut check_at_ms = app.clock.now_ms();
    let mut expires_at_ms = caller.expires_at_ms();
    'checks: loop {
        let due_ms = check_at_ms.min(expires_at_ms);
        let mut check = pin!(async {
            app.clock.sleep_until(due_ms).await;
            app.identity.keep_alive(caller.sign_in()).await
        });
        // The provider may take its time: what ends the sign-in meanwhile does so at once.
        let checked = loop {
            tokio::select! {
                checked = &mut check => break checked,
                revoked = revocations.recv() => match revoked {
                    Ok(sign_in) if sign_in == caller.sign_in() => return,
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => {
                        check_at_ms = 0;
                        continue 'checks;
                    }
                    // The broker is going down, and closes the socket anyway.
                    Err(RecvError::Closed) => std::future::pending().await,
                },
            }
        };
        let now_ms = app.clock.now_ms();
        check_at_ms = now_ms.saturating_add(app.identity.check_every_ms());
        match checked {
            // It may have been renewed since.
            Ok(Some(at_ms)) => expires_at_ms = at_ms,
            Ok(None) => return,
            // Nothing speaks for it either.
            Err(_) if now_ms >= expires_at_ms => return,
            // No word against it: a store or a provider in trouble ends nobody's session.
            Err(error) => tracing::warn!(%error, "a sign-in could not be checked"),
        }
    }
}
