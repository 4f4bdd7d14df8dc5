//! Every bound of the codec in one place: nothing a peer sends makes it hold or allocate more.

/// Largest packet in bytes, header included: what every browser's data channel takes in one message.
pub const MAX_PACKET: usize = 65_536;

/// Bytes of a message that SCTP sends as four packets of the size that WebRTC has (RFC 8831 §5: 1,200 bytes). Of a longer one the rest waits for an
/// acknowledgement, however wide the window is (Max.Burst, RFC 9260 §6.1 D and §16): a round trip for nothing.
const BURST: usize = 4 * 1_100;

/// Most bytes of samples one band carries before compression.
pub const MAX_BAND_RAW: usize = 1024 * 1024;

/// Most rectangles in one band.
pub const MAX_BAND_RECTS: usize = 256;

/// Most moves in one band.
pub const MAX_MOVES: usize = 64;

/// Largest encoded band in bytes: header, moves, rectangles, and every sample as it is.
pub const MAX_BAND: usize = crate::band::MAX_HEAD + MAX_BAND_RAW;

/// Encoder and decoder each stay under this many frames of memory, plus [`FIXED_MEMORY`].
pub const FRAMES_OF_MEMORY: usize = 4;

/// The part of the memory bound, in bytes, that does not depend on the frame's size: band buffers,
/// what was learned, the shapes seen and the list of rectangles.
pub const FIXED_MEMORY: usize = 16 * 1024 * 1024;

/// What a stream may ask for. The decoder refuses more before it allocates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Greatest width in pixels.
    pub max_width: u16,
    /// Greatest height in pixels.
    pub max_height: u16,
    /// Greatest width × height in pixels.
    pub max_pixels: u32,
    /// Greatest size of a packet in bytes that the encoder makes, header included; clamped to
    /// between one byte of payload and [`MAX_PACKET`].
    pub max_packet: usize,
}

impl Limits {
    /// 8K in either orientation, packets of 64 KiB.
    pub const DEFAULT: Self = Self {
        max_width: 7680,
        max_height: 7680,
        max_pixels: 7680 * 4320,
        max_packet: MAX_PACKET,
    };

    /// The same for a data channel: packets that it sends at once.
    pub const CHANNEL: Self = Self {
        max_packet: BURST,
        ..Self::DEFAULT
    };

    /// Whether a picture of this size, in pixels, is within the limits (and not empty).
    #[must_use]
    pub const fn allow(&self, width: u16, height: u16) -> bool {
        width > 0
            && height > 0
            && width <= self.max_width
            && height <= self.max_height
            && (width as u32) * (height as u32) <= self.max_pixels
    }

    /// Most bytes of a fragment behind the packet header.
    pub(crate) fn fragment(&self) -> usize {
        self.max_packet.clamp(crate::packet::HEADER + 1, MAX_PACKET) - crate::packet::HEADER
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
