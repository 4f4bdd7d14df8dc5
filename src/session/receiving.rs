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
    /// A frame that is complete before anybody has said that something is shared; and when it was.
    early: Option<(FrameId, u64)>,
    /// Whether the broker said that something is shared, when it was last looked at.
    announced: bool,
    /// Sharing was stopped, and the sharer has not said since that it goes on: what is still on its
    /// way here shows what must not be seen any more.
    stopped: bool,
    /// When a keyframe was last asked for here, or sharing began.
    asked_ms: u64,
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
            early: None,
            announced: false,
            stopped: false,
            asked_ms: 0,
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
        self.stopped = false;
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

    /// What the broker says about sharing. Only a change of it counts: meanwhile the sharer's own
    /// word, which comes directly, is the newer one.
    pub(super) fn announce(&mut self, now_ms: u64, shared: bool) {
        if shared == self.announced {
            return;
        }
        self.announced = shared;
        if shared {
            self.begin(now_ms);
        } else {
            self.clear();
        }
    }

    /// Sharing has begun, as far as anybody has said.
    fn begin(&mut self, now_ms: u64) -> &mut PictureState {
        let early = self.early.take();
        if self.state.is_none() {
            self.asked_ms = now_ms;
        }
        let began = || {
            let mut state = PictureState::new();
            if let Some((frame, came_ms)) = early {
                state.frame(came_ms, frame);
            }
            (state, now_ms)
        };
        &mut self.state.get_or_insert_with(began).0
    }

    /// A packet came in.
    pub(super) fn packet(&mut self, packet: &ArrayBuffer) {
        if self.stopped {
            return;
        }
        let within = packet.byte_length() as usize <= limits::SCREEN_PACKET;
        if let Some(decoder) = self.decoder.as_ref().filter(|_| within) {
            decoder.packet(packet);
        }
    }

    /// A heartbeat came in. Returns whether a keyframe is to be asked for.
    pub(super) fn heartbeat(&mut self, now_ms: u64, heartbeat: Heartbeat) -> bool {
        self.stopped = false;
        let state = self.begin(now_ms);
        state.heartbeat(now_ms, heartbeat);
        let nothing = !state.has_frame();
        let blank = self.sheet == Sheet::Blank;
        // A keyframe that got lost is not sent again by itself, and of a still screen no other comes.
        let lost = nothing && now_ms.saturating_sub(self.asked_ms) > FIRST_PICTURE_MS;
        let asks = heartbeat.frame.is_some() && (blank || lost);
        if asks {
            self.sheet = Sheet::Drawn;
            self.asked_ms = now_ms;
        }
        asks
    }

    /// Draws what has changed.
    pub(super) fn draw(&mut self, draw: &Draw) -> Result<(), ErrorCode> {
        if self.stopped {
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
        Ok(())
    }

    /// A frame is complete on the canvas. Returns whether it is to be acknowledged.
    pub(super) fn complete(&mut self, now_ms: u64, frame: u32) -> bool {
        if self.stopped {
            return false;
        }
        let frame = FrameId(frame);
        match &mut self.state {
            Some((state, _)) => state.frame(now_ms, frame),
            // It may come late: a frame alone does not say that something is shared.
            None => self.early = Some((frame, now_ms)),
        }
        true
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

    /// Nothing is shared: no picture stays up, and none comes back before the sharer's next heartbeat,
    /// which is ordered after the word of the stop.
    pub(super) fn clear(&mut self) {
        self.stopped = true;
        self.early = None;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::PictureLabel;
    use crate::session::shared::Shared;
    use std::rc::Rc;

    fn receiving() -> Receiving {
        Receiving::new(Post::to(&Rc::new(Shared::default())))
    }

    fn beat(frame: u32) -> Heartbeat {
        Heartbeat {
            frame: Some(FrameId(frame)),
            captured_ago: 0,
            paused: None,
        }
    }

    fn label(receiving: &Receiving, now_ms: u64) -> PictureLabel {
        receiving.picture(now_ms).state
    }

    #[test]
    fn a_stopped_picture_does_not_come_back_with_what_is_still_on_its_way() {
        let mut seen = receiving();
        seen.announce(0, true);
        seen.heartbeat(10, beat(1));
        assert!(seen.complete(20, 1));
        assert_eq!(label(&seen, 20), PictureLabel::Live);
        seen.clear();
        assert!(!seen.complete(30, 2));
        // The broker cannot be reached: it still says what it said.
        seen.announce(40, true);
        assert_eq!(label(&seen, 5_000), PictureLabel::None);
        // Shared once more: the blank canvas needs a keyframe.
        assert!(seen.heartbeat(6_000, beat(7)));
        assert!(seen.complete(6_010, 7));
        assert_eq!(label(&seen, 6_010), PictureLabel::Live);
    }

    #[test]
    fn what_the_broker_says_counts_when_it_changes() {
        let mut seen = receiving();
        // The sharer's own word comes first.
        seen.heartbeat(0, beat(1));
        seen.complete(0, 1);
        seen.announce(10, false);
        assert_eq!(label(&seen, 10), PictureLabel::Live);
        seen.announce(20, true);
        assert_eq!(label(&seen, 20), PictureLabel::Live);
        seen.announce(30, false);
        assert_eq!(label(&seen, 30), PictureLabel::None);
    }

    #[test]
    fn a_first_picture_that_got_lost_is_asked_for_again() {
        let mut seen = receiving();
        seen.announce(0, true);
        let asked = |seen: &mut Receiving, now_ms| seen.heartbeat(now_ms, beat(1));
        assert!(asked(&mut seen, 0), "the canvas is blank");
        assert!(!asked(&mut seen, FIRST_PICTURE_MS));
        assert!(asked(&mut seen, FIRST_PICTURE_MS + 500));
        assert!(!asked(&mut seen, FIRST_PICTURE_MS + 1_000));
        assert!(asked(&mut seen, 2 * FIRST_PICTURE_MS + 1_000));
        seen.complete(2 * FIRST_PICTURE_MS + 1_100, 1);
        assert!(!asked(&mut seen, 60_000));
    }

    #[test]
    fn a_frame_alone_is_no_sharing() {
        let mut seen = receiving();
        assert!(seen.complete(0, 1));
        assert_eq!(label(&seen, 0), PictureLabel::None);
        // Of a still screen no other comes.
        seen.heartbeat(400, beat(1));
        assert_eq!(label(&seen, 400), PictureLabel::Live);
    }
}
