//! Moves: parts of a screen that have only changed their place, such as a page that is scrolled or a
//! window that is dragged.
//!
//! Short stretches of rows whose content selects them, so that they are found wherever they went, are
//! looked up in the picture before. Each that was there just once votes for a vector, and what the
//! vectors with the most votes explain becomes rectangles. A wrong guess costs bytes, never exactness:
//! damage is found after the moves were made.

use alloc::vec::Vec;

use crate::{
    format::Format,
    frame::FrameRef,
    limits::MAX_MOVES,
    rect::Rect,
    tiles::{TILE, Tiles, same},
};

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
}

/// Fewer dirty tiles than this are told as they are.
const FEW_TILES: usize = 4;
/// Edge in pixels of the blocks that a vector explains or not.
const BLOCK: usize = 16;
/// Samples in a stretch.
const STRETCH: usize = 32;
/// One stretch in so many is selected, by its content.
const SELECTED: u32 = 32;
/// Of the picture before, one row in so many is searched.
const ROWS_BEFORE: usize = 4;
/// Of the picture now, [`ROWS_BEFORE`] rows in a run out of so many.
const ROWS_NOW: usize = 32;
/// Least votes for a vector to be tried.
const VOTES: u32 = 3;
/// Most vectors that are tried.
const VECTORS: usize = 6;
/// A vector must explain so many blocks that have something on them.
const EXPLAINED: usize = 6;
/// Farthest move in either direction, in pixels.
const FAR: i32 = 8_191;

const MULTIPLIER: u32 = 0x0100_0193;

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

#[derive(Clone, Copy)]
struct Vote {
    vector: (i16, i16),
    votes: u32,
}

/// What is known of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// As before, or of one colour: any vector may carry it along.
    Plain,
    /// Changed, with something on it.
    Open,
    /// Explained by a vector.
    Done,
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
}

