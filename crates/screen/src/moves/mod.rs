//! Moves: parts of a screen that have only changed their place, such as a page that is scrolled or a
//! window that is dragged.
//!
//! Short stretches of rows whose content selects them, so that they are found wherever they went, are
//! looked up in the picture before. Each that was there just once (in all of it, or else in its column or
//! its row) votes for a vector, and what the vectors with the most votes explain becomes rectangles. A wrong guess costs bytes, never exactness:
//! damage is found after the moves were made.

mod blocks;
mod stretches;

use alloc::vec::Vec;

use crate::{
    frame::FrameRef,
    likeness::Likeness,
    limits::MAX_MOVES,
    rect::Rect,
    tiles::{TILE, Tiles},
};
use blocks::{BLOCK, Block, close, grow, inside, narrow, narrow_plain};
use stretches::stretches;

/// A part of the picture that moves: what the rectangle holds afterwards stood so much further up and
/// left before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Where it comes to lie.
    pub to: Rect,
    /// How far to the right it moves, in pixels.
    pub dx: i16,
    /// How far down it moves, in pixels.
    pub dy: i16,
}

impl Move {
    /// Where it comes from, if that lies inside a picture of this size.
    #[must_use]
    pub fn from(&self, width: u16, height: u16) -> Option<Rect> {
        let Rect { x, y, w, h } = self.to;
        let x = u16::try_from(i32::from(x) - i32::from(self.dx)).ok()?;
        let y = u16::try_from(i32::from(y) - i32::from(self.dy)).ok()?;
        let from = Rect { x, y, w, h };
        from.inside(width, height).then_some(from)
    }

    /// Where a part of what it moves, inside a picture of this size, comes to lie, with even edges: chroma may
    /// have half the size.
    pub(crate) fn carry(&self, part: &Rect, width: u16, height: u16) -> Rect {
        let shifted = |at: u32, by: i16, most: u16| {
            // It comes to lie in the picture: within 16 bits.
            (at as i32 + i32::from(by)).clamp(0, most.into()) as u16
        };
        let (x, y) = (
            shifted(part.x.into(), self.dx, width) & !1,
            shifted(part.y.into(), self.dy, height) & !1,
        );
        let right = shifted(part.right(), self.dx, width);
        let bottom = shifted(part.bottom(), self.dy, height);
        Rect {
            x,
            y,
            w: right.next_multiple_of(2).min(width) - x,
            h: bottom.next_multiple_of(2).min(height) - y,
        }
    }
}

/// What is taken for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    /// Equal samples.
    Exact,
    /// What looks alike.
    Alike,
}

impl Match {
    /// Least votes for a vector to be tried: chance has more of them among what is only alike.
    const fn votes(self) -> u32 {
        match self {
            Self::Exact => 3,
            Self::Alike => 12,
        }
    }

    /// Whether what is now repeats itself: of equal stretches one in [`ROWS_BEFORE`] is found at best. What is only
    /// alike always does, and looking again for that is too dear.
    const fn repeats(self, known: Known) -> bool {
        matches!(self, Self::Exact) && known.repeated * REPEATS > known.all
    }
}

/// Among which stretches of the picture before one must be the only one of its kind to vote.
///
/// On a page that repeats itself, such as two texts side by side to be compared, hardly any is among all. Where that is
/// so, and only there, it is worth a second look and a third.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Among {
    All,
    /// Those in its column: what moves up or down.
    Column,
    /// Those in its row: what moves to a side.
    Row,
}

impl Among {
    /// A hash that only these stretches share with one that has this hash and place.
    fn key(self, hash: u32, x: u16, y: u16) -> u32 {
        match self {
            Self::All => hash,
            Self::Column => hash ^ u32::from(x).wrapping_mul(0x9E37_79B1),
            Self::Row => hash ^ u32::from(y).wrapping_mul(0x85EB_CA6B),
        }
    }
}

/// Fewer dirty tiles than this are told as they are.
const FEW_TILES: usize = 4;
/// Of the picture before, one row in so many is searched.
const ROWS_BEFORE: usize = 4;
/// Of the picture now, [`ROWS_BEFORE`] rows in a run out of so many.
const ROWS_NOW: usize = 32;
/// A picture of whose stretches one in so many was there several times repeats itself.
const REPEATS: u32 = 6;
/// Most vectors that are tried.
const VECTORS: usize = 6;
/// A vector must explain so many blocks that have something on them.
const EXPLAINED: usize = 6;
/// Farthest move in either direction, in pixels.
const FAR: i32 = 8_191;

/// Slots for stretches, and for vectors: powers of two.
const SLOTS: usize = 1 << 14;
const VOTE_SLOTS: usize = 1 << 10;

/// A selected stretch of the picture before.
#[derive(Clone, Copy)]
struct Found {
    hash: u32,
    x: u16,
    y: u16,
    /// More than one look like this.
    ambiguous: bool,
}

