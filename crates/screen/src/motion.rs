//! Motion: which part of the screen moves like a video, and is better sent as film.
//!
//! A tile that changes time after time, and each time into something that looks like no text, is hot. A
//! cluster of hot tiles is a film; when it has stood still for a moment, or much of it has, it is over
//! and is told exactly. What only scrolls or is typed never becomes hot, since it is told cheaply. Nor is it
//! film if much of it only moves, such as a window that is dragged: then what changes around that, its shadow and
//! the ground that comes to light, is better told in a likeness.

use alloc::vec::Vec;

use crate::{rect::Rect, tiles::TILE};

/// What happened to a tile in the frame begun last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Change {
    /// Nothing.
    #[default]
    None,
    /// It changed, and was told as ink, or moved.
    Told,
    /// It changed, and all of that was that something moved.
    Moved,
    /// It moved, and the other end holds a likeness of it now.
    Carried,
    /// It changed, and much of it looked like no text.
    Grainy,
    /// It changed inside the film.
    Filmed,
}

/// What becomes of a part that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moving {
    /// Film; where there is no codec, what of it looks like no text is told in a likeness.
    Film,
    /// Much of it has only moved: all of the rest is told in a likeness.
    Dragged,
}

/// What happened in the frame begun last.
#[derive(Debug, Clone, Copy)]
pub struct Activity<'a> {
    /// Width of the picture in pixels.
    pub width: u16,
    /// Height of the picture in pixels.
    pub height: u16,
    /// Each tile, row by row.
    pub tiles: &'a [Change],
}

/// Changes further apart than this, in milliseconds, are not one motion.
const GAP: u64 = 250;
/// So many changes in a row make a tile hot.
const HOT: u8 = 4;
/// One after a longer gap in which captures went on counts for so many: the path was too slow to see more.
const UNSEEN: u8 = 2;
/// Fewer hot tiles than this are not worth a film.
const LEAST: usize = 8;
/// What has not changed for so many milliseconds has come to rest: a film is over.
const STILL: u64 = 120;
/// What moves in a likeness has come to rest after so many times the milliseconds between its last two frames, but after
/// so many milliseconds at most.
const GAPS: u64 = 3;
const LONG: u64 = 600;
/// A film is not changed again before so many milliseconds have passed.
const SETTLED: u64 = 500;
/// Where one tile in so many only moves, it is no film.
const MOVES: usize = 3;
/// Another film takes its place if it is larger by half; else two of about one size would take turns.
const LARGER: (usize, usize) = (3, 2);
/// What has not changed for so many milliseconds does not belong to the film any more.
const COLD: u64 = 1_000;

#[derive(Debug, Clone, Copy, Default)]
struct Tile {
    /// When it changed last, and how often in a row.
    changed: u64,
    times: u8,
    /// When it only moved last.
    moved: Option<u64>,
    /// While clusters are looked for.
    seen: bool,
}

/// The tiles of a film, as edges: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Span {
    const fn tile(column: usize, row: usize) -> Self {
        Self {
            left: column,
            top: row,
            right: column + 1,
            bottom: row + 1,
        }
    }

    fn join(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    const fn tiles(&self) -> usize {
        (self.right - self.left) * (self.bottom - self.top)
    }

    /// Whether they overlap, or have no more between them than the tiles of one cluster may have.
    const fn is_near(&self, other: &Self) -> bool {
        self.left <= other.right + 1
            && other.left <= self.right + 1
            && self.top <= other.bottom + 1
            && other.top <= self.bottom + 1
    }
}

#[derive(Debug, Clone, Copy)]
struct Playing {
    span: Span,
    kind: Moving,
    since: u64,
    changed: u64,
}

/// Something that is held in a likeness moved: when it did last, and how many milliseconds later it will have come to rest.
#[derive(Debug, Clone, Copy)]
struct Carried {
    changed: u64,
    rest: u64,
}

/// Follows what moves.
#[derive(Debug, Default)]
pub struct Motion {
    size: (u16, u16),
    columns: usize,
    tiles: Vec<Tile>,
    /// When a frame was captured last, and whether there was a gap since one was begun.
    captured: u64,
    gap: bool,
    /// When a frame was begun last.
    begun: u64,
    /// What moves of which the other end holds a likeness.
    carried: Option<Carried>,
    playing: Option<Playing>,
    /// Tiles of a cluster whose neighbours are to be looked at.
    open: Vec<usize>,
}

