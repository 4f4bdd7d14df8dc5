//! What can go wrong with a sign-in, and what of it the browser is told.

use super::{fetch::FetchError, provider::ProviderError, strength::TooWeak, token::TokenError};
use crate::{access::AccessError, http::error::ApiError, store::StoreError};
use rh_intake::tokens::TokenRefusal;
use rh_protocol::{ErrorBody, ErrorCode};

/// Why a request about identity is refused.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Remote Help is switched off.
    #[error("remote help is off")]
    RemoteHelpOff,
    /// The request comes from another site.
    #[error("another origin")]
    OriginRefused,
    /// This address asks too often.
    #[error("too many requests")]
    TooManyRequests {
        /// When to ask again, in milliseconds.
        retry_after_ms: u64,
    },
    /// No sign-in is under way in this browser, or it took too long.
    #[error("no sign-in under way")]
    Expired,
    /// Nobody is signed in.
    #[error("not signed in")]
    NotSignedIn,
    /// The sign-in is weaker than what is required.
    #[error("the sign-in is too weak")]
    TooWeak(Box<TooWeak>),
    /// The person may not help.
    #[error("not a helper")]
    NotAHelper,
    /// The address names no role of ours.
    #[error("no such role")]
    NoSuchRole,
    /// A token broke a rule.
    #[error("token refused: {0}")]
    Refused(#[from] TokenRefusal),
    /// The provider cannot be used.
    #[error("{0}")]
    Provider(#[from] ProviderError),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// It cannot be told what the person may do.
    #[error("{0}")]
    Access(#[source] AccessError),
    /// The provider has ended the sign-in while it was under way.
    #[error("the provider has ended it meanwhile")]
    EndedMeanwhile,
    /// The provider has not said for too long what somebody may do.
    #[error("the provider has given no answer for too long")]
    Untold,
    /// The account is disabled in the directory.
    #[error("the account is disabled in the directory")]
    Disabled,
}

impl From<Box<TooWeak>> for SignInError {
    fn from(weak: Box<TooWeak>) -> Self {
        Self::TooWeak(weak)
    }
}

impl From<AccessError> for SignInError {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Disabled => Self::Disabled,
            AccessError::Store(error) => Self::Store(error),
            AccessError::Directory(_) => Self::Access(error),
        }
    }
}

impl SignInError {
    /// What the browser is told.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::RemoteHelpOff => ErrorCode::RemoteHelpOff,
            Self::OriginRefused => ErrorCode::OriginRefused,
            Self::TooManyRequests { .. } => ErrorCode::TooManyRequests,
            // A nonce that is not ours any more is most often a page that was left open.
            Self::Expired | Self::EndedMeanwhile | Self::Refused(TokenRefusal::Nonce) => {
                ErrorCode::SignInExpired
            }
            Self::NotSignedIn => ErrorCode::NotSignedIn,
            Self::TooWeak(_) => ErrorCode::InsufficientClaims,
            Self::NotAHelper => ErrorCode::NotAHelper,
            Self::Disabled => ErrorCode::AccountDisabled,
            Self::NoSuchRole => ErrorCode::NotFound,
            Self::Refused(TokenRefusal::WrongTenant) => ErrorCode::WrongTenant,
            Self::Refused(_) => ErrorCode::TokenRefused,
            Self::Provider(ProviderError::Unreachable(_)) => ErrorCode::ProviderUnreachable,
            Self::Provider(ProviderError::Misconfigured(_)) => ErrorCode::ProviderMisconfigured,
            Self::Store(_) | Self::Access(_) | Self::Untold => ErrorCode::Unavailable,
        }
    }

    /// Why, in one word, for the audit trail; none for what is no refusal of a person.
    pub(super) fn audited(&self) -> Option<String> {
        match self {
            Self::NotAHelper => Some("not-a-helper".to_owned()),
            Self::Disabled => Some("account-disabled".to_owned()),
            Self::EndedMeanwhile => Some("signed-out-at-provider".to_owned()),
            Self::Refused(refusal) => Some(refusal.to_string()),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for SignInError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<TokenError> for SignInError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Refused(refusal) => Self::Refused(refusal),
            TokenError::Provider(error) => Self::Provider(error),
        }
    }
}

impl From<ring::error::Unspecified> for SignInError {
    fn from(_: ring::error::Unspecified) -> Self {
        Self::Store(StoreError::from(sqlx::Error::Protocol(
            "a refresh token could not be sealed".to_owned(),
        )))
    }
}

impl From<FetchError> for SignInError {
    fn from(error: FetchError) -> Self {
        Self::Provider(error.into())
    }
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        let code = error.code();
        match error {
            SignInError::Store(error) => Self::from(error),
            SignInError::Access(error) => Self::from(error),
            SignInError::TooManyRequests { retry_after_ms } => Self::from(ErrorBody {
                retry_after_ms: Some(retry_after_ms),
                ..ErrorBody::new(code)
            }),
            SignInError::TooWeak(weak) => Self::from(ErrorBody {
                ask: Some(Box::new(weak.ask)),
                ..ErrorBody::new(code)
            }),
            _ => Self::new(code),
        }
    }
}
