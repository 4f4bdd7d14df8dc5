//! Whether blocks of two pictures look alike: as they do where one is the other moved by a fraction of a
//! pixel, such as a page that is scrolled and captured at another size.

use alloc::vec::Vec;

use crate::{frame::FrameRef, rect::Rect, texture::BLOCK};

/// Two blocks are alike if they differ by no more than so many parts of the contrast in them: that is about what a
/// third of a pixel makes. Of a page of code that is scrolled and captured resampled hardly a block lies near this: those
/// that show the same letters differ by less, those that show others by more than 8 parts.
const PARTS: (u32, u32) = (6, 20);
/// Or by one level in so many samples, which is what rounding makes.
const ROUNDED: u32 = 2;

/// Sums over a block's samples.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    /// By how much they differ from the other picture's.
    difference: u32,
    /// By how much they differ from those left and above.
    contrast: u32,
    samples: u32,
}

impl Block {
    const fn is_alike(&self) -> bool {
        self.difference * PARTS.1 <= self.contrast * PARTS.0
            || self.difference * ROUNDED <= self.samples
    }
}

/// Compares blocks; keeps its buffer.
#[derive(Debug, Default)]
pub(crate) struct Likeness {
    blocks: Vec<Block>,
}

impl Likeness {
    /// Keeps of these blocks, row by row in so many columns, those that look now as `before` did where the
    /// vector comes from.
    pub(crate) fn narrow(
        &mut self,
        now: &FrameRef<'_>,
        before: &FrameRef<'_>,
        vector: (i16, i16),
        columns: usize,
        blocks: &mut [bool],
    ) {
        self.blocks.clear();
        self.blocks.resize(blocks.len(), Block::default());
        for plane in 0..now.layout().format.planes() {
            self.add(plane, now, before, vector, columns, blocks);
        }
        for (fits, block) in blocks.iter_mut().zip(&self.blocks) {
            *fits = *fits && block.is_alike();
        }
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.blocks.capacity() * size_of::<Block>()
    }

    /// Adds what one plane holds of the blocks that may still be alike.
    fn add(
        &mut self,
        plane: usize,
        now: &FrameRef<'_>,
        before: &FrameRef<'_>,
        (dx, dy): (i16, i16),
        columns: usize,
        blocks: &mut [bool],
    ) {
        let layout = now.layout();
        let format = layout.format;
        let (_, rows) = format.plane_size(plane, layout.width, layout.height);
        let edge = format.span(plane, &Rect::full(BLOCK, BLOCK));
        let (dx, dy) = format.shift(plane, dx, dy);
        let pixel = format.channels(plane);
        for y in 0..rows {
            let first = y / edge.rows * columns;
            let fits = &mut blocks[first..][..columns];
            let Some(from) = y.checked_add_signed(-dy).filter(|y| *y < rows) else {
                fits.fill(false);
                continue;
            };
            let (row, other) = (now.row(plane, y), before.row(plane, from));
            let above = (!y.is_multiple_of(edge.rows)).then(|| now.row(plane, y - 1));
            let sums = &mut self.blocks[first..][..columns];
            for (column, (fits, block)) in fits.iter_mut().zip(sums).enumerate() {
                if !*fits {
                    continue;
                }
                let x = column * edge.len;
                let part = x..(x + edge.len).min(row.len());
                let samples = &row[part.clone()];
                let there = x
                    .checked_add_signed(-dx)
                    .and_then(|x| other.get(x..x + samples.len()));
                let Some(there) = there else {
                    *fits = false;
                    continue;
                };
                block.samples += samples.len() as u32;
                block.difference += distance(samples, there);
                block.contrast += distance(&samples[pixel..], &samples[..samples.len() - pixel]);
                block.contrast += above.map_or(0, |above| distance(samples, &above[part]));
            }
        }
    }
}

/// The sum of the differences of samples.
fn distance(a: &[u8], b: &[u8]) -> u32 {
    a.iter()
        .zip(b)
        .map(|(a, b)| u32::from(a.abs_diff(*b)))
        .sum()
}
