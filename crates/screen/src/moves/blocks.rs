//! What a vector explains: blocks that are now what stood where it comes from, and rectangles of them.

use super::Move;
use crate::{frame::FrameRef, rect::Rect, texture, tiles::same};

/// Edge in pixels of the blocks that a vector explains or not.
pub(super) const BLOCK: usize = texture::BLOCK as usize;

/// Gaps of so many blocks are closed.
const GAP: usize = 3;

/// What is known of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// As before, or of one colour: any vector may carry it along.
    Plain,
    /// Changed, with something on it.
    Open,
    /// Explained by a vector.
    Done,
}

/// Closes small gaps between blocks that fit, across and down, but for what is done.
pub(super) fn close(fits: &mut [bool], blocks: &[Block], columns: usize) {
    let rows = blocks.len() / columns;
    for row in 0..rows {
        close_line(fits, blocks, row * columns..(row + 1) * columns);
    }
    for column in 0..columns {
        close_line(fits, blocks, (column..blocks.len()).step_by(columns));
    }
}

fn close_line(fits: &mut [bool], blocks: &[Block], line: impl Iterator<Item = usize> + Clone) {
    // The last one that fits, unless one that is done has come since.
    let mut last = None;
    for (nth, at) in line.clone().enumerate() {
        if fits[at] {
            if let Some(last) = last.filter(|last| nth - last <= GAP + 1) {
                let between = line.clone().skip(last).take(nth - last);
                between.for_each(|at| fits[at] = true);
            }
            last = Some(nth);
        } else if blocks[at] == Block::Done {
            last = None;
        }
    }
}

/// Makes a rectangle of blocks, which may reach over the picture's edge, as large as the vector allows.
pub(super) fn grow(
    now: &FrameRef<'_>,
    before: &FrameRef<'_>,
    blocks: Rect,
    vector: (i16, i16),
) -> Rect {
    let layout = now.layout();
    let mut rect = inside(now, blocks);
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

/// What of a rectangle of blocks is inside the picture.
pub(super) fn inside(frame: &FrameRef<'_>, blocks: Rect) -> Rect {
    let layout = frame.layout();
    Rect {
        w: blocks.w.min(layout.width - blocks.x),
        h: blocks.h.min(layout.height - blocks.y),
        ..blocks
    }
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

/// Whether the first plane of a rectangle is now what it was where the vector comes from.
fn equal(now: &FrameRef<'_>, before: &FrameRef<'_>, rect: &Rect, (dx, dy): (i16, i16)) -> bool {
    let layout = now.layout();
    let moved = Move { to: *rect, dx, dy };
    let Some(from) = moved.from(layout.width, layout.height) else {
        return false;
    };
    let pixel = layout.format.channels(0);
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
pub(super) fn narrow(
    now: &FrameRef<'_>,
    before: &FrameRef<'_>,
    (dx, dy): (i16, i16),
    columns: usize,
    blocks: &mut [bool],
) {
    let layout = now.layout();
    let edge = BLOCK * layout.format.channels(0);
    let across = isize::from(dx) * layout.format.channels(0) as isize;
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
pub(super) fn narrow_plain(frame: &FrameRef<'_>, columns: usize, blocks: &mut [bool]) {
    let layout = frame.layout();
    let pixel = layout.format.channels(0);
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
