//! Bands: what a frame's packets carry. Cuts damage into bands, writes and parses their header.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    compress::Method,
    format::Format,
    limits::{Limits, MAX_BAND_RAW, MAX_BAND_RECTS},
    rect::Rect,
    tiles::TILE,
};

/// Bytes of a band's header before its rectangles.
pub(crate) const HEADER: usize = 16;
/// Bytes of one rectangle.
pub(crate) const RECT: usize = 8;

/// What a band says of itself: every band repeats the picture's format and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BandHeader {
    pub(crate) format: Format,
    pub(crate) method: Method,
    pub(crate) width: u16,
    pub(crate) height: u16,
    /// Bytes of grain before compression.
    pub(crate) grain: usize,
    /// Bytes of ink.
    pub(crate) ink: usize,
}

/// A band taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts<'b> {
    pub(crate) header: BandHeader,
    /// Bytes of samples in the rectangles.
    pub(crate) samples: usize,
    pub(crate) ink: &'b [u8],
    /// Compressed as the header says.
    pub(crate) grain: &'b [u8],
}

/// Why bytes are not a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BandError {
    /// Shorter than its header and rectangles.
    Truncated,
    /// An unknown pixel format.
    Format(u8),
    /// An unknown way of storing samples.
    Method(u8),
    /// A picture that the limits do not allow.
    Size {
        /// Width in pixels.
        width: u16,
        /// Height in pixels.
        height: u16,
    },
    /// No rectangle, or more than a band may have.
    Rects(u16),
    /// A rectangle outside the picture, or not on whole chroma samples.
    Rect(Rect),
    /// The rectangles hold more samples than a band may, or less than the announced bytes of grain.
    Grain(u32),
}

impl fmt::Display for BandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("truncated band"),
            Self::Format(code) => write!(f, "unknown pixel format {code}"),
            Self::Method(code) => write!(f, "unknown method {code}"),
            Self::Size { width, height } => write!(f, "size {width}x{height} is not allowed"),
            Self::Rects(count) => write!(f, "a band of {count} rectangles"),
            Self::Rect(rect) => write!(f, "rectangle {rect:?} does not fit"),
            Self::Grain(grain) => write!(f, "{grain} bytes of grain in such rectangles"),
        }
    }
}

impl core::error::Error for BandError {}

impl BandHeader {
    /// Writes header and rectangles to the front of `out` and returns their length in bytes.
    pub(crate) fn write(&self, rects: &[Rect], out: &mut [u8]) -> usize {
        // Both fit: MAX_BAND_RECTS and MAX_BAND_RAW are far below.
        let count = rects.len() as u16;
        let (grain, ink) = (self.grain as u32, self.ink as u32);
        out[0] = self.format.code();
        out[1] = self.method.code();
        out[2..4].copy_from_slice(&self.width.to_le_bytes());
        out[4..6].copy_from_slice(&self.height.to_le_bytes());
        out[6..8].copy_from_slice(&count.to_le_bytes());
        out[8..12].copy_from_slice(&grain.to_le_bytes());
        out[12..16].copy_from_slice(&ink.to_le_bytes());
        for (rect, out) in rects.iter().zip(out[HEADER..].chunks_exact_mut(RECT)) {
            for (value, out) in [rect.x, rect.y, rect.w, rect.h]
                .iter()
                .zip(out.chunks_exact_mut(2))
            {
                out.copy_from_slice(&value.to_le_bytes());
            }
        }
        HEADER + rects.len() * RECT
    }

