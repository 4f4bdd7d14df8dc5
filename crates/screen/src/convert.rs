//! The one colour conversion: a rectangle of a frame to RGBA, as a canvas takes it.
//!
//! I420 and NV12 are BT.709, limited range (what browsers capture). With `Y`, `U`, `V` the samples,
//! chroma that of the pixel's 2 × 2 block (`U[y >> 1][x >> 1]`), in 32-bit integers, `>>` arithmetic:
//!
//! ```text
//! l = 76309 × (Y − 16) + 32768
//! R = clamp((l + 117489 × (V − 128)) >> 16)
//! G = clamp((l −  13975 × (U − 128) − 34925 × (V − 128)) >> 16)
//! B = clamp((l + 138438 × (U − 128)) >> 16)        clamp to 0…255
//! A = 255
//! ```
//!
//! BGRA and RGBA keep their colours and get `A = 255`: a screen has no transparency, and the fourth
//! byte of `BGRX` and `RGBX` means nothing.

use core::fmt;

use crate::{
    format::Format,
    frame::{Frame, FrameRef},
    rect::Rect,
};

// BT.709 (Kr 0.2126, Kb 0.0722), limited range to full range, times 65,536.
const LUMA: i32 = 76_309; // 255 / 219
const RED_V: i32 = 117_489; // 2 (1 − Kr) × 255 / 224
const GREEN_U: i32 = -13_975; // −2 (1 − Kb) Kb / Kg × 255 / 224
const GREEN_V: i32 = -34_925; // −2 (1 − Kr) Kr / Kg × 255 / 224
const BLUE_U: i32 = 138_438; // 2 (1 − Kb) × 255 / 224
const HALF: i32 = 32_768;

/// Why a rectangle cannot be converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConvertError {
    /// The rectangle is empty, leaves the picture, or cuts a chroma sample.
    Rect(Rect),
    /// The output is not width × height × 4 bytes long.
    Output {
        /// Bytes needed.
        needed: usize,
    },
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rect(rect) => write!(f, "rectangle {rect:?} does not fit"),
            Self::Output { needed } => write!(f, "output must have {needed} bytes"),
        }
    }
}

impl core::error::Error for ConvertError {}

/// Converts a rectangle to RGBA, row by row without padding: `rect.w × rect.h × 4` bytes.
///
/// # Errors
/// [`ConvertError`] when the rectangle does not fit the frame or `out` has another length.
pub fn to_rgba(frame: &FrameRef<'_>, rect: &Rect, out: &mut [u8]) -> Result<(), ConvertError> {
    let layout = frame.layout();
    if !layout.format.fits(rect, layout.width, layout.height) {
        return Err(ConvertError::Rect(*rect));
    }
    let row_bytes = usize::from(rect.w) * 4;
    let needed = row_bytes * usize::from(rect.h);
    if out.len() != needed {
        return Err(ConvertError::Output { needed });
    }
    let samples = |plane: usize, y: usize| {
        let span = layout.format.span(plane, rect);
        &frame.row(plane, y)[span.x..span.x + span.len]
    };
    for (y, out) in (usize::from(rect.y)..).zip(out.chunks_exact_mut(row_bytes)) {
        match layout.format {
            Format::I420 => {
                let chroma = samples(1, y / 2).iter().zip(samples(2, y / 2));
                yuv_row(samples(0, y), chroma.map(|(u, v)| (*u, *v)), out);
            }
            Format::Nv12 => {
                let (chroma, _) = samples(1, y / 2).as_chunks::<2>();
                yuv_row(samples(0, y), chroma.iter().map(|[u, v]| (*u, *v)), out);
            }
            Format::Bgra => {
                let (pixels, _) = samples(0, y).as_chunks::<4>();
                for ([b, g, r, _], out) in pixels.iter().zip(out.as_chunks_mut::<4>().0) {
                    *out = [*r, *g, *b, 255];
                }
            }
            Format::Rgba => {
                let (pixels, _) = samples(0, y).as_chunks::<4>();
                for ([r, g, b, _], out) in pixels.iter().zip(out.as_chunks_mut::<4>().0) {
                    *out = [*r, *g, *b, 255];
                }
            }
        }
    }
    Ok(())
}

