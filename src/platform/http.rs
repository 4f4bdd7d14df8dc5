//! Calls of the broker's HTTP interface, and files of the app itself.

use gloo_net::http::{Request, Response};
use rh_protocol::error::ErrorEnvelope;
use rh_protocol::{ErrorBody, ErrorCode, api};
use serde::{Serialize, de::DeserializeOwned};

/// `GET` of a path below [`api::BASE`].
///
/// # Errors
/// The broker's own error, or `network-unreachable`.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ErrorBody> {
    let request = Request::get(&url(path)).build();
    read(&text(request).await?)
}

/// The same for what a page asks again and again by itself: it keeps nobody signed in who has gone.
///
/// # Errors
/// As with [`get`].
pub async fn get_in_background<T: DeserializeOwned>(path: &str) -> Result<T, ErrorBody> {
    let request = Request::get(&url(path))
        .header(api::BACKGROUND, "1")
        .build();
    read(&text(request).await?)
}

/// `POST` of a body to a path below [`api::BASE`].
///
/// # Errors
/// The broker's own error, or `network-unreachable`.
pub async fn post<B: Serialize + ?Sized, T: DeserializeOwned>(
    path: &str,
    body: &B,
) -> Result<T, ErrorBody> {
    // Serialised here and not by `json()`, so that one copy of the rest serves every type.
    let json = serde_json::to_string(body).map_err(|_| ErrorBody::new(ErrorCode::BadRequest))?;
    let request = Request::post(&url(path))
        .header("content-type", "application/json")
        .body(json);
    read(&text(request).await?)
}

/// `PUT` of a body to a path below [`api::BASE`]; there is no answer but that it was taken.
///
/// # Errors
/// The broker's own error, or `network-unreachable`.
pub async fn put<B: Serialize + ?Sized>(path: &str, body: &B) -> Result<(), ErrorBody> {
    let json = serde_json::to_string(body).map_err(|_| ErrorBody::new(ErrorCode::BadRequest))?;
    let request = Request::put(&url(path))
        .header("content-type", "application/json")
        .body(json);
    text(request).await.map(drop)
}

/// Where something is changed: what somebody else has made of it meanwhile stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Only {
    /// Where nothing is there yet.
    New,
    /// Where it still has this tag.
    Same(String),
}

/// `PUT` of a body to a path below [`api::BASE`], where what is there is what it is to be.
///
/// # Errors
/// `changed-meanwhile` where it is not; the broker's other errors, or `network-unreachable`.
pub async fn put_only<B: Serialize + ?Sized>(
    path: &str,
    only: &Only,
    body: &B,
) -> Result<(), ErrorBody> {
    let json = serde_json::to_string(body).map_err(|_| ErrorBody::new(ErrorCode::BadRequest))?;
    let request = Request::put(&url(path)).header("content-type", "application/json");
    let request = match only {
        Only::New => request.header("if-none-match", "*"),
        Only::Same(tag) => request.header("if-match", &quoted(tag)),
    };
    text(request.body(json)).await.map(drop)
}

/// `DELETE` of a path below [`api::BASE`], where what is there still has this tag.
///
/// # Errors
/// `changed-meanwhile` where it has not; the broker's other errors, or `network-unreachable`.
pub async fn delete_only(path: &str, tag: &str) -> Result<(), ErrorBody> {
    let request = Request::delete(&url(path)).header("if-match", &quoted(tag));
    text(request.build()).await.map(drop)
}

/// A tag as a header has it.
fn quoted(tag: &str) -> String {
    format!("\"{tag}\"")
}

/// `DELETE` of a path below [`api::BASE`].
///
/// # Errors
/// The broker's own error, or `network-unreachable`.
pub async fn delete(path: &str) -> Result<(), ErrorBody> {
    text(Request::delete(&url(path)).build()).await.map(drop)
}

/// `POST` without a body.
///
/// # Errors
/// The broker's own error, or `network-unreachable`.
pub async fn post_empty<T: DeserializeOwned>(path: &str) -> Result<T, ErrorBody> {
    let request = Request::post(&url(path)).build();
    read(&text(request).await?)
}

/// Why a file was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It cannot be read any more: it was changed, moved or removed since it was chosen.
    Unreadable,
    /// The broker's own error, or `network-unreachable`.
    Refused(ErrorBody),
}

/// `POST` of the file that is chosen in a field of the page.
///
/// # Errors
/// [`NotTaken`].
pub async fn post_file<T: DeserializeOwned>(
    path: &str,
    field: &str,
    media_type: &str,
) -> Result<T, NotTaken> {
    // Read first: a file that has changed since would look like a network that is gone.
    let bytes = super::file::read(field).await;
    let bytes = bytes.map_err(|_| NotTaken::Unreadable)?;
    let request = Request::post(&url(path))
        .header("content-type", media_type)
        .body(bytes);
    let text = text(request).await.map_err(NotTaken::Refused)?;
    read(&text).map_err(NotTaken::Refused)
}

/// The text of a file of the app, such as a language.
///
/// # Errors
/// `load-failed` when it is not there or cannot be reached.
pub async fn file(path: &str) -> Result<String, ErrorBody> {
    let failed = |_| ErrorBody::new(ErrorCode::LoadFailed);
    let response = Request::get(path).send().await.map_err(failed)?;
    if !response.ok() {
        return Err(ErrorBody::new(ErrorCode::LoadFailed));
    }
    response.text().await.map_err(failed)
}

fn url(path: &str) -> String {
    format!("{}{path}", api::BASE)
}

async fn text(request: Result<Request, gloo_net::Error>) -> Result<String, ErrorBody> {
    let unreachable = |_| ErrorBody::new(ErrorCode::NetworkUnreachable);
    let response = request.map_err(unreachable)?.send().await;
    let response: Response = response.map_err(unreachable)?;
    let (ok, status) = (response.ok(), response.status());
    let text = response.text().await.map_err(unreachable)?;
    if ok {
        Ok(text)
    } else {
        Err(refusal(status, &text))
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ErrorBody> {
    // An empty answer reads as `null`, which is what `()` is made of.
    let json = if text.is_empty() { "null" } else { text };
    serde_json::from_str(json).map_err(|_| ErrorBody::new(ErrorCode::UnsupportedVersion))
}

/// An error without our envelope comes from something in between: a proxy, a captive portal.
fn refusal(status: u16, text: &str) -> ErrorBody {
    match serde_json::from_str::<ErrorEnvelope>(text) {
        Ok(envelope) => envelope.error,
        Err(_) if (502..=504).contains(&status) => ErrorBody::new(ErrorCode::Unavailable),
        Err(_) => ErrorBody::new(ErrorCode::NetworkUnreachable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_keep_their_details() {
        let body = refusal(
            429,
            r#"{"error":{"code":"too-many-wrong-codes","retry_after_ms":1200}}"#,
        );
        assert_eq!(body.code, ErrorCode::TooManyWrongCodes);
        assert_eq!(body.retry_after_ms, Some(1200));
    }

    #[test]
    fn a_proxys_page_is_not_the_brokers_word() {
        assert_eq!(refusal(403, "<html>").code, ErrorCode::NetworkUnreachable);
        assert_eq!(refusal(503, "<html>").code, ErrorCode::Unavailable);
    }

    #[test]
    fn an_answer_of_another_version_asks_for_a_reload() {
        assert_eq!(read::<()>(""), Ok(()));
        let wrong = read::<rh_protocol::api::Joined>("{}");
        assert_eq!(wrong.unwrap_err().code, ErrorCode::UnsupportedVersion);
    }
}
