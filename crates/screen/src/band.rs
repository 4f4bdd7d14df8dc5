//! Bands: what a frame's packets carry. Cuts damage into bands, writes and parses their head: the
//! header, the moves and the rectangles.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    format::Format,
    limits::{Limits, MAX_BAND_RAW, MAX_BAND_RECTS, MAX_MOVES},
    moves::Move,
    rect::Rect,
    tiles::TILE,
};

/// Bytes of a band's header before its moves and rectangles.
pub(crate) const HEADER: usize = 10;
/// Bytes of one move.
pub(crate) const MOVE: usize = RECT + 4;
/// Bytes of one rectangle.
pub(crate) const RECT: usize = 8;
/// Most bytes of a band before its ink.
pub(crate) const MAX_HEAD: usize = HEADER + MAX_MOVES * MOVE + MAX_BAND_RECTS * RECT;
/// Moves may write the picture this many times over.
const MOVED: u64 = 2;

/// How a band's rectangles are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// As `ink`.
    Ink,
    /// Sample by sample, where nothing else is shorter. What was learned is forgotten.
    Plain,
    /// As `ink` that builds on nothing that was there.
    Fresh,
    /// As a chunk of film, which plays in the one rectangle.
    Film,
    /// As a `sketch`: a likeness.
    Sketch,
}

impl Method {
    /// The code on the wire.
    const fn code(self) -> u8 {
        match self {
            Self::Ink => 0,
            Self::Plain => 1,
            Self::Fresh => 2,
            Self::Film => 3,
            Self::Sketch => 4,
        }
    }

    const fn from_code(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Ink),
            1 => Some(Self::Plain),
            2 => Some(Self::Fresh),
            3 => Some(Self::Film),
            4 => Some(Self::Sketch),
            _ => None,
        }
    }
}

/// What a band says of itself: every band repeats the picture's format and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BandHeader {
    pub(crate) format: Format,
    pub(crate) method: Method,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// A band taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts<'b> {
    pub(crate) header: BandHeader,
    /// Bytes of samples in the rectangles.
    pub(crate) samples: usize,
    /// What they hold, told as the header says.
    pub(crate) block: &'b [u8],
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
    /// More moves than a band may have, or larger ones.
    Moves(u16),
    /// A move from or to a place outside the picture, or not of whole chroma samples.
    Move(Move),
    /// Nothing at all, or more rectangles than a band may have.
    Rects(u16),
    /// A rectangle outside the picture, or not on whole chroma samples.
    Rect(Rect),
    /// The rectangles hold more samples than a band may, or not those that come; in bytes.
    Samples(u64),
}

impl fmt::Display for BandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("truncated band"),
            Self::Format(code) => write!(f, "unknown pixel format {code}"),
            Self::Method(code) => write!(f, "unknown method {code}"),
            Self::Size { width, height } => write!(f, "size {width}x{height} is not allowed"),
            Self::Moves(count) => write!(f, "a band of {count} moves"),
            Self::Move(moved) => write!(f, "{moved:?} does not fit"),
            Self::Rects(count) => write!(f, "a band of {count} rectangles"),
            Self::Rect(rect) => write!(f, "rectangle {rect:?} does not fit"),
            Self::Samples(bytes) => write!(f, "rectangles of {bytes} bytes"),
        }
    }
}

impl core::error::Error for BandError {}

/// Bytes of the head of a band with so many moves and rectangles.
pub(crate) const fn head(moves: usize, rects: usize) -> usize {
    HEADER + moves * MOVE + rects * RECT
}

impl BandHeader {
    /// Writes header, moves and rectangles to `out`, whose length is that of their [`head`].
    pub(crate) fn write(&self, moves: &[Move], rects: &[Rect], out: &mut [u8]) {
        let mut out = Fields(out);
        out.put(&[self.format.code(), self.method.code()]);
        out.put_u16(self.width);
        out.put_u16(self.height);
        // All fit: MAX_MOVES, MAX_BAND_RECTS are far below.
        out.put_u16(moves.len() as u16);
        out.put_u16(rects.len() as u16);
        for moved in moves {
            out.put_rect(&moved.to);
            out.put(&moved.dx.to_le_bytes());
            out.put(&moved.dy.to_le_bytes());
        }
        for rect in rects {
            out.put_rect(rect);
        }
    }

