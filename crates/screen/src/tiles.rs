//! Damage: which tiles of a frame differ from the frame before, merged into rectangles.

use alloc::vec::Vec;

use crate::{frame::FrameRef, moves::Move, rect::Rect};

/// Edge of a tile in luma pixels; tiles are aligned to multiples of it.
pub const TILE: u16 = 64;

/// Finds damage; keeps its buffers between frames.
#[derive(Default)]
pub(crate) struct Tiles {
    /// Columns of tiles.
    columns: usize,
    /// A flag for each tile, row by row.
    dirty: Vec<bool>,
    runs: Runs,
}

/// Makes rectangles of squares; keeps its buffer.
#[derive(Default)]
pub(crate) struct Runs {
    /// For each column, the rectangle that started there last: index in the list.
    open: Vec<Option<usize>>,
}

impl Runs {
    /// Adds the rectangles of those squares of a picture that are flagged, row by row, each so many pixels wide and
    /// high: runs of them in a row; equal runs of consecutive rows become one.
    pub(crate) fn rects(
        &mut self,
        flags: &[bool],
        edge: u16,
        (width, height): (u16, u16),
        rects: &mut Vec<Rect>,
    ) {
        let columns = usize::from(width.div_ceil(edge));
        self.open.clear();
        self.open.resize(columns, None);
        for (row, flags) in flags.chunks_exact(columns).enumerate() {
            // The squares cover the picture: everything fits 16 bits.
            let y = row as u16 * edge;
            let h = edge.min(height - y);
            let mut column = 0;
            while column < columns {
                if !flags[column] {
                    column += 1;
                    continue;
                }
                let start = column;
                column += flags[start..].iter().take_while(|flag| **flag).count();
                let x = start as u16 * edge;
                let w = (column as u16).saturating_mul(edge).min(width) - x;
                let above = self.open[start]
                    .filter(|&index| rects[index].w == w && rects[index].bottom() == u32::from(y));
                if let Some(index) = above {
                    rects[index].h += h;
                } else {
                    self.open[start] = Some(rects.len());
                    rects.push(Rect { x, y, w, h });
                }
            }
        }
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.open.capacity() * size_of::<Option<usize>>()
    }
}

impl Tiles {
    /// None, of no picture.
    pub(crate) const fn new() -> Self {
        Self {
            columns: 0,
            dirty: Vec::new(),
            runs: Runs { open: Vec::new() },
        }
    }

    /// Replaces `damage` by the rectangles of tiles in which two frames of the same format and size
    /// differ; disjoint, tile-aligned, cut off at the picture's edge.
    pub(crate) fn compare(
        &mut self,
        now: &FrameRef<'_>,
        before: &FrameRef<'_>,
        damage: &mut Vec<Rect>,
    ) {
        let layout = now.layout();
        let (width, height) = (layout.width, layout.height);
        self.fill(width, height, false);
        for plane in 0..layout.format.planes() {
            // A tile's share of this plane.
            let tile = layout.format.span(plane, &Rect::full(TILE, TILE));
            let (_, plane_rows) = layout.format.plane_size(plane, width, height);
            for y in 0..plane_rows {
                let (a, b) = (now.row(plane, y), before.row(plane, y));
                // Most rows of a screen do not change: one test for all of their tiles.
                if same(a, b) {
                    continue;
                }
                let first = y / tile.rows * self.columns;
                let flags = &mut self.dirty[first..first + self.columns];
                for ((a, b), flag) in a.chunks(tile.len).zip(b.chunks(tile.len)).zip(flags) {
                    *flag = *flag || !same(a, b);
                }
            }
        }
        self.rects(width, height, damage);
        coalesce(damage);
    }

    /// Every tile of a picture differs, as in a new one, or none does.
    pub(crate) fn fill(&mut self, width: u16, height: u16, dirty: bool) {
        self.columns = width.div_ceil(TILE).into();
        let rows = usize::from(height.div_ceil(TILE));
        self.dirty.clear();
        self.dirty.resize(self.columns * rows, dirty);
    }

    /// Adds the tiles of a picture in which a move, which fits, changes something: much of a page that is
    /// scrolled is ground, and looks as before.
    pub(crate) fn add(&mut self, picture: &FrameRef<'_>, moved: &Move) {
        let to = moved.to;
        for at in Self::under(&to, self.columns) {
            let tile = Self::rect(at, self.columns);
            let dirty = &mut self.dirty[at];
            let part = tile.common(&to).filter(|_| !*dirty);
            *dirty |= part.is_some_and(|to| picture.changes_by(&Move { to, ..*moved }));
        }
    }

    /// Replaces `rects` by those of the tiles that differ and are flagged too; as [`Self::compare`] does, but
    /// nothing else is inside. The others differ no more.
    pub(crate) fn pick(
        &mut self,
        flags: &[bool],
        (width, height): (u16, u16),
        rects: &mut Vec<Rect>,
    ) {
        for (dirty, flag) in self.dirty.iter_mut().zip(flags) {
            *dirty = *dirty && *flag;
        }
        self.rects(width, height, rects);
    }

