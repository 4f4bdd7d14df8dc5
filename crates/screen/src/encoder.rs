//! The encoder: frames in, packets out, one frame at a time.

use alloc::{vec, vec::Vec};
use core::fmt;

use crate::{
    band::{self, BandHeader, Cutter, Method},
    film::{Chunk, Film},
    format::Format,
    frame::{Frame, FrameRef, Layout},
    id::FrameId,
    ink::InkWriter,
    limits::{Limits, MAX_BAND, MAX_BAND_RAW, MAX_BAND_RECTS},
    motion::{Activity, Moving},
    packet::{self, Header},
    rect::Rect,
    scene::{Scene, Wishes},
    sketch::{self, Coarseness},
};

/// A band holds about so many bytes of samples for each byte that the frame may take, and at least so many: then it is
/// soon known whether the frame takes more.
const SAMPLES: usize = 8;
const LEAST_BAND: usize = 64 * 1024;
/// What takes more than so many bits for so many samples looks like no text, whatever it is; of less than so many bytes
/// of samples that cannot be said.
const COSTLY: (usize, usize) = (3, 2);
const WEIGHED: usize = 16 * 1024;

/// What is dragged takes no more than one byte for so many samples.
const DRAGGED: usize = 64;

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
    /// How its bands are told now.
    pass: Pass,
    /// Index of the band in `encoded`.
    band: u16,
    /// Where it lies in `encoded`, and how much of it was taken.
    start: usize,
    len: usize,
    taken: usize,
    end: bool,
    /// Bytes of its bands so far.
    told: usize,
    /// Whether a chunk of film of the same capture is to follow.
    film: bool,
}

