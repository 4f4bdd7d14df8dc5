//! Requests that change something, and WebSockets, come from our own pages only (CSRF). Pure.

use http::{HeaderMap, Method, header};

/// Whether a request may have come from our own page: all that merely read may, the others must
/// bring our `Origin` (or, where a browser leaves it out, say `Sec-Fetch-Site: same-origin`).
#[must_use]
pub fn is_ours(method: &Method, headers: &HeaderMap, public_origin: &str) -> bool {
    let socket = headers
        .get(header::UPGRADE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"));
    if matches!(*method, Method::GET | Method::HEAD) && !socket {
        return true;
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => origin.as_bytes() == public_origin.as_bytes(),
        (None, _) => headers
            .get("sec-fetch-site")
            .is_some_and(|site| site == "same-origin"),
        (Some(_), Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "https://help.example";

    fn ours(method: &Method, fields: &[(&'static str, &'static str)]) -> bool {
        let headers = fields
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        is_ours(method, &headers, OURS)
    }

    #[test]
    fn reading_is_free_and_writing_needs_our_origin() {
        assert!(ours(&Method::GET, &[]));
        assert!(ours(&Method::POST, &[("origin", OURS)]));
        assert!(ours(&Method::POST, &[("sec-fetch-site", "same-origin")]));
        for foreign in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "https://help.example.evil")],
            &[("origin", "http://help.example")],
            &[
                ("origin", "https://other.example"),
                ("sec-fetch-site", "same-origin"),
            ],
            &[("sec-fetch-site", "same-site")],
        ] {
            for method in [Method::POST, Method::PUT, Method::DELETE, Method::CONNECT] {
                assert!(!ours(&method, foreign), "{method} {foreign:?}");
            }
        }
    }

    #[test]
    fn a_socket_needs_our_origin_though_it_begins_with_get() {
        assert!(!ours(&Method::GET, &[("upgrade", "WebSocket")]));
        let other = [
            ("upgrade", "websocket"),
            ("origin", "https://other.example"),
        ];
        assert!(!ours(&Method::GET, &other));
        assert!(ours(
            &Method::GET,
            &[("upgrade", "websocket"), ("origin", OURS)]
        ));
    }
}
