//! A provider that the test controls, and a broker that trusts it.

use super::signer::{ED, ES, RSA, b64};
use crate::support::{Broker, Browser, Plan, Reply};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use remote_help::{Clock, Settings, settings::PeopleSettings};
use rh_protocol::Role;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};
use tokio::net::TcpListener;

/// The broker's `client_id`.
pub(crate) const CLIENT: &str = "remote-help";
/// The access token that the provider accepts.
pub(crate) const ACCESS: &str = "the-access-token";
/// The refresh token that comes with a sign-in.
pub(crate) const REFRESH: &str = "the-refresh-token";
/// When the tests take place, in Unix milliseconds.
pub(crate) const NOW_MS: u64 = 1_900_000_000_000;

/// What the provider says when asked.
pub(crate) struct Says {
    /// `issuer` of its discovery document, when it is not the true one.
    pub(crate) issuer: Option<String>,
    /// Its key set.
    pub(crate) keys: Vec<Value>,
    /// How often the key set was asked for.
    pub(crate) keys_asked: u32,
    /// The userinfo of [`ACCESS`]; while it is null there is none to be had.
    pub(crate) user_info: Value,
    /// The picture at `/picture`.
    pub(crate) picture: Vec<u8>,
    /// Whether it answers at all.
    pub(crate) broken: bool,
    /// Whether it reads the parameter `claims`.
    pub(crate) reads_claims: bool,
    /// Its token endpoint.
    pub(crate) tokens: Tokens,
}

/// What the token endpoint does with refresh tokens.
#[derive(Default)]
pub(crate) struct Tokens {
    /// The one refresh token that counts.
    pub(crate) counts: String,
    /// Whether it counts once: the answer brings the next, which has a `+` more.
    pub(crate) rotates: bool,
    /// What is granted beside the access token.
    pub(crate) granted: Value,
    /// What is answered instead, whatever comes.
    pub(crate) instead: Option<(u16, Value)>,
    /// What is answered to a token that never counts, where it is something else than that.
    pub(crate) to_others: Option<(u16, Value)>,
    /// The forms that came.
    pub(crate) asked: Vec<HashMap<String, String>>,
    /// Tokens that were given back.
    pub(crate) given_back: Vec<String>,
}

fn form_of(text: &str) -> HashMap<String, String> {
    let pairs = url::form_urlencoded::parse(text.as_bytes());
    pairs.into_owned().collect()
}

impl Tokens {
    fn answer(&mut self, form: &str, origin: &str) -> Response {
        let mut form = form_of(form);
        form.insert("(origin)".to_owned(), origin.to_owned());
        let right = form["grant_type"] == "refresh_token"
            && form["client_id"] == CLIENT
            && form["refresh_token"] == self.counts;
        self.asked.push(form);
        if let Some((status, body)) = &self.instead {
            let status = StatusCode::from_u16(*status).unwrap();
            return (status, Json(body.clone())).into_response();
        }
        if !right {
            let invalid = (400, json!({ "error": "invalid_grant" }));
            let (status, body) = self.to_others.clone().unwrap_or(invalid);
            let status = StatusCode::from_u16(status).unwrap();
            return (status, Json(body)).into_response();
        }
        let mut granted = self.granted.clone();
        granted["access_token"] = json!(ACCESS);
        granted["token_type"] = json!("Bearer");
        if self.rotates {
            self.counts.push('+');
            granted["refresh_token"] = json!(self.counts);
        }
        Json(granted).into_response()
    }
}

/// The provider.
#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) origin: String,
    /// Path of the issuer below the origin: nothing, or a tenant's.
    path: String,
    says: Arc<Mutex<Says>>,
}

impl Provider {
    /// Starts one whose issuer has this path.
    pub(crate) async fn start(path: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let origin = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let provider = Self {
            origin,
            path: path.to_owned(),
            says: Arc::new(Mutex::new(Says {
                issuer: None,
                keys: vec![RSA.jwk(), ES.jwk(), ED.jwk()],
                keys_asked: 0,
                user_info: json!({"sub": "somebody", "name": "Some Body"}),
                picture: Vec::new(),
                broken: false,
                reads_claims: false,
                tokens: Tokens::default(),
            })),
        };
        let app = Router::new().fallback(answer).with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        provider
    }

    /// Its issuer.
    pub(crate) fn issuer(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }

    /// Looks at or changes what it says.
    pub(crate) fn says<T>(&self, change: impl FnOnce(&mut Says) -> T) -> T {
        change(&mut self.says.lock().unwrap())
    }
}

