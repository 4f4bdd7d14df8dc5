//! Flow control of the sending side: a window of unacknowledged frames, the newest frame wins,
//! keyframes on request.

use alloc::collections::VecDeque;

use crate::id::FrameId;

/// The shortest time between two keyframes on request, in milliseconds.
const KEYFRAME_GAP: u64 = 250;

/// What to encode now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn<F> {
    /// This frame.
    Frame {
        /// The newest captured frame.
        frame: F,
        /// Whether it must be a keyframe.
        keyframe: bool,
    },
    /// A keyframe of the frame sent last: nothing newer was captured.
    Again,
}

/// Decides when a frame is encoded and sent. `F` is whatever stands for a captured frame.
///
/// At most one frame waits; a newer one replaces it, so that nothing ever queues and what is sent
/// next is what the screen shows now.
#[derive(Debug)]
pub struct Flow<F> {
    window: usize,
    /// Sent and not acknowledged, oldest first; never more than the window.
    in_flight: VecDeque<FrameId>,
    waiting: Option<F>,
    paused: bool,
    keyframe_wanted: bool,
    /// The last keyframe, and when it was sent.
    keyframe: Option<(FrameId, u64)>,
}

impl<F> Flow<F> {
    /// Frames in flight unless the caller knows better: enough for 100 ms round trips at 30 frames
    /// a second, and then some.
    pub const DEFAULT_WINDOW: usize = 8;

    /// A window of this many frames (at least one).
    #[must_use]
    pub fn new(window: usize) -> Self {
        let window = window.max(1);
        Self {
            window,
            in_flight: VecDeque::with_capacity(window),
            waiting: None,
            paused: false,
            keyframe_wanted: false,
            keyframe: None,
        }
    }

    /// Offers a newly captured frame and returns the one that it replaces, never to be sent.
    pub fn offer(&mut self, frame: F) -> Option<F> {
        self.waiting.replace(frame)
    }

    /// While paused no captured frame is sent, only keyframes of what was sent before. The newest
    /// frame keeps waiting: after the pause it is what the screen shows, even if that never changes.
    pub fn set_paused(&mut self, paused: bool) {
        self.paused = paused;
    }

