//! From pointers that go down, move and up to what is meant by it: dragging, pinching, tapping twice.
//! A turn of the wheel already says what it means.
//!
//! One finger is the browser's: it scrolls the frame, and the page where the frame has nothing to
//! scroll.

use super::zoom::Pair;
use crate::platform::pointers::Pointer;

/// Up to here a pointer has not moved but trembled, in CSS pixels.
const TREMBLE: f64 = 4.0;
/// Two taps are one double tap up to this distance, in CSS pixels ...
const TAPS_APART: f64 = 24.0;
/// ... and this time, in milliseconds.
const TAPS_WITHIN: f64 = 400.0;

/// What is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Gesture {
    /// The picture is moved by this much.
    Drag(Pair),
    /// What was at one place goes to another, as many times as large.
    Pinch { from: Pair, to: Pair, by: f64 },
    /// Twice at this place.
    DoubleTap(Pair),
    /// Larger or smaller about this place, by so many pixels of the wheel's turn.
    Turn { at: Pair, delta: f64 },
}

/// A pointer that is down.
#[derive(Clone, Copy, Debug)]
struct Down {
    id: i32,
    began: Pair,
    at: Pair,
    finger: bool,
    moved: bool,
}

/// The pointers on the picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Gestures {
    down: Vec<Down>,
    /// Where and when it was tapped last.
    tapped: Option<(Pair, f64)>,
}

impl Gestures {
    /// Takes in what a pointer does. Returns what is meant, once that is clear.
    pub(super) fn heard(&mut self, pointer: Pointer) -> Option<Gesture> {
        match pointer {
            Pointer::Down { id, at, finger } => self.down(id, at, finger),
            Pointer::Moved { id, at } => return self.moved(id, at),
            Pointer::Up { id, at, at_ms } => return self.up(id, at, at_ms),
            Pointer::Cancelled { id } => self.cancelled(id),
            Pointer::Zoom { at, delta } => return Some(Gesture::Turn { at, delta }),
        }
        None
    }

    fn down(&mut self, id: i32, at: Pair, finger: bool) {
        self.gone(id);
        self.down.push(Down {
            id,
            began: at,
            at,
            finger,
            moved: false,
        });
        if self.down.len() > 1 {
            // Several are no tap, not even when they have not moved.
            self.tapped = None;
            for pointer in &mut self.down {
                pointer.moved = true;
            }
        }
    }

    /// A pointer has moved; one that is not down means nothing.
    fn moved(&mut self, id: i32, at: Pair) -> Option<Gesture> {
        let before = self.down.clone();
        let pointer = self.down.iter_mut().find(|pointer| pointer.id == id)?;
        let was = pointer.at;
        let meant = pointer.moved || distance(pointer.began, at) > TREMBLE;
        pointer.moved = meant;
        // A trembling pointer keeps its place, so that nothing is lost once it does move.
        if meant {
            pointer.at = at;
        }
        let (finger, by) = (pointer.finger, [at[0] - was[0], at[1] - was[1]]);
        match (before.as_slice(), self.down.as_slice()) {
            ([_], _) if meant && !finger => Some(Gesture::Drag(by)),
            ([one, other], [one_now, other_now]) => Some(Gesture::Pinch {
                from: between(one.at, other.at),
                to: between(one_now.at, other_now.at),
                by: spread(one_now.at, other_now.at) / spread(one.at, other.at),
            }),
            _ => None,
        }
    }

    /// A pointer goes up, at a time in milliseconds.
    fn up(&mut self, id: i32, at: Pair, now_ms: f64) -> Option<Gesture> {
        let pointer = self.gone(id)?;
        if pointer.moved {
            self.tapped = None;
            return None;
        }
        let before = self.tapped.take();
        if before.is_some_and(|(place, then_ms)| {
            now_ms - then_ms <= TAPS_WITHIN && distance(place, at) <= TAPS_APART
        }) {
            return Some(Gesture::DoubleTap(at));
        }
        self.tapped = Some((at, now_ms));
        None
    }

    /// The browser has taken a pointer over, to scroll, or it is lost.
    fn cancelled(&mut self, id: i32) {
        self.gone(id);
        self.tapped = None;
    }

    fn gone(&mut self, id: i32) -> Option<Down> {
        let index = self.down.iter().position(|pointer| pointer.id == id)?;
        Some(self.down.remove(index))
    }
}

fn between(one: Pair, other: Pair) -> Pair {
    [(one[0] + other[0]) / 2.0, (one[1] + other[1]) / 2.0]
}