impl Motion {
    /// A frame was captured at `now`, in milliseconds, whether it is ever begun or not.
    pub const fn captured(&mut self, now: u64) {
        self.gap |= now.saturating_sub(self.captured) > GAP;
        self.captured = now;
    }

    /// Nobody has looked at the screen since the capture before `now`, in milliseconds: that nothing new was
    /// captured means neither that nothing changed nor that anything has come to rest. To be called wherever captures
    /// are asked for, before one is asked for and where none is.
    pub fn unwatched(&mut self, now: u64) {
        let dark = now.saturating_sub(self.captured);
        self.captured = now;
        if let Some(playing) = &mut self.playing {
            playing.changed += dark;
        }
        if let Some(carried) = &mut self.carried {
            carried.changed += dark;
        }
    }

    /// Takes what happened in a frame begun at `now`, in milliseconds.
    pub fn observe(&mut self, now: u64, activity: &Activity<'_>) {
        let size = (activity.width, activity.height);
        if self.size != size || self.tiles.len() != activity.tiles.len() {
            self.size = size;
            self.columns = usize::from(size.0.div_ceil(TILE));
            (self.playing, self.carried) = (None, None);
            self.tiles.clear();
            self.tiles.resize(activity.tiles.len(), Tile::default());
        }
        // Captures come when something changes. What is different in two frames in a row, between which they
        // never ceased, has changed all the time.
        let steady = !core::mem::take(&mut self.gap);
        let mut filmed = false;
        for (tile, change) in self.tiles.iter_mut().zip(activity.tiles) {
            if *change == Change::Moved {
                tile.moved = Some(now);
            }
            if !matches!(change, Change::Grainy | Change::Filmed) {
                continue;
            }
            filmed |= *change == Change::Filmed;
            let long = now.saturating_sub(tile.changed) > GAP;
            let unseen = long && steady && tile.changed == self.begun;
            if long && !unseen {
                tile.times = 0;
            }
            tile.times = tile.times.saturating_add(if unseen { UNSEEN } else { 1 });
            tile.changed = now;
        }
        self.begun = now;
        if activity.tiles.contains(&Change::Carried) {
            self.carry(now);
        }
        if let Some(playing) = self.playing.as_mut().filter(|_| filmed) {
            playing.changed = now;
        }
        self.decide(now);
    }

    /// Ends a film that stands still at `now`. To be called [`Self::due_in`] milliseconds after a frame.
    pub fn tick(&mut self, now: u64) {
        if self.is_calm(now) {
            self.carried = None;
        }
        if self.is_over(now) {
            self.stop();
        }
    }

    /// In how many milliseconds something has come to rest, unless it goes on: the film, or what moved and is held
    /// in a likeness. Nothing while there is neither.
    #[must_use]
    pub fn due_in(&self, now: u64) -> Option<u64> {
        let film = self.playing.map(|playing| playing.changed + STILL);
        let carried = self.carried.map(|carried| carried.changed + carried.rest);
        let due = [film, carried].into_iter().flatten().min()?;
        Some(due.saturating_sub(now))
    }

    /// Whether nothing moves of which the other end holds a likeness: it would have to be told again and again.
    #[must_use]
    pub fn is_calm(&self, now: u64) -> bool {
        self.carried
            .is_none_or(|carried| now >= carried.changed + carried.rest)
    }

    /// Which part moves: a rectangle of whole tiles, cut off at the picture's edge.
    #[must_use]
    pub fn rect(&self) -> Option<Rect> {
        let Span {
            left,
            top,
            right,
            bottom,
        } = self.playing?.span;
        let edge = |tiles: usize, most: u16| {
            // At most 120 tiles: far below 16 bits.
            (tiles as u16 * TILE).min(most)
        };
        let (x, y) = (edge(left, self.size.0), edge(top, self.size.1));
        Some(Rect {
            x,
            y,
            w: edge(right, self.size.0) - x,
            h: edge(bottom, self.size.1) - y,
        })
    }

    /// Which part moves, as [`Self::rect`] says, and what becomes of it.
    #[must_use]
    pub fn moving(&self) -> Option<(Rect, Moving)> {
        self.rect().zip(self.playing.map(|playing| playing.kind))
    }

    /// Everything stands still from now on, as far as is known.
    pub fn stop(&mut self) {
        self.playing = None;
        self.tiles.fill(Tile::default());
    }

