//! What is written is read, for pages, noise and everything between.

use super::*;
use crate::{Format, Limits};

/// A frame of a kind: a page of letters, hatching, noise, bars, or a mixture.
fn frame(format: Format, width: u16, height: u16, seed: u32) -> Frame {
    let mut frame = Frame::new(format, width, height, &Limits::DEFAULT).unwrap();
    let noise = |i: usize| {
        (i as u32 ^ seed)
            .wrapping_mul(0x9E37_79B1)
            .rotate_left(13)
            .wrapping_mul(0x85EB_CA6B)
            >> 16
    };
    for plane in 0..format.planes() {
        let (_, rows) = format.plane_size(plane, width, height);
        for y in 0..rows {
            for (x, sample) in frame.row_mut(plane, y).iter_mut().enumerate() {
                let glyph = noise(x / 8 % 7 + y / 12 % 5 * 9);
                *sample = match (seed + (y / 40) as u32) % 6 {
                    0 if glyph >> (x % 8 + y % 12) & 1 == 1 && !x.is_multiple_of(8) => 30,
                    1 if (x + y) % 7 == 0 => 90,
                    2 => noise(x + y * 999) as u8,
                    3 if x % 90 > 20 && y % 30 < 9 => 77,
                    4 if noise(x * 31 + y) % 300 == 0 => x as u8,
                    _ => 235,
                };
            }
        }
    }
    frame
}

#[test]
fn what_is_written_is_read() {
    for format in Format::ALL {
        for (width, height) in [(1, 1), (3, 200), (200, 3), (131, 67), (320, 240)] {
            let (mut writer, mut reader) = (InkWriter::new(), InkReader::new());
            let mut picture = Frame::new(format, width, height, &Limits::DEFAULT).unwrap();
            let full = [Rect::full(width, height)];
            for seed in [0, 1, 2, 3, 4, 5, 5, 0, 9] {
                let now = frame(format, width, height, seed);
                let before = picture.clone();
                let has_before = seed > 0;
                let mut ink = Vec::new();
                if !has_before {
                    writer.reset();
                    reader.reset();
                }
                let old = before.as_ref();
                writer.write(
                    &now.as_ref(),
                    has_before.then_some(&old),
                    &full,
                    &mut ink,
                    |_, _| {},
                );
                reader.read(&mut picture, has_before, &full, &ink).unwrap();
                assert!(
                    picture.as_ref().same_samples(&now.as_ref()),
                    "{format:?} {width}x{height} {seed}"
                );
            }
        }
    }
}
