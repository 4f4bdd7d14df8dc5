//! Shapes: small connected areas of ink, such as the letters of a text, and the list of those seen.

use alloc::{vec, vec::Vec};

use crate::{
    coder::{Bit, Coder},
    numbers::{Byte, Number},
};

use super::{
    names::Names,
    sheet::{Sample, Sheet},
};

/// Largest width and height of a shape in samples.
pub(crate) const MAX_EDGE: usize = 64;
/// Shapes in a larger box than this are not kept: they are pieces of pictures, not letters.
const KEPT_AREA: usize = 1_024;
/// Most samples and runs kept.
const MAX_SAMPLES: usize = 1 << 17;
const MAX_RUNS: usize = 1 << 17;

/// A row of ink in a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stroke {
    pub(crate) y: u8,
    pub(crate) x: u8,
    pub(crate) len: u8,
}

/// Cells around a [`Grid`], so that every cell has the neighbours that foretell it.
const MARGIN: usize = 2;
const STRIDE: usize = MAX_EDGE + 2 * MARGIN;

/// A shape laid out cell by cell.
pub(crate) struct Grid<S> {
    width: usize,
    height: usize,
    ink: Vec<bool>,
    value: Vec<S>,
}

impl<S: Sample> Grid<S> {
    pub(crate) fn new() -> Self {
        Self {
            width: 0,
            height: 0,
            ink: vec![false; STRIDE * (MAX_EDGE + MARGIN)],
            value: vec![S::default(); STRIDE * (MAX_EDGE + MARGIN)],
        }
    }

    /// Width and height in samples.
    pub(crate) const fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// How many cells are ink.
    pub(crate) fn area(&self) -> usize {
        let rows = (0..self.height).map(|y| &self.ink[Self::at(0, y)..][..self.width]);
        rows.flatten().filter(|ink| **ink).count()
    }

    /// Empties it to this size, at most [`MAX_EDGE`] each.
    pub(crate) fn clear(&mut self, width: usize, height: usize) {
        let used = STRIDE * (self.height + MARGIN);
        self.ink[..used].fill(false);
        self.value[..used].fill(S::default());
        (self.width, self.height) = (width, height);
    }

    const fn at(x: usize, y: usize) -> usize {
        (y + MARGIN) * STRIDE + x + MARGIN
    }

    /// Puts a row of ink into it, which must fit.
    pub(crate) fn put(&mut self, stroke: Stroke, values: &[S]) {
        let at = Self::at(stroke.x.into(), stroke.y.into());
        self.ink[at..][..values.len()].fill(true);
        self.value[at..][..values.len()].copy_from_slice(values);
    }

    /// Its rows of ink, from top to bottom and left to right.
    fn strokes(&self, mut found: impl FnMut(Stroke, &[S])) {
        for y in 0..self.height {
            let from = Self::at(0, y);
            let row = &self.ink[from..from + self.width];
            let mut x = 0;
            while let Some(skip) = row[x..].iter().position(|ink| *ink) {
                x += skip;
                let len = row[x..].iter().take_while(|ink| **ink).count();
                let stroke = Stroke {
                    y: y as u8,
                    x: x as u8,
                    len: len as u8,
                };
                found(stroke, &self.value[from + x..][..len]);
                x += len;
                if x == row.len() {
                    break;
                }
            }
        }
    }
}

/// What is learned of how shapes look.
pub(crate) struct Looks {
    width: Number,
    height: Number,
    ink: [Bit; 64],
    as_left: [Bit; 64],
    as_above: [Bit; 64],
    value: Vec<Byte>,
}

/// Contexts of a value: the upper three bits of its left and upper neighbour.
const VALUE_CONTEXTS: usize = 64;

impl Looks {
    pub(crate) fn new<S: Sample>() -> Self {
        Self {
            width: Number::new(),
            height: Number::new(),
            ink: [Bit::EVEN; 64],
            as_left: [Bit::EVEN; 64],
            as_above: [Bit::EVEN; 64],
            value: vec![Byte::new(); VALUE_CONTEXTS * S::BYTES],
        }
    }

    pub(crate) fn memory(&self) -> usize {
        self.value.capacity() * size_of::<Byte>()
    }

    /// Codes a shape into or out of the grid; nothing if its size is impossible.
    pub(crate) fn code<C: Coder, S: Sample>(
        &mut self,
        coder: &mut C,
        grid: &mut Grid<S>,
    ) -> Option<()> {
        let (width, height) = grid.size();
        let edge = |read: u32| {
            usize::try_from(read)
                .ok()
                .map(|n| n + 1)
                .filter(|n| *n <= MAX_EDGE)
        };
        let wanted = edge(self.width.code(coder, width.saturating_sub(1) as u32))?;
        let tall = edge(self.height.code(coder, height.saturating_sub(1) as u32))?;
        if (width, height) != (wanted, tall) {
            grid.clear(wanted, tall);
        }
        for y in 0..tall {
            for x in 0..wanted {
                self.cell(coder, grid, Grid::<S>::at(x, y));
            }
        }
        Some(())
    }

