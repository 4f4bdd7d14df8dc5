//! The packet header: parse, write, and cutting a packet into smaller ones.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    id::FrameId,
    limits::{MAX_BAND, MAX_PACKET},
};

/// Bytes of a packet's header.
pub const HEADER: usize = 20;

/// The version of the format that this crate speaks.
const VERSION: u8 = 2;
const KEY: u8 = 1;
const END: u8 = 2;
const FILM: u8 = 4;
const LIKENESS: u8 = 8;

/// A packet's header: which piece of which band of which frame this is. `docs/screen-format.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The frame.
    pub frame: FrameId,
    /// What the frame is relative to; nothing for a keyframe.
    pub base: Option<FrameId>,
    /// Index of the band in its frame.
    pub band: u16,
    /// Whether this band is its frame's last.
    pub end: bool,
    /// Whether a chunk of film of the same capture is to follow, in a frame of its own.
    pub film: bool,
    /// Whether something will be a likeness only when this frame has arrived, films aside.
    pub likeness: bool,
    /// Bytes of the whole encoded band.
    pub len: u32,
    /// Where in the band this fragment starts, in bytes.
    pub offset: u32,
}

/// Why bytes are not a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PacketError {
    /// Shorter than a header and one byte, or longer than a packet may be; its length in bytes.
    Length(usize),
    /// A version this crate does not speak.
    Version(u8),
    /// A flag this version does not know, or a keyframe with a base.
    Flags(u8),
    /// The announced band is longer than a band may be.
    BandLength(u32),
    /// The fragment reaches past the end of its band.
    Fragment {
        /// Where the fragment starts.
        offset: u32,
        /// Bytes of the band.
        len: u32,
    },
    /// The fragment contradicts an earlier one of the same band.
    Contradiction,
}

impl fmt::Display for PacketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(len) => write!(f, "a packet of {len} bytes"),
            Self::Version(version) => write!(f, "unknown version {version}"),
            Self::Flags(flags) => write!(f, "bad flags {flags:#04x}"),
            Self::BandLength(len) => write!(f, "a band of {len} bytes"),
            Self::Fragment { offset, len } => {
                write!(f, "fragment at {offset} leaves its band of {len}")
            }
            Self::Contradiction => f.write_str("fragments of one band contradict each other"),
        }
    }
}

impl core::error::Error for PacketError {}

fn u32_at(bytes: &[u8; HEADER], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

impl Header {
    /// Splits a packet into its header and its fragment (never empty, inside its band).
    ///
    /// # Errors
    /// [`PacketError`], for whatever is not a packet of this version.
    pub fn parse(packet: &[u8]) -> Result<(Self, &[u8]), PacketError> {
        let bad_length = PacketError::Length(packet.len());
        let (head, fragment) = packet.split_first_chunk::<HEADER>().ok_or(bad_length)?;
        let [version, flags, band_low, band_high, ..] = *head;
        if version != VERSION {
            return Err(PacketError::Version(version));
        }
        if fragment.is_empty() || packet.len() > MAX_PACKET {
            return Err(bad_length);
        }
        let base = FrameId(u32_at(head, 8));
        if flags & !(KEY | END | FILM | LIKENESS) != 0 || (flags & KEY != 0 && base.0 != 0) {
            return Err(PacketError::Flags(flags));
        }
        let header = Self {
            frame: FrameId(u32_at(head, 4)),
            base: (flags & KEY == 0).then_some(base),
            band: u16::from_le_bytes([band_low, band_high]),
            end: flags & END != 0,
            film: flags & FILM != 0,
            likeness: flags & LIKENESS != 0,
            len: u32_at(head, 12),
            offset: u32_at(head, 16),
        };
        let Self { len, offset, .. } = header;
        if len as usize > MAX_BAND {
            return Err(PacketError::BandLength(len));
        }
        if u64::from(offset) + fragment.len() as u64 > u64::from(len) {
            return Err(PacketError::Fragment { offset, len });
        }
        Ok((header, fragment))
    }

    /// Replaces the contents of `packet` by this header and a fragment.
    pub(crate) fn write(&self, fragment: &[u8], packet: &mut Vec<u8>) {
        packet.clear();
        let flags = [
            (self.base.is_none(), KEY),
            (self.end, END),
            (self.film, FILM),
            (self.likeness, LIKENESS),
        ];
        let flags = flags.map(|(is, flag)| if is { flag } else { 0 });
        packet.extend_from_slice(&[VERSION, flags.into_iter().sum()]);
        packet.extend_from_slice(&self.band.to_le_bytes());
        packet.extend_from_slice(&self.frame.0.to_le_bytes());
        packet.extend_from_slice(&self.base.map_or(0, |base| base.0).to_le_bytes());
        packet.extend_from_slice(&self.len.to_le_bytes());
        packet.extend_from_slice(&self.offset.to_le_bytes());
        packet.extend_from_slice(fragment);
    }
}

/// Cuts a packet in two at byte `at` of its fragment, for a path that takes only smaller messages.
///
/// Returns the packet alone when the fragment is not longer than `at`, or `at` is 0.
///
/// # Errors
/// [`PacketError`] when it is not a packet.
pub fn split(packet: &[u8], at: usize) -> Result<(Vec<u8>, Option<Vec<u8>>), PacketError> {
    let (header, fragment) = Header::parse(packet)?;
    if at == 0 || at >= fragment.len() {
        return Ok((packet.to_vec(), None));
    }
    let (first, second) = (&fragment[..at], &fragment[at..]);
    let mut packets = (Vec::new(), Vec::new());
    header.write(first, &mut packets.0);
    // `at` is below MAX_PACKET.
    Header {
        offset: header.offset + at as u32,
        ..header
    }
    .write(second, &mut packets.1);
    Ok((packets.0, Some(packets.1)))
}
