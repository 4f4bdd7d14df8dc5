//! What has become of the screen since the frame before: what moved, what changed, what plays as film,
//! and what the other end does not hold exactly any more.

use alloc::vec::Vec;
use core::mem;

use crate::{
    band::MOVED,
    carried::Carried,
    film::Film,
    format::Format,
    frame::{Frame, FrameRef, Layout},
    motion::{Activity, Change},
    moves::{Finder, Match, Move},
    rect::{Rect, cut_out},
    texture::{self, BLOCK},
    tiles::{TILE, Tiles},
    trim::trim,
};

/// A tile with so many blocks of grain, of 16, does not look like text.
const GRAINY: u8 = 4;
/// What is stale is told in slices that are so many pixels high.
const SLICE: u16 = 16;
/// So many tiles must differ for moves to be looked for that lead only to a likeness.
const MANY: usize = 24;
/// And of those tiles such moves must explain one part in so many: a page that is turned has none.
const EXPLAINED: u64 = 4;
/// A list of more rectangles than this is made shorter.
const LONG: usize = 64;

/// How frames should be told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wishes {
    /// Whole tiles that move, and whether they are film; else they are sketched: all of them if they are dragged.
    pub(crate) moving: Option<Rect>,
    pub(crate) film: bool,
    pub(crate) dragged: bool,
    /// How many bytes a frame may take.
    pub(crate) bytes: usize,
    /// Where the other side looks, as far as is known, in pixels across and down.
    pub(crate) focus: Option<(u16, u16)>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            moving: None,
            film: false,
            dragged: false,
            bytes: usize::MAX,
            focus: None,
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
    /// Whether something moves in a likeness: what is new on such a page takes more than text does, and is no film.
    scrolled: bool,
    width: u16,
    height: u16,
    changes: Vec<Change>,
    grain: Vec<u8>,
    /// Which tiles took many bytes when they were told last.
    costly: Vec<bool>,
    sketched: Vec<bool>,
    carried: Carried,
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
            self.filmed = !frame.same_in(&now.as_ref(), &rect);
            self.mark(&rect);
            now.copy_rect(frame, &rect);
            if self.filmed {
                self.tiles.compare(frame, &now.as_ref(), &mut self.damage);
            }
        }
        self.find_moves(frame, now, sent);
        self.mark_moved();
        if let Some((Film { rect, .. }, _)) = self.film {
            cut_out(&mut self.damage, &rect);
        }
        for rect in &self.damage {
            now.copy_rect(frame, rect);
        }
        self.choose_sketch(frame, wishes);
        self.renew();
        // What moves on would have to be told again and again.
        if self.sketch.is_empty() && !self.scrolled {
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
            if *grain >= GRAINY && !self.scrolled {
                *change = Change::Grainy;
            }
        }
    }

    /// These rectangles of damage were told, and whether that took many bytes.
    pub(crate) fn told(&mut self, rects: &[Rect], costly: bool) {
        let columns = usize::from(self.width.div_ceil(TILE));
        for rect in rects {
            for at in Tiles::under(rect, columns) {
                self.costly[at] = costly && !self.scrolled;
                if self.costly[at] && self.changes[at] == Change::Told {
                    self.changes[at] = Change::Grainy;
                }
            }
        }
    }

    /// A rectangle of damage is to be told in a likeness after all.
    pub(crate) fn sketch_instead(&mut self, rect: Rect) {
        self.told(&[rect], true);
        self.sketch.push(rect);
        self.stale.push(rect);
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
            + self.costly.capacity()
            + self.sketched.capacity()
            + self.carried.memory()
    }

    /// Nothing happened yet.
    fn quiet(&mut self, layout: &Layout) {
        let Layout { width, height, .. } = *layout;
        (self.width, self.height) = (width, height);
        self.scrolled = false;
        self.moves.clear();
        self.damage.clear();
        self.sketch.clear();
        self.filmed = false;
        let tiles = usize::from(width.div_ceil(TILE)) * usize::from(height.div_ceil(TILE));
        self.changes.clear();
        self.changes.resize(tiles, Change::None);
        self.grain.clear();
        self.grain.resize(tiles, 0);
        if self.costly.len() != tiles {
            self.costly.clear();
            self.costly.resize(tiles, false);
        }
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
                self.grain[at] = if self.costly[at] {
                    blocks as u8
                } else {
                    texture::grainy_blocks(now, at % columns, at / columns)
                };
                grainy += usize::from(self.grain[at]);
            }
        }
        let long = grainy * block > wishes.bytes;
        self.sketched.clear();
        for (at, grain) in self.grain.iter_mut().enumerate() {
            let moves = moving.is_some_and(|moving| moving.touches(&Tiles::rect(at, columns)));
            let dragged = moves && wishes.dragged && self.tiles.flags()[at];
            let sketched = dragged || *grain >= GRAINY && (moves || long);
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
        while let Some(at) = self.next_stale(wishes) {
            let rect = self.stale[at];
            let bytes = format.bytes(rect.w, rect.h);
            if bytes <= room {
                room -= bytes;
                self.fresh.push(rect);
                self.stale.remove(at);
                continue;
            }
            let slice = format.bytes(rect.w, rect.h.min(SLICE));
            let slices = (room / slice).max(usize::from(self.fresh.is_empty()));
            let h = SLICE.saturating_mul(u16::try_from(slices).unwrap_or(u16::MAX));
            if h == 0 {
                return;
            }
            let now = slice_of(&rect, h.min(rect.h), wishes.focus);
            self.fresh.push(now);
            self.stale.remove(at);
            for left in rect.minus(&now) {
                if left.area() > 0 {
                    self.stale.insert(at, left);
                }
            }
            return;
        }
    }

    /// Which of what is stale and does not move is to be told next: the nearest to where the other side looks, and of
    /// those the last.
    fn next_stale(&self, wishes: &Wishes) -> Option<usize> {
        let moving = wishes.moving.filter(|_| !wishes.film);
        let still = |at: &usize| !moving.is_some_and(|moving| moving.touches(&self.stale[*at]));
        let distance = |at: &usize| {
            wishes
                .focus
                .map_or(0, |focus| self.stale[*at].distance(focus))
        };
        // Of equal ones the first is taken.
        (0..self.stale.len())
            .rev()
            .filter(still)
            .min_by_key(distance)
    }

    /// What changed in the film is no damage.
    fn mark(&mut self, film: &Rect) {
        let columns = usize::from(self.width.div_ceil(TILE));
        for (at, change) in self.changes.iter_mut().enumerate() {
            if *change == Change::Told && Tiles::rect(at, columns).touches(film) {
                *change = Change::Filmed;
            }
        }
    }

    /// What has changed and is no damage any more has only moved.
    fn mark_moved(&mut self) {
        for (change, dirty) in self.changes.iter_mut().zip(self.tiles.flags()) {
            if *change == Change::Told && !dirty {
                *change = Change::Moved;
            }
        }
    }

    /// Finds what has only moved. What the other end then holds exactly is no damage any more, nor is what it
    /// holds in a likeness after many tiles moved together.
    fn find_moves(&mut self, frame: &FrameRef<'_>, now: &mut Frame, sent: &mut Frame) {
        if self.damage.is_empty() {
            return;
        }
        self.finder.find(
            frame,
            &now.as_ref(),
            &self.tiles,
            Match::Exact,
            &mut self.moves,
        );
        self.make_moves(0, frame, now, sent);
        let exact = self.moves.len();
        if self.tiles.dirty() < MANY {
            return;
        }
        self.finder.find(
            frame,
            &sent.as_ref(),
            &self.tiles,
            Match::Alike,
            &mut self.moves,
        );
        let area = |moves: &[Move]| moves.iter().map(|it| u64::from(it.to.area())).sum::<u64>();
        let (all, alike) = (area(&self.moves), area(&self.moves[exact..]));
        let picture = u64::from(self.width) * u64::from(self.height);
        let damaged = self.tiles.dirty() as u64 * u64::from(TILE).pow(2);
        let few = alike * EXPLAINED < damaged;
        if few || all > picture * MOVED {
            return self.moves.truncate(exact);
        }
        self.make_moves(exact, frame, now, sent);
        self.keep_likenesses(exact, frame, now, sent);
    }

    /// Makes the moves from the `first` one on, but for those from or into the film. What was held in a
    /// likeness moves along.
    fn make_moves(
        &mut self,
        first: usize,
        frame: &FrameRef<'_>,
        now: &mut Frame,
        sent: &mut Frame,
    ) {
        let Layout { width, height, .. } = *frame.layout();
        let film = self.film.map(|(film, _)| film.rect);
        let filmed = |rect: &Rect| film.is_some_and(|film| film.touches(rect));
        for at in (first..self.moves.len()).rev() {
            let moved = self.moves[at];
            let from = moved.from(width, height);
            if filmed(&moved.to) || from.is_none_or(|from| filmed(&from)) {
                self.moves.remove(at);
            }
        }
        if self.moves.len() == first {
            return;
        }
        for at in first..self.moves.len() {
            let moved = self.moves[at];
            now.make(&moved);
            sent.make(&moved);
            self.carry(&moved);
        }
        self.tidy();
        self.tiles.compare(frame, &now.as_ref(), &mut self.damage);
    }

    /// What was held in a likeness only still is where it comes to lie.
    fn carry(&mut self, moved: &Move) {
        let Some(from) = moved.from(self.width, self.height) else {
            return;
        };
        let mut carried = mem::take(&mut self.fresh);
        carried.clear();
        let parts = self.stale.iter().filter_map(|stale| stale.common(&from));
        carried.extend(parts.map(|part| moved.carry(&part, self.width, self.height)));
        cut_out(&mut self.stale, &moved.to);
        self.stale.append(&mut carried);
        self.fresh = carried;
    }

    /// Whole tiles instead of a long list of rectangles.
    fn tidy(&mut self) {
        if self.stale.len() <= LONG {
            return;
        }
        let columns = usize::from(self.width.div_ceil(TILE));
        let stale = &mut self.stale;
        self.sketched.clear();
        let tiles = (0..self.changes.len()).map(|at| {
            stale
                .iter()
                .any(|stale| stale.touches(&Tiles::rect(at, columns)))
        });
        self.sketched.extend(tiles);
        self.tiles.fill(self.width, self.height, true);
        self.tiles
            .pick(&self.sketched, (self.width, self.height), stale);
        if let Some((Film { rect, .. }, _)) = self.film {
            cut_out(stale, &rect);
        }
    }

    /// Takes tiles into which something has moved for stale, not for damage, if what the other end holds there looks
    /// like the frame.
    fn keep_likenesses(
        &mut self,
        first: usize,
        frame: &FrameRef<'_>,
        now: &mut Frame,
        sent: &Frame,
    ) {
        let size = (self.width, self.height);
        let moves = &self.moves[first..];
        self.carried.sort(frame, &sent.as_ref(), &self.tiles, moves);
        for (change, kept) in self.changes.iter_mut().zip(self.carried.tiles()) {
            if *kept {
                *change = Change::Carried;
                self.scrolled = true;
            }
        }
        let mut kept = mem::take(&mut self.fresh);
        self.tiles.pick(self.carried.tiles(), size, &mut kept);
        for rect in &kept {
            now.copy_rect(frame, rect);
        }
        self.tiles.compare(frame, &now.as_ref(), &mut self.damage);
        for rect in &kept {
            cut_out(&mut self.damage, rect);
            cut_out(&mut self.stale, rect);
        }
        self.carried.others(size, &mut self.damage);
        self.stale.append(&mut kept);
        self.fresh = kept;
    }
}

/// So many rows of a rectangle, an even number or all: its first, or those around a place.
fn slice_of(rect: &Rect, h: u16, focus: Option<(u16, u16)>) -> Rect {
    let last = rect.y + (rect.h - h);
    let y = focus.map_or(rect.y, |(_, y)| y.saturating_sub(h / 2) & !1);
    Rect {
        y: y.clamp(rect.y, last & !1),
        h,
        ..*rect
    }
}
