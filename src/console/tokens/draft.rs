//! A token as it is typed, and as it is told.

use super::api::Body;
use rh_access::Permissions;

/// How long it is good, in days, unless something else is typed.
const DAYS: &str = "90";
/// Milliseconds of a day.
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// What is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) permissions: Permissions,
    pub(super) days: String,
}

impl Draft {
    /// A new one, which may nothing yet.
    pub(super) fn fresh() -> Self {
        Self {
            name: String::new(),
            permissions: Permissions::NONE,
            days: DAYS.to_owned(),
        }
    }

    /// As it is told. What is no number of days is none, which the broker refuses.
    pub(super) fn body(&self) -> Body {
        Body {
            name: self.name.trim().to_owned(),
            permissions: self.permissions,
            days: self.days().unwrap_or(0),
        }
    }

    /// When it would end if it were issued now, as far as a number is typed that can be.
    pub(super) fn ends_ms(&self, now_ms: u64, most: u32) -> Option<u64> {
        let days = self.days().filter(|days| (1..=most).contains(days))?;
        Some(now_ms.saturating_add(u64::from(days) * DAY_MS))
    }

    fn days(&self) -> Option<u32> {
        self.days.trim().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_told_and_what_cannot_be_ends_never() {
        let mut draft = Draft::fresh();
        draft.name = " SIEM ".to_owned();
        assert_eq!(
            serde_json::to_string(&draft.body()).unwrap(),
            r#"{"name":"SIEM","permissions":[],"days":90}"#
        );
        assert_eq!(draft.ends_ms(5, 730), Some(90 * DAY_MS + 5));
        for text in ["", "0", "731", "ten", "-1", "1.5"] {
            draft.days = text.to_owned();
            assert_eq!(draft.ends_ms(5, 730), None, "{text}");
        }
        draft.days = "x".to_owned();
        assert_eq!(draft.body().days, 0);
    }
}
