//! The sharer's picture: capture → encoder worker → the `screen` channel.

use super::call::Call;
use super::measuring::Outgoing;
use super::picture::{Picture, PictureLabel};
use super::shared::{Event, Post};
use crate::platform::bytes::Bytes;
use crate::platform::capture::{Capture, Stream};
use crate::platform::frames::{Frame, FrameSource, VideoSource};
use crate::platform::screen_worker::{ScreenWorker, Side};
use crate::platform::{Failure, spawn};
use rh_protocol::stats::SharerStats;
use rh_protocol::view::Surface;
use rh_session::peer::Channel;
use std::collections::VecDeque;

/// A capture on its way to the other side. Dropping it ends both.
pub(super) struct Sending {
    number: u32,
    capture: Capture,
    encoder: ScreenWorker,
    /// Where the worker does not read the capture itself, from when it first wants a frame.
    video: Option<VideoSource>,
    /// Packets that the channel is too full for. The encoder's window bounds them: it goes on only
    /// as the other side acknowledges.
    waiting: VecDeque<(Bytes, Option<f64>)>,
    paused: bool,
    /// While a helper wants to know.
    times: Option<Box<Outgoing>>,
}

impl Sending {
    /// Starts an encoder for a capture, under the capture's number.
    ///
    /// # Errors
    /// When the browser refuses a worker.
    pub(super) fn start(number: u32, capture: Capture, post: Post) -> Result<Self, Failure> {
        let heard = move |said| {
            post.send(Event::Worker {
                worker: number,
                said,
            });
        };
        let source = FrameSource::of(&capture);
        let encoder = ScreenWorker::start(Side::Encoder, Some(&source), heard)?;
        encoder.set_muted(capture.is_muted());
        Ok(Self {
            number,
            capture,
            encoder,
            video: None,
            waiting: VecDeque::new(),
            paused: false,
            times: None,
        })
    }

    /// The number of the capture, and of its encoder.
    pub(super) const fn number(&self) -> u32 {
        self.number
    }

    pub(super) fn stream(&self) -> Stream {
        self.capture.stream().clone()
    }

    /// What kind of surface it is, as far as the browser says.
    pub(super) fn surface(&self) -> Surface {
        self.capture.surface()
    }

    pub(super) fn encoder(&self) -> &ScreenWorker {
        &self.encoder
    }

    pub(super) const fn is_paused(&self) -> bool {
        self.paused
    }

    pub(super) fn set_paused(&mut self, paused: bool) {
        self.paused = paused;
        self.encoder.set_paused(paused);
    }

    /// What is shared, for the sharer's own view.
    pub(super) fn picture(&self) -> Picture {
        let (width, height) = self.capture.size().unwrap_or_default();
        let state = if self.paused {
            PictureLabel::Paused
        } else {
            PictureLabel::Live
        };
        Picture {
            state,
            age_ms: None,
            width,
            height,
        }
    }

    /// Fetches the frame that the worker wants.
    pub(super) fn fetch_frame(&mut self, post: Post) {
        if self.video.is_none() {
            self.video = VideoSource::new(&self.capture).ok();
        }
        let Some(video) = &self.video else { return };
        let (worker, frame) = (self.number, video.frame());
        spawn(async move {
            // No frame this time: the worker asks again.
            let frame = frame.await.ok().flatten();
            post.send(Event::Frame { worker, frame });
        });
    }

    pub(super) fn give_frame(&self, frame: Frame) {
        self.encoder.frame(frame);
    }

    /// The worker needs no frames of the page: a video that plays costs something.
    pub(super) fn stop_fetching(&mut self) {
        self.video = None;
    }

    /// Whether what the picture costs is measured, here and in the encoder.
    pub(super) fn set_measured(&mut self, on: bool) {
        if self.times.is_some() != on {
            self.times = on.then(Box::default);
            self.encoder.measure(on);
        }
    }

    /// The other side has decoded this frame; while measuring it says how long it had it.
    pub(super) fn acked(&mut self, frame: u32, delay_us: Option<u32>) {
        self.encoder.ack(frame);
        if let (Some(times), Some(delay_us)) = (&mut self.times, delay_us) {
            times.acked(frame, delay_us);
        }
    }

    /// Adds what was measured here; nothing when that is not wanted any more.
    pub(super) fn complete(&mut self, mut stats: SharerStats) -> Option<SharerStats> {
        self.times.as_mut()?.complete(&mut stats);
        Some(stats)
    }

    /// Takes a packet of the encoder, and when it was posted if that is measured. Without a channel it is
    /// of no use: who joins asks for a keyframe.
    pub(super) fn send(&mut self, packet: Bytes, posted: Option<f64>, call: Option<&Call>) {
        if call.is_none() {
            self.waiting.clear();
            return;
        }
        self.waiting.push_back((packet, posted));
        self.pump(call);
    }

    /// Gives the channel what it can take, in order.
    pub(super) fn pump(&mut self, call: Option<&Call>) {
        while let Some(channel) = call.and_then(|call| call.ready(Channel::Screen))
            && let Some((packet, posted)) = self.waiting.front()
        {
            if channel.send_bytes(packet).is_err() {
                // The channel is on its way to being closed, which will be told.
                return;
            }
            if let (Some(times), Some(posted)) = (&mut self.times, posted) {
                times.given(packet, *posted);
            }
            self.waiting.pop_front();
        }
    }

    /// A new channel begins with nothing of what waited for the old one.
    pub(super) fn channel_opened(&mut self) {
        self.waiting.clear();
    }
}
