//! What has become of the screen since the frame before: what moved, what changed, what plays as film,
//! and what the other end does not hold exactly any more.

use alloc::vec::Vec;

use crate::{
    film::Film,
    format::Format,
    frame::{Frame, FrameRef, Layout},
    motion::{Activity, Change},
    moves::{Finder, Move},
    rect::{Rect, cut_out},
    tiles::{TILE, Tiles, same},
};

/// A tile with so many blocks of grain, of 16, does not look like text.
const GRAINY: u8 = 4;
/// What is stale is told in slices that are so many pixels high.
const SLICE: u16 = 16;
/// A film is at least so wide and so high, in pixels.
const LEAST: u16 = 32;

/// Compares frames; keeps its buffers between them.
#[derive(Default)]
pub(crate) struct Scene {
    tiles: Tiles,
    finder: Finder,
    /// To be made first, in this order.
    pub(crate) moves: Vec<Move>,
    /// What changed besides.
    pub(crate) damage: Vec<Rect>,
    /// What is to be told anew whatever the other end holds there.
    pub(crate) fresh: Vec<Rect>,
    /// What the other end holds in some likeness only, next one last; the film's own place aside.
    stale: Vec<Rect>,
    /// The film, and for which whole tiles it was wanted.
    film: Option<(Film, Rect)>,
    /// The film's number; that of the next one is higher by one.
    number: u16,
    /// Whether something changed in the film.
    filmed: bool,
    width: u16,
    height: u16,
    changes: Vec<Change>,
    grain: Vec<u8>,
}

impl Scene {
    /// A keyframe tells everything exactly.
    pub(crate) fn keyframe(&mut self, width: u16, height: u16) {
        self.film = None;
        self.filmed = false;
        self.moves.clear();
        self.damage.clear();
        self.damage.push(Rect::full(width, height));
        self.fresh.clear();
        self.stale.clear();
        self.quiet(width, height);
    }

    /// Compares a frame with `now`, what was sent before, and brings both pictures up to what the
    /// other end holds after the moves; `now` is then the frame. `wanted` are the whole tiles that
    /// should be film; of what is stale at most about `most` bytes are told. Returns whether there is
    /// anything to tell.
    pub(crate) fn look(
        &mut self,
        frame: &FrameRef<'_>,
        now: &mut Frame,
        sent: &mut Frame,
        wanted: Option<Rect>,
        most: usize,
    ) -> bool {
        let layout = frame.layout();
        self.quiet(layout.width, layout.height);
        self.moves.clear();
        self.tiles.compare(frame, &now.as_ref(), &mut self.damage);
        for (change, dirty) in self.changes.iter_mut().zip(self.tiles.flags()) {
            if *dirty {
                *change = Change::Told;
            }
        }
        if self.film.map(|(_, wanted)| wanted) != wanted {
            let trimmed = wanted.and_then(|wanted| trim(frame, &now.as_ref(), wanted));
            self.change_film(trimmed.zip(wanted));
        }
        self.filmed = false;
        if let Some((Film { rect, .. }, _)) = self.film {
            self.filmed = !equal(frame, &now.as_ref(), &rect);
            self.mark(&rect);
            now.copy_rect(frame, &rect);
            if self.filmed {
                self.tiles.compare(frame, &now.as_ref(), &mut self.damage);
            }
        }
        self.find_moves(frame, now, sent);
        if let Some((Film { rect, .. }, _)) = self.film {
            cut_out(&mut self.damage, &rect);
        }
        // What has changed there now comes first.
        let damage = &self.damage;
        self.stale
            .sort_by_key(|stale| damage.iter().any(|damage| damage.touches(stale)));
        for rect in &self.stale {
            now.copy_rect(frame, rect);
            cut_out(&mut self.damage, rect);
        }
        for rect in &self.damage {
            now.copy_rect(frame, rect);
        }
        self.freshen(layout.format, most);
        !self.damage.is_empty() || !self.moves.is_empty() || !self.fresh.is_empty()
    }

    /// Goes on with what is stale, without a new frame; of that at most about `most` bytes are told. The
    /// film is over if it is not `wanted` any more. Returns whether there is anything to tell.
    pub(crate) fn refine(&mut self, layout: &Layout, wanted: Option<Rect>, most: usize) -> bool {
        self.quiet(layout.width, layout.height);
        self.moves.clear();
        self.damage.clear();
        self.filmed = false;
        if wanted.is_none() {
            self.change_film(None);
        }
        self.freshen(layout.format, most);
        !self.fresh.is_empty()
    }

    /// Whether something is held in some likeness only, and is no film.
    pub(crate) const fn is_stale(&self) -> bool {
        !self.stale.is_empty()
    }

    /// The film, and whether something changed in it.
    pub(crate) fn film(&self) -> Option<(Film, bool)> {
        self.film.map(|(film, _)| (film, self.filmed))
    }

    /// A block of 16 × 16 pixels was told as grain.
    pub(crate) fn grainy(&mut self, x: u16, y: u16) {
        let columns = usize::from(self.width.div_ceil(TILE));
        let at = usize::from(y / TILE) * columns + usize::from(x / TILE);
        if let (Some(grain), Some(change)) = (self.grain.get_mut(at), self.changes.get_mut(at)) {
            *grain = grain.saturating_add(1);
            if *grain >= GRAINY {
                *change = Change::Grainy;
            }
        }
    }

