//! Why Microsoft gives no answer, and what of it the directory's callers are told. Holds no address, no id and
//! nothing that a person wrote.

use crate::directory::DirectoryError;

/// When to come again, in milliseconds, where nobody says so.
const LATER_MS: u64 = 5_000;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// No answer, or none now.
    #[error("{why}")]
    Unavailable {
        /// For the log.
        why: String,
        /// When to come again, in milliseconds from now.
        retry_after_ms: Option<u64>,
    },
    /// We may not.
    #[error("{0}")]
    Refused(String),
    /// The request is not to its liking, with the code of the error.
    #[error("it rejects the request ({0})")]
    Rejected(String),
    /// A list was to go on from what is no mark of it, or from one that counts no more.
    #[error("there is no such next page")]
    BadMark,
    /// The answer is larger than is read.
    #[error("an answer is too large")]
    TooLarge,
    /// The answer makes no sense.
    #[error("{0}")]
    Nonsense(&'static str),
}

impl Failure {
    /// No answer now.
    pub(super) fn unavailable(why: impl Into<String>) -> Self {
        Self::Unavailable {
            why: why.into(),
            retry_after_ms: None,
        }
    }
}

impl From<Failure> for DirectoryError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unavailable {
                why,
                retry_after_ms,
            } => Self::Unavailable {
                why,
                retry_after_ms: retry_after_ms.unwrap_or(LATER_MS),
            },
            Failure::Refused(why) => Self::Refused { why },
            Failure::Rejected(code) => {
                Self::Nonsense(format!("Microsoft Graph rejects a request ({code})"))
            }
            Failure::BadMark => Self::BadCursor,
            Failure::TooLarge => Self::Nonsense(failure.to_string()),
            Failure::Nonsense(why) => Self::Nonsense(why.to_owned()),
        }
    }
}

/// A code out of an answer, fit for the log: codes are words, and what is none may be anything.
pub(super) fn code(text: &str) -> String {
    let is_code = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    if is_code { text } else { "unnamed" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_reach_the_log() {
        for (text, expected) in [
            ("Authorization_RequestDenied", "Authorization_RequestDenied"),
            ("invalid_client", "invalid_client"),
            ("Ada Example is not here", "unnamed"),
            ("ada@example.com", "unnamed"),
            ("", "unnamed"),
        ] {
            assert_eq!(code(text), expected);
        }
        assert_eq!(code(&"a".repeat(65)), "unnamed");
    }
}