    fn cell<C: Coder, S: Sample>(&mut self, coder: &mut C, grid: &mut Grid<S>, at: usize) {
        let (left, above) = (at - 1, at - STRIDE);
        let (above_left, above_right) = (above - 1, above + 1);
        let ink = |cells: [usize; 6]| {
            cells
                .iter()
                .fold(0, |bits, &cell| bits << 1 | usize::from(grid.ink[cell]))
        };
        let near = ink([left, above, above_left, above_right, at - 2, above - STRIDE]);
        let inked = coder.bit(&mut self.ink[near], grid.ink[at]);
        grid.ink[at] = inked;
        if !inked {
            return;
        }
        let value = |cell: usize| grid.value[cell];
        let (l, a, al, ar) = (
            value(left),
            value(above),
            value(above_left),
            value(above_right),
        );
        let alike = usize::from(l == a)
            | usize::from(a == al) << 1
            | usize::from(a == ar) << 2
            | usize::from(al == l) << 3
            | near >> 4 << 4;
        let wanted = grid.value[at];
        grid.value[at] = if coder.bit(&mut self.as_left[alike], wanted == l) {
            l
        } else if l != a && coder.bit(&mut self.as_above[alike], wanted == a) {
            a
        } else {
            let (wanted, l, a) = (wanted.split(), l.split(), a.split());
            let mut read = [0; 4];
            for byte in 0..S::BYTES {
                let context = usize::from(l[byte] >> 5) | usize::from(a[byte] >> 5) << 3;
                let model = &mut self.value[byte * VALUE_CONTEXTS + context];
                read[byte] = model.code(coder, wanted[byte]);
            }
            S::join(read)
        };
    }
}

/// What is kept of a shape.
#[derive(Clone, Copy)]
struct Entry {
    width: u8,
    height: u8,
    /// Where its strokes and samples start.
    strokes: u32,
    samples: u32,
    /// How far below its line's foot it ended last.
    foot: i16,
}

/// The shapes seen, by name. Both ends keep the same list. Name 0 stands for a shape that is new.
pub(crate) struct Shapes<S> {
    entries: Vec<Entry>,
    strokes: Vec<Stroke>,
    samples: Vec<S>,
}

impl<S: Sample> Shapes<S> {
    /// The name of what is not in the list.
    pub(crate) const NEW: u32 = 0;

    pub(crate) const fn new() -> Self {
        Self {
            entries: Vec::new(),
            strokes: Vec::new(),
            samples: Vec::new(),
        }
    }

    /// Forgets all shapes.
    pub(crate) fn reset(&mut self) {
        self.entries.clear();
        self.strokes.clear();
        self.samples.clear();
    }

    /// How many names there are, [`Self::NEW`] among them.
    pub(crate) const fn names(&self) -> u32 {
        self.entries.len() as u32 + 1
    }

    fn entry(&self, name: u32) -> Option<&Entry> {
        self.entries.get((name as usize).checked_sub(1)?)
    }

    /// Width and height.
    pub(crate) fn size(&self, name: u32) -> Option<(usize, usize)> {
        let entry = self.entry(name)?;
        Some((entry.width.into(), entry.height.into()))
    }

    /// How far below its line's foot the shape ended last.
    pub(crate) fn foot(&self, name: u32) -> i32 {
        self.entry(name).map_or(0, |entry| entry.foot.into())
    }

    pub(crate) fn set_foot(&mut self, name: u32, foot: i32) {
        if let Some(entry) = (name as usize)
            .checked_sub(1)
            .and_then(|at| self.entries.get_mut(at))
        {
            entry.foot = foot as i16;
        }
    }

    /// The rows of ink of a shape, and its samples, one row after the other.
    pub(crate) fn get(&self, name: u32) -> Option<(&[Stroke], &[S])> {
        let entry = self.entry(name)?;
        let next = self.entries.get(name as usize);
        let strokes = next.map_or(self.strokes.len(), |next| next.strokes as usize);
        let samples = next.map_or(self.samples.len(), |next| next.samples as usize);
        Some((
            &self.strokes[entry.strokes as usize..strokes],
            &self.samples[entry.samples as usize..samples],
        ))
    }

    /// Keeps a shape, if it is a small one, and returns its name. When the list is full it begins
    /// anew: both ends do so at the same shape.
    pub(crate) fn keep(&mut self, grid: &Grid<S>, foot: i32) -> Option<u32> {
        let (width, height) = grid.size();
        if width * height > KEPT_AREA {
            return None;
        }
        let area = width * height;
        if self.names() + 1 >= Names::END
            || self.strokes.len() + area > MAX_RUNS
            || self.samples.len() + area > MAX_SAMPLES
        {
            self.reset();
        }
        self.entries.push(Entry {
            width: width as u8,
            height: height as u8,
            strokes: self.strokes.len() as u32,
            samples: self.samples.len() as u32,
            foot: foot as i16,
        });
        let (strokes, samples) = (&mut self.strokes, &mut self.samples);
        grid.strokes(|stroke, values| {
            strokes.push(stroke);
            samples.extend_from_slice(values);
        });
        Some(self.entries.len() as u32)
    }

    pub(crate) fn memory(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
            + self.strokes.capacity() * size_of::<Stroke>()
            + self.samples.capacity() * S::BYTES
    }
}

/// Draws rows of ink, which must fit, with their box's corner at x, y.
pub(crate) fn draw<S: Sample>(
    sheet: &mut Sheet<S>,
    x: usize,
    y: usize,
    strokes: &[Stroke],
    mut samples: &[S],
) {
    for stroke in strokes {
        let (values, rest) = samples.split_at(stroke.len.into());
        sheet.row_mut(y + usize::from(stroke.y))[x + usize::from(stroke.x)..][..values.len()]
            .copy_from_slice(values);
        samples = rest;
    }
}

/// Draws what lies in a grid, which must fit.
pub(crate) fn draw_grid<S: Sample>(sheet: &mut Sheet<S>, x: usize, y: usize, grid: &Grid<S>) {
    grid.strokes(|stroke, values| draw(sheet, x, y, &[stroke], values));
}
