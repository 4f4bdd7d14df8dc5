//! The helper's picture: the `screen` channel → decoder worker → canvas.

use super::picture::Picture;
use super::shared::{Event, Post};
use crate::platform::canvas::Screen;
use crate::platform::screen_worker::{Draw, ScreenWorker, Side};
use js_sys::ArrayBuffer;
use rh_protocol::{ErrorCode, limits};
use rh_screen::{FrameId, Heartbeat, PictureState};
use web_sys::HtmlCanvasElement;

/// What the helper sees, from packets to pixels.
pub(super) struct Receiving {
    post: Post,
    /// Number of the newest decoder.
    number: u32,
    decoder: Option<ScreenWorker>,
    /// What is drawn on; one of its own until a view brings another.
    screen: Option<Screen>,
    size: (u32, u32),
    sheet: Sheet,
    /// While something is shared; and since when, in milliseconds.
    state: Option<(PictureState, u64)>,
}

/// How long the first picture may take before its absence is called a stall, in milliseconds.
const FIRST_PICTURE_MS: u64 = 2_000;

/// What is on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sheet {
    /// Nothing; the stream may go on, so that only a keyframe would fill it.
    Blank,
    /// What the decoder has.
    Drawn,
}

impl Receiving {
    pub(super) fn new(post: Post) -> Self {
        Self {
            post,
            number: 0,
            decoder: None,
            screen: None,
            size: (0, 0),
            sheet: Sheet::Blank,
            state: None,
        }
    }

    /// A new channel: a new decoder, since nothing of the old stream goes on.
    ///
    /// # Errors
    /// When the worker cannot be started.
    pub(super) fn channel_opened(&mut self) -> Result<(), ErrorCode> {
        self.number = self.number.wrapping_add(1);
        let (post, worker) = (self.post.clone(), self.number);
        let started = ScreenWorker::start(Side::Decoder, None, move |event| {
            post.send(Event::Worker { worker, event });
        });
        self.decoder = started.ok();
        // The keyframe that every decoder begins with fills the canvas.
        self.sheet = Sheet::Drawn;
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

    /// The decoder has failed.
    pub(super) fn failed(&mut self) {
        self.decoder = None;
    }

    /// Sharing has begun, as far as anybody has said.
    pub(super) fn begin(&mut self, now_ms: u64) -> &mut PictureState {
        let began = || (PictureState::new(now_ms), now_ms);
        &mut self.state.get_or_insert_with(began).0
    }

    /// A packet came in.
    pub(super) fn packet(&mut self, packet: &ArrayBuffer) {
        let within = packet.byte_length() as usize <= limits::SCREEN_PACKET;
        if let Some(decoder) = self.decoder.as_ref().filter(|_| within) {
            decoder.packet(packet);
        }
    }

    /// A heartbeat came in. Returns whether a keyframe is to be asked for.
    pub(super) fn heartbeat(&mut self, now_ms: u64, heartbeat: Heartbeat) -> bool {
        self.begin(now_ms).heartbeat(now_ms, heartbeat);
        let blank = self.sheet == Sheet::Blank && heartbeat.frame.is_some();
        if blank {
            self.sheet = Sheet::Drawn;
        }
        blank
    }

    /// Draws what has changed.
    pub(super) fn draw(&mut self, draw: &Draw) -> Result<(), ErrorCode> {
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
        Ok(())
    }

    /// A frame is complete on the canvas.
    pub(super) fn complete(&mut self, now_ms: u64, frame: u32) {
        self.begin(now_ms).frame(now_ms, FrameId(frame));
    }

    /// Draws on this canvas from now on, beginning with what there is.
    ///
    /// # Errors
    /// When the canvas cannot be drawn on.
    pub(super) fn attach(&mut self, canvas: HtmlCanvasElement) -> Result<(), ErrorCode> {
        let screen = Screen::new(canvas).map_err(|_| ErrorCode::PictureFailed)?;
        if let Some(before) = &self.screen {
            screen.copy(before);
        }
        self.screen = Some(screen);
        Ok(())
    }

    /// Nothing is shared: no picture stays up.
    pub(super) fn clear(&mut self) {
        if self.state.take().is_some() {
            self.sheet = Sheet::Blank;
            self.size = (0, 0);
            if let Some(screen) = &self.screen {
                screen.clear();
            }
        }
    }

    /// The label and size at this time.
    pub(super) fn picture(&self, now_ms: u64) -> Picture {
        let Some((state, began_ms)) = &self.state else {
            return Picture::NONE;
        };
        let picture = state.at(now_ms);
        let soon = now_ms.saturating_sub(*began_ms) <= FIRST_PICTURE_MS;
        if picture.age.is_none() && soon {
            return Picture::NONE;
        }
        Picture::labelled(picture, self.size)
    }
}
