//! The broker's clock: wall time in Unix milliseconds, which tests may move by hand.

use std::{
    collections::BTreeMap,
    ops::RangeInclusive,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::sync::watch;

/// Tells the time and waits for it. Cheap to clone; all clones are one clock.
///
/// Deadlines are kept as Unix milliseconds, since they must survive a restart.
#[derive(Clone, Debug, Default)]
pub struct Clock(Kind);

#[derive(Clone, Debug, Default)]
enum Kind {
    #[default]
    System,
    Manual(Hands),
}

/// A clock that is moved by hand.
#[derive(Clone, Debug, Default)]
struct Hands {
    now: watch::Sender<u64>,
    /// How many wait for each moment.
    awaited: watch::Sender<BTreeMap<u64, usize>>,
}

/// Somebody who waits for a moment, until dropped.
struct Waiting<'a> {
    awaited: &'a watch::Sender<BTreeMap<u64, usize>>,
    at_ms: u64,
}

impl<'a> Waiting<'a> {
    fn begin(awaited: &'a watch::Sender<BTreeMap<u64, usize>>, at_ms: u64) -> Self {
        awaited.send_modify(|awaited| *awaited.entry(at_ms).or_default() += 1);
        Self { awaited, at_ms }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.awaited.send_modify(|awaited| {
            if let Some(count) = awaited.get_mut(&self.at_ms) {
                *count -= 1;
                if *count == 0 {
                    awaited.remove(&self.at_ms);
                }
            }
        });
    }
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Kind::System)
    }

    /// A clock that stands still at `now_ms` until [`Clock::advance`] moves it. For tests.
    #[must_use]
    pub fn manual(now_ms: u64) -> Self {
        Self(Kind::Manual(Hands {
            now: watch::Sender::new(now_ms),
            awaited: watch::Sender::default(),
        }))
    }

    /// Milliseconds since 1970 (UTC). May jump when the machine's clock is set.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        match &self.0 {
            Kind::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| {
                    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
                }),
            Kind::Manual(hands) => *hands.now.borrow(),
        }
    }

    /// The same as a database keeps it.
    #[must_use]
    pub fn now_db(&self) -> i64 {
        i64::try_from(self.now_ms()).unwrap_or(i64::MAX)
    }

    /// Moves a manual clock forward and wakes who waits for it. The system's clock is not moved.
    pub fn advance(&self, by: Duration) {
        if let Kind::Manual(hands) = &self.0 {
            let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
            hands.now.send_modify(|now| *now = now.saturating_add(by));
        }
    }

    /// Waits until it is `at_ms` or later; at once if it is already. Safe to drop at any time.
    pub async fn sleep_until(&self, at_ms: u64) {
        match &self.0 {
            // In steps, so that a clock that is set, or a machine that slept, is noticed soon.
            Kind::System => loop {
                let left = at_ms.saturating_sub(self.now_ms());
                if left == 0 {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(left.min(10_000))).await;
            },
            Kind::Manual(hands) => {
                let mut now = hands.now.subscribe();
                let _waiting = Waiting::begin(&hands.awaited, at_ms);
                // Its sender is `self`, so that it cannot be gone.
                let _ = now.wait_for(|now| *now >= at_ms).await;
            }
        }
    }

    /// Waits so long, however the machine's clock is set meanwhile. Safe to drop at any time.
    pub async fn sleep(&self, long: Duration) {
        match &self.0 {
            Kind::System => tokio::time::sleep(long).await,
            Kind::Manual(_) => {
                let long = u64::try_from(long.as_millis()).unwrap_or(u64::MAX);
                self.sleep_until(self.now_ms().saturating_add(long)).await;
            }
        }
    }

    /// Waits until somebody waits for a moment in this range on a manual clock, and tells which. On the
    /// system's clock it waits for ever. For tests, which move the clock once it matters.
    pub async fn awaited(&self, range: RangeInclusive<u64>) -> u64 {
        let Kind::Manual(hands) = &self.0 else {
            return std::future::pending().await;
        };
        let first = |awaited: &BTreeMap<u64, usize>| {
            awaited.range(range.clone()).map(|(at_ms, _)| *at_ms).next()
        };
        let mut awaited = hands.awaited.subscribe();
        let found = awaited.wait_for(|awaited| first(awaited).is_some()).await;
        // Its sender is `self`, too.
        found
            .ok()
            .and_then(|found| first(&found))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_manual_clock_wakes_who_waits_and_only_when_it_is_time() {
        let clock = Clock::manual(1_000);
        let waiting = tokio::spawn({
            let clock = clock.clone();
            async move {
                clock.sleep_until(1_500).await;
                clock.now_ms()
            }
        });
        clock.advance(Duration::from_millis(499));
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        clock.advance(Duration::from_millis(1));
        assert_eq!(waiting.await.unwrap(), 1_500);
    }

    #[tokio::test]
    async fn a_while_is_as_long_as_the_clock_says() {
        let clock = Clock::manual(1_000);
        let waiting = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep(Duration::from_millis(500)).await }
        });
        assert_eq!(clock.awaited(0..=9_000).await, 1_500);
        assert!(!waiting.is_finished());
        clock.advance(Duration::from_millis(500));
        waiting.await.unwrap();
    }

    #[tokio::test]
    async fn a_manual_clock_tells_what_is_waited_for() {
        let clock = Clock::manual(1_000);
        let sleep = |at_ms| {
            let clock = clock.clone();
            tokio::spawn(async move { clock.sleep_until(at_ms).await })
        };
        let (near, far) = (sleep(1_500), sleep(9_000));
        assert_eq!(clock.awaited(5_000..=10_000).await, 9_000);
        assert_eq!(clock.awaited(0..=10_000).await, 1_500);
        clock.advance(Duration::from_millis(500));
        near.await.unwrap();
        assert_eq!(clock.awaited(0..=10_000).await, 9_000);
        far.abort();
    }
}
