//! Pictures made by rule: the same natively and in wasm, page-like, so that they compress like one.

use rh_screen::{Format, Frame, Limits};

/// A page on which `typed` characters stand, `scrolled` pixels down.
pub(crate) fn page(
    format: Format,
    width: u16,
    height: u16,
    typed: usize,
    scrolled: usize,
) -> Frame {
    let mut frame = Frame::new(format, width, height, &Limits::DEFAULT).expect("an allowed size");
    let sizes: Vec<_> = (0..format.planes())
        .map(|p| format.plane_size(p, width, height))
        .collect();
    let mut samples = frame.data_mut();
    for (plane, (row, rows)) in sizes.into_iter().enumerate() {
        let (now, rest) = samples.split_at_mut(row * rows);
        // A character cell, in bytes and rows of this plane.
        let (cell_w, cell_h) = if plane == 0 { (6, 12) } else { (3, 6) };
        let columns = row.div_ceil(cell_w);
        for (y, line) in now.chunks_exact_mut(row).enumerate() {
            let y = y + if plane == 0 { scrolled } else { scrolled / 2 };
            for (x, sample) in line.iter_mut().enumerate() {
                let cell = y / cell_h * columns + x / cell_w;
                let glyph = noise(cell as u32 % 61);
                let ink = (glyph >> ((y % cell_h) * 2 + x % cell_w)) & 1 == 1;
                *sample = match plane {
                    0 if cell < typed && ink => 30,
                    0 => 235,
                    _ if cell < typed => 128 + (cell % 7) as u8,
                    _ => 128,
                };
            }
        }
        samples = rest;
    }
    frame
}

/// A well-mixed function of its argument.
pub(crate) fn noise(seed: u32) -> u32 {
    let mut x = seed.wrapping_mul(0x9E37_79B9) ^ 0x5BD1_E995;
    for _ in 0..3 {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
    }
    x
}
