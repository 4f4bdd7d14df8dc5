//! Who is asking: the address of the client, behind trusted proxies the one that they name.

use crate::App;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use http::request::Parts;
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The other end of the connection. Set by the server on every request.
#[derive(Clone, Copy, Debug)]
pub struct ConnectedFrom(pub IpAddr);

/// The client's address. An extractor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Peer(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let found = parts.extensions.get::<Self>().copied();
        Ok(found.unwrap_or(Self(Ipv4Addr::UNSPECIFIED.into())))
    }
}

/// Finds out who is asking.
pub async fn find(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectedFrom(address)) = request.extensions().get().copied() {
        let peer = resolve(address, request.headers(), &app.settings.trusted_proxies);
        request.extensions_mut().insert(Peer(peer));
    }
    next.run(request).await
}

/// The rightmost address of `X-Forwarded-For` that is no proxy of ours: what stands left of it was
/// written by the client and proves nothing.
fn resolve(connected: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let trusted = |address: &IpAddr| proxies.iter().any(|proxy| proxy.contains(address));
    let mut found = connected.to_canonical();
    if !trusted(&found) {
        return found;
    }
    let named = headers.get_all("x-forwarded-for");
    let named: Vec<&str> = named.iter().filter_map(|line| line.to_str().ok()).collect();
    for name in named.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(address) = read(name.trim()) else {
            break;
        };
        found = address;
        if !trusted(&found) {
            break;
        }
    }
    found
}

/// An address, with or without port: some proxies write one.
fn read(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse().ok();
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|at| at.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn peer(connected: &str, lines: &[&'static str]) -> String {
        let proxies = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        resolve(connected.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed_and_only_from_the_right() {
        assert_eq!(peer("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(peer("10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(
            peer("10.0.0.1", &["1.1.1.1, 198.51.100.7, 10.0.0.2"]),
            "198.51.100.7"
        );
        assert_eq!(
            peer("::1", &["1.1.1.1", "198.51.100.7:1234"]),
            "198.51.100.7"
        );
        assert_eq!(
            peer("::ffff:10.0.0.1", &["[2001:db8::1]:99"]),
            "2001:db8::1"
        );
        assert_eq!(peer("10.0.0.1", &["2001:db8::2"]), "2001:db8::2");
        assert_eq!(peer("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(peer("10.0.0.1", &["198.51.100.7, unknown"]), "10.0.0.1");
    }
}
