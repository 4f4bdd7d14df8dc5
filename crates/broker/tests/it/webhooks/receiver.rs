//! A receiver of deliveries, as somebody would write it after `docs/webhooks.md`.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use ring::hmac;
use serde_json::Value;
use std::{
    collections::VecDeque,
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};
use tokio::{
    net::TcpListener,
    sync::{Mutex as AsyncMutex, mpsc},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

/// A secret of the receiver.
pub(crate) const SECRET: &str = "a-secret-that-is-long-enough-for-it";

/// How it answers; with 204 when nothing was said.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Status(u16),
    /// Seconds to be left alone.
    Later(u16, &'static str),
    Redirect(String),
    /// Never.
    Silence,
}

/// A delivery that came, signed as it should be.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) path: String,
    pub(crate) id: String,
    pub(crate) event: String,
    pub(crate) attempt: u32,
    pub(crate) seconds: u64,
    pub(crate) body: Value,
}

#[derive(Clone)]
struct Shared {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    came: mpsc::UnboundedSender<Delivery>,
    secret: String,
}

/// One that listens on a port of its own.
pub(crate) struct Receiver {
    pub(crate) port: u16,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    came: AsyncMutex<mpsc::UnboundedReceiver<Delivery>>,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        Self::start_at(0, SECRET).await
    }

    pub(crate) async fn start_at(port: u16, secret: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, came) = mpsc::unbounded_channel();
        let answers = Arc::default();
        let shared = Shared {
            answers: Arc::clone(&answers),
            came: sender,
            secret: secret.to_owned(),
        };
        let router = Router::new().fallback(take).with_state(shared);
        let stop = CancellationToken::new();
        let serve =
            axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned());
        let serving = tokio::spawn(async { serve.await.unwrap() });
        Self {
            port,
            answers,
            came: AsyncMutex::new(came),
            stop,
            serving,
        }
    }

    /// How it answers next, in order.
    pub(crate) fn answers(&self, answers: impl IntoIterator<Item = Answer>) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// Waits for the next delivery.
    pub(crate) async fn next(&self) -> Delivery {
        self.came.lock().await.recv().await.unwrap()
    }

    /// What came and was not looked at.
    pub(crate) async fn rest(&self) -> Vec<String> {
        let mut came = self.came.lock().await;
        let mut rest = Vec::new();
        while let Ok(delivery) = came.try_recv() {
            rest.push(delivery.event);
        }
        rest
    }

    /// Goes down with all its connections, and leaves its port.
    pub(crate) async fn stop(self) -> u16 {
        self.stop.cancel();
        self.serving.await.unwrap();
        self.port
    }
}

async fn take(State(shared): State<Shared>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let seconds = verify(&shared.secret, &header("remote-help-signature"), &body);
    let read: Value = serde_json::from_slice(&body).unwrap();
    let delivery = Delivery {
        path: uri.path().to_owned(),
        id: header("remote-help-delivery"),
        event: header("remote-help-event"),
        attempt: header("remote-help-attempt").parse().unwrap(),
        seconds: seconds.expect("a signature that holds"),
        body: read,
    };
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(delivery.body["id"], delivery.id.as_str());
    assert_eq!(delivery.body["type"], delivery.event.as_str());
    super::schema::check(&delivery.body);
    let answer = shared.answers.lock().unwrap().pop_front();
    shared.came.send(delivery).unwrap();
    match answer {
        None => StatusCode::NO_CONTENT.into_response(),
        Some(Answer::Status(status)) => StatusCode::from_u16(status).unwrap().into_response(),
        Some(Answer::Later(status, after)) => {
            let status = StatusCode::from_u16(status).unwrap();
            (status, [(RETRY_AFTER, after)]).into_response()
        }
        Some(Answer::Redirect(to)) => (StatusCode::FOUND, [("location", to)]).into_response(),
        Some(Answer::Silence) => std::future::pending().await,
    }
}

/// The time that is signed, if any of the signatures is by this secret.
fn verify(secret: &str, header: &str, body: &[u8]) -> Option<u64> {
    let mut seconds = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.split_once('=') {
            Some(("t", value)) => seconds = value.parse::<u64>().ok(),
            Some(("v1", value)) => signatures.push(value),
            _ => {}
        }
    }
    let seconds = seconds?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signed = [seconds.to_string().as_bytes(), b".", body].concat();
    let ours = hmac::sign(&key, &signed);
    let ours: String = ours.as_ref().iter().map(|b| format!("{b:02x}")).collect();
    signatures.contains(&ours.as_str()).then_some(seconds)
}
