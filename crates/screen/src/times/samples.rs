//! Samples of one stage: how many, their median and their 95th percentile.

/// Samples that are looked at: of more in a stretch, the newest. Two seconds at 60 frames a second.
const KEPT: usize = 128;

/// What samples come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many there were.
    pub count: u32,
    /// Their median, in microseconds: of an even number the lower one of the two in the middle.
    pub p50: u32,
    /// Their 95th percentile by nearest rank, in microseconds.
    pub p95: u32,
}

/// Samples since they were last taken. Allocates nothing.
#[derive(Debug, Clone)]
pub struct Samples {
    kept: [u32; KEPT],
    count: u32,
}

impl Default for Samples {
    fn default() -> Self {
        Self {
            kept: [0; KEPT],
            count: 0,
        }
    }
}

impl Samples {
    /// Adds one, in microseconds.
    pub const fn add(&mut self, us: u32) {
        self.kept[self.count as usize % KEPT] = us;
        self.count = self.count.saturating_add(1);
    }

    /// What they come to, and begins anew; nothing if there were none.
    pub fn take(&mut self) -> Option<Spread> {
        let count = core::mem::take(&mut self.count);
        let kept = &mut self.kept[..KEPT.min(count as usize)];
        kept.sort_unstable();
        // Nearest rank, counted from 0.
        let at = |percent: usize| kept.get((kept.len() * percent).div_ceil(100).checked_sub(1)?);
        Some(Spread {
            count,
            p50: *at(50)?,
            p95: *at(95)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn spread(samples: impl IntoIterator<Item = u32>) -> Option<Spread> {
        let mut taken = Samples::default();
        for us in samples {
            taken.add(us);
        }
        taken.take()
    }

    #[test]
    fn median_and_percentile() {
        assert_eq!(spread([]), None);
        let one = Spread {
            count: 1,
            p50: 7,
            p95: 7,
        };
        assert_eq!(spread([7]), Some(one));
        let twenty = Spread {
            count: 20,
            p50: 10,
            p95: 19,
        };
        assert_eq!(spread((1..=20).rev()), Some(twenty));
        let hundred = Spread {
            count: 100,
            p50: 50,
            p95: 95,
        };
        assert_eq!(spread(1..=100), Some(hundred));
    }

    #[test]
    fn of_too_many_the_newest_count() {
        let kept = KEPT as u32;
        let spread = spread(1..=3 * kept).unwrap();
        assert_eq!(spread.count, 3 * kept);
        assert!(spread.p50 > 2 * kept && spread.p95 > spread.p50);
    }

    #[test]
    fn taking_begins_anew() {
        let mut samples = Samples::default();
        samples.add(900);
        assert!(samples.take().is_some());
        assert_eq!(samples.take(), None);
        samples.add(1);
        assert_eq!(samples.take().unwrap().p95, 1);
    }

    proptest! {
        #[test]
        fn as_many_lie_below_as_are_said_to(samples in vec(any::<u32>(), 1..KEPT)) {
            let spread = spread(samples.iter().copied()).unwrap();
            let upto = |us: u32| samples.iter().filter(|one| **one <= us).count() * 100;
            prop_assert!(samples.contains(&spread.p50) && samples.contains(&spread.p95));
            prop_assert!(upto(spread.p50) >= samples.len() * 50);
            prop_assert!(upto(spread.p95) >= samples.len() * 95);
            prop_assert!(spread.p50 <= spread.p95);
        }
    }
}
