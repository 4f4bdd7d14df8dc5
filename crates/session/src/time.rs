//! A point in time as the caller gives it: milliseconds, since the standard clock panics in wasm.

use serde::{Deserialize, Serialize};

/// Milliseconds on the caller's clock. The broker uses Unix time, so that deadlines survive a
/// restart; a page uses its monotonic clock. Times of two machines are never compared.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Instant(u64);

impl Instant {
    /// From milliseconds on the caller's clock.
    #[must_use]
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// Milliseconds on the caller's clock.
    #[must_use]
    pub const fn as_ms(self) -> u64 {
        self.0
    }

    /// This many milliseconds later.
    #[must_use]
    pub const fn after(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` until this; 0 when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}
