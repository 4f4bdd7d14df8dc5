//! What the pages themselves measure of the picture's way, and how that begins and ends. Only while a
//! helper looks at it: both parts are there only then.

use super::driver::Driver;
use super::shared::{Event, Post};
use super::statistics::Statistics;
use crate::platform::bytes::Bytes;
use crate::platform::screen_worker::Draw;
use crate::platform::{clock, timer};
use leptos::prelude::Set;
use rh_protocol::peer::{HelperControl, SharerControl};
use rh_protocol::stats::{SharerStats, StageTimes};
use rh_screen::times::{Marks, Samples, Stage, micros};
use rh_screen::{FrameId, PACKET_HEADER};
use rh_session::wire::Control;

/// A page that nobody sees has no next animation frame, until somebody does: what takes longer than this,
/// in milliseconds, is no sample.
const UNSEEN: f64 = 1_000.0;

/// Notes the frame whose last packet this is, and returns whether it is one.
fn mark(marks: &mut Marks, packet: &Bytes, now: f64) -> bool {
    let start = packet.start::<{ PACKET_HEADER + 1 }>();
    start.is_some_and(|start| marks.set_last(&start, packet.length(), now))
}

fn taken(samples: &mut Samples) -> Option<StageTimes> {
    samples.take().map(|spread| StageTimes {
        count: spread.count,
        p50_us: spread.p50,
        p95_us: spread.p95,
    })
}

/// What the sharer's page measures.
#[derive(Default)]
pub(super) struct Outgoing {
    send: Samples,
    network: Samples,
    /// When the last packet of a frame was given to the channel.
    given: Marks,
}

impl Outgoing {
    /// A packet, posted by the worker at `posted`, is given to the channel.
    pub(super) fn given(&mut self, packet: &Bytes, posted: f64) {
        let now = clock::instant_ms();
        if mark(&mut self.given, packet, now) {
            self.send.add(micros(now - posted));
        }
    }

    /// A frame is acknowledged, which the other page had for so many microseconds.
    pub(super) fn acked(&mut self, frame: u32, delay_us: u32) {
        if let Some(given) = self.given.take(FrameId(frame)) {
            let round_trip = micros(clock::instant_ms() - given);
            self.network.add(round_trip.saturating_sub(delay_us));
        }
    }

    /// Adds to what the worker has measured.
    pub(super) fn complete(&mut self, stats: &mut SharerStats) {
        stats.stages.send = taken(&mut self.send);
        stats.stages.network = taken(&mut self.network);
    }
}

/// What the helper's page measures.
#[derive(Default)]
pub(super) struct Incoming {
    known: Statistics,
    draw: Samples,
    display: Samples,
    /// When the last packet of a frame came in.
    arrived: Marks,
    /// The next animation frame is awaited.
    awaited: bool,
}

impl Incoming {
    /// A packet comes in. Returns when.
    pub(super) fn packet(&mut self, packet: &Bytes) -> f64 {
        let now = clock::instant_ms();
        mark(&mut self.arrived, packet, now);
        now
    }

    /// For how many microseconds this page has had the frame, where that is known.
    pub(super) fn delay(&mut self, frame: u32) -> Option<u32> {
        let arrived = self.arrived.take(FrameId(frame))?;
        Some(micros(clock::instant_ms() - arrived))
    }

    /// This has been drawn.
    pub(super) fn drawn(&mut self, draw: &Draw, post: &Post) {
        let now = clock::instant_ms();
        if let Some(posted) = draw.posted {
            self.draw.add(micros(now - posted));
        }
        if !self.awaited {
            self.awaited = true;
            let post = post.clone();
            timer::next_frame(move || post.send(Event::Displayed { drawn: now }));
        }
    }

    /// The animation frame after what was drawn then.
    pub(super) fn displayed(&mut self, drawn: f64) {
        self.awaited = false;
        let took = clock::instant_ms() - drawn;
        if took < UNSEEN {
            self.display.add(micros(took));
        }
    }

    /// The decoder has measured this.
    pub(super) fn measured(&mut self, decoder: Vec<(Stage, StageTimes)>) -> Statistics {
        for (stage, times) in decoder {
            self.known.measured(stage, Some(times));
        }
        self.known.measured(Stage::Draw, taken(&mut self.draw));
        self.known
            .measured(Stage::Display, taken(&mut self.display));
        self.known
    }

    /// The sharer's page has told this.
    pub(super) fn told(&mut self, stats: SharerStats) -> Statistics {
        self.known.told(stats);
        self.known
    }
}

impl Driver {
    /// Helper: measures from now on, here and on the other side, or no longer.
    pub(super) fn measure(&mut self, on: bool) {
        if self.receiving.set_measured(on) {
            self.signals
                .statistics
                .try_set(on.then(Statistics::default));
            self.send_control(&Control::Helper(HelperControl::Measure { on }));
        }
    }

    /// Helper: a new channel knows nothing of it.
    pub(super) fn measure_again(&self) {
        if self.receiving.is_measured() {
            self.send_control(&Control::Helper(HelperControl::Measure { on: true }));
        }
    }

    /// Sharer: does what the machine says about it.
    pub(super) fn heed_measures(&mut self) {
        let measures = self.peer.measures();
        if let Some(sending) = &mut self.sending {
            sending.set_measured(measures);
        }
    }

    /// Sharer: passes on what was measured.
    pub(super) fn tell_stats(&mut self, stats: SharerStats) {
        let stats = self.sending.as_mut().and_then(|s| s.complete(stats));
        if let Some(stats) = stats {
            self.send_control(&Control::Sharer(SharerControl::Stats { stats }));
        }
    }

    /// Helper: shows what is known now.
    pub(super) fn show_statistics(&mut self, learn: impl FnOnce(&mut Incoming) -> Statistics) {
        if let Some(times) = self.receiving.times() {
            let known = learn(times);
            self.signals.statistics.try_set(Some(known));
        }
    }
}
