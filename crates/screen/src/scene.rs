//! What has become of the screen since the frame before: what moved, what changed, what plays as film,
//! and what the other end does not hold exactly any more.

use alloc::vec::Vec;
use core::mem;

use crate::{
    film::Film,
    format::Format,
    frame::{Frame, FrameRef, Layout},
    motion::{Activity, Change},
    moves::{Finder, Move},
    rect::{Rect, cut_out},
    texture::{self, BLOCK},
    tiles::{TILE, Tiles, same},
};

/// A tile with so many blocks of grain, of 16, does not look like text.
const GRAINY: u8 = 4;
/// What is stale is told in slices that are so many pixels high.
const SLICE: u16 = 16;
/// A film is at least so wide and so high, in pixels.
const LEAST: u16 = 32;

/// How frames should be told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wishes {
    /// Whole tiles that move, and whether they can be film; else they are sketched.
    pub(crate) moving: Option<Rect>,
    pub(crate) film: bool,
    /// How many bytes a frame may take.
    pub(crate) bytes: usize,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            moving: None,
            film: false,
            bytes: usize::MAX,
        }
    }
}

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
    /// What is to be told in a likeness: it would take too long, or moves.
    pub(crate) sketch: Vec<Rect>,
    /// What the other end will hold in some likeness only, next one last; the film's own place aside.
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
    sketched: Vec<bool>,
}

impl Scene {
    /// A keyframe tells everything anew, and exactly what the wishes allow.
    pub(crate) fn keyframe(&mut self, now: &FrameRef<'_>, wishes: &Wishes) {
        let layout = now.layout();
        self.quiet(layout);
        self.film = None;
        self.damage.push(Rect::full(layout.width, layout.height));
        self.fresh.clear();
        self.stale.clear();
        self.tiles.fill(layout.width, layout.height, true);
        self.choose_sketch(now, wishes);
        self.stale.extend_from_slice(&self.sketch);
    }

    /// Compares a frame with `now`, what was sent before, and brings both pictures up to what the
    /// other end holds after the moves; `now` is then the frame. Returns whether there is anything to
    /// tell.
    pub(crate) fn look(
        &mut self,
        frame: &FrameRef<'_>,
        now: &mut Frame,
        sent: &mut Frame,
        wishes: &Wishes,
    ) -> bool {
        self.quiet(frame.layout());
        self.tiles.compare(frame, &now.as_ref(), &mut self.damage);
        for (change, dirty) in self.changes.iter_mut().zip(self.tiles.flags()) {
            if *dirty {
                *change = Change::Told;
            }
        }
        let wanted = wishes.moving.filter(|_| wishes.film);
        if self.film.map(|(_, wanted)| wanted) != wanted {
            let trimmed = wanted.and_then(|wanted| trim(frame, &now.as_ref(), wanted));
            self.change_film(trimmed.zip(wanted));
        }
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
        for rect in &self.damage {
            now.copy_rect(frame, rect);
        }
        self.choose_sketch(frame, wishes);
        self.renew();
        if self.sketch.is_empty() {
            self.freshen(frame.layout().format, wishes);
        }
        for rect in &self.sketch {
            cut_out(&mut self.stale, rect);
        }
        self.stale.extend_from_slice(&self.sketch);
        !self.moves.is_empty()
            || [&self.damage, &self.fresh, &self.sketch]
                .iter()
                .any(|rects| !rects.is_empty())
    }

    /// Goes on with what is stale, without a new frame. The film is over if it is not wanted any more.
    /// Returns whether there is anything to tell.
    pub(crate) fn refine(&mut self, layout: &Layout, wishes: &Wishes) -> bool {
        self.quiet(layout);
        if wishes.moving.is_none() {
            self.change_film(None);
        }
        self.fresh.clear();
        self.freshen(layout.format, wishes);
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
        let rects = [&self.damage, &self.fresh, &self.sketch, &self.stale];
        let rects: usize = rects.iter().map(|rects| rects.capacity()).sum();
        self.tiles.memory()
            + self.finder.memory()
            + self.moves.capacity() * size_of::<Move>()
            + rects * size_of::<Rect>()
            + self.changes.capacity() * size_of::<Change>()
            + self.grain.capacity()
            + self.sketched.capacity()
    }

