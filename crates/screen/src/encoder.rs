//! The encoder: frames in, packets out, one frame at a time.

use alloc::{vec, vec::Vec};
use core::fmt;

use crate::{
    band::{self, BandHeader, Cutter, Method},
    format::Format,
    frame::{Frame, FrameRef},
    id::FrameId,
    ink::InkWriter,
    limits::{Limits, MAX_BAND, MAX_BAND_RECTS},
    moves::{Finder, Move},
    packet::{self, Header},
    rect::Rect,
    tiles::Tiles,
};

/// Room for what stands in front of a band's ink.
const HEAD: usize = band::MAX_HEAD;

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

/// Turns frames into packets: what has moved, and then only tiles that differ.
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
    finder: Finder,
    /// What moved first in the frame begun, until its first band is made.
    moves: Vec<Move>,
    damage: Vec<Rect>,
    cutter: Cutter,
    job: Option<Job>,
    ink: InkWriter,
    band: Vec<Rect>,
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
            finder: Finder::default(),
            moves: Vec::new(),
            damage: Vec::new(),
            cutter: Cutter::new(Format::I420),
            job: None,
            ink: InkWriter::new(),
            band: Vec::with_capacity(MAX_BAND_RECTS),
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
                self.finder
                    .find(frame, &now.as_ref(), &self.tiles, &mut self.moves);
                if !self.moves.is_empty() {
                    for moved in &self.moves {
                        now.make(moved);
                        if let Some(sent) = &mut self.sent {
                            sent.make(moved);
                        }
                    }
                    self.tiles.compare(frame, &now.as_ref(), &mut self.damage);
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
        let job = self.job.as_mut()?;
        if job.taken == job.len {
            if job.end {
                self.job = None;
                return None;
            }
            if job.len > 0 {
                job.band += 1;
            }
            self.make_band()?;
        }
        self.make_packet()
    }

    /// Encodes the next band of the frame begun.
    fn make_band(&mut self) -> Option<()> {
        let (now, sent, job) = (
            self.now.as_ref()?.as_ref(),
            self.sent.as_mut()?,
            self.job.as_mut()?,
        );
        self.cutter.next(&mut self.band);
        job.end = self.cutter.is_done();
        self.encoded.truncate(HEAD);
        let before = job.base.map(|_| sent.as_ref());
        self.ink
            .write(&now, before.as_ref(), &self.band, &mut self.encoded);
        let layout = now.layout();
        let bytes = |rect: &Rect| layout.format.bytes(rect.w, rect.h);
        let mut method = Method::Ink;
        if self.encoded.len() - HEAD > self.band.iter().map(bytes).sum() {
            // Noise: nothing foretells it.
            method = Method::Plain;
            self.ink.reset();
            self.encoded.truncate(HEAD);
            for rect in &self.band {
                now.append(rect, &mut self.encoded);
            }
        }
        for rect in &self.band {
            sent.copy_rect(&now, rect);
        }
        job.start = HEAD - band::head(self.moves.len(), self.band.len());
        BandHeader {
            format: layout.format,
            method,
            width: layout.width,
            height: layout.height,
        }
        .write(&self.moves, &self.band, &mut self.encoded[job.start..HEAD]);
        self.moves.clear();
        job.len = self.encoded.len() - job.start;
        job.taken = 0;
        debug_assert!(job.len <= MAX_BAND);
        Some(())
    }

    /// Cuts the next packet off the band in work.
    fn make_packet(&mut self) -> Option<&[u8]> {
        let job = self.job.as_mut()?;
        let size = self.limits.fragment().min(job.len - job.taken);
        let from = job.start + job.taken;
        Header {
            frame: job.frame,
            base: job.base,
            band: job.band,
            end: job.end,
            // Both are at most MAX_BAND.
            len: job.len as u32,
            offset: job.taken as u32,
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
            + self.finder.memory()
            + self.moves.capacity() * size_of::<Move>()
            + self.cutter.memory()
            + rects * size_of::<Rect>()
            + self.ink.memory()
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
            self.moves.clear();
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
