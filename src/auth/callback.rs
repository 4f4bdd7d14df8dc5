//! The provider's redirect back to us: read once, cleaned away at once, judged, exchanged.

use super::{Pending, Problem};
use crate::platform::address::Query;
use crate::routes::query;
use rh_protocol::{ErrorCode, Redacted, sign_in};

/// An authorization response, taken from the address bar (RFC 6749 §4.1.2, RFC 9207 §2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The authorization code.
    pub code: Option<Redacted<String>>,
    /// The state that we sent.
    pub state: Option<Redacted<String>>,
    /// The provider's name.
    pub issuer: Option<String>,
    /// A refusal.
    pub error: Option<String>,
    /// What the provider says about it.
    pub description: Option<String>,
}

impl Response {
    /// Reads the response from a query, if there is any.
    #[must_use]
    pub fn read(from: &Query) -> Option<Self> {
        let any = [query::CODE, query::STATE, query::ERROR];
        any.iter().any(|key| from.has(key)).then(|| Self {
            code: from.once(query::CODE).map(Redacted::new),
            state: from.once(query::STATE).map(Redacted::new),
            issuer: from.once(query::ISSUER),
            error: from.once(query::ERROR),
            description: from.once(query::ERROR_DESCRIPTION),
        })
    }
}

/// Judges a response: the code to exchange, if it answers the sign-in that this tab began and comes
/// from the provider that it was sent to. Even a refusal counts only then.
///
/// # Errors
/// `sign-in-expired`, `state-mismatch`, or the provider's refusal in our words.
pub fn judge(
    response: Response,
    pending: Option<&Pending>,
    issuer: Option<&str>,
) -> Result<String, Problem> {
    let pending = pending.ok_or(ErrorCode::SignInExpired)?;
    let expected = Some(pending.state.expose().as_str());
    let state = response.state.as_ref().map(|state| state.expose().as_str());
    if !sign_in::state_matches(expected, state)
        || !sign_in::response_issuer_matches(issuer, response.issuer.as_deref())
    {
        return Err(ErrorCode::StateMismatch.into());
    }
    if let Some(error) = response.error {
        return Err(Problem::refused(&error, response.description.as_deref()));
    }
    let code = response.code.ok_or(ErrorCode::ProviderTrouble)?;
    Ok(code.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://id.example";

    fn pending() -> Pending {
        Pending {
            state: "right".to_owned().into(),
            verifier: "v".to_owned().into(),
            return_to: "/rh".to_owned(),
            check: false,
        }
    }

    fn response() -> Response {
        Response {
            code: Some("c0de".to_owned().into()),
            state: Some("right".to_owned().into()),
            issuer: Some(ISSUER.to_owned()),
            ..Response::default()
        }
    }

    fn refused(response: Response) -> ErrorCode {
        let result = judge(response, Some(&pending()), Some(ISSUER));
        result.unwrap_err().error.code
    }

    #[test]
    fn the_answer_to_our_own_question_yields_its_code() {
        let code = judge(response(), Some(&pending()), Some(ISSUER));
        assert_eq!(code.as_deref(), Ok("c0de"));
    }

    #[test]
    fn an_answer_that_nobody_asked_for_is_refused() {
        let result = judge(response(), None, Some(ISSUER));
        assert_eq!(result.unwrap_err().error.code, ErrorCode::SignInExpired);
    }

    #[test]
    fn a_wrong_or_missing_state_is_refused_even_with_a_refusal() {
        for state in [None, Some("wrong".to_owned().into())] {
            for error in [None, Some("access_denied".to_owned())] {
                let response = Response {
                    state: state.clone(),
                    error,
                    ..response()
                };
                assert_eq!(refused(response), ErrorCode::StateMismatch);
            }
        }
    }

    #[test]
    fn another_providers_answer_is_refused() {
        for issuer in [None, Some("https://evil.example".to_owned())] {
            let response = Response {
                issuer,
                ..response()
            };
            assert_eq!(refused(response), ErrorCode::StateMismatch);
        }
    }

    #[test]
    fn refusals_and_empty_answers_are_told_apart() {
        let denied = Response {
            error: Some("access_denied".to_owned()),
            ..response()
        };
        assert_eq!(refused(denied), ErrorCode::ProviderDenied);
        let empty = Response {
            code: None,
            ..response()
        };
        assert_eq!(refused(empty), ErrorCode::ProviderTrouble);
    }
}
