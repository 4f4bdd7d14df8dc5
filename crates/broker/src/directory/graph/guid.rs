//! Ids of Microsoft's: nothing else is ever put into an address.

use rh_intake::tokens::is_guid;
use std::fmt;

/// A GUID in lower case, and not the one of zeros that stands for nobody. It may name a person, so that it
/// does not print.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Guid(String);

impl Guid {
    /// Reads one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let zeros = || text.bytes().all(|byte| matches!(byte, b'0' | b'-'));
        (is_guid(text) && !zeros()).then(|| Self(text.to_ascii_lowercase()))
    }

    /// As a text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// As a text of its own.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guid")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_else_passes() {
        let id = "ABCDEF01-2222-4333-8444-555555555555";
        assert_eq!(Guid::parse(id).unwrap().as_str(), id.to_ascii_lowercase());
        for other in [
            "",
            "me",
            "ada@example.com",
            "../../organization",
            "00000000-0000-0000-0000-000000000000",
            "abcdef01-2222-4333-8444-55555555555'",
            "abcdef01-2222-4333-8444-5555555555555",
            "{abcdef01-2222-4333-8444-55555555555}",
        ] {
            assert_eq!(Guid::parse(other), None, "{other}");
        }
    }
}
