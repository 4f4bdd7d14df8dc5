//! Refusals by the identity provider, read as our own error codes.
//!
//! Only `error` decides. A description is for people who run the provider: of it, Microsoft's
//! number (`AADSTS53003`) is kept as a detail for the help desk, and nothing else is shown.

use rh_protocol::sign_in::support_number;
use rh_protocol::{ErrorBody, ErrorCode};

/// What stands in the way of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The error, in words by its code.
    pub error: ErrorBody,
    /// A number for the help desk.
    pub detail: Option<String>,
    /// What the provider called it, where it is a refusal of theirs.
    pub said: Option<String>,
}

impl From<ErrorBody> for Problem {
    fn from(error: ErrorBody) -> Self {
        Self {
            error,
            detail: None,
            said: None,
        }
    }
}

impl From<ErrorCode> for Problem {
    fn from(code: ErrorCode) -> Self {
        ErrorBody::new(code).into()
    }
}

impl Problem {
    /// Reads a refusal: `error` and `error_description` of an authorization response (RFC 6749
    /// §4.1.2.1, OpenID Connect Core §3.1.2.6) or of a token response (RFC 6749 §5.2).
    #[must_use]
    pub fn refused(error: &str, description: Option<&str>) -> Self {
        Self {
            error: ErrorBody::new(code(error)),
            detail: description.and_then(support_number).map(str::to_owned),
            said: Some(error.to_owned()),
        }
    }
}

fn code(error: &str) -> ErrorCode {
    match error {
        "access_denied" => ErrorCode::ProviderDenied,
        "login_required"
        | "consent_required"
        | "interaction_required"
        | "account_selection_required" => ErrorCode::ProviderInteraction,
        // OpenID Connect Core Error Code unmet_authentication_requirements; RFC 9470 §3.
        "unmet_authentication_requirements" | "insufficient_user_authentication" => {
            ErrorCode::ProviderPolicy
        }
        "invalid_request"
        | "invalid_client"
        | "unauthorized_client"
        | "unsupported_response_type"
        | "unsupported_grant_type"
        | "invalid_scope"
        | "invalid_target"
        | "invalid_resource"
        | "invalid_request_uri"
        | "invalid_request_object"
        | "request_not_supported"
        | "request_uri_not_supported"
        | "registration_not_supported" => ErrorCode::ProviderMisconfigured,
        // The code was spent, or lay about for too long.
        "invalid_grant" => ErrorCode::SignInExpired,
        // `server_error`, `temporarily_unavailable`, and whatever a provider adds of its own.
        _ => ErrorCode::ProviderTrouble,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_a_code_that_knows_a_way_forward() {
        for (error, expected) in [
            ("access_denied", ErrorCode::ProviderDenied),
            ("login_required", ErrorCode::ProviderInteraction),
            ("consent_required", ErrorCode::ProviderInteraction),
            ("interaction_required", ErrorCode::ProviderInteraction),
            ("account_selection_required", ErrorCode::ProviderInteraction),
            (
                "unmet_authentication_requirements",
                ErrorCode::ProviderPolicy,
            ),
            ("invalid_request", ErrorCode::ProviderMisconfigured),
            ("unauthorized_client", ErrorCode::ProviderMisconfigured),
            ("invalid_client", ErrorCode::ProviderMisconfigured),
            ("invalid_scope", ErrorCode::ProviderMisconfigured),
            ("invalid_grant", ErrorCode::SignInExpired),
            ("server_error", ErrorCode::ProviderTrouble),
            ("temporarily_unavailable", ErrorCode::ProviderTrouble),
            ("something_new", ErrorCode::ProviderTrouble),
            ("", ErrorCode::ProviderTrouble),
        ] {
            let problem = Problem::refused(error, None);
            assert_eq!(problem.error.code, expected, "{error}");
            assert_eq!(problem.detail, None);
        }
    }

    #[test]
    fn a_number_never_decides_but_is_kept() {
        let text = "AADSTS53003: Access has been blocked by Conditional Access policies.";
        let problem = Problem::refused("access_denied", Some(text));
        assert_eq!(problem.error.code, ErrorCode::ProviderDenied);
        assert_eq!(problem.detail.as_deref(), Some("AADSTS53003"));
    }

    /// As Entra documents them: not compliant, blocked by policy, not assigned, consent.
    #[test]
    fn what_entra_refuses_is_read_by_its_error_and_told_with_its_number() {
        for (error, number, expected) in [
            (
                "interaction_required",
                "AADSTS53000",
                ErrorCode::ProviderInteraction,
            ),
            ("access_denied", "AADSTS53000", ErrorCode::ProviderDenied),
            ("access_denied", "AADSTS53003", ErrorCode::ProviderDenied),
            ("access_denied", "AADSTS50105", ErrorCode::ProviderDenied),
            (
                "consent_required",
                "AADSTS65001",
                ErrorCode::ProviderInteraction,
            ),
            ("access_denied", "AADSTS65004", ErrorCode::ProviderDenied),
            (
                "unmet_authentication_requirements",
                "AADSTS50076",
                ErrorCode::ProviderPolicy,
            ),
        ] {
            let text = format!("{number}: words for those who run it. Trace ID: 1-2-3");
            let problem = Problem::refused(error, Some(&text));
            assert_eq!(problem.error.code, expected, "{error} {number}");
            assert_eq!(problem.detail.as_deref(), Some(number));
        }
    }

    #[test]
    fn nothing_else_of_a_description_is_shown() {
        for text in [
            "",
            "AADSTS",
            "AADSTS12",
            "AADSTSx53003",
            "<b>ring 555</b>",
            "AADSTS1234567890123",
        ] {
            let problem = Problem::refused("access_denied", Some(text));
            assert_eq!(problem.detail, None, "{text}");
        }
    }
}
