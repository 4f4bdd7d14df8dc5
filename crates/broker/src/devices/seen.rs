//! What a request tells of the device that it comes from.

use super::Proved;
use crate::{App, directory::Platform, http::peer::ConnectedFrom, identity::DeviceCheck};
use axum::extract::FromRequestParts;
use http::{HeaderMap, header, request::Parts};
use std::convert::Infallible;

/// Longest id of a device that is looked up, in bytes.
const ID: usize = 256;

/// What is seen of a device. An extractor, but for the claim and the check, which the sign-in holds, and the key, which signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What the provider called it in its token.
    pub claim: Option<String>,
    /// What a proxy that is believed calls it.
    pub proxy: Option<String>,
    /// What its browser has proved by its key.
    pub key: Option<Proved>,
    /// What the identity provider says of it.
    pub check: DeviceCheck,
    /// The kind of system that the browser says it runs on.
    pub platform: Option<Platform>,
}

impl FromRequestParts<App> for Seen {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let from = parts.extensions.get::<ConnectedFrom>();
        let header = from.and_then(|from| app.settings.devices.header_from(from.0));
        Ok(Self {
            claim: None,
            key: None,
            check: DeviceCheck::Off,
            proxy: header.and_then(|name| only(&parts.headers, name)),
            platform: platform(&parts.headers),
        })
    }
}

/// A header that is there once. One that the client has added beside the proxy's own names nothing.
fn only(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().filter(|_| values.next().is_none())?;
    let id = value.to_str().ok()?.trim();
    (!id.is_empty() && id.len() <= ID).then(|| id.to_owned())
}

/// The kind of system, as browsers tell it (RFC 9110 §10.1.5). Proves nothing.
fn platform(headers: &HeaderMap) -> Option<Platform> {
    let agent = headers.get(header::USER_AGENT)?.to_str().ok()?;
    // Android says that it is Linux too, and iOS that it is like macOS.
    let signs = [
        ("Windows NT", Platform::Windows),
        ("Android", Platform::Android),
        ("iPhone", Platform::Ios),
        ("iPad", Platform::Ios),
        ("Macintosh", Platform::Macos),
        ("CrOS", Platform::Other),
        ("Linux", Platform::Linux),
    ];
    let found = signs.iter().find(|(sign, _)| agent.contains(sign));
    found.map(|(_, platform)| *platform)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn headers(name: HeaderName, values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name.clone(), HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn browsers_tell_their_system() {
        for (agent, platform) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0",
                Some(Platform::Windows),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15",
                Some(Platform::Macos),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                Some(Platform::Linux),
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/128.0 Mobile",
                Some(Platform::Android),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15",
                Some(Platform::Ios),
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/128.0",
                Some(Platform::Other),
            ),
            ("curl/8.5.0", None),
        ] {
            let found = super::platform(&headers(header::USER_AGENT, &[agent]));
            assert_eq!(found, platform, "{agent}");
        }
    }

    #[test]
    fn a_proxy_names_one_device() {
        let name = || HeaderName::from_static("x-device");
        let one = |values: &[&'static str]| only(&headers(name(), values), "X-Device");
        assert_eq!(one(&[" d-1 "]).as_deref(), Some("d-1"));
        assert_eq!(one(&["d-1", "d-2"]), None);
        assert_eq!(one(&[""]), None);
        assert_eq!(one(&[]), None);
    }
}
