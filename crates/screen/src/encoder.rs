//! The encoder: frames in, packets out, one frame at a time.

use alloc::{vec, vec::Vec};
use core::fmt;

use crate::{
    band::{BandHeader, Cutter},
    compress::{self, Compressor},
    format::Format,
    frame::{Frame, FrameRef},
    id::FrameId,
    ink::InkWriter,
    limits::{Limits, MAX_BAND, MAX_BAND_RECTS},
    packet::{self, Header},
    rect::Rect,
    tiles::Tiles,
};

/// Room for a band's header and rectangles, in front of its block.
const HEAD: usize = crate::band::HEADER + MAX_BAND_RECTS * crate::band::RECT;

/// Why a frame cannot be encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// The frame before still has packets to be taken.
    Busy,
    /// The frame is larger than the encoder's limits allow.
    Size {
        /// Width in pixels.
        width: u16,
        /// Height in pixels.
        height: u16,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("the frame before is not finished"),
            Self::Size { width, height } => write!(f, "size {width}x{height} is not allowed"),
        }
    }
}

impl core::error::Error for EncodeError {}

/// The frame being sent, and the band of it whose fragments are being taken.
struct Job {
    frame: FrameId,
    base: Option<FrameId>,
    /// Index of the band in `encoded`.
    band: u16,
    /// Where it lies in `encoded`, and how much of it was taken.
    start: usize,
    len: usize,
    taken: usize,
    end: bool,
}

/// Turns frames into packets: only tiles that differ from the frame sent before.
///
/// [`begin`](Self::begin) keeps what it needs of the frame, which may be released at once; then
/// [`next_packet`](Self::next_packet) until it returns `None`. Compression happens there, band by
/// band, so that the first packet is on its way before the last one is made.
pub struct Encoder {
    limits: Limits,
    next: FrameId,
    /// The frame begun last; its id is the one before `next`.
    now: Option<Frame>,
    /// What the other end holds once it has everything that was taken.
    sent: Option<Frame>,
    tiles: Tiles,
    damage: Vec<Rect>,
    cutter: Cutter,
    job: Option<Job>,
    compressor: Compressor,
    ink: InkWriter,
    band: Vec<Rect>,
    grain: Vec<u8>,
    /// The band in work: its header ends, and its ink starts, at byte `HEAD`.
    encoded: Vec<u8>,
    packet: Vec<u8>,
}

impl Encoder {
    /// An encoder whose first frame gets the id `first`: draw it at random, so that a receiver can
    /// tell this stream from another on the same channel.
    #[must_use]
    pub fn new(limits: Limits, first: FrameId) -> Self {
        Self {
            limits,
            next: first,
            now: None,
            sent: None,
            tiles: Tiles::default(),
            damage: Vec::new(),
            cutter: Cutter::new(Format::I420),
            job: None,
            compressor: Compressor::new(),
            ink: InkWriter::new(),
            band: Vec::with_capacity(MAX_BAND_RECTS),
            grain: Vec::new(),
            encoded: vec![0; HEAD],
            packet: Vec::with_capacity(packet::HEADER + limits.fragment()),
        }
    }

    /// Begins a frame and returns its id, or `None` when it equals the frame sent before and no
    /// keyframe is asked for. The first frame, and one of another format or size, is a keyframe
    /// anyway.
    ///
    /// # Errors
    /// [`EncodeError`]; the encoder is then as it was.
    pub fn begin(
        &mut self,
        frame: &FrameRef<'_>,
        keyframe: bool,
    ) -> Result<Option<FrameId>, EncodeError> {
        if self.job.is_some() {
            return Err(EncodeError::Busy);
        }
        let layout = *frame.layout();
        if !self.limits.allow(layout.width, layout.height) {
            return Err(EncodeError::Size {
                width: layout.width,
                height: layout.height,
            });
        }
        let full = Rect::full(layout.width, layout.height);
        match &mut self.now {
            Some(now) if now.layout().same_picture(&layout) => {
                if keyframe {
                    now.copy_rect(frame, &full);
                    return Ok(Some(self.start(layout.format, Some(full))));
                }
                self.tiles.compare(frame, &now.as_ref(), &mut self.damage);
                if self.damage.is_empty() {
                    return Ok(None);
                }
                for rect in &self.damage {
                    now.copy_rect(frame, rect);
                }
                Ok(Some(self.start(layout.format, None)))
            }
            now => {
                // The old pictures go first: all at once would be memory for nothing.
                *now = None;
                self.sent = None;
                *now = Some(Frame::copy_of(frame));
                self.sent =
                    Frame::new(layout.format, layout.width, layout.height, &self.limits).ok();
                Ok(Some(self.start(layout.format, Some(full))))
            }
        }
    }

