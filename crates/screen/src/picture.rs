//! What the helper may believe of the picture: live, unchanged, stalled or paused, and its age.

use alloc::collections::VecDeque;

use crate::id::FrameId;

/// Silence of the sharer's heartbeat, or a newer picture that does not arrive, for longer than this
/// many milliseconds is a stall.
const STALL: u64 = 2_000;
/// A picture that changed within this many milliseconds is live.
const LIVE: u64 = 1_000;
/// How many announced pictures are remembered while they do not arrive.
const AWAITED: usize = 64;

/// What the sharer's worker says twice a second while it shares, and whenever an acknowledgement is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heartbeat {
    /// The id that the newest captured picture has, or will have if it still waits to be sent;
    /// `None` before the first. While paused: the id of the picture sent last.
    pub frame: Option<FrameId>,
    /// Milliseconds since that picture was captured.
    pub captured_ago: u64,
    /// Milliseconds since the sharer paused; `None` if they have not.
    pub paused: Option<u64>,
}

/// The label of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// It changed a moment ago and is the newest there is.
    Live,
    /// It is what the sharer's screen shows; that has not changed for a while.
    Unchanged,
    /// Nobody knows what the sharer's screen shows now.
    Stalled,
    /// The sharer has paused.
    Paused,
}

/// The label, and what it is the age of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// The label.
    pub label: Label,
    /// Milliseconds: live and unchanged, since the picture changed; stalled, since it was last known
    /// to be what the sharer's screen shows (`None`: never); paused, since the pause.
    pub age: Option<u64>,
}

/// Follows frames, heartbeats and time. It begins when the sharer does; before that, and when
/// sharing has stopped, there is no picture to label. All times are in milliseconds of one clock; what
/// happened before that began to run counts as having happened then.
#[derive(Debug, Clone)]
pub struct PictureState {
    /// When the last heartbeat came. Before the first nobody knows what a frame is worth.
    beat: Option<u64>,
    /// The picture that the last heartbeat named, and when it was captured.
    newest: Option<(FrameId, u64)>,
    /// When a heartbeat last named the shown picture: what is newer was captured later.
    vouched: Option<u64>,
    /// The frame shown; and when it came, or was captured if that is known to be earlier.
    shown: Option<(FrameId, u64)>,
    /// Pictures that exist and are not shown yet, and when they were captured; oldest first.
    awaited: VecDeque<(FrameId, u64)>,
    /// When the shown picture was last known to be what the sharer's screen shows.
    current: Option<u64>,
    paused: Option<u64>,
}

impl Default for PictureState {
    fn default() -> Self {
        Self::new()
    }
}

impl PictureState {
    /// Sharing has started.
    #[must_use]
    pub fn new() -> Self {
        let awaited = VecDeque::with_capacity(AWAITED);
        Self {
            beat: None,
            newest: None,
            vouched: None,
            shown: None,
            awaited,
            current: None,
            paused: None,
        }
    }

    /// Whether a frame was drawn at all.
    #[must_use]
    pub const fn has_frame(&self) -> bool {
        self.shown.is_some()
    }

    /// A complete frame was drawn.
    pub fn frame(&mut self, now: u64, frame: FrameId) {
        // A film's picture takes longer than tiles that were sent later.
        let frame = match self.shown {
            Some((shown, _)) if frame.is_late(shown) => shown,
            _ => frame,
        };
        // A picture sent again, for whoever missed it, is as old as it was.
        let since = match self.newest {
            Some((newest, captured)) if newest == frame => captured.min(now),
            _ => now,
        };
        self.shown = Some((frame, since));
        while self
            .awaited
            .front()
            .is_some_and(|(awaited, _)| awaited.is_late(frame))
        {
            self.awaited.pop_front();
        }
        self.note_current(now);
    }

