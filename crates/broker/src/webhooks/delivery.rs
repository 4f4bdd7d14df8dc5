//! The life of one delivery, as a pure machine: it takes what came of a try and the caller's time.
//!
//! ```text
//!          ┌── refused, not reached: 10 s, 20 s … 1 h ──┐
//!          ▼                                            │
//!       Waiting ──────────────── try ───────────────────┤
//!          ▲                                            ├── any 2xx ──► Delivered
//!          └── retried by somebody ── Dead ◄────────────┴── 410, or 24 h are over
//! ```

use serde::{Deserialize, Serialize};

/// The wait after the first failure, in milliseconds. Each further one doubles it.
pub const FIRST_WAIT_MS: u64 = 10_000;
/// The longest wait, in milliseconds: of our own and of those that receivers ask for.
pub const LONGEST_WAIT_MS: u64 = 60 * 60_000;
/// For so long it is tried, in milliseconds, from its first try on: before that it may have stood in the line, or the broker
/// may have been down, for longer.
pub const TRIED_FOR_MS: u64 = 24 * 60 * 60_000;

/// One delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Delivery {
    /// To be tried.
    Waiting {
        /// Tries before somebody had it retried.
        earlier: u32,
        /// Tries since.
        tries: u32,
        /// When it was tried first; until then, when it happened or was retried.
        since_ms: u64,
        /// When its next try is due.
        due_ms: u64,
        /// What came of the last try.
        failure: Option<Failure>,
    },
    /// Given up, until somebody retries or discards it.
    Dead {
        /// Tries in all.
        attempts: u32,
        /// When it was given up.
        at_ms: u64,
        /// What came of the last try.
        failure: Failure,
    },
    /// The receiver has it.
    Delivered,
}

/// Why a try led to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// Answered with this status, which is none of success.
    Status(u16),
    /// No answer in time.
    TimedOut,
    /// No connection, or it broke off.
    Unreachable,
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver has it.
    Taken,
    /// The receiver never wants it: it answered 410.
    Gone,
    /// It does not have it.
    Failed {
        /// Why.
        failure: Failure,
        /// How long the receiver asks to be left alone, in milliseconds.
        retry_after_ms: Option<u64>,
    },
}

impl Outcome {
    /// What an answer with this status means.
    #[must_use]
    pub const fn of_status(status: u16, retry_after_ms: Option<u64>) -> Self {
        match status {
            200..=299 => Self::Taken,
            410 => Self::Gone,
            _ => Self::Failed {
                failure: Failure::Status(status),
                retry_after_ms,
            },
        }
    }

    /// Why it led to nothing, if so.
    #[must_use]
    pub const fn failure(&self) -> Option<Failure> {
        match self {
            Self::Taken => None,
            Self::Gone => Some(Failure::Status(410)),
            Self::Failed { failure, .. } => Some(*failure),
        }
    }
}

impl Delivery {
    /// One that is due at once.
    #[must_use]
    pub const fn new(now_ms: u64) -> Self {
        Self::Waiting {
            earlier: 0,
            tries: 0,
            since_ms: now_ms,
            due_ms: now_ms,
            failure: None,
        }
    }

    /// When its next try is due; none when there is none. A clock that was set back does not keep it for longer than
    /// the longest wait.
    #[must_use]
    pub fn due_ms(&self, now_ms: u64) -> Option<u64> {
        match self {
            Self::Waiting { due_ms, .. } => {
                Some((*due_ms).min(now_ms.saturating_add(LONGEST_WAIT_MS)))
            }
            Self::Dead { .. } | Self::Delivered => None,
        }
    }

