//! Sketches are likenesses, smaller the coarser, and the same at both ends.

use super::*;
use crate::Limits;

/// Soft shapes with a little noise and some edges, as photographs have them.
fn photo(format: Format, width: u16, height: u16) -> Frame {
    let mut frame = Frame::new(format, width, height, &Limits::DEFAULT).unwrap();
    let pixel = if format.planes() == 1 { 4 } else { 1 };
    let row = usize::from(width) * pixel;
    for (at, byte) in frame.data_mut().iter_mut().enumerate() {
        let (x, y) = ((at % row / pixel) as u32, (at / row) as u32);
        let soft = (x * x / 70 + y * 3 + x * y / 90) % 512;
        let edge = if (x / 37 + y / 29) % 3 == 0 { 40 } else { 0 };
        let noise = (at as u32).wrapping_mul(0x9E37_79B1) >> 29;
        *byte = (soft.abs_diff(256) / 2 + edge + noise) as u8;
    }
    frame
}

/// Mean squared error of the samples that a sketch tells.
fn error(a: &Frame, b: &Frame, rect: &Rect) -> f64 {
    let format = a.layout().format;
    let (mut sum, mut count) = (0.0, 0.0);
    for channel in Channel::of(format) {
        let span = format.span(channel.plane, rect);
        for y in span.y..span.y + span.rows {
            let (a, b) = (
                a.as_ref().row(channel.plane, y),
                b.as_ref().row(channel.plane, y),
            );
            let of = |row: &[u8], at: usize| f64::from(row[at + channel.offset]);
            for at in (span.x..span.x + span.len).step_by(channel.step) {
                sum += (of(a, at) - of(b, at)).powi(2);
                count += 1.0;
            }
        }
    }
    sum / count
}

#[test]
fn a_sketch_is_a_likeness_and_smaller_the_coarser() {
    let rects = [
        Rect {
            x: 0,
            y: 0,
            w: 200,
            h: 64,
        },
        Rect {
            x: 64,
            y: 64,
            w: 139,
            h: 57,
        },
    ];
    for format in Format::ALL {
        let frame = photo(format, 203, 121);
        let (mut before, mut worse) = (usize::MAX, 0.0);
        for coarseness in (0..=24).step_by(4).map(Coarseness) {
            let mut bytes = Vec::new();
            write(&frame.as_ref(), &rects, coarseness, &mut bytes);
            let mut read_back = photo(format, 203, 121);
            read_back.data_mut().fill(7);
            read(&mut read_back, &rects, &bytes).unwrap();
            let errors = rects.map(|rect| error(&frame, &read_back, &rect));
            assert!(
                bytes.len() < before,
                "{format:?}, {coarseness:?}: {}",
                bytes.len()
            );
            assert!(errors[0] >= worse, "{format:?}, {coarseness:?}: {errors:?}");
            if coarseness.0 == 0 {
                // 39 dB, much of it noise.
                assert!(
                    errors.iter().all(|error| *error < 7.0),
                    "{format:?}: {errors:?}"
                );
            }
            (before, worse) = (bytes.len(), errors[0] * 0.9);
            // Nothing else was touched.
            let outside = Rect {
                x: 0,
                y: 66,
                w: 62,
                h: 54,
            };
            let untouched = format.span(0, &outside);
            for y in untouched.y..untouched.y + untouched.rows {
                let row = &read_back.as_ref().row(0, y)[untouched.x..][..untouched.len];
                assert!(row.iter().all(|byte| *byte == 7));
            }
        }
    }
}

#[test]
fn what_is_no_sketch_is_refused() {
    let mut picture = photo(Format::I420, 64, 64);
    let rect = [Rect::full(64, 64)];
    let mut bytes = Vec::new();
    write(&picture.as_ref(), &rect, Coarseness(8), &mut bytes);
    assert!(read(&mut picture, &rect, &bytes).is_ok());
    assert!(read(&mut picture, &rect, &bytes[..bytes.len() - 1]).is_err());
    bytes.push(0);
    assert!(read(&mut picture, &rect, &bytes).is_err());
    bytes.pop();
    bytes[0] = 25;
    assert!(read(&mut picture, &rect, &bytes).is_err());
    assert!(read(&mut picture, &rect, &[]).is_err());
    for seed in 0..200_u32 {
        let noise: Vec<u8> = (0..400)
            .map(|i: u32| ((i + seed * 400).wrapping_mul(0x9E37_79B1) >> 24) as u8)
            .collect();
        let _ = read(&mut picture, &rect, &noise);
    }
}
