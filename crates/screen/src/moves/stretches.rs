//! Short stretches of rows, selected by their content, so that they are found wherever they went.

use alloc::vec::Vec;

use super::Match;
use crate::{
    frame::FrameRef,
    tiles::{TILE, Tiles},
};

/// Samples in a stretch.
const STRETCH: usize = 32;
/// One stretch in so many is selected, by its content.
const SELECTED: u32 = 32;
/// A sample that differs so much from the one left of it is an edge.
const EDGE: u8 = 24;

const MULTIPLIER: u32 = 0x0100_0193;

/// Finds the selected stretches of one row, where its tiles are dirty: hash, and place of the first
/// pixel behind it.
pub(super) fn stretches(
    frame: &FrameRef<'_>,
    tiles: &Tiles,
    y: usize,
    how: Match,
    line: &mut Vec<u8>,
    mut found: impl FnMut(u32, u16),
) {
    let layout = frame.layout();
    let row = match (how, layout.format.channels(0)) {
        (Match::Exact, 1) => frame.row(0, y),
        (how, pixel) => {
            line.clear();
            // Of whole pixels green, which tells most.
            line.extend(frame.row(0, y)[pixel / 4..].iter().step_by(pixel));
            if how == Match::Alike {
                edges(line);
            }
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

/// Makes of samples whether each is an edge: that stays when they change a little.
fn edges(line: &mut [u8]) {
    let mut last = line.first().copied().unwrap_or(0);
    for sample in line {
        let edge = u8::from(sample.abs_diff(last) >= EDGE);
        last = core::mem::replace(sample, edge);
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