/// Puts a picture into a rectangle, of its size, of a frame of any format but one: whole pixels do not
/// become luma and chroma again. Returns whether it could.
pub(crate) fn put(picture: &FrameRef<'_>, frame: &mut Frame, rect: &Rect) -> bool {
    let (from, to) = (picture.layout().format, frame.layout().format);
    let size = Rect::full(picture.layout().width, picture.layout().height);
    if (size.w, size.h) != (rect.w, rect.h) {
        return false;
    }
    match (from, to) {
        _ if from == to => {
            for plane in 0..from.planes() {
                let span = to.span(plane, rect);
                for y in 0..span.rows {
                    frame.row_mut(plane, span.y + y)[span.x..][..span.len]
                        .copy_from_slice(picture.row(plane, y));
                }
            }
        }
        (Format::I420 | Format::Nv12, Format::I420 | Format::Nv12) => {
            let luma = to.span(0, rect);
            for y in 0..luma.rows {
                frame.row_mut(0, luma.y + y)[luma.x..][..luma.len]
                    .copy_from_slice(picture.row(0, y));
            }
            let chroma = to.span(1, rect);
            for y in 0..chroma.rows {
                if from == Format::Nv12 {
                    for plane in [1, 2] {
                        let out = &mut frame.row_mut(plane, chroma.y + y)[chroma.x..][..chroma.len];
                        let samples = picture.row(1, y)[plane - 1..].iter().step_by(2);
                        out.iter_mut().zip(samples).for_each(|(out, s)| *out = *s);
                    }
                } else {
                    let out = &mut frame.row_mut(1, chroma.y + y)[chroma.x..][..chroma.len];
                    let pairs = picture.row(1, y).iter().zip(picture.row(2, y));
                    for (out, (u, v)) in out.as_chunks_mut::<2>().0.iter_mut().zip(pairs) {
                        *out = [*u, *v];
                    }
                }
            }
        }
        (_, Format::Rgba | Format::Bgra) => {
            let span = to.span(0, rect);
            let mut rgba = alloc::vec![0; span.len * 2];
            for top in (0..size.h).step_by(2) {
                let strip = Rect {
                    y: top,
                    h: 2.min(size.h - top),
                    ..size
                };
                let rgba = &mut rgba[..span.len * usize::from(strip.h)];
                if to_rgba(picture, &strip, rgba).is_err() {
                    return false;
                }
                for (y, row) in (usize::from(top)..).zip(rgba.chunks_exact_mut(span.len)) {
                    if to == Format::Bgra {
                        row.as_chunks_mut::<4>()
                            .0
                            .iter_mut()
                            .for_each(|p| p.swap(0, 2));
                    }
                    frame.row_mut(0, span.y + y)[span.x..][..span.len].copy_from_slice(row);
                }
            }
        }
        (Format::Rgba | Format::Bgra, Format::I420 | Format::Nv12) => return false,
    }
    true
}

/// Luma samples that are converted at once. Written so that it becomes wide instructions, in wasm too.
const WIDE: usize = 16;

/// One row: each pair of luma samples shares a chroma sample, and so may the last one alone.
fn yuv_row(luma: &[u8], mut chroma: impl Iterator<Item = (u8, u8)>, out: &mut [u8]) {
    let (mut y, mut u, mut v) = ([0; WIDE], [0; WIDE / 2], [0; WIDE / 2]);
    for (luma, out) in luma.chunks(WIDE).zip(out.chunks_mut(WIDE * 4)) {
        y[..luma.len()].copy_from_slice(luma);
        // What is beyond the end is converted for nothing.
        for ((u, v), sample) in u.iter_mut().zip(&mut v).zip(&mut chroma) {
            (*u, *v) = sample;
        }
        let pixels = yuv_block(&y, &u, &v);
        if let Ok(out) = <&mut [u8; WIDE * 4]>::try_from(&mut *out) {
            *out = pixels;
        } else {
            out.copy_from_slice(&pixels[..out.len()]);
        }
    }
}

