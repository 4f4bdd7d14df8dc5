//! axum's extractors with our errors in place of its texts.

use super::error::ApiError;
use axum::extract::{FromRequest, FromRequestParts};

/// A JSON body; a bad one is answered with `bad-request` or `too-large`.
#[derive(Clone, Copy, Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(ApiError))]
pub struct Json<T>(pub T);

/// The body of a form; a bad one is answered with `bad-request` or `too-large`.
#[derive(Clone, Copy, Debug, FromRequest)]
#[from_request(via(axum::Form), rejection(ApiError))]
pub struct Form<T>(pub T);

/// Parts of the path; what does not read is answered with `not-found`.
#[derive(Clone, Copy, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
pub struct Path<T>(pub T);

/// The query; a bad one is answered with `bad-request`.
#[derive(Clone, Copy, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(ApiError))]
pub struct Query<T>(pub T);
