//! JSON in and out, within limits, and authorised by role: what has passed here may be acted on.

use rh_protocol::{
    Role, limits,
    peer::{ChatFrame, HelperControl, SharerControl},
    socket::{BrokerFrame, ClientFrame},
};
use serde::{Serialize, de::DeserializeOwned};

/// Why a message was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireError {
    /// Longer than its channel allows.
    TooLong,
    /// Not a message of this kind.
    Malformed,
    /// A message that this role does not send.
    WrongRole,
    /// From a peer connection that has been replaced.
    Stale,
}

/// A control message, by who may send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// Only helpers send these.
    Helper(HelperControl),
    /// Only sharers send these.
    Sharer(SharerControl),
}

impl Control {
    /// The role that may send it.
    #[must_use]
    pub const fn sender(&self) -> Role {
        match self {
            Self::Helper(_) => Role::Helper,
            Self::Sharer(_) => Role::Sharer,
        }
    }
}

/// Reads a frame that a client sent.
///
/// # Errors
/// [`WireError::TooLong`] or [`WireError::Malformed`].
pub fn client_frame(text: &str) -> Result<ClientFrame, WireError> {
    decode(text, limits::SOCKET_MESSAGE)
}

/// Reads a frame that the broker sent.
///
/// # Errors
/// [`WireError::TooLong`] or [`WireError::Malformed`].
pub fn broker_frame(text: &str) -> Result<BrokerFrame, WireError> {
    decode(text, limits::SOCKET_MESSAGE)
}

/// Reads a frame of the chat channel.
///
/// # Errors
/// [`WireError::TooLong`] or [`WireError::Malformed`].
pub fn chat_frame(text: &str) -> Result<ChatFrame, WireError> {
    decode(text, limits::PEER_MESSAGE)
}

/// Reads a message of the control channel that came from `sender`: only what that role may send
/// can come out, whatever the text says.
///
/// # Errors
/// [`WireError::TooLong`] or [`WireError::Malformed`].
pub fn control(sender: Role, text: &str) -> Result<Control, WireError> {
    Ok(match sender {
        Role::Helper => Control::Helper(decode(text, limits::PEER_MESSAGE)?),
        Role::Sharer => Control::Sharer(decode(text, limits::PEER_MESSAGE)?),
    })
}

/// Writes a control message of `sender`.
///
/// # Errors
/// [`WireError::WrongRole`] when that role may not send it.
pub fn control_text(sender: Role, message: &Control) -> Result<String, WireError> {
    if message.sender() != sender {
        return Err(WireError::WrongRole);
    }
    match message {
        Control::Helper(message) => encode(message),
        Control::Sharer(message) => encode(message),
    }
}

/// Writes any message of the protocol.
///
/// # Errors
/// [`WireError::Malformed`] for a value that JSON cannot express, which the protocol has none of.
pub fn encode<T: Serialize>(message: &T) -> Result<String, WireError> {
    serde_json::to_string(message).map_err(|_| WireError::Malformed)
}

fn decode<T: DeserializeOwned>(text: &str, limit: usize) -> Result<T, WireError> {
    if text.len() > limit {
        return Err(WireError::TooLong);
    }
    serde_json::from_str(text).map_err(|_| WireError::Malformed)
}
