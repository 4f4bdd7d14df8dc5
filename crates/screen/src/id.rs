//! Frame numbers with serial arithmetic (RFC 1982), so that a stream may start anywhere and wrap.

/// The number of a sent frame. Each frame sent takes the next one, modulo 2³².
///
/// An encoder starts at a number its caller draws at random: a receiver then tells a new stream on
/// the same channel (another screen was picked) from a late packet of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FrameId(pub u32);

/// Ids this far behind the newest are late or repeated; anything else that is not ahead by less
/// than half the circle belongs to another stream.
const LATE: u32 = 4096;

impl FrameId {
    /// The id that follows.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }

    /// The id that comes before.
    #[must_use]
    pub const fn before(self) -> Self {
        Self(self.0.wrapping_sub(1))
    }

    /// Whether `self` comes later than `other` on the circle.
    #[must_use]
    pub const fn is_after(self, other: Self) -> bool {
        let ahead = self.0.wrapping_sub(other.0);
        ahead != 0 && ahead < 1 << 31
    }

    /// Whether `self` is `newest` or lies shortly before it: a late or repeated frame.
    #[must_use]
    pub const fn is_late(self, newest: Self) -> bool {
        newest.0.wrapping_sub(self.0) <= LATE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_survives_the_wrap() {
        let last = FrameId(u32::MAX);
        assert_eq!(last.next(), FrameId(0));
        assert!(last.next().is_after(last) && !last.is_after(last.next()) && !last.is_after(last));
        assert!(last.is_late(last.next()) && !last.next().is_late(last));
        assert!(!FrameId(7).is_late(FrameId(7 + LATE + 1)));
    }
}
