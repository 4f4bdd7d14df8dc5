//! Bodies of the HTTP interface under `/api/v1`. Every path stands here once.
//!
//! | method and path | body → answer |
//! | --- | --- |
//! | `GET /config` | → [`AppConfig`] |
//! | `POST /{role}/sign-in/nonce` | → [`Nonce`] (and a short-lived cookie that binds it to this browser) |
//! | `POST /{role}/sign-in` | [`SignIn`] → [`Me`] (and the session cookie of that role) |
//! | `POST /{role}/sign-out` | → [`SignedOut`] |
//! | `GET /{role}/me` | → [`Me`], or `null` when nobody is signed in |
//! | `GET /{role}/sessions` | → [`OpenSessions`] |
//! | `POST /helper/sessions` | [`Start`] → [`Joined`] |
//! | `POST /sharer/redeem` | [`Redeem`] → [`Joined`] |
//! | `POST /sharer/device/challenge` | → [`Challenge`] |
//! | `POST /sharer/device/enrolment` | [`EnrolmentLink`] → [`Enrolment`] |
//! | `POST /sharer/device/enrol` | [`Enrol`] → [`EnrolledKey`] |
//! | `POST /sharer/device/renew` | [`Renew`] → [`EnrolledKey`] |
//! | `GET /{role}/sessions/{id}/socket` | WebSocket, see [`crate::socket`] |
//! | `POST /{role}/sessions/{id}/away` | [`Away`] → nothing (sent by `sendBeacon` on `pagehide`) |
//! | `GET /{role}/sessions/{id}/note` | → [`Note`], the helper's own only |
//! | `PUT /{role}/sessions/{id}/note` | [`Note`] → nothing |
//! | `GET /{role}/pictures/{hash}` | → the profile picture of somebody in a session with the caller |
//! | `GET /pictures/{hash}` | the same, whichever role the caller is signed in as: what [`Person::picture`] says |
//!
//! `{role}` is `helper` or `sharer`. An error is an [`crate::error::ErrorEnvelope`].

use crate::{
    ConnectionId, Passcode, Redacted, Role, SessionId,
    sign_in::Ask,
    view::{DeviceVerdict, Person},
};
use serde::{Deserialize, Serialize};

/// Where the interface begins.
pub const BASE: &str = "/api/v1";

/// The header of what a page asks for by itself, again and again: it does not count as activity of the person, whatever it says.
pub const BACKGROUND: &str = "x-background";

/// What the app must know before anybody signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppConfig {
    /// Name of the broker's build.
    pub build: String,
    /// Whether this is a demonstration, to be said on every page.
    pub demo: bool,
    /// Whether Remote Help is switched on for the organisation.
    pub enabled: bool,
    /// What the organisation wants people to read before they enter a code and before they consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// The origin that people open, without a path: `https://help.example.com`.
    pub public_url: String,
    /// The identity provider; absent while the broker cannot reach it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderConfig>,
}

/// What the app needs to run the authorization code flow (RFC 6749 §4.1 with RFC 7636).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderConfig {
    /// `authorization_endpoint` of the provider's metadata.
    pub authorization_endpoint: String,
    /// `token_endpoint` of the provider's metadata.
    pub token_endpoint: String,
    /// `end_session_endpoint`, where the provider has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_session_endpoint: Option<String>,
    /// The `iss` that an authorization response must carry (RFC 9207), where the provider sends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_issuer: Option<String>,
    /// The app's `client_id`: a public client.
    pub client_id: String,
    /// Scopes to ask for.
    pub scopes: Vec<String>,
}

/// A single-use nonce for one sign-in, and what else that must ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nonce {
    /// To be sent to the provider as `nonce`.
    pub nonce: Redacted<String>,
    /// What the provider is to be asked for, so that the sign-in is strong enough; none where any will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<Ask>,
}