fn distance(one: Pair, other: Pair) -> f64 {
    (one[0] - other[0]).hypot(one[1] - other[1])
}

/// Fingers in one place are a pixel apart: nothing is divided by zero.
fn spread(one: Pair, other: Pair) -> f64 {
    distance(one, other).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mouse_drags_and_loses_nothing() {
        let mut gestures = Gestures::default();
        assert_eq!(gestures.moved(1, [5.0, 5.0]), None);
        gestures.down(1, [10.0, 10.0], false);
        assert_eq!(gestures.moved(1, [12.0, 10.0]), None);
        let all = Some(Gesture::Drag([6.0, 0.0]));
        assert_eq!(gestures.moved(1, [16.0, 10.0]), all);
        let next = Some(Gesture::Drag([-1.0, 2.0]));
        assert_eq!(gestures.moved(1, [15.0, 12.0]), next);
        assert_eq!(gestures.up(1, [15.0, 12.0], 0.0), None);
        assert_eq!(gestures.moved(1, [20.0, 12.0]), None);
    }

    #[test]
    fn one_finger_is_the_browsers_and_two_pinch() {
        let mut gestures = Gestures::default();
        gestures.down(1, [100.0, 100.0], true);
        assert_eq!(gestures.moved(1, [100.0, 120.0]), None);
        gestures.down(2, [200.0, 120.0], true);
        let apart = gestures.moved(2, [300.0, 120.0]);
        let expected = Gesture::Pinch {
            from: [150.0, 120.0],
            to: [200.0, 120.0],
            by: 2.0,
        };
        assert_eq!(apart, Some(expected));
        // Both on: only their place changes.
        let Some(Gesture::Pinch { by, .. }) = gestures.moved(1, [100.0, 120.5]) else {
            panic!("no pinch");
        };
        assert!((by - 1.0).abs() < 0.01);
        gestures.down(3, [0.0, 0.0], true);
        assert_eq!(gestures.moved(3, [50.0, 0.0]), None);
        gestures.cancelled(3);
        assert!(gestures.moved(2, [300.0, 130.0]).is_some());
        gestures.cancelled(2);
        assert_eq!(gestures.moved(1, [0.0, 0.0]), None);
    }

    #[test]
    fn fingers_in_one_place_divide_by_nothing() {
        let mut gestures = Gestures::default();
        gestures.down(1, [5.0, 5.0], true);
        gestures.down(2, [5.0, 5.0], true);
        let Some(Gesture::Pinch { by, .. }) = gestures.moved(2, [5.0, 25.0]) else {
            panic!("no pinch");
        };
        assert!((by - 20.0).abs() < 1e-9);
    }

    fn tap(gestures: &mut Gestures, at: Pair, now_ms: f64) -> Option<Gesture> {
        gestures.down(1, at, true);
        gestures.up(1, at, now_ms)
    }

    #[test]
    fn two_taps_are_one_if_they_are_near_and_quick() {
        let mut gestures = Gestures::default();
        assert_eq!(tap(&mut gestures, [10.0, 10.0], 0.0), None);
        let twice = Some(Gesture::DoubleTap([12.0, 11.0]));
        assert_eq!(tap(&mut gestures, [12.0, 11.0], 200.0), twice);
        // A third one begins anew.
        assert_eq!(tap(&mut gestures, [12.0, 11.0], 300.0), None);
        assert_eq!(tap(&mut gestures, [12.0, 11.0], 900.0), None, "too late");
        assert_eq!(tap(&mut gestures, [90.0, 11.0], 950.0), None, "too far");
    }

    #[test]
    fn neither_drags_nor_pinches_are_taps() {
        let mut gestures = Gestures::default();
        tap(&mut gestures, [10.0, 10.0], 0.0);
        gestures.down(1, [10.0, 10.0], false);
        gestures.moved(1, [40.0, 10.0]);
        assert_eq!(gestures.up(1, [10.0, 10.0], 100.0), None);
        assert_eq!(tap(&mut gestures, [10.0, 10.0], 150.0), None);

        let mut gestures = Gestures::default();
        for now in [0.0, 100.0] {
            gestures.down(1, [10.0, 10.0], true);
            gestures.down(2, [12.0, 10.0], true);
            assert_eq!(gestures.up(2, [12.0, 10.0], now), None);
            assert_eq!(gestures.up(1, [10.0, 10.0], now), None);
        }
    }
}
