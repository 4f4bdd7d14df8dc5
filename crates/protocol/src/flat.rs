//! How the tagged messages that a page receives are read: one flat struct with every field of every
//! kind, from which the tag picks.
//!
//! What `serde` derives for a tagged enum buffers each message and reads it a second time; in the
//! wasm that a sharer downloads that would be some 20 KB. The price is a rule: a field keeps its type
//! across all kinds of one message, in newer versions too, for a kind that is not known here is
//! still read to its end.

use crate::error::ErrorBody;
use crate::peer::{ChatFrame, ChatId, ChatMessage, HelperControl, SharerControl};
use crate::signal::{IceServer, Signal, Signalled};
use crate::socket::{BrokerEvent, BrokerFrame, Welcome};
use crate::stats::SharerStats;
use crate::view::{CodeView, EndReason, PhaseView, SessionView};
use crate::{ConnectionId, Redacted, Role};
use serde::Deserialize;
use std::fmt;

/// A field that this kind of message must have is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing(&'static str);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("missing field ")?;
        f.write_str(self.0)
    }
}

/// The value of a field that must be there.
fn need<T>(value: Option<T>, name: &'static str) -> Result<T, Missing> {
    value.ok_or(Missing(name))
}

/// Every field of a [`BrokerFrame`].
#[derive(Deserialize)]
pub(crate) struct FlatBrokerFrame {
    kind: String,
    build: Option<String>,
    version: Option<u16>,
    connection: Option<ConnectionId>,
    ice_servers: Option<Vec<IceServer>>,
    view: Option<SessionView>,
    error: Option<ErrorBody>,
    id: Option<u32>,
    event: Option<BrokerEvent>,
}

impl TryFrom<FlatBrokerFrame> for BrokerFrame {
    type Error = Missing;

    fn try_from(flat: FlatBrokerFrame) -> Result<Self, Missing> {
        Ok(match flat.kind.as_str() {
            "welcome" => Self::Welcome(Welcome {
                build: need(flat.build, "build")?,
                version: need(flat.version, "version")?,
                connection: need(flat.connection, "connection")?,
                ice_servers: need(flat.ice_servers, "ice_servers")?,
                view: need(flat.view, "view")?,
            }),
            "refused" => Self::Refused {
                error: need(flat.error, "error")?,
            },
            "response" => Self::Response {
                id: need(flat.id, "id")?,
                error: flat.error,
            },
            "event" => Self::Event {
                event: need(flat.event, "event")?,
            },
            _ => Self::Unknown,
        })
    }
}

/// Every field of a [`BrokerEvent`].
#[derive(Deserialize)]
pub(crate) struct FlatBrokerEvent {
    r#type: String,
    view: Option<SessionView>,
    from: Option<ConnectionId>,
    signal: Option<Signal>,
    ice_servers: Option<Vec<IceServer>>,
    retry_after_ms: Option<u64>,
}

impl TryFrom<FlatBrokerEvent> for BrokerEvent {
    type Error = Missing;

    fn try_from(flat: FlatBrokerEvent) -> Result<Self, Missing> {
        Ok(match flat.r#type.as_str() {
            "view" => Self::View {
                view: need(flat.view, "view")?,
            },
            "signal" => Self::Signal(Signalled {
                from: need(flat.from, "from")?,
                signal: need(flat.signal, "signal")?,
            }),
            "ice-servers" => Self::IceServers {
                ice_servers: need(flat.ice_servers, "ice_servers")?,
            },
            "heartbeat" => Self::Heartbeat,
            "restarting" => Self::Restarting {
                retry_after_ms: need(flat.retry_after_ms, "retry_after_ms")?,
            },
            _ => Self::Unknown,
        })
    }
}

/// Every field of a [`Signal`].
#[derive(Deserialize)]
pub(crate) struct FlatSignal {
    r#type: String,
    attempt: Option<u32>,
    sdp: Option<String>,
    candidate: Option<String>,
    mid: Option<String>,
    index: Option<u16>,
}

impl TryFrom<FlatSignal> for Signal {
    type Error = Missing;

    fn try_from(flat: FlatSignal) -> Result<Self, Missing> {
        let attempt = need(flat.attempt, "attempt");
        Ok(match flat.r#type.as_str() {
            "offer" => Self::Offer {
                attempt: attempt?,
                sdp: need(flat.sdp, "sdp")?,
            },
            "answer" => Self::Answer {
                attempt: attempt?,
                sdp: need(flat.sdp, "sdp")?,
            },
            "candidate" => Self::Candidate {
                attempt: attempt?,
                candidate: need(flat.candidate, "candidate")?,
                mid: flat.mid,
                index: flat.index,
            },
            "restart" => Self::Restart { attempt: attempt? },
            _ => Self::Unknown,
        })
    }
}

