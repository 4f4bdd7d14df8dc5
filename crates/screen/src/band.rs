//! Bands: what a frame's packets carry. Cuts damage into bands, writes and parses their head: the
//! header, the moves and the rectangles.

use alloc::vec::Vec;
use core::{fmt, mem};

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
pub(crate) const MOVED: u64 = 2;

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
    /// How many of them are left of the rectangle that the last band has cut.
    cut: usize,
}

impl Cutter {
    pub(crate) const fn new(format: Format) -> Self {
        Self {
            format,
            rest: Vec::new(),
            cut: 0,
        }
    }

    /// Starts over with tile-aligned damage.
    pub(crate) fn restart(&mut self, format: Format, damage: &[Rect]) {
        self.format = format;
        self.rest.clear();
        self.rest.extend(damage.iter().rev());
        self.cut = 0;
    }

    /// Takes what is left of the rectangle that the last band has cut.
    pub(crate) fn take_cut(&mut self) -> impl Iterator<Item = Rect> + '_ {
        let first = self.rest.len() - mem::take(&mut self.cut);
        self.rest.drain(first..)
    }

    /// Whether everything was cut.
    pub(crate) const fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Replaces `band` by the next band's rectangles. The first of a rectangle holds at most `first` bytes of samples, or
    /// a tile; what is left of it then goes on in full bands, and alone.
    pub(crate) fn next(&mut self, first: usize, band: &mut Vec<Rect>) {
        band.clear();
        let (mut room, mut rects) = match mem::take(&mut self.cut) {
            0 => (first.min(MAX_BAND_RAW), MAX_BAND_RECTS),
            cut => (MAX_BAND_RAW, cut),
        };
        let goes_on = rects < MAX_BAND_RECTS;
        while rects > 0
            && let Some(rect) = self.rest.pop()
        {
            let bytes = self.format.bytes(rect.w, rect.h);
            if bytes <= room {
                band.push(rect);
                room -= bytes;
                rects -= 1;
                continue;
            }
            let [now, left @ ..] = self.split(&rect, room, band.is_empty());
            if let Some(now) = now {
                band.push(now);
                rects -= 1;
                self.cut = left.iter().flatten().count();
            }
            self.rest.extend(left.into_iter().flatten());
            break;
        }
        if goes_on {
            self.cut += rects;
        }
    }

    /// What of a rectangle that is too large comes now, if anything must or can, and what is left, next one last.
    fn split(&self, rect: &Rect, room: usize, must: bool) -> [Option<Rect>; 3] {
        let h = rect.h.min(TILE);
        let rows = u16::try_from(room / self.format.bytes(rect.w, h))
            .unwrap_or(u16::MAX)
            .saturating_mul(TILE);
        let below = |h: u16| Rect {
            y: rect.y + h,
            h: rect.h - h,
            ..*rect
        };
        if rows > 0 {
            // `rows` is below `rect.h`, or all of it would have had room.
            return [Some(Rect { h: rows, ..*rect }), Some(below(rows)), None];
        }
        if !must {
            return [None, Some(*rect), None];
        }
        // One row of tiles is too much for a band of its own: cut it across.
        let columns = (room / self.format.bytes(TILE, h)).max(1) as u16 * TILE;
        let w = columns.min(rect.w);
        let right = Rect {
            x: rect.x + w,
            w: rect.w - w,
            h,
            ..*rect
        };
        let filled = |rect: Rect| (rect.area() > 0).then_some(rect);
        [
            Some(Rect { w, h, ..*rect }),
            filled(below(h)),
            filled(right),
        ]
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
                    cutter.next(MAX_BAND_RAW, &mut band);
                    assert!(!band.is_empty() && band.iter().all(|rect| format.fits(rect, w, h)));
                    let raw: usize = band.iter().map(|r| format.bytes(r.w, r.h)).sum();
                    assert!(raw <= MAX_BAND_RAW);
                    bytes += raw;
                }
                assert_eq!(bytes, format.bytes(w, h));
            }
        }
    }

    #[test]
    fn the_first_band_of_each_rectangle_is_small_and_what_is_left_goes_on_alone() {
        let (top, pages) = (
            Rect::full(1920, 64),
            [0, 1000].map(|x| Rect {
                x,
                y: 128,
                w: 900,
                h: 900,
            }),
        );
        let damage = [top, pages[0], pages[1]];
        for first in [1, 20_000, 64_000, 200_000, MAX_BAND_RAW] {
            let mut cutter = Cutter::new(Format::I420);
            cutter.restart(Format::I420, &damage);
            let (mut band, mut seen, mut area) = (Vec::new(), 0, 0);
            while !cutter.is_done() {
                cutter.next(first, &mut band);
                area += band.iter().map(Rect::area).sum::<u32>();
                let raw: usize = band.iter().map(|r| Format::I420.bytes(r.w, r.h)).sum();
                let begun = damage
                    .iter()
                    .filter(|it| band.iter().any(|rect| (rect.x, rect.y) == (it.x, it.y)));
                match begun.count() {
                    0 => {
                        assert!(raw <= MAX_BAND_RAW);
                        let of_one = |it: &Rect| band.iter().all(|rect| rect.touches(it));
                        assert_eq!(damage.iter().filter(|it| of_one(it)).count(), 1);
                    }
                    count => {
                        assert!(raw <= first.max(Format::I420.bytes(TILE, TILE)), "{raw}");
                        seen += count;
                    }
                }
            }
            assert_eq!(seen, 3);
            assert_eq!(area, damage.iter().map(Rect::area).sum());
            assert_eq!(cutter.take_cut().count(), 0);
        }
        // What is left of the first may be taken out; then the next one begins.
        let mut cutter = Cutter::new(Format::I420);
        cutter.restart(Format::I420, &pages);
        let mut band = Vec::new();
        cutter.next(64_000, &mut band);
        let taken: u32 = cutter.take_cut().map(|rect| rect.area()).sum();
        assert_eq!(taken + band[0].area(), pages[0].area());
        cutter.next(64_000, &mut band);
        assert_eq!((band[0].x, band[0].y), (1000, 128));
    }
}
