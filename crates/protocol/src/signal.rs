//! What two browsers tell each other, through the broker, to find a path (JSEP, RFC 9429).

use crate::{ConnectionId, limits};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One signalling message. The broker passes it on unread, within limits, and only between
/// connections of the same session whose people have both consented.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    try_from = "crate::flat::FlatSignal"
)]
pub enum Signal {
    /// The sharer's offer. `attempt` numbers the peer connections that this sharer connection made.
    Offer {
        /// Counts up from 1 with each new peer connection; later messages of it carry the same number.
        attempt: u32,
        /// The session description.
        sdp: String,
    },
    /// The helper's answer to the offer of the same attempt.
    Answer {
        /// The attempt of the offer.
        attempt: u32,
        /// The session description.
        sdp: String,
    },
    /// A candidate (RFC 8838); an empty `candidate` ends them.
    Candidate {
        /// The attempt that it belongs to.
        attempt: u32,
        /// The candidate line.
        candidate: String,
        /// Media stream identification tag.
        #[serde(skip_serializing_if = "Option::is_none")]
        mid: Option<String>,
        /// Index of the media description.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<u16>,
    },
    /// The helper asks for a new attempt: the present one failed for it, or it has none.
    Restart {
        /// The attempt that failed, or [`Signal::NO_ATTEMPT`].
        attempt: u32,
    },
    /// A newer build's message: skipped.
    Unknown,
}

impl Signal {
    /// In a `Restart`: the helper has no peer connection at all. Whatever the sharer believes to be
    /// open is not.
    pub const NO_ATTEMPT: u32 = 0;

    /// Whether it keeps to the declared limits.
    #[must_use]
    pub fn within_limits(&self) -> bool {
        match self {
            Self::Offer { sdp, .. } | Self::Answer { sdp, .. } => sdp.len() <= limits::DESCRIPTION,
            Self::Candidate { candidate, mid, .. } => {
                candidate.len() <= limits::CANDIDATE
                    && mid.as_ref().is_none_or(|mid| mid.len() <= limits::BUILD)
            }
            Self::Restart { .. } | Self::Unknown => true,
        }
    }
}

/// Descriptions and candidates hold addresses: only kind and size show.
impl fmt::Debug for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offer { attempt, sdp } => write!(f, "Offer({attempt}, {} bytes)", sdp.len()),
            Self::Answer { attempt, sdp } => write!(f, "Answer({attempt}, {} bytes)", sdp.len()),
            Self::Candidate { attempt, .. } => write!(f, "Candidate({attempt})"),
            Self::Restart { attempt } => write!(f, "Restart({attempt})"),
            Self::Unknown => f.write_str("Unknown"),
        }
    }
}

/// A signal as it reaches the other side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signalled {
    /// The sender's connection, as vouched for by the broker.
    pub from: ConnectionId,
    /// What it says.
    pub signal: Signal,
}

/// One server for ICE (the browser's `RTCIceServer`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IceServer {
    /// `stun:` and `turn:` addresses (RFC 7064, RFC 7065).
    pub urls: Vec<String>,
    /// User name, for `turn:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Password, for `turn:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<crate::Redacted<String>>,
}