    /// On a busy machine a page that is scrolled comes in few frames: between them it has not come to rest.
    fn carry(&mut self, now: u64) {
        let gap = self
            .carried
            .map_or(0, |carried| now.saturating_sub(carried.changed));
        let rest = (gap * GAPS).clamp(STILL, LONG);
        self.carried = Some(Carried { changed: now, rest });
    }

    fn is_over(&self, now: u64) -> bool {
        self.playing
            .is_some_and(|playing| now >= playing.changed + STILL)
    }

    fn decide(&mut self, now: u64) {
        if self.is_over(now) {
            return self.stop();
        }
        if self
            .playing
            .is_some_and(|playing| now.saturating_sub(playing.since) < SETTLED)
        {
            return;
        }
        let Some(moving) = self.largest(now) else {
            return;
        };
        let kind = self.kind(now, &moving);
        let start = |span| Playing {
            span,
            kind,
            since: now,
            changed: now,
        };
        match &mut self.playing {
            None => self.playing = Some(start(moving)),
            // Two videos: one film around both would take the text between them along.
            Some(playing) if !playing.span.is_near(&moving) => {
                if moving.tiles() * LARGER.1 > playing.span.tiles() * LARGER.0 {
                    self.playing = Some(start(moving));
                }
            }
            // A little more room than needed costs less than to begin anew.
            Some(playing) => {
                let both = playing.span.join(moving);
                if both != playing.span || playing.kind != kind {
                    self.playing = Some(start(both));
                } else if moving.tiles() * 2 < playing.span.tiles() {
                    self.playing = Some(start(moving));
                }
            }
        }
    }

    /// What becomes of what moves in a box.
    fn kind(&self, now: u64, span: &Span) -> Moving {
        let lately = |tile: &Tile| tile.moved.is_some_and(|at| now.saturating_sub(at) <= GAP);
        let rows = self
            .tiles
            .chunks(self.columns)
            .take(span.bottom)
            .skip(span.top);
        let moved = rows
            .flat_map(|row| &row[span.left..span.right])
            .filter(|tile| lately(tile))
            .count();
        if moved * MOVES < span.tiles() {
            Moving::Film
        } else {
            Moving::Dragged
        }
    }

    /// The box around the largest cluster of hot tiles, if it is large enough.
    fn largest(&mut self, now: u64) -> Option<Span> {
        let patience = if self.playing.is_some() { COLD } else { GAP };
        for tile in &mut self.tiles {
            tile.seen = tile.times < HOT || now.saturating_sub(tile.changed) > patience;
        }
        let mut best: Option<(usize, Span)> = None;
        for first in 0..self.tiles.len() {
            if self.tiles[first].seen {
                continue;
            }
            let found = self.cluster(first);
            if found.0 >= LEAST && best.is_none_or(|best| found.0 > best.0) {
                best = Some(found);
            }
        }
        best.map(|(_, span)| span)
    }