    /// Reads and checks header and rectangles (into `rects`) and finds the rest.
    pub(crate) fn parse<'b>(
        band: &'b [u8],
        limits: &Limits,
        rects: &mut Vec<Rect>,
    ) -> Result<Parts<'b>, BandError> {
        rects.clear();
        let (&head, rest) = band
            .split_first_chunk::<HEADER>()
            .ok_or(BandError::Truncated)?;
        let u16_at = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let format = Format::from_code(head[0]).ok_or(BandError::Format(head[0]))?;
        let method = Method::from_code(head[1]).ok_or(BandError::Method(head[1]))?;
        let (width, height, count) = (u16_at(2), u16_at(4), u16_at(6));
        let u32_at =
            |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (grain, ink) = (u32_at(8), u32_at(12));
        if !limits.allow(width, height) {
            return Err(BandError::Size { width, height });
        }
        if count == 0 || usize::from(count) > MAX_BAND_RECTS {
            return Err(BandError::Rects(count));
        }
        let (list, block) = rest
            .split_at_checked(usize::from(count) * RECT)
            .ok_or(BandError::Truncated)?;
        // At most 256 rectangles of at most 7680 × 7680 × 4 bytes: no overflow in u64.
        let mut sum = 0_u64;
        for bytes in list.chunks_exact(RECT) {
            let at = |i: usize| u16::from_le_bytes([bytes[i], bytes[i + 1]]);
            let rect = Rect {
                x: at(0),
                y: at(2),
                w: at(4),
                h: at(6),
            };
            if !format.fits(&rect, width, height) {
                return Err(BandError::Rect(rect));
            }
            sum += format.bytes(rect.w, rect.h) as u64;
            rects.push(rect);
        }
        if sum > MAX_BAND_RAW as u64 || u64::from(grain) > sum {
            return Err(BandError::Grain(grain));
        }
        let (ink, grain_block) = block
            .split_at_checked(ink as usize)
            .ok_or(BandError::Truncated)?;
        Ok(Parts {
            header: Self {
                format,
                method,
                width,
                height,
                grain: grain as usize,
                ink: ink.len(),
            },
            samples: sum as usize,
            ink,
            grain: grain_block,
        })
    }
}

/// Cuts damage into bands of at most [`MAX_BAND_RAW`] bytes and [`MAX_BAND_RECTS`] rectangles, from
/// top to bottom, so that the receiver decodes the first while the next is still being made.
pub(crate) struct Cutter {
    format: Format,
    /// What is left, next one last.
    rest: Vec<Rect>,
}

impl Cutter {
    pub(crate) const fn new(format: Format) -> Self {
        Self {
            format,
            rest: Vec::new(),
        }
    }

    /// Starts over with tile-aligned damage.
    pub(crate) fn restart(&mut self, format: Format, damage: &[Rect]) {
        self.format = format;
        self.rest.clear();
        self.rest.extend(damage.iter().rev());
    }

    /// Whether everything was cut.
    pub(crate) const fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Replaces `band` by the next band's rectangles.
    pub(crate) fn next(&mut self, band: &mut Vec<Rect>) {
        band.clear();
        let mut room = MAX_BAND_RAW;
        while let Some(rect) = self.rest.pop() {
            let bytes = self.format.bytes(rect.w, rect.h);
            if bytes <= room {
                band.push(rect);
                room -= bytes;
                if band.len() == MAX_BAND_RECTS {
                    return;
                }
                continue;
            }
            let row = self.format.bytes(rect.w, rect.h.min(TILE));
            let rows = u16::try_from(room / row)
                .unwrap_or(u16::MAX)
                .saturating_mul(TILE);
            if rows > 0 {
                // `rows` is below `rect.h`, or all of it would have had room.
                band.push(Rect { h: rows, ..rect });
                self.rest.push(Rect {
                    y: rect.y + rows,
                    h: rect.h - rows,
                    ..rect
                });
            } else if band.is_empty() {
                // One row of tiles is too much for a band of its own: cut it across.
                let h = rect.h.min(TILE);
                let columns = (room / self.format.bytes(TILE, h)) as u16 * TILE;
                if rect.h > h {
                    self.rest.push(Rect {
                        y: rect.y + h,
                        h: rect.h - h,
                        ..rect
                    });
                }
                self.rest.push(Rect {
                    x: rect.x + columns,
                    w: rect.w - columns,
                    h,
                    ..rect
                });
                band.push(Rect {
                    w: columns,
                    h,
                    ..rect
                });
            } else {
                self.rest.push(rect);
            }
            return;
        }
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.rest.capacity() * size_of::<Rect>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_cover_the_damage_once_and_stay_small() {
        for format in Format::ALL {
            for (w, h) in [(1, 1), (1921, 937), (7680, 4320), (4320, 7680), (7679, 65)] {
                let mut cutter = Cutter::new(format);
                cutter.restart(format, &[Rect::full(w, h)]);
                let (mut band, mut bytes) = (Vec::new(), 0);
                while !cutter.is_done() {
                    cutter.next(&mut band);
                    assert!(!band.is_empty() && band.iter().all(|rect| format.fits(rect, w, h)));
                    let raw: usize = band.iter().map(|r| format.bytes(r.w, r.h)).sum();
                    assert!(raw <= MAX_BAND_RAW);
                    bytes += raw;
                }
                assert_eq!(bytes, format.bytes(w, h));
            }
        }
    }
}
