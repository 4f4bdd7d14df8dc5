//! Sign-in, sign-out, who am I, and profile pictures.

use crate::{
    App,
    devices::Seen,
    http::{
        error::ApiError,
        extract::{Form, Json, Path},
        peer::Peer,
        routes::Routes,
    },
    identity::{Caller, Identity, InSession, PathRole, SignInError, SignedInAny},
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rh_protocol::{
    ErrorCode, Redacted, Role,
    api::{Me, SignIn},
};
use serde::Deserialize;

/// How long a browser may keep a picture: its address changes with its content.
const KEEP: &str = "private, max-age=86400, immutable";

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .post("/{role}/sign-in/nonce", begin)
        .post("/{role}/sign-in", sign_in)
        .post("/{role}/sign-out", sign_out)
        .post("/sign-in/logged-out", logged_out)
        .get("/{role}/me", me)
        .get("/{role}/pictures/{hash}", picture_in_role)
        .get("/pictures/{hash}", picture)
}

async fn begin(
    State(app): State<App>,
    PathRole(role): PathRole,
    Peer(peer): Peer,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (nonce, cookie) = app.identity.begin(role, peer, &headers).await?;
    Ok(([(header::SET_COOKIE, cookie)], axum::Json(nonce)).into_response())
}

async fn sign_in(
    State(app): State<App>,
    PathRole(role): PathRole,
    Peer(peer): Peer,
    headers: HeaderMap,
    Json(tokens): Json<SignIn>,
) -> Result<Response, ApiError> {
    let done = app.identity.sign_in(role, peer, &headers, tokens).await?;
    Ok(([(header::SET_COOKIE, done.cookie)], axum::Json(done.me)).into_response())
}

async fn sign_out(
    State(app): State<App>,
    PathRole(role): PathRole,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (answer, cookie) = app.identity.sign_out(role, &headers).await?;
    Ok(([(header::SET_COOKIE, cookie)], axum::Json(answer)).into_response())
}

/// What the provider posts (OpenID Connect Back-Channel Logout §2.5).
#[derive(Debug, Deserialize)]
struct LoggedOut {
    logout_token: Redacted<String>,
}

/// The provider says that somebody is signed out there. It is no page: what it says counts by its signature, whatever its address.
async fn logged_out(
    State(app): State<App>,
    Peer(peer): Peer,
    Form(said): Form<LoggedOut>,
) -> Result<StatusCode, ApiError> {
    match app.identity.logged_out(peer, &said.logout_token).await {
        Ok(_) => Ok(StatusCode::OK),
        // So the standard has it, whichever rule the token broke (§2.8).
        Err(SignInError::Refused(_)) => Err(ErrorCode::BadRequest.into()),
        Err(error) => Err(error.into()),
    }
}

/// Asked by every page that opens, so nobody being signed in is an answer and not an error: browsers
/// write every error status into the console.
async fn me(
    State(app): State<App>,
    caller: Result<SignedInAny, ApiError>,
    seen: Seen,
) -> Result<axum::Json<Option<Me>>, ApiError> {
    match caller {
        Ok(caller) => {
            let mut me = app.identity.me(&caller);
            if caller.role() == Role::Sharer {
                let account = caller.account().as_str();
                let renewable = app.devices.renewable(account, seen.platform).await;
                me.renewable = renewable.map_err(ApiError::unavailable)?;
            }
            Ok(axum::Json(Some(me)))
        }
        Err(refused) if refused.code() == ErrorCode::NotSignedIn => Ok(axum::Json(None)),
        Err(refused) => Err(refused),
    }
}

async fn picture_in_role(
    State(app): State<App>,
    caller: InSession,
    Path((_, hash)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    show(&app, std::slice::from_ref(&*caller), &hash, &headers).await
}

async fn picture(
    State(app): State<App>,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let callers = app.identity.callers(&headers).await?;
    if callers.is_empty() {
        return Err(ErrorCode::NotSignedIn.into());
    }
    show(&app, &callers, &hash, &headers).await
}

/// Shows a picture to those whom it concerns: its owner, and who is in a session with them.
async fn show(
    app: &App,
    callers: &[Caller],
    hash: &str,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    if !may_see(app, callers, hash).await? {
        return Err(ErrorCode::NotFound.into());
    }
    let etag = format!("\"{hash}\"");
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .any(|value| value.as_bytes() == etag.as_bytes());
    let tag = HeaderValue::try_from(etag).map_err(|_| ErrorCode::NotFound)?;
    let keep = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static(KEEP)),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, keep).into_response());
    }
    let (media_type, bytes) = app
        .identity
        .picture(hash)
        .await?
        .ok_or(ErrorCode::NotFound)?;
    Ok((keep, [(header::CONTENT_TYPE, media_type)], bytes).into_response())
}

async fn may_see(app: &App, callers: &[Caller], hash: &str) -> Result<bool, ApiError> {
    for caller in callers {
        if Identity::is_own_picture(caller, hash)
            || app
                .hub
                .shares_picture(caller.account().as_str(), hash)
                .await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}
