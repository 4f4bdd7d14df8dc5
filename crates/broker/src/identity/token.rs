//! A token held against the provider's keys, which may have changed since they were fetched.

use super::provider::{Provider, ProviderError};
use rh_intake::tokens::{Expected, TokenRefusal, Unverified, Verified};
use rh_protocol::api::SignIn;

/// Why a token is not accepted.
#[derive(Debug, thiserror::Error)]
pub(super) enum TokenError {
    /// It broke a rule.
    #[error("{0}")]
    Refused(#[from] TokenRefusal),
    /// The provider's keys are not to be had.
    #[error("{0}")]
    Provider(#[from] ProviderError),
}

/// Checks an ID token, and that it belongs to the access token beside it.
///
/// # Errors
/// The rule that it broke, or that the keys are not to be had.
pub(super) async fn verify(
    provider: &Provider,
    tokens: &SignIn,
    expected: Expected<'_>,
) -> Result<Verified, TokenError> {
    let unverified = Unverified::read(tokens, expected)?;
    let mut set = provider.keys().await?;
    let mut asked_again = false;
    loop {
        let outcome = unverified.verify(&set.keys);
        // The provider may have changed its keys since we asked. Without a name, only the
        // signature tells.
        let stale = match outcome {
            Err(TokenRefusal::UnknownKey) => true,
            Err(TokenRefusal::Signature) => !unverified.names_its_key(),
            _ => false,
        };
        if stale
            && !asked_again
            && let Some(newer) = provider.newer_keys(&set).await?
        {
            set = newer;
            asked_again = true;
            continue;
        }
        return Ok(outcome?);
    }
}