/// Sixteen pixels of a row.
#[inline]
fn yuv_block(y: &[u8; WIDE], u: &[u8; WIDE / 2], v: &[u8; WIDE / 2]) -> [u8; WIDE * 4] {
    let u = u.map(|u| i32::from(u) - 128);
    let v = v.map(|v| i32::from(v) - 128);
    let (mut red, mut green, mut blue) = ([0; WIDE], [0; WIDE], [0; WIDE]);
    for at in 0..WIDE {
        let (u, v) = (u[at / 2], v[at / 2]);
        red[at] = RED_V * v;
        green[at] = GREEN_U * u + GREEN_V * v;
        blue[at] = BLUE_U * u;
    }
    let mut pixels = [0_u32; WIDE];
    for at in 0..WIDE {
        let l = LUMA * (i32::from(y[at]) - 16) + HALF;
        // Within a byte each.
        let [r, g, b] = [red[at], green[at], blue[at]].map(|c| byte(l + c) as u32);
        pixels[at] = u32::from_le_bytes([0, 0, 0, 255]) | b << 16 | g << 8 | r;
    }
    let mut out = [0; WIDE * 4];
    for (out, pixel) in out.as_chunks_mut::<4>().0.iter_mut().zip(pixels) {
        *out = pixel.to_le_bytes();
    }
    out
}

/// Rounds down from 16 fractional bits and clamps to a byte.
fn byte(value: i32) -> i32 {
    (value >> 16).clamp(0, 255)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Frame, Limits};
    use alloc::{vec, vec::Vec};

    fn convert(format: Format, width: u16, height: u16, samples: &[u8]) -> Vec<u8> {
        let mut frame = Frame::new(format, width, height, &Limits::DEFAULT).unwrap();
        frame.data_mut().copy_from_slice(samples);
        let mut out = vec![0; usize::from(width) * usize::from(height) * 4];
        to_rgba(&frame.as_ref(), &Rect::full(width, height), &mut out).unwrap();
        out
    }

    #[test]
    fn reference_colours() {
        let colour = |y, u, v| convert(Format::I420, 1, 1, &[y, u, v]);
        assert_eq!(colour(16, 128, 128), [0, 0, 0, 255]);
        assert_eq!(colour(235, 128, 128), [255, 255, 255, 255]);
        assert_eq!(colour(126, 128, 128), [128, 128, 128, 255]);
        // BT.709's red, green and blue, off by the rounding of their samples at most.
        assert_eq!(colour(63, 102, 240), [255, 1, 0, 255]);
        assert_eq!(colour(173, 42, 26), [0, 255, 1, 255]);
        assert_eq!(colour(32, 240, 118), [1, 0, 255, 255]);
        assert_eq!(colour(0, 0, 0), [0, 77, 0, 255]);
        assert_eq!(colour(255, 255, 255), [255, 184, 255, 255]);
    }

    #[test]
    fn odd_edges_take_the_chroma_of_their_block() {
        // 3 × 3, chroma 2 × 2: every pixel's colour names its block.
        let luma = [126; 9];
        let (u, v) = ([90, 128, 160, 200], [128, 90, 200, 160]);
        let i420 = convert(Format::I420, 3, 3, &[&luma[..], &u, &v].concat());
        let interleaved: Vec<u8> = u.iter().zip(&v).flat_map(|(u, v)| [*u, *v]).collect();
        assert_eq!(
            i420,
            convert(Format::Nv12, 3, 3, &[&luma[..], &interleaved].concat())
        );
        for (index, pixel) in i420.chunks_exact(4).enumerate() {
            let block = index / 3 / 2 * 2 + index % 3 / 2;
            assert_eq!(
                pixel,
                convert(Format::I420, 1, 1, &[126, u[block], v[block]])
            );
        }
    }

    #[test]
    fn four_byte_formats_keep_their_colours() {
        assert_eq!(convert(Format::Bgra, 1, 1, &[1, 2, 3, 4]), [3, 2, 1, 255]);
        assert_eq!(convert(Format::Rgba, 1, 1, &[1, 2, 3, 4]), [1, 2, 3, 255]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let frame = Frame::new(Format::I420, 4, 4, &Limits::DEFAULT).unwrap();
        let odd = Rect {
            x: 1,
            y: 0,
            w: 2,
            h: 2,
        };
        assert_eq!(
            to_rgba(&frame.as_ref(), &odd, &mut [0; 16]),
            Err(ConvertError::Rect(odd))
        );
        let rect = Rect {
            x: 2,
            y: 2,
            w: 2,
            h: 2,
        };
        let short = to_rgba(&frame.as_ref(), &rect, &mut [0; 15]);
        assert_eq!(short, Err(ConvertError::Output { needed: 16 }));
    }
}
