//! Packets back into bands. Resumes in the middle of a band, takes any split, and tells late,
//! repeated and missing packets apart.

use alloc::vec::Vec;

use crate::{
    id::FrameId,
    limits::MAX_BAND,
    packet::{Header, PacketError},
};

/// A complete band, not yet decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band<'a> {
    /// The frame it belongs to.
    pub frame: FrameId,
    /// Whether the frame is a keyframe.
    pub key: bool,
    /// Whether it is its frame's first band.
    pub first: bool,
    /// Whether it is its frame's last band.
    pub last: bool,
    /// Whether a chunk of film of the same capture is to follow.
    pub film: bool,
    /// Whether something will be a likeness only when its frame has arrived, films aside.
    pub likeness: bool,
    /// The encoded band.
    pub bytes: &'a [u8],
}

/// What a packet turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// It completes a band.
    Band(Band<'a>),
    /// It was taken; its band needs more.
    More,
    /// It is late or repeated, and was dropped.
    Old,
    /// Something before it is missing: nothing can be used until a keyframe starts.
    Missing,
}

/// The frame whose packets are arriving.
#[derive(Debug, Clone, Copy)]
struct Open {
    frame: FrameId,
    base: Option<FrameId>,
    /// The band expected or begun.
    band: u16,
    /// Its length and whether it is the last, once its first fragment is there.
    begun: Option<(u32, bool)>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// Only the start of a keyframe can be used.
    Lost,
    /// Everything up to this frame arrived.
    Idle(FrameId),
    /// A frame is arriving.
    Open(Open),
}

/// Puts bands together from packets. Holds at most one band.
pub struct Reassembler {
    state: State,
    /// The newest frame of which anything was taken, to know what is late.
    newest: Option<FrameId>,
    /// What arrived of the band in work.
    buffer: Vec<u8>,
}

impl Default for Reassembler {
    fn default() -> Self {
        Self::new()
    }
}

impl Reassembler {
    /// A reassembler that waits for a keyframe.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            state: State::Lost,
            newest: None,
            buffer: Vec::new(),
        }
    }

    /// Forgets the stream: for a new channel, on which nothing can be late.
    pub fn reset(&mut self) {
        self.lose();
        self.newest = None;
    }

    /// Waits for a keyframe from now on; what is late stays late.
    pub fn lose(&mut self) {
        self.state = State::Lost;
        self.buffer.clear();
    }

    /// Takes a packet.
    ///
    /// # Errors
    /// [`PacketError`], when it is not a packet or contradicts those before it: a keyframe is then
    /// needed.
    pub fn push<'a>(&'a mut self, packet: &'a [u8]) -> Result<Piece<'a>, PacketError> {
        let (header, fragment) = match Header::parse(packet) {
            Ok(parsed) => parsed,
            Err(error) => {
                self.lose();
                return Err(error);
            }
        };
        let open = match self.place(&header) {
            Ok(open) => open,
            Err(piece) => {
                if piece == Piece::Missing {
                    self.lose();
                }
                return Ok(piece);
            }
        };
        match open.begun {
            Some(begun) if begun != (header.len, header.end) => {
                self.lose();
                return Err(PacketError::Contradiction);
            }
            Some(_) => {}
            None => self.buffer.clear(),
        }
        let got = self.buffer.len();
        // `parse` keeps both below MAX_BAND.
        let (offset, len) = (header.offset as usize, header.len as usize);
        let Some(skip) = got.checked_sub(offset) else {
            self.lose();
            return Ok(Piece::Missing);
        };
        let Some(fresh) = fragment.get(skip..).filter(|fresh| !fresh.is_empty()) else {
            return Ok(Piece::Old);
        };
        self.newest = Some(header.frame);
        let whole = got == 0 && fresh.len() == len;
        if !whole {
            self.buffer.reserve_exact(len - got);
            self.buffer.extend_from_slice(fresh);
            if self.buffer.len() < len {
                let begun = Some((header.len, header.end));
                self.state = State::Open(Open { begun, ..open });
                return Ok(Piece::More);
            }
        }
        self.state = match header.band.checked_add(1) {
            _ if header.end => State::Idle(header.frame),
            Some(band) => State::Open(Open {
                band,
                begun: None,
                ..open
            }),
            // No encoder cuts a frame into so many bands.
            None => State::Lost,
        };
        Ok(Piece::Band(Band {
            frame: header.frame,
            key: header.base.is_none(),
            first: header.band == 0,
            last: header.end,
            film: header.film,
            likeness: header.likeness,
            bytes: if whole { fresh } else { &self.buffer },
        }))
    }

    /// Bytes of memory held.
    #[must_use]
    pub fn memory(&self) -> usize {
        debug_assert!(self.buffer.capacity() <= MAX_BAND);
        self.buffer.capacity()
    }

    /// Finds the place of a packet: the frame it goes on with or starts, or what it is instead.
    fn place(&self, header: &Header) -> Result<Open, Piece<'static>> {
        if let State::Open(open) = self.state
            && open.frame == header.frame
        {
            return match header.band {
                _ if header.base != open.base => Err(Piece::Missing),
                band if band < open.band => Err(Piece::Old),
                band if band > open.band => Err(Piece::Missing),
                _ => Ok(open),
            };
        }
        if self
            .newest
            .is_some_and(|newest| header.frame.is_late(newest))
        {
            return Err(Piece::Old);
        }
        let follows = match (header.base, self.state) {
            (None, _) => true,
            (Some(base), State::Idle(last)) => base == last && header.frame.is_after(last),
            (Some(_), State::Lost | State::Open(_)) => false,
        };
        if follows && header.band == 0 && header.offset == 0 {
            Ok(Open {
                frame: header.frame,
                base: header.base,
                band: 0,
                begun: None,
            })
        } else {
            Err(Piece::Missing)
        }
    }
}