/// What the app posts after the provider's redirect. The broker verifies the first two and forgets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The ID token.
    pub id_token: Redacted<String>,
    /// The access token, for the userinfo endpoint.
    pub access_token: Redacted<String>,
    /// The refresh token, by which the provider is asked again whether what it said still holds; none where it gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<Redacted<String>>,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The role of this sign-in.
    pub role: Role,
    /// The person.
    pub person: Person,
    /// Time until the sign-in ends whatever happens, in milliseconds.
    pub remaining_ms: u64,
    /// Helper: what the person may do, by the names of the permissions. A page hides by it what would be refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
    /// Sharer: devices on which this person enrolled a browser that has not been used for so long that it may have forgotten
    /// its key, and that could be this one: it can be renewed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renewable: Vec<RenewableDevice>,
}

/// A device on which a browser can be enrolled again by who did it before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewableDevice {
    /// The directory's id.
    pub id: String,
    /// What the organisation calls it.
    pub name: Redacted<String>,
}

/// Answer to a sign-out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOut {
    /// Where to send the browser to end the provider's session too, if the provider has such a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_session_url: Option<String>,
}

/// What a helper starts a session for; nothing in particular if it is empty, and then there need be no body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The directory's id of a device: the session is bound to it and its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// A code to redeem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redeem {
    /// The code, canonical.
    pub code: Passcode,
    /// Which device it is, where this browser is enrolled on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Signed>,
}

/// The provider's refusal of a sign-in that was to show what it says of the device (RFC 6749 §4.1.2.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRefusal {
    /// `error` of its answer. Only this decides.
    pub error: String,
    /// Its number for the help desk, where there is one (`AADSTS53000`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// What came of asking the provider about the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceChecked {
    /// What it said.
    pub verdict: DeviceVerdict,
    /// How to ask it once more, where it has not said that the device is compliant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<Box<Ask>>,
}

/// Something to sign, once, within [`crate::limits::CHALLENGE_MS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Random, base64url. What is signed is [`challenge_message`].
    pub challenge: Redacted<String>,
}

/// The newest challenge of a sign-in, signed by a browser that is enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Id of the key.
    pub key: String,
    /// ECDSA over P-256 with SHA-256, as `r` and `s` of 32 bytes each (IEEE P1363), base64url.
    pub signature: Redacted<String>,
}

/// The bytes that a browser signs to show which device it is on: of no use at another origin or for anything else.
#[must_use]
pub fn challenge_message(origin: &str, challenge: &str) -> String {
    format!("remote-help device 1\n{origin}\n{challenge}")
}

/// The secret of an enrolment link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentLink {
    /// What stands behind `#` in the link.
    pub token: Redacted<String>,
}

/// What an enrolment link is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// What the organisation calls the device.
    pub device: Redacted<String>,
    /// Whether the browser runs on a system of the device's kind, as far as it tells.
    pub fits: bool,
    /// Time left to use it, in milliseconds.
    pub remaining_ms: u64,
}

/// Enrols this browser on the device of a link, which is then used up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrol {
    /// What stands behind `#` in the link.
    pub token: Redacted<String>,
    /// The public key: an uncompressed point on P-256 (SEC 1 §2.3.3), base64url.
    pub public_key: String,
}

/// Enrols this browser again, with a new key in the place of one that it has forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renew {
    /// The directory's id of the device.
    pub device: String,
    /// As in [`Enrol`].
    pub public_key: String,
}

/// A browser that is enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolledKey {
    /// Id of the key, to be kept with it.
    pub key: String,
    /// What the organisation calls the device.
    pub device: Redacted<String>,
}

/// A session that the caller is in now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The session.
    pub session: SessionId,
}

/// Sessions that the caller may return to, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSessions {
    /// The sessions.
    pub sessions: Vec<OpenSession>,
}

/// One session to return to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// The session.
    pub session: SessionId,
    /// Who is on the other side, once somebody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Person>,
    /// Since when it is there, in milliseconds before now.
    pub age_ms: u64,
}

/// What the helper of a session notes about it, while it runs or afterwards. The sharer is never told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// In their own words, several lines; within [`crate::limits::HELPER_NOTE_CHARS`].
    #[serde(default)]
    pub note: Redacted<String>,
    /// What a ticket system calls the matter, one line; within [`crate::limits::TICKET_CHARS`].
    #[serde(default)]
    pub ticket: String,
}

/// A page says that it goes away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// The connection that goes with it.
    pub connection: ConnectionId,
}
