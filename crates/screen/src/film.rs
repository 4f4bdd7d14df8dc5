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

impl Film {
    /// By how much its pictures may be smaller than the place where they play, across and down.
    pub const SHRINKS: [u16; 3] = [1, 2, 4];

    /// Width and height in pixels of pictures that are smaller by this factor: even, or the place's own.
    #[must_use]
    pub const fn size(&self, shrink: u16) -> (u16, u16) {
        match shrink {
            0 | 1 => (self.rect.w, self.rect.h),
            _ => (
                (self.rect.w / shrink).next_multiple_of(2),
                (self.rect.h / shrink).next_multiple_of(2),
            ),
        }
    }

    /// Whether a picture of this size, in pixels, may play in it.
    #[must_use]
    pub fn takes(&self, size: (u16, u16)) -> bool {
        Self::SHRINKS
            .iter()
            .any(|shrink| self.size(*shrink) == size)
    }
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
const RATES: (u32, u32) = (60_000, 8_000_000);
/// With fewer tenths of a bit a second for each pixel, smaller pictures look better; with more than so many for each
/// of the larger ones, those do.
const LEAN: u32 = 15;
const RICH: u32 = 30;
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
    /// Pixels of the place where it plays.
    pixels: u32,
    most: u32,
    rate: u32,
    /// What the encoder was told last.
    told: u32,
    shrink: u16,
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
        let pixels = film.rect.area();
        let most = (pixels / 10 * TENTHS_PER_PIXEL).clamp(RATES.0, RATES.1);
        // Half of what the path carries: its first picture is many times as large as the others, what stands around
        // wants to be told too, and it is soon seen whether there is more.
        let path = u32::try_from(path.saturating_mul(4)).unwrap_or(u32::MAX);
        let rate = most.min(path).max(RATES.0);
        let mut film_rate = Self {
            pixels,
            most,
            rate,
            told: rate,
            shrink: 1,
            changed: now,
            watched: now,
            least: u64::MAX,
        };
        film_rate.fit();
        film_rate
    }

    /// Bits a second.
    #[must_use]
    pub const fn bits(&self) -> u32 {
        self.told
    }

    /// By which of [`Film::SHRINKS`] the pictures are to be smaller than their place, at this rate.
    #[must_use]
    pub const fn shrink(&self) -> u16 {
        self.shrink
    }

    /// Follows the path, whose last round trip took `delay` milliseconds longer than it can. Returns
    /// whether the encoder is to be told another rate, and perhaps another size.
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
            self.fit();
        }
        tells
    }

    /// Chooses the size that looks best at the rate.
    fn fit(&mut self) {
        let tenths = |shrink: u16| {
            let pixels = (self.pixels / u32::from(shrink).pow(2)).max(1);
            self.told.saturating_mul(10) / pixels
        };
        let lean = |shrink: &u16| tenths(*shrink) < LEAN;
        let rich = |shrink: &u16| tenths(*shrink) > RICH;
        let [.., last] = Film::SHRINKS;
        let mut shrinks = Film::SHRINKS.into_iter();
        self.shrink = if lean(&self.shrink) {
            shrinks.find(|shrink| !lean(shrink)).unwrap_or(last)
        } else {
            // Not back and forth between two.
            shrinks
                .find(rich)
                .map_or(self.shrink, |rich| rich.min(self.shrink))
        };
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
        assert_eq!(FilmRate::new(&film, 50_000, 0).bits(), 200_000);
        assert!(!rate.follow(500, 100));
        let told: usize = (1..=40)
            .map(|i| usize::from(rate.follow(500, i * 100)))
            .sum();
        assert_eq!((told, rate.bits(), rate.shrink()), (10, 87_857, 4));
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
            times > 5 && rate.bits() > most * 8 / 10 && rate.shrink() == 1,
            "{times} {rate:?}"
        );
    }

    #[test]
    fn pictures_are_smaller_where_few_bits_are_left_for_each_pixel() {
        let film = |w, h| Film {
            number: 0,
            rect: Rect::full(w, h),
        };
        let shrink = |film: &Film, bytes| FilmRate::new(film, bytes, 0).shrink();
        let video = film(960, 540);
        assert_eq!(
            [1_000_000, 250_000, 64_000, 40_000, 5_000].map(|path| shrink(&video, path)),
            [1, 1, 2, 4, 4]
        );
        assert_eq!(shrink(&film(1_920, 1_080), 250_000), 2);
        assert_eq!(shrink(&film(64, 64), 5_000), 1);
        assert_eq!(
            [1, 2, 4].map(|by| video.size(by)),
            [(960, 540), (480, 270), (240, 136)]
        );
        assert!(video.takes((240, 136)) && !video.takes((240, 135)));
        // Not back and forth: smaller than 777,600 bits a second, larger again above twice that.
        let mut rate = FilmRate::new(&video, 200_000, 0);
        let mut now = 0;
        let mut change = |delay: u64, until: u16| {
            while rate.shrink() != until {
                now += 400;
                rate.follow(delay, now);
            }
            rate.bits()
        };
        assert!(change(500, 2) < 777_600);
        assert!(change(0, 1) > 2 * 777_600);
    }
}