impl Finder {
    /// Replaces `moves` by those that lead from one picture to another of the same format and size,
    /// in the order in which they are to be made. `tiles` are those in which the two differ.
    pub(crate) fn find(
        &mut self,
        now: &FrameRef<'_>,
        before: &FrameRef<'_>,
        tiles: &Tiles,
        moves: &mut Vec<Move>,
    ) {
        moves.clear();
        if tiles.dirty() < FEW_TILES {
            return;
        }
        self.remember(before, tiles);
        self.vote(now, tiles);
        let mut mapped = false;
        for _ in 0..VECTORS {
            let Some(vote) = self.votes.iter_mut().max_by_key(|vote| vote.votes) else {
                return;
            };
            if vote.votes < VOTES || moves.len() == MAX_MOVES {
                return;
            }
            let vector = vote.vector;
            vote.votes = 0;
            if !mapped {
                mapped = true;
                self.map(now, before, tiles);
            }
            self.explain(now, before, vector, moves);
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
    }

    /// Fills the table with the stretches of the picture before.
    fn remember(&mut self, before: &FrameRef<'_>, tiles: &Tiles) {
        self.before.clear();
        self.before.resize(SLOTS, None);
        let (table, line) = (&mut self.before, &mut self.line);
        let rows = usize::from(before.layout().height);
        for y in (0..rows).step_by(ROWS_BEFORE) {
            stretches(before, tiles, y, line, |hash, x| {
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
    fn vote(&mut self, now: &FrameRef<'_>, tiles: &Tiles) {
        let none = Vote {
            vector: (0, 0),
            votes: 0,
        };
        self.votes.clear();
        self.votes.resize(VOTE_SLOTS, none);
        let (table, votes, line) = (&self.before, &mut self.votes, &mut self.line);
        let rows = usize::from(now.layout().height);
        for y in (0..rows).filter(|y| y % ROWS_NOW < ROWS_BEFORE) {
            stretches(now, tiles, y, line, |hash, x| {
                let Some(found) = table[slot(hash)].filter(|f| f.hash == hash && !f.ambiguous)
                else {
                    return;
                };
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
        moves: &mut Vec<Move>,
    ) {
        // Plain ground between them comes along, so that they become few rectangles.
        let left = self.blocks.iter().map(|block| *block != Block::Done);
        self.fits.clear();
        self.fits.extend(left);
        narrow(now, before, vector, self.columns, &mut self.fits);
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
                    let to = grow(now, before, blocks, vector);
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

/// Makes a rectangle of blocks, which may reach over the picture's edge, as large as the vector allows.
fn grow(now: &FrameRef<'_>, before: &FrameRef<'_>, blocks: Rect, vector: (i16, i16)) -> Rect {
    let layout = now.layout();
    let mut rect = Rect {
        w: blocks.w.min(layout.width - blocks.x),
        h: blocks.h.min(layout.height - blocks.y),
        ..blocks
    };
    for sides in [[Side::Above, Side::Below], [Side::Left, Side::Right]] {
        for side in [sides; BLOCK / 2].into_iter().flatten() {
            let strip = side.strip(&rect, layout.width, layout.height);
            if strip.area() > 0 && equal(now, before, &strip, vector) {
                rect = rect.join(&strip);
            }
        }
    }
    rect
}

/// A side of a rectangle.
#[derive(Clone, Copy)]
enum Side {
    Above,
    Below,
    Left,
    Right,
}

impl Side {
    /// Two pixels beyond this side, or what is left of a picture there; nothing may be. Edges stay even:
    /// chroma may have half the size.
    fn strip(self, rect: &Rect, width: u16, height: u16) -> Rect {
        let Rect { x, y, w, h } = *rect;
        match self {
            Self::Above => Rect {
                y: y.saturating_sub(2),
                h: 2.min(y),
                ..*rect
            },
            Self::Below => Rect {
                y: y + h,
                h: 2.min(height - y - h),
                ..*rect
            },
            Self::Left => Rect {
                x: x.saturating_sub(2),
                w: 2.min(x),
                ..*rect
            },
            Self::Right => Rect {
                x: x + w,
                w: 2.min(width - x - w),
                ..*rect
            },
        }
    }
}

const fn slot(hash: u32) -> usize {
    (hash >> 5) as usize % SLOTS
}

/// Bytes of a pixel in the first plane.
const fn pixel(format: Format) -> usize {
    match format {
        Format::I420 | Format::Nv12 => 1,
        Format::Bgra | Format::Rgba => 4,
    }
}

/// Whether the first plane of a rectangle is now what it was where the vector comes from.
fn equal(now: &FrameRef<'_>, before: &FrameRef<'_>, rect: &Rect, (dx, dy): (i16, i16)) -> bool {
    let layout = now.layout();
    let moved = Move { to: *rect, dx, dy };
    let Some(from) = moved.from(layout.width, layout.height) else {
        return false;
    };
    let pixel = pixel(layout.format);
    let len = usize::from(rect.w) * pixel;
    let (x, from_x) = (usize::from(rect.x) * pixel, usize::from(from.x) * pixel);
    (0..usize::from(rect.h)).all(|row| {
        let a = &now.row(0, usize::from(rect.y) + row)[x..x + len];
        let b = &before.row(0, usize::from(from.y) + row)[from_x..from_x + len];
        same(a, b)
    })
}

/// Keeps of these blocks, row by row, those whose first plane is now what it was where the vector comes
/// from.
fn narrow(
    now: &FrameRef<'_>,
    before: &FrameRef<'_>,
    (dx, dy): (i16, i16),
    columns: usize,
    blocks: &mut [bool],
) {
    let layout = now.layout();
    let edge = BLOCK * pixel(layout.format);
    let across = isize::from(dx) * pixel(layout.format) as isize;
    let rows = usize::from(layout.height);
    for y in 0..rows {
        let blocks = &mut blocks[y / BLOCK * columns..][..columns];
        let from = y.checked_add_signed(-isize::from(dy)).filter(|y| *y < rows);
        let Some(from) = from else {
            blocks.fill(false);
            continue;
        };
        let (now, before) = (now.row(0, y), before.row(0, from));
        for (column, fits) in blocks.iter_mut().enumerate().filter(|(_, fits)| **fits) {
            let x = column * edge;
            let now = &now[x..(x + edge).min(now.len())];
            let before = x
                .checked_add_signed(-across)
                .and_then(|x| before.get(x..x + now.len()));
            *fits = before.is_some_and(|before| same_block(now, before));
        }
    }
}

/// Keeps of these blocks those whose first plane is of one colour.
fn narrow_plain(frame: &FrameRef<'_>, columns: usize, blocks: &mut [bool]) {
    let layout = frame.layout();
    let pixel = pixel(layout.format);
    let edge = BLOCK * pixel;
    for y in 0..usize::from(layout.height) {
        let blocks = &mut blocks[y / BLOCK * columns..][..columns];
        let row = frame.row(0, y);
        let above = (y % BLOCK > 0).then(|| frame.row(0, y - 1));
        for (column, plain) in blocks.iter_mut().enumerate().filter(|(_, plain)| **plain) {
            let part = column * edge..((column + 1) * edge).min(row.len());
            let samples = &row[part.clone()];
            *plain = match above {
                Some(above) => same_block(samples, &above[part]),
                // Each pixel as the one before it.
                None => same(&samples[pixel..], &samples[..samples.len() - pixel]),
            };
        }
    }
}

/// Whether a row of a block is the same; most have sixteen samples.
fn same_block(a: &[u8], b: &[u8]) -> bool {
    match (a.as_array::<BLOCK>(), b.as_array::<BLOCK>()) {
        (Some(a), Some(b)) => u128::from_ne_bytes(*a) == u128::from_ne_bytes(*b),
        _ => same(a, b),
    }
}

/// Finds the selected stretches of one row, where its tiles are dirty: hash, and place of the first
/// pixel behind it.
fn stretches(
    frame: &FrameRef<'_>,
    tiles: &Tiles,
    y: usize,
    line: &mut Vec<u8>,
    mut found: impl FnMut(u32, u16),
) {
    let layout = frame.layout();
    let row = match pixel(layout.format) {
        1 => frame.row(0, y),
        pixel => {
            line.clear();
            // Green, which tells most.
            line.extend(frame.row(0, y).chunks_exact(pixel).map(|pixel| pixel[1]));
            line
        }
    };
    let tile = usize::from(TILE);
    let columns = row.len().div_ceil(tile);
    let mut column = 0;
    while column < columns {
        let run = (column..columns)
            .take_while(|&column| tiles.is_dirty(column, y / tile))
            .count();
        if run == 0 {
            column += 1;
            continue;
        }
        let start = column * tile;
        let end = ((column + run) * tile).min(row.len());
        // A row has at most 16 bits of pixels.
        roll(&row[start..end], |hash, x| found(hash, (start + x) as u16));
        column += run;
    }
}

/// The multiplier's power that the sample leaving a stretch has.
const LEAVING: u32 = {
    let mut power = 1_u32;
    let mut i = 0;
    while i < STRETCH {
        power = power.wrapping_mul(MULTIPLIER);
        i += 1;
    }
    power
};

/// Rolls a hash over samples, and tells those selected and where their stretch ends. Stretches of one
/// colour are none.
fn roll(samples: &[u8], mut found: impl FnMut(u32, usize)) {
    if samples.len() < STRETCH {
        return;
    }
    let mut hash = 0_u32;
    // Samples of one colour up to here.
    let mut alike = 0;
    let mut last = samples[0];
    let mut x = 0;
    while x < samples.len() {
        if alike >= STRETCH
            && let Some(next) = samples.get(x..x + STRETCH)
            && next
                .iter()
                .fold(0, |differing, sample| differing | (sample ^ last))
                == 0
        {
            x += STRETCH;
            continue;
        }
        let sample = samples[x];
        alike = if sample == last { alike + 1 } else { 1 };
        last = sample;
        // One more than it is, so that black counts too.
        let leaving = if x >= STRETCH {
            u32::from(samples[x - STRETCH]) + 1
        } else {
            0
        };
        hash = hash
            .wrapping_mul(MULTIPLIER)
            .wrapping_add(u32::from(sample) + 1)
            .wrapping_sub(leaving.wrapping_mul(LEAVING));
        x += 1;
        let spread = hash.wrapping_mul(0x9E37_79B1);
        if x >= STRETCH && alike < STRETCH && spread >> 16 & (SELECTED - 1) == 0 {
            found(spread.rotate_left(7) ^ hash, x);
        }
    }
}
