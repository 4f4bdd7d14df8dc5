//! What goes into the broker's machine and what comes out of it.

use crate::Instant;
use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, ParticipantId, Passcode, Redacted, Role,
    signal::Signalled,
    socket::{Hello, Request},
    view::{
        DeviceProof, DeviceState, DeviceVerdict, DeviceView, EndReason, Person, Presence,
        SessionView, Surface,
    },
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A signed-in account, as the broker's identity names it. Opaque here; two are the same person
/// exactly when they are equal.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Account(String);

impl Account {
    /// Wraps the identity's name for an account.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The identity's name for the account.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An account's name is no secret: the audit and the logs are to name who acted.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.0)
    }
}

/// The device that a sharer sits at, as the caller has found it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The directory's id; none for one that is not enrolled.
    pub id: Option<String>,
    /// The key that its browser signed with, where it is known by one.
    pub key: Option<String>,
    /// What people are shown of it.
    pub shown: DeviceView,
    /// Its id is only what it is called by whoever named it: the directory could not say yet whether it knows it.
    #[serde(default)]
    pub unchecked: bool,
    /// The state that the directory gave it last, whatever the identity provider said of it.
    #[serde(default)]
    pub reported: Option<DeviceState>,
}

impl Device {
    /// Whether the organisation vouches for it: its directory knows it, or the identity provider says that it meets the
    /// policies, which only a device can that it manages.
    #[must_use]
    pub fn is_enrolled(&self) -> bool {
        (self.id.is_some() && !self.unchecked)
            || self.shown.verdict == Some(DeviceVerdict::Compliant)
    }
}

/// The device that a session is started for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The directory's id.
    pub device: String,
    /// What the organisation calls it.
    pub name: Redacted<String>,
    /// The directory's id of the person whose it is.
    pub owner: Option<String>,
    /// What they are called.
    pub owner_name: Option<Redacted<String>>,
}

/// Something that happened, as the broker tells its machine. Serialisable, so that the machine may
/// run elsewhere than the socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Input {
    /// A sharer redeemed the code. The caller makes this atomic with the code's removal.
    Redeemed {
        /// Fresh id for the new participant.
        participant: ParticipantId,
        /// Who it is.
        account: Account,
        /// What the other side will be shown.
        person: Person,
        /// The code that was redeemed.
        code: Passcode,
        /// Where they sit.
        device: Device,
        /// Whether they own the device that the session is bound to; so does everybody where it is bound to nobody.
        owner: bool,
    },
    /// A participant's WebSocket opened and said `hello`.
    Connected {
        /// Whose it is, as the caller verified.
        participant: ParticipantId,
        /// Fresh id of the connection.
        connection: ConnectionId,
        /// What it said.
        hello: Hello,
    },
    /// A WebSocket closed, for whatever reason.
    Disconnected {
        /// Whose it was.
        participant: ParticipantId,
        /// Which it was.
        connection: ConnectionId,
    },
    /// A page said that it goes away (`pagehide`).
    Away {
        /// Whose page.
        participant: ParticipantId,
        /// The connection that goes with it.
        connection: ConnectionId,
    },
    /// Anything arrived on a connection.
    Heard {
        /// From whom.
        participant: ParticipantId,
        /// On which connection.
        connection: ConnectionId,
    },
    /// A request arrived; counts as heard too.
    Request {
        /// From whom.
        participant: ParticipantId,
        /// On which connection.
        connection: ConnectionId,
        /// The client's number for it.
        id: u32,
        /// What is asked.
        request: Request,
        /// A fresh random code, taken by [`Request::NewCode`] only.
        fresh: Passcode,
    },
    /// Time has passed: [`super::Session::next_deadline`] is due.
    Tick,
    /// The rules of access do not allow it, or no longer.
    AccessRefused {
        /// Why, as a stable code, for the audit.
        why: String,
        /// Why, for its people.
        reason: EndReason,
        /// Who redeemed the code and may not be helped by this helper; none when a right was withdrawn.
        joining: Option<Account>,
    },
    /// What is known of the sharer's device has changed.
    DeviceChanged {
        /// As it is now.
        device: Device,
    },
    /// Chat is switched off for the organisation. Switched on again, it is there in new sessions only.
    ChatOff {
        /// Who did, if it was a person.
        actor: Option<Account>,
    },
    /// An administrator ends it.
    EndedByAdministrator {
        /// Who did, if it was a person.
        actor: Option<Account>,
        /// What they say to both sides about it.
        note: Option<Redacted<String>>,
    },
}

/// What an input led to. The caller first stores the machine (if `changed`) and all `writes` in one
/// transaction, and only then carries out the `sends`, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Outcome {
    /// Whether the machine has to be stored. A mere heartbeat changes nothing that has to be.
    pub changed: bool,
    /// To be stored together with the machine.
    pub writes: Vec<Write>,
    /// To be carried out afterwards.
    pub sends: Vec<Send>,
    /// Why the input was refused, for the answer to an HTTP request. Requests on a WebSocket are
    /// answered by [`Send::Reply`].
    pub refusal: Option<ErrorCode>,
}

/// A row to be written in the same transaction as the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// A record for the audit.
    Audit(Audit),
    /// This code opens this session until then.
    PublishCode {
        /// The code.
        code: Passcode,
        /// When it ends.
        expires: Instant,
    },
    /// This code opens nothing any more.
    RetireCode {
        /// The code.
        code: Passcode,
    },
}

