//! What the broker tells one participant about the session: always whole, never a difference.
//!
//! A view replaces the one before it, so that a reconnect, a duplicate or a lost message cannot
//! leave a page with half a truth. Deadlines travel as remaining milliseconds, since the clocks of
//! two machines differ.

use crate::{ConnectionId, PageId, ParticipantId, Passcode, Redacted, Role, SessionId};
use serde::{Deserialize, Serialize};

/// The session as one participant may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The session.
    pub session: SessionId,
    /// Grows with each change; a view with a lower revision is old.
    pub revision: u64,
    /// Who the receiver is.
    pub you: ParticipantId,
    /// Where the session stands.
    pub phase: PhaseView,
    /// Everyone in it, the receiver too.
    pub participants: Vec<ParticipantView>,
    /// Whether chat is allowed in this tenant.
    pub chat: bool,
    /// What an administrator said when they ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Redacted<String>>,
    /// Helper: the device that it was started for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<BoundView>,
    /// What kind of surface is shared or paused now, as the sharer's page says.
    #[serde(default, skip_serializing_if = "Surface::is_unknown")]
    pub surface: Surface,
    /// Sharer: what there was, once it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
}

impl SessionView {
    /// The receiver's own entry.
    #[must_use]
    pub fn me(&self) -> Option<&ParticipantView> {
        self.participants.iter().find(|p| p.id == self.you)
    }

    /// The first participant of the other role.
    #[must_use]
    pub fn other(&self) -> Option<&ParticipantView> {
        let role = self.me()?.role.other();
        self.participants.iter().find(|p| p.role == role)
    }
}

/// Where a session stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    try_from = "crate::flat::FlatPhaseView"
)]
pub enum PhaseView {
    /// The helper waits for someone to redeem the code.
    Created {
        /// The code; only the helper is told.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<CodeView>,
    },
    /// Both are there; the trust screens are shown until both have consented.
    Joined {
        /// Numbers the askings for consent; an answer names the one it is for.
        round: u32,
        /// Time left to answer, in milliseconds.
        remaining_ms: u64,
    },
    /// Both consented; nothing is shared.
    Connected,
    /// The sharer's screen is shared.
    Sharing,
    /// Sharing is paused: the picture is frozen on purpose.
    Paused,
    /// Over.
    Ended {
        /// Why.
        reason: EndReason,
    },
    /// A newer broker's phase: the page must reload.
    Unknown,
}

/// A live security code, for the helper's eyes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeView {
    /// The code.
    pub code: Passcode,
    /// Time left to redeem it, in milliseconds; 0 when it has expired and a new one is to be asked for.
    pub remaining_ms: u64,
}

/// One person's place in the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantView {
    /// Their id in this session.
    pub id: ParticipantId,
    /// Their side.
    pub role: Role,
    /// Whether they are reachable now.
    pub presence: Presence,
    /// Their newest connection, while there is one: where signals for them go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionId>,
    /// The page load that this connection belongs to: while it stays the same, a peer connection
    /// with that page outlives its WebSockets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageId>,
    /// Whether they have consented in the present round.
    pub consented: bool,
    /// While they are absent: time until the session ends (or consent lapses) without them, in
    /// milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence_remaining_ms: Option<u64>,
    /// SHA-256 fingerprint of the DTLS certificate that their browser announced before consent
    /// (RFC 8122 §5, `sha-256 AB:CD:…`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Who they are, as the broker vouches for it.
    pub person: Person,
    /// Sharer: the device that they sit at, as the broker vouches for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceView>,
}

/// A sharer's device. Unknown and errors never read compliant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// Whether it meets the organisation's policies.
    pub state: DeviceState,
    /// By what the broker knows which one it is; none for one that is not enrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<DeviceProof>,
    /// What the organisation calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Redacted<String>>,
    /// Why it is not compliant, in the directory's own words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Redacted<String>>,
    /// What the identity provider said of it, where it was asked: then the state is by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<DeviceVerdict>,
}

/// What the organisation's directory says of a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceState {
    /// It meets the policies.
    Compliant,
    /// It does not.
    NotCompliant,
    /// It does not yet, and has some time left.
    InGracePeriod,
    /// It is not known to the organisation, or nobody knows which one it is.
    Unenrolled,
    /// Enrolled, and nobody can say; also a newer broker's state.
    #[default]
    #[serde(other)]
    Unknown,
}

impl DeviceState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Compliant,
        Self::NotCompliant,
        Self::InGracePeriod,
        Self::Unknown,
        Self::Unenrolled,
    ];

    /// Whether a helper has to be warned of it, and to go on knowingly.
    #[must_use]
    pub const fn warns(self) -> bool {
        matches!(self, Self::NotCompliant | Self::Unknown | Self::Unenrolled)
    }

    /// As it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compliant => "compliant",
            Self::NotCompliant => "not-compliant",
            Self::InGracePeriod => "in-grace-period",
            Self::Unknown => "unknown",
            Self::Unenrolled => "unenrolled",
        }
    }
}