    /// Reads and checks header, moves and rectangles (into the lists) and finds the rest.
    pub(crate) fn parse<'b>(
        band: &'b [u8],
        limits: &Limits,
        moves: &mut Vec<Move>,
        rects: &mut Vec<Rect>,
    ) -> Result<Parts<'b>, BandError> {
        moves.clear();
        rects.clear();
        let (&head, rest) = band
            .split_first_chunk::<HEADER>()
            .ok_or(BandError::Truncated)?;
        let format = Format::from_code(head[0]).ok_or(BandError::Format(head[0]))?;
        let method = Method::from_code(head[1]).ok_or(BandError::Method(head[1]))?;
        let (width, height) = (u16_at(&head, 2), u16_at(&head, 4));
        let (move_count, count) = (u16_at(&head, 6), u16_at(&head, 8));
        if !limits.allow(width, height) {
            return Err(BandError::Size { width, height });
        }
        if usize::from(move_count) > MAX_MOVES {
            return Err(BandError::Moves(move_count));
        }
        if (count == 0 && move_count == 0) || usize::from(count) > MAX_BAND_RECTS {
            return Err(BandError::Rects(count));
        }
        let (move_list, rest) = rest
            .split_at_checked(usize::from(move_count) * MOVE)
            .ok_or(BandError::Truncated)?;
        let (list, block) = rest
            .split_at_checked(usize::from(count) * RECT)
            .ok_or(BandError::Truncated)?;
        let mut moved = 0_u64;
        for bytes in move_list.chunks_exact(MOVE) {
            let one = Move {
                to: rect_at(bytes),
                dx: u16_at(bytes, RECT).cast_signed(),
                dy: u16_at(bytes, RECT + 2).cast_signed(),
            };
            if !format.fits(&one.to, width, height) || one.from(width, height).is_none() {
                return Err(BandError::Move(one));
            }
            moved += u64::from(one.to.area());
            moves.push(one);
        }
        if moved > MOVED * u64::from(Rect::full(width, height).area()) {
            return Err(BandError::Moves(move_count));
        }
        // At most 256 rectangles of at most 7680 × 7680 × 4 bytes: no overflow in u64.
        let mut sum = 0_u64;
        for bytes in list.chunks_exact(RECT) {
            let rect = rect_at(bytes);
            if !format.fits(&rect, width, height) {
                return Err(BandError::Rect(rect));
            }
            sum += format.bytes(rect.w, rect.h) as u64;
            rects.push(rect);
        }
        let told = match method {
            Method::Ink | Method::Fresh | Method::Sketch => sum <= MAX_BAND_RAW as u64,
            Method::Plain => sum == block.len() as u64,
            Method::Film => rects.len() == 1 && moves.is_empty(),
        };
        if !told {
            return Err(BandError::Samples(sum));
        }
        Ok(Parts {
            header: Self {
                format,
                method,
                width,
                height,
            },
            samples: sum as usize,
            block,
        })
    }
}

/// What is left of the bytes to be written.
struct Fields<'o>(&'o mut [u8]);

impl Fields<'_> {
    fn put(&mut self, bytes: &[u8]) {
        if let Some(out) = self.0.split_off_mut(..bytes.len()) {
            out.copy_from_slice(bytes);
        }
    }

    fn put_u16(&mut self, value: u16) {
        self.put(&value.to_le_bytes());
    }

    fn put_rect(&mut self, rect: &Rect) {
        let Rect { x, y, w, h } = *rect;
        for value in [x, y, w, h] {
            self.put_u16(value);
        }
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn rect_at(bytes: &[u8]) -> Rect {
    Rect {
        x: u16_at(bytes, 0),
        y: u16_at(bytes, 2),
        w: u16_at(bytes, 4),
        h: u16_at(bytes, 6),
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