    /// Whether the flow is paused.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        self.paused
    }

    /// Takes back the waiting frame: sharing has stopped.
    pub fn withdraw(&mut self) -> Option<F> {
        self.waiting.take()
    }

    /// Whether a captured frame waits for its turn.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Whether a frame captured now could be sent at once: only then is capturing worth it.
    #[must_use]
    pub fn has_room(&self) -> bool {
        let room = self.keyframe_wanted || self.in_flight.len() < self.window;
        !self.paused && self.waiting.is_none() && room
    }

    /// What to encode now, if anything. Follow it up by [`Self::sent`], if the encoder made a frame
    /// of it. `now` is in milliseconds.
    pub fn turn(&mut self, now: u64) -> Option<Turn<F>> {
        if self.keyframe_wanted {
            if self.keyframe_in(now) > 0 {
                return None;
            }
            return match (self.take(), self.keyframe) {
                (Some(frame), _) => Some(Turn::Frame {
                    frame,
                    keyframe: true,
                }),
                (None, Some(_)) => Some(Turn::Again),
                // Nothing was captured yet: the first frame is a keyframe anyway.
                (None, None) => None,
            };
        }
        if self.in_flight.len() >= self.window {
            return None;
        }
        self.take().map(|frame| Turn::Frame {
            frame,
            keyframe: false,
        })
    }

    /// A frame was encoded and handed to the channel. `now` is in milliseconds.
    pub fn sent(&mut self, frame: FrameId, keyframe: bool, now: u64) {
        if keyframe {
            // A receiver takes nothing of what is in flight once it starts over.
            self.in_flight.clear();
            self.keyframe = Some((frame, now));
            self.keyframe_wanted = false;
        }
        self.in_flight.push_back(frame);
    }

    /// The receiver decoded this frame, and thereby all before it. Ids that are not in flight are
    /// ignored.
    pub fn ack(&mut self, frame: FrameId) {
        let Some(index) = self.in_flight.iter().position(|&sent| sent == frame) else {
            return;
        };
        let mut done = self.in_flight.drain(..=index);
        // The request crossed the keyframe that was on its way: it has what it asked for.
        if self
            .keyframe
            .is_some_and(|(keyframe, _)| done.any(|id| id == keyframe))
        {
            self.keyframe_wanted = false;
        }
    }

    /// The receiver cannot go on without a keyframe, or has just joined. It goes out of turn, a
    /// full window notwithstanding: a receiver that is lost acknowledges nothing.
    pub fn request_keyframe(&mut self) {
        self.keyframe_wanted = true;
    }

    /// In how many milliseconds [`Self::turn`] has a keyframe to give that it now holds back.
    #[must_use]
    pub fn due_in(&self, now: u64) -> Option<u64> {
        (self.keyframe_wanted && self.keyframe.is_some()).then(|| self.keyframe_in(now))
    }

    /// How many frames are sent and not acknowledged.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.in_flight.len()
    }

    fn take(&mut self) -> Option<F> {
        if self.paused {
            None
        } else {
            self.waiting.take()
        }
    }

    fn keyframe_in(&self, now: u64) -> u64 {
        self.keyframe.map_or(0, |(_, at)| {
            at.saturating_add(KEYFRAME_GAP).saturating_sub(now)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(turn: Option<Turn<u32>>) -> Option<(u32, bool)> {
        match turn {
            Some(Turn::Frame { frame, keyframe }) => Some((frame, keyframe)),
            _ => None,
        }
    }

    #[test]
    fn nothing_queues_behind_a_full_window() {
        let mut flow = Flow::new(2);
        for id in 0..2 {
            assert!(flow.has_room());
            assert_eq!(flow.offer(id), None);
            assert_eq!(frame(flow.turn(0)), Some((id, false)));
            flow.sent(FrameId(id), id == 0, 0);
        }
        assert!(!flow.has_room());
        assert_eq!((flow.offer(2), flow.offer(3)), (None, Some(2)));
        assert_eq!(flow.turn(0), None);
        flow.ack(FrameId(77));
        assert_eq!(flow.in_flight(), 2);
        flow.ack(FrameId(1));
        assert_eq!(flow.in_flight(), 0);
        assert_eq!(frame(flow.turn(0)), Some((3, false)));
    }

    #[test]
    fn a_keyframe_passes_a_full_window_and_empties_it() {
        let mut flow = Flow::new(1);
        flow.request_keyframe();
        assert_eq!(flow.turn(0), None::<Turn<u32>>);
        flow.offer(0);
        assert_eq!(frame(flow.turn(0)), Some((0, true)));
        flow.sent(FrameId(0), true, 0);
        flow.request_keyframe();
        assert_eq!((flow.due_in(100), flow.turn(100)), (Some(150), None));
        assert_eq!(flow.turn(250), Some(Turn::Again));
        flow.sent(FrameId(1), true, 250);
        assert_eq!(flow.in_flight(), 1);
        flow.ack(FrameId(0));
        assert_eq!(flow.in_flight(), 1);
    }

    #[test]
    fn a_request_that_crossed_its_keyframe_is_answered() {
        let mut flow = Flow::<u32>::new(8);
        flow.sent(FrameId(0), true, 0);
        flow.request_keyframe();
        flow.ack(FrameId(0));
        assert_eq!((flow.turn(1_000), flow.due_in(1_000)), (None, None));
        // A later loss is none of that keyframe's business.
        flow.sent(FrameId(1), false, 1_000);
        flow.request_keyframe();
        flow.ack(FrameId(1));
        assert_eq!(flow.turn(1_000), Some(Turn::Again));
    }

    #[test]
    fn a_pause_freezes_the_picture_and_ends_with_the_newest_one() {
        let mut flow = Flow::new(8);
        flow.sent(FrameId(0), true, 0);
        flow.set_paused(true);
        flow.offer(1);
        flow.offer(2);
        assert_eq!(flow.turn(1_000), None);
        flow.request_keyframe();
        assert_eq!(flow.turn(1_000), Some(Turn::Again));
        flow.sent(FrameId(1), true, 1_000);
        flow.set_paused(false);
        assert_eq!(frame(flow.turn(1_001)), Some((2, false)));
    }

    #[test]
    fn a_withdrawn_frame_is_not_sent() {
        let mut flow = Flow::new(8);
        flow.offer(5);
        assert_eq!(flow.withdraw(), Some(5));
        assert_eq!(flow.turn(0), None);
    }
}