    pub(crate) fn activity(&self) -> Activity<'_> {
        Activity {
            width: self.width,
            height: self.height,
            tiles: &self.changes,
        }
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        let rects = self.damage.capacity() + self.fresh.capacity() + self.stale.capacity();
        self.tiles.memory()
            + self.finder.memory()
            + self.moves.capacity() * size_of::<Move>()
            + rects * size_of::<Rect>()
            + self.changes.capacity() * size_of::<Change>()
            + self.grain.capacity()
    }

    /// Nothing happened yet.
    fn quiet(&mut self, width: u16, height: u16) {
        (self.width, self.height) = (width, height);
        let tiles = usize::from(width.div_ceil(TILE)) * usize::from(height.div_ceil(TILE));
        self.changes.clear();
        self.changes.resize(tiles, Change::None);
        self.grain.clear();
        self.grain.resize(tiles, 0);
    }

    /// What was film and is none any more, the other end holds in some likeness only.
    fn change_film(&mut self, next: Option<(Rect, Rect)>) {
        if let Some((Film { rect, .. }, _)) = self.film.take() {
            self.stale.push(rect);
        }
        if let Some((rect, wanted)) = next {
            self.number = self.number.wrapping_add(1);
            let number = self.number;
            self.film = Some((Film { number, rect }, wanted));
            cut_out(&mut self.stale, &rect);
        }
    }

    /// Takes what is stale to be told, about so many bytes of it but something.
    fn freshen(&mut self, format: Format, most: usize) {
        self.fresh.clear();
        let mut room = most;
        while let Some(rect) = self.stale.pop() {
            let bytes = format.bytes(rect.w, rect.h);
            if bytes <= room {
                room -= bytes;
                self.fresh.push(rect);
                continue;
            }
            let slice = format.bytes(rect.w, rect.h.min(SLICE));
            let slices = (room / slice).max(usize::from(self.fresh.is_empty()));
            let h = rect
                .h
                .min(SLICE.saturating_mul(u16::try_from(slices).unwrap_or(u16::MAX)));
            if h > 0 {
                self.fresh.push(Rect { h, ..rect });
            }
            if h < rect.h {
                self.stale.push(Rect {
                    y: rect.y + h,
                    h: rect.h - h,
                    ..rect
                });
            }
            return;
        }
    }

    /// What changed in the film is no damage.
    fn mark(&mut self, film: &Rect) {
        let columns = usize::from(self.width.div_ceil(TILE));
        for (at, change) in self.changes.iter_mut().enumerate() {
            // At most 120 × 120 tiles: everything fits 16 bits.
            let tile = Rect {
                x: (at % columns) as u16 * TILE,
                y: (at / columns) as u16 * TILE,
                w: TILE,
                h: TILE,
            };
            if *change == Change::Told && tile.touches(film) {
                *change = Change::Filmed;
            }
        }
    }

    fn find_moves(&mut self, frame: &FrameRef<'_>, now: &mut Frame, sent: &mut Frame) {
        if self.damage.is_empty() {
            return;
        }
        let before = now.as_ref();
        self.finder
            .find(frame, &before, &self.tiles, &mut self.moves);
        let layout = frame.layout();
        let film = self.film.map(|(film, _)| film.rect);
        let inexact = |rect: &Rect| self.stale.iter().chain(&film).any(|it| it.touches(rect));
        // What is moved must be there.
        self.moves.retain(|moved| {
            let from = moved.from(layout.width, layout.height);
            !inexact(&moved.to) && from.is_some_and(|from| !inexact(&from))
        });
        if self.moves.is_empty() {
            return;
        }
        for moved in &self.moves {
            now.make(moved);
            sent.make(moved);
        }
        self.tiles.compare(frame, &now.as_ref(), &mut self.damage);
    }
}

/// Where two frames differ in and around whole tiles, with even edges; nothing if that is small.
fn trim(now: &FrameRef<'_>, before: &FrameRef<'_>, tiles: Rect) -> Option<Rect> {
    let layout = now.layout();
    let differs = |x: u16, y: u16, w: u16, h: u16| {
        let strip = Rect { x, y, w, h };
        strip.inside(layout.width, layout.height) && !equal(now, before, &strip)
    };
    let Rect { x, y, w, h } = tiles;
    // A film's width and height are even.
    let (mut left, mut right) = (x, x + (w & !1));
    let (mut top, mut bottom) = (y, y + (h & !1));
    while bottom - top >= LEAST && !differs(left, top, right - left, 2) {
        top += 2;
    }
    while bottom - top >= LEAST && !differs(left, bottom - 2, right - left, 2) {
        bottom -= 2;
    }
    while right - left >= LEAST && !differs(left, top, 2, bottom - top) {
        left += 2;
    }
    while right - left >= LEAST && !differs(right - 2, top, 2, bottom - top) {
        right -= 2;
    }
    // A sliver of it in the next tile did not make that one hot.
    let (far_up, far_left) = (y.saturating_sub(TILE), x.saturating_sub(TILE));
    while top > far_up && differs(left, top - 2, right - left, 2) {
        top -= 2;
    }
    while bottom < y + h + TILE && differs(left, bottom, right - left, 2) {
        bottom += 2;
    }
    while left > far_left && differs(left - 2, top, 2, bottom - top) {
        left -= 2;
    }
    while right < x + w + TILE && differs(right, top, 2, bottom - top) {
        right += 2;
    }
    let rect = Rect {
        x: left,
        y: top,
        w: right - left,
        h: bottom - top,
    };
    (rect.w >= LEAST && rect.h >= LEAST).then_some(rect)
}

/// Whether a rectangle, which fits, is the same in two frames.
fn equal(a: &FrameRef<'_>, b: &FrameRef<'_>, rect: &Rect) -> bool {
    let format = a.layout().format;
    (0..format.planes()).all(|plane| {
        let span = format.span(plane, rect);
        (span.y..span.y + span.rows).all(|y| {
            same(
                &a.row(plane, y)[span.x..][..span.len],
                &b.row(plane, y)[span.x..][..span.len],
            )
        })
    })
}
