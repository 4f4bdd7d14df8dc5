//! Names that follow from the names before, as learned bits.

use alloc::{vec, vec::Vec};

use crate::coder::{Bit, Coder};

/// Names out of a growing list, each foretold by none, one and two names before it.
///
/// Three predictions are mixed in the logistic domain, with weights that learn which of them to
/// trust (as Mahoney's PAQ does).
pub(crate) struct Names {
    alone: Vec<Bit>,
    after_one: Vec<Bit>,
    after_two: Vec<Bit>,
    /// For each depth of the tree the trust in each prediction, 1.0 being 65,536.
    weights: [[i32; 3]; DEPTH],
    logistic: Logistic,
}

/// Most bits of a name.
const DEPTH: usize = 14;
const AFTER_ONE: usize = 1 << 15;
const AFTER_TWO: usize = 1 << 16;

impl Names {
    /// Names are below this.
    pub(crate) const END: u32 = 1 << DEPTH;

    pub(crate) fn new() -> Self {
        Self {
            alone: vec![Bit::EVEN; 1 << DEPTH],
            after_one: vec![Bit::EVEN; AFTER_ONE],
            after_two: vec![Bit::EVEN; AFTER_TWO],
            weights: [[1 << 14, 1 << 15, 1 << 15]; DEPTH],
            logistic: Logistic::new(),
        }
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        (self.alone.len() + self.after_one.len() + self.after_two.len()) * size_of::<Bit>()
            + self.logistic.memory()
    }

    /// Forgets everything.
    pub(crate) fn reset(&mut self) {
        self.alone.fill(Bit::EVEN);
        self.after_one.fill(Bit::EVEN);
        self.after_two.fill(Bit::EVEN);
        self.weights = [[1 << 14, 1 << 15, 1 << 15]; DEPTH];
    }

    /// Codes a name below `count` (at most [`Self::END`]) that follows `before`, the nearest first.
    pub(crate) fn code<C: Coder>(
        &mut self,
        coder: &mut C,
        count: u32,
        before: [u32; 2],
        name: u32,
    ) -> u32 {
        let depth = u32::BITS - (count - 1).leading_zeros();
        let one = before[0].wrapping_mul(0x9E37_79B1);
        let two = (one ^ before[1]).wrapping_mul(0x85EB_CA6B);
        let mut node = 1_u32;
        for place in (0..depth).rev() {
            let spread = node.wrapping_mul(0xC2B2_AE35);
            let bits = [
                &mut self.alone[node as usize],
                &mut self.after_one[(one ^ spread) as usize >> 7 & (AFTER_ONE - 1)],
                &mut self.after_two[(two ^ spread) as usize >> 5 & (AFTER_TWO - 1)],
            ];
            let weights = &mut self.weights[place as usize];
            let wanted = name >> place & 1 == 1;
            let bit = self.logistic.code(coder, bits, weights, wanted);
            node = node << 1 | u32::from(bit);
        }
        node - (1 << depth)
    }
}

/// Mixes predictions: the weighted sum of their log odds.
struct Logistic {
    /// ln(p / (1 − p)) in 1/256, for p in 1/4096.
    odds: Vec<i16>,
    /// The inverse: p in 1/65,536 for log odds from −8 to 8 in 1/256.
    chances: Vec<u16>,
}

/// Log odds stay within ± this: 8.0.
const MOST: i32 = 8 << 8;

impl Logistic {
    fn new() -> Self {
        // 1 / (1 + e^−x) by doubling x from a point where the series is exact enough; integers only,
        // so that every platform makes the same table.
        let chances: Vec<u16> = (-MOST..=MOST).map(chance).collect();
        let odds = (0..4096_u32)
            .map(|p| {
                let wanted = p << 4 | 8;
                let at = chances.partition_point(|&chance| u32::from(chance) < wanted);
                (at as i32 - MOST).clamp(-MOST, MOST) as i16
            })
            .collect();
        Self { odds, chances }
    }

    fn memory(&self) -> usize {
        self.odds.len() * size_of::<i16>() + self.chances.len() * size_of::<u16>()
    }

    fn code<C: Coder>(
        &self,
        coder: &mut C,
        bits: [&mut Bit; 3],
        weights: &mut [i32; 3],
        wanted: bool,
    ) -> bool {
        let odds = [0, 1, 2].map(|i: usize| i32::from(self.odds[bits[i].chance() as usize >> 4]));
        let sum: i64 = (0..3)
            .map(|i| i64::from(odds[i]) * i64::from(weights[i]))
            .sum();
        let mixed = ((sum >> 16) as i32).clamp(-MOST, MOST);
        let chance = u32::from(self.chances[(mixed + MOST) as usize]);
        let bit = coder.bit_with(chance, wanted);
        let missed = (if bit { 0xFFFF } else { 0 }) - chance as i32;
        for i in 0..3 {
            weights[i] = (weights[i] + ((odds[i] * missed) >> 13)).clamp(-(1 << 18), 1 << 18);
        }
        for model in bits {
            model.learn(bit);
        }
        bit
    }
}

/// 65,536 / (1 + e^(−x / 256)), in integers.
fn chance(x: i32) -> u16 {
    // e^(−|x| / 256) with 30 bits: e^(−1/256) by squaring.
    const STEP: u64 = 1_069_555_701; // e^(−1/256) × 2³⁰
    let mut power = 1_u64 << 30;
    let (mut base, mut left) = (STEP, x.unsigned_abs());
    while left > 0 {
        if left & 1 == 1 {
            power = (power * base) >> 30;
        }
        base = (base * base) >> 30;
        left >>= 1;
    }
    let below = (power << 16) / ((1 << 30) + power);
    let chance = if x < 0 { below } else { 65_536 - below };
    chance.min(65_535) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coder::{Reader, Writer};

    #[test]
    fn the_logistic_function_is_one() {
        assert_eq!(chance(0), 32_768);
        // 1 / (1 + e) and 1 / (1 + e⁻⁸), of 65,536.
        assert!(chance(-256).abs_diff(17_625) <= 1, "{}", chance(-256));
        assert!(chance(2_048).abs_diff(65_514) <= 1, "{}", chance(2_048));
        let logistic = Logistic::new();
        assert!(logistic.odds.is_sorted() && logistic.chances.is_sorted());
    }

    #[test]
    fn a_text_that_repeats_is_foretold() {
        let text = |i: u32| [3, 9, 4, 4, 27, 1, 9, 12][i as usize % 8];
        let mut bytes = Vec::new();
        let (mut names, mut writer) = (Names::new(), Writer::new(&mut bytes));
        let mut before = [0, 0];
        for i in 0..4_000 {
            names.code(&mut writer, 30, before, text(i));
            before = [text(i), before[0]];
        }
        writer.finish();
        // 5 bits each would be 2,500 bytes.
        assert!(bytes.len() < 200, "{}", bytes.len());
        let (mut names, mut reader) = (Names::new(), Reader::new(&bytes));
        let mut before = [0, 0];
        for i in 0..4_000 {
            assert_eq!(names.code(&mut reader, 30, before, 0), text(i));
            before = [text(i), before[0]];
        }
    }
}
