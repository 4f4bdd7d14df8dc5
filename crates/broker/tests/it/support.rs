//! Launches the broker and speaks to it as a browser does.

use crate::openapi;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use remote_help::http::assets::Assets;
use remote_help::server::launch::LaunchError;
use remote_help::settings::demo;
use remote_help::{Clock, Extras, Listeners, Settings, launch_with};
use reqwest::header::{COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder, StatusCode};
use rh_protocol::Role;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::{Url, form_urlencoded};

/// A broker that is to be launched: the demonstration, unless changed.
pub(crate) struct Plan {
    clock: Clock,
    assets: Assets,
    data: Arc<TempDir>,
    change: Box<dyn FnOnce(&mut Settings) + Send>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            assets: Assets::default(),
            data: Arc::new(tempfile::tempdir().unwrap()),
            change: Box::new(|_| {}),
        }
    }
}

#[allow(dead_code, reason = "a kit for all rooms")]
impl Plan {
    /// With this clock.
    pub(crate) fn clock(mut self, clock: &Clock) -> Self {
        self.clock = clock.clone();
        self
    }

    /// With this web app.
    pub(crate) fn assets(mut self, assets: Assets) -> Self {
        self.assets = assets;
        self
    }

    /// On the data of an earlier one.
    pub(crate) fn data(mut self, data: &Arc<TempDir>) -> Self {
        self.data = Arc::clone(data);
        self
    }

    /// With other settings.
    pub(crate) fn settings(mut self, change: impl FnOnce(&mut Settings) + Send + 'static) -> Self {
        self.change = Box::new(change);
        self
    }

    /// Launches it on a free port.
    pub(crate) async fn launch(self) -> Broker {
        self.launch_at(0).await
    }

    /// Launches it on a port that is known to be free.
    pub(crate) async fn launch_at(self, port: u16) -> Broker {
        let listeners = Listeners::bind_loopback(port).await.unwrap();
        let port = listeners.port();
        let data = self.data.path().to_owned();
        let mut settings = demo::demo(&listeners.addresses(), Some(data), []).unwrap();
        (self.change)(&mut settings);
        let origin = settings.public_url.origin();
        let stop = CancellationToken::new();
        let extras = Extras {
            clock: self.clock.clone(),
            assets: self.assets,
        };
        let running = tokio::spawn(launch_with(settings, listeners, stop.clone(), extras));
        Broker {
            origin,
            port,
            clock: self.clock,
            data: self.data,
            stop,
            running,
        }
    }
}

/// A broker that runs in this process. Connections made before it is up wait for it.
pub(crate) struct Broker {
    /// What people open.
    pub(crate) origin: String,
    /// Where it listens, on both loopback addresses.
    pub(crate) port: u16,
    /// Its time.
    #[allow(dead_code, reason = "a kit for all rooms")]
    pub(crate) clock: Clock,
    /// Its data folder, kept as long as anyone holds it.
    pub(crate) data: Arc<TempDir>,
    stop: CancellationToken,
    running: JoinHandle<Result<(), LaunchError>>,
}

#[allow(dead_code, reason = "a kit for all rooms")]
impl Broker {
    /// The demonstration, as it is.
    pub(crate) async fn demo() -> Self {
        Plan::default().launch().await
    }

    /// A fresh browser.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.origin)
    }

    /// A fresh browser, in which an account of the demonstration is signed in.
    pub(crate) async fn signed_in(&self, role: Role, account: &str) -> Browser {
        let browser = self.browser();
        let reply = browser.sign_in(role, account).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        browser
    }

    /// Begins to stop it.
    pub(crate) fn begin_stop(&self) {
        self.stop.cancel();
    }

    /// Waits until it is down.
    pub(crate) async fn down(self) -> Arc<TempDir> {
        self.running.await.unwrap().unwrap();
        self.data
    }

    /// Stops it in good order and keeps its data.
    pub(crate) async fn stop(self) -> Arc<TempDir> {
        self.begin_stop();
        self.down().await
    }
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

#[allow(dead_code, reason = "a kit for all rooms")]
impl Reply {
    /// The body, read as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The error's code, in its wire form.
    pub(crate) fn code(&self) -> String {
        self.json::<Value>()["error"]["code"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

/// A request that was answered.
pub(crate) struct Exchange {
    pub(crate) method: Method,
    /// Without the query.
    pub(crate) path: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

/// A client with a browser's cookies and manners: it sends `Origin` and follows no redirect by itself.
pub(crate) struct Browser {
    http: reqwest::Client,
    /// What people open.
    pub(crate) origin: String,
    /// Where that leads: there itself, or to what stands behind a proxy.
    address: Url,
    cookies: Mutex<BTreeMap<String, String>>,
    exchanges: Mutex<Vec<Exchange>>,
}

#[allow(dead_code, reason = "a kit for all rooms")]
impl Browser {
    /// A browser for an origin.
    pub(crate) fn new(origin: &str) -> Self {
        Self::through(origin, origin)
    }

    /// A browser whose requests to an origin a proxy passes on to an address.
    pub(crate) fn through(origin: &str, address: &str) -> Self {
        // Whoever builds the first client of the process needs the provider of cryptography.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self {
            http,
            origin: origin.to_owned(),
            address: Url::parse(address).unwrap(),
            cookies: Mutex::default(),
            exchanges: Mutex::default(),
        }
    }

    /// Remembers an answer.
    pub(crate) fn note(&self, method: Method, path: &str, status: StatusCode, headers: &HeaderMap) {
        self.exchanges.lock().unwrap().push(Exchange {
            method,
            path: path.to_owned(),
            status,
            headers: headers.clone(),
        });
    }

    /// All that was asked and answered since this was called last, in order.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.exchanges.lock().unwrap())
    }

    /// All cookies, as they are sent.
    pub(crate) fn cookie_header(&self) -> String {
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// One cookie's value.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// A request as this browser sends it; `path` may be a whole URL of the same origin.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = self.address.join(path).unwrap();
        let mut request = self.http.request(method.clone(), url);
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies);
        }
        if method != Method::GET {
            request = request.header(ORIGIN, &self.origin);
        }
        request
    }