/// How many stretches there are now, and of how many of them there were several before.
#[derive(Clone, Copy, Default)]
struct Known {
    all: u32,
    repeated: u32,
}

#[derive(Clone, Copy)]
struct Vote {
    vector: (i16, i16),
    votes: u32,
}

/// Finds moves; keeps its buffers between frames.
#[derive(Default)]
pub(crate) struct Finder {
    before: Vec<Option<Found>>,
    votes: Vec<Vote>,
    blocks: Vec<Block>,
    /// Blocks in a row.
    columns: usize,
    fits: Vec<bool>,
    plain: Vec<bool>,
    /// A row of the layer in which stretches are looked for.
    line: Vec<u8>,
    likeness: Likeness,
}

impl Finder {
    /// Adds the moves that lead from one picture to another of the same format and size, in the order in
    /// which they are to be made. `tiles` are those in which the two differ.
    pub(crate) fn find(
        &mut self,
        now: &FrameRef<'_>,
        before: &FrameRef<'_>,
        tiles: &Tiles,
        how: Match,
        moves: &mut Vec<Move>,
    ) {
        if tiles.dirty() < FEW_TILES {
            return;
        }
        self.blocks.clear();
        let first = moves.len();
        for among in [Among::All, Among::Column, Among::Row] {
            self.remember(before, tiles, how, among);
            let known = self.vote(now, tiles, how, among);
            self.try_voted(now, before, tiles, how, moves);
            let repeats = among != Among::All || how.repeats(known);
            if moves.len() > first || !repeats {
                return;
            }
        }
    }

    /// Tries the vectors with the most votes.
    fn try_voted(
        &mut self,
        now: &FrameRef<'_>,
        before: &FrameRef<'_>,
        tiles: &Tiles,
        how: Match,
        moves: &mut Vec<Move>,
    ) {
        for _ in 0..VECTORS {
            let Some(vote) = self.votes.iter_mut().max_by_key(|vote| vote.votes) else {
                return;
            };
            if vote.votes < how.votes() || moves.len() == MAX_MOVES {
                return;
            }
            let vector = vote.vector;
            vote.votes = 0;
            if self.blocks.is_empty() {
                self.map(now, before, tiles);
            }
            self.explain(now, before, vector, how, moves);
        }
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.before.capacity() * size_of::<Option<Found>>()
            + self.votes.capacity() * size_of::<Vote>()
            + self.blocks.capacity() * size_of::<Block>()
            + self.fits.capacity()
            + self.plain.capacity()
            + self.line.capacity()
            + self.likeness.memory()
    }

    /// Fills the table with the stretches of the picture before.
    fn remember(&mut self, before: &FrameRef<'_>, tiles: &Tiles, how: Match, among: Among) {
        self.before.clear();
        self.before.resize(SLOTS, None);
        let (table, line) = (&mut self.before, &mut self.line);
        let rows = usize::from(before.layout().height);
        for y in (0..rows).step_by(ROWS_BEFORE) {
            stretches(before, tiles, y, how, line, |hash, x| {
                let hash = among.key(hash, x, y as u16);
                let slot = &mut table[slot(hash)];
                match slot {
                    Some(found) if found.hash == hash => found.ambiguous = true,
                    // The first stays: as good as any.
                    Some(_) => {}
                    None => {
                        *slot = Some(Found {
                            hash,
                            x,
                            y: y as u16,
                            ambiguous: false,
                        });
                    }
                }
            });
        }
    }

    /// Looks the stretches of the picture now up, and counts the vectors.
    fn vote(&mut self, now: &FrameRef<'_>, tiles: &Tiles, how: Match, among: Among) -> Known {
        let none = Vote {
            vector: (0, 0),
            votes: 0,
        };
        self.votes.clear();
        self.votes.resize(VOTE_SLOTS, none);
        let (table, votes, line) = (&self.before, &mut self.votes, &mut self.line);
        let rows = usize::from(now.layout().height);
        let mut known = Known::default();
        for y in (0..rows).filter(|y| y % ROWS_NOW < ROWS_BEFORE) {
            stretches(now, tiles, y, how, line, |hash, x| {
                let hash = among.key(hash, x, y as u16);
                known.all += 1;
                let Some(found) = table[slot(hash)].filter(|found| found.hash == hash) else {
                    return;
                };
                if found.ambiguous {
                    known.repeated += 1;
                    return;
                }
                let (dx, dy) = (
                    i32::from(x) - i32::from(found.x),
                    y as i32 - i32::from(found.y),
                );
                if (dx, dy) == (0, 0) || dx.abs() > FAR || dy.abs() > FAR {
                    return;
                }
                let vector = (dx as i16, dy as i16);
                let spread = (dx.wrapping_mul(0x9E37) ^ dy.wrapping_mul(0x79B1)) as usize;
                let vote = &mut votes[spread % VOTE_SLOTS];
                // Vectors that share a slot fight for it; one with many votes wins.
                if vote.vector == vector {
                    vote.votes += 1;
                } else if vote.votes == 0 {
                    *vote = Vote { vector, votes: 1 };
                } else {
                    vote.votes -= 1;
                }
            });
        }
        known
    }

