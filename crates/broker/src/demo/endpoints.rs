//! The provider's endpoints: discovery, authorization, token, keys, userinfo, end of session.

use super::{
    Demo,
    accounts::{self, Account},
    grants::{ACCESS_MS, Grant},
    page, portraits,
    request::{self, AuthorizationError, Parameters, Verdict},
    signing::Occasion,
    texts::Texts,
};
use crate::{
    App,
    http::{error::ApiError, routes::Routes},
    settings::demo::CLIENT_ID,
};
use axum::{
    Extension, Form, Json,
    extract::{
        Query, State,
        rejection::{FormRejection, QueryRejection},
    },
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, StatusCode, header};
use rh_protocol::Redacted;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

type Shared = Extension<Arc<Demo>>;

/// Routes below the issuer.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/.well-known/openid-configuration", discovery)
        .get("/authorize", ask)
        .post("/authorize", answer)
        .post("/token", token)
        .get("/keys", keys)
        .get("/userinfo", user_info)
        .post("/userinfo", user_info)
        .get("/end-session", end_session)
}

fn origin(app: &App) -> String {
    app.settings.public_url.origin()
}

async fn discovery(State(app): State<App>) -> Json<Value> {
    let issuer = accounts::issuer(&origin(&app));
    let at = |path: &str| format!("{issuer}/{path}");
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "jwks_uri": at("keys"),
        "userinfo_endpoint": at("userinfo"),
        "end_session_endpoint": at("end-session"),
        "authorization_response_iss_parameter_supported": true,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "email"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["en", "ar", "ja"],
    }))
}

fn texts(parameters: &Parameters, headers: &HeaderMap) -> &'static Texts {
    let accept = headers.get(header::ACCEPT_LANGUAGE);
    Texts::for_request(
        parameters.ui_locales.as_deref(),
        accept.and_then(|value| value.to_str().ok()),
    )
}

/// Shows the accounts, always: nobody is remembered.
async fn ask(
    State(app): State<App>,
    headers: HeaderMap,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Response {
    // A parameter that comes twice makes the request unreadable (RFC 6749 §3.1).
    let parameters = parameters.map(|Query(found)| found).unwrap_or_default();
    let texts = texts(&parameters, &headers);
    match parameters.judge(&origin(&app)) {
        Verdict::Ask => page::accounts(texts, &parameters),
        Verdict::Back(error) => back(&app, &parameters, texts, ("error", error.as_str())),
        Verdict::Stop => page::refused(texts),
    }
}

/// What was pressed on the page.
#[derive(Debug, Default, Deserialize)]
struct Pressed {
    account: Option<String>,
    decline: Option<String>,
}

async fn answer(
    State(app): State<App>,
    Extension(demo): Shared,
    headers: HeaderMap,
    body: String,
) -> Response {
    // One body, read twice: the request as it was, and the button.
    let parameters: Parameters = read_form(&body);
    let pressed: Pressed = read_form(&body);
    let texts = texts(&parameters, &headers);
    let answer = |answer| back(&app, &parameters, texts, answer);
    match parameters.judge(&origin(&app)) {
        Verdict::Ask => {}
        Verdict::Back(error) => return answer(("error", error.as_str())),
        Verdict::Stop => return page::refused(texts),
    }
    if pressed.decline.is_some() {
        return answer(("error", AuthorizationError::AccessDenied.as_str()));
    }
    let Some(account) = pressed.account.as_deref().and_then(accounts::find) else {
        return answer(("error", AuthorizationError::InvalidRequest.as_str()));
    };
    let grant = Grant {
        account,
        client_id: parameters.client_id.clone(),
        redirect_uri: parameters.redirect_uri.clone(),
        nonce: parameters.nonce.clone(),
        challenge: parameters.code_challenge.clone(),
    };
    match demo.grants.give_code(grant, app.clock.now_ms()) {
        Some(code) => answer(("code", &code)),
        None => answer(("error", AuthorizationError::TemporarilyUnavailable.as_str())),
    }
}

fn read_form<T: Default + for<'de> Deserialize<'de>>(body: &str) -> T {
    let pairs = url::form_urlencoded::parse(body.as_bytes());
    let object: serde_json::Map<String, Value> = pairs
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect();
    serde_json::from_value(Value::Object(object)).unwrap_or_default()
}

fn back(app: &App, parameters: &Parameters, texts: &Texts, answer: (&str, &str)) -> Response {
    match parameters.back(&accounts::issuer(&origin(app)), answer) {
        // 303: the browser comes back with GET (RFC 9700 §4.12).
        Some(url) => Redirect::to(&url).into_response(),
        None => page::refused(texts),
    }
}

/// A token request of a public client (RFC 6749 §4.1.3, RFC 7636 §4.5).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TokenRequest {
    grant_type: String,
    code: Redacted<String>,
    redirect_uri: String,
    client_id: String,
    code_verifier: Redacted<String>,
}

