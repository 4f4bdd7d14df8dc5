//! Numbers and bytes made of learned bits.

use crate::coder::{Bit, Coder};

/// A number whose size is learned: Elias gamma code with learned length and first bits.
#[derive(Clone)]
pub(crate) struct Number {
    longer: [Bit; 24],
    second: [Bit; 24],
    third: [Bit; 48],
}

impl Number {
    pub(crate) const fn new() -> Self {
        Self {
            longer: [Bit::EVEN; 24],
            second: [Bit::EVEN; 24],
            third: [Bit::EVEN; 48],
        }
    }

    /// Codes a number below 2²⁴ − 1.
    pub(crate) fn code<C: Coder>(&mut self, coder: &mut C, value: u32) -> u32 {
        let value = value + 1;
        let wanted = value.ilog2() as usize;
        let mut length = 0;
        while length < 23 && coder.bit(&mut self.longer[length], length < wanted) {
            length += 1;
        }
        let mut left = length as u32;
        let mut read = 1;
        if left > 0 {
            left -= 1;
            let bit = coder.bit(&mut self.second[length], value >> left & 1 == 1);
            read = read << 1 | u32::from(bit);
        }
        if left > 0 {
            left -= 1;
            let model = &mut self.third[length << 1 | (read & 1) as usize];
            let bit = coder.bit(model, value >> left & 1 == 1);
            read = read << 1 | u32::from(bit);
        }
        while left > 0 {
            let count = left.min(16);
            left -= count;
            read = read << count | coder.even(count, value >> left & ((1 << count) - 1));
        }
        read - 1
    }

    /// Codes a number between −2²² and 2²².
    pub(crate) fn signed<C: Coder>(&mut self, coder: &mut C, value: i32) -> i32 {
        let folded = self.code(coder, ((value << 1) ^ (value >> 31)) as u32);
        (folded >> 1) as i32 ^ -((folded & 1) as i32)
    }
}

/// One of 256 values, each learned by itself.
#[derive(Clone)]
pub(crate) struct Byte([Bit; 256]);

impl Byte {
    pub(crate) const fn new() -> Self {
        Self([Bit::EVEN; 256])
    }

    pub(crate) fn code<C: Coder>(&mut self, coder: &mut C, value: u8) -> u8 {
        let mut node = 1;
        for place in (0..8).rev() {
            node = node << 1 | usize::from(coder.bit(&mut self.0[node], value >> place & 1 == 1));
        }
        node as u8
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::coder::{Reader, Writer};

    #[test]
    fn numbers_of_every_size_are_read_as_written() {
        let values = (0..23).flat_map(|bits| [(1 << bits) - 1, 1 << bits, (1 << bits) + 1]);
        let values: Vec<i32> = values
            .flat_map(|v: i32| [v.min(1 << 22), -v.min(1 << 22)])
            .collect();
        let mut bytes = Vec::new();
        let (mut number, mut writer) = (Number::new(), Writer::new(&mut bytes));
        for &value in &values {
            number.signed(&mut writer, value);
            number.code(&mut writer, value.unsigned_abs());
        }
        writer.finish();
        let (mut number, mut reader) = (Number::new(), Reader::new(&bytes));
        for &value in &values {
            assert_eq!(number.signed(&mut reader, 0), value);
            assert_eq!(number.code(&mut reader, 0), value.unsigned_abs());
        }
        assert!(reader.is_exact());
    }
}