async fn answer(
    State(provider): State<Provider>,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let issuer = provider.issuer();
    provider.says(|says| {
        if says.broken {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        let path = uri.path().strip_prefix(&provider.path).unwrap_or_default();
        match path {
            "/.well-known/openid-configuration" => Json(json!({
                "issuer": says.issuer.as_ref().unwrap_or(&issuer),
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/keys"),
                "userinfo_endpoint": format!("{issuer}/userinfo"),
                "end_session_endpoint": format!("{issuer}/end?x=1"),
                "revocation_endpoint": format!("{issuer}/revoke"),
                "claims_parameter_supported": says.reads_claims,
            }))
            .into_response(),
            "/keys" => {
                says.keys_asked += 1;
                Json(json!({ "keys": says.keys })).into_response()
            }
            "/revoke" => {
                let form = form_of(&body);
                assert_eq!(form["client_id"], CLIENT);
                says.tokens.given_back.push(form["token"].clone());
                StatusCode::OK.into_response()
            }
            "/userinfo" if says.user_info.is_null() => {
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
            "/userinfo" => {
                let bearer = headers.get(header::AUTHORIZATION);
                if bearer.is_some_and(|value| value == &format!("Bearer {ACCESS}")) {
                    Json(says.user_info.clone()).into_response()
                } else {
                    StatusCode::UNAUTHORIZED.into_response()
                }
            }
            "/token" => {
                let origin = headers.get(header::ORIGIN);
                let origin = origin.map(|origin| origin.to_str().unwrap());
                says.tokens.answer(&body, origin.unwrap_or_default())
            }
            "/picture" => says.picture.clone().into_response(),
            _ => StatusCode::NOT_FOUND.into_response(),
        }
    })
}

/// A broker that trusts a provider, on a clock that stands still until it is moved.
pub(crate) struct Bench {
    pub(crate) provider: Provider,
    pub(crate) broker: Broker,
    pub(crate) clock: Clock,
}

impl Bench {
    /// With an ordinary provider.
    pub(crate) async fn start() -> Self {
        Self::with(Provider::start("").await, |_| ()).await
    }

    /// With this provider and other settings.
    pub(crate) async fn with(
        provider: Provider,
        change: impl FnOnce(&mut Settings) + Send + 'static,
    ) -> Self {
        let clock = Clock::manual(NOW_MS);
        let issuer = provider.issuer();
        let plan = Plan::default().clock(&clock).settings(move |settings| {
            set_up(settings, issuer);
            change(settings);
        });
        Self {
            provider,
            broker: plan.launch().await,
            clock,
        }
    }

    /// Stops the broker and starts it again with other settings: same port, data and time.
    pub(crate) async fn restart(self, change: impl FnOnce(&mut Settings) + Send + 'static) -> Self {
        let port = self.broker.port;
        let data = self.broker.stop().await;
        let issuer = self.provider.issuer();
        let plan = Plan::default().data(&data).clock(&self.clock);
        let plan = plan.settings(move |settings| {
            set_up(settings, issuer);
            change(settings);
        });
        Self {
            broker: plan.launch_at(port).await,
            ..self
        }
    }

    /// Good claims for a nonce.
    pub(crate) fn claims(&self, nonce: &str) -> Value {
        let now = self.clock.now_ms() / 1_000;
        json!({
            "iss": self.provider.issuer(), "sub": "somebody", "aud": CLIENT,
            "iat": now, "exp": now + 300, "nonce": nonce,
        })
    }

    /// Signs in with a refresh token beside the others, which counts from now on.
    pub(crate) async fn sign_in_refreshable(&self, browser: &Browser, role: Role) -> Reply {
        self.provider
            .says(|says| says.tokens.counts = REFRESH.to_owned());
        self.sign_in_with_token(browser, role, "somebody", REFRESH)
            .await
    }

    /// Signs in with a refresh token beside the others.
    pub(crate) async fn sign_in_with_token(
        &self,
        browser: &Browser,
        role: Role,
        subject: &str,
        refresh: &str,
    ) -> Reply {
        let mut claims = self.claims(&nonce(browser, role).await);
        claims["sub"] = json!(subject);
        claims["sid"] = json!("provider-session");
        let token = ES.token(&ES.header("ES256"), &claims);
        let body = json!({ "id_token": token, "access_token": ACCESS, "refresh_token": refresh });
        let path = format!("/{}/sign-in", role.as_str());
        browser.post(&path, &body).await
    }

    /// Has refresh tokens bring an ID token of now, whose claims are changed.
    pub(crate) fn grant(&self, change: impl FnOnce(&mut Value)) {
        let mut claims = self.claims("");
        claims.as_object_mut().unwrap().remove("nonce");
        change(&mut claims);
        let token = ES.token(&ES.header("ES256"), &claims);
        self.provider
            .says(|says| says.tokens.granted = json!({ "id_token": token }));
    }

    /// How often a refresh token came.
    pub(crate) fn refreshed(&self) -> usize {
        self.provider.says(|says| says.tokens.asked.len())
    }

    /// Signs in with a good token whose claims are changed.
    pub(crate) async fn sign_in_with(
        &self,
        browser: &Browser,
        role: Role,
        change: impl FnOnce(&mut Value),
    ) -> Reply {
        let mut claims = self.claims(&nonce(browser, role).await);
        change(&mut claims);
        let token = ES.token(&ES.header("ES256"), &claims);
        post(browser, role, &token).await
    }

    /// Signs in as it should be.
    pub(crate) async fn sign_in(&self, browser: &Browser, role: Role) -> Reply {
        self.sign_in_with(browser, role, |_| ()).await
    }

    /// The audit trail's records of a kind, oldest first.
    pub(crate) async fn audited(&self, kind: &str) -> Vec<Value> {
        self.broker.audited(kind).await
    }
}

/// No demonstration, but this provider, and nobody who may help.
fn set_up(settings: &mut Settings, issuer: String) {
    settings.demo = false;
    settings.identity.issuer = issuer;
    settings.identity.client_id = CLIENT.to_owned();
    settings.helpers = PeopleSettings::default();
    settings.administrators = PeopleSettings::default();
}

/// Begins a sign-in: the nonce, and the cookie in the browser.
pub(crate) async fn nonce(browser: &Browser, role: Role) -> String {
    let path = format!("/{}/sign-in/nonce", role.as_str());
    let reply = browser.post(&path, &json!({})).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let nonce: Value = reply.json();
    nonce["nonce"].as_str().unwrap().to_owned()
}

/// Finishes a sign-in.
pub(crate) async fn post(browser: &Browser, role: Role, id_token: &str) -> Reply {
    let body = json!({ "id_token": id_token, "access_token": ACCESS });
    let path = format!("/{}/sign-in", role.as_str());
    browser.post(&path, &body).await
}

/// `at_hash` of an access token.
pub(crate) fn at_hash(access_token: &str) -> String {
    use sha2::{Digest as _, Sha256};
    b64(&Sha256::digest(access_token)[..16])
}