/// The parts of a frame, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// What has changed.
    Changed,
    /// What the other end held in a likeness only.
    Fresh,
    /// What is told in a likeness only.
    Sketched,
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
    /// What is to be told of the frame begun. Its moves go with the first band.
    scene: Scene,
    /// How the next frames should be told.
    wishes: Wishes,
    /// How coarse the next sketch is, and how many bytes of samples this frame's hold.
    coarseness: Coarseness,
    sketched: usize,
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
            scene: Scene::default(),
            wishes: Wishes::default(),
            coarseness: Coarseness::USUAL,
            sketched: 0,
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
        match (&mut self.now, &mut self.sent) {
            (Some(now), Some(sent)) if now.layout().same_picture(&layout) => {
                if keyframe {
                    now.copy_rect(frame, &Rect::full(layout.width, layout.height));
                    return Ok(Some(self.start_keyframe(&layout)));
                }
                let told = self.scene.look(frame, now, sent, &self.wishes);
                Ok(told.then(|| self.start(layout.format, false)))
            }
            (now, sent) => {
                // The old pictures go first: all at once would be memory for nothing.
                (*now, *sent) = (None, None);
                *now = Some(Frame::copy_of(frame));
                *sent = Frame::new(layout.format, layout.width, layout.height, &self.limits).ok();
                Ok(Some(self.start_keyframe(&layout)))
            }
        }
    }

    /// Which whole tiles move, from the next frame on, as [`Motion`](crate::Motion) says. `films` is whether
    /// somebody can make a film of them. What moves no more is told exactly.
    pub fn set_moving(&mut self, moving: Option<(Rect, Moving)>, films: bool) {
        let kind = moving.map(|(_, kind)| kind);
        self.wishes.moving = moving.map(|(tiles, _)| tiles);
        self.wishes.film = films && kind == Some(Moving::Film);
        self.wishes.dragged = kind == Some(Moving::Dragged);
    }

    /// The film that is part of the frame begun last, and whether something changed in it: then a
    /// chunk is to follow, by [`Self::begin_chunk`].
    #[must_use]
    pub fn film(&self) -> Option<(Film, bool)> {
        self.scene.film()
    }

    /// What happened in the frame begun last, when all its packets were taken.
    #[must_use]
    pub fn activity(&self) -> Activity<'_> {
        self.scene.activity()
    }

    /// Begins a frame that holds nothing but a chunk of a film. `None` when that film is over, or the
    /// chunk is too large.
    ///
    /// # Errors
    /// [`EncodeError::Busy`].
    pub fn begin_chunk(&mut self, chunk: &Chunk<'_>) -> Result<Option<FrameId>, EncodeError> {
        if self.job.is_some() {
            return Err(EncodeError::Busy);
        }
        let plays = self.scene.film().map(|(film, _)| film) == Some(chunk.film);
        let Some(now) = self.now.as_ref().filter(|_| plays) else {
            return Ok(None);
        };
        self.encoded.truncate(HEAD);
        self.encoded.extend_from_slice(&chunk.header());
        self.encoded.extend_from_slice(chunk.data);
        let layout = *now.layout();
        let start = HEAD - band::head(0, 1);
        let len = self.encoded.len() - start;
        if len > MAX_BAND {
            return Ok(None);
        }
        let header = BandHeader {
            format: layout.format,
            method: Method::Film,
            width: layout.width,
            height: layout.height,
        };
        header.write(&[], &[chunk.film.rect], &mut self.encoded[start..HEAD]);
        let frame = self.take_id();
        self.job = Some(Job {
            frame,
            base: Some(frame.before()),
            pass: Pass::Changed,
            band: 0,
            start,
            len,
            taken: 0,
            end: true,
            told: 0,
            film: false,
        });
        Ok(Some(frame))
    }

    /// How many bytes, about, a frame may take, so that what is newer need not wait for it: what looks like
    /// no text and would take more is sketched, and so much of what was sketched or film before is told
    /// exactly. Without limit unless it is set.
    pub const fn set_budget(&mut self, bytes: usize) {
        self.wishes.bytes = bytes;
    }

    /// Where the other side looks, as far as is known, in pixels across and down: of what it holds in a likeness only
    /// that is told exactly first.
    pub const fn set_focus(&mut self, x: u16, y: u16) {
        self.wishes.focus = Some((x, y));
    }

    /// Whether the other end holds something in a likeness only that is no film.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.scene.is_stale()
    }

    /// Begins a frame that tells exactly what is stale, or some of it, without a new capture; a film that is
    /// not wanted any more ends. `None` when all is exact that does not move.
    ///
    /// # Errors
    /// [`EncodeError::Busy`].
    pub fn begin_refined(&mut self) -> Result<Option<FrameId>, EncodeError> {
        if self.job.is_some() {
            return Err(EncodeError::Busy);
        }
        let Some(layout) = self.now.as_ref().map(|now| *now.layout()) else {
            return Ok(None);
        };
        let told = self.scene.refine(&layout, &self.wishes);
        Ok(told.then(|| self.start(layout.format, false)))
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
        Ok(now.map(|now| self.start_keyframe(&now)))
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

    /// Goes on with the next part of the frame that has something to tell, once one is done.
    fn turn_page(&mut self) -> Option<Pass> {
        let format = self.now.as_ref()?.layout().format;
        let job = self.job.as_mut()?;
        let scene = &mut self.scene;
        if self.cutter.is_done() && scene.moves.is_empty() {
            let (pass, rects) = if scene.fresh.is_empty() {
                (Pass::Sketched, &mut scene.sketch)
            } else {
                (Pass::Fresh, &mut scene.fresh)
            };
            if !rects.is_empty() {
                job.pass = pass;
                self.cutter.restart(format, rects);
                rects.clear();
            }
        }
        Some(job.pass)
    }

    /// Encodes the next band of the frame begun.
    fn make_band(&mut self) -> Option<()> {
        let pass = self.turn_page()?;
        let most = match pass {
            Pass::Changed => self.wishes.bytes.saturating_mul(SAMPLES).max(LEAST_BAND),
            Pass::Fresh | Pass::Sketched => MAX_BAND_RAW,
        };
        self.cutter.next(most.min(MAX_BAND_RAW), &mut self.band);
        self.encoded.truncate(HEAD);
        let method = self.tell(pass)?;
        if pass == Pass::Changed {
            self.weigh()?;
        }
        let (now, sent) = (self.now.as_ref()?.as_ref(), self.sent.as_mut()?);
        for rect in &self.band {
            sent.copy_rect(&now, rect);
        }
        let (layout, scene, job) = (now.layout(), &mut self.scene, self.job.as_mut()?);
        job.end = self.cutter.is_done() && scene.fresh.is_empty() && scene.sketch.is_empty();
        job.start = HEAD - band::head(scene.moves.len(), self.band.len());
        BandHeader {
            format: layout.format,
            method,
            width: layout.width,
            height: layout.height,
        }
        .write(&scene.moves, &self.band, &mut self.encoded[job.start..HEAD]);
        scene.moves.clear();
        job.len = self.encoded.len() - job.start;
        job.taken = 0;
        debug_assert!(job.len <= MAX_BAND);
        Some(())
    }

    /// Looks at what the band of changes has cost. If that was much, and the frame takes more than it may, what is left of
    /// the same part is sketched.
    fn weigh(&mut self) -> Option<()> {
        let format = self.now.as_ref()?.layout().format;
        let bytes = |rect: &Rect| format.bytes(rect.w, rect.h);
        let samples = self.band.iter().map(bytes).sum::<usize>();
        let told = self.encoded.len() - HEAD;
        let costly = samples >= WEIGHED && told * 8 * COSTLY.1 > samples * COSTLY.0;
        if samples >= WEIGHED {
            self.scene.told(&self.band, costly);
        }
        let job = self.job.as_mut()?;
        job.told += told;
        if costly && job.told > self.wishes.bytes {
            for rect in self.cutter.take_cut() {
                self.sketched += bytes(&rect);
                self.scene.sketch_instead(rect);
            }
        }
        Some(())
    }

    /// Encodes what the band's rectangles hold.
    fn tell(&mut self, pass: Pass) -> Option<Method> {
        let (now, sent) = (self.now.as_ref()?.as_ref(), self.sent.as_ref()?.as_ref());
        let format = now.layout().format;
        let bytes = |rect: &Rect| format.bytes(rect.w, rect.h);
        let samples = self.band.iter().map(bytes).sum::<usize>();
        let method = match pass {
            Pass::Changed => Method::Ink,
            Pass::Fresh => Method::Fresh,
            Pass::Sketched => Method::Sketch,
        };
        if pass == Pass::Sketched {
            let mut room = share(self.wishes.bytes, samples, self.sketched);
            if self.wishes.dragged {
                // More would look no better while it moves.
                room = room.min(samples / DRAGGED);
            }
            self.coarseness =
                sketch::fit(&now, &self.band, self.coarseness, room, &mut self.encoded);
        } else {
            let keyframe = self.job.as_ref()?.base.is_none();
            let before = (pass == Pass::Changed && !keyframe).then_some(&sent);
            let scene = &mut self.scene;
            self.ink
                .write(&now, before, &self.band, &mut self.encoded, |x, y| {
                    scene.grainy(x, y);
                });
        }
        // A band of moves alone has no samples; that is no reason to forget what was learned.
        if samples == 0 || self.encoded.len() - HEAD <= samples {
            return Some(method);
        }
        // Noise: nothing foretells it.
        self.ink.reset();
        self.encoded.truncate(HEAD);
        for rect in &self.band {
            now.append(rect, &mut self.encoded);
        }
        Some(Method::Plain)
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
            film: job.film,
            likeness: self.scene.is_stale(),
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
        let id = self.next.before();
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
        let frames = self.now.iter().chain(&self.sent);
        frames.map(Frame::memory).sum::<usize>()
            + self.scene.memory()
            + self.cutter.memory()
            + self.band.capacity() * size_of::<Rect>()
            + self.ink.memory()
            + self.encoded.capacity()
            + self.packet.capacity()
    }

    fn start_keyframe(&mut self, layout: &Layout) -> FrameId {
        self.wishes.moving = None;
        self.ink.reset();
        if let Some(now) = &self.now {
            self.scene.keyframe(&now.as_ref(), &self.wishes);
        }
        self.start(layout.format, true)
    }

    /// Starts a frame of what the scene has to tell.
    fn start(&mut self, format: Format, keyframe: bool) -> FrameId {
        let frame = self.take_id();
        self.cutter.restart(format, &self.scene.damage);
        let bytes = |rect: &Rect| format.bytes(rect.w, rect.h);
        self.sketched = self.scene.sketch.iter().map(bytes).sum();
        self.job = Some(Job {
            frame,
            base: (!keyframe).then(|| frame.before()),
            pass: Pass::Changed,
            band: 0,
            start: 0,
            len: 0,
            taken: 0,
            end: false,
            told: 0,
            film: self.scene.film().is_some_and(|(_, changed)| changed),
        });
        frame
    }

    const fn take_id(&mut self) -> FrameId {
        let frame = self.next;
        self.next = frame.next();
        frame
    }
}

/// What part of `room` bytes a part of something has.
fn share(room: usize, part: usize, whole: usize) -> usize {
    // All of it are bytes of a picture, or no limit at all.
    (room as u128 * part as u128 / whole.max(1) as u128) as usize
}