    /// A heartbeat came.
    pub fn heartbeat(&mut self, now: u64, heartbeat: Heartbeat) {
        self.beat = Some(now);
        self.paused = heartbeat.paused.map(|ago| {
            let since = now.saturating_sub(ago);
            // The word that was on its way the shortest knows it best.
            self.paused.map_or(since, |known| known.min(since))
        });
        let Some(newest) = heartbeat.frame else {
            return;
        };
        let captured = now.saturating_sub(heartbeat.captured_ago);
        self.newest = Some((newest, captured));
        // What was captured well before the shown picture was the newest is that picture, sent again.
        let again = self
            .vouched
            .is_some_and(|vouched| captured.saturating_add(LIVE) < vouched);
        // Not merely "not after": an id of another stream says that its first frame is still to come.
        if let Some((shown, since)) = &mut self.shown
            && newest.is_late(*shown)
        {
            self.awaited.clear();
            if newest == *shown {
                self.vouched = Some(now);
                *since = captured.min(*since);
            }
        } else if !again && self.awaited.back().is_none_or(|(last, _)| *last != newest) {
            if self.awaited.len() == AWAITED {
                self.awaited.pop_back();
            }
            self.awaited.push_back((newest, captured));
        }
        self.note_current(now);
    }

    /// The label at this time.
    #[must_use]
    pub fn at(&self, now: u64) -> Picture {
        let since = |then: u64| now.saturating_sub(then);
        let Some(beat) = self.beat else {
            return Picture {
                label: Label::Stalled,
                age: None,
            };
        };
        let stalled = Picture {
            label: Label::Stalled,
            age: self.current.map(since),
        };
        if since(beat) > STALL {
            return stalled;
        }
        if let Some(paused) = self.paused {
            return Picture {
                label: Label::Paused,
                age: Some(since(paused)),
            };
        }
        let Some((_, changed)) = self.shown else {
            return stalled;
        };
        if self
            .awaited
            .front()
            .is_some_and(|(_, captured)| since(*captured) > STALL)
        {
            return stalled;
        }
        let age = since(changed);
        Picture {
            label: if age <= LIVE {
                Label::Live
            } else {
                Label::Unchanged
            },
            age: Some(age),
        }
    }

