//! Counts, times and days, as the language writes them.

use crate::i18n;

/// Time on a clock's face. Tracked.
pub(super) fn time(ms: u64) -> String {
    i18n::clock_face(ms)
}

/// A count. Tracked.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts here stay far below 2^53"
)]
pub(super) fn count(value: u64) -> String {
    i18n::number(value as f64)
}

/// Day and time. Tracked.
#[allow(clippy::cast_precision_loss, reason = "so do milliseconds")]
pub(super) fn moment(at_ms: i64) -> String {
    i18n::moment(at_ms as f64)
}

/// A day. Tracked.
#[allow(clippy::cast_precision_loss, reason = "and those of a day")]
pub(super) fn date(at_ms: i64) -> String {
    i18n::date(at_ms as f64)
}
