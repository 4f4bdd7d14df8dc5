//! Pictures made by rule: the same natively and in wasm, page-like, so that they compress like one.

use rh_screen::{Format, Frame, Limits, Rect};

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

/// A pane of a screen: where it lies, and which part of an endless text it shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pane {
    pub(crate) at: Rect,
    pub(crate) text: u32,
    pub(crate) left: i32,
    pub(crate) top: i32,
}

/// A screen with panes on it, the last one in front.
pub(crate) fn panes(format: Format, width: u16, height: u16, panes: &[Pane]) -> Frame {
    let mut frame = Frame::new(format, width, height, &Limits::DEFAULT).expect("an allowed size");
    let sizes: Vec<_> = (0..format.planes())
        .map(|p| format.plane_size(p, width, height))
        .collect();
    let mut samples = frame.data_mut();
    for (plane, (row, rows)) in sizes.into_iter().enumerate() {
        let (now, rest) = samples.split_at_mut(row * rows);
        // What one byte of this plane stands for, in pixels across and down.
        let (across, down) = match (format, plane) {
            (Format::I420 | Format::Nv12, 0) => (1.0, 1),
            (Format::I420, _) => (2.0, 2),
            (Format::Nv12, _) => (1.0, 2),
            (Format::Bgra | Format::Rgba, _) => (0.25, 1),
        };
        for (y, line) in now.chunks_exact_mut(row).enumerate() {
            for (x, sample) in line.iter_mut().enumerate() {
                let (x, y) = ((x as f32 * across) as i32, (y * down) as i32);
                let pane = panes.iter().rev().find(|pane| {
                    let at = pane.at;
                    (i32::from(at.x)..at.right() as i32).contains(&x)
                        && (i32::from(at.y)..at.bottom() as i32).contains(&y)
                });
                *sample = match pane {
                    Some(pane) if plane == 0 => {
                        let x = x - i32::from(pane.at.x) + pane.left;
                        let y = y - i32::from(pane.at.y) + pane.top;
                        ink(pane.text, x, y)
                    }
                    _ if plane > 0 => 128,
                    _ => 190,
                };
            }
        }
        samples = rest;
    }
    frame
}

/// A sample of an endless text.
fn ink(text: u32, x: i32, y: i32) -> u8 {
    let (column, line) = (x.div_euclid(7), y.div_euclid(14));
    let cell = noise((column as u32).wrapping_mul(0x9E37) ^ (line as u32) << 16 ^ text << 8);
    // Some of it are spaces.
    let glyph = if cell.is_multiple_of(6) {
        0
    } else {
        noise(cell % 61)
    };
    let place = y.rem_euclid(14) * 3 + x.rem_euclid(7);
    if place < 32 && glyph >> place & 1 == 1 {
        30
    } else {
        235
    }
}
