//! `GET /openapi.json`: what the interface says of itself (OpenAPI 3.1). It is the file `docs/openapi.json`, which tests hold
//! against all that they see of the interface.

use crate::http::{assets::Assets, pages, routes::Routes};
use axum::extract::Request;
use axum::response::IntoResponse as _;
use bytes::Bytes;
use http::StatusCode;

/// The description.
pub const TEXT: &str = include_str!("../../../../../docs/openapi.json");
/// Its name.
const NAME: &str = "openapi.json";

/// The route, relative to the interface's base. Whoever wants to read it need not sign in.
pub fn routes() -> Routes {
    let files = Assets::from_files([(NAME.to_owned(), Bytes::from_static(TEXT.as_bytes()))]);
    Routes::new().get("/openapi.json", async move |request: Request| {
        files.file(NAME).map_or_else(
            || StatusCode::NOT_FOUND.into_response(),
            |file| pages::send(file, request.headers(), pages::REVALIDATE),
        )
    })
}
