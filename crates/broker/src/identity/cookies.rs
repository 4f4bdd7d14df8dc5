//! The broker's cookies: one a role, and one that binds a sign-in under way to its browser.

use super::secret;
use http::{HeaderMap, HeaderValue, header};
use rh_protocol::{Redacted, Role};

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A sign-in at the broker, in a role.
    SignedIn(Role),
    /// The browser in which a sign-in is under way.
    Browser,
}

/// Writes and reads cookies. On HTTPS they carry `Secure` and the `__Host-` prefix (RFC 6265bis
/// §4.1.3.2); on loopback HTTP neither, since Safari drops such cookies there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cookies {
    /// Whether people come by HTTPS.
    pub(super) secure: bool,
}

impl Cookies {
    fn name(self, purpose: Purpose) -> &'static str {
        match (purpose, self.secure) {
            (Purpose::SignedIn(Role::Helper), true) => "__Host-rh-helper",
            (Purpose::SignedIn(Role::Helper), false) => "rh-helper",
            (Purpose::SignedIn(Role::Sharer), true) => "__Host-rh-sharer",
            (Purpose::SignedIn(Role::Sharer), false) => "rh-sharer",
            (Purpose::Browser, true) => "__Host-rh-sign-in",
            (Purpose::Browser, false) => "rh-sign-in",
        }
    }

    /// A `Set-Cookie` that keeps a secret for some seconds; 0 removes it.
    pub(super) fn set(self, purpose: Purpose, secret: &str, seconds: u64) -> HeaderValue {
        let name = self.name(purpose);
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!(
            "{name}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
        );
        let mut value = HeaderValue::try_from(text)
            .unwrap_or_else(|_| unreachable!("secrets are base64url, names are ours"));
        value.set_sensitive(true);
        value
    }

    /// A `Set-Cookie` that removes it.
    pub(super) fn clear(self, purpose: Purpose) -> HeaderValue {
        self.set(purpose, "", 0)
    }

    /// The secret that a request brings, if it has the form of one. HTTP/2 may split cookies over
    /// several fields (RFC 9113 §8.2.3).
    pub(super) fn get(self, purpose: Purpose, headers: &HeaderMap) -> Option<Redacted<String>> {
        let name = self.name(purpose);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, value)| *key == name && secret::is_shaped(value))
            .map(|(_, value)| Redacted::new(value.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_follow_the_scheme() {
        let purpose = Purpose::SignedIn(Role::Helper);
        let https = Cookies { secure: true }.set(purpose, "s", 60);
        assert_eq!(
            https,
            "__Host-rh-helper=s; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure"
        );
        let http = Cookies { secure: false }.clear(Purpose::SignedIn(Role::Sharer));
        assert_eq!(
            http,
            "rh-sharer=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"
        );
        assert!(https.is_sensitive());
    }

    #[test]
    fn only_the_role_asked_for_and_only_the_form_of_a_secret() {
        let (helper, sharer) = (secret::fresh(), secret::fresh());
        let mut headers = HeaderMap::new();
        for pair in [
            format!("rh-helper=short; x=1; rh-helper={}", helper.expose()),
            format!("rh-sharer={}", sharer.expose()),
        ] {
            headers.append(header::COOKIE, pair.parse().unwrap());
        }
        let plain = Cookies { secure: false };
        let get = |cookies: Cookies, purpose| cookies.get(purpose, &headers);
        assert_eq!(get(plain, Purpose::SignedIn(Role::Helper)), Some(helper));
        assert_eq!(get(plain, Purpose::SignedIn(Role::Sharer)), Some(sharer));
        assert_eq!(get(plain, Purpose::Browser), None);
        let secure = Cookies { secure: true };
        assert_eq!(get(secure, Purpose::SignedIn(Role::Helper)), None);
    }
}
