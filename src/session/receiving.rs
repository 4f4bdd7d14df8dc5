//! The helper's picture: the `screen` channel → decoder worker → canvas.

use super::measuring::Incoming;
use super::picture::Picture;
use super::shared::{Event, Post};
use super::standing::Standing;
use crate::platform::bytes::Bytes;
use crate::platform::canvas::{Canvas, Screen};
use crate::platform::screen_worker::{Draw, ScreenWorker, Side};
use rh_protocol::{ErrorCode, limits};
use rh_screen::Heartbeat;

/// What the helper sees, from packets to pixels.
pub(super) struct Receiving {
    post: Post,
    /// Number of the newest decoder.
    number: u32,
    decoder: Option<ScreenWorker>,
    /// Which codecs of film the decoder takes, a bit each, once that is known.
    codecs: Option<u8>,
    /// What is drawn on; one of its own until a view brings another.
    screen: Option<Screen>,
    size: (u32, u32),
    /// While the helper wants to know what the picture costs.
    times: Option<Box<Incoming>>,
    standing: Standing,
}

impl Receiving {
    pub(super) fn new(post: Post) -> Self {
        Self {
            post,
            number: 0,
            decoder: None,
            codecs: None,
            screen: None,
            size: (0, 0),
            times: None,
            standing: Standing::default(),
        }
    }

    /// A new channel: a new decoder, since nothing of the old stream goes on.
    ///
    /// # Errors
    /// When the worker cannot be started.
    pub(super) fn channel_opened(&mut self) -> Result<(), ErrorCode> {
        self.number = self.number.wrapping_add(1);
        let (post, worker) = (self.post.clone(), self.number);
        let started = ScreenWorker::start(Side::Decoder, None, move |said| {
            post.send(Event::Worker { worker, said });
        });
        self.decoder = started.ok();
        if let (Some(decoder), Some(_)) = (&self.decoder, &self.times) {
            decoder.measure(true);
        }
        self.codecs = None;
        self.standing.stream_began();
        if self.decoder.is_some() {
            Ok(())
        } else {
            Err(ErrorCode::PictureFailed)
        }
    }

    /// Whether this is the number of the present decoder.
    pub(super) fn is_present(&self, number: u32) -> bool {
        self.decoder.is_some() && self.number == number
    }

    /// Which codecs of film the decoder takes.
    pub(super) const fn decodes(&mut self, codecs: u8) {
        self.codecs = Some(codecs);
    }

    pub(super) const fn codecs(&self) -> Option<u8> {
        self.codecs
    }

    /// The decoder has failed.
    pub(super) fn failed(&mut self) {
        self.decoder = None;
    }

    /// What the broker says about sharing.
    pub(super) fn announce(&mut self, now_ms: u64, shared: bool) {
        if self.standing.announce(now_ms, shared) {
            self.wipe();
        }
    }

    /// The sharer said that nothing is shared any more.
    pub(super) fn clear(&mut self) {
        if self.standing.stop() {
            self.wipe();
        }
    }

    fn wipe(&mut self) {
        self.size = (0, 0);
        if let Some(screen) = &self.screen {
            screen.clear();
        }
    }

    /// A packet came in.
    pub(super) fn packet(&mut self, packet: &Bytes) {
        let within = packet.length() <= limits::SCREEN_PACKET;
        if let Some(decoder) = self.decoder.as_ref().filter(|_| within)
            && !self.standing.is_stopped()
        {
            let at = self.times.as_mut().map(|times| times.packet(packet));
            decoder.packet(packet, at);
        }
    }

    /// Whether what the picture costs is measured, here and in the decoder. Returns whether that is a
    /// change.
    pub(super) fn set_measured(&mut self, on: bool) -> bool {
        let changes = self.times.is_some() != on;
        if changes {
            self.times = on.then(Box::default);
            if let Some(decoder) = &self.decoder {
                decoder.measure(on);
            }
        }
        changes
    }

    pub(super) const fn is_measured(&self) -> bool {
        self.times.is_some()
    }

    /// What is measured here, if it is.
    pub(super) fn times(&mut self) -> Option<&mut Incoming> {
        self.times.as_deref_mut()
    }

    /// A heartbeat came in. Returns whether a keyframe is to be asked for.
    pub(super) fn heartbeat(&mut self, now_ms: u64, heartbeat: Heartbeat) -> bool {
        self.standing.heartbeat(now_ms, heartbeat)
    }

    /// Draws what has changed.
    pub(super) fn draw(&mut self, draw: Draw) -> Result<(), ErrorCode> {
        if self.standing.is_stopped() {
            return Ok(());
        }
        let failed = |_| ErrorCode::PictureFailed;
        if self.screen.is_none() {
            self.screen = Some(Screen::detached().map_err(failed)?);
        }
        let Some(screen) = &self.screen else {
            return Ok(());
        };
        self.size = (draw.width, draw.height);
        screen.resize(draw.width, draw.height);
        for patch in &draw.rects {
            let size = (patch.width, patch.height);
            screen
                .draw((patch.x, patch.y), size, &patch.rgba)
                .map_err(failed)?;
        }
        if let Some(times) = &mut self.times {
            times.drawn(&draw, &self.post);
        }
        if let Some(decoder) = &self.decoder {
            decoder.drawn(draw);
        }
        Ok(())
    }

    /// A frame is complete on the canvas. Returns whether it is to be acknowledged.
    pub(super) fn complete(&mut self, now_ms: u64, frame: u32) -> bool {
        self.standing.complete(now_ms, frame)
    }

    /// Draws on this canvas from now on, beginning with what there is.
    ///
    /// # Errors
    /// When the canvas cannot be drawn on.
    pub(super) fn attach(&mut self, canvas: Canvas) -> Result<(), ErrorCode> {
        let screen = Screen::new(canvas).map_err(|_| ErrorCode::PictureFailed)?;
        if let Some(before) = &self.screen {
            screen.copy(before);
        }
        self.screen = Some(screen);
        Ok(())
    }

    /// The label and size at this time.
    pub(super) fn picture(&self, now_ms: u64) -> Picture {
        self.standing
            .at(now_ms)
            .map_or(Picture::NONE, |known| Picture::labelled(known, self.size))
    }
}
