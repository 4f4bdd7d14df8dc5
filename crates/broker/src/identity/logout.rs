//! The provider says by itself, to the broker and past the browser, that somebody is signed out there (OpenID Connect Back-Channel
//! Logout 1.0): their sign-ins here are over at once.

use super::{
    AccountId, Identity,
    error::SignInError,
    sign_out::{self, BY_PROVIDER, Ended},
    token,
};
use rh_protocol::Redacted;

impl Identity {
    /// Ends the sign-ins that a logout token names; tells how many there were. Those that were opened after it was issued are
    /// not meant, so that one which is sent again does nothing.
    ///
    /// # Errors
    /// The rule that the token broke, that the provider's keys are not to be had, or a fault of the store.
    pub async fn logged_out(&self, token: &Redacted<String>) -> Result<usize, SignInError> {
        let inner = &*self.0;
        let verified = token::verify_logout(&inner.provider, token.expose(), self.expected());
        let out = match verified.await.map_err(SignInError::from) {
            Ok(out) => out,
            Err(error) => {
                tracing::warn!(%error, "a logout token was refused");
                return Err(error);
            }
        };
        let issuer = inner.settings.identity.issuer.as_str();
        let account = out.subject.map(|subject| AccountId::of(issuer, &subject));
        let ended = Ended {
            issuer,
            account: account.as_ref(),
            session: out.session.as_deref(),
            until_ms: i64::try_from(out.until_ms).unwrap_or(i64::MAX),
        };
        let mut write = inner.store.write().await?;
        let closed = sign_out::close_ended(&mut write, ended).await?;
        let count = closed.len();
        tracing::info!(count, "the provider has signed somebody out");
        self.over(write, closed, Some(BY_PROVIDER)).await?;
        Ok(count)
    }
}
