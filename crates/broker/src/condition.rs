//! Changes that are made only where what they change is still what it was: every role, assignment, person, device and
//! group has a tag, a short hash of what is stored (RFC 9110, sections 8.8.3 and 13.1), and whoever read one can have
//! theirs change nothing else. How that is said is `http::condition`'s.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// How many bytes of the hash a tag has.
const BYTES: usize = 16;

/// What was stored when it was read, in few letters: `0-9a-f`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tag(String);

impl Tag {
    /// The tag of what is stored.
    #[must_use]
    pub fn of<T: Serialize>(stored: &T) -> Self {
        // What we store can always be written: it has no maps with other keys than texts.
        let text = serde_json::to_vec(stored).unwrap_or_default();
        let hash = Sha256::digest(text);
        Self(
            hash[..BYTES]
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        )
    }
}

/// Where something may be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// Whatever is there.
    #[default]
    Any,
    /// Only where nothing is there yet.
    New,
    /// Only where something is there.
    There,
    /// Only where what is there has one of these tags.
    Same(Vec<String>),
}

/// What is there is not what the condition wants: somebody else was faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it was changed meanwhile")]
pub struct Overtaken;

impl Condition {
    /// Whether it is met by what is there. To be asked in the turn in which that is changed.
    ///
    /// # Errors
    /// [`Overtaken`] when it is not. Then nothing may be changed.
    pub fn check<T: Serialize>(&self, stored: Option<&T>) -> Result<(), Overtaken> {
        let met = match self {
            Self::Any => true,
            Self::New => stored.is_none(),
            Self::There => stored.is_some(),
            Self::Same(tags) => stored.is_some_and(|stored| tags.contains(&Tag::of(stored).0)),
        };
        met.then_some(()).ok_or(Overtaken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_of_all_that_is_stored_and_of_nothing_else() {
        let one = Tag::of(&("desk", ["a", "b"]));
        assert_eq!(one, Tag::of(&("desk", ["a", "b"])));
        assert_ne!(one, Tag::of(&("desk", ["a", "c"])));
        assert_eq!(one.0.len(), 2 * BYTES);
        assert!(one.0.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn each_condition_is_met_by_what_it_says() {
        let is =
            |condition: &Condition, stored: Option<&str>| condition.check(stored.as_ref()).is_ok();
        let same = Condition::Same(vec!["x".to_owned(), Tag::of(&"a").0]);
        for (condition, nothing, a, b) in [
            (Condition::Any, true, true, true),
            (Condition::New, true, false, false),
            (Condition::There, false, true, true),
            (same, false, true, false),
            (Condition::Same(vec![]), false, false, false),
        ] {
            let found = [None, Some("a"), Some("b")].map(|stored| is(&condition, stored));
            assert_eq!(found, [nothing, a, b], "{condition:?}");
        }
    }
}
