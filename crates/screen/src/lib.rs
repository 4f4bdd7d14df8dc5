//! The screen codec and its flow control, sans-IO: captured frames in, packets out; packets in,
//! frames and the rectangles to draw out.
//!
//! ```text
//! FrameRef ─► Encoder ─► packets ≤ 64 KiB ─► Receiver (Reassembler ─► Decoder) ─► Damage ─► convert::to_rgba
//!    ▲           ▲                                │
//!   Flow ────────┘◄──────── acks, keyframe requests
//! ```
//!
//! Lossless in the captured format: what the receiver holds equals the captured frame, plane for
//! plane. Nothing here does I/O or reads a clock: the caller supplies the time in milliseconds of
//! any monotonic clock. Memory stays under the bounds that [`Limits`] declares.
//! The wire format is described byte by byte in `docs/screen-format.md`.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
extern crate std;

mod band;
mod carried;
mod coder;
pub mod convert;
mod decoder;
mod encoder;
mod enlarge;
mod film;
mod flow;
mod format;
mod frame;
mod id;
mod ink;
mod likeness;
mod limits;
mod motion;
mod moves;
mod numbers;
mod overdue;
mod packet;
mod path;
mod picture;
mod presenter;
mod reassembler;
mod receiver;
mod rect;
mod scene;
mod sketch;
mod texture;
mod tiles;
pub mod times;
mod trim;

pub use band::BandError;
pub use decoder::{Damage, DecodeError, Decoded, Decoder};
pub use encoder::{EncodeError, Encoder};
pub use film::{Chunk, Codec, Film, FilmRate};
pub use flow::{Flow, Turn};
pub use format::Format;
pub use frame::{Frame, FrameRef, Layout, LayoutError, Plane};
pub use id::FrameId;
pub use limits::{
    FIXED_MEMORY, FRAMES_OF_MEMORY, Limits, MAX_BAND, MAX_BAND_RAW, MAX_BAND_RECTS, MAX_MOVES,
    MAX_PACKET,
};
pub use motion::{Activity, Change, Motion, Moving};
pub use moves::Move;
pub use packet::{
    HEADER as PACKET_HEADER, Header as PacketHeader, PacketError, split as split_packet,
};
pub use picture::{Heartbeat, Label, Picture, PictureState};
pub use presenter::Presenter;
pub use reassembler::{Band, Piece, Reassembler};
pub use receiver::{Loss, Received, Receiver};
pub use rect::Rect;
pub use tiles::TILE;