    /// Tries so far.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        match self {
            Self::Waiting { earlier, tries, .. } => earlier.saturating_add(*tries),
            Self::Dead { attempts, .. } => *attempts,
            Self::Delivered => 0,
        }
    }

    /// What came of the last try, unless there was none or it was delivered.
    #[must_use]
    pub const fn failure(&self) -> Option<Failure> {
        match self {
            Self::Waiting { failure, .. } => *failure,
            Self::Dead { failure, .. } => Some(*failure),
            Self::Delivered => None,
        }
    }

    /// What a try makes of it. `jitter` is any number: receivers that come back are not run over by all at once.
    #[must_use]
    pub fn tried(self, now_ms: u64, outcome: Outcome, jitter: u16) -> Self {
        let Self::Waiting {
            earlier,
            tries,
            since_ms,
            ..
        } = self
        else {
            return self;
        };
        let since_ms = if tries == 0 { now_ms } else { since_ms };
        let tries = tries.saturating_add(1);
        let Some(failure) = outcome.failure() else {
            return Self::Delivered;
        };
        let over = now_ms.saturating_sub(since_ms) >= TRIED_FOR_MS;
        if over || outcome == Outcome::Gone {
            return Self::Dead {
                attempts: earlier.saturating_add(tries),
                at_ms: now_ms,
                failure,
            };
        }
        let asked_ms = match outcome {
            Outcome::Failed { retry_after_ms, .. } => retry_after_ms.unwrap_or_default(),
            Outcome::Taken | Outcome::Gone => 0,
        };
        let wait_ms = wait_after(tries, jitter).max(asked_ms.min(LONGEST_WAIT_MS));
        // The last try is made when its time is over, not before.
        let last_ms = since_ms.saturating_add(TRIED_FOR_MS).max(now_ms);
        Self::Waiting {
            earlier,
            tries,
            since_ms,
            due_ms: now_ms.saturating_add(wait_ms).min(last_ms),
            failure: Some(failure),
        }
    }

    /// Somebody wants a dead one tried anew: as a new one, but that its tries go on counting.
    #[must_use]
    pub const fn retried(self, now_ms: u64) -> Self {
        match self {
            Self::Dead {
                attempts, failure, ..
            } => Self::Waiting {
                earlier: attempts,
                tries: 0,
                since_ms: now_ms,
                due_ms: now_ms,
                failure: Some(failure),
            },
            other => other,
        }
    }

    /// Somebody thinks that the receiver is there again: the next try is due now.
    #[must_use]
    pub const fn hastened(mut self, now_ms: u64) -> Self {
        if let Self::Waiting { due_ms, .. } = &mut self {
            *due_ms = now_ms;
        }
        self
    }
}

