//! After moves that lead only near to a frame: which tiles the other end may keep as a likeness of it.

use alloc::vec::Vec;

use crate::{
    frame::FrameRef,
    likeness::Likeness,
    moves::Move,
    rect::Rect,
    texture::BLOCK,
    tiles::{Runs, TILE, Tiles},
};

/// Blocks in a row of a tile.
const PER_TILE: usize = (TILE / BLOCK) as usize;
/// A tile is kept if at least so many of its blocks, of 16, look like the frame; the others are told.
const ALIKE: u8 = 8;

/// Sorts tiles; keeps its buffers between frames.
#[derive(Default)]
pub(crate) struct Carried {
    likeness: Likeness,
    /// A flag for each tile, and how many of its blocks are alike.
    tiles: Vec<bool>,
    counts: Vec<u8>,
    /// A flag for each block: first whether it is alike, then whether it is to be told although its tile is kept.
    blocks: Vec<bool>,
    runs: Runs,
}

impl Carried {
    /// Looks at the tiles that differ, and into which something has moved: `sent` is what the other end holds after
    /// the moves.
    pub(crate) fn sort(
        &mut self,
        frame: &FrameRef<'_>,
        sent: &FrameRef<'_>,
        tiles: &Tiles,
        moves: &[Move],
    ) {
        let layout = frame.layout();
        let columns = usize::from(layout.width.div_ceil(TILE));
        let across = usize::from(layout.width.div_ceil(BLOCK));
        let blocks = across * usize::from(layout.height.div_ceil(BLOCK));
        let tile_of =
            |block: usize| block / across / PER_TILE * columns + block % across / PER_TILE;
        self.tiles.clear();
        let flags = tiles.flags().iter().enumerate();
        self.tiles.extend(flags.map(|(at, dirty)| {
            let tile = Tiles::rect(at, columns);
            *dirty && moves.iter().any(|moved| moved.to.touches(&tile))
        }));
        self.blocks.clear();
        self.blocks
            .extend((0..blocks).map(|at| self.tiles[tile_of(at)]));
        self.likeness
            .narrow(frame, sent, (0, 0), across, &mut self.blocks);
        self.counts.clear();
        self.counts.resize(self.tiles.len(), 0);
        for (at, alike) in self.blocks.iter().enumerate() {
            self.counts[tile_of(at)] += u8::from(*alike);
        }
        for (kept, count) in self.tiles.iter_mut().zip(&self.counts) {
            *kept = *kept && *count >= ALIKE;
        }
        for (at, block) in self.blocks.iter_mut().enumerate() {
            *block = self.tiles[tile_of(at)] && !*block;
        }
    }

    /// Which tiles are kept.
    pub(crate) fn tiles(&self) -> &[bool] {
        &self.tiles
    }

    /// Adds what of those tiles is to be told.
    pub(crate) fn others(&mut self, size: (u16, u16), damage: &mut Vec<Rect>) {
        self.runs.rects(&self.blocks, BLOCK, size, damage);
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.likeness.memory()
            + self.tiles.capacity()
            + self.counts.capacity()
            + self.blocks.capacity()
            + self.runs.memory()
    }
}
