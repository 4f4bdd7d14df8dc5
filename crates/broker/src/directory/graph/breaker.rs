//! A circuit breaker: who does not answer is left alone for a while. Pure; the time is the caller's.

/// So many failures in a row open it.
const FAILURES: u32 = 5;
/// The first rest and the longest, in milliseconds, where the service names none.
const REST_MS: (u64, u64) = (5_000, 60_000);
/// The longest rest that the service itself may ask for, in milliseconds.
const LONGEST_MS: u64 = 10 * 60_000;
/// A trial of which nobody tells the end is over after this, in milliseconds: its asker may be gone.
const TRIAL_MS: u64 = 15_000;

/// Whether a service may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaker {
    /// Everybody may ask.
    Closed {
        /// Failures since the last success.
        failures: u32,
    },
    /// Nobody may ask for a while.
    Open {
        /// When somebody may again, in Unix milliseconds.
        until_ms: u64,
        /// How often it has opened since the last success.
        openings: u32,
    },
    /// One is asking, for all others.
    HalfOpen {
        /// When the trial counts as lost, in Unix milliseconds.
        until_ms: u64,
        /// As before.
        openings: u32,
    },
}

impl Default for Breaker {
    fn default() -> Self {
        Self::Closed { failures: 0 }
    }
}

impl Breaker {
    /// Lets somebody ask, who has to tell how it went.
    ///
    /// # Errors
    /// When it makes sense to come again, in milliseconds from now (at least 1).
    pub(super) fn admit(&mut self, now_ms: u64) -> Result<(), u64> {
        match *self {
            Self::Closed { .. } => Ok(()),
            Self::Open { until_ms, openings } | Self::HalfOpen { until_ms, openings } => {
                // No rest is longer than the longest: if it seems so, the clock was set back.
                let left = until_ms.saturating_sub(now_ms);
                if (1..=LONGEST_MS).contains(&left) {
                    return Err(left);
                }
                *self = Self::HalfOpen {
                    until_ms: now_ms.saturating_add(TRIAL_MS),
                    openings,
                };
                Ok(())
            }
        }
    }

    /// It has answered. A refusal is an answer, too. While it rests, that was somebody who was let in before,
    /// and the rest goes on.
    pub(super) fn succeeded(&mut self) {
        if !matches!(self, Self::Open { .. }) {
            *self = Self::default();
        }
    }

