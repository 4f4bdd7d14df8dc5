//! Flow control of the sending side: a window of unacknowledged frames, the newest frame wins,
//! keyframes on request.

use alloc::collections::VecDeque;

use crate::{
    id::FrameId,
    overdue::Overdue,
    path::{Path, Sent},
};

/// The shortest time between two keyframes on request, in milliseconds.
const KEYFRAME_GAP: u64 = 250;

/// One frame may be in flight for so many milliseconds of round trip: twice what 30 a second need.
const ROUND_TRIP_A_FRAME: u64 = 16;
/// But no more frames than this.
const MOST_FRAMES: u64 = 64;

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
    /// Sent and not acknowledged, oldest first.
    in_flight: VecDeque<(FrameId, Sent)>,
    path: Path,
    overdue: Overdue,
    waiting: Option<F>,
    paused: bool,
    keyframe_wanted: bool,
    /// The last keyframe, and when it was sent.
    keyframe: Option<(FrameId, u64)>,
}

impl<F> Flow<F> {
    /// Frames in flight, whatever the path: enough for 100 ms round trips at 30 frames a second, and
    /// then some.
    pub const DEFAULT_WINDOW: usize = 8;

    /// A window of this many frames (at least one), and of more where the round trip takes long. What
    /// they may hold follows what the path has been seen to carry.
    #[must_use]
    pub fn new(window: usize) -> Self {
        let window = window.max(1);
        Self {
            window,
            in_flight: VecDeque::with_capacity(window),
            path: Path::default(),
            overdue: Overdue::default(),
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
        let room = self.keyframe_wanted || self.is_open();
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
        if !self.is_open() || self.path.drains(now) {
            return None;
        }
        self.take().map(|frame| Turn::Frame {
            frame,
            keyframe: false,
        })
    }

    /// A frame of so many bytes was encoded and handed to the channel. `now` is in milliseconds.
    pub fn sent(&mut self, frame: FrameId, keyframe: bool, bytes: usize, now: u64) {
        if keyframe {
            // A receiver takes nothing of what is in flight once it starts over.
            for (_, sent) in self.in_flight.drain(..) {
                self.path.forgotten(&sent);
            }
            self.keyframe = Some((frame, now));
            self.keyframe_wanted = false;
        }
        let sent = self.path.sent(bytes as u64, now, self.waiting.is_some());
        self.in_flight.push_back((frame, sent));
    }

    /// The receiver decoded this frame, and thereby all before it, and that is known at `now`. Ids that
    /// are not in flight are ignored.
    pub fn ack(&mut self, frame: FrameId, now: u64) {
        let Some(index) = self.in_flight.iter().position(|&(sent, _)| sent == frame) else {
            return;
        };
        for (id, sent) in self.in_flight.drain(..=index) {
            self.path.acked(&sent, now);
            if id == frame {
                self.overdue.acked(sent.at(), now.saturating_sub(sent.at()));
            }
            // The request crossed the keyframe that was on its way: it has what it asked for.
            if self.keyframe.is_some_and(|(keyframe, _)| id == keyframe) {
                self.keyframe_wanted = false;
            }
        }
    }

    /// The least round trip of late in milliseconds, from a frame handed to the channel to its
    /// acknowledgement; and how much longer than that the last one took.
    #[must_use]
    pub fn round_trip(&self) -> Option<(u64, u64)> {
        self.path
            .round_trip()
            .map(|least| (least, self.path.delay()))
    }

    /// Bytes a second that the path has been seen to carry.
    #[must_use]
    pub const fn rate(&self) -> Option<u64> {
        self.path.rate()
    }

    /// Bytes a second that the path may be trusted to carry.
    #[must_use]
    pub fn capacity(&self) -> u64 {
        self.path.capacity()
    }

    /// Whether there is room for something that nobody waits for: no newer frame does, and one that comes
    /// would find the path nearly free.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let free = self.path.in_flight() <= self.slice() as u64 / 2;
        free && self.is_open() && !self.keyframe_wanted && (self.paused || self.waiting.is_none())
    }

    /// Bytes that the path carries in a tenth of a second: what is sent at once makes a newer frame wait no
    /// longer.
    #[must_use]
    pub fn slice(&self) -> usize {
        usize::try_from(self.path.capacity() / 10).unwrap_or(usize::MAX)
    }

    /// Whether the window and the path have room for a frame.
    fn is_open(&self) -> bool {
        // More frames are on their way at once where they take long.
        let long = self.path.round_trip().unwrap_or(0) / ROUND_TRIP_A_FRAME;
        let frames = self.window.max(long.min(MOST_FRAMES) as usize);
        self.in_flight.len() < frames && self.path.has_room()
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

    /// In how many milliseconds to ask for the oldest acknowledgement that is missing, by any small message to
    /// the other side; `None`: there is nothing to ask for, or no use in it. Follow it up by [`Self::asked`].
    #[must_use]
    pub fn overdue_in(&self, now: u64) -> Option<u64> {
        let (_, oldest) = self.in_flight.front()?;
        self.overdue
            .due(oldest.at())
            .map(|due| due.saturating_sub(now))
    }

    /// The other side was sent something at `now` that has its transport tell what it misses.
    pub fn asked(&mut self, now: u64) {
        self.overdue.asked(now);
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
            flow.sent(FrameId(id), id == 0, 100, 0);
        }
        assert!(!flow.has_room());
        assert_eq!((flow.offer(2), flow.offer(3)), (None, Some(2)));
        assert_eq!(flow.turn(0), None);
        flow.ack(FrameId(77), 0);
        assert_eq!(flow.in_flight(), 2);
        flow.ack(FrameId(1), 0);
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
        flow.sent(FrameId(0), true, 100, 0);
        flow.request_keyframe();
        assert_eq!((flow.due_in(100), flow.turn(100)), (Some(150), None));
        assert_eq!(flow.turn(250), Some(Turn::Again));
        flow.sent(FrameId(1), true, 100, 250);
        assert_eq!(flow.in_flight(), 1);
        flow.ack(FrameId(0), 0);
        assert_eq!(flow.in_flight(), 1);
    }

