//! The demonstration's tenant: a real OpenID provider over HTTP, inside the broker, with invented
//! people. It is there only with `--demo`, and every page of it says what it is.
//!
//! | module | what |
//! | --- | --- |
//! | `accounts` | the people |
//! | `request` | authorization requests, judged |
//! | `endpoints` | the provider's endpoints |
//! | `grants`, `signing` | codes, access tokens, ID tokens |
//! | `page`, `texts`, `portraits` | what one sees |

mod accounts;
mod endpoints;
mod grants;
mod page;
mod portraits;
mod request;
mod signing;
mod texts;

use crate::http::routes::Routes;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use grants::Grants;
use http::{StatusCode, header};
use ring::error::Unspecified;
use signing::SigningKey;
use std::sync::{Arc, OnceLock};

/// What the provider remembers: nothing that outlives the process, and nobody's sign-in.
#[derive(Debug, Default)]
struct Demo {
    key: OnceLock<SigningKey>,
    grants: Grants,
}

impl Demo {
    /// The signing key, made when it is first needed.
    fn key(&self) -> Result<&SigningKey, Unspecified> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        // Two requests may make one each: the first is kept.
        let fresh = SigningKey::generate()?;
        Ok(self.key.get_or_init(|| fresh))
    }
}

/// Routes below `/demo`, mounted only in the demonstration.
pub fn routes() -> Routes {
    Routes::new()
        .nest("/oidc", endpoints::routes())
        .get("/style.css", style)
        .get("/pictures/{id}", portrait)
        .extension(Arc::new(Demo::default()))
}

async fn style() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        include_str!("style.css"),
    )
}

async fn portrait(Path(id): Path<String>) -> Response {
    let Some(png) = portraits::of(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, png).into_response()
}
