//! The receiving side whole: reassembler and decoder, and when to ask for a keyframe.

use crate::{
    decoder::{Damage, DecodeError, Decoded, Decoder},
    film::{Chunk, Film},
    frame::FrameRef,
    id::FrameId,
    limits::Limits,
    packet::PacketError,
    reassembler::{Piece, Reassembler},
    rect::Rect,
};

/// How long, in milliseconds, a keyframe may stay away before it is asked for again.
const ASK_AGAIN: u64 = 2_000;

/// Why a keyframe is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// Something before this packet is missing.
    Missing,
    /// The bytes are not a packet.
    Packet(PacketError),
    /// A band does not decode.
    Decode(DecodeError),
}

/// What a packet led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received<'a> {
    /// Nothing to do: more is to come, it was late, or a keyframe is asked for already.
    Nothing,
    /// Rectangles to draw; acknowledge the frame when it is complete.
    Damage(Damage<'a>),
    /// A chunk to be decoded; acknowledge the frame, and [`Receiver::play`] the picture, when it is.
    Film(FrameId, Chunk<'a>),
    /// Ask the sender for a keyframe, once.
    NeedKeyframe(Loss),
}

/// Packets in, damage out. Never fails: whatever is wrong with the stream is repaired by a keyframe.
pub struct Receiver {
    reassembler: Reassembler,
    decoder: Decoder,
    /// When a keyframe was asked for, or last made progress, while none is complete.
    asked: Option<u64>,
}

impl Receiver {
    /// A receiver without a picture. Ask the sender for a keyframe when it starts.
    #[must_use]
    pub const fn new(limits: Limits, now: u64) -> Self {
        Self {
            reassembler: Reassembler::new(),
            decoder: Decoder::new(limits),
            asked: Some(now),
        }
    }

    /// Starts over on a new channel; the picture stays until the next keyframe. Ask for that.
    pub fn reset(&mut self, now: u64) {
        self.reassembler.reset();
        self.asked = Some(now);
    }

    /// Takes a packet. `now` is in milliseconds.
    pub fn push(&mut self, now: u64, packet: &[u8]) -> Received<'_> {
        let band = match self.reassembler.push(packet) {
            Ok(Piece::Band(band)) => band,
            Ok(Piece::Old) => return Received::Nothing,
            Ok(Piece::More) => {
                self.asked = self.asked.map(|_| now);
                return Received::Nothing;
            }
            Ok(Piece::Missing) => return lost(&mut self.asked, now, Loss::Missing),
            Err(error) => return lost(&mut self.asked, now, Loss::Packet(error)),
        };
        match self.decoder.decode(band) {
            Ok(Decoded::Damage(damage)) => {
                self.asked = if damage.complete {
                    None
                } else {
                    self.asked.map(|_| now)
                };
                Received::Damage(damage)
            }
            Ok(Decoded::Film(frame, chunk)) => Received::Film(frame, chunk),
            Err(error) => {
                self.reassembler.lose();
                lost(&mut self.asked, now, Loss::Decode(error))
            }
        }
    }

    /// Puts a decoded picture of a film into the picture, and returns the rectangle to draw; nothing when
    /// that film is over.
    pub fn play(&mut self, number: u16, picture: &FrameRef<'_>) -> Option<Rect> {
        self.decoder.play(number, picture)
    }

    /// The film that plays.
    #[must_use]
    pub const fn film(&self) -> Option<Film> {
        self.decoder.film()
    }

    /// The decoder of a film cannot go on: a keyframe tells everything exactly. Returns whether it is
    /// to be asked for.
    pub fn film_failed(&mut self, now: u64) -> bool {
        self.reassembler.lose();
        self.asked.replace(now).is_none()
    }

    /// To be called about twice a second: whether a keyframe must be asked for again.
    pub fn tick(&mut self, now: u64) -> bool {
        let due = self
            .asked
            .is_some_and(|asked| now.saturating_sub(asked) >= ASK_AGAIN);
        if due {
            self.asked = Some(now);
        }
        due
    }

    /// The picture as it is now, and the frame that it is (none while a frame is arriving).
    #[must_use]
    pub fn picture(&self) -> Option<(Option<FrameId>, FrameRef<'_>)> {
        self.decoder.picture()
    }

    /// Bytes of memory held.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.reassembler.memory() + self.decoder.memory()
    }
}

/// Asks once; [`Receiver::tick`] repeats it.
fn lost(asked: &mut Option<u64>, now: u64, loss: Loss) -> Received<'static> {
    if asked.is_some() {
        return Received::Nothing;
    }
    *asked = Some(now);
    Received::NeedKeyframe(loss)
}