async fn token(
    State(app): State<App>,
    Extension(demo): Shared,
    request: Result<Form<TokenRequest>, FormRejection>,
) -> Result<Response, ApiError> {
    let Ok(Form(request)) = request else {
        return Ok(token_error("invalid_request"));
    };
    if request.grant_type != "authorization_code" {
        return Ok(token_error("unsupported_grant_type"));
    }
    if request.client_id != CLIENT_ID {
        return Ok(token_error("invalid_client"));
    }
    let now_ms = app.clock.now_ms();
    // A code is spent by its first use, right or wrong.
    let grant = demo.grants.take_code(request.code.expose(), now_ms);
    let Some(grant) = grant.filter(|grant| {
        grant.client_id == request.client_id
            && grant.redirect_uri == request.redirect_uri
            && grant.accepts(request.code_verifier.expose())
    }) else {
        return Ok(token_error("invalid_grant"));
    };
    let Some(access_token) = demo.grants.give_token(grant.account, now_ms) else {
        return Ok(token_error("temporarily_unavailable"));
    };
    let occasion = Occasion {
        origin: &origin(&app),
        nonce: grant.nonce.as_ref().map(|nonce| nonce.expose().as_str()),
        access_token: &access_token,
        now_ms,
    };
    let key = demo.key().map_err(no_randomness)?;
    let id_token = key
        .id_token(grant.account, &occasion)
        .map_err(no_randomness)?;
    Ok(Json(json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": ACCESS_MS / 1_000,
        "scope": "openid profile email",
        "id_token": id_token,
    }))
    .into_response())
}

fn token_error(error: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
}

fn no_randomness(_: ring::error::Unspecified) -> ApiError {
    ApiError::internal("the system has no randomness to give")
}

async fn keys(Extension(demo): Shared) -> Result<Json<Value>, ApiError> {
    let key = demo.key().map_err(no_randomness)?;
    Ok(Json(key.key_set()))
}

async fn user_info(
    State(app): State<App>,
    Extension(demo): Shared,
    headers: HeaderMap,
) -> Response {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let now_ms = app.clock.now_ms();
    match token.and_then(|token| demo.grants.account(token, now_ms)) {
        Some(account) => Json(describe(account, &origin(&app))).into_response(),
        // RFC 6750 §3.
        None => (
            StatusCode::UNAUTHORIZED,
            [(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")],
        )
            .into_response(),
    }
}

fn describe(account: &Account, origin: &str) -> Value {
    let mut claims = json!({
        "sub": account.id,
        "name": account.name,
        "email": account.email,
        "email_verified": true,
        "groups": [account.group],
        "job_title": account.title,
        "company": account.company,
    });
    if portraits::of(account.id).is_some() {
        claims["picture"] = json!(format!("{origin}/demo/pictures/{}", account.id));
    }
    claims
}

/// A sign-out asked for by the app (OpenID Connect RP-Initiated Logout §2).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EndSession {
    post_logout_redirect_uri: Option<String>,
    state: Option<String>,
}

/// Nobody is remembered here: there is nothing to end, only a way back.
async fn end_session(
    State(app): State<App>,
    headers: HeaderMap,
    query: Result<Query<EndSession>, QueryRejection>,
) -> Response {
    let query = query.map(|Query(found)| found).unwrap_or_default();
    let known = query
        .post_logout_redirect_uri
        .filter(|uri| request::is_end(&origin(&app), uri))
        .and_then(|uri| url::Url::parse(&uri).ok());
    let Some(mut url) = known else {
        return page::signed_out(texts(&Parameters::default(), &headers));
    };
    if let Some(state) = &query.state {
        url.query_pairs_mut().append_pair("state", state);
    }
    Redirect::to(url.as_str()).into_response()
}
