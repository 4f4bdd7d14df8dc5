//! Rules of the sign-in redirect that the app checks and the broker's token table proves, and what a stronger
//! sign-in is asked for by.

use crate::limits;
use serde::{Deserialize, Serialize};

/// What the provider is to be asked for beyond an ordinary sign-in: parameters of the authorization request
/// (OpenID Connect Core §3.1.2.1 and §5.5), as they are sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// `claims`: JSON that names what the ID token must say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
    /// `acr_values`: the ways to sign in that will do, divided by blanks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr_values: Option<String>,
    /// `max_age`: seconds for which the provider's own sign-in may have lasted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u64>,
}

/// Whether the `state` that came back is the one that this page sent (RFC 6749 §10.12).
///
/// Compares in a time that depends on the lengths only. Nothing expected, or an empty text on either
/// side, never matches: a page that began no sign-in accepts no answer.
#[must_use]
pub fn state_matches(expected: Option<&str>, got: Option<&str>) -> bool {
    let (Some(expected), Some(got)) = (expected, got) else {
        return false;
    };
    !expected.is_empty() && same_bytes(expected.as_bytes(), got.as_bytes())
}

/// Whether the `iss` of an authorization response is acceptable (RFC 9207 §2.4).
///
/// `expected` is the issuer where the provider announces that it sends one; it must then be there
/// and be the same. A provider that does not announce it may send it all the same: what it then
/// means is not ours to judge.
#[must_use]
pub fn response_issuer_matches(expected: Option<&str>, got: Option<&str>) -> bool {
    match (expected, got) {
        (None, _) => true,
        (Some(expected), Some(got)) => expected == got,
        (Some(_), None) => false,
    }
}

/// Whether a text can be the `error` of an answer (RFC 6749 §4.1.2.1), of a length that the audit can bear.
#[must_use]
pub fn is_error(text: &str) -> bool {
    (1..=limits::PROVIDER_ERROR).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The first number of Entra ID's in a text, as its help desk knows them: `AADSTS` and digits.
#[must_use]
pub fn support_number(text: &str) -> Option<&str> {
    const PREFIX: &str = "AADSTS";
    let number = &text[text.find(PREFIX)?..];
    let rest = &number[PREFIX.len()..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (4..=12)
        .contains(&digits)
        .then(|| &number[..PREFIX.len() + digits])
}

fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |acc, (a, b)| acc | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_words_and_nothing_else_is_one() {
        for (text, number) in [
            ("AADSTS53003: é, blocked. Trace ID: 1", Some("AADSTS53003")),
            ("see AADSTS1234", Some("AADSTS1234")),
            ("AADSTS53003; drop", Some("AADSTS53003")),
            ("", None),
            ("AADSTS", None),
            ("AADSTS123", None),
            ("AADSTSx53003", None),
            ("aadsts53003", None),
            ("AADSTS1234567890123", None),
        ] {
            assert_eq!(support_number(text), number, "{text}");
        }
    }

    #[test]
    fn an_error_is_a_word() {
        assert!(is_error("login_required") && is_error(&"e".repeat(limits::PROVIDER_ERROR)));
        for text in [
            "",
            "two words",
            "né",
            "a\n",
            &"e".repeat(limits::PROVIDER_ERROR + 1),
        ] {
            assert!(!is_error(text), "{text}");
        }
    }

    #[test]
    fn only_the_same_state_matches() {
        assert!(state_matches(Some("abc"), Some("abc")));
        for (expected, got) in [
            (None, None),
            (None, Some("abc")),
            (Some("abc"), None),
            (Some(""), Some("")),
            (Some("abc"), Some("")),
            (Some("abc"), Some("abd")),
            (Some("abc"), Some("ab")),
            (Some("abc"), Some("abcd")),
            (Some("abc"), Some("ABC")),
        ] {
            assert!(!state_matches(expected, got), "{expected:?} {got:?}");
        }
    }

    #[test]
    fn an_announced_issuer_must_come_back() {
        let issuer = Some("https://id.example");
        assert!(response_issuer_matches(issuer, issuer));
        assert!(response_issuer_matches(None, None));
        assert!(response_issuer_matches(None, issuer));
        assert!(!response_issuer_matches(issuer, None));
        assert!(!response_issuer_matches(
            issuer,
            Some("https://id.example/")
        ));
    }
}