    /// Begins a keyframe of the frame sent last, without a new capture: a still screen delivers
    /// none. `None` when nothing was sent yet.
    ///
    /// # Errors
    /// [`EncodeError::Busy`].
    pub fn begin_again(&mut self) -> Result<Option<FrameId>, EncodeError> {
        if self.job.is_some() {
            return Err(EncodeError::Busy);
        }
        let now = self.now.as_ref().map(|now| *now.layout());
        Ok(now.map(|now| self.start(now.format, Some(Rect::full(now.width, now.height)))))
    }

    /// The next packet of the frame begun, of at most [`Limits::max_packet`] bytes; `None` when the
    /// frame is finished.
    pub fn next_packet(&mut self) -> Option<&[u8]> {
        let (now, sent) = (self.now.as_ref()?, self.sent.as_mut()?);
        let job = self.job.as_mut()?;
        if job.taken == job.len {
            if job.end {
                self.job = None;
                return None;
            }
            self.cutter.next(&mut self.band);
            if job.len > 0 {
                job.band += 1;
            }
            job.end = self.cutter.is_done();
            let now = now.as_ref();
            let before = job.base.map(|_| sent.as_ref());
            self.grain.clear();
            self.encoded.truncate(HEAD);
            self.ink.write(
                &now,
                before.as_ref(),
                &self.band,
                &mut self.encoded,
                &mut self.grain,
            );
            for rect in &self.band {
                sent.copy_rect(&now, rect);
            }
            let ink = self.encoded.len() - HEAD;
            let end = self.encoded.len();
            self.encoded
                .resize(end + compress::bound(self.grain.len()), 0);
            let (method, block) = self
                .compressor
                .compress(&self.grain, &mut self.encoded[end..]);
            let layout = now.layout();
            let header = BandHeader {
                format: layout.format,
                method,
                width: layout.width,
                height: layout.height,
                grain: self.grain.len(),
                ink,
            };
            let head = crate::band::HEADER + self.band.len() * crate::band::RECT;
            job.start = HEAD - head;
            header.write(&self.band, &mut self.encoded[job.start..HEAD]);
            job.len = head + ink + block;
            job.taken = 0;
            debug_assert!(job.len <= MAX_BAND);
        }
        let size = self.limits.fragment().min(job.len - job.taken);
        let from = job.start + job.taken;
        // Both are at most MAX_BAND.
        let (len, offset) = (job.len as u32, job.taken as u32);
        let Job {
            frame,
            base,
            band,
            end,
            ..
        } = *job;
        Header {
            frame,
            base,
            band,
            end,
            len,
            offset,
        }
        .write(&self.encoded[from..from + size], &mut self.packet);
        job.taken += size;
        Some(&self.packet)
    }

    /// The frame begun last and its id: what the receiver will hold.
    #[must_use]
    pub fn last_frame(&self) -> Option<(FrameId, FrameRef<'_>)> {
        let id = FrameId(self.next.0.wrapping_sub(1));
        self.now.as_ref().map(|frame| (id, frame.as_ref()))
    }

    /// The id that the next frame will get.
    #[must_use]
    pub const fn next_id(&self) -> FrameId {
        self.next
    }

    /// Bytes of memory held: at most [`FRAMES_OF_MEMORY`](crate::FRAMES_OF_MEMORY) frames plus
    /// [`FIXED_MEMORY`](crate::FIXED_MEMORY).
    #[must_use]
    pub fn memory(&self) -> usize {
        let rects = self.damage.capacity() + self.band.capacity();
        let frames = self.now.iter().chain(&self.sent);
        frames.map(Frame::memory).sum::<usize>()
            + self.tiles.memory()
            + self.cutter.memory()
            + rects * size_of::<Rect>()
            + self.ink.memory()
            + self.grain.capacity()
            + self.encoded.capacity()
            + self.packet.capacity()
    }

    /// Starts a frame: a keyframe of the whole picture, or the damage found.
    fn start(&mut self, format: Format, keyframe: Option<Rect>) -> FrameId {
        let frame = self.next;
        self.next = frame.next();
        let base = keyframe.is_none().then(|| FrameId(frame.0.wrapping_sub(1)));
        if let Some(full) = keyframe {
            self.ink.reset();
            self.damage.clear();
            self.damage.push(full);
        }
        self.cutter.restart(format, &self.damage);
        self.job = Some(Job {
            frame,
            base,
            band: 0,
            start: 0,
            len: 0,
            taken: 0,
            end: false,
        });
        frame
    }
}
