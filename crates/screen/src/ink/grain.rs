//! Grain: samples that look like no text, such as a photograph. Each is foretold by its neighbours, and
//! what is left is coded by how wrong that was in places like it: the regular mode of ITU-T T.87
//! (JPEG-LS), with learned bits instead of plain Golomb codes.

use alloc::{vec, vec::Vec};

use crate::coder::{Bit, Coder};

use super::sheet::{Sample, Sheet};

/// Contexts: three gradients in nine steps each, sign and mirrored sign being one (T.87, A.3.4).
const CONTEXTS: usize = 365;
/// Where the steps of a gradient begin (T.87, C.2.4.1.1).
const STEPS: [i32; 3] = [3, 7, 21];
/// When so many samples were counted, all counts are halved.
const RESET: i32 = 64;
/// Longest unary part; what would be longer is eight plain bits.
const LONGEST: usize = 24;

/// What was learned of one context (T.87, A.2.1): A, B, C and N there.
#[derive(Clone, Copy)]
struct Context {
    magnitude: i32,
    bias: i32,
    correction: i32,
    count: i32,
}

impl Context {
    const NEW: Self = Self {
        magnitude: 4,
        bias: 0,
        correction: 0,
        count: 1,
    };

    /// How many low bits of an error are mere noise: Golomb's k.
    fn noise(&self) -> u32 {
        let mut k = 0;
        while self.count << k < self.magnitude && k < 7 {
            k += 1;
        }
        k
    }

    fn learn(&mut self, error: i32) {
        self.bias += error;
        self.magnitude += error.abs();
        if self.count == RESET {
            self.bias >>= 1;
            self.magnitude >>= 1;
            self.count >>= 1;
        }
        self.count += 1;
        if self.bias <= -self.count {
            self.bias = (self.bias + self.count).max(1 - self.count);
            self.correction = (self.correction - 1).max(-128);
        } else if self.bias > 0 {
            self.bias = (self.bias - self.count).min(0);
            self.correction = (self.correction + 1).min(127);
        }
    }
}

/// What is learned of one channel.
#[derive(Clone)]
struct Channel {
    contexts: Vec<Context>,
    /// Whether the unary part goes on, by k and by its length so far.
    unary: [[Bit; LONGEST]; 8],
}

impl Channel {
    fn new() -> Self {
        Self {
            contexts: vec![Context::NEW; CONTEXTS],
            unary: [[Bit::EVEN; LONGEST]; 8],
        }
    }

    /// Codes a sample whose neighbours are to the left, above, above left and above right of it.
    fn code<C: Coder>(&mut self, coder: &mut C, near: [u8; 4], sample: u8) -> u8 {
        let [left, above, corner, right] = near.map(i32::from);
        let gradients = [right - above, above - corner, corner - left];
        let [a, b, c] = gradients.map(step);
        let place = a * 81 + b * 9 + c;
        let sign = if place < 0 { -1 } else { 1 };
        let context = &mut self.contexts[place.unsigned_abs() as usize];
        let plain = median(left, above, corner);
        let foretold = (plain + sign * context.correction).clamp(0, 255);
        let k = context.noise();
        // Modulo 256, from −128 to 127.
        let error = i32::from(((i32::from(sample) - foretold) * sign) as i8);
        let folded = ((error << 1) ^ (error >> 31)) as u32;
        let unary = &mut self.unary[k as usize];
        let mut longer = 0;
        while longer < LONGEST && coder.bit(&mut unary[longer], longer < (folded >> k) as usize) {
            longer += 1;
        }
        let folded = if longer == LONGEST {
            coder.even(8, folded)
        } else {
            let low = if k == 0 {
                0
            } else {
                coder.even(k, folded & ((1 << k) - 1))
            };
            (longer as u32) << k | low
        };
        let error = (folded >> 1) as i32 ^ -((folded & 1) as i32);
        context.learn(error);
        (foretold + error * sign) as u8
    }
}

/// The step of a gradient, from −4 to 4.
fn step(gradient: i32) -> i32 {
    let size = gradient.abs();
    let step = i32::from(size > 0)
        + STEPS
            .iter()
            .map(|from| i32::from(size >= *from))
            .sum::<i32>();
    step * gradient.signum()
}

/// The median of left, above and the plane through all three (T.87, A.4.1).
fn median(left: i32, above: i32, corner: i32) -> i32 {
    let (low, high) = (left.min(above), left.max(above));
    (left + above - corner).clamp(low, high)
}

/// What is learned of a layer's grain.
pub(crate) struct Grain {
    channels: Vec<Channel>,
}

impl Grain {
    pub(crate) fn new<S: Sample>() -> Self {
        Self {
            channels: vec![Channel::new(); S::BYTES],
        }
    }

    pub(crate) fn reset<S: Sample>(&mut self) {
        *self = Self::new::<S>();
    }

    pub(crate) fn memory(&self) -> usize {
        let context = CONTEXTS * size_of::<Context>();
        self.channels.capacity() * (size_of::<Channel>() + context)
    }