    /// It has not answered, or asks for a rest of so many milliseconds. Tells whether this has opened it.
    pub(super) fn failed(&mut self, now_ms: u64, asked_ms: Option<u64>) -> bool {
        let openings = match *self {
            Self::Closed { failures } if failures + 1 < FAILURES && asked_ms.is_none() => {
                *self = Self::Closed {
                    failures: failures + 1,
                };
                return false;
            }
            Self::Closed { .. } => 0,
            // Somebody who was let in before it opened: that changes nothing, unless they were told more.
            Self::Open { until_ms, openings } => {
                let asked =
                    asked_ms.map_or(0, |asked| now_ms.saturating_add(asked.min(LONGEST_MS)));
                *self = Self::Open {
                    until_ms: until_ms.max(asked),
                    openings,
                };
                return false;
            }
            Self::HalfOpen { openings, .. } => openings,
        };
        let rest = match asked_ms {
            Some(asked) => asked.min(LONGEST_MS),
            None => (REST_MS.0 << openings.min(8)).min(REST_MS.1),
        };
        *self = Self::Open {
            until_ms: now_ms.saturating_add(rest),
            openings: openings.saturating_add(1),
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Failures until it opens.
    fn opened(now_ms: u64) -> Breaker {
        let mut breaker = Breaker::default();
        for failure in 1..=FAILURES {
            assert_eq!(breaker.admit(now_ms), Ok(()));
            assert_eq!(breaker.failed(now_ms, None), failure == FAILURES);
        }
        breaker
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_lets_one_try() {
        let mut breaker = opened(1_000);
        assert_eq!(breaker.admit(1_000), Err(5_000));
        assert_eq!(breaker.admit(5_999), Err(1));
        assert_eq!(breaker.admit(6_000), Ok(()));
        assert_eq!(breaker.admit(6_000), Err(TRIAL_MS));
        breaker.succeeded();
        assert_eq!(breaker, Breaker::Closed { failures: 0 });
    }

    #[test]
    fn a_success_between_failures_keeps_it_closed() {
        let mut breaker = Breaker::default();
        for _ in 0..100 {
            for _ in 1..FAILURES {
                assert!(!breaker.failed(0, None));
            }
            breaker.succeeded();
        }
        assert_eq!(breaker.admit(0), Ok(()));
    }

    #[test]
    fn each_failed_trial_makes_the_rest_longer_up_to_a_minute() {
        let mut breaker = opened(0);
        let mut now = 0;
        let mut rests = Vec::new();
        for _ in 0..6 {
            let rest = breaker.admit(now).unwrap_err();
            rests.push(rest);
            now += rest;
            breaker.admit(now).unwrap();
            assert!(breaker.failed(now, None));
        }
        assert_eq!(rests, [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    }

    #[test]
    fn what_the_service_asks_for_counts_at_once_and_within_bounds() {
        let mut breaker = Breaker::default();
        assert!(breaker.failed(0, Some(2_000)));
        assert_eq!(breaker.admit(0), Err(2_000));
        // Another answer that was on its way asks for more.
        assert!(!breaker.failed(500, Some(4_000)));
        assert_eq!(breaker.admit(500), Err(4_000));
        let mut greedy = Breaker::default();
        greedy.failed(0, Some(u64::MAX));
        assert_eq!(greedy.admit(0), Err(LONGEST_MS));
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_rest_longer() {
        let mut breaker = opened(100_000_000);
        assert_eq!(breaker.admit(1_000), Ok(()));
    }

    #[test]
    fn an_answer_that_was_on_its_way_does_not_end_a_rest() {
        let mut breaker = Breaker::default();
        breaker.failed(0, Some(2_000));
        breaker.succeeded();
        assert_eq!(breaker.admit(1_000), Err(1_000));
    }

    #[test]
    fn a_trial_whose_asker_is_gone_does_not_close_the_door_for_good() {
        let mut breaker = opened(0);
        breaker.admit(5_000).unwrap();
        assert_eq!(breaker.admit(5_000 + TRIAL_MS - 1), Err(1));
        assert_eq!(breaker.admit(5_000 + TRIAL_MS), Ok(()));
    }

    #[derive(Clone, Debug)]
    enum Step {
        Pass(u64),
        Admit,
        Succeed,
        Fail(Option<u64>),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..100_000_u64).prop_map(Step::Pass),
            Just(Step::Admit),
            Just(Step::Succeed),
            proptest::option::of(any::<u64>()).prop_map(Step::Fail),
        ]
    }

    proptest! {
        /// Whatever happens: it never keeps anybody out for longer than the longest rest, an open one admits
        /// one in a row, and waiting as long as it says always opens the door.
        #[test]
        fn nobody_is_kept_out_for_good(steps in proptest::collection::vec(step(), 0..200)) {
            let mut breaker = Breaker::default();
            let mut now = 1_000_000;
            for step in steps {
                match step {
                    Step::Pass(ms) => now += ms,
                    Step::Admit => {
                        let closed = matches!(breaker, Breaker::Closed { .. });
                        match breaker.admit(now) {
                            Ok(()) if closed => {}
                            Ok(()) => prop_assert!(breaker.admit(now).is_err()),
                            Err(wait) => {
                                prop_assert!((1..=LONGEST_MS).contains(&wait));
                                let mut later = breaker;
                                prop_assert_eq!(later.admit(now + wait), Ok(()));
                            }
                        }
                    }
                    Step::Succeed => {
                        let before = breaker;
                        breaker.succeeded();
                        if matches!(before, Breaker::Open { .. }) {
                            prop_assert_eq!(breaker, before);
                        } else {
                            prop_assert_eq!(breaker.admit(now), Ok(()));
                        }
                    }
                    Step::Fail(asked) => {
                        if breaker.failed(now, asked) {
                            let open = matches!(breaker, Breaker::Open { .. });
                            prop_assert!(open);
                        }
                    }
                }
            }
        }
    }
}
