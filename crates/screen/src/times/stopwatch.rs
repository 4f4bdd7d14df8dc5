//! One stage, stopped frame by frame.

use super::{
    micros,
    samples::{Samples, Spread},
};

/// A stopwatch for one stage. What a frame takes of it may come in pieces: it is gathered until it is
/// recorded. Allocates nothing.
#[derive(Debug, Clone, Default)]
pub struct Stopwatch {
    /// Since when it runs.
    since: Option<f64>,
    /// What was gathered since it was last recorded, in milliseconds.
    gathered: Option<f64>,
    samples: Samples,
}

impl Stopwatch {
    /// Starts, or starts anew.
    pub const fn start(&mut self, now: f64) {
        self.since = Some(now);
    }

    /// Starts, unless it runs already.
    pub fn keep(&mut self, now: f64) {
        self.since.get_or_insert(now);
    }

    /// Stops, and gathers the time since it started, if it did.
    pub fn stop(&mut self, now: f64) {
        if let Some(since) = self.since.take() {
            self.gathered = Some(self.gathered.unwrap_or(0.0) + (now - since));
        }
    }

    /// Makes a sample of what was gathered, if anything was.
    pub fn record(&mut self) {
        if let Some(gathered) = self.gathered.take() {
            self.samples.add(micros(gathered));
        }
    }

    /// Adds a sample that was measured otherwise, in milliseconds.
    pub const fn add(&mut self, ms: f64) {
        self.samples.add(micros(ms));
    }

    /// Forgets what was not recorded.
    pub const fn forget(&mut self) {
        (self.since, self.gathered) = (None, None);
    }

    /// What was recorded comes to, and begins anew; nothing if nothing was.
    pub fn take(&mut self) -> Option<Spread> {
        self.samples.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_make_one_sample() {
        let mut watch = Stopwatch::default();
        for (start, stop) in [(10.0, 11.5), (20.0, 20.25)] {
            watch.start(start);
            watch.stop(stop);
        }
        assert_eq!(watch.take(), None, "not recorded");
        watch.record();
        watch.record();
        let spread = watch.take().unwrap();
        assert_eq!((spread.count, spread.p50), (1, 1_750));
    }

    #[test]
    fn what_did_not_start_does_not_count() {
        let mut watch = Stopwatch::default();
        watch.stop(5.0);
        watch.record();
        assert_eq!(watch.take(), None);
        watch.start(1.0);
        watch.stop(2.0);
        watch.forget();
        watch.record();
        assert_eq!(watch.take(), None);
    }

    #[test]
    fn the_first_start_is_kept_or_the_last_one_counts() {
        let mut watch = Stopwatch::default();
        watch.keep(1.0);
        watch.keep(2.0);
        watch.stop(4.0);
        watch.record();
        watch.start(1.0);
        watch.start(2.0);
        watch.stop(4.0);
        watch.record();
        watch.add(9.0);
        let spread = watch.take().unwrap();
        assert_eq!((spread.count, spread.p50, spread.p95), (3, 3_000, 9_000));
    }
}
