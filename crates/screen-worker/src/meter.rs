//! Measures the stages of a frame's way through a worker, while somebody wants to know. While nobody
//! does, each call is one branch, nothing is held, and no clock is read.

use rh_screen::{
    FrameId,
    times::{Marks, Spread, Stage, Stopwatch},
};

use crate::js;

/// A stretch that is told at once is at least so long, in milliseconds: two beats of a worker, less what
/// timers are early.
const STRETCH: f64 = 900.0;

/// What is counted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    /// Frames that were captured.
    pub(crate) captured: u32,
    /// Frames that gave way to newer ones.
    pub(crate) replaced: u32,
    /// Frames that were sent.
    pub(crate) sent: u32,
    /// Bytes of their packets.
    pub(crate) bytes: u32,
}

/// What was measured in a stretch of time.
pub(crate) struct Measured {
    /// How long the stretch was, in milliseconds.
    pub(crate) interval: f64,
    pub(crate) counts: Counts,
    /// In the order of [`Stage::ALL`].
    pub(crate) stages: [Option<Spread>; Stage::ALL.len()],
}

/// Measures, or does not.
#[derive(Default)]
pub(crate) struct Meter(Option<Box<Open>>);

struct Open {
    since: f64,
    counts: Counts,
    stages: [Stopwatch; Stage::ALL.len()],
    /// How far the captures' clock and ours are apart at least, in milliseconds, the way here included.
    least: f64,
    /// When pictures and chunks of film were given to the browser's encoder or decoder.
    films: Marks,
}

impl Meter {
    /// Measures from now on, or no longer.
    pub(crate) fn set(&mut self, on: bool) {
        match &self.0 {
            Some(_) if on => {}
            _ => {
                self.0 = on.then(|| {
                    Box::new(Open {
                        since: js::instant(),
                        counts: Counts::default(),
                        stages: Default::default(),
                        least: f64::INFINITY,
                        films: Marks::default(),
                    })
                });
            }
        }
    }

    pub(crate) const fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// The time, for what is measured across workers and pages; none while nothing is.
    pub(crate) fn instant(&self) -> Option<f64> {
        self.is_on().then(js::instant)
    }

    pub(crate) fn start(&mut self, stage: Stage) {
        if let Some(open) = &mut self.0 {
            open.stages[stage as usize].start(js::instant());
        }
    }

    /// As if started then, in milliseconds, unless it runs already.
    pub(crate) fn keep(&mut self, stage: Stage, since: impl FnOnce() -> Option<f64>) {
        if let Some(open) = &mut self.0
            && let Some(since) = since()
        {
            open.stages[stage as usize].keep(since);
        }
    }

    pub(crate) fn stop(&mut self, stage: Stage) {
        if let Some(open) = &mut self.0 {
            open.stages[stage as usize].stop(js::instant());
        }
    }

    /// What these took of a frame is complete.
    pub(crate) fn record(&mut self, stages: &[Stage]) {
        if let Some(open) = &mut self.0 {
            for stage in stages {
                open.stages[*stage as usize].record();
            }
        }
    }

    /// What these took of a frame does not count: it came to nothing.
    pub(crate) fn forget(&mut self, stages: &[Stage]) {
        if let Some(open) = &mut self.0 {
            for stage in stages {
                open.stages[*stage as usize].forget();
            }
        }
    }

    /// A whole sample, of what began then by [`Self::instant`].
    pub(crate) fn add_since(&mut self, stage: Stage, began: Option<f64>) {
        if let (Some(open), Some(began)) = (&mut self.0, began) {
            open.stages[stage as usize].add(js::instant() - began);
        }
    }

    /// A frame has come, which was captured at this time of its own, in microseconds.
    pub(crate) fn captured(&mut self, timestamp: impl FnOnce() -> f64) {
        if let Some(open) = &mut self.0 {
            let apart = js::instant() - timestamp() / 1_000.0;
            open.least = open.least.min(apart);
            open.stages[Stage::Capture as usize].add(apart - open.least);
        }
    }

    pub(crate) fn count(&mut self, count: impl FnOnce(&mut Counts)) {
        if let Some(open) = &mut self.0 {
            count(&mut open.counts);
        }
    }

    /// Something of this name goes to the browser's own encoder or decoder: a frame, or the time of a
    /// capture.
    pub(crate) fn film_given(&mut self, name: u32) {
        if let Some(open) = &mut self.0 {
            open.films.set(FrameId(name), js::instant());
        }
    }

    /// What comes of it is there.
    pub(crate) fn film_taken(&mut self, stage: Stage, name: u32) {
        if let Some(open) = &mut self.0
            && let Some(given) = open.films.take(FrameId(name))
        {
            open.stages[stage as usize].add(js::instant() - given);
        }
    }

    /// What was measured since it last said so, about once a second.
    pub(crate) fn take(&mut self) -> Option<Measured> {
        let open = self.0.as_mut()?;
        let now = js::instant();
        let interval = now - open.since;
        if interval < STRETCH {
            return None;
        }
        open.since = now;
        let mut stages = open.stages.iter_mut();
        Some(Measured {
            interval,
            counts: core::mem::take(&mut open.counts),
            stages: core::array::from_fn(|_| stages.next().and_then(Stopwatch::take)),
        })
    }
}
