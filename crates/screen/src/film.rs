//! Film: a part of the picture that moves too much to be told exactly, as chunks of a video codec that
//! the browser brings. The core carries them; it neither makes nor shows them.

use crate::rect::Rect;

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
    /// What the codec's decoder takes.
    pub data: &'a [u8],
}

/// Bytes before a chunk's data: codec, flags, number.
pub(crate) const HEADER: usize = 4;
const KEY: u8 = 1;

impl<'a> Chunk<'a> {
    /// What stands before the data.
    pub(crate) const fn header(&self) -> [u8; HEADER] {
        let [low, high] = self.film.number.to_le_bytes();
        let flags = if self.key { KEY } else { 0 };
        [self.codec.code(), flags, low, high]
    }

    /// Reads a chunk that plays in a rectangle; nothing when it is none.
    pub(crate) fn parse(rect: Rect, block: &'a [u8]) -> Option<Self> {
        let (&[codec, flags, low, high], data) = block.split_first_chunk::<HEADER>()?;
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
            data,
        })
    }
}
