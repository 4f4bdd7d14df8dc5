//! Sketches: what would take too long to tell exactly, such as a photograph over a slow path, in few
//! bits, to be readable at once; it is told exactly afterwards.
//!
//! Each channel in blocks of 8 × 8 samples, transformed (`transform`), in steps as wide as the quality
//! says, and coded by learned bits (`levels`). A sketch stands for itself: nothing is learned from one
//! to the next, so that it can be made again in less, and none is ever missing.

mod levels;
mod transform;

use alloc::vec::Vec;

use crate::{
    coder::{Coder, Reader, Writer},
    format::{Format, Span},
    frame::{Frame, FrameRef},
    ink::Corrupt,
    rect::Rect,
};
use levels::{Levels, ORDER};
use transform::{Block, EDGE, MOST, SCALE};

/// How coarse a sketch is: four more are twice the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Coarseness(u8);

impl Coarseness {
    /// What is hardly told from the original: nothing finer is made.
    const FINEST: Self = Self(4);
    /// What a sketch begins with.
    pub(crate) const USUAL: Self = Self(8);
    const COARSEST: Self = Self(24);

    /// What would take about `wanted` bytes of what takes `taken` now.
    fn fit(self, taken: usize, wanted: usize) -> Self {
        let (mut taken, mut code) = (taken, self.0);
        // A step is a sixth, about.
        while taken > wanted && code < Self::COARSEST.0 {
            taken = taken / 6 * 5;
            code += 1;
        }
        while taken < wanted / 6 * 5 && code > Self::FINEST.0 {
            taken = (taken + 1) / 5 * 6 + 1;
            code -= 1;
        }
        Self(code)
    }

    const fn from_code(code: u8) -> Option<Self> {
        if code <= Self::COARSEST.0 {
            Some(Self(code))
        } else {
            None
        }
    }

    /// How far levels are apart at one frequency: from 4 to 256 at the lowest, and up to three times that
    /// at the highest, where the eye sees less; chroma half as much again.
    fn width(self, at: usize, chroma: bool) -> i32 {
        /// 4 · 2^(n/4), times 16.
        const QUARTERS: [i32; 4] = [64, 76, 91, 108];
        let base = QUARTERS[usize::from(self.0 % 4)] << (self.0 / 4);
        let (x, y) = (at % EDGE, at / EDGE);
        let weight = 16 + (x + y) as i32 * 2 + if chroma { 8 } else { 0 };
        (base * weight) >> 8
    }
}

/// One channel of a plane.
#[derive(Debug, Clone, Copy)]
struct Channel {
    plane: usize,
    /// From one sample to the next, and to the first, in bytes.
    step: usize,
    offset: usize,
    /// The channel that is taken from it, by its offset.
    less: Option<usize>,
    chroma: bool,
}

impl Channel {
    const fn luma(plane: usize, step: usize, offset: usize) -> Self {
        Self {
            plane,
            step,
            offset,
            less: None,
            chroma: false,
        }
    }

    const fn chroma(plane: usize, step: usize, offset: usize, less: Option<usize>) -> Self {
        Self {
            plane,
            step,
            offset,
            less,
            chroma: true,
        }
    }

    /// The channels of a format. Of whole pixels it is green, and blue and red less green; the fourth byte is
    /// not told.
    const fn of(format: Format) -> &'static [Self; 3] {
        const PIXELS: [Channel; 3] = [
            Channel::luma(0, 4, 1),
            Channel::chroma(0, 4, 0, Some(1)),
            Channel::chroma(0, 4, 2, Some(1)),
        ];
        match format {
            Format::I420 => {
                &const {
                    [
                        Self::luma(0, 1, 0),
                        Self::chroma(1, 1, 0, None),
                        Self::chroma(2, 1, 0, None),
                    ]
                }
            }
            Format::Nv12 => {
                &const {
                    [
                        Self::luma(0, 1, 0),
                        Self::chroma(1, 2, 0, None),
                        Self::chroma(1, 2, 1, None),
                    ]
                }
            }
            Format::Bgra | Format::Rgba => &PIXELS,
        }
    }

    /// A sample of a pixel's bytes, around zero.
    fn get(&self, bytes: &[u8]) -> i32 {
        let byte = i32::from(bytes[self.offset]);
        byte - self.less.map_or(128, |less| i32::from(bytes[less]))
    }

    /// The inverse.
    fn put(&self, bytes: &mut [u8], sample: i32) {
        let near = self.less.map_or(128, |less| i32::from(bytes[less]));
        bytes[self.offset] = (sample + near).clamp(0, 255) as u8;
        if self.step == 4 {
            bytes[3] = 255;
        }
    }
}

/// Most blocks beside each other, however wide a picture may be.
const COLUMNS: usize = (u16::MAX as usize).div_ceil(EDGE);

/// The blocks of a channel in a rectangle, row by row, each with the means of its neighbours.
struct Blocks {
    columns: usize,
    at: usize,
    end: usize,
    left: i32,
    above: [i16; COLUMNS],
}

impl Blocks {
    fn of(span: &Span, channel: &Channel) -> Self {
        let columns = (span.len / channel.step).div_ceil(EDGE);
        Self {
            columns,
            at: 0,
            end: columns * span.rows.div_ceil(EDGE),
            left: 0,
            above: [0; COLUMNS],
        }
    }