/// How long to wait after so many failures, in milliseconds: twice as long each time, less up to a quarter.
fn wait_after(failures: u32, jitter: u16) -> u64 {
    let doublings = failures.saturating_sub(1);
    let factor = 1_u64.checked_shl(doublings).unwrap_or(u64::MAX);
    let whole = FIRST_WAIT_MS.saturating_mul(factor).min(LONGEST_WAIT_MS);
    whole - whole / 4 * u64::from(jitter) / u64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REFUSED: Outcome = Outcome::of_status(503, None);

    fn due(delivery: &Delivery, now_ms: u64) -> u64 {
        delivery.due_ms(now_ms).unwrap()
    }

    #[test]
    fn waits_double_up_to_an_hour_and_the_last_try_is_after_a_day() {
        let (mut delivery, mut now_ms) = (Delivery::new(5), 5);
        let mut waits = Vec::new();
        while let Delivery::Waiting { .. } = delivery {
            let next = due(&delivery, now_ms);
            waits.push((next - now_ms) / 1_000);
            now_ms = next;
            delivery = delivery.tried(now_ms, REFUSED, 0);
        }
        assert_eq!(
            waits[..11],
            [0, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600]
        );
        let attempts = u32::try_from(waits.len()).unwrap();
        assert_eq!(
            delivery,
            Delivery::Dead {
                attempts,
                at_ms: 5 + TRIED_FOR_MS,
                failure: Failure::Status(503),
            }
        );
    }

    #[test]
    fn any_success_is_one_and_a_receiver_that_is_gone_is_asked_no_more() {
        for status in [200, 202, 204, 299] {
            let outcome = Outcome::of_status(status, None);
            assert_eq!(Delivery::new(1).tried(2, outcome, 0), Delivery::Delivered);
        }
        let dead = Delivery::new(1).tried(2, Outcome::of_status(410, None), 0);
        assert!(matches!(dead, Delivery::Dead { attempts: 1, .. }));
        for status in [100, 199, 301, 302, 400, 404, 429, 500] {
            let waits = Delivery::new(1).tried(2, Outcome::of_status(status, None), 0);
            assert_eq!(waits.failure(), Some(Failure::Status(status)));
            assert!(matches!(waits, Delivery::Waiting { tries: 1, .. }));
        }
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_less_and_not_for_all() {
        let after = |asked| {
            let outcome = Outcome::of_status(503, Some(asked));
            due(&Delivery::new(0).tried(0, outcome, 0), 0)
        };
        assert_eq!(after(1), FIRST_WAIT_MS);
        assert_eq!(after(60_000), 60_000);
        assert_eq!(after(u64::MAX), LONGEST_WAIT_MS);
    }

    #[test]
    fn a_dead_one_can_be_retried_and_counts_on() {
        let dead = Delivery::new(0).tried(0, Outcome::Gone, 0);
        let again = dead.retried(7);
        assert_eq!((due(&again, 7), again.attempts()), (7, 1));
        let waits = again.tried(8, REFUSED, 0);
        assert_eq!(waits.attempts(), 2);
        // It has its time anew.
        assert_eq!(due(&waits, 8), 8 + FIRST_WAIT_MS);
        assert_eq!(Delivery::new(3).retried(9), Delivery::new(3));
    }

    #[test]
    fn the_day_of_tries_begins_with_the_first_one() {
        let day = TRIED_FOR_MS;
        let dead = Delivery::new(0).tried(0, Outcome::Gone, 0);
        for waited in [Delivery::new(0), dead.retried(0)] {
            // It stood in the line, or the broker was down, for longer than a day.
            let mut now_ms = 3 * day;
            let mut delivery = waited.tried(now_ms, REFUSED, 0);
            assert_eq!(due(&delivery, now_ms), now_ms + FIRST_WAIT_MS);
            while let Some(next) = delivery.due_ms(now_ms) {
                now_ms = next;
                delivery = delivery.tried(now_ms, REFUSED, 0);
            }
            assert!(matches!(delivery, Delivery::Dead { at_ms, .. } if at_ms == 4 * day));
        }
    }

    fn any_failure() -> impl Strategy<Value = Outcome> {
        prop_oneof![
            (300..600_u16, any::<Option<u64>>())
                .prop_filter("gone", |(status, _)| *status != 410)
                .prop_map(|(status, after)| Outcome::of_status(status, after)),
            Just(Outcome::Failed {
                failure: Failure::TimedOut,
                retry_after_ms: None
            }),
            Just(Outcome::Failed {
                failure: Failure::Unreachable,
                retry_after_ms: None
            }),
        ]
    }

    proptest! {
        /// Whatever receivers answer and however late a try is made, none is made early, none waits for longer than
        /// the longest wait, and all end after a day.
        #[test]
        fn the_schedule_holds(
            since in 0..u64::MAX / 2,
            tries in prop::collection::vec((any_failure(), any::<u16>(), 0..120_000_u64), 1..200),
        ) {
            let (mut delivery, mut now) = (Delivery::new(since), since);
            for (count, (outcome, jitter, late)) in (1_u32..).zip(tries) {
                let before = delivery;
                delivery = delivery.tried(now, outcome, jitter);
                prop_assert_eq!(delivery.attempts(), count);
                prop_assert_eq!(delivery.failure(), outcome.failure());
                match delivery {
                    Delivery::Waiting { due_ms, since_ms, .. } => {
                        prop_assert_eq!(since_ms, since);
                        prop_assert!(now - since < TRIED_FOR_MS);
                        prop_assert!(due_ms >= now && due_ms - now <= LONGEST_WAIT_MS);
                        let last = due_ms == since + TRIED_FOR_MS;
                        prop_assert!(last || due_ms - now >= FIRST_WAIT_MS / 4 * 3);
                        prop_assert!(due_ms <= since + TRIED_FOR_MS);
                        now = due_ms + late;
                    }
                    Delivery::Dead { at_ms, .. } => {
                        prop_assert!(now - since >= TRIED_FOR_MS);
                        prop_assert_eq!(at_ms, now);
                        // What is dead stays so, whatever comes late.
                        prop_assert_eq!(delivery.tried(now, Outcome::Taken, 0), delivery);
                        return Ok(());
                    }
                    Delivery::Delivered => prop_assert!(false, "{:?} of {:?}", outcome, before),
                }
            }
        }

        /// Waits grow, and jitter takes a quarter at most.
        #[test]
        fn waits_grow(failures in 1..100_u32, jitter in any::<u16>()) {
            let whole = wait_after(failures, 0);
            let wait = wait_after(failures, jitter);
            prop_assert!(wait <= whole && wait >= whole / 4 * 3);
            prop_assert!(wait_after(failures + 1, 0) >= whole);
        }

        #[test]
        fn it_is_stored_as_it_is(tries in prop::collection::vec((any_failure(), any::<u16>()), 0..40)) {
            let mut delivery = Delivery::new(1);
            for (now, (outcome, jitter)) in (0..).zip(tries) {
                delivery = delivery.tried(now * 3_000_000, outcome, jitter);
                let text = serde_json::to_string(&delivery).unwrap();
                prop_assert_eq!(serde_json::from_str::<Delivery>(&text).unwrap(), delivery);
            }
        }
    }
}
