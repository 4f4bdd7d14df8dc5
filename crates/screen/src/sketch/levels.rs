//! The levels of a block: its frequencies in steps, from the lowest to the last that is not zero.

use crate::{
    coder::{Bit, Coder},
    numbers::Number,
};

use super::transform::{Block, EDGE, MOST};

/// From low frequencies to high ones: along the diagonals, as in ITU-T T.81 (figure A.6).
pub(super) const ORDER: [u8; EDGE * EDGE] = order();

const fn order() -> [u8; EDGE * EDGE] {
    let mut order = [0; EDGE * EDGE];
    let (mut x, mut y, mut at) = (0, 0, 0);
    while at < order.len() {
        order[at] = (y * EDGE + x) as u8;
        let up = (x + y) % 2 == 0;
        if up && x == EDGE - 1 || !up && y == EDGE - 1 {
            // Along the edge: at the far end of a diagonal on the right, or at the bottom.
            if up { y += 1 } else { x += 1 }
        } else if up && y == 0 {
            x += 1;
        } else if !up && x == 0 {
            y += 1;
        } else if up {
            x += 1;
            y -= 1;
        } else {
            x -= 1;
            y += 1;
        }
        at += 1;
    }
    order
}

/// What is learned of the blocks of one kind of channel.
pub(super) struct Levels {
    /// How far the mean is from the one foretold, by how far its neighbours are apart.
    mean: [Number; 3],
    /// The last level that is not zero, as a tree of six bits, by that of the block before.
    last: [[Bit; EDGE * EDGE]; 4],
    /// Whether a level is zero, by its place and by those before it.
    zero: [[Bit; 3]; EDGE * EDGE],
    /// How far beyond one it is, by the one before.
    size: [Number; 3],
    /// The class of the last block's last level.
    class: usize,
}

impl Levels {
    pub(super) fn new() -> Self {
        Self {
            mean: [const { Number::new() }; 3],
            last: [[Bit::EVEN; EDGE * EDGE]; 4],
            zero: [[Bit::EVEN; 3]; EDGE * EDGE],
            size: [const { Number::new() }; 3],
            class: 0,
        }
    }

    /// Codes the levels of a block, which lie in [`ORDER`]; `left` and `above` are the means of its
    /// neighbours.
    pub(super) fn code<C: Coder>(
        &mut self,
        coder: &mut C,
        levels: &mut Block,
        left: Option<i32>,
        above: Option<i32>,
    ) {
        let (near, apart) = match (left, above) {
            (Some(left), Some(above)) => ((left + above) >> 1, left.abs_diff(above)),
            (near, None) | (None, near) => (near.unwrap_or(0), 2),
        };
        let mean = &mut self.mean[(apart.div_ceil(3) as usize).min(2)];
        // A hostile stream would go on and on.
        levels[0] = (near + mean.signed(coder, levels[0] - near)).clamp(-MOST, MOST);
        let wanted = levels.iter().rposition(|level| *level != 0).unwrap_or(0);
        let mut node = 1;
        for place in (0..6).rev() {
            let model = &mut self.last[self.class][node];
            node = node << 1 | usize::from(coder.bit(model, wanted >> place & 1 == 1));
        }
        let last = node & (EDGE * EDGE - 1);
        self.class = match last {
            0 => 0,
            1..=5 => 1,
            6..=20 => 2,
            _ => 3,
        };
        levels[last + 1..].fill(0);
        let (mut one, mut two) = (0_u32, 0_u32);
        for (at, level) in levels.iter_mut().enumerate().take(last + 1).skip(1) {
            let near = one.min(1) + two.min(1);
            let wanted = *level;
            let there = at == last || coder.bit(&mut self.zero[at][near as usize], wanted != 0);
            *level = if there {
                let size = &mut self.size[one.min(2) as usize];
                let beyond = size.code(coder, wanted.unsigned_abs().saturating_sub(1));
                let negative = coder.even(1, u32::from(wanted < 0)) == 1;
                // Below 2²⁴.
                let size = beyond as i32 + 1;
                if negative { -size } else { size }
            } else {
                0
            };
            (two, one) = (one, level.unsigned_abs());
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::coder::{Reader, Writer};

    #[test]
    fn the_order_is_that_of_the_standard() {
        assert_eq!(ORDER[..10], [0, 1, 8, 16, 9, 2, 3, 10, 17, 24]);
        assert_eq!(ORDER[54..], [39, 46, 53, 60, 61, 54, 47, 55, 62, 63]);
    }

    #[test]
    fn what_is_written_is_read() {
        let noise = |i: u32| i.wrapping_mul(0x9E37_79B1) ^ i.wrapping_mul(0x85EB_CA6B) >> 13;
        let block = |seed: u32| {
            let mut block = [0; 64];
            let until = noise(seed) as usize >> 5 & 63;
            for (at, level) in block.iter_mut().enumerate().take(until) {
                let bits = noise(seed * 64 + at as u32);
                *level = if bits & 7 < 4 {
                    0
                } else {
                    (bits >> 4 & 0x3FF) as i32 - 512
                };
            }
            block
        };
        let near = |seed: u32| (!seed.is_multiple_of(3)).then_some(noise(seed) as i32 >> 22);
        let mut bytes = Vec::new();
        let (mut levels, mut writer) = (Levels::new(), Writer::new(&mut bytes));
        for seed in 0..500 {
            levels.code(&mut writer, &mut block(seed), near(seed), near(seed + 1));
        }
        writer.finish();
        let (mut levels, mut reader) = (Levels::new(), Reader::new(&bytes));
        for seed in 0..500 {
            let mut read = [9; 64];
            levels.code(&mut reader, &mut read, near(seed), near(seed + 1));
            assert_eq!(read, block(seed), "{seed}");
        }
        assert!(reader.is_exact());
    }
}
