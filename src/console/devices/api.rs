//! What the broker says about devices, and what it is told.

use crate::console::directory::api::{Named, path};
use crate::console::load::Asking;
use crate::percent;
use crate::platform::http::{self, Only};
use rh_protocol::api::Joined;
use rh_protocol::{ErrorBody, SessionId};
use serde::{Deserialize, Serialize};

/// Where devices are.
const DEVICES: &str = "devices";

/// A device.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(in crate::console) struct Device {
    pub(in crate::console) id: String,
    pub(in crate::console) name: String,
    #[serde(default)]
    pub(super) owner: Option<Named>,
    pub(super) platform: String,
    pub(super) compliance: String,
    #[serde(default)]
    pub(super) reasons: Vec<String>,
    #[serde(default)]
    pub(super) last_seen_ms: Option<u64>,
    /// Not in lists, and not while the directory does not tell them.
    #[serde(default)]
    pub(super) groups: Option<Vec<Named>>,
    /// To be given back with a change; none in lists, and where it cannot be changed here.
    #[serde(default)]
    pub(super) tag: String,
    #[serde(default)]
    pub(super) age_ms: u64,
}

/// A device as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Body {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<String>,
    pub(super) platform: String,
    pub(super) compliance: String,
    pub(super) reasons: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_seen_ms: Option<u64>,
    pub(super) groups: Vec<String>,
}

/// The browsers that are enrolled on a device.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Keys {
    pub(super) keys: Vec<Key>,
    /// For how long a link that was made earlier can still be used.
    #[serde(default)]
    pub(super) link_remaining_ms: Option<u64>,
}

/// One of them. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Key {
    pub(super) id: String,
    /// Who enrolled it.
    #[serde(default)]
    pub(super) person: Option<Enroller>,
    pub(super) enrolled_ms: u64,
    #[serde(default)]
    pub(super) used_ms: Option<u64>,
    /// The browser had forgotten its key, and the same person made a new one.
    #[serde(default)]
    pub(super) renewed: bool,
}

/// Who enrolled a browser.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Enroller {
    pub(super) name: String,
    #[serde(default)]
    pub(super) email: Option<String>,
}

/// A link that enrols one browser, once.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Link {
    pub(super) link: String,
    pub(super) remaining_ms: u64,
}

/// A session for one device and its owner.
#[derive(Debug, Serialize)]
struct Start<'a> {
    device: &'a str,
}

/// Asks for one device.
pub(super) fn device(id: &str) -> Asking<Device> {
    let path = path(DEVICES, id);
    Box::pin(async move { http::get(&path).await })
}

/// Adds a device, or changes it.
pub(super) async fn save(id: &str, only: &Only, body: &Body) -> Result<(), ErrorBody> {
    http::put_only(&path(DEVICES, id), only, body).await
}

/// Removes a device, as it was read.
pub(super) async fn remove(id: &str, tag: &str) -> Result<(), ErrorBody> {
    http::delete_only(&path(DEVICES, id), tag).await
}

/// Starts a session that is bound to a device and its owner.
pub(super) async fn start(device: &str) -> Result<SessionId, ErrorBody> {
    let joined: Joined = http::post("/helper/sessions", &Start { device }).await?;
    Ok(joined.session)
}

/// Makes a link that enrols a browser.
pub(super) async fn enrol(id: &str) -> Result<Link, ErrorBody> {
    http::post_empty(&format!("{}/enrolment", path(DEVICES, id))).await
}

/// Asks for the browsers that are enrolled.
pub(super) fn keys(id: &str) -> Asking<Keys> {
    let path = format!("{}/keys", path(DEVICES, id));
    Box::pin(async move { http::get(&path).await })
}

/// Has a browser enrolled no more.
pub(super) async fn revoke(id: &str, key: &str) -> Result<(), ErrorBody> {
    let (device, key) = (path(DEVICES, id), percent::encoded(key));
    http::delete(&format!("{device}/keys/{key}")).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_broker_says_reads() {
        let device: Device = serde_json::from_str(
            r#"{"id":"d","name":"LAPTOP-9","platform":"windows","compliance":"unknown","reasons":[]}"#,
        )
        .unwrap();
        assert_eq!(
            (device.owner, device.last_seen_ms, device.age_ms),
            (None, None, 0)
        );
        let keys: Keys = serde_json::from_str(
            r#"{"keys":[{"id":"k","person":{"name":"Yuki"},"enrolled_ms":5,"renewed":false}],"link_remaining_ms":60000}"#,
        )
        .unwrap();
        assert_eq!(keys.keys[0].used_ms, None);
        assert_eq!(keys.link_remaining_ms, Some(60_000));
    }
}
