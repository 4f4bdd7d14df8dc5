//! The origin that people open.

use serde::Deserialize;
use url::{Host, Url};

/// An origin: scheme, host and port, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// Reads an origin such as `https://help.example.com`.
    ///
    /// # Errors
    /// A sentence for the operator, when it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("{text:?} is not a URL: {error}"))?;
        if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
            return Err(format!("{text:?} must begin with https:// or http://"));
        }
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !bare {
            return Err(format!(
                "{text:?} must be an origin: scheme, host and port only"
            ));
        }
        Ok(Self(url))
    }

    /// An origin that is known to be one.
    pub(super) fn https_host(host: &'static str) -> Self {
        Self::parse(&format!("https://{host}")).unwrap_or_else(|why| unreachable!("{why}"))
    }

    /// As browsers write it in `Origin`: `https://help.example.com`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The same place for WebSockets: `wss://help.example.com`.
    #[must_use]
    pub fn socket_origin(&self) -> String {
        // "http" → "ws", "https" → "wss".
        self.origin().replacen("http", "ws", 1)
    }

    /// Host and, unless it is the scheme's own, port: as browsers write it in `Host`.
    #[must_use]
    pub fn authority(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Whether people come by HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether only this very machine can open it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }
}

impl<'de> Deserialize<'de> for PublicUrl {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        let url = PublicUrl::parse("https://Help.Example.com:443/").unwrap();
        assert_eq!(url.origin(), "https://help.example.com");
        assert_eq!(url.socket_origin(), "wss://help.example.com");
        assert_eq!(url.authority(), "help.example.com");
        let url = PublicUrl::parse("http://localhost:8080").unwrap();
        assert_eq!(url.origin(), "http://localhost:8080");
        assert_eq!(url.socket_origin(), "ws://localhost:8080");
        assert_eq!(url.authority(), "localhost:8080");
        assert!(url.is_loopback() && !url.is_https());
        assert!(PublicUrl::parse("http://[::1]:8080").unwrap().is_loopback());
    }

    #[test]
    fn what_is_more_than_an_origin_is_refused() {
        for wrong in [
            "help.example.com",
            "ftp://help.example.com",
            "https://help.example.com/rh",
            "https://help.example.com?x",
            "https://a@help.example.com",
            "https://help.example.com#x",
        ] {
            assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