    /// The shown picture is the sharer's screen until the next one is captured.
    fn note_current(&mut self, now: u64) {
        if self.shown.is_some() {
            let replaced = self.awaited.front().map(|(_, captured)| *captured);
            self.current = replaced.or(Some(now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beat(frame: u32, captured_ago: u64) -> Heartbeat {
        Heartbeat {
            frame: Some(FrameId(frame)),
            captured_ago,
            paused: None,
        }
    }

    fn label(state: &PictureState, now: u64) -> (Label, Option<u64>) {
        let Picture { label, age } = state.at(now);
        (label, age)
    }

    #[test]
    fn a_still_screen_is_unchanged_while_its_heart_beats_and_stalled_when_not() {
        let mut state = PictureState::new();
        assert_eq!(label(&state, 100), (Label::Stalled, None));
        state.frame(100, FrameId(1));
        for now in (500..=60_000).step_by(500) {
            state.heartbeat(now, beat(1, now - 50));
            if now == 500 {
                assert_eq!(label(&state, 1_050), (Label::Live, Some(1_000)));
            }
        }
        assert_eq!(label(&state, 62_000), (Label::Unchanged, Some(61_950)));
        assert_eq!(label(&state, 62_001), (Label::Stalled, Some(2_001)));
        state.heartbeat(63_000, beat(1, 62_950));
        assert_eq!(label(&state, 63_000), (Label::Unchanged, Some(62_950)));
    }

    #[test]
    fn frames_without_heartbeats_are_no_proof_of_life() {
        let mut state = PictureState::new();
        state.frame(1_900, FrameId(1));
        assert_eq!(label(&state, 1_901), (Label::Stalled, None));
        assert_eq!(label(&state, 2_001).0, Label::Stalled);
    }

    #[test]
    fn a_still_picture_is_not_live_for_who_comes_late() {
        let mut state = PictureState::new();
        // A helper who comes back asks for the picture, which is sent again under the next number.
        state.frame(60_000, FrameId(2));
        state.heartbeat(60_100, beat(2, 50_100));
        assert_eq!(label(&state, 60_100), (Label::Unchanged, Some(50_100)));
        // Sent again once more, its number being heard of before it comes.
        state.heartbeat(60_600, beat(3, 50_600));
        assert_eq!(label(&state, 60_600), (Label::Unchanged, Some(50_600)));
        state.frame(60_700, FrameId(3));
        assert_eq!(label(&state, 60_700), (Label::Unchanged, Some(50_700)));
        // A picture that did change meanwhile is awaited.
        state.heartbeat(61_100, beat(3, 51_100));
        state.heartbeat(61_600, beat(4, 100));
        assert_eq!(label(&state, 63_501).0, Label::Stalled);
    }

    #[test]
    fn a_newer_picture_that_does_not_come_is_a_stall() {
        let mut state = PictureState::new();
        state.frame(0, FrameId(1));
        state.heartbeat(500, beat(2, 100));
        state.heartbeat(1_000, beat(3, 50));
        state.heartbeat(2_400, beat(4, 50));
        assert_eq!(label(&state, 2_400).0, Label::Unchanged);
        assert_eq!(label(&state, 2_401), (Label::Stalled, Some(2_001)));
        // What comes now is old as well.
        state.frame(3_000, FrameId(2));
        assert_eq!(label(&state, 3_000), (Label::Stalled, Some(2_050)));
        state.frame(3_001, FrameId(3));
        assert_eq!(label(&state, 3_001), (Label::Live, Some(0)));
        state.frame(3_002, FrameId(4));
        assert_eq!(label(&state, 3_350), (Label::Live, Some(1_000)));
    }

    #[test]
    fn a_picture_that_runs_late_is_never_live() {
        let mut state = PictureState::new();
        // Half a second apart, each arriving five seconds after its capture.
        for step in 0..200_u32 {
            let now = u64::from(step) * 500;
            state.heartbeat(now, beat(step, 0));
            if step >= 10 {
                state.frame(now, FrameId(step - 10));
                assert_eq!(
                    label(&state, now),
                    (Label::Stalled, Some(4_500)),
                    "at {now}"
                );
            }
        }
    }

    #[test]
    fn a_film_that_comes_after_later_tiles_leaves_nothing_awaited() {
        let mut state = PictureState::new();
        state.heartbeat(0, beat(8, 0));
        state.frame(10, FrameId(8));
        state.frame(20, FrameId(7));
        state.heartbeat(500, beat(8, 480));
        for now in [1_000, 3_000, 5_000] {
            state.heartbeat(now, beat(8, now));
            let label = if now > LIVE + 500 {
                Label::Unchanged
            } else {
                Label::Live
            };
            assert_eq!(state.at(now).label, label, "{now}");
        }
    }

    #[test]
    fn another_stream_does_not_vouch_for_the_old_picture() {
        let mut state = PictureState::new();
        state.frame(0, FrameId(1_000_000));
        state.heartbeat(500, beat(7, 0));
        state.heartbeat(2_600, beat(7, 2_100));
        assert_eq!(label(&state, 2_600).0, Label::Stalled);
        state.frame(2_700, FrameId(7));
        assert_eq!(label(&state, 2_700), (Label::Unchanged, Some(2_200)));
    }

    #[test]
    fn a_pause_shows_until_it_ends_or_the_sharer_falls_silent() {
        let mut state = PictureState::new();
        state.frame(0, FrameId(1));
        let paused = |ago| Heartbeat {
            paused: Some(ago),
            ..beat(1, 0)
        };
        state.heartbeat(1_000, paused(0));
        state.heartbeat(2_000, paused(900));
        assert_eq!(label(&state, 4_000), (Label::Paused, Some(3_000)));
        assert_eq!(label(&state, 4_001).0, Label::Stalled);
        state.heartbeat(4_100, beat(1, 0));
        assert_eq!(label(&state, 4_100).0, Label::Unchanged);
        state.heartbeat(5_000, paused(0));
        assert_eq!(label(&state, 6_000), (Label::Paused, Some(1_000)));
    }

    #[test]
    fn a_pause_is_as_old_for_who_comes_late() {
        let mut state = PictureState::new();
        state.heartbeat(
            100_000,
            Heartbeat {
                paused: Some(60_000),
                ..beat(1, 70_000)
            },
        );
        assert_eq!(label(&state, 101_000), (Label::Paused, Some(61_000)));
    }
}
