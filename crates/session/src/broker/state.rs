//! The states: one enum for the life of a session, one for the presence of each participant.

use super::io::{Account, Device};
use crate::{Instant, Timing, rules::Phase};
use rh_protocol::{
    ConnectionId, PageId, ParticipantId, Passcode, Redacted, Role,
    view::{EndReason, Person, Presence as Shown, Surface},
};
use serde::{Deserialize, Serialize};

/// The life of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(super) enum Life {
    /// Waits for somebody to redeem the code, until `nobody_by`.
    Created { code: Code, nobody_by: Instant },
    /// Consent is asked.
    Joined {
        round: u32,
        /// When this round began.
        began: Instant,
        /// Until when it can be answered. Stands still while somebody is absent.
        answer_by: Instant,
        /// Who has consented in it.
        consents: Vec<ParticipantId>,
    },
    /// Everybody consented in this round.
    Connected { round: u32 },
    /// The screen is shared.
    Sharing {
        round: u32,
        #[serde(default)]
        lap: Lap,
    },
    /// Sharing is paused.
    Paused {
        round: u32,
        #[serde(default)]
        lap: Lap,
    },
    /// Over.
    Ended {
        reason: EndReason,
        at: Instant,
        /// What an administrator said about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Redacted<String>>,
    },
}

/// The code of a session in [`Life::Created`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(super) enum Code {
    Live { code: Passcode, expires: Instant },
    Expired { code: Passcode },
}

/// What is shared or paused, and since when without a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lap {
    pub(super) surface: Surface,
    /// None in what an older build has stored: then nothing is counted.
    pub(super) since: Option<Instant>,
}

impl Life {
    pub(super) fn phase(&self) -> Phase {
        match self {
            Self::Created { .. } => Phase::Created,
            Self::Joined { .. } => Phase::Joined,
            Self::Connected { .. } => Phase::Connected,
            Self::Sharing { .. } => Phase::Sharing,
            Self::Paused { .. } => Phase::Paused,
            Self::Ended { .. } => Phase::Ended,
        }
    }

    /// The round of consent that stands or is asked for.
    pub(super) fn round(&self) -> Option<u32> {
        match self {
            Self::Joined { round, .. }
            | Self::Connected { round }
            | Self::Sharing { round, .. }
            | Self::Paused { round, .. } => Some(*round),
            Self::Created { .. } | Self::Ended { .. } => None,
        }
    }

    /// What is shared or paused, if anything is.
    pub(super) fn lap(&self) -> Option<Lap> {
        match self {
            Self::Sharing { lap, .. } | Self::Paused { lap, .. } => Some(*lap),
            _ => None,
        }
    }

    /// Whether somebody has given a consent that an absence can make lapse.
    pub(super) fn consent_stands(&self) -> bool {
        match self {
            Self::Joined { consents, .. } => !consents.is_empty(),
            other => other.phase().consented(),
        }
    }
}

/// One person's place in the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Participant {
    pub(super) id: ParticipantId,
    pub(super) role: Role,
    pub(super) account: Account,
    pub(super) person: Person,
    pub(super) presence: Presence,
    /// Sharer: where they sit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) device: Option<Device>,
    /// Sharer: whether they own the device that the session is bound to.
    #[serde(default)]
    pub(super) owner: bool,
}

/// An open WebSocket of a participant, and the page that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) connection: ConnectionId,
    pub(super) page: Option<PageId>,
    pub(super) fingerprint: Option<String>,
}

/// Whether a participant is reachable. `line` is absent while somebody whom the broker has just
/// heard of by HTTP, or before it restarted, has yet to open a WebSocket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(super) enum Presence {
    Here {
        line: Option<Line>,
        heard: Instant,
    },
    Unstable {
        line: Option<Line>,
        heard: Instant,
    },
    Lost {
        line: Option<Line>,
        heard: Instant,
    },
    /// The connection closed, or the page said that it goes. `last` is the connection that closed
    /// while its page may live on.
    Away {
        last: Option<Line>,
        since: Instant,
    },
}

impl Presence {
    pub(super) fn shown(&self) -> Shown {
        match self {
            Self::Here { .. } => Shown::Here,
            Self::Unstable { .. } => Shown::Unstable,
            Self::Lost { .. } => Shown::Lost,
            Self::Away { .. } => Shown::Away,
        }
    }

    /// The open connection.
    pub(super) fn line(&self) -> Option<&Line> {
        match self {
            Self::Here { line, .. } | Self::Unstable { line, .. } | Self::Lost { line, .. } => {
                line.as_ref()
            }
            Self::Away { .. } => None,
        }
    }

    /// The page that was last seen and has not said that it goes.
    pub(super) fn last_line(&self) -> Option<&Line> {
        match self {
            Self::Away { last, .. } => last.as_ref(),
            other => other.line(),
        }
    }

    pub(super) fn has(&self, connection: ConnectionId) -> bool {
        self.line()
            .is_some_and(|line| line.connection == connection)
    }

    /// Since when nothing has been heard.
    pub(super) fn silent_since(&self) -> Instant {
        match self {
            Self::Here { heard, .. } | Self::Unstable { heard, .. } | Self::Lost { heard, .. } => {
                *heard
            }
            Self::Away { since, .. } => *since,
        }
    }

    /// Since when the participant counts as absent.
    pub(super) fn absent_since(&self) -> Option<Instant> {
        match self {
            Self::Here { .. } | Self::Unstable { .. } => None,
            Self::Lost { heard, .. } => Some(*heard),
            Self::Away { since, .. } => Some(*since),
        }
    }

    /// When silence will change it.
    pub(super) fn next_change(&self, timing: &Timing) -> Option<Instant> {
        match self {
            Self::Here { heard, .. } => Some(heard.after(timing.unstable)),
            Self::Unstable { heard, .. } => Some(heard.after(timing.lost)),
            Self::Lost { .. } | Self::Away { .. } => None,
        }
    }

    /// What silence makes of it.
    pub(super) fn quieter(self) -> Self {
        match self {
            Self::Here { line, heard } => Self::Unstable { line, heard },
            Self::Unstable { line, heard } => Self::Lost { line, heard },
            other => other,
        }
    }
}