    /// Replaces `damage` by the rectangles of the tiles that differ.
    pub(crate) fn rects(&mut self, width: u16, height: u16, damage: &mut Vec<Rect>) {
        damage.clear();
        self.runs.rects(&self.dirty, TILE, (width, height), damage);
    }

    /// A tile of a picture that has so many columns of them.
    pub(crate) const fn rect(at: usize, columns: usize) -> Rect {
        // At most 120 × 120 tiles: everything fits 16 bits.
        Rect {
            x: (at % columns) as u16 * TILE,
            y: (at / columns) as u16 * TILE,
            w: TILE,
            h: TILE,
        }
    }

    /// The tiles that a rectangle touches, in a picture that has so many columns of them.
    pub(crate) fn under(rect: &Rect, columns: usize) -> impl Iterator<Item = usize> {
        let edge = usize::from(TILE);
        let across = usize::from(rect.x) / edge..(rect.right() as usize).div_ceil(edge);
        let down = usize::from(rect.y) / edge..(rect.bottom() as usize).div_ceil(edge);
        down.flat_map(move |row| across.clone().map(move |column| row * columns + column))
    }

    /// How many tiles differed.
    pub(crate) fn dirty(&self) -> usize {
        self.dirty.iter().filter(|dirty| **dirty).count()
    }

    /// Whether each tile differed, row by row.
    pub(crate) fn flags(&self) -> &[bool] {
        &self.dirty
    }

    /// Whether a tile of the picture differed.
    pub(crate) fn is_dirty(&self, column: usize, row: usize) -> bool {
        self.dirty[row * self.columns + column]
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.dirty.capacity() + self.runs.memory()
    }
}

/// Joins rectangles whose common box is not much larger than they are: what has not changed in it
/// costs next to nothing, what is cut in two costs twice.
fn coalesce(damage: &mut Vec<Rect>) {
    let mut at = 0;
    while at < damage.len() {
        let joined = (at + 1..damage.len()).find_map(|other| {
            let (a, b) = (&damage[at], &damage[other]);
            let whole = a.join(b);
            (whole.area() * 2 <= (a.area() + b.area()) * 3).then_some((other, whole))
        });
        match joined {
            // It may now reach what it did not reach before; and what it covers, it has joined.
            Some((other, whole)) => {
                damage[at] = whole;
                damage.remove(other);
                at = 0;
            }
            None => at += 1,
        }
    }
}

/// Whether two rows of equal length are equal. Written so that it becomes wide compares in wasm
/// too, where a slice comparison is a call that goes byte by byte; 64 at once, since it costs more to look at
/// what was found than to find it.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    const WIDE: usize = 64;
    let (a_wide, a_rest) = a.as_chunks::<WIDE>();
    let (b_wide, b_rest) = b.as_chunks::<WIDE>();
    let equal = |(a, b): (&[u8; WIDE], &[u8; WIDE])| {
        a.iter()
            .zip(b)
            .fold(0, |differing, (a, b)| differing | (a ^ b))
            == 0
    };
    a_wide.iter().zip(b_wide).all(equal) && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Frame, Limits};

    fn damage(format: Format, width: u16, height: u16, touched: &[usize]) -> Vec<Rect> {
        let before = Frame::new(format, width, height, &Limits::DEFAULT).unwrap();
        let mut now = before.clone();
        for &byte in touched {
            now.data_mut()[byte] ^= 1;
        }
        let mut out = Vec::new();
        Tiles::default().compare(&now.as_ref(), &before.as_ref(), &mut out);
        out
    }

    #[test]
    fn one_sample_of_any_plane_damages_its_tile() {
        assert_eq!(damage(Format::I420, 200, 100, &[]), []);
        let at_edge = Rect {
            x: 192,
            y: 64,
            w: 8,
            h: 36,
        };
        assert_eq!(damage(Format::I420, 200, 100, &[200 * 100 - 1]), [at_edge]);
        assert_eq!(
            damage(Format::I420, 200, 100, &[200 * 100 + 100 * 50 - 1]),
            [at_edge]
        );
        assert_eq!(
            damage(Format::I420, 200, 100, &[200 * 100 + 2 * 100 * 50 - 1]),
            [at_edge]
        );
        assert_eq!(
            damage(Format::Nv12, 200, 100, &[200 * 100 + 200 * 50 - 1]),
            [at_edge]
        );
        assert_eq!(
            damage(Format::Rgba, 200, 100, &[200 * 100 * 4 - 1]),
            [at_edge]
        );
    }

    #[test]
    fn neighbours_merge_into_rectangles() {
        let byte = |x: usize, y: usize| (y * 64 * 256 + x * 64) * 4;
        // A square of two by two, and one tile beside its second row's end.
        let touched = [byte(0, 0), byte(1, 0), byte(0, 1), byte(1, 1), byte(3, 1)];
        assert_eq!(
            damage(Format::Bgra, 256, 128, &touched),
            [
                Rect {
                    x: 0,
                    y: 0,
                    w: 128,
                    h: 128
                },
                Rect {
                    x: 192,
                    y: 64,
                    w: 64,
                    h: 64
                }
            ]
        );
    }
}
