//! How long the stages of a frame's way take, brought together in fixed memory: samples, stopwatches,
//! and when something happened to a frame. The caller reads the clock: milliseconds with fractions, of
//! any clock that goes forward.

mod marks;
mod samples;
mod stage;
mod stopwatch;

pub use marks::Marks;
pub use samples::{Samples, Spread};
pub use stage::Stage;
pub use stopwatch::Stopwatch;

/// A length of time in milliseconds as whole microseconds; what a clock that was put back makes of it is
/// nothing.
#[must_use]
pub const fn micros(ms: f64) -> u32 {
    // Casts keep to the range.
    (ms * 1_000.0 + 0.5) as u32
}

#[cfg(test)]
mod tests {
    use super::micros;

    #[test]
    fn microseconds_are_rounded_and_bounded() {
        assert_eq!(micros(1.234_6), 1_235);
        assert_eq!(micros(0.0), 0);
        assert_eq!(micros(-3.0), 0);
        assert_eq!(micros(f64::NAN), 0);
        assert_eq!(micros(f64::INFINITY), u32::MAX);
    }
}
