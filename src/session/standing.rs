//! How the helper's picture stands: whether anything is shared, what may be believed of what is
//! shown, and whether a keyframe has to be asked for.

use rh_screen::{FrameId, Heartbeat, Picture, PictureState};

/// How long the first picture may take before its absence is called a stall, in milliseconds.
const FIRST_PICTURE_MS: u64 = 2_000;

/// Follows what broker, sharer and decoder say.
#[derive(Default)]
pub(super) struct Standing {
    /// While something is shared; and since when, in milliseconds.
    state: Option<(PictureState, u64)>,
    /// A frame that is complete before anybody has said that something is shared; and when it was.
    early: Option<(FrameId, u64)>,
    /// Whether the broker said that something is shared, when it was last looked at.
    announced: bool,
    /// Sharing was stopped, and the sharer has not said since that it goes on: what is still on its
    /// way here shows what must not be seen any more.
    stopped: bool,
    /// Whether what the decoder has is on the canvas, or will be; otherwise only a keyframe fills it.
    drawn: bool,
    /// When a keyframe was last asked for here, or sharing began.
    asked_ms: u64,
}

impl Standing {
    /// Whether what comes in is to be thrown away.
    pub(super) const fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// A new stream: the keyframe that each begins with fills the canvas.
    pub(super) fn stream_began(&mut self) {
        self.drawn = true;
        self.stopped = false;
    }

    /// What the broker says about sharing. Only a change of it counts: meanwhile the sharer's own
    /// word, which comes directly, is the newer one. Returns whether a picture is to be taken away.
    pub(super) fn announce(&mut self, now_ms: u64, shared: bool) -> bool {
        if shared == self.announced {
            return false;
        }
        self.announced = shared;
        if shared {
            self.begin(now_ms);
            false
        } else {
            self.stop()
        }
    }

    /// Nothing is shared: no picture stays up, and none comes back before the sharer's next heartbeat,
    /// which is ordered after the word of the stop. Returns whether a picture is to be taken away.
    pub(super) fn stop(&mut self) -> bool {
        self.stopped = true;
        self.early = None;
        let shown = self.state.take().is_some();
        if shown {
            self.drawn = false;
        }
        shown
    }

    /// A heartbeat came in. Returns whether a keyframe is to be asked for.
    pub(super) fn heartbeat(&mut self, now_ms: u64, heartbeat: Heartbeat) -> bool {
        self.stopped = false;
        let state = self.begin(now_ms);
        state.heartbeat(now_ms, heartbeat);
        let nothing = !state.has_frame();
        // A keyframe that got lost is not sent again by itself, and of a still screen no other comes.
        let lost = nothing && now_ms.saturating_sub(self.asked_ms) > FIRST_PICTURE_MS;
        let asks = heartbeat.frame.is_some() && (!self.drawn || lost);
        if asks {
            self.drawn = true;
            self.asked_ms = now_ms;
        }
        asks
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

    /// What may be believed at this time; nothing while there is no picture, and none is missing yet.
    pub(super) fn at(&self, now_ms: u64) -> Option<Picture> {
        let (state, began_ms) = self.state.as_ref()?;
        let picture = state.at(now_ms);
        let soon = now_ms.saturating_sub(*began_ms) <= FIRST_PICTURE_MS;
        (picture.age.is_some() || !soon).then_some(picture)
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use rh_screen::Label;

    fn beat(frame: u32) -> Heartbeat {
        Heartbeat {
            frame: Some(FrameId(frame)),
            captured_ago: 0,
            paused: None,
        }
    }

    fn label(seen: &Standing, now_ms: u64) -> Option<Label> {
        seen.at(now_ms).map(|picture| picture.label)
    }

    #[test]
    fn a_stopped_picture_does_not_come_back_with_what_is_still_on_its_way() {
        let mut seen = Standing::default();
        seen.announce(0, true);
        seen.heartbeat(10, beat(1));
        assert!(seen.complete(20, 1));
        assert_eq!(label(&seen, 20), Some(Label::Live));
        assert!(seen.stop(), "there is something to take away");
        assert!(!seen.complete(30, 2));
        // The broker cannot be reached: it still says what it said.
        seen.announce(40, true);
        assert_eq!(label(&seen, 5_000), None);
        // Shared once more: the blank canvas needs a keyframe.
        assert!(seen.heartbeat(6_000, beat(7)));
        assert!(seen.complete(6_010, 7));
        assert_eq!(label(&seen, 6_010), Some(Label::Live));
    }

    #[test]
    fn what_the_broker_says_counts_when_it_changes() {
        let mut seen = Standing::default();
        // The sharer's own word comes first.
        seen.heartbeat(0, beat(1));
        seen.complete(0, 1);
        seen.announce(10, false);
        assert_eq!(label(&seen, 10), Some(Label::Live));
        seen.announce(20, true);
        assert_eq!(label(&seen, 20), Some(Label::Live));
        seen.announce(30, false);
        assert_eq!(label(&seen, 30), None);
    }

    #[test]
    fn a_first_picture_that_got_lost_is_asked_for_again() {
        let mut seen = Standing::default();
        seen.announce(0, true);
        let asked = |seen: &mut Standing, now_ms| seen.heartbeat(now_ms, beat(1));
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
        let mut seen = Standing::default();
        assert!(seen.complete(0, 1));
        assert_eq!(label(&seen, 0), None);
        // Of a still screen no other comes.
        seen.heartbeat(400, beat(1));
        assert_eq!(label(&seen, 400), Some(Label::Live));
    }
}