/// Every field of a [`PhaseView`].
#[derive(Deserialize)]
pub(crate) struct FlatPhaseView {
    r#type: String,
    code: Option<CodeView>,
    round: Option<u32>,
    remaining_ms: Option<u64>,
    reason: Option<EndReason>,
}

impl TryFrom<FlatPhaseView> for PhaseView {
    type Error = Missing;

    fn try_from(flat: FlatPhaseView) -> Result<Self, Missing> {
        Ok(match flat.r#type.as_str() {
            "created" => Self::Created { code: flat.code },
            "joined" => Self::Joined {
                round: need(flat.round, "round")?,
                remaining_ms: need(flat.remaining_ms, "remaining_ms")?,
            },
            "connected" => Self::Connected,
            "sharing" => Self::Sharing,
            "paused" => Self::Paused,
            "ended" => Self::Ended {
                reason: need(flat.reason, "reason")?,
            },
            _ => Self::Unknown,
        })
    }
}

/// Every field of a [`HelperControl`].
#[derive(Deserialize)]
pub(crate) struct FlatHelperControl {
    r#type: String,
    frame: Option<u32>,
    delay_us: Option<u32>,
    codecs: Option<u8>,
    x: Option<u16>,
    y: Option<u16>,
    on: Option<bool>,
}

impl TryFrom<FlatHelperControl> for HelperControl {
    type Error = Missing;

    fn try_from(flat: FlatHelperControl) -> Result<Self, Missing> {
        Ok(match flat.r#type.as_str() {
            "ack" => Self::Ack {
                frame: need(flat.frame, "frame")?,
                delay_us: flat.delay_us,
            },
            "keyframe" => Self::Keyframe,
            "codecs" => Self::Codecs {
                codecs: need(flat.codecs, "codecs")?,
            },
            "focus" => Self::Focus {
                x: need(flat.x, "x")?,
                y: need(flat.y, "y")?,
            },
            "measure" => Self::Measure {
                on: need(flat.on, "on")?,
            },
            _ => Self::Unknown,
        })
    }
}

/// Every field of a [`SharerControl`].
#[derive(Deserialize)]
pub(crate) struct FlatSharerControl {
    r#type: String,
    frame: Option<u32>,
    captured_ago_ms: Option<u64>,
    paused_ago_ms: Option<u64>,
    stats: Option<SharerStats>,
}

impl TryFrom<FlatSharerControl> for SharerControl {
    type Error = Missing;

    fn try_from(flat: FlatSharerControl) -> Result<Self, Missing> {
        Ok(match flat.r#type.as_str() {
            "heartbeat" => Self::Heartbeat {
                frame: need(flat.frame, "frame")?,
                captured_ago_ms: need(flat.captured_ago_ms, "captured_ago_ms")?,
                paused_ago_ms: flat.paused_ago_ms,
            },
            "stats" => Self::Stats {
                stats: need(flat.stats, "stats")?,
            },
            "stopped" => Self::Stopped,
            _ => Self::Unknown,
        })
    }
}

/// Every field of a [`ChatFrame`].
#[derive(Deserialize)]
pub(crate) struct FlatChatFrame {
    r#type: String,
    known: Option<Vec<ChatId>>,
    upto: Option<Vec<ChatId>>,
    id: Option<ChatId>,
    order: Option<u64>,
    author: Option<Role>,
    written_at_ms: Option<u64>,
    text: Option<Redacted<String>>,
}

impl TryFrom<FlatChatFrame> for ChatFrame {
    type Error = Missing;

    fn try_from(flat: FlatChatFrame) -> Result<Self, Missing> {
        Ok(match flat.r#type.as_str() {
            "have" => Self::Have {
                known: need(flat.known, "known")?,
            },
            "message" => Self::Message(ChatMessage {
                id: need(flat.id, "id")?,
                order: need(flat.order, "order")?,
                author: need(flat.author, "author")?,
                written_at_ms: need(flat.written_at_ms, "written_at_ms")?,
                text: need(flat.text, "text")?,
            }),
            "got" => Self::Got {
                id: need(flat.id, "id")?,
            },
            "gone" => Self::Gone {
                upto: need(flat.upto, "upto")?,
            },
            _ => Self::Unknown,
        })
    }
}
