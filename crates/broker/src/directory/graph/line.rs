//! The line to Microsoft: one HTTP client, short waits, bounded answers, no redirects; requests that fail are
//! sent again within bounds, and a service that does not answer is left alone for a while.

use super::{
    breaker::Breaker,
    failure::Failure,
    retry::{Attempts, retry_after},
};
use crate::Clock;
use http::{StatusCode, header};
use reqwest::redirect::Policy;
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Longest wait for a whole answer, in milliseconds.
const WAIT_MS: u64 = 8_000;
/// Longest wait for a connection.
const CONNECT_WAIT: Duration = Duration::from_secs(3);

/// What answers for itself: each may be out of order, or ask us for a rest, while the others are well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// Where tokens come from.
    Login,
    /// Entra ID: people, groups, the organisation, and the groups of devices.
    Entra,
    /// Intune: devices and their compliance.
    Intune,
    /// Exchange, which keeps the photos.
    Photos,
}

impl Service {
    const ALL: usize = 4;

    /// For the log.
    fn name(self) -> &'static str {
        match self {
            Self::Login => "Microsoft's token service",
            Self::Entra => "Microsoft Graph (Entra ID)",
            Self::Intune => "Microsoft Graph (Intune)",
            Self::Photos => "Microsoft Graph (photos)",
        }
    }
}

/// What was answered, complete.
pub(super) struct Answer {
    /// Its status: neither 429 nor one of the 5xx that mean *not now*.
    pub(super) status: StatusCode,
    /// The body.
    pub(super) body: Vec<u8>,
}

/// Why a single request got no answer that counts.
struct Missed {
    why: String,
    /// What `Retry-After` asks for, in milliseconds.
    asked_ms: Option<u64>,
}

/// The line.
pub(super) struct Line {
    http: reqwest::Client,
    clock: Clock,
    breakers: [Mutex<Breaker>; Service::ALL],
}

impl Line {
    /// A line; `local` is one that leads to this very machine only.
    ///
    /// # Errors
    /// When the system's certificates cannot be used.
    pub(super) fn new(local: bool, clock: Clock) -> Result<Self, reqwest::Error> {
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .timeout(Duration::from_millis(WAIT_MS))
            .connect_timeout(CONNECT_WAIT)
            .user_agent(concat!("remote-help/", env!("CARGO_PKG_VERSION")));
        if local {
            // It needs no certificates, and a proxy would look for it elsewhere.
            builder = builder.no_proxy().tls_certs_only([]);
        }
        Ok(Self {
            http: builder.build()?,
            clock,
            breakers: Default::default(),
        })
    }

    /// The clock that all waits are told by.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Sends a request, which `build` makes anew for each attempt, and reads an answer of at most `limit`
    /// bytes.
    ///
    /// # Errors
    /// [`Failure::Unavailable`]; [`Failure::TooLarge`].
    pub(super) async fn send(
        &self,
        service: Service,
        limit: usize,
        build: impl Fn(&reqwest::Client) -> reqwest::RequestBuilder,
    ) -> Result<Answer, Failure> {
        let mut attempts = Attempts::begin(self.clock.now_ms());
        loop {
            self.breaker(service, |breaker| breaker.admit(self.clock.now_ms()))
                .map_err(|wait_ms| Failure::Unavailable {
                    why: format!("{} is left alone for a while", service.name()),
                    retry_after_ms: Some(wait_ms),
                })?;
            let missed = match self.once(limit, build(&self.http)).await {
                Ok(answer) => {
                    self.breaker(service, Breaker::succeeded);
                    return answer.ok_or(Failure::TooLarge);
                }
                Err(missed) => missed,
            };
            let now = self.clock.now_ms();
            let opened = self.breaker(service, |breaker| breaker.failed(now, missed.asked_ms));
            if opened {
                tracing::warn!(
                    service = service.name(),
                    why = missed.why,
                    "is left alone for a while"
                );
            }
            let Some(at_ms) = attempts.next(now, missed.asked_ms, rand::random()) else {
                return Err(Failure::Unavailable {
                    why: format!("{}: {}", service.name(), missed.why),
                    retry_after_ms: missed.asked_ms,
                });
            };
            self.clock.sleep_until(at_ms).await;
        }
    }

    /// One request. `None`: the answer is too large.
    async fn once(
        &self,
        limit: usize,
        request: reqwest::RequestBuilder,
    ) -> Result<Option<Answer>, Missed> {
        let late = self
            .clock
            .sleep_until(self.clock.now_ms().saturating_add(WAIT_MS));
        tokio::select! {
            answer = self.complete(limit, request) => answer,
            () = late => Err(Missed { why: "no answer in time".to_owned(), asked_ms: None }),
        }
    }

    async fn complete(
        &self,
        limit: usize,
        request: reqwest::RequestBuilder,
    ) -> Result<Option<Answer>, Missed> {
        // Addresses name people.
        let broken = |error: reqwest::Error| Missed {
            why: describe(&error.without_url()),
            asked_ms: None,
        };
        let mut response = request.send().await.map_err(broken)?;
        let status = response.status();
        if is_not_now(status) {
            let asked = response.headers().get(header::RETRY_AFTER);
            return Err(Missed {
                why: format!("answered with status {}", status.as_u16()),
                asked_ms: asked
                    .and_then(|value| value.to_str().ok())
                    .and_then(|value| retry_after(value, self.clock.now_ms()))
                    // At once is no answer to an overload.
                    .filter(|asked_ms| *asked_ms > 0),
            });
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(broken)? {
            if body.len() + chunk.len() > limit {
                return Ok(None);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Some(Answer { status, body }))
    }

    fn breaker<T>(&self, service: Service, change: impl FnOnce(&mut Breaker) -> T) -> T {
        let at = match service {
            Service::Login => 0,
            Service::Entra => 1,
            Service::Intune => 2,
            Service::Photos => 3,
        };
        let mut breaker = self.breakers[at]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        change(&mut breaker)
    }
}

/// Whether a status says that another time may do. 501 says that none will.
fn is_not_now(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
        || (status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED)
}

/// What went wrong with a request, in one word and without its details.
fn describe(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke off"
    }
    .to_owned()
}
