//! Routes, and what every request passes on its way to them.
//!
//! | module | what |
//! | --- | --- |
//! | [`routes`] | routes that can be listed |
//! | [`api`] | the interface under `/api/v1` |
//! | [`assets`] | the web app's files, as they were built |
//! | [`pages`] | `/rh`, `/rhh` and the files |
//! | [`health`] | `/healthz`, `/readyz` |
//! | [`body`] | request bodies: within size and time |
//! | [`headers`] | the security headers of every answer |
//! | [`log`] | one line a request |
//! | [`peer`] | who is asking, also behind proxies |
//! | [`error`] | errors → HTTP |
//! | [`refused`] | what is refused to somebody who is known, for the audit |
//! | [`extract`] | extractors with our errors |
//! | [`asked`] | values of a query, refused by their names |
//! | [`condition`] | `If-Match` and `If-None-Match` |
//! | [`download`] | answers that are made while they are fetched |

pub mod api;
pub mod asked;
pub mod assets;
pub mod body;
pub mod condition;
pub mod download;
pub mod error;
pub mod extract;
pub mod headers;
pub mod health;
pub mod log;
pub mod pages;
pub mod peer;
pub mod refused;
pub mod routes;

use crate::{App, demo};
use assets::Assets;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use routes::Routes;
use std::sync::Arc;

/// Every route there is, in the demonstration or in earnest.
#[must_use]
pub fn routes(demonstration: bool, assets: Assets) -> Routes {
    let routes = Routes::new()
        .merge(pages::routes(Arc::new(assets)))
        .merge(health::routes())
        .nest(rh_protocol::api::BASE, api::routes());
    if demonstration {
        routes.nest("/demo", demo::routes())
    } else {
        routes
    }
}

/// The routes, and what every request passes on its way to them.
pub fn router(app: App, assets: Assets) -> Router {
    routes(app.settings.demo, assets)
        .into_router(|routes| routes.layer(from_fn_with_state(app.clone(), body::take)))
        .layer(from_fn_with_state(app.clone(), refused::note))
        // Outermost last: the log sees every answer, the headers are on every answer.
        .layer(from_fn_with_state(app.clone(), peer::find))
        .layer(from_fn_with_state(
            headers::Headers::new(&app),
            headers::set,
        ))
        .layer(from_fn(log::log))
        .with_state(app)
}