/// What the identity provider says when it is asked, by a sign-in, whether a device meets the organisation's policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceVerdict {
    /// It does.
    Compliant,
    /// It does not, or nobody could show the provider that it does.
    NotCompliant,
    /// Nothing: the provider could not be asked, or had a trouble of its own; also a newer broker's verdict.
    #[default]
    #[serde(other)]
    Silent,
}

/// By what the broker knows a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceProof {
    /// The identity provider names it in its token.
    Claim,
    /// A reverse proxy has checked its certificate.
    Proxy,
    /// The browser was enrolled on it, and has signed a challenge with its key.
    Key,
    /// The session was started for it, and its owner has joined from a system of its kind.
    Presumed,
    /// A newer broker's proof.
    #[serde(other)]
    Unknown,
}

/// The device that a session was started for, and whether somebody or something else joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundView {
    /// What the organisation calls it.
    pub device: Redacted<String>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Redacted<String>>,
    /// Whoever joined is not its owner.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub other_person: bool,
    /// They joined from another device, or from one that nobody knows.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub other_device: bool,
}

/// What a trust screen shows about a person. Vouched for by the broker, never by the other browser;
/// cleaned of control and bidirectional override characters, and cut to length.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Full name.
    pub name: Redacted<String>,
    /// Job title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Redacted<String>>,
    /// Company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Redacted<String>>,
    /// Domain that the organisation has verified, of which this person holds an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<Redacted<String>>,
    /// Path of the profile picture on this origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// Whether a participant is reachable, as the broker knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Connected, and heard from lately.
    Here,
    /// Connected, but silent for longer than usual.
    Unstable,
    /// Silent for so long that the network must be gone.
    Lost,
    /// Left the page knowingly (closed, reloaded, navigated, browser gone): the connection closed.
    Away,
}

/// What kind of surface is shared, as the sharer's page says (`displaySurface`, W3C Screen Capture §6.1): a page that is not
/// ours could say anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surface {
    /// A whole screen.
    Monitor,
    /// The window of a program.
    Window,
    /// A tab of the browser.
    Browser,
    /// The browser does not say, or a newer page says something else.
    #[default]
    #[serde(other)]
    Unknown,
}

impl Surface {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Monitor, Self::Window, Self::Browser, Self::Unknown];

    /// The kind of this name; unknown for any other.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|surface| surface.as_str() == name)
            .unwrap_or_default()
    }

    /// Whether nothing is known of it.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// As it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monitor => "monitor",
            Self::Window => "window",
            Self::Browser => "browser",
            Self::Unknown => "unknown",
        }
    }
}

/// What there was in a session that is over, beside what its last view says anyway. Times are the broker's, in Unix
/// milliseconds: these are no deadlines, and are to mean the same in years.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When the sharer joined.
    pub joined_ms: u64,
    /// When both had agreed for the first time; none if they never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_ms: Option<u64>,
    /// When it ended.
    pub ended_ms: u64,
    /// What kinds of surface were shared, in the order in which each was for the first time. Empty: nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surfaces: Vec<Surface>,
    /// For how long, without pauses.
    #[serde(default)]
    pub shared_ms: u64,
    /// How often sharing was paused.
    #[serde(default)]
    pub pauses: u32,
    /// For how long, all pauses together.
    #[serde(default)]
    pub paused_ms: u64,
    /// Whether chat was allowed until an administrator switched it off in mid-session.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub chat_cut: bool,
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndReason {
    /// The helper ended it.
    EndedByHelper,
    /// The sharer ended it.
    EndedBySharer,
    /// The sharer declined on the trust screen.
    DeclinedBySharer,
    /// The helper declined on the trust screen.
    DeclinedByHelper,
    /// One of them did not answer the trust screen in time.
    ConsentTimedOut,
    /// Nobody redeemed a code in time.
    NobodyJoined,
    /// The helper stayed away for too long.
    HelperGone,
    /// The sharer stayed away for too long.
    SharerGone,
    /// The longest allowed duration of a session has passed.
    TooLong,
    /// An administrator ended it, or Remote Help was switched off.
    EndedByAdministrator,
    /// Whoever redeemed the code is nobody whom the helper may help, or not on their device.
    NotPermitted,
    /// The permission by which the helper helped was withdrawn.
    PermissionWithdrawn,
    /// The sharer's device is not enrolled, and the organisation helps only on those that are.
    DeviceNotEnrolled,
    /// It was started for a device and its owner, and somebody or something else joined.
    OtherThanBound,
    /// A newer broker's reason.
    #[serde(other)]
    Unknown,
}
