//! Adaptive binary range coding, in both directions behind one trait.
//!
//! What a stream means is written down once, as functions over [`Coder`]: the writer is given the
//! values and returns them, the reader ignores what it is given and returns what it read. So the two
//! cannot drift apart.

use alloc::vec::Vec;

/// How likely a bit is 1, of 65,536. Learns much from the first bits, and less from each later one.
#[derive(Clone, Copy)]
pub(crate) struct Bit {
    chance: u16,
    /// How many bits it has seen, at most [`Self::SEEN`].
    seen: u8,
}

impl Bit {
    /// Nothing is known yet.
    pub(crate) const EVEN: Self = Self {
        chance: 1 << 15,
        seen: 0,
    };
    /// From here on the newest bit always counts alike.
    const SEEN: u8 = 30;
    /// What part of the way a chance goes to the newest bit, of 65,536: 1 / (seen + 1.6).
    const STEPS: [u32; Self::SEEN as usize + 1] = {
        let mut steps = [0; Self::SEEN as usize + 1];
        let mut seen = 0;
        while seen < steps.len() {
            steps[seen] = 655_360 / (seen as u32 * 10 + 16);
            seen += 1;
        }
        steps
    };

    /// The chance of a 1, of 65,536.
    pub(crate) const fn chance(self) -> u32 {
        self.chance as u32
    }

    /// Learns what the bit was.
    pub(crate) const fn learn(&mut self, bit: bool) {
        let step = Self::STEPS[self.seen as usize];
        let chance = self.chance as u32;
        // Both terms stay below 2³²: 16 bits times 16 bits.
        self.chance = if bit {
            chance + (((0xFFFF - chance) * step) >> 16)
        } else {
            chance - ((chance * step) >> 16)
        } as u16;
        if self.seen < Self::SEEN {
            self.seen += 1;
        }
    }
}

/// The least chance that either value of a bit is given, of 65,536: a surprise costs eleven bits.
const FLOOR: u32 = 32;

/// Writes bits, or reads them.
pub(crate) trait Coder {
    /// Codes a bit that is 1 with this chance of 65,536, and returns it.
    fn bit_with(&mut self, chance: u32, bit: bool) -> bool;

    /// Codes `count` (at most 16) bits about which nothing is known, and returns them.
    fn even(&mut self, count: u32, value: u32) -> u32;

    /// Codes a bit by what `model` has learned, and lets it learn.
    fn bit(&mut self, model: &mut Bit, bit: bool) -> bool {
        let bit = self.bit_with(model.chance(), bit);
        model.learn(bit);
        bit
    }
}

/// Where the share of zeros ends in a range.
fn bound(range: u32, chance_of_one: u32) -> u32 {
    let zeros = (1 << 16) - chance_of_one.clamp(FLOOR, (1 << 16) - FLOOR);
    ((u64::from(range) * u64::from(zeros)) >> 16) as u32
}

/// A range below this gets another byte.
const NARROW: u32 = 1 << 24;

/// Writes to the end of a buffer.
pub(crate) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    low: u64,
    range: u32,
    /// The last byte that is certain but for a carry, and how many 0xFF follow it.
    cached: Option<u8>,
    pending: usize,
}

impl<'a> Writer<'a> {
    pub(crate) const fn new(out: &'a mut Vec<u8>) -> Self {
        Self {
            out,
            low: 0,
            range: u32::MAX,
            cached: None,
            pending: 0,
        }
    }

    /// Writes what is left.
    pub(crate) fn finish(mut self) {
        for _ in 0..4 {
            self.shift();
        }
        self.settle(0);
    }

    fn settle(&mut self, carry: u8) {
        if let Some(byte) = self.cached.take() {
            self.out.push(byte.wrapping_add(carry));
        }
        for _ in 0..self.pending {
            self.out.push(0xFF_u8.wrapping_add(carry));
        }
        self.pending = 0;
    }

    fn shift(&mut self) {
        let byte = (self.low >> 24) as u8;
        let carry = (self.low >> 32) as u8;
        if carry == 0 && byte == 0xFF {
            self.pending += 1;
        } else {
            self.settle(carry);
            self.cached = Some(byte);
        }
        self.low = (self.low & 0x00FF_FFFF) << 8;
    }

