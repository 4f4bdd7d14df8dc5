//! The one call that goes to the identity provider itself: its token endpoint.

use gloo_net::http::Request;
use web_sys::{ReferrerPolicy, RequestCredentials, RequestRedirect};

/// Why there is no answer: no network, a refused redirect, no CORS, or another site's policy. The
/// browser does not say which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

impl std::fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no answer")
    }
}

impl std::error::Error for NoAnswer {}

impl From<gloo_net::Error> for NoAnswer {
    fn from(_: gloo_net::Error) -> Self {
        Self
    }
}

/// Posts a form; answers status and body. Sends no cookies, follows no redirect, names no referrer.
///
/// # Errors
/// [`NoAnswer`].
pub async fn post_form(url: &str, form: String) -> Result<(u16, Vec<u8>), NoAnswer> {
    let request = Request::post(url)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)?;
    let response = request.send().await?;
    let status = response.status();
    Ok((status, response.binary().await?))
}
