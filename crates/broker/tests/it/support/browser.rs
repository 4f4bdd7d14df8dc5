//! Speaks to the broker as a browser does, and holds every exchange against the description.

use crate::openapi;
use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::{COOKIE, HeaderMap, ORIGIN, SET_COOKIE},
    redirect::Policy,
};
use rh_protocol::api::BASE;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{collections::BTreeMap, sync::Mutex};
use url::Url;

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

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
        let path = format!("{}{path}", BASE);
        let request = self.request(Method::POST, &path).json(body);
        self.try_send(request).await
    }

    /// PUT of JSON below `/api/v1`.
    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        let path = format!("{}{path}", BASE);
        let request = self.request(Method::PUT, &path).json(body);
        self.try_send(request).await.unwrap()
    }

    /// DELETE below `/api/v1`.
    pub(crate) async fn delete(&self, path: &str) -> Reply {
        let path = format!("{BASE}{path}");
        self.send(Method::DELETE, &path, "", None).await
    }

    /// GET below `/api/v1`.
    pub(crate) async fn ask(&self, path: &str) -> Reply {
        self.get(&format!("{}{path}", BASE)).await
    }
}
