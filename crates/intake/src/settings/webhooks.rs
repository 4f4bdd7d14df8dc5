//! Sections `[[webhooks]]`: who is told of sessions and alarms.

use super::SettingsError;
use rh_protocol::{Redacted, limits};
use serde::{Deserialize, Serialize};
use std::{fmt, path::PathBuf};
use url::{Host, Url};

/// One receiver.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// What it is called, in addresses and in the audit too: `[a-z0-9-]{1,64}`.
    pub name: String,
    /// Where deliveries are posted to.
    pub url: WebhookUrl,
    /// The secret that deliveries are signed with.
    #[serde(default)]
    pub secret: Option<Redacted<String>>,
    /// File with the secret, in place of `secret`. Read once, when the broker starts.
    #[serde(default)]
    pub secret_file: Option<PathBuf>,
    /// While a secret is being replaced: the one that receivers may still know. Deliveries are signed with both.
    #[serde(default)]
    pub previous_secret: Option<Redacted<String>>,
    /// File with it, in place of `previous_secret`.
    #[serde(default)]
    pub previous_secret_file: Option<PathBuf>,
    /// What it is told of.
    #[serde(default = "all")]
    pub events: Vec<WebhookEvent>,
}

/// What a webhook can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookEvent {
    /// Both sides have agreed, for the first time in a session.
    #[serde(rename = "session.started")]
    SessionStarted,
    /// A session is over.
    #[serde(rename = "session.ended")]
    SessionEnded,
    /// Something that somebody should look at.
    #[serde(rename = "alarm")]
    Alarm,
}

impl WebhookEvent {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::SessionStarted, Self::SessionEnded, Self::Alarm];
}

fn all() -> Vec<WebhookEvent> {
    WebhookEvent::ALL.to_vec()
}

/// Where deliveries go: `https://`, or `http://` on this very machine. Its path may hold a secret, so that only the
/// host is ever printed.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl(Url);

impl WebhookUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// A sentence for the operator, without the address.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "is not a URL")?;
        let url = Self(url);
        match url.0.scheme() {
            "https" => {}
            "http" if url.is_loopback() => {}
            _ => return Err("must begin with https:// (or be on this very machine)"),
        }
        if !url.0.username().is_empty() || url.0.password().is_some() {
            return Err("must hold neither user name nor password: deliveries are signed");
        }
        if url.0.fragment().is_some() {
            return Err("must have no fragment");
        }
        Ok(url)
    }

    /// The address, for the one place that posts to it.
    #[must_use]
    pub const fn expose(&self) -> &Url {
        &self.0
    }

    /// Host and, unless it is the scheme's own, port.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Whether deliveries stay on this machine, unencrypted.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookUrl({})", self.host())
    }
}

impl<'de> Deserialize<'de> for WebhookUrl {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let named = |why| serde::de::Error::custom(format!("`webhooks.url` {why}"));
        Self::parse(&text).map_err(named)
    }
}

/// Whether a text can name a webhook.
fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=limits::RULE_ID).contains(&name.len()) && name.bytes().all(plain)
}

/// The rules between their keys.
pub(super) fn check(webhooks: &[Webhook]) -> Result<(), SettingsError> {
    let refuse = |key, why| Err(SettingsError::Range(key, why));
    if webhooks.len() > limits::WEBHOOKS {
        return refuse("webhooks", "at most 16 sections");
    }
    for (place, webhook) in webhooks.iter().enumerate() {
        if !is_name(&webhook.name) {
            return refuse("webhooks.name", "1 to 64 small letters, digits and hyphens");
        }
        if webhooks
            .iter()
            .take(place)
            .any(|other| other.name == webhook.name)
        {
            return refuse("webhooks.name", "another one in each section");
        }
        let Some(secret) = &webhook.secret else {
            return refuse(
                "webhooks.secret",
                "set (or `webhooks.secret_file`): deliveries are signed with it",
            );
        };
        let short = |secret: &Redacted<String>| secret.expose().len() < limits::WEBHOOK_SECRET;
        if short(secret) {
            return refuse("webhooks.secret", "at least 32 bytes long");
        }
        if webhook.previous_secret.as_ref().is_some_and(short) {
            return refuse("webhooks.previous_secret", "at least 32 bytes long");
        }
        if webhook.events.is_empty() {
            return refuse(
                "webhooks.events",
                "one of session.started, session.ended and alarm at least, or left out",
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_safe_and_print_their_host_only() {
        for fine in [
            "https://tickets.example.com/in/token",
            "https://10.0.0.7:8443/?a=token",
            "http://127.0.0.1:9000/token",
            "http://[::1]/token",
            "http://localhost/token",
        ] {
            let url = WebhookUrl::parse(fine).unwrap();
            assert!(!format!("{url:?}").contains("token"), "{url:?}");
        }
        for wrong in [
            "http://tickets.example.com/",
            "http://10.0.0.7/",
            "ftp://localhost/",
            "https://a:b@tickets.example.com/",
            "https://tickets.example.com/#a",
            "tickets.example.com",
            "",
        ] {
            assert!(WebhookUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
