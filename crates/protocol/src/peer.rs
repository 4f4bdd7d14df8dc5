//! Messages of the data channels between the browsers, which the broker never sees.
//!
//! `screen` carries binary packets (`docs/screen-format.md`), sharer to helper. `control` and `chat`
//! carry the JSON texts below. No message carries input to the sharer's device: all that a helper
//! may send is listed in [`HelperControl`] and [`ChatFrame`].

use crate::stats::SharerStats;
use crate::{ConnectionId, Redacted, Role};
use serde::{Deserialize, Serialize};

/// Label of the channel for packets of the picture: ordered, reliable, binary.
pub const CHANNEL_SCREEN: &str = "screen";
/// Label of the channel for control messages: ordered, reliable, text.
pub const CHANNEL_CONTROL: &str = "control";
/// Label of the channel for chat: ordered, reliable, text.
pub const CHANNEL_CHAT: &str = "chat";

/// What a helper may send on `control`: all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    try_from = "crate::flat::FlatHelperControl"
)]
pub enum HelperControl {
    /// This frame has been decoded.
    Ack {
        /// Its number.
        frame: u32,
        /// Time from the arrival of its last packet to this, in microseconds. Told only while statistics
        /// are asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        delay_us: Option<u32>,
    },
    /// A whole picture is needed: just joined, or state was lost.
    Keyframe,
    /// Which codecs of film this browser decodes: bit n is codec n of `docs/screen-format.md`. Until it
    /// is said, none.
    Codecs {
        /// The bits.
        codecs: u8,
    },
    /// Where on the picture they look, as far as their pointer tells, in its pixels: what is near there is told exactly
    /// first. It moves nothing on the sharer's side. At most four times a second, and only while the pointer moves.
    Focus {
        /// From the left.
        x: u16,
        /// From the top.
        y: u16,
    },
    /// Statistics of the picture are wanted from now on, or no longer. They end with the channel.
    Measure {
        /// Whether they are.
        on: bool,
    },
    /// A newer build's message: skipped.
    Unknown,
}

/// What a sharer sends on `control`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    try_from = "crate::flat::FlatSharerControl"
)]
pub enum SharerControl {
    /// Sent twice a second while a screen is shared, changed or not.
    Heartbeat {
        /// The newest frame that was captured (and sent, or about to be).
        frame: u32,
        /// Age of the newest capture, in milliseconds.
        captured_ago_ms: u64,
        /// While sharing is paused, the time since the pause began, in milliseconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paused_ago_ms: Option<u64>,
    },
    /// About once a second while sharing, if statistics are wanted: what has come of it since the last.
    Stats {
        /// The statistics.
        stats: SharerStats,
    },
    /// Sharing stopped: the last picture must not stay up.
    Stopped,
    /// A newer build's message: skipped.
    Unknown,
}

/// Names a chat message: unique in the session, however often either page reloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChatId {
    /// The connection on which it was written.
    pub connection: ConnectionId,
    /// Counts up from 1 within that connection.
    pub seq: u32,
}

/// One message of the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatMessage {
    /// Its name.
    pub id: ChatId,
    /// Lamport time: orders the thread in the same way on both sides.
    pub order: u64,
    /// Who wrote it.
    pub author: Role,
    /// When, by the writer's clock, in milliseconds since 1970 (for show only).
    pub written_at_ms: u64,
    /// The text: never markup; at most [`crate::limits::CHAT_CHARS`] characters.
    pub text: Redacted<String>,
}

/// A frame on the `chat` channel, either way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    try_from = "crate::flat::FlatChatFrame"
)]
pub enum ChatFrame {
    /// First frame after the channel opens: what the sender has, so that the peer can fill the gap.
    Have {
        /// For each connection that wrote something, the highest number without a gap before it.
        known: Vec<ChatId>,
    },
    /// A message, new or filled in.
    Message(ChatMessage),
    /// Answer to a message: now the sender has all that this connection wrote, up to this number.
    Got {
        /// The highest number without a gap before it.
        id: ChatId,
    },
    /// Comes before what fills a gap, when older messages have given way to newer ones: nobody has
    /// them any more, so they are not to be waited for.
    Gone {
        /// For each connection concerned, the highest number that is gone.
        upto: Vec<ChatId>,
    },
    /// A newer build's frame: skipped.
    Unknown,
}
