//! Within which limits administrators may set numbers and texts while the broker runs: told to whoever sets them.

use super::{Audit, Codes, Features, GraphSettings, Requirement, Sessions, SignInSettings};
use serde::Serialize;

/// The limits of one value: of a number its size, of a text its length in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// No less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<u32>,
    /// No more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
    /// Or 0, which is none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub or_none: bool,
}

impl Limit {
    const fn number(least: u32, most: Option<u32>) -> Self {
        Self {
            least: Some(least),
            most,
            or_none: false,
        }
    }
}

/// The limits by the keys of the configuration. What is not among them has none, or none that a number says.
#[must_use]
pub fn limits() -> [(&'static str, Limit); 14] {
    let longest = Sessions::default();
    let deadline = |seconds| Limit::number(1, Some(seconds));
    let notice = Limit {
        most: u32::try_from(Features::NOTICE).ok(),
        ..Limit::default()
    };
    let age = Limit {
        least: Some(*Requirement::AGES.start()),
        most: Some(*Requirement::AGES.end()),
        or_none: true,
    };
    let refresh = Limit {
        least: Some(*SignInSettings::REFRESH.start()),
        most: Some(*SignInSettings::REFRESH.end()),
        or_none: true,
    };
    [
        ("features.notice", notice),
        ("codes.seconds", deadline(Codes::default().seconds)),
        ("sessions.join_seconds", deadline(longest.join_seconds)),
        ("sessions.answer_seconds", deadline(longest.answer_seconds)),
        (
            "sessions.consent_seconds",
            deadline(longest.consent_seconds),
        ),
        ("sessions.return_seconds", deadline(longest.return_seconds)),
        (
            "sessions.longest_seconds",
            deadline(longest.longest_seconds),
        ),
        ("sign_in.idle_minutes", Limit::number(1, None)),
        ("sign_in.absolute_minutes", Limit::number(1, None)),
        ("sign_in.refresh_minutes", refresh),
        ("strength.helpers.max_age_minutes", age),
        ("strength.sharers.max_age_minutes", age),
        (
            "directory.graph.refresh_minutes",
            Limit::number(
                *GraphSettings::REFRESH.start(),
                Some(*GraphSettings::REFRESH.end()),
            ),
        ),
        (
            "audit.retention_days",
            Limit::number(1, Some(Audit::LONGEST)),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Overrides, demo};
    use serde_json::{Value, json};

    /// What is told is what the settings are held to: the ends fit, and what is beyond them does not.
    #[test]
    fn what_is_told_is_what_holds() {
        let settings = demo::demo(&["127.0.0.1:8080".parse().unwrap()], None, []).unwrap();
        let fits = |key: &str, value: Value| {
            // So that nothing but its own limits counts.
            let mut set = json!({ "sign_in.idle_minutes": 1 });
            set[key] = value;
            let set: Overrides = serde_json::from_value(set).unwrap();
            settings.with(&set).is_ok()
        };
        for (key, limit) in limits() {
            let below = limit.least.map(|least| least - 1);
            assert!(Overrides::KEYS.contains(&key), "{key}");
            let value = |number: u32| match key {
                "features.notice" => json!("ü".repeat(number as usize)),
                _ => json!(number),
            };
            for (number, expected) in [
                (limit.least, true),
                (limit.most, true),
                (below.filter(|below| *below > 0 || !limit.or_none), false),
                (limit.most.map(|most| most + 1), false),
                (limit.or_none.then_some(0), true),
            ] {
                if let Some(number) = number {
                    assert_eq!(fits(key, value(number)), expected, "{key}: {number}");
                }
            }
        }
    }

    #[test]
    fn every_number_that_can_be_set_has_its_limits() {
        let settings = demo::demo(&["127.0.0.1:8080".parse().unwrap()], None, []).unwrap();
        let all = serde_json::to_value(Overrides::of(&settings)).unwrap();
        for (key, value) in all.as_object().unwrap() {
            let limited = limits().iter().any(|(known, _)| known == key);
            assert!(limited || !value.is_number(), "{key}");
        }
    }
}
