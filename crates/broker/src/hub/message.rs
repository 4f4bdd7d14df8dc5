//! What is said to a session's task, and what it answers. Plain data that could travel between
//! machines: a later issue puts a bus here.

use crate::policy::Now;
use rh_protocol::{
    ConnectionId, ErrorBody, ParticipantId, Passcode, Redacted, Role,
    socket::{Hello, Request},
    view::{EndReason, Person},
};
use rh_session::broker::{Account, Device};
use serde::{Deserialize, Serialize};

/// One message to the task of a session.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(super) enum Message {
    /// Somebody redeems the session's code.
    Redeem {
        /// Their place, if they get it.
        participant: ParticipantId,
        /// Who they are to the broker.
        account: Account,
        /// Who they are to people.
        person: Box<Person>,
        /// The code.
        code: Passcode,
        /// The row of the attempt in the ledger.
        attempt: String,
        /// Where they sit.
        device: Box<Device>,
        /// Whether they own the device that the session is bound to.
        owner: bool,
    },
    /// A page of a participant opened a WebSocket and said `hello`.
    Connect {
        /// Who they are to the broker.
        account: Account,
        /// The part of the product that they are signed in to.
        role: Role,
        /// The new connection.
        connection: ConnectionId,
        /// What the page said.
        hello: Box<Hello>,
    },
    /// A WebSocket closed.
    Closed {
        /// Whose it was.
        participant: ParticipantId,
        /// Which it was.
        connection: ConnectionId,
    },
    /// A page says that it goes away.
    Away {
        /// Who says so.
        account: Account,
        /// In which part of the product.
        role: Role,
        /// The connection that goes with it.
        connection: ConnectionId,
    },
    /// Something came in on a WebSocket that needs nothing more than being noticed.
    Heard {
        /// From whom.
        participant: ParticipantId,
        /// Where.
        connection: ConnectionId,
    },
    /// A participant asks for something.
    Request {
        /// From whom.
        participant: ParticipantId,
        /// Where; the answer goes there too.
        connection: ConnectionId,
        /// The client's number for it.
        id: u32,
        /// What.
        request: Box<Request>,
    },
    /// The rules of access do not allow the session, or no longer.
    AccessRefused {
        /// Why, as a stable code.
        why: String,
        /// Why, for its people.
        reason: EndReason,
        /// Who may not join; none when a permission was withdrawn.
        joining: Option<Account>,
    },
    /// What is known of the sharer's device has changed.
    DeviceChanged {
        /// As it is now.
        device: Box<Device>,
    },
    /// Chat is switched off.
    ChatOff {
        /// Who did, if it was a person.
        actor: Option<Account>,
    },
    /// An administrator, or a setting, ends the session.
    EndedByAdministrator {
        /// Who, if it was a person.
        actor: Option<Account>,
        /// What they say to both sides.
        note: Option<Redacted<String>>,
    },
}

impl Message {
    /// Remote Help is switched off by these settings.
    pub(super) fn switched_off(by: &Now) -> Self {
        Self::EndedByAdministrator {
            actor: by.by.clone().map(Account::new),
            note: None,
        }
    }
}

/// What became of a message whose sender waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(super) enum Answer {
    /// Done, and written.
    Done {
        /// The place of the account that it was done for.
        participant: Option<ParticipantId>,
    },
    /// Refused, and nothing changed.
    Refused {
        /// Why.
        error: ErrorBody,
    },
}
