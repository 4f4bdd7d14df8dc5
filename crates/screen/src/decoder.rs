//! The decoder: bands in, the frame and its damaged rectangles out.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    band::{BandError, BandHeader, Method, Parts},
    convert,
    enlarge::Enlarger,
    film::{Chunk, Film},
    frame::{Frame, FrameRef},
    id::FrameId,
    ink::InkReader,
    limits::Limits,
    moves::Move,
    reassembler::Band,
    rect::Rect,
    sketch,
    tiles::Tiles,
};

/// Why a band cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// It is not a band.
    Band(BandError),
    /// Its format or size is not that of the picture, and it does not start a keyframe.
    OtherPicture,
    /// Its samples are not what was announced.
    Corrupt,
    /// A keyframe ended without covering the picture.
    Uncovered,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Band(error) => error.fmt(f),
            Self::OtherPicture => f.write_str("band of another picture"),
            Self::Corrupt => f.write_str("samples do not decompress"),
            Self::Uncovered => f.write_str("keyframe does not cover the picture"),
        }
    }
}

impl core::error::Error for DecodeError {}

impl From<BandError> for DecodeError {
    fn from(error: BandError) -> Self {
        Self::Band(error)
    }
}

/// What a band changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage<'a> {
    /// The frame.
    pub frame: FrameId,
    /// Whether this is the frame's first band: rectangles kept of an unfinished frame are void.
    pub first: bool,
    /// The rectangles to draw.
    pub rects: &'a [Rect],
    /// Whether the frame is now complete: only then can the picture equal the captured one.
    pub complete: bool,
    /// Whether a chunk of film of the same capture is to follow: [`Presenter`](crate::Presenter).
    pub film: bool,
}

