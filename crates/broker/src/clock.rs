//! The broker's clock: wall time in Unix milliseconds, which tests may move by hand.

use std::time::{Duration, SystemTime, UNIX_EPOCH};
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
    Manual(watch::Sender<u64>),
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
        Self(Kind::Manual(watch::Sender::new(now_ms)))
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
            Kind::Manual(now) => *now.borrow(),
        }
    }

    /// The same as a database keeps it.
    #[must_use]
    pub fn now_db(&self) -> i64 {
        i64::try_from(self.now_ms()).unwrap_or(i64::MAX)
    }

    /// Moves a manual clock forward and wakes who waits for it. The system's clock is not moved.
    pub fn advance(&self, by: Duration) {
        if let Kind::Manual(now) = &self.0 {
            let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
            now.send_modify(|now| *now = now.saturating_add(by));
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
            Kind::Manual(now) => {
                let mut now = now.subscribe();
                // Its sender is `self`, so that it cannot be gone.
                let _ = now.wait_for(|now| *now >= at_ms).await;
            }
        }
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
}
