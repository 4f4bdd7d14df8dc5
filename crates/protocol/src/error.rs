//! Stable error codes. The app's text for a code is the Fluent message `error-<code>`.

use crate::sign_in::Ask;
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// What went wrong, as a stable code. Also the value of `data-code` on the app's error box.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
            /// A newer side's code.
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl ErrorCode {
            /// Every code, for tests that hold translations against it.
            pub const ALL: &[Self] = &[$(Self::$name,)* Self::Unknown];

            /// As it stands on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                    Self::Unknown => "unknown",
                }
            }
        }
    };
}

codes! {
    // The request itself.
    /// The request makes no sense to the broker.
    BadRequest = "bad-request",
    /// There is nothing at this address.
    NotFound = "not-found",
    /// The address exists, but not for this method.
    MethodNotAllowed = "method-not-allowed",
    /// The body or message is larger than allowed.
    TooLarge = "too-large",
    /// Too many requests; `retry_after_ms` says when to try again.
    TooManyRequests = "too-many-requests",
    /// The request comes from another site.
    OriginRefused = "origin-refused",
    /// No version is spoken by both: the page must be reloaded.
    UnsupportedVersion = "unsupported-version",
    /// A request that this broker does not know.
    UnknownRequest = "unknown-request",
    /// The broker is going down, or not yet up.
    Unavailable = "unavailable",
    /// A fault of the broker's own; details are in its log only.
    Internal = "internal",

    // Identity.
    /// Nobody is signed in, or the sign-in has run out.
    NotSignedIn = "not-signed-in",
    /// The sign-in is weaker than the organisation requires; `ask` says what to ask the provider for.
    InsufficientClaims = "insufficient-claims",
    /// The provider is to be asked about the device before somebody joins; `ask` says how.
    DeviceCheck = "device-check",
    /// The sign-in took too long or was started elsewhere: start again.
    SignInExpired = "sign-in-expired",
    /// The answer does not belong to the sign-in that this page began.
    StateMismatch = "state-mismatch",
    /// The provider's token was refused by the broker.
    TokenRefused = "token-refused",
    /// The account belongs to another organisation.
    WrongTenant = "wrong-tenant",
    /// The account is not allowed to help.
    NotAHelper = "not-a-helper",
    /// The organisation's directory says that the account may not be used any more.
    AccountDisabled = "account-disabled",
    /// The provider could not be reached.
    ProviderUnreachable = "provider-unreachable",
    /// The person, or the provider for them, said no (`access_denied`).
    ProviderDenied = "provider-denied",
    /// The provider wants the person to agree or act first (`consent_required`, `interaction_required`, `login_required`, `account_selection_required`).
    ProviderInteraction = "provider-interaction",
    /// A policy of the organisation refuses this sign-in or device.
    ProviderPolicy = "provider-policy",
    /// The provider is set up wrongly for this product (`invalid_client`, `unauthorized_client`, `invalid_scope`, …).
    ProviderMisconfigured = "provider-misconfigured",
    /// The provider has a trouble of its own (`server_error`, `temporarily_unavailable`).
    ProviderTrouble = "provider-trouble",
    /// Remote Help is switched off for the organisation.
    RemoteHelpOff = "remote-help-off",

    // Administration.
    /// The account may not do this in the console.
    NotPermitted = "not-permitted",
    /// A field is missing, too long, or names what is not there; `field` says which.
    BadField = "bad-field",
    /// What is built in, or comes from the configuration, cannot be changed here.
    BuiltIn = "built-in",
    /// Somebody else keeps the directory: it cannot be changed here.
    DirectoryReadOnly = "directory-read-only",
    /// Somebody else has changed it since it was read.
    ChangedMeanwhile = "changed-meanwhile",
    /// Others still use it.
    InUse = "in-use",
    /// Afterwards nobody could administer any more.
    LastAdministrator = "last-administrator",
    /// There are as many as there may be.
    TooMany = "too-many",

    // Codes and sessions.
    /// Not a security code: wrong length or characters.
    MalformedCode = "malformed-code",
    /// Unknown, expired or used code, all alike; `tries_left` says how many more.
    WrongCode = "wrong-code",
    /// Too many wrong codes; `retry_after_ms` says when to try again.
    TooManyWrongCodes = "too-many-wrong-codes",
    /// The helper of this session cannot be its sharer too.
    OwnSession = "own-session",
    /// The helper of this session may not help this person, or not on their device.
    HelperNotPermitted = "helper-not-permitted",
    /// The device is not enrolled, and the organisation helps only on those that are.
    DeviceNotEnrolled = "device-not-enrolled",
    /// The session was started for another person or device.
    OtherThanBound = "other-than-bound",
    /// The enrolment link is unknown, used or has run out, all alike.
    WrongEnrolmentLink = "wrong-enrolment-link",
    /// This browser cannot keep a key, or cannot sign with it.
    DeviceKeyFailed = "device-key-failed",
    /// The helper has too many sessions open.
    TooManySessions = "too-many-sessions",
    /// There is no such session for this person.
    SessionNotFound = "session-not-found",
    /// The session is over.
    SessionEnded = "session-ended",
    /// This role may not do that, or not in this phase.
    NotAllowed = "not-allowed",
    /// The connection or consent round that was named is not the present one.
    Stale = "stale",
    /// Another tab of the same person took the session over.
    Replaced = "replaced",

    // In the browser.
    /// The broker cannot be reached from here.
    NetworkUnreachable = "network-unreachable",
    /// No path between the two browsers was found.
    PeerFailed = "peer-failed",
    /// The person closed the picker, or the browser refused.
    CaptureDenied = "capture-denied",
    /// The operating system does not let this browser capture.
    CaptureBlocked = "capture-blocked",
    /// Capture failed for another reason.
    CaptureFailed = "capture-failed",
    /// The screen's codec failed; reload.
    PictureFailed = "picture-failed",
    /// A part of the app could not be loaded; reload.
    LoadFailed = "load-failed",
    /// A chat message is longer than allowed.
    ChatTooLong = "chat-too-long",
    /// Copying to the clipboard failed.
    CopyFailed = "copy-failed",
    /// The browser did not take a file to save.
    SaveFailed = "save-failed",
}

/// An error on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The code.
    pub code: ErrorCode,
    /// Wrong codes that may still be entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u8>,
    /// When to try again, in milliseconds from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The field that is meant, by its name in the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What the provider is to be asked for, so that the next sign-in is strong enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<Box<Ask>>,
}

impl ErrorBody {
    /// An error without details.
    #[must_use]
    pub const fn new(code: ErrorCode) -> Self {
        Self {
            code,
            tries_left: None,
            retry_after_ms: None,
            field: None,
            ask: None,
        }
    }
}

impl From<ErrorCode> for ErrorBody {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

/// The body of every HTTP error: `{"error": {"code": …}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorEnvelope {
    /// The error.
    pub error: ErrorBody,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_kebab_case_and_travel_as_they_print() {
        for code in ErrorCode::ALL {
            let text = code.as_str();
            assert!(
                text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{text}"
            );
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{text}\""));
            let back: ErrorCode = serde_json::from_str(&format!("\"{text}\"")).unwrap();
            assert_eq!(back, *code);
        }
    }

    #[test]
    fn a_newer_code_reads_as_unknown() {
        let body: ErrorBody = serde_json::from_str(r#"{"code":"from-the-future","x":1}"#).unwrap();
        assert_eq!(body, ErrorBody::new(ErrorCode::Unknown));
    }
}