    /// Codes the next block's levels.
    fn code<C: Coder>(&mut self, coder: &mut C, learned: &mut Levels, levels: &mut Block) {
        let column = self.at % self.columns;
        let left = (column > 0).then_some(self.left);
        let above = (self.at >= self.columns).then_some(self.above[column].into());
        learned.code(coder, levels, left, above);
        self.left = levels[0];
        // Within ± MOST.
        self.above[column] = levels[0] as i16;
        self.at += 1;
    }

    /// The corner of the next block, in samples of the rectangle.
    fn next(&self) -> Option<(usize, usize)> {
        (self.at < self.end).then(|| (self.at % self.columns * EDGE, self.at / self.columns * EDGE))
    }
}

/// Appends a sketch of these rectangles, which fit, in not much more than so many bytes; begins with this
/// coarseness, and returns that which the next one should begin with.
pub(crate) fn fit(
    now: &FrameRef<'_>,
    rects: &[Rect],
    mut coarseness: Coarseness,
    bytes: usize,
    out: &mut Vec<u8>,
) -> Coarseness {
    let start = out.len();
    loop {
        write(now, rects, coarseness, out);
        let taken = out.len() - start;
        let next = coarseness.fit(taken, bytes);
        if next <= coarseness || taken <= bytes / 4 * 5 {
            return next;
        }
        out.truncate(start);
        coarseness = next;
    }
}

/// Appends a sketch of these rectangles, which fit.
fn write(now: &FrameRef<'_>, rects: &[Rect], coarseness: Coarseness, out: &mut Vec<u8>) {
    out.push(coarseness.0);
    let format = now.layout().format;
    let mut learned = [Levels::new(), Levels::new()];
    let mut coder = Writer::new(out);
    for rect in rects {
        for channel in Channel::of(format) {
            let span = format.span(channel.plane, rect);
            let mut blocks = Blocks::of(&span, channel);
            while let Some((x, y)) = blocks.next() {
                let mut samples = [0; EDGE * EDGE];
                for (dy, out) in samples.chunks_exact_mut(EDGE).enumerate() {
                    // Beyond its edges it goes on as it ends.
                    let row = now.row(channel.plane, span.y + (y + dy).min(span.rows - 1));
                    let row = &row[span.x..][..span.len];
                    let pixels = row.chunks_exact(channel.step);
                    let last = pixels.len() - 1;
                    for (dx, out) in out.iter_mut().enumerate() {
                        let at = (x + dx).min(last) * channel.step;
                        *out = channel.get(&row[at..at + channel.step]);
                    }
                }
                let frequencies = transform::forward(&samples);
                let mut levels = [0; EDGE * EDGE];
                for (level, at) in levels.iter_mut().zip(ORDER) {
                    let at = usize::from(at);
                    let width = coarseness.width(at, channel.chroma) << SCALE;
                    let frequency = frequencies[at];
                    // Small ones are cheaper as nothing: rounded up from two thirds on; the mean is not.
                    let up = if at == 0 { width / 2 } else { width / 3 };
                    *level = (frequency.abs() + up) / width * frequency.signum();
                }
                let learned = &mut learned[usize::from(channel.chroma)];
                blocks.code(&mut coder, learned, &mut levels);
            }
        }
    }
    coder.finish();
}

/// Draws a sketch into these rectangles, which must fit, of a picture.
///
/// # Errors
/// [`Corrupt`], when it is not exactly that.
pub(crate) fn read(picture: &mut Frame, rects: &[Rect], block: &[u8]) -> Result<(), Corrupt> {
    let (&coarseness, block) = block.split_first().ok_or(Corrupt)?;
    let coarseness = Coarseness::from_code(coarseness).ok_or(Corrupt)?;
    let format = picture.layout().format;
    let mut learned = [Levels::new(), Levels::new()];
    let mut coder = Reader::new(block);
    for rect in rects {
        for channel in Channel::of(format) {
            let span = format.span(channel.plane, rect);
            let mut blocks = Blocks::of(&span, channel);
            while let Some((x, y)) = blocks.next() {
                let mut levels = [0; EDGE * EDGE];
                let learned = &mut learned[usize::from(channel.chroma)];
                blocks.code(&mut coder, learned, &mut levels);
                if coder.is_short() {
                    return Err(Corrupt);
                }
                let mut frequencies = [0; EDGE * EDGE];
                for (level, at) in levels.iter().zip(ORDER) {
                    let at = usize::from(at);
                    let width = coarseness.width(at, channel.chroma);
                    frequencies[at] = level.saturating_mul(width).clamp(-MOST, MOST);
                }
                let samples = transform::inverse(&frequencies);
                for (dy, samples) in samples.chunks_exact(EDGE).enumerate().take(span.rows - y) {
                    let row = picture.row_mut(channel.plane, span.y + y + dy);
                    let row = &mut row[span.x..][..span.len][x * channel.step..];
                    for (pixel, sample) in row.chunks_exact_mut(channel.step).zip(samples) {
                        channel.put(pixel, *sample);
                    }
                }
            }
        }
    }
    if coder.is_exact() {
        Ok(())
    } else {
        Err(Corrupt)
    }
}

#[cfg(test)]
mod tests;