/// Something to be sent to, or done with, a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Send {
    /// Answer to `hello`; the caller adds its build and the servers for ICE.
    Welcome {
        /// To whom.
        connection: ConnectionId,
        /// The version that both will speak.
        version: u16,
        /// The session as this participant may see it.
        view: SessionView,
    },
    /// The session changed.
    View {
        /// To whom.
        connection: ConnectionId,
        /// The session as this participant may see it.
        view: SessionView,
    },
    /// Another participant's signal.
    Signal {
        /// To whom.
        connection: ConnectionId,
        /// What was said, and by which connection.
        signalled: Signalled,
    },
    /// Answer to a request.
    Reply {
        /// To whom.
        connection: ConnectionId,
        /// The request's number.
        id: u32,
        /// Why it was refused; nothing when it is done.
        error: Option<ErrorBody>,
    },
    /// Close the connection after all that was sent to it. Never reported as an absence.
    Close {
        /// Which.
        connection: ConnectionId,
        /// Close code of [`rh_protocol::socket::close`].
        code: u16,
        /// To be told as `refused` before.
        error: Option<ErrorBody>,
    },
}

/// One record for the audit: who did what, when. Holds no code and no name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// When.
    pub at: Instant,
    /// Who acted; nobody when time did.
    pub actor: Option<Account>,
    /// What happened.
    pub event: AuditEvent,
}

/// What the audit records about a session, each exactly once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AuditEvent {
    /// A helper created the session.
    SessionCreated {
        /// The directory's id of the device that it is bound to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
    },
    /// A code was issued, the first or another.
    CodeIssued,
    /// A sharer redeemed the code.
    Joined {
        /// Their place in the session.
        participant: ParticipantId,
        /// The directory's id of their device.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
        /// By what it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<DeviceProof>,
        /// Its state.
        #[serde(default)]
        state: DeviceState,
        /// What the identity provider said of it, where it was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        verdict: Option<DeviceVerdict>,
    },
    /// The helper is warned of the sharer's device.
    DeviceWarning {
        /// Its state.
        state: DeviceState,
        /// The session was started for another person.
        other_person: bool,
        /// It was started for another device.
        other_device: bool,
    },
    /// What is known of the sharer's device has changed.
    DeviceChanged {
        /// The directory's id, as far as it is known now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
        /// The state that it had.
        before: DeviceState,
        /// The state that it has.
        after: DeviceState,
    },
    /// Somebody allowed.
    ConsentGiven {
        /// Their side.
        role: Role,
        /// The round that they answered.
        round: u32,
        /// Helper: the state of the device that they were warned of and went on with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<DeviceState>,
    },
    /// Somebody declined.
    ConsentDeclined {
        /// Their side.
        role: Role,
        /// The round that they answered.
        round: u32,
    },
    /// Everybody has consented.
    Connected {
        /// The round of it.
        round: u32,
    },
    /// The sharer began to share.
    SharingStarted {
        /// What kind of surface, as their page says.
        #[serde(default)]
        surface: Surface,
    },
    /// The sharer shares another kind of surface in the place of the one before.
    SharingChanged {
        /// Which, as their page says.
        surface: Surface,
    },
    /// The sharer paused.
    SharingPaused,
    /// The sharer went on.
    SharingResumed,
    /// Sharing is over, by the sharer's choice or since their page or the session ended.
    SharingStopped,
    /// Somebody is no longer reachable.
    Absent {
        /// Their side.
        role: Role,
        /// Lost, or away.
        presence: Presence,
    },
    /// Somebody who was absent is back.
    Returned {
        /// Their side.
        role: Role,
        /// How long they were gone, in milliseconds.
        absent_ms: u64,
    },
    /// Consent ran out, since somebody was absent for too long.
    ConsentLapsed {
        /// The side that was absent.
        role: Role,
        /// The round that was given up.
        round: u32,
    },
    /// Chat was switched off while the session ran.
    ChatOff,
    /// The rules of access did not allow it, or no longer.
    AccessRefused {
        /// Why, as a stable code.
        why: String,
    },
    /// The session is over.
    SessionEnded {
        /// Why.
        reason: EndReason,
        /// What an administrator said about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Redacted<String>>,
    },
}

impl AuditEvent {
    /// Its kind, as it stands in the stored record.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::SessionCreated { .. } => "session-created",
            Self::CodeIssued => "code-issued",
            Self::Joined { .. } => "joined",
            Self::DeviceWarning { .. } => "device-warning",
            Self::DeviceChanged { .. } => "device-changed",
            Self::ConsentGiven { .. } => "consent-given",
            Self::ConsentDeclined { .. } => "consent-declined",
            Self::Connected { .. } => "connected",
            Self::SharingStarted { .. } => "sharing-started",
            Self::SharingChanged { .. } => "sharing-changed",
            Self::SharingPaused => "sharing-paused",
            Self::SharingResumed => "sharing-resumed",
            Self::SharingStopped => "sharing-stopped",
            Self::Absent { .. } => "absent",
            Self::Returned { .. } => "returned",
            Self::ConsentLapsed { .. } => "consent-lapsed",
            Self::ChatOff => "chat-off",
            Self::AccessRefused { .. } => "access-refused",
            Self::SessionEnded { .. } => "session-ended",
        }
    }
}
