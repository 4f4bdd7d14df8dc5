//! Film: the browser's video codecs (WebCodecs), where it has them.
//!
//! The encoder side makes chunks of a part of captured frames, the decoder side turns chunks into
//! pictures again. A browser may claim a codec that it then does not deliver: a maker is asked for one
//! small picture before it is relied on, and a player that fails takes its codec off the list.

mod codecs;
mod js;
mod maker;
mod player;

pub(crate) use codecs::{makes, plays};
pub(crate) use maker::{Made, Maker};
pub(crate) use player::{Played, Player};
