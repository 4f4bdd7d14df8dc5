//! `/healthz`: the process is alive. `/readyz`: it can do its work.

use super::routes::Routes;
use crate::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long an answer holds: whoever asks often does not make the disk work often.
const HOLDS: Duration = Duration::from_secs(1);

/// What the broker needs, and whether it has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Readiness {
    /// Whether a write reaches the disk.
    store: bool,
    /// Whether the identity provider's metadata is known.
    provider: bool,
}

type Last = Arc<Mutex<Option<(Instant, Readiness)>>>;

/// Both routes.
pub fn routes() -> Routes {
    let last = Last::default();
    Routes::new()
        .get("/healthz", async || "ok\n")
        .get("/readyz", async move |State(app)| ready(&app, &last).await)
}

async fn ready(app: &App, last: &Last) -> Response {
    // Whoever comes while it is being found out waits for the same answer.
    let mut last = last.lock().await;
    let readiness = match *last {
        Some((at, readiness)) if at.elapsed() < HOLDS => readiness,
        _ => {
            let found = find_out(app).await;
            *last = Some((Instant::now(), found));
            found
        }
    };
    drop(last);
    let status = if readiness.store && readiness.provider {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(readiness)).into_response()
}

async fn find_out(app: &App) -> Readiness {
    let (written, provider) = tokio::join!(
        app.store.check_writable(app.clock.now_db()),
        app.identity.provider()
    );
    if let Err(error) = &written {
        tracing::error!(%error, "the store cannot be written");
    }
    Readiness {
        store: written.is_ok(),
        provider: provider.is_some(),
    }
}
