//! Pauses between tries: doubling up to a cap, spread at random so that pages do not come in step.

/// A small generator of numbers for spreading pauses (SplitMix64); not for secrets.
#[derive(Clone, Debug)]
pub(super) struct Jitter(u64);

impl Jitter {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A value between half of `ms` and all of it.
    pub(super) fn spread(&mut self, ms: u64) -> u64 {
        let half = ms / 2;
        half + self.next() % (ms - half).max(1)
    }

    /// The pause after this many failures in a row (from 1), before the next try, in milliseconds.
    pub(super) fn pause(&mut self, failures: u32, first: u64, cap: u64) -> u64 {
        let doublings = failures.saturating_sub(1).min(16);
        self.spread(first.saturating_mul(1 << doublings).min(cap))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_cap_and_differ() {
        let mut jitter = Jitter::new(7);
        for (failures, most) in [(1, 250), (2, 500), (3, 1_000), (5, 4_000), (400, 4_000)] {
            for _ in 0..100 {
                let pause = jitter.pause(failures, 250, 4_000);
                assert!((most / 2..=most).contains(&pause), "{failures}: {pause}");
            }
        }
        assert_ne!(jitter.spread(1_000_000), jitter.spread(1_000_000));
        assert_eq!(jitter.spread(0), 0);
    }
}
