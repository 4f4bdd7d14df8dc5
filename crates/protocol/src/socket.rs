//! Frames of a participant's WebSocket, as JSON texts.
//!
//! The client opens with `hello`; the broker answers `welcome` or refuses with an error and closes.
//! Then requests (answered by number), and events either way. A view follows every change.

use crate::{
    ConnectionId, ErrorBody, PageId,
    signal::IceServer,
    signal::Signal,
    signal::Signalled,
    view::{DeviceState, SessionView, Surface},
};
use serde::{Deserialize, Serialize};

/// WebSocket close codes of this protocol (RFC 6455 §7.4.2, private use).
pub mod close {
    /// Ordinary end: the session is over, or the page left.
    pub const NORMAL: u16 = 1000;
    /// A newer connection of the same participant has taken over. Do not reconnect.
    pub const REPLACED: u16 = 4001;
    /// The first message was no acceptable `hello`, or a message was malformed or beyond a limit.
    pub const PROTOCOL: u16 = 4002;
    /// The sign-in is no longer valid. Sign in again.
    pub const SIGNED_OUT: u16 = 4003;
    /// The client was too slow to take its messages. Reconnect.
    pub const TOO_SLOW: u16 = 4004;
    /// The broker is going down for a moment. Reconnect.
    pub const RESTARTING: u16 = 4005;
    /// The page said that it goes away. If it is still there after all: reconnect.
    pub const AWAY: u16 = 4006;
}

/// What a client opens with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Name of the client's build, for logs.
    pub build: String,
    /// Oldest version that it speaks.
    pub min: u16,
    /// Newest version that it speaks.
    pub max: u16,
    /// SHA-256 fingerprint of the DTLS certificate that this page will present to the other
    /// browser, made before consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The page load that this connection belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageId>,
    /// Sharer: what this page shares at this moment. Absent means nothing, as after a reload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<ShareState>,
    /// Sharer: what kind of surface that is.
    #[serde(default, skip_serializing_if = "Surface::is_unknown")]
    pub surface: Surface,
}

/// The broker's answer to `hello`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// Name of the broker's build.
    pub build: String,
    /// The version that both will speak.
    pub version: u16,
    /// The id of this connection.
    pub connection: ConnectionId,
    /// Servers for ICE.
    pub ice_servers: Vec<IceServer>,
    /// The session as it stands.
    pub view: SessionView,
}

/// A frame from client to broker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ClientFrame {
    /// The first frame.
    Hello(Hello),
    /// Wants an answer with the same `id`.
    Request {
        /// The client's number for it, unique within the connection.
        id: u32,
        /// What is asked.
        request: Request,
    },
    /// Wants no answer.
    Event {
        /// What happened.
        event: ClientEvent,
    },
    /// A newer build's kind of frame: skipped.
    #[serde(other)]
    Unknown,
}

/// What a client may ask of the broker. Kinds that a role may not use are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Request {
    /// Answers the trust screen.
    Consent {
        /// The round that is answered.
        round: u32,
        /// Allow or decline.
        allow: bool,
        /// Helper: the state of the sharer's device, where it warns, with which they go on knowingly. Without it, or with
        /// another than the present one, an allowance is refused as `stale`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<DeviceState>,
    },
    /// Helper: a new code in place of the present one.
    NewCode,
    /// Passes a signal on to another connection of this session.
    Signal {
        /// The receiver's connection.
        to: ConnectionId,
        /// What is said.
        signal: Signal,
    },
    /// Sharer: what is being shared now.
    Share {
        /// The new state.
        state: ShareState,
        /// What kind of surface that is, as the page says. Older pages do not.
        #[serde(default, skip_serializing_if = "Surface::is_unknown")]
        surface: Surface,
    },
    /// Ends the session for both.
    End,
    /// A newer build's request: refused with `unknown-request`.
    #[serde(other)]
    Unknown,
}

/// What the sharer shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShareState {
    /// Nothing.
    Stopped,
    /// The screen, live.
    Live,
    /// The screen, frozen on purpose.
    Paused,
}

/// What a client tells the broker in passing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ClientEvent {
    /// Alive; sent each second by the page's clock worker. The broker echoes it.
    Heartbeat,
    /// A newer build's event: skipped.
    #[serde(other)]
    Unknown,
}

/// A frame from broker to client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    try_from = "crate::flat::FlatBrokerFrame"
)]
pub enum BrokerFrame {
    /// Answer to `hello`.
    Welcome(Welcome),
    /// `hello` was refused, or the connection is about to be closed for this reason.
    Refused {
        /// Why.
        error: ErrorBody,
    },
    /// Answer to a request; no error means done.
    Response {
        /// The request's number.
        id: u32,
        /// Why it was refused.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<ErrorBody>,
    },
    /// Something happened.
    Event {
        /// What.
        event: BrokerEvent,
    },
    /// A newer broker's kind of frame: skipped.
    Unknown,
}

/// What the broker tells a client unasked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    try_from = "crate::flat::FlatBrokerEvent"
)]
pub enum BrokerEvent {
    /// The session changed.
    View {
        /// As it is now.
        view: SessionView,
    },
    /// Another participant's signal.
    Signal(Signalled),
    /// New servers for ICE (credentials renewed).
    IceServers {
        /// All of them.
        ice_servers: Vec<IceServer>,
    },
    /// Echo of a heartbeat.
    Heartbeat,
    /// The broker goes down on purpose and expects to be back: reconnect after this time.
    Restarting {
        /// Wait before the first try, in milliseconds.
        retry_after_ms: u64,
    },
    /// A newer broker's event: skipped.
    Unknown,
}