    fn narrow(&mut self) {
        while self.range < NARROW {
            self.range <<= 8;
            self.shift();
        }
    }
}

impl Coder for Writer<'_> {
    fn bit_with(&mut self, chance: u32, bit: bool) -> bool {
        let bound = bound(self.range, chance);
        if bit {
            self.low += u64::from(bound);
            self.range -= bound;
        } else {
            self.range = bound;
        }
        self.narrow();
        bit
    }

    fn even(&mut self, count: u32, value: u32) -> u32 {
        self.range >>= count;
        self.low += u64::from(self.range) * u64::from(value);
        self.narrow();
        value
    }
}

/// Reads what a [`Writer`] wrote. Past the end it reads zeros and knows it.
pub(crate) struct Reader<'a> {
    bytes: core::slice::Iter<'a, u8>,
    code: u32,
    range: u32,
    short: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Self {
            bytes: bytes.iter(),
            code: 0,
            range: u32::MAX,
            short: false,
        };
        for _ in 0..4 {
            reader.shift();
        }
        reader
    }

    /// Whether everything that was read was there, and nothing is left.
    pub(crate) fn is_exact(&self) -> bool {
        !self.short && self.bytes.len() == 0
    }

    /// Whether more was read than there is: everything since is made up.
    pub(crate) const fn is_short(&self) -> bool {
        self.short
    }

    fn shift(&mut self) {
        let byte = self.bytes.next();
        self.short |= byte.is_none();
        self.code = self.code << 8 | u32::from(byte.copied().unwrap_or(0));
    }

    fn narrow(&mut self) {
        while self.range < NARROW {
            self.range <<= 8;
            self.shift();
        }
    }
}

impl Coder for Reader<'_> {
    fn bit_with(&mut self, chance: u32, _: bool) -> bool {
        let bound = bound(self.range, chance);
        let bit = self.code >= bound;
        if bit {
            self.code -= bound;
            self.range -= bound;
        } else {
            self.range = bound;
        }
        self.narrow();
        bit
    }

    fn even(&mut self, count: u32, _: u32) -> u32 {
        self.range >>= count;
        // A hostile stream can hold a code beyond the range.
        let value = (self.code / self.range).min((1 << count) - 1);
        self.code -= value * self.range;
        self.narrow();
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn what_is_written_is_read_and_ends_exactly() {
        for seed in 0..200_u32 {
            let noise = |i: u32| (i ^ seed).wrapping_mul(0x9E37_79B9).rotate_left(15);
            let count = noise(1) % 3_000;
            // Runs of likely bits make carries and long rows of 0xFF.
            let bit = |i: u32| noise(i / 40) % 5 == 0 || noise(i).is_multiple_of(61);
            let mut bytes = vec![7];
            let mut models = [Bit::EVEN; 4];
            let mut writer = Writer::new(&mut bytes);
            for i in 0..count {
                writer.bit(&mut models[i as usize % 4], bit(i));
                if i.is_multiple_of(50) {
                    writer.even(i % 17, noise(i) & ((1 << (i % 17)) - 1));
                }
            }
            writer.finish();
            let mut models = [Bit::EVEN; 4];
            let mut reader = Reader::new(&bytes[1..]);
            for i in 0..count {
                assert_eq!(reader.bit(&mut models[i as usize % 4], false), bit(i));
                if i.is_multiple_of(50) {
                    assert_eq!(reader.even(i % 17, 0), noise(i) & ((1 << (i % 17)) - 1));
                }
            }
            assert!(reader.is_exact(), "seed {seed}");
        }
    }

    #[test]
    fn likely_bits_cost_next_to_nothing() {
        let mut bytes = Vec::new();
        let mut model = Bit::EVEN;
        let mut writer = Writer::new(&mut bytes);
        for _ in 0..10_000 {
            writer.bit(&mut model, true);
        }
        writer.finish();
        assert!(bytes.len() < 40, "{}", bytes.len());
    }

    #[test]
    fn past_the_end_zeros_are_read_and_it_is_known() {
        let mut reader = Reader::new(&[1, 2, 3]);
        assert!(reader.is_short());
        for _ in 0..100 {
            reader.even(16, 0);
            reader.bit(&mut Bit::EVEN.clone(), true);
        }
        assert!(reader.is_short() && !reader.is_exact());
    }
}
