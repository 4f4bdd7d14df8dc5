//! A token held against the provider's keys, which may have changed since they were fetched.

use super::provider::{Provider, ProviderError};
use rh_intake::tokens::{
    Expected, Keys, LoggedOut, TokenRefusal, Unverified, UnverifiedLogout, Verified,
};
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

/// Checks a sign-in's ID token, and that it belongs to the access token beside it.
///
/// # Errors
/// The rule that it broke, or that the keys are not to be had.
pub(super) async fn verify(
    provider: &Provider,
    tokens: &SignIn,
    expected: Expected<'_>,
) -> Result<Verified, TokenError> {
    let unverified = Unverified::read(tokens, expected)?;
    let named = unverified.names_its_key();
    held_against(provider, named, |keys| unverified.verify(keys)).await
}

/// Checks what a refresh token brought.
///
/// # Errors
/// As [`verify`].
pub(super) async fn verify_refreshed(
    provider: &Provider,
    tokens: &SignIn,
    expected: Expected<'_>,
) -> Result<Verified, TokenError> {
    let unverified = Unverified::read_refreshed(tokens, expected)?;
    let named = unverified.names_its_key();
    held_against(provider, named, |keys| unverified.verify(keys)).await
}

/// Checks a logout token.
///
/// # Errors
/// As [`verify`].
pub(super) async fn verify_logout(
    provider: &Provider,
    token: &str,
    expected: Expected<'_>,
) -> Result<LoggedOut, TokenError> {
    let unverified = UnverifiedLogout::read(token, expected)?;
    let named = unverified.names_its_key();
    held_against(provider, named, |keys| unverified.verify(keys)).await
}

async fn held_against<T>(
    provider: &Provider,
    names_its_key: bool,
    verify: impl Fn(&Keys) -> Result<T, TokenRefusal>,
) -> Result<T, TokenError> {
    let mut set = provider.keys().await?;
    let mut asked_again = false;
    loop {
        let outcome = verify(&set.keys);
        // The provider may have changed its keys since we asked. Without a name, only the
        // signature tells.
        let stale = match outcome {
            Err(TokenRefusal::UnknownKey) => true,
            Err(TokenRefusal::Signature) => !names_its_key,
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
