//! The provider says by itself, to the broker and past the browser, that somebody is signed out there (OpenID Connect Back-Channel
//! Logout 1.0): their sign-ins here are over at once.

use super::{
    AccountId, Identity,
    error::SignInError,
    sign_out::{self, BY_PROVIDER, Ended},
    token,
};
use rh_intake::tokens::{LoggedOut, Object};
use rh_protocol::Redacted;
use std::{
    collections::VecDeque,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// So long the provider's word is remembered, in milliseconds, for sign-ins that are under way when it comes.
const REMEMBERED_MS: u64 = 10 * 60_000;
/// So many of them; the oldest go first.
const REMEMBERED: usize = 1_000;

/// Who was signed out a moment ago, and when that came here.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<VecDeque<(u64, LoggedOut)>>);

impl Recent {
    fn note(&self, out: LoggedOut, now_ms: u64) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.retain(|(at_ms, _)| now_ms.saturating_sub(*at_ms) <= REMEMBERED_MS);
        if recent.len() >= REMEMBERED {
            recent.pop_front();
        }
        recent.push_back((now_ms, out));
    }

    fn means(&self, subject: &str, claims: &Object) -> bool {
        let recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.iter().any(|(_, out)| out.means(subject, claims))
    }
}

impl Identity {
    /// Ends the sign-ins that a logout token names; tells how many there were. Those that the provider has issued after it are
    /// not meant, so that one which is sent again does nothing.
    ///
    /// # Errors
    /// The rule that the token broke, that the provider's keys are not to be had, or a fault of the store.
    pub async fn logged_out(
        &self,
        peer: IpAddr,
        token: &Redacted<String>,
    ) -> Result<usize, SignInError> {
        let inner = &*self.0;
        let verified = token::verify_logout(&inner.provider, token.expose(), self.expected());
        let out = match verified.await.map_err(SignInError::from) {
            Ok(out) => out,
            Err(error) => return Err(self.no_logout(peer, error)),
        };
        let issuer = inner.settings.identity.issuer.as_str();
        let subject = out.subject.as_deref();
        let account = subject.map(|subject| AccountId::of(issuer, subject));
        let ended = Ended {
            issuer,
            account: account.as_ref(),
            session: out.session.as_deref(),
            at_ms: i64::try_from(out.at_ms).unwrap_or(i64::MAX),
        };
        let mut write = inner.store.write().await?;
        // While nobody else writes: who is signing in has either done so, or looks here first.
        inner.recent.note(out.clone(), inner.clock.now_ms());
        let closed = sign_out::close_ended(&mut write, ended).await?;
        let count = closed.len();
        tracing::info!(count, "the provider has signed somebody out");
        self.over(write, closed, Some(BY_PROVIDER)).await?;
        Ok(count)
    }

    /// Refuses a sign-in that the provider has ended while it was under way.
    pub(super) fn check_not_ended(&self, claims: &Object) -> Result<(), SignInError> {
        let subject = self.0.tenant.subject(claims)?;
        if self.0.recent.means(subject, claims) {
            return Err(SignInError::EndedMeanwhile);
        }
        Ok(())
    }

    /// Counts what was refused against its address: good ones may come in floods, when a provider signs many people out.
    fn no_logout(&self, peer: IpAddr, error: SignInError) -> SignInError {
        if matches!(error, SignInError::Refused(_))
            && let Err(retry_after_ms) = self.0.rate.take(peer, self.0.clock.now_ms())
        {
            return SignInError::TooManyRequests { retry_after_ms };
        }
        tracing::warn!(%error, "a logout token was not taken");
        error
    }
}
