//! How long codes and sessions last. What the product promises is the longest that there is: an
//! organisation can only be stricter.

use super::Settings;
use rh_session::Timing;
use serde::Deserialize;

/// Security codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Codes {
    /// How long a code can be redeemed, in seconds. Ten minutes is what the chance of a guess is
    /// reckoned with.
    pub seconds: u32,
}

impl Default for Codes {
    fn default() -> Self {
        Self { seconds: 600 }
    }
}

/// Sessions, all in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sessions {
    /// How long a helper may wait for somebody to join, counted from the newest code.
    pub join_seconds: u32,
    /// How long a trust screen can be answered.
    pub answer_seconds: u32,
    /// How long consent stands while somebody is away. Then both are asked again.
    pub consent_seconds: u32,
    /// How long a session in which no consent stands waits for somebody who is away.
    pub return_seconds: u32,
    /// How long a session lasts, from its first code.
    pub longest_seconds: u32,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            join_seconds: 3_600,
            answer_seconds: 600,
            consent_seconds: 60,
            return_seconds: 600,
            longest_seconds: 36_000,
        }
    }
}

impl Settings {
    /// The time-outs of every session.
    #[must_use]
    pub fn timing(&self) -> Timing {
        let ms = |seconds| u64::from(seconds) * 1_000;
        Timing {
            code: ms(self.codes.seconds),
            nobody_joined: ms(self.sessions.join_seconds),
            answer: ms(self.sessions.answer_seconds),
            consent_grace: ms(self.sessions.consent_seconds),
            wait_for_return: ms(self.sessions.return_seconds),
            longest: ms(self.sessions.longest_seconds),
            ..Timing::DEFAULT
        }
    }

    /// The first deadline that is not within its limits: its key, and what it must be.
    pub(super) fn deadline_out_of_range(&self) -> Option<(&'static str, &'static str)> {
        let (given, longest) = (self.sessions, Sessions::default());
        let hour = "from 1 to 3600";
        let ten_minutes = "from 1 to 600";
        let ten_hours = "from 1 to 36000";
        [
            (
                "codes.seconds",
                self.codes.seconds,
                Codes::default().seconds,
                ten_minutes,
            ),
            (
                "sessions.join_seconds",
                given.join_seconds,
                longest.join_seconds,
                hour,
            ),
            (
                "sessions.answer_seconds",
                given.answer_seconds,
                longest.answer_seconds,
                ten_minutes,
            ),
            (
                "sessions.consent_seconds",
                given.consent_seconds,
                longest.consent_seconds,
                "from 1 to 60",
            ),
            (
                "sessions.return_seconds",
                given.return_seconds,
                longest.return_seconds,
                ten_minutes,
            ),
            (
                "sessions.longest_seconds",
                given.longest_seconds,
                longest.longest_seconds,
                ten_hours,
            ),
        ]
        .into_iter()
        .find(|(_, given, longest, _)| !(1..=*longest).contains(given))
        .map(|(key, _, _, range)| (key, range))
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::{Overrides, demo};
    use rh_session::Timing;

    #[test]
    fn the_defaults_are_what_the_product_promises() {
        let at = ["127.0.0.1:8080".parse().unwrap()];
        let settings = demo::demo(&at, None, []).unwrap();
        assert_eq!(settings.timing(), Timing::DEFAULT);
    }

    #[test]
    fn each_is_shortened_by_its_own_key() {
        let at = ["127.0.0.1:8080".parse().unwrap()];
        let settings = demo::demo(&at, None, []).unwrap();
        let shorter = settings.with(&Overrides {
            code: Some(1),
            join: Some(2),
            answer: Some(3),
            consent: Some(4),
            returning: Some(5),
            longest: Some(6),
            ..Overrides::default()
        });
        let expected = Timing {
            code: 1_000,
            nobody_joined: 2_000,
            answer: 3_000,
            consent_grace: 4_000,
            wait_for_return: 5_000,
            longest: 6_000,
            ..Timing::DEFAULT
        };
        assert_eq!(shorter.unwrap().timing(), expected);
    }
}
