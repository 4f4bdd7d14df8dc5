//! The one mapping of errors to HTTP. Details of a fault of our own go to the log, never out.

use super::refused::Refused;
use crate::access::AccessError;
use crate::directory::DirectoryError;
use crate::store::StoreError;
use axum::extract::rejection::{FormRejection, JsonRejection, PathRejection, QueryRejection};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use rh_protocol::error::{ErrorBody, ErrorCode, ErrorEnvelope};
use std::error::Error;

/// A refusal or a fault, ready to be answered with.
#[derive(Debug)]
pub struct ApiError {
    body: ErrorBody,
    cause: Option<Box<dyn Error + Send + Sync>>,
    refused: Option<Box<Refused>>,
}

impl ApiError {
    /// A refusal without details.
    #[must_use]
    pub const fn new(code: ErrorCode) -> Self {
        Self {
            body: ErrorBody::new(code),
            cause: None,
            refused: None,
        }
    }

    /// A field of the request does not hold what it must.
    #[must_use]
    pub fn field(name: &str) -> Self {
        ErrorBody {
            field: Some(name.to_owned()),
            ..ErrorBody::new(ErrorCode::BadField)
        }
        .into()
    }

    /// What it is answered with.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.body.code
    }

    /// A body that could not be read, for which axum would answer with this status.
    fn unread(status: StatusCode) -> Self {
        Self::new(if status == StatusCode::PAYLOAD_TOO_LARGE {
            ErrorCode::TooLarge
        } else {
            ErrorCode::BadRequest
        })
    }

    /// A fault of our own: logged with its cause, answered as `internal`.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::new(ErrorCode::Internal)
        }
    }

    /// Something needed is not there now: logged with its cause, answered as `unavailable`.
    pub fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::new(ErrorCode::Unavailable)
        }
    }

    /// The same with when to try again, in milliseconds from now.
    #[must_use]
    pub const fn retry_after(mut self, ms: u64) -> Self {
        self.body.retry_after_ms = Some(ms);
        self
    }

    /// The same as a refusal to somebody who is known: the audit is told of it.
    #[must_use]
    pub fn refused(mut self, refused: Refused) -> Self {
        self.refused = Some(Box::new(refused));
        self
    }

    /// Hands an answer what the audit is told. For an answer that is made otherwise than of this.
    #[must_use]
    pub fn tell(self, mut response: Response) -> Response {
        if let Some(refused) = self.refused {
            response.extensions_mut().insert(*refused);
        }
        response
    }

    /// What goes on the wire.
    #[must_use]
    pub const fn body(&self) -> &ErrorBody {
        &self.body
    }
}

/// The HTTP status of a code.
#[must_use]
pub const fn status(code: ErrorCode) -> StatusCode {
    use ErrorCode as C;
    match code {
        C::BadRequest | C::MalformedCode | C::UnknownRequest | C::ChatTooLong | C::BadField => {
            StatusCode::BAD_REQUEST
        }
        C::NotSignedIn
        | C::InsufficientClaims
        | C::DeviceCheck
        | C::SignInExpired
        | C::StateMismatch
        | C::TokenRefused => StatusCode::UNAUTHORIZED,
        C::OriginRefused
        | C::WrongTenant
        | C::NotAHelper
        | C::AccountDisabled
        | C::ProviderDenied
        | C::ProviderInteraction
        | C::ProviderPolicy
        | C::RemoteHelpOff
        | C::OwnSession
        | C::HelperNotPermitted
        | C::DeviceNotEnrolled
        | C::OtherThanBound
        | C::NotPermitted
        | C::NotAllowed => StatusCode::FORBIDDEN,
        C::NotFound | C::WrongCode | C::WrongEnrolmentLink | C::SessionNotFound => {
            StatusCode::NOT_FOUND
        }
        C::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        C::TooManySessions
        | C::Stale
        | C::Replaced
        | C::BuiltIn
        | C::DirectoryReadOnly
        | C::ChangedMeanwhile
        | C::InUse
        | C::LastAdministrator
        | C::TooMany => StatusCode::CONFLICT,
        C::SessionEnded => StatusCode::GONE,
        C::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        C::UnsupportedVersion => StatusCode::UPGRADE_REQUIRED,
        C::TooManyRequests | C::TooManyWrongCodes => StatusCode::TOO_MANY_REQUESTS,
        C::ProviderUnreachable | C::ProviderTrouble | C::ProviderMisconfigured => {
            StatusCode::BAD_GATEWAY
        }
        C::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        // The rest is the browser's own, or a newer side's: the broker never answers with it.
        C::Internal
        | C::NetworkUnreachable
        | C::PeerFailed
        | C::CaptureDenied
        | C::CaptureBlocked
        | C::CaptureFailed
        | C::DeviceKeyFailed
        | C::PictureFailed
        | C::LoadFailed
        | C::CopyFailed
        | C::SaveFailed
        | C::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = status(self.body.code);
        if let Some(cause) = &self.cause {
            tracing::error!(code = self.body.code.as_str(), %cause, "request failed");
        }
        let retry_after = self.body.retry_after_ms;
        let body = axum::Json(ErrorEnvelope {
            error: self.body.clone(),
        });
        let mut response = self.tell((status, body).into_response());
        if let Some(ms) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(ms.div_ceil(1_000)));
        }
        response
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<ErrorBody> for ApiError {
    fn from(body: ErrorBody) -> Self {
        Self {
            body,
            cause: None,
            refused: None,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::unavailable(error)
    }
}

impl From<DirectoryError> for ApiError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::BadCursor => Self::field("after"),
            DirectoryError::Unavailable { retry_after_ms, .. } => {
                Self::unavailable(error).retry_after(retry_after_ms)
            }
            DirectoryError::Store(_)
            | DirectoryError::Refused { .. }
            | DirectoryError::Nonsense(_) => Self::unavailable(error),
        }
    }
}

impl From<AccessError> for ApiError {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Directory(error) => error.into(),
            AccessError::Store(error) => error.into(),
            AccessError::Disabled => Self::new(ErrorCode::AccountDisabled),
        }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        Self::from(StoreError::from(error))
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        Self::unread(rejection.status())
    }
}

impl From<FormRejection> for ApiError {
    fn from(rejection: FormRejection) -> Self {
        Self::unread(rejection.status())
    }
}

impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> Self {
        Self::new(ErrorCode::NotFound)
    }
}

impl From<QueryRejection> for ApiError {
    fn from(_: QueryRejection) -> Self {
        Self::new(ErrorCode::BadRequest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn details_of_a_fault_stay_inside() {
        let response = ApiError::internal("the secret detail").into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 1_000)
            .await
            .unwrap();
        assert_eq!(&body[..], br#"{"error":{"code":"internal"}}"#);
    }

    #[test]
    fn what_cannot_be_told_of_access_keeps_its_own_answer() {
        let directory = DirectoryError::Unavailable {
            why: "the secret detail".to_owned(),
            retry_after_ms: 4_000,
        };
        let silent = ApiError::from(AccessError::from(directory));
        assert_eq!(
            (silent.code(), silent.body().retry_after_ms),
            (ErrorCode::Unavailable, Some(4_000))
        );
        let disabled = ApiError::from(AccessError::Disabled);
        assert_eq!(disabled.code(), ErrorCode::AccountDisabled);
    }

    #[test]
    fn the_time_to_retry_is_rounded_up_to_seconds() {
        let mut body = ErrorBody::new(ErrorCode::TooManyRequests);
        body.retry_after_ms = Some(1_001);
        let response = ApiError::from(body).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "2");
    }
}