/// What a band brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoded<'a> {
    /// Something to draw.
    Damage(Damage<'a>),
    /// A chunk for the decoder of a film. It is a frame of its own.
    Film(FrameId, Chunk<'a>),
}

/// Holds the picture, and applies bands to it.
pub struct Decoder {
    limits: Limits,
    picture: Option<Frame>,
    /// The frame that the picture is, once complete.
    shown: Option<FrameId>,
    /// Bytes of samples that the keyframe in work has brought.
    covered: usize,
    moves: Vec<Move>,
    rects: Vec<Rect>,
    /// Where the moves of a band change something.
    moved: Tiles,
    moved_rects: Vec<Rect>,
    ink: InkReader,
    /// The film that plays, until something exact takes its place.
    film: Option<Film>,
    enlarger: Enlarger,
    /// The data of its last chunk.
    data: Vec<u8>,
}

impl Decoder {
    /// A decoder without a picture.
    #[must_use]
    pub const fn new(limits: Limits) -> Self {
        Self {
            limits,
            picture: None,
            shown: None,
            covered: 0,
            moves: Vec::new(),
            rects: Vec::new(),
            moved: Tiles::new(),
            moved_rects: Vec::new(),
            ink: InkReader::new(),
            film: None,
            enlarger: Enlarger::new(),
            data: Vec::new(),
        }
    }

    /// Decodes the next band of a stream, as [`Reassembler`](crate::Reassembler) returns them.
    ///
    /// # Errors
    /// [`DecodeError`]; the picture is then no frame any more, until a keyframe has arrived.
    pub fn decode(&mut self, band: Band<'_>) -> Result<Decoded<'_>, DecodeError> {
        // From the first changed sample on the picture is a mixture.
        self.shown = None;
        let parts = BandHeader::parse(band.bytes, &self.limits, &mut self.moves, &mut self.rects)?;
        let Parts {
            header,
            samples,
            mut block,
        } = parts;
        let BandHeader {
            format,
            method,
            width,
            height,
        } = header;
        let starts = band.key && band.first;
        let same = self.picture.as_ref().is_some_and(|picture| {
            let now = picture.layout();
            (now.format, now.width, now.height) == (format, width, height)
        });
        if !same {
            if !starts {
                return Err(DecodeError::OtherPicture);
            }
            // The old picture goes first: both at once would be memory for nothing.
            self.picture = None;
            self.picture = Frame::new(format, width, height, &self.limits).ok();
        }
        let picture = self.picture.as_mut().ok_or(DecodeError::OtherPicture)?;
        if method == Method::Film {
            return self.chunk(&band, block);
        }
        if starts {
            self.ink.reset();
        }
        // What is told exactly is no film any more.
        self.film = self
            .film
            .filter(|film| !band.key && !self.rects.iter().any(|rect| rect.touches(&film.rect)));
        if band.key && !self.moves.is_empty() {
            return Err(DecodeError::Corrupt);
        }
        if !self.moves.is_empty() {
            self.moved.fill(width, height, false);
        }
        for moved in &self.moves {
            self.moved.add(&picture.as_ref(), moved);
            picture.make(moved);
        }
        match method {
            Method::Ink | Method::Fresh => self
                .ink
                .read(
                    picture,
                    !band.key && method == Method::Ink,
                    &self.rects,
                    block,
                )
                .map_err(|_| DecodeError::Corrupt)?,
            Method::Sketch => {
                sketch::read(picture, &self.rects, block).map_err(|_| DecodeError::Corrupt)?;
            }
            Method::Plain | Method::Film => {
                self.ink.reset();
                for rect in &self.rects {
                    picture.take(rect, &mut block).ok_or(DecodeError::Corrupt)?;
                }
            }
        }
        self.covered = if starts {
            samples
        } else {
            self.covered.saturating_add(samples)
        };
        if band.last {
            if band.key && self.covered != picture.layout().bytes() {
                return Err(DecodeError::Uncovered);
            }
            let exact = self.film.is_none() && !band.likeness;
            self.shown = exact.then_some(band.frame);
        }
        // What has moved is to be drawn as well.
        if !self.moves.is_empty() {
            self.moved.rects(width, height, &mut self.moved_rects);
            self.rects.append(&mut self.moved_rects);
        }
        let Band {
            frame,
            first,
            last: complete,
            film,
            ..
        } = band;
        Ok(Decoded::Damage(Damage {
            frame,
            first,
            rects: &self.rects,
            complete,
            film,
        }))
    }

    /// The film that plays.
    #[must_use]
    pub const fn film(&self) -> Option<Film> {
        self.film
    }

    /// A chunk goes to whoever can decode it. From the first on, a film plays.
    fn chunk(&mut self, band: &Band<'_>, block: &[u8]) -> Result<Decoded<'_>, DecodeError> {
        let alone = band.first && band.last && !band.key;
        let rect = self.rects.first().filter(|_| alone);
        let chunk = rect.and_then(|rect| Chunk::parse(*rect, block));
        let chunk = chunk.ok_or(DecodeError::Corrupt)?;
        if self.film != Some(chunk.film) && !chunk.key {
            return Err(DecodeError::Corrupt);
        }
        self.film = Some(chunk.film);
        self.data.clear();
        self.data.extend_from_slice(chunk.data);
        let data = &self.data;
        Ok(Decoded::Film(band.frame, Chunk { data, ..chunk }))
    }

    /// Puts a picture of a film, of any format, where it plays, and returns that place. Nothing when
    /// that film is over, or the picture has not its size.
    pub fn play(&mut self, number: u16, picture: &FrameRef<'_>) -> Option<Rect> {
        let film = self.film.filter(|film| film.number == number)?;
        let (target, layout) = (self.picture.as_mut()?, picture.layout());
        let size = (layout.width, layout.height);
        if !film.takes(size) {
            return None;
        }
        let place = film.size(1);
        let enlarged = if size == place {
            *picture
        } else {
            self.enlarger.enlarge(picture, place, &self.limits)?
        };
        convert::put(&enlarged, target, &film.rect).then_some(film.rect)
    }

    /// The picture as it is now, and the frame that it is; no frame while one is arriving, after an
    /// error, and while some of it is a likeness only, as of a film.
    #[must_use]
    pub fn picture(&self) -> Option<(Option<FrameId>, FrameRef<'_>)> {
        self.picture
            .as_ref()
            .map(|picture| (self.shown, picture.as_ref()))
    }

    /// Bytes of memory held: with the reassembler's at most
    /// [`FRAMES_OF_MEMORY`](crate::FRAMES_OF_MEMORY) frames plus [`FIXED_MEMORY`](crate::FIXED_MEMORY).
    #[must_use]
    pub fn memory(&self) -> usize {
        self.picture.as_ref().map_or(0, Frame::memory)
            + self.moves.capacity() * size_of::<Move>()
            + (self.rects.capacity() + self.moved_rects.capacity()) * size_of::<Rect>()
            + self.moved.memory()
            + self.enlarger.memory()
            + self.ink.memory()
            + self.data.capacity()
    }
}