    /// Nothing happened yet.
    fn quiet(&mut self, layout: &Layout) {
        let Layout { width, height, .. } = *layout;
        (self.width, self.height) = (width, height);
        self.moves.clear();
        self.damage.clear();
        self.sketch.clear();
        self.filmed = false;
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

    /// Takes out of the damage what moves without being film, and what would take too long: of both
    /// only what looks like no text.
    fn choose_sketch(&mut self, now: &FrameRef<'_>, wishes: &Wishes) {
        let moving = wishes.moving.filter(|_| !wishes.film);
        // What a block takes exactly, about: not quite half of its samples.
        let block = now.layout().format.bytes(BLOCK, BLOCK) * 7 / 16;
        let blocks = usize::from(TILE / BLOCK).pow(2);
        if moving.is_none() && self.tiles.dirty() * blocks * block <= wishes.bytes {
            return;
        }
        let columns = usize::from(self.width.div_ceil(TILE));
        let mut grainy = 0;
        for (at, dirty) in self.tiles.flags().iter().enumerate() {
            if *dirty {
                self.grain[at] = texture::grainy_blocks(now, at % columns, at / columns);
                grainy += usize::from(self.grain[at]);
            }
        }
        let long = grainy * block > wishes.bytes;
        self.sketched.clear();
        for (at, grain) in self.grain.iter_mut().enumerate() {
            let moves = moving.is_some_and(|moving| moving.touches(&tile(at, columns)));
            let sketched = *grain >= GRAINY && (moves || long);
            self.sketched.push(sketched);
            if sketched {
                self.changes[at] = if moves {
                    Change::Filmed
                } else {
                    Change::Grainy
                };
            }
            *grain = 0;
        }
        let mut picked = mem::take(&mut self.fresh);
        self.tiles
            .pick(&self.sketched, (self.width, self.height), &mut picked);
        for rect in &picked {
            let parts = self.damage.iter().filter_map(|damage| damage.common(rect));
            self.sketch.extend(parts);
            cut_out(&mut self.damage, rect);
        }
        picked.clear();
        self.fresh = picked;
    }

    /// What has changed where the other end holds a likeness only builds on nothing.
    fn renew(&mut self) {
        self.fresh.clear();
        for damage in &self.damage {
            let parts = self.stale.iter().filter_map(|stale| stale.common(damage));
            self.fresh.extend(parts);
        }
        for rect in &self.fresh {
            cut_out(&mut self.damage, rect);
            cut_out(&mut self.stale, rect);
        }
    }

    /// Takes what is stale and does not move to be told, about as much as is wished but something.
    fn freshen(&mut self, format: Format, wishes: &Wishes) {
        // Pictures take about two thirds of their samples.
        let mut room = wishes.bytes.saturating_add(wishes.bytes / 2);
        let moving = wishes.moving.filter(|_| !wishes.film);
        for at in (0..self.stale.len()).rev() {
            let rect = self.stale[at];
            if moving.is_some_and(|moving| moving.touches(&rect)) {
                continue;
            }
            let bytes = format.bytes(rect.w, rect.h);
            if bytes <= room {
                room -= bytes;
                self.fresh.push(rect);
                self.stale.remove(at);
                continue;
            }
            let slice = format.bytes(rect.w, rect.h.min(SLICE));
            let slices = (room / slice).max(usize::from(self.fresh.is_empty()));
            let h = rect
                .h
                .min(SLICE.saturating_mul(u16::try_from(slices).unwrap_or(u16::MAX)));
            if h == 0 {
                return;
            }
            self.fresh.push(Rect { h, ..rect });
            if h < rect.h {
                self.stale[at].y += h;
                self.stale[at].h -= h;
            } else {
                self.stale.remove(at);
            }
            return;
        }
    }

    /// What changed in the film is no damage.
    fn mark(&mut self, film: &Rect) {
        let columns = usize::from(self.width.div_ceil(TILE));
        for (at, change) in self.changes.iter_mut().enumerate() {
            if *change == Change::Told && tile(at, columns).touches(film) {
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

/// A tile of a picture that has so many columns of them.
const fn tile(at: usize, columns: usize) -> Rect {
    // At most 120 × 120 tiles: everything fits 16 bits.
    Rect {
        x: (at % columns) as u16 * TILE,
        y: (at / columns) as u16 * TILE,
        w: TILE,
        h: TILE,
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