    #[test]
    fn a_request_that_crossed_its_keyframe_is_answered() {
        let mut flow = Flow::<u32>::new(8);
        flow.sent(FrameId(0), true, 100, 0);
        flow.request_keyframe();
        flow.ack(FrameId(0), 0);
        assert_eq!((flow.turn(1_000), flow.due_in(1_000)), (None, None));
        // A later loss is none of that keyframe's business.
        flow.sent(FrameId(1), false, 100, 1_000);
        flow.request_keyframe();
        flow.ack(FrameId(1), 0);
        assert_eq!(flow.turn(1_000), Some(Turn::Again));
    }

    #[test]
    fn a_pause_freezes_the_picture_and_ends_with_the_newest_one() {
        let mut flow = Flow::new(8);
        flow.sent(FrameId(0), true, 100, 0);
        flow.set_paused(true);
        flow.offer(1);
        flow.offer(2);
        assert_eq!(flow.turn(1_000), None);
        flow.request_keyframe();
        assert_eq!(flow.turn(1_000), Some(Turn::Again));
        flow.sent(FrameId(1), true, 100, 1_000);
        flow.set_paused(false);
        assert_eq!(frame(flow.turn(1_001)), Some((2, false)));
    }

    #[test]
    fn a_frame_that_nobody_acknowledges_is_asked_for() {
        let mut flow = Flow::<u32>::new(8);
        for id in 0..20 {
            let now = u64::from(id) * 100;
            flow.sent(FrameId(id), id == 0, 100, now);
            flow.ack(FrameId(id), now + 40);
            assert_eq!(flow.overdue_in(now + 40), None, "nothing is missing");
        }
        flow.sent(FrameId(20), false, 100, 3_000);
        assert_eq!(flow.overdue_in(3_000), Some(60));
        assert_eq!(flow.overdue_in(3_070), Some(0));
        flow.asked(3_070);
        assert_eq!(flow.overdue_in(3_070), Some(10));
        // The next one is behind it, and is not asked for by itself.
        flow.sent(FrameId(21), false, 100, 3_100);
        assert_eq!(flow.overdue_in(3_100), Some(0));
        flow.ack(FrameId(20), 3_120);
        assert!(flow.overdue_in(3_120) > Some(40));
        flow.ack(FrameId(21), 3_140);
        assert_eq!(flow.overdue_in(9_000), None);
    }

    #[test]
    fn a_withdrawn_frame_is_not_sent() {
        let mut flow = Flow::new(8);
        flow.offer(5);
        assert_eq!(flow.withdraw(), Some(5));
        assert_eq!(flow.turn(0), None);
    }

    /// A path that carries so many bytes a millisecond, each way taking so long; a frame of so many
    /// bytes is captured every 33 ms. Returns the oldest that a frame was when it was acknowledged, and
    /// how many got through, in the last of ten seconds.
    fn run(rate: u64, one_way: u64, bytes: u64) -> (u64, u32) {
        let mut flow = Flow::new(Flow::<u64>::DEFAULT_WINDOW);
        let mut arrivals = VecDeque::new();
        let (mut free_at, mut next, mut oldest, mut through) = (0, 0, 0, 0);
        for now in 0..10_000_u64 {
            while let Some(&(at, id, captured)) = arrivals.front()
                && at <= now
            {
                arrivals.pop_front();
                flow.ack(id, now);
                if now > 9_000 {
                    oldest = oldest.max(now - captured);
                    through += 1;
                }
            }
            if now % 33 == 0 {
                flow.offer(now);
            }
            if let Some(Turn::Frame { frame, .. }) = flow.turn(now) {
                flow.sent(FrameId(next), next == 0, bytes as usize, now);
                free_at = now.max(free_at) + bytes / rate;
                arrivals.push_back((free_at + 2 * one_way, FrameId(next), frame));
                next += 1;
            }
        }
        (oldest, through)
    }

    #[test]
    fn what_the_path_carries_is_used_and_nothing_queues_on_it() {
        // 512 kbit/s: eight frames of 20 KB would be 2.5 seconds of queue.
        let (oldest, through) = run(64, 20, 20_000);
        assert!(oldest < 1_100 && through >= 3, "{oldest} ms, {through}");
        // 2 Mbit/s, small frames: all of them, at once.
        let (oldest, through) = run(250, 20, 2_000);
        assert!(oldest < 60 && through == 30, "{oldest} ms, {through}");
        // 2 Mbit/s, frames of 16 KB, 64 ms each: 15 a second.
        let (oldest, through) = run(250, 20, 16_000);
        assert!(
            oldest < 320 && (14..=16).contains(&through),
            "{oldest} ms, {through}"
        );
        // A satellite: no frame is left out for a window.
        let (oldest, through) = run(2_000, 300, 6_000);
        assert!(oldest < 640 && through >= 29, "{oldest} ms, {through}");
    }
}