    /// How many tiles hang together with this one, and the box around them.
    fn cluster(&mut self, first: usize) -> (usize, Span) {
        let (columns, rows) = (self.columns, self.tiles.len() / self.columns);
        let mut span = Span::tile(first % columns, first / columns);
        let mut count = 0;
        self.open.push(first);
        self.tiles[first].seen = true;
        while let Some(at) = self.open.pop() {
            count += 1;
            let (column, row) = (at % columns, at / columns);
            span = span.join(Span::tile(column, row));
            // A tile between two hot ones may have had nothing new: neighbours are two away.
            for row in row.saturating_sub(2)..(row + 3).min(rows) {
                for column in column.saturating_sub(2)..(column + 3).min(columns) {
                    let tile = &mut self.tiles[row * columns + column];
                    if !tile.seen {
                        tile.seen = true;
                        self.open.push(row * columns + column);
                    }
                }
            }
        }
        (count, span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    const COLUMNS: usize = 30;
    const ROWS: usize = 17;

    struct Screen {
        motion: Motion,
        now: u64,
    }

    impl Screen {
        fn new() -> Self {
            Self {
                motion: Motion::default(),
                now: 5_000,
            }
        }

        /// A frame 33 ms later in which the tiles of a box changed.
        fn frame(&mut self, change: Change, left: usize, top: usize, right: usize, bottom: usize) {
            self.frames(&[(change, left, top, right, bottom)]);
        }

        /// The same, of several boxes.
        fn frames(&mut self, boxes: &[(Change, usize, usize, usize, usize)]) {
            self.now += 33;
            self.motion.captured(self.now);
            let mut tiles = vec![Change::None; COLUMNS * ROWS];
            for &(change, left, top, right, bottom) in boxes {
                for row in top..bottom {
                    tiles[row * COLUMNS + left..row * COLUMNS + right].fill(change);
                }
            }
            self.motion.observe(
                self.now,
                &Activity {
                    width: 1920,
                    height: 1080,
                    tiles: &tiles,
                },
            );
        }
    }

    const VIDEO: Rect = Rect {
        x: 320,
        y: 128,
        w: 960,
        h: 576,
    };

    fn playing() -> Screen {
        let mut screen = Screen::new();
        for _ in 0..4 {
            assert_eq!(screen.motion.rect(), None);
            screen.frame(Change::Grainy, 5, 2, 20, 11);
        }
        assert_eq!(screen.motion.rect(), Some(VIDEO));
        screen
    }

    #[test]
    fn what_moves_becomes_a_film_and_what_stands_still_is_none_any_more() {
        let mut screen = playing();
        for _ in 0..30 {
            screen.frame(Change::Filmed, 5, 2, 20, 11);
            assert_eq!(screen.motion.rect(), Some(VIDEO));
        }
        assert_eq!(screen.motion.due_in(screen.now + 20), Some(100));
        screen.motion.tick(screen.now + 119);
        assert_eq!(screen.motion.rect(), Some(VIDEO));
        screen.motion.tick(screen.now + 120);
        assert_eq!(screen.motion.rect(), None);
        assert_eq!(screen.motion.due_in(screen.now + 120), None);
    }

    #[test]
    fn text_is_no_film_and_neither_is_a_single_page_of_pictures() {
        let mut screen = Screen::new();
        for _ in 0..50 {
            screen.frame(Change::Told, 0, 0, 30, 17);
        }
        screen.frame(Change::Grainy, 0, 0, 30, 17);
        screen.now += 2_500;
        screen.frame(Change::Grainy, 0, 0, 30, 17);
        assert_eq!(screen.motion.rect(), None);
        // A spinner is too small.
        for _ in 0..50 {
            screen.frame(Change::Grainy, 4, 4, 6, 6);
        }
        assert_eq!(screen.motion.rect(), None);
    }

    #[test]
    fn what_moves_is_seen_through_a_slow_path_too_and_a_slide_show_is_none() {
        for (pause, film) in [(33, true), (2_000, false)] {
            let mut screen = Screen::new();
            for _ in 0..5 {
                // Half a second or more until the next frame could be begun; captures went on, or not.
                let next = screen.now + pause.max(600) - 33;
                while screen.now + pause <= next {
                    screen.now += pause;
                    screen.motion.captured(screen.now);
                }
                screen.now = next;
                let change = match screen.motion.rect() {
                    Some(_) => Change::Filmed,
                    None => Change::Grainy,
                };
                screen.frame(change, 5, 2, 20, 11);
            }
            assert_eq!(screen.motion.rect().is_some(), film, "{pause}");
        }
    }

    #[test]
    fn where_captures_are_asked_for_only_while_there_is_room_a_film_begins_and_goes_on_all_the_same()
     {
        for asked in [true, false] {
            let mut screen = Screen::new();
            for _ in 0..6 {
                let change = match screen.motion.rect() {
                    Some(_) => Change::Filmed,
                    None => Change::Grainy,
                };
                screen.frame(change, 5, 2, 20, 11);
                // The frame has filled the path for a while.
                for _ in 0..12 {
                    screen.now += 33;
                    if asked {
                        screen.motion.unwatched(screen.now);
                    }
                    screen.motion.tick(screen.now);
                }
            }
            assert_eq!(screen.motion.rect().is_some(), asked);
            // It is looked again, and nothing has changed.
            screen.motion.captured(screen.now);
            screen.motion.tick(screen.now + STILL);
            assert_eq!(screen.motion.rect(), None);
        }
    }

    #[test]
    fn a_film_grows_at_once_and_shrinks_after_a_while() {
        let mut screen = playing();
        for _ in 0..20 {
            screen.frame(Change::Filmed, 5, 2, 20, 11);
            // It has become larger.
            let Screen { motion, now } = &mut screen;
            let mut tiles = vec![Change::None; COLUMNS * ROWS];
            for row in 2..14 {
                tiles[row * COLUMNS + 5..row * COLUMNS + 20].fill(Change::Grainy);
            }
            motion.observe(
                *now,
                &Activity {
                    width: 1920,
                    height: 1080,
                    tiles: &tiles,
                },
            );
        }
        assert_eq!(screen.motion.rect(), Some(Rect { h: 768, ..VIDEO }));
        for _ in 0..60 {
            screen.frame(Change::Filmed, 5, 2, 11, 6);
        }
        let small = Rect {
            w: 384,
            h: 256,
            ..VIDEO
        };
        assert_eq!(screen.motion.rect(), Some(small));
    }

    #[test]
    fn of_two_videos_one_is_film_and_not_what_is_between_them() {
        let mut screen = Screen::new();
        let small = (0, 0, 5, 5);
        let change = |motion: &Motion, (left, top, right, bottom)| {
            let filmed = motion
                .rect()
                .is_some_and(|rect| rect.x == left as u16 * TILE);
            let change = if filmed {
                Change::Filmed
            } else {
                Change::Grainy
            };
            (change, left, top, right, bottom)
        };
        for other in [(12, 8, 17, 13), (10, 8, 18, 14)] {
            for _ in 0..60 {
                let boxes = [small, other].map(|it| change(&screen.motion, it));
                screen.frames(&boxes);
                let width = screen.motion.rect().map_or(0, |rect| rect.w);
                assert!(width <= 8 * TILE, "one film around both");
            }
            let larger = other.0 == 10;
            let (left, top, right, bottom) = if larger { other } else { small };
            let [x, y, w, h] = [left, top, right - left, bottom - top].map(|n| n as u16 * TILE);
            assert_eq!(screen.motion.rect(), Some(Rect { x, y, w, h }));
        }
        // The larger one has come to its end.
        for _ in 0..30 {
            let (small, now) = (change(&screen.motion, small), screen.now);
            screen.motion.tick(now);
            screen.frames(&[small]);
        }
        assert_eq!(
            screen.motion.rect().map(|rect| (rect.x, rect.w)),
            Some((0, 320))
        );
    }

    #[test]
    fn what_is_carried_along_is_no_film_and_comes_to_rest() {
        let mut screen = Screen::new();
        for _ in 0..20 {
            screen.frame(Change::Carried, 0, 0, 30, 17);
            let Screen { motion, now } = &screen;
            assert_eq!((motion.rect(), motion.due_in(*now)), (None, Some(STILL)));
            assert!(!motion.is_calm(*now));
        }
        // A busy machine brings fewer frames; what went on before has not come to rest between them.
        screen.now += 80;
        assert!(!screen.motion.is_calm(screen.now));
        screen.frame(Change::Carried, 0, 0, 30, 17);
        assert_eq!(screen.motion.due_in(screen.now), Some(3 * 113));
        screen.frame(Change::Carried, 0, 0, 30, 17);
        // A caret blinks meanwhile.
        screen.frame(Change::Told, 3, 3, 4, 4);
        let Screen { motion, now } = &mut screen;
        assert_eq!(motion.due_in(*now), Some(STILL - 33));
        motion.tick(*now + STILL - 34);
        assert!(!motion.is_calm(*now + STILL - 34) && motion.is_calm(*now + STILL - 33));
        motion.tick(*now + STILL - 33);
        assert_eq!(motion.due_in(*now + STILL - 33), None);
    }

    #[test]
    fn what_is_dragged_is_no_film() {
        let mut screen = Screen::new();
        for step in 0..6 {
            assert_eq!(screen.motion.rect().is_some(), step >= 4);
            screen.now += 33;
            let mut tiles = vec![Change::None; COLUMNS * ROWS];
            for row in 2..11 {
                tiles[row * COLUMNS + 5..row * COLUMNS + 20].fill(Change::Grainy);
            }
            for row in 4..9 {
                tiles[row * COLUMNS + 7..row * COLUMNS + 18].fill(Change::Moved);
            }
            let (width, height) = (1920, 1080);
            screen.motion.captured(screen.now);
            let activity = Activity {
                width,
                height,
                tiles: &tiles,
            };
            screen.motion.observe(screen.now, &activity);
        }
        assert_eq!(screen.motion.moving(), Some((VIDEO, Moving::Dragged)));
        // It has been let go, and begins to play.
        for _ in 0..30 {
            screen.frame(Change::Grainy, 5, 2, 20, 11);
        }
        assert_eq!(screen.motion.moving(), Some((VIDEO, Moving::Film)));
    }

    #[test]
    fn another_size_begins_anew() {
        let mut screen = playing();
        screen.motion.observe(
            screen.now,
            &Activity {
                width: 100,
                height: 100,
                tiles: &[Change::Filmed; 4],
            },
        );
        assert_eq!(screen.motion.rect(), None);
    }
}
