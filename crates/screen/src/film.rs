//! Film: a part of the picture that moves too much to be told exactly, as chunks of a video codec that
//! the browser brings. The core carries them; it neither makes nor shows them.

use crate::{id::FrameId, rect::Rect};

/// A part of the picture that is sent as film.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Film {
    /// Counts up with each film of a stream, modulo 2¹⁶: another part is another film.
    pub number: u16,
    /// Which part. Width and height are even, or the picture's own.
    pub rect: Rect,
}

/// A codec that browsers encode and decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// VP8 (RFC 6386).
    Vp8,
    /// VP9, profile 0, 8 bits.
    Vp9,
    /// H.264 (ITU-T), constrained baseline, as Annex B writes it.
    H264,
    /// AV1, main profile, 8 bits.
    Av1,
}

impl Codec {
    /// Every codec.
    pub const ALL: [Self; 4] = [Self::Vp8, Self::Vp9, Self::H264, Self::Av1];

    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Vp8 => 0,
            Self::Vp9 => 1,
            Self::H264 => 2,
            Self::Av1 => 3,
        }
    }

    /// The codec of a code on the wire.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// One chunk of a film.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// Which film, and where it plays.
    pub film: Film,
    /// How it is encoded.
    pub codec: Codec,
    /// Whether it needs no chunk before it.
    pub key: bool,
    /// The frame that told the rest of the same capture; where nothing was to be told, the last one before.
    pub capture: FrameId,
    /// What the codec's decoder takes.
    pub data: &'a [u8],
}

/// Bytes before a chunk's data: codec, flags, number, capture.
pub(crate) const HEADER: usize = 8;
const KEY: u8 = 1;

impl<'a> Chunk<'a> {
    /// What stands before the data.
    pub(crate) const fn header(&self) -> [u8; HEADER] {
        let [low, high] = self.film.number.to_le_bytes();
        let flags = if self.key { KEY } else { 0 };
        let [a, b, c, d] = self.capture.0.to_le_bytes();
        [self.codec.code(), flags, low, high, a, b, c, d]
    }

    /// Reads a chunk that plays in a rectangle; nothing when it is none.
    pub(crate) fn parse(rect: Rect, block: &'a [u8]) -> Option<Self> {
        let (&[codec, flags, low, high, a, b, c, d], data) = block.split_first_chunk::<HEADER>()?;
        if data.is_empty() || flags & !KEY != 0 {
            return None;
        }
        Some(Self {
            film: Film {
                number: u16::from_le_bytes([low, high]),
                rect,
            },
            codec: Codec::from_code(codec)?,
            key: flags & KEY != 0,
            capture: FrameId(u32::from_le_bytes([a, b, c, d])),
            data,
        })
    }
}

/// Tenths of a bit that a film takes at most a second for each pixel: 0.2 bits a picture at 30 pictures
/// a second, at which little of a moving picture is lost.
const TENTHS_PER_PIXEL: u32 = 60;
/// Least and greatest rate in bits a second.
const RATES: (u32, u32) = (200_000, 8_000_000);
/// A path that takes so many milliseconds longer than it can, queues.
const QUEUES: u64 = 80;
/// One that takes less than this longer, does not.
const FLOWS: u64 = 30;
/// Milliseconds for which a path is watched before a step down, and between two up.
const DOWN: u64 = 400;
const UP: u64 = 1_000;

/// How many bits a second a film may take: less as soon as the path queues, slowly more while it does
/// not.
///
/// A queue is a delay that stays (RFC 8289 §3): the least of a while. What only some pictures take longer, a
/// busy machine does, and fewer bits would not help it.
#[derive(Debug, Clone, Copy)]
pub struct FilmRate {
    most: u32,
    rate: u32,
    /// What the encoder was told last.
    told: u32,
    changed: u64,
    /// Since when the path is watched, and its least delay since then.
    watched: u64,
    least: u64,
}

impl FilmRate {
    /// For a film that starts at `now`, in milliseconds, over a path that carries so many bytes a second.
    #[must_use]
    pub fn new(film: &Film, path: u64, now: u64) -> Self {
        // A picture has at most 2²⁵ pixels.
        let most = (film.rect.area() / 10 * TENTHS_PER_PIXEL).clamp(RATES.0, RATES.1);
        // What stands around it wants to be told too.
        let path = u32::try_from(path.saturating_mul(6)).unwrap_or(u32::MAX);
        let rate = most.min(path).max(RATES.0);
        Self {
            most,
            rate,
            told: rate,
            changed: now,
            watched: now,
            least: u64::MAX,
        }
    }

    /// Bits a second.
    #[must_use]
    pub const fn bits(&self) -> u32 {
        self.told
    }

    /// Follows the path, whose last round trip took `delay` milliseconds longer than it can. Returns
    /// whether the encoder is to be told another rate.
    pub fn follow(&mut self, delay: u64, now: u64) -> bool {
        self.least = self.least.min(delay);
        if now.saturating_sub(self.watched) >= DOWN {
            if self.least > QUEUES {
                self.rate = (self.rate / 10 * 7).max(RATES.0);
                self.changed = now;
            }
            (self.watched, self.least) = (now, u64::MAX);
        }
        if delay < FLOWS && now.saturating_sub(self.changed) >= UP {
            self.rate = (self.rate / 10 * 11).min(self.most);
            self.changed = now;
        }
        // Small steps are saved up, but for the last one.
        let tells = self.rate.abs_diff(self.told) > self.told / 7
            || (self.rate != self.told && (self.rate == self.most || self.rate == RATES.0));
        if tells {
            self.told = self.rate;
        }
        tells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_takes_less_as_soon_as_the_path_queues_and_slowly_more_again() {
        let film = Film {
            number: 0,
            rect: Rect::full(960, 540),
        };
        let mut rate = FilmRate::new(&film, u64::MAX, 0);
        let most = rate.bits();
        assert_eq!(most, 3_110_400);
        assert_eq!(FilmRate::new(&film, 50_000, 0).bits(), 300_000);
        assert!(!rate.follow(500, 100));
        let told: usize = (1..=40)
            .map(|i| usize::from(rate.follow(500, i * 100)))
            .sum();
        assert_eq!((told, rate.bits()), (8, 200_000));
        // A picture now and then that takes long is no queue.
        let mut busy = FilmRate::new(&film, u64::MAX, 0);
        for i in 1..200_u64 {
            let delay = if i % 5 == 0 { 10 } else { 500 };
            busy.follow(delay, i * 33);
        }
        assert_eq!(busy.bits(), most);
        let times = (0..60)
            .filter(|i| rate.follow(10, 5_000 + i * 1_000))
            .count();
        assert!(
            times > 5 && rate.bits() > most * 8 / 10,
            "{times} {}",
            rate.bits()
        );
    }
}
