//! `GET /config`: what the app must know before anybody signs in.

use crate::App;
use axum::{Json, extract::State};
use rh_protocol::api::AppConfig;

/// Answers with the [`AppConfig`].
pub async fn config(State(app): State<App>) -> Json<AppConfig> {
    let settings = app.policy.settings();
    let features = &settings.features;
    Json(AppConfig {
        build: app.build.to_string(),
        demo: app.settings.demo,
        enabled: features.enabled,
        notice: Some(features.notice.clone()).filter(|notice| !notice.is_empty()),
        public_url: app.settings.public_url.origin(),
        provider: app.identity.provider().await,
    })
}
