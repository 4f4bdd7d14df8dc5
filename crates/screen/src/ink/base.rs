//! What lies under the ink: for each block the picture before, one colour, or samples that look like
//! no text; and bars of one colour over them.

use alloc::vec::Vec;

use crate::{
    coder::{Bit, Coder},
    numbers::{Byte, Number},
};

use super::sheet::{Sample, Sheet};

/// Edge of a block in samples.
pub(crate) const BLOCK: usize = 16;

/// What a block starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ground<S> {
    /// What was there before.
    Before,
    /// One colour.
    Plain(S),
    /// Photographs and the like: every sample is given.
    Grain,
}

impl<S> Ground<S> {
    const fn class(&self) -> usize {
        match self {
            Self::Before => 0,
            Self::Plain(_) => 1,
            Self::Grain => 2,
        }
    }
}

/// A bar of one colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bar<S> {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) colour: S,
}

/// Colours used of late, the last one first.
struct Recent<S> {
    colours: [S; 16],
    place: Number,
    fresh: Vec<Byte>,
}

impl<S: Sample> Recent<S> {
    fn new() -> Self {
        Self {
            colours: [S::default(); 16],
            place: Number::new(),
            fresh: alloc::vec![Byte::new(); S::BYTES],
        }
    }

    fn code<C: Coder>(&mut self, coder: &mut C, colour: S) -> S {
        let end = self.colours.len();
        let known = self
            .colours
            .iter()
            .position(|c| *c == colour)
            .unwrap_or(end);
        let place = (self.place.code(coder, known as u32) as usize).min(end);
        let colour = if place < end {
            self.colours[place]
        } else {
            let wanted = colour.split();
            let mut read = [0; 4];
            for (byte, model) in self.fresh.iter_mut().enumerate() {
                read[byte] = model.code(coder, wanted[byte]);
            }
            S::join(read)
        };
        self.colours.copy_within(..place.min(end - 1), 1);
        self.colours[0] = colour;
        colour
    }
}

/// What is learned of grounds and bars.
pub(crate) struct Grounds<S> {
    before: [Bit; 16],
    plain: [Bit; 16],
    as_above: [Bit; 2],
    colour: Recent<S>,
    bars: Number,
    bar: [Number; 4],
}

impl<S: Sample> Grounds<S> {
    pub(crate) fn new() -> Self {
        Self {
            before: [Bit::EVEN; 16],
            plain: [Bit::EVEN; 16],
            as_above: [Bit::EVEN; 2],
            colour: Recent::new(),
            bars: Number::new(),
            bar: [const { Number::new() }; 4],
        }
    }

    pub(crate) fn memory(&self) -> usize {
        self.colour.fresh.capacity() * size_of::<Byte>()
    }

    /// Codes the grounds of all blocks, row by row; `has_before` is whether there is a picture before.
    pub(crate) fn code<C: Coder>(
        &mut self,
        coder: &mut C,
        blocks: &mut [Ground<S>],
        columns: usize,
        has_before: bool,
    ) {
        // What is beyond the edge looks like the picture before.
        for at in 0..blocks.len() {
            let left = (!at.is_multiple_of(columns)).then(|| blocks[at - 1]);
            let above = at.checked_sub(columns).map(|at| blocks[at]);
            let class = |ground: Option<Ground<S>>| ground.map_or(3, |ground| ground.class());
            let near = class(left) << 2 | class(above);
            let wanted = blocks[at];
            blocks[at] =
                if has_before && coder.bit(&mut self.before[near], wanted == Ground::Before) {
                    Ground::Before
                } else if !coder.bit(&mut self.plain[near], wanted != Ground::Grain) {
                    Ground::Grain
                } else {
                    Ground::Plain(self.colour(coder, above, wanted))
                };
        }
    }

    fn colour<C: Coder>(
        &mut self,
        coder: &mut C,
        above: Option<Ground<S>>,
        wanted: Ground<S>,
    ) -> S {
        let wanted = match wanted {
            Ground::Plain(colour) => colour,
            Ground::Before | Ground::Grain => S::default(),
        };
        let last = self.colour.colours[0];
        // Most colours are the last one; where it changes, it is mostly the one above.
        if let Some(Ground::Plain(above)) = above {
            let model = &mut self.as_above[usize::from(above == last)];
            if coder.bit(model, wanted == above) {
                if above != last {
                    return self.colour_known(above);
                }
                return above;
            }
        }
        self.colour.code(coder, wanted)
    }

    /// Brings a colour to the front without a word in the stream.
    fn colour_known(&mut self, colour: S) -> S {
        let colours = &mut self.colour.colours;
        let place = colours
            .iter()
            .position(|c| *c == colour)
            .unwrap_or(colours.len() - 1);
        colours.copy_within(..place, 1);
        colours[0] = colour;
        colour
    }

    /// Codes how many bars there are.
    pub(crate) fn count<C: Coder>(&mut self, coder: &mut C, bars: usize) -> usize {
        self.bars.code(coder, bars as u32) as usize
    }

    /// Codes a bar that comes after `last`, from top to bottom.
    pub(crate) fn bar<C: Coder>(
        &mut self,
        coder: &mut C,
        last: &Bar<S>,
        bar: &Bar<S>,
    ) -> Option<Bar<S>> {
        let [down, across, width, height] = &mut self.bar;
        let y = last.y + down.code(coder, bar.y.saturating_sub(last.y) as u32) as usize;
        let x = across.signed(coder, bar.x as i32 - last.x as i32) as isize;
        Some(Bar {
            y,
            x: last.x.checked_add_signed(x)?,
            width: width.code(coder, bar.width as u32) as usize,
            height: height.code(coder, bar.height as u32) as usize,
            colour: self.colour.code(coder, bar.colour),
        })
    }
}

/// Paints a bar, if it lies inside.
pub(crate) fn paint<S: Sample>(sheet: &mut Sheet<S>, bar: &Bar<S>) -> Option<()> {
    let right = bar.x.checked_add(bar.width)?;
    let bottom = bar.y.checked_add(bar.height)?;
    if right > sheet.width || bottom > sheet.height {
        return None;
    }
    for y in bar.y..bottom {
        sheet.row_mut(y)[bar.x..right].fill(bar.colour);
    }
    Some(())
}

/// The samples of a block: its place in the sheet, its width and its height.
pub(crate) fn area<S>(sheet: &Sheet<S>, column: usize, row: usize) -> (usize, usize, usize, usize) {
    let (x, y) = (column * BLOCK, row * BLOCK);
    (
        x,
        y,
        BLOCK.min(sheet.width - x),
        BLOCK.min(sheet.height - y),
    )
}
