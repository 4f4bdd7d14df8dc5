//! One delivery over HTTP: short waits, no redirects, and of the answer only its status.

use super::{
    delivery::{Failure, Outcome},
    signature::Signer,
};
use crate::settings::WebhookUrl;
use chrono::DateTime;
use http::{HeaderMap, header};
use reqwest::{Response, redirect::Policy};
use std::time::Duration;

/// Longest wait for a whole answer.
const WAIT: Duration = Duration::from_secs(10);
/// Longest wait for a connection.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// So much of an answer's body is read, in bytes, so that the connection can be used again.
const BODY: usize = 16 * 1024;

/// What is sent with a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Post<'a> {
    /// The delivery.
    pub(super) id: &'a str,
    /// The `type` of what it tells.
    pub(super) event: &'a str,
    /// Which try it is, from 1.
    pub(super) attempt: u32,
    /// The time, in Unix milliseconds.
    pub(super) now_ms: u64,
}

/// The way to one receiver.
#[derive(Clone, Debug)]
pub(super) struct Way {
    http: reqwest::Client,
    url: WebhookUrl,
    signer: Signer,
}

impl Way {
    /// To a receiver.
    ///
    /// # Errors
    /// When the system's certificates cannot be used.
    pub(super) fn new(url: WebhookUrl, signer: Signer) -> Result<Self, reqwest::Error> {
        let builder = reqwest::Client::builder()
            // A signed delivery goes where the configuration says.
            .redirect(Policy::none())
            .referer(false)
            .timeout(WAIT)
            .connect_timeout(CONNECT_WAIT)
            .user_agent(concat!("remote-help/", env!("CARGO_PKG_VERSION")));
        let builder = if url.is_plain() {
            // On this very machine: no certificates are needed, and a proxy would look for it elsewhere.
            builder.no_proxy().tls_certs_only([])
        } else {
            builder
        };
        Ok(Self {
            http: builder.build()?,
            url,
            signer,
        })
    }

    /// Sends a body once.
    pub(super) async fn post(&self, post: Post<'_>, body: &str) -> Outcome {
        let signature = self.signer.sign(post.now_ms / 1_000, body.as_bytes());
        let request = self
            .http
            .post(self.url.expose().clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header("remote-help-delivery", post.id)
            .header("remote-help-event", post.event)
            .header("remote-help-attempt", post.attempt)
            .header("remote-help-signature", signature)
            .body(body.to_owned());
        match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                let retry_after_ms = retry_after(response.headers(), post.now_ms);
                finish(response).await;
                Outcome::of_status(status, retry_after_ms)
            }
            Err(error) => Outcome::Failed {
                failure: if error.is_timeout() {
                    Failure::TimedOut
                } else {
                    Failure::Unreachable
                },
                retry_after_ms: None,
            },
        }
    }
}

/// Reads what is left of an answer, within limits. Whatever comes of it, the status was said.
async fn finish(mut response: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        read += chunk.len();
        if read > BODY {
            return;
        }
    }
}

/// How long a receiver asks to be left alone, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110
/// §10.2.3).
fn retry_after(headers: &HeaderMap, now_ms: u64) -> Option<u64> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(seconds.saturating_mul(1_000));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?.timestamp_millis();
    Some(u64::try_from(at).ok()?.saturating_sub(now_ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn a_time_to_retry_is_seconds_or_a_date_or_nothing() {
        let now_ms = 784_111_777_000;
        for (text, wait) in [
            ("120", Some(120_000)),
            (" 0 ", Some(0)),
            ("18446744073709551615", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:49:40 GMT", Some(3_000)),
            ("Sun, 06 Nov 1994 08:49:30 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, HeaderValue::from_str(text).unwrap());
            assert_eq!(retry_after(&headers, now_ms), wait, "{text:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now_ms), None);
    }
}
