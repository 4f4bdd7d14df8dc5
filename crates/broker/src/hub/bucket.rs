//! A token bucket: how many messages a connection may send, and how much it may have written down, on
//! average and at once. Pure.

use rh_protocol::limits;

/// Tokens in thousandths, so that refilling by the millisecond stays exact.
const TOKEN: u64 = 1_000;

/// Fills at a steady rate up to its burst; each message takes one token.
#[derive(Debug)]
pub(super) struct Bucket {
    per_second: u64,
    burst: u64,
    thousandths: u64,
    filled_ms: u64,
}

impl Bucket {
    /// The bucket of one WebSocket, full, with the protocol's declared limits.
    pub(super) fn for_socket(now_ms: u64) -> Self {
        Self::new(
            u64::from(limits::SOCKET_MESSAGES_PER_SECOND),
            u64::from(limits::SOCKET_MESSAGES_PER_SECOND + limits::SOCKET_BURST),
            now_ms,
        )
    }

    /// The bucket of one WebSocket for what it wants written down, full.
    pub(super) fn for_changes(now_ms: u64) -> Self {
        Self::new(
            u64::from(limits::CHANGES_PER_SECOND),
            u64::from(limits::CHANGES_PER_SECOND + limits::CHANGES_BURST),
            now_ms,
        )
    }

    fn new(per_second: u64, burst: u64, now_ms: u64) -> Self {
        Self {
            per_second,
            burst,
            thousandths: burst * TOKEN,
            filled_ms: now_ms,
        }
    }

    /// Takes one token at a time in milliseconds of any steady clock; `false` when none is left.
    pub(super) fn take(&mut self, now_ms: u64) -> bool {
        let elapsed = now_ms.saturating_sub(self.filled_ms);
        self.filled_ms = self.filled_ms.max(now_ms);
        // One token a second is one thousandth of a token a millisecond.
        let gained = elapsed.saturating_mul(self.per_second);
        self.thousandths = self
            .thousandths
            .saturating_add(gained)
            .min(self.burst * TOKEN);
        match self.thousandths.checked_sub(TOKEN) {
            Some(rest) => {
                self.thousandths = rest;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bucket;

    #[test]
    fn a_burst_passes_then_only_the_rate() {
        let mut bucket = Bucket::new(50, 200, 1_000);
        assert!((0..200).all(|_| bucket.take(1_000)));
        assert!(!bucket.take(1_000));
        assert!(!bucket.take(1_019), "a token takes 20 ms");
        assert!(bucket.take(1_020));
        let passed = (1_021..=11_020).filter(|now| bucket.take(*now)).count();
        assert_eq!(passed, 500, "ten seconds at 50 a second");
    }

    #[test]
    fn it_never_holds_more_than_its_burst_nor_minds_a_clock_that_steps_back() {
        let mut bucket = Bucket::new(50, 200, 0);
        assert!(bucket.take(u64::MAX));
        assert!((0..199).all(|_| bucket.take(5)));
        assert!(!bucket.take(5));
    }
}