    /// Sends a request to a broker that may be killed meanwhile. Both it and the answer have to be as they are described.
    pub(crate) async fn try_send(&self, request: RequestBuilder) -> reqwest::Result<Reply> {
        let request = request.build()?;
        let (method, url) = (request.method().clone(), request.url().clone());
        let sent = request.body().and_then(|body| body.as_bytes());
        let sent = sent.unwrap_or_default().to_vec();
        let response = self.http.execute(request).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        self.keep_cookies(&headers);
        let text = response.text().await?;
        let exchange = openapi::exchange::Exchange {
            method: &method,
            url: &url,
            sent: &sent,
            status,
            headers: &headers,
            text: &text,
        };
        exchange.check();
        self.note(method, url.path(), status, &headers);
        Ok(Reply {
            status,
            text,
            headers,
        })
    }

    /// Sends a request with a body, if with any.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        content_type: &str,
        body: Option<String>,
    ) -> Reply {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.header("content-type", content_type).body(body);
        }
        self.try_send(request).await.unwrap()
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// GET.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, "", None).await
    }

    /// POST of JSON below `/api/v1`.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.try_post(path, body).await.unwrap()
    }

    /// The same to a broker that may be killed meanwhile.
    pub(crate) async fn try_post(&self, path: &str, body: &Value) -> reqwest::Result<Reply> {
        let path = format!("{}{path}", rh_protocol::api::BASE);
        let request = self.request(Method::POST, &path).json(body);
        self.try_send(request).await
    }

    /// PUT of JSON below `/api/v1`.
    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        let path = format!("{}{path}", rh_protocol::api::BASE);
        let request = self.request(Method::PUT, &path).json(body);
        self.try_send(request).await.unwrap()
    }

    /// GET below `/api/v1`.
    pub(crate) async fn ask(&self, path: &str) -> Reply {
        self.get(&format!("{}{path}", rh_protocol::api::BASE)).await
    }

    /// Signs in at the demonstration's provider by the whole flow: nonce, authorization code with
    /// PKCE, tokens, and the broker's verdict on them, which is the answer.
    pub(crate) async fn sign_in(&self, role: Role, account: &str) -> Reply {
        let tokens = self.tokens(role, account).await;
        self.post(&format!("/{}/sign-in", role.as_str()), &tokens)
            .await
    }

    /// The flow up to the tokens: the body of `POST /{role}/sign-in`.
    pub(crate) async fn tokens(&self, role: Role, account: &str) -> Value {
        // Portraits are drawn when the first one is asked for. A debug build on a busy machine takes
        // longer for it than the broker waits for a provider: this asks without a time-out.
        self.get(&format!("/demo/pictures/{account}")).await;
        let config: Value = self.ask("/config").await.json();
        let provider = &config["provider"];
        let nonce = self
            .post(&format!("/{}/sign-in/nonce", role.as_str()), &json!({}))
            .await;
        assert_eq!(nonce.status, StatusCode::OK, "{}", nonce.text);
        let nonce: Value = nonce.json();
        let base = match role {
            Role::Helper => "rhh",
            Role::Sharer => "rh",
        };
        let redirect_uri = format!("{}/{base}/callback", self.origin);
        let verifier = "a".repeat(64);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let client_id = provider["client_id"].as_str().unwrap();
        let request = [
            ("client_id", client_id),
            ("redirect_uri", &redirect_uri),
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("state", "the-state"),
            ("nonce", nonce["nonce"].as_str().unwrap()),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let mut page = Url::parse(provider["authorization_endpoint"].as_str().unwrap()).unwrap();
        let endpoint = page.clone();
        page.query_pairs_mut().extend_pairs(&request);
        assert_eq!(self.get(page.as_str()).await.status, StatusCode::OK);
        let pressed = [&request[..], &[("account", account)]].concat();
        let pressed = self.form(endpoint.as_str(), &pressed).await;
        let back = Url::parse(pressed.header("location")).unwrap();
        let answer: BTreeMap<_, _> = back.query_pairs().into_owned().collect();
        assert_eq!(answer["state"], "the-state");
        let request = [
            ("grant_type", "authorization_code"),
            ("code", &answer["code"]),
            ("redirect_uri", &redirect_uri),
            ("client_id", client_id),
            ("code_verifier", &verifier),
        ];
        let endpoint = provider["token_endpoint"].as_str().unwrap();
        let tokens = self.form(endpoint, &request).await;
        assert_eq!(tokens.status, StatusCode::OK, "{}", tokens.text);
        let tokens: Value = tokens.json();
        json!({ "id_token": tokens["id_token"], "access_token": tokens["access_token"] })
    }

    async fn form(&self, url: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let form = "application/x-www-form-urlencoded";
        self.send(Method::POST, url, form, Some(body)).await
    }
}