    /// Codes a block of the sheet: place, width and height. What is left of it and above it must be
    /// there; what is right of it does not count.
    pub(crate) fn code<C: Coder, S: Sample>(
        &mut self,
        coder: &mut C,
        sheet: &mut Sheet<S>,
        (x0, y0, width, height): (usize, usize, usize, usize),
    ) {
        let end = x0 + width;
        for y in y0..y0 + height {
            let (done, rest) = sheet.samples.split_at_mut(y * sheet.width);
            let row = &mut rest[..sheet.width];
            let above = y.checked_sub(1).map(|y| &done[y * sheet.width..]);
            for x in x0..end {
                let up = |x: usize| above.map(|above| above[x]);
                let left = x
                    .checked_sub(1)
                    .map(|x| row[x])
                    .or(up(x))
                    .unwrap_or_default();
                let over = up(x).unwrap_or(left);
                let corner = x.checked_sub(1).and_then(up).unwrap_or(over);
                let right = if x + 1 < end {
                    up(x + 1).unwrap_or(over)
                } else {
                    over
                };
                let near = [left, over, corner, right].map(apart);
                let wanted = apart(row[x]);
                let mut read = [0; 4];
                for (byte, channel) in self.channels.iter_mut().enumerate() {
                    read[byte] = channel.code(coder, near.map(|near| near[byte]), wanted[byte]);
                }
                row[x] = together(read);
            }
        }
    }
}

/// Bytes that tell little of each other: of four, colours relative to green.
fn apart<S: Sample>(sample: S) -> [u8; 4] {
    let [b, g, r, a] = sample.split();
    if S::BYTES == 4 {
        [
            b.wrapping_sub(g).wrapping_add(128),
            g,
            r.wrapping_sub(g).wrapping_add(128),
            a,
        ]
    } else {
        [b, g, r, a]
    }
}

/// The inverse of [`apart`].
fn together<S: Sample>(bytes: [u8; 4]) -> S {
    let [b, g, r, a] = bytes;
    S::join(if S::BYTES == 4 {
        [
            b.wrapping_add(g).wrapping_sub(128),
            g,
            r.wrapping_add(g).wrapping_sub(128),
            a,
        ]
    } else {
        bytes
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coder::{Reader, Writer};

    /// Bytes that a sheet takes, block by block; what is read is what was written.
    fn cost<S: Sample + core::fmt::Debug>(
        width: usize,
        height: usize,
        at: impl Fn(usize, usize) -> S,
    ) -> usize {
        let mut sheet = Sheet::new();
        sheet.resize(width, height);
        for y in 0..height {
            for x in 0..width {
                sheet.row_mut(y)[x] = at(x, y);
            }
        }
        let blocks = || {
            (0..height.div_ceil(16)).flat_map(move |row| {
                (0..width.div_ceil(16)).map(move |column| {
                    let (x, y) = (column * 16, row * 16);
                    (x, y, 16.min(width - x), 16.min(height - y))
                })
            })
        };
        let mut bytes = Vec::new();
        let (mut grain, mut writer) = (Grain::new::<S>(), Writer::new(&mut bytes));
        blocks().for_each(|block| grain.code(&mut writer, &mut sheet, block));
        writer.finish();
        let mut read = Sheet::<S>::new();
        read.resize(width, height);
        let (mut grain, mut reader) = (Grain::new::<S>(), Reader::new(&bytes));
        blocks().for_each(|block| grain.code(&mut reader, &mut read, block));
        assert_eq!(read.samples, sheet.samples);
        assert!(reader.is_exact());
        bytes.len()
    }

    #[test]
    fn what_is_written_is_read_and_what_is_smooth_is_short() {
        let noise =
            |x: usize, y: usize| ((x * 7_919 + y * 104_729) as u32).wrapping_mul(0x9E37_79B1) >> 16;
        let smooth = |x: usize, y: usize| 40 + (x / 3 + y / 5) as u8 + noise(x, y) as u8 % 3;
        let bytes = cost::<u8>(200, 90, smooth);
        assert!(bytes * 3 < 200 * 90, "{bytes}");
        assert!(
            cost::<u16>(33, 41, |x, y| u16::from_le_bytes([
                smooth(x, y),
                smooth(y, x)
            ])) > 0
        );
        let pixel =
            |x, y| u32::from_le_bytes([smooth(x, y), smooth(x, y) + 9, smooth(x, y) - 5, 255]);
        let bytes = cost::<u32>(160, 100, pixel);
        assert!(bytes * 8 < 160 * 100 * 4, "{bytes}");
        let bytes = cost::<u8>(100, 100, |x, y| noise(x, y) as u8);
        assert!(bytes < 11_500, "{bytes}");
        cost::<u8>(1, 1, |_, _| 255);
        cost::<u8>(64, 64, |x, y| if (x + y) % 2 == 0 { 0 } else { 255 });
    }
}
