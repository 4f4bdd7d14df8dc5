//! Requests to the provider: one HTTP client, short waits, bounded answers, no redirects.

use http::{StatusCode, header};
use reqwest::redirect::Policy;
use std::time::Duration;
use url::Url;

/// Longest wait for a whole answer.
const WAIT: Duration = Duration::from_secs(5);
/// Longest wait for a connection.
const CONNECT_WAIT: Duration = Duration::from_secs(3);
/// Largest JSON document that is read, in bytes.
const DOCUMENT: usize = 512 * 1024;

/// Why an answer is not to be had. Holds no address and no content.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No answer while somebody waited for it.
    #[error("gave no answer in time")]
    Late,
    /// No connection, no answer in time, or it broke off.
    #[error("not reachable: {0}")]
    Unreachable(#[source] reqwest::Error),
    /// An answer, but not the one hoped for.
    #[error("answered with status {0}")]
    Status(StatusCode),
    /// More than is read.
    #[error("the answer is too large")]
    TooLarge,
    /// Not what it should be.
    #[error("the answer is not {0}")]
    Content(&'static str),
}

impl FetchError {
    fn unreachable(error: reqwest::Error) -> Self {
        // Addresses may hold what is nobody's business.
        Self::Unreachable(error.without_url())
    }
}

/// The HTTP client. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Fetch(reqwest::Client);

/// What was answered, complete.
#[derive(Debug)]
pub(super) struct Answer {
    /// `Content-Type`, empty when there was none.
    pub(super) content_type: String,
    /// The body.
    pub(super) body: Vec<u8>,
}

impl Fetch {
    /// A client for the provider itself.
    ///
    /// # Errors
    /// When the system's certificates cannot be used.
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        Self::builder().build().map(Self)
    }

    /// A client for a provider on this very machine, by plain HTTP: it needs no certificates, and a
    /// proxy would look for it elsewhere.
    ///
    /// # Errors
    /// None in practice.
    pub(super) fn local() -> Result<Self, reqwest::Error> {
        Self::builder()
            .no_proxy()
            .tls_certs_only([])
            .build()
            .map(Self)
    }

    /// A client that reaches public addresses only: for addresses that come out of claims.
    ///
    /// # Errors
    /// When the system's certificates cannot be used.
    pub(super) fn public_only() -> Result<Self, reqwest::Error> {
        Self::builder()
            // A proxy would resolve names itself.
            .no_proxy()
            .dns_resolver(super::public_only::PublicOnly)
            .build()
            .map(Self)
    }

    fn builder() -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .timeout(WAIT)
            .connect_timeout(CONNECT_WAIT)
            .user_agent(concat!("remote-help/", env!("CARGO_PKG_VERSION")))
    }

    /// A JSON document (discovery, key set).
    ///
    /// # Errors
    /// See [`FetchError`].
    pub(super) async fn document(&self, url: &Url) -> Result<Vec<u8>, FetchError> {
        let request = self
            .0
            .get(url.clone())
            .header(header::ACCEPT, "application/json");
        Self::complete(request, DOCUMENT)
            .await
            .map(|answer| answer.body)
    }

    /// The userinfo of an access token (OpenID Connect Core §5.3.1).
    ///
    /// # Errors
    /// See [`FetchError`].
    pub(super) async fn user_info(
        &self,
        url: &Url,
        access_token: &str,
    ) -> Result<Answer, FetchError> {
        let request = self
            .0
            .get(url.clone())
            .header(header::ACCEPT, "application/json")
            .bearer_auth(access_token);
        Self::complete(request, DOCUMENT).await
    }

    /// The token endpoint's answer to a form, whatever it is (RFC 6749 §5). `origin` is the app's own: Entra ID exchanges what
    /// was given to a single-page application for nobody else.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub(super) async fn token(
        &self,
        url: &Url,
        origin: &str,
        form: String,
    ) -> Result<(StatusCode, Answer), FetchError> {
        let request = self
            .0
            .post(url.clone())
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, origin)
            .body(form);
        let response = request.send().await.map_err(FetchError::unreachable)?;
        let status = response.status();
        Ok((status, Self::read(response, DOCUMENT).await?))
    }

    /// A picture of at most `limit` bytes.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub(super) async fn picture(&self, url: &Url, limit: usize) -> Result<Vec<u8>, FetchError> {
        let request = self.0.get(url.clone()).header(header::ACCEPT, "image/*");
        Self::complete(request, limit)
            .await
            .map(|answer| answer.body)
    }

    async fn complete(
        request: reqwest::RequestBuilder,
        limit: usize,
    ) -> Result<Answer, FetchError> {
        let response = request.send().await.map_err(FetchError::unreachable)?;
        if response.status() != StatusCode::OK {
            return Err(FetchError::Status(response.status()));
        }
        Self::read(response, limit).await
    }

    async fn read(mut response: reqwest::Response, limit: usize) -> Result<Answer, FetchError> {
        let content_type = response
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(FetchError::unreachable)? {
            if body.len() + chunk.len() > limit {
                return Err(FetchError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { content_type, body })
    }
}