    /// Finds the blocks that have changed and have something on them.
    fn map(&mut self, now: &FrameRef<'_>, before: &FrameRef<'_>, tiles: &Tiles) {
        let layout = now.layout();
        self.columns = usize::from(layout.width).div_ceil(BLOCK);
        let rows = usize::from(layout.height).div_ceil(BLOCK);
        let per_tile = usize::from(TILE) / BLOCK;
        self.fits.clear();
        self.fits.extend((0..rows).flat_map(|row| {
            let dirty = move |column| tiles.is_dirty(column / per_tile, row / per_tile);
            (0..self.columns).map(dirty)
        }));
        self.plain.clear();
        self.plain.extend_from_slice(&self.fits);
        self.blocks.clear();
        let open = |dirty: &bool| if *dirty { Block::Open } else { Block::Plain };
        self.blocks.extend(self.fits.iter().map(open));
        narrow(now, before, (0, 0), self.columns, &mut self.fits);
        narrow_plain(now, self.columns, &mut self.plain);
        for ((block, same), plain) in self.blocks.iter_mut().zip(&self.fits).zip(&self.plain) {
            if *same || *plain {
                *block = Block::Plain;
            }
        }
    }

    /// Adds the rectangles that a vector explains.
    fn explain(
        &mut self,
        now: &FrameRef<'_>,
        before: &FrameRef<'_>,
        vector: (i16, i16),
        how: Match,
        moves: &mut Vec<Move>,
    ) {
        // Plain ground between them comes along, so that they become few rectangles.
        let left = self.blocks.iter().map(|block| *block != Block::Done);
        self.fits.clear();
        self.fits.extend(left);
        let (columns, fits) = (self.columns, &mut self.fits);
        match how {
            Match::Exact => narrow(now, before, vector, columns, fits),
            Match::Alike => {
                self.likeness.narrow(now, before, vector, columns, fits);
                // What is not alike is told anyway; it need not cut what is into many rectangles.
                close(fits, &self.blocks, columns);
            }
        }
        let pairs = self.blocks.iter().zip(&self.fits);
        let explained = pairs.filter(|(block, fits)| **block == Block::Open && **fits);
        if explained.count() < EXPLAINED {
            return;
        }
        let first = moves.len();
        let rows = self.blocks.len() / self.columns;
        for row in 0..rows {
            for column in 0..self.columns {
                if moves.len() == MAX_MOVES {
                    break;
                }
                let at = row * self.columns + column;
                if self.fits[at] && self.blocks[at] == Block::Open {
                    let blocks = self.take(column, row);
                    let to = match how {
                        Match::Exact => grow(now, before, blocks, vector),
                        Match::Alike => inside(now, blocks),
                    };
                    moves.push(Move {
                        to,
                        dx: vector.0,
                        dy: vector.1,
                    });
                }
            }
        }
        // Nothing is overwritten before it has moved.
        let (dx, dy) = (i32::from(vector.0.signum()), i32::from(vector.1.signum()));
        moves[first..].sort_by_key(|m| (-dy * i32::from(m.to.y), -dx * i32::from(m.to.x)));
    }

    /// Takes the rectangle of fitting blocks around one.
    fn take(&mut self, column: usize, row: usize) -> Rect {
        let fits = |columns: core::ops::Range<usize>, rows: core::ops::Range<usize>| {
            rows.clone().all(|row| {
                self.fits[row * self.columns..][columns.clone()]
                    .iter()
                    .all(|fits| *fits)
            })
        };
        let rows = self.blocks.len() / self.columns;
        let (mut left, mut right) = (column, column + 1);
        let (mut top, mut bottom) = (row, row + 1);
        while right < self.columns && fits(right..right + 1, top..bottom) {
            right += 1;
        }
        while left > 0 && fits(left - 1..left, top..bottom) {
            left -= 1;
        }
        while bottom < rows && fits(left..right, bottom..bottom + 1) {
            bottom += 1;
        }
        while top > 0 && fits(left..right, top - 1..top) {
            top -= 1;
        }
        for row in top..bottom {
            let taken = row * self.columns + left..row * self.columns + right;
            self.fits[taken.clone()].fill(false);
            self.blocks[taken].fill(Block::Done);
        }
        // A picture's edges have at most 16 bits.
        Rect {
            x: (left * BLOCK) as u16,
            y: (top * BLOCK) as u16,
            w: ((right - left) * BLOCK) as u16,
            h: ((bottom - top) * BLOCK) as u16,
        }
    }
}

const fn slot(hash: u32) -> usize {
    (hash >> 5) as usize % SLOTS
}
