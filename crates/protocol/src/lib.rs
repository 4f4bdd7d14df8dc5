//! Every message between app, broker and peers; ids, limits and error codes; nothing else.
//!
//! | module | what travels |
//! | --- | --- |
//! | [`api`] | bodies of the HTTP interface under `/api/v1` |
//! | [`socket`] | frames of a participant's WebSocket: envelope, `hello`, requests, events |
//! | [`view`] | what the broker tells a participant about the session |
//! | [`sign_in`] | rules of the sign-in redirect: `state`, `iss`, and what a stronger one is asked for by |
//! | [`signal`] | descriptions and candidates, passed on by the broker between two connections |
//! | [`peer`] | messages of the data channels `control` and `chat`, which the broker never sees |
//! | [`stats`] | what the picture costs, stage by stage, while a helper looks on |
//! | [`passcode`] | the security code: alphabet, forgiving input, grouping |
//! | [`audit`] | what kinds of records the audit holds |
//! | [`error`] | stable error codes, their details, and nothing translated |
//! | [`limits`] | every declared limit, in one place |
//!
//! Unknown fields and unknown events are skipped, unknown requests are refused, a field keeps its
//! type across the kinds of one message: a tab that stays
//! open over an upgrade goes on, or is told to reload by [`error::ErrorCode::UnsupportedVersion`].
#![forbid(unsafe_code)]

pub mod api;
pub mod audit;
pub mod error;
mod flat;
pub mod ids;
pub mod limits;
pub mod passcode;
pub mod peer;
mod redact;
pub mod sign_in;
pub mod signal;
pub mod socket;
pub mod stats;
pub mod view;

pub use error::{ErrorBody, ErrorCode};
pub use ids::{ConnectionId, PageId, ParticipantId, SessionId};
pub use passcode::Passcode;
pub use redact::Redacted;

use serde::{Deserialize, Serialize};

/// Version of the WebSocket and data channel messages that this build speaks.
pub const VERSION: u16 = 1;
/// Oldest version that this build still understands.
pub const MIN_VERSION: u16 = 1;

/// The side of a session that a person takes; also the part of the product they signed in to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Support staff, at `/rhh`: sees the screen.
    Helper,
    /// The colleague in need, at `/rh`: shows the screen.
    Sharer,
}

impl Role {
    /// The other side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Helper => Self::Sharer,
            Self::Sharer => Self::Helper,
        }
    }

    /// As it stands in paths and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Helper => "helper",
            Self::Sharer => "sharer",
        }
    }
}
