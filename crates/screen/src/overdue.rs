//! When an acknowledgement is overdue, and how often the other side is then asked for it.
//!
//! A transport learns of a loss from what arrives after it. After the last packet of a frame nothing does, until a
//! timer of nearly half a second ends (RFC 9260 §6.3.3); a few small messages are reported at once, and with them
//! what is missing (as the probes of RFC 8985 §7 do).

/// So many messages in a row: so many reports of a gap have it repeated (RFC 9260 §7.2.4).
const ASKED: u32 = 3;
/// Milliseconds between them.
const BETWEEN: u64 = 10;
/// After so many messages only the transport's own timer helps, as when the path is cut.
const MOST: u32 = 3 * ASKED;
/// The least time over the usual one after which something is overdue, in milliseconds: two captures.
const LEAST: u64 = 20;

/// Follows how long acknowledgements take. Times are in milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Overdue {
    /// How long it takes, and how far it is from that, both smoothed (RFC 6298 §2), in 1/64 ms; nothing before
    /// the first.
    usual: Option<(u64, u64)>,
    /// Messages since something was acknowledged, and when the last one of all went.
    asked: u32,
    last: Option<u64>,
}

impl Overdue {
    /// What was sent at `sent` was acknowledged after so long.
    pub(crate) fn acked(&mut self, sent: u64, took: u64) {
        self.asked = 0;
        let took = took * 64;
        self.usual = Some(match self.usual {
            None => (took, took / 2),
            // Something was missing meanwhile, as it seems: that is not how long it takes (Karn), unless it goes on.
            Some((usual, spread)) if self.last >= Some(sent) => {
                (usual + took.saturating_sub(usual).min(usual) / 8, spread)
            }
            Some((usual, spread)) => (
                usual - usual / 8 + took / 8,
                spread - spread / 4 + took.abs_diff(usual) / 4,
            ),
        });
    }

    /// When to ask for the acknowledgement of what was sent at `sent`; `None`: it is not to be asked for.
    pub(crate) fn due(&self, sent: u64) -> Option<u64> {
        let (usual, spread) = self.usual?;
        let patience = usual / 64 + LEAST.max(spread / 16);
        let wait = match self.asked {
            0 => return Some(sent + patience),
            MOST.. => return None,
            asked if asked % ASKED != 0 => BETWEEN,
            // Each time twice as patient.
            asked => patience << (asked / ASKED),
        };
        self.last.map(|last| last + wait)
    }

    /// The other side was asked.
    pub(crate) fn asked(&mut self, now: u64) {
        self.asked += 1;
        self.last = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn what_takes_longer_than_usual_is_asked_for_a_few_times() {
        let mut overdue = Overdue::default();
        assert_eq!(overdue.due(0), None, "nobody knows how long it takes");
        for n in 0..50 {
            overdue.acked(n * 10, 40);
        }
        let mut asked = Vec::new();
        while let Some(due) = overdue.due(1_000) {
            overdue.asked(due);
            asked.push(due - 1_000);
        }
        assert_eq!(asked, [60, 70, 80, 200, 210, 220, 460, 470, 480]);
    }

    #[test]
    fn what_varies_is_waited_for_and_what_got_lost_is_not() {
        let mut overdue = Overdue::default();
        for n in 0..200 {
            overdue.acked(n * 10, if n % 2 == 0 { 40 } else { 120 });
        }
        assert!(overdue.due(0) > Some(200));

        let mut overdue = Overdue::default();
        for n in 0..50 {
            overdue.acked(n * 100, 40);
        }
        // One and what came behind it.
        overdue.asked(5_060);
        overdue.acked(5_000, 110);
        overdue.acked(5_050, 60);
        assert!(overdue.due(6_000).is_some_and(|due| due < 6_080));
        // The path has become longer: that is learned all the same.
        let mut sent = 7_000;
        while let Some(due) = overdue.due(sent).filter(|due| *due < sent + 300) {
            overdue.asked(due);
            overdue.acked(sent, 300);
            sent += 1_000;
        }
        assert!(sent < 7_000 + 30 * 1_000, "{sent}");
    }
}
