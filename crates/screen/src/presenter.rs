//! What of a capture came as tiles and what as film is shown together: the film takes longer, since a
//! codec has to make it and another one to read it.

use alloc::collections::VecDeque;

use crate::id::FrameId;

/// Tiles wait so many milliseconds for their film; not at all where the last film took longer.
const HOLD: u64 = 100;
/// So many frames are remembered at most until their film comes.
const MOST: usize = 8;

/// A frame of tiles whose film has not come yet.
#[derive(Debug)]
struct Waiting<D> {
    frame: FrameId,
    /// When it was decoded.
    at: u64,
    /// The frame that brought the chunk of the same capture.
    chunk: Option<FrameId>,
    /// What is to be drawn, until it is.
    drawing: Option<D>,
}

/// Decides when what was decoded is drawn, frame after frame. `D` is whatever stands for a frame's drawing;
/// what each call releases is handed to its `draw`, oldest first. Times are in milliseconds.
#[derive(Debug)]
pub struct Presenter<D> {
    waiting: VecDeque<Waiting<D>>,
    /// How much later than its tiles the last film came.
    lag: u64,
}

impl<D> Default for Presenter<D> {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            lag: 0,
        }
    }
}

impl<D> Presenter<D> {
    /// A frame of tiles was decoded; `film` tells whether a chunk of the same capture is to follow.
    pub fn tiles(
        &mut self,
        frame: FrameId,
        film: bool,
        drawing: D,
        now: u64,
        mut draw: impl FnMut(D),
    ) {
        if !film {
            self.release(self.waiting.len(), &mut draw);
            return draw(drawing);
        }
        if self.waiting.len() == MOST {
            self.release(1, &mut draw);
            self.waiting.pop_front();
        }
        self.waiting.push_back(Waiting {
            frame,
            at: now,
            chunk: None,
            drawing: Some(drawing),
        });
        if self.lag > HOLD {
            self.release(self.waiting.len(), &mut draw);
        }
    }

    /// The frame `chunk` has brought a chunk of the capture whose tiles came in the frame `capture`.
    pub fn chunk(&mut self, chunk: FrameId, capture: FrameId) {
        let of = self.waiting.iter_mut().find(|it| it.frame == capture);
        if let Some(waiting) = of {
            waiting.chunk = Some(chunk);
        }
    }

    /// The picture of that chunk is there, and about to be drawn.
    pub fn film(&mut self, chunk: FrameId, now: u64, mut draw: impl FnMut(D)) {
        let of = self.waiting.iter().position(|it| it.chunk == Some(chunk));
        if let Some(at) = of {
            self.lag = now.saturating_sub(self.waiting[at].at);
            self.release(at + 1, &mut draw);
            self.waiting.drain(..=at);
        }
    }

    /// Draws what has waited long enough.
    pub fn tick(&mut self, now: u64, mut draw: impl FnMut(D)) {
        let long = |it: &&Waiting<D>| now.saturating_sub(it.at) >= HOLD;
        let count = self.waiting.iter().take_while(long).count();
        self.release(count, &mut draw);
    }

    /// In how many milliseconds [`Self::tick`] is due, and then again as long as something waits.
    #[must_use]
    pub fn due_in(&self, now: u64) -> Option<u64> {
        let next = self.waiting.iter().find(|it| it.drawing.is_some())?;
        Some((next.at + HOLD).saturating_sub(now))
    }

    /// Forgets what waits: the stream begins anew.
    pub fn clear(&mut self) {
        self.waiting.clear();
        self.lag = 0;
    }

    fn release(&mut self, count: usize, draw: &mut impl FnMut(D)) {
        for waiting in self.waiting.iter_mut().take(count) {
            if let Some(drawing) = waiting.drawing.take() {
                draw(drawing);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// What each call has drawn.
    fn drawn(call: impl FnOnce(&mut Vec<u32>)) -> Vec<u32> {
        let mut drawn = Vec::new();
        call(&mut drawn);
        drawn
    }

    #[test]
    fn tiles_wait_for_the_film_of_their_capture_and_keep_their_order() {
        let mut it = Presenter::default();
        let tiles = |it: &mut Presenter<u32>, id, film, now| {
            drawn(|out| it.tiles(FrameId(id), film, id, now, |d| out.push(d)))
        };
        let film = |it: &mut Presenter<u32>, id, now| {
            drawn(|out| it.film(FrameId(id), now, |d| out.push(d)))
        };
        assert_eq!(tiles(&mut it, 1, false, 0), [1]);
        assert_eq!(
            (tiles(&mut it, 2, true, 10), it.due_in(20)),
            (Vec::new(), Some(HOLD - 10))
        );
        assert_eq!(tiles(&mut it, 3, true, 43), []);
        // When the first is overdue, the second is still to be looked after.
        let mut other = Presenter::default();
        for (id, now) in [(2, 10), (3, 43)] {
            assert_eq!(tiles(&mut other, id, true, now), []);
        }
        assert_eq!(drawn(|out| other.tick(HOLD + 10, |d| out.push(d))), [2]);
        assert_eq!(other.due_in(HOLD + 10), Some(33));
        // The chunk of the first comes after the second.
        it.chunk(FrameId(4), FrameId(2));
        assert_eq!(film(&mut it, 4, 45), [2]);
        it.chunk(FrameId(5), FrameId(3));
        // What has nothing to wait for does not overtake.
        assert_eq!(tiles(&mut it, 6, false, 50), [3, 6]);
        assert_eq!((film(&mut it, 5, 60), it.due_in(60)), (Vec::new(), None));
    }

    #[test]
    fn nobody_waits_for_a_film_that_takes_long_until_it_is_faster() {
        let mut it = Presenter::default();
        let tiles = |it: &mut Presenter<u32>, id, now| {
            let drawn = drawn(|out| it.tiles(FrameId(id), true, id, now, |d| out.push(d)));
            it.chunk(FrameId(id + 100), FrameId(id));
            drawn
        };
        assert_eq!(tiles(&mut it, 1, 0), []);
        assert_eq!(drawn(|out| it.tick(HOLD - 1, |d| out.push(d))), []);
        assert_eq!(drawn(|out| it.tick(HOLD, |d| out.push(d))), [1]);
        assert_eq!(it.due_in(HOLD), None);
        it.film(FrameId(101), HOLD + 30, |_| panic!("drawn already"));
        assert_eq!(tiles(&mut it, 2, HOLD + 40), [2]);
        it.film(FrameId(102), HOLD + 60, |_| panic!("drawn already"));
        assert_eq!(tiles(&mut it, 3, HOLD + 70), []);
        // No film comes any more: nothing is kept for good.
        let all: Vec<u32> = (4..30)
            .flat_map(|id| tiles(&mut it, id, HOLD + 80))
            .collect();
        assert_eq!((all.len(), it.waiting.len()), (26 + 1 - MOST, MOST));
    }
}
