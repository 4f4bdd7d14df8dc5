//! What goes into a page's machine and what comes out of it.

use crate::Timing;
use rh_protocol::{
    ErrorBody, ErrorCode, PageId, Role,
    signal::IceServer,
    socket::{Request, ShareState},
    view::{DeviceState, Surface},
};

/// What a page's machine begins with.
#[derive(Clone, Debug)]
pub struct Config {
    /// The side that this page takes.
    pub role: Role,
    /// Fresh random id of this page load.
    pub page: PageId,
    /// Name of the app's build.
    pub build: String,
    /// SHA-256 fingerprint of the certificate that this page's peer connections will present.
    pub fingerprint: Option<String>,
    /// Random bits, so that pages that lost the same broker do not come back in step.
    pub seed: u64,
    /// Time-outs.
    pub timing: Timing,
}

/// A data channel between the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Packets of the picture.
    Screen,
    /// Control messages.
    Control,
    /// Chat.
    Chat,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Screen, Self::Control, Self::Chat];

    /// The label of the `RTCDataChannel`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Screen => rh_protocol::peer::CHANNEL_SCREEN,
            Self::Control => rh_protocol::peer::CHANNEL_CONTROL,
            Self::Chat => rh_protocol::peer::CHANNEL_CHAT,
        }
    }

    /// The channel of a label; nothing for any other label, which is not to be used.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|channel| channel.label() == label)
    }
}

/// `RTCPeerConnection.connectionState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// `new` or `connecting`.
    Connecting,
    /// `connected`.
    Connected,
    /// `disconnected`: may come back by itself.
    Disconnected,
    /// `failed` or `closed`: will not.
    Failed,
}

/// What a person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Answers the trust screen that is shown.
    Consent {
        /// Allow or decline.
        allow: bool,
        /// Helper: the state of the sharer's device, where it warns, with which they go on knowingly.
        device: Option<DeviceState>,
    },
    /// Helper: another code.
    NewCode,
    /// Sharer: what the page shares from now on.
    Share {
        /// Whether, and whether paused.
        state: ShareState,
        /// What kind of surface that is.
        surface: Surface,
    },
    /// Ends the session for both.
    End,
}

/// Something that happened, as the page tells its machine. `socket` and `attempt` are the numbers of
/// the effect that made the thing; what concerns an older one is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Begin; or begin again after [`super::Link::Closed`].
    Start,
    /// The clock ticked, or a deadline is due.
    Tick,
    /// The browser says that the network is back.
    NetworkBack,
    /// A person wants something.
    Ask(Ask),

    /// The WebSocket is open.
    SocketOpened {
        /// Which.
        socket: u32,
    },
    /// A text message arrived.
    SocketText {
        /// On which.
        socket: u32,
        /// As it came.
        text: String,
    },
    /// The WebSocket closed, or did not open.
    SocketClosed {
        /// Which.
        socket: u32,
        /// `CloseEvent.code`.
        code: u16,
    },
    /// Answer to [`Effect::Diagnose`]: why this person cannot have the session, if so.
    Diagnosed(Option<ErrorCode>),

    /// The local description of an offer or answer is made and set.
    Described {
        /// Of which peer connection.
        attempt: u32,
        /// The description.
        sdp: String,
    },
    /// A local candidate was found; an empty one ends them.
    Candidate {
        /// Of which peer connection.
        attempt: u32,
        /// `RTCIceCandidate.candidate`.
        candidate: String,
        /// `RTCIceCandidate.sdpMid`.
        mid: Option<String>,
        /// `RTCIceCandidate.sdpMLineIndex`.
        index: Option<u16>,
    },
    /// The state of the peer connection changed.
    Path {
        /// Of which.
        attempt: u32,
        /// To what.
        path: Path,
    },
    /// A data channel opened.
    ChannelOpened {
        /// Of which peer connection.
        attempt: u32,
        /// Which.
        channel: Channel,
    },
    /// A data channel closed.
    ChannelClosed {
        /// Of which peer connection.
        attempt: u32,
        /// Which.
        channel: Channel,
    },
    /// The browser refused a step of a peer connection.
    AttemptFailed {
        /// Of which.
        attempt: u32,
    },
    /// A text message arrived on the chat channel.
    ChatText {
        /// Of which peer connection.
        attempt: u32,
        /// As it came.
        text: String,
    },
}

/// Something to be done by the page, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open a WebSocket to the session.
    OpenSocket {
        /// Its number from now on.
        socket: u32,
    },
    /// Send a text message.
    SendText {
        /// On which WebSocket.
        socket: u32,
        /// The message.
        text: String,
    },
    /// Close a WebSocket and forget it; its close event is not to be reported.
    CloseSocket {
        /// Which.
        socket: u32,
    },
    /// The broker has refused WebSockets several times without a word, which a browser does not
    /// explain: ask it by HTTP whether this person is signed in and has this session, and report
    /// [`Input::Diagnosed`].
    Diagnose,

    /// Make a peer connection with this page's certificate.
    CreatePeer {
        /// Its number from now on.
        attempt: u32,
        /// Servers for ICE.
        ice_servers: Vec<IceServer>,
    },
    /// Sharer: make these data channels, then an offer, set it, and report [`Input::Described`].
    MakeOffer {
        /// Of which peer connection.
        attempt: u32,
        /// The channels of this session.
        channels: Vec<Channel>,
    },
    /// Helper: set the offer, make an answer, set it, and report [`Input::Described`].
    AcceptOffer {
        /// Of which peer connection.
        attempt: u32,
        /// The other's description, its fingerprint held against the announced one.
        sdp: String,
    },
    /// Sharer: set the answer.
    AcceptAnswer {
        /// Of which peer connection.
        attempt: u32,
        /// The other's description, its fingerprint held against the announced one.
        sdp: String,
    },
    /// Add a candidate of the other's, after the description before it.
    AddCandidate {
        /// Of which peer connection.
        attempt: u32,
        /// The candidate line.
        candidate: String,
        /// Media stream identification tag.
        mid: Option<String>,
        /// Index of the media description.
        index: Option<u16>,
    },
    /// Close a peer connection and forget it, with its channels.
    ClosePeer {
        /// Which.
        attempt: u32,
    },
    /// Sharer: stop capturing. Nobody is allowed to see it any more.
    StopCapture,

    /// What a person asked was refused.
    Refused {
        /// What was asked.
        request: Request,
        /// Why.
        error: ErrorBody,
    },
    /// Something that the app shows has changed.
    Changed,
}
