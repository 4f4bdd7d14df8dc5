//! What the provider said of somebody when they signed in may have been taken back since. While their sign-in is used, the
//! provider is asked again, with the refresh token that it gave: what it says counts in place of what it said, and where it
//! says that the sign-in is over, it is over here.
//!
//! The token lies in the store, sealed (`sealed`); the key is here for as long as the broker runs, and comes with the next
//! request of the browser after that.

use super::{
    Identity,
    error::SignInError,
    fetch::FetchError,
    grant::{self, Refreshed},
    profiles,
    provider::ProviderError,
    sealed::SealKey,
    secret,
    sign_ins::{self, Found, Held, Opened, SignInId},
    sign_out::{self, BY_PROVIDER},
    token,
};
use crate::store::Write;
use rh_intake::tokens::TokenRefusal;
use rh_protocol::{Redacted, api::SignIn};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::Semaphore;

/// What the provider said counts so long though it gives no answer, in milliseconds.
const KEPT_MS: u64 = 60 * 60_000;
/// The longest that a request waits for the provider, in milliseconds. What is asked goes on after it.
const WAIT_MS: u64 = 3_000;
/// After a failure nobody asks for so long, in milliseconds.
const REST_MS: u64 = 30_000;
/// So many are asked for at once.
const AT_ONCE: usize = 16;

/// The keys of the sign-ins that can be refreshed, and what keeps us from asking too much.
#[derive(Debug)]
pub(super) struct Refreshes {
    slots: Mutex<HashMap<SignInId, Arc<Slot>>>,
    /// Why nobody is asked, and until when, in Unix milliseconds.
    rests: Mutex<Option<(ProviderError, u64)>>,
    line: Semaphore,
    /// Whether it is logged that a sign-in came without a refresh token.
    none_came: AtomicBool,
}

impl Default for Refreshes {
    fn default() -> Self {
        Self {
            slots: Mutex::default(),
            rests: Mutex::default(),
            line: Semaphore::new(AT_ONCE),
            none_came: AtomicBool::new(false),
        }
    }
}

/// What it takes to refresh a sign-in.
#[derive(Debug)]
struct Slot {
    key: SealKey,
    /// Of whose secret the key is.
    hash: String,
    /// When the sign-in ends, in Unix milliseconds.
    expires_ms: i64,
    /// One asks, the others wait for the answer: a refresh token may count once. Holds until when, in Unix milliseconds, nobody
    /// asks again after a failure.
    turn: tokio::sync::Mutex<u64>,
}

impl Refreshes {
    /// Keeps the key of a sign-in until it ends; in place of that of a secret before, if there was one.
    fn hold(&self, id: SignInId, slot: Slot, now_ms: i64) -> Arc<Slot> {
        let slot = Arc::new(slot);
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|_, slot| slot.expires_ms > now_ms);
        slots.insert(id, Arc::clone(&slot));
        slot
    }

    /// Lets go of the key of a sign-in that is over.
    pub(super) fn forget(&self, id: SignInId) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.remove(&id);
    }

    fn slot(&self, id: SignInId) -> Option<Arc<Slot>> {
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.get(&id).cloned()
    }

    /// Why nobody is asked now.
    fn resting(&self, now_ms: u64) -> Option<ProviderError> {
        let rests = self.rests.lock().unwrap_or_else(PoisonError::into_inner);
        let (error, until_ms) = rests.as_ref()?;
        // A clock that is set back makes no rest longer.
        (1..=REST_MS)
            .contains(&until_ms.saturating_sub(now_ms))
            .then(|| error.clone())
    }

    /// Notes whether the provider answers; tells when that is news.
    fn note(&self, failed: Option<&ProviderError>, now_ms: u64) -> bool {
        let mut rests = self.rests.lock().unwrap_or_else(PoisonError::into_inner);
        let news = rests.is_some() != failed.is_some();
        *rests = failed.map(|error| (error.clone(), now_ms.saturating_add(REST_MS)));
        news
    }
}

impl Identity {
    /// After how long what the provider said of somebody is to be asked for again, in milliseconds; none where it is not.
    pub(super) fn refresh_every_ms(&self) -> Option<u64> {
        self.0.policy.settings().sign_in.refresh_ms()
    }

    /// Keeps the refresh token that came with a sign-in, if one did.
    ///
    /// # Errors
    /// A fault of the store.
    pub(super) async fn keep_refresh(
        &self,
        write: &mut Write,
        opened: &Opened,
        token: Option<&Redacted<String>>,
    ) -> Result<(), SignInError> {
        let refreshes = &self.0.refreshes;
        let Some(token) = token else {
            if !self.0.settings.demo && !refreshes.none_came.swap(true, Ordering::Relaxed) {
                tracing::info!(
                    "the provider gives no refresh token: what it takes back from somebody counts here when they sign in anew \
                     (docs/administration.md, What the provider takes back)"
                );
            }
            return Ok(());
        };
        let key = SealKey::of(&opened.secret)?;
        let sealed = key.seal(opened.id, token)?;
        sign_ins::save_sealed(write, opened.id, &sealed).await?;
        let slot = Slot {
            key,
            hash: secret::hash(opened.secret.expose()),
            expires_ms: opened.expires_ms,
            turn: tokio::sync::Mutex::default(),
        };
        refreshes.hold(opened.id, slot, self.0.clock.now_db());
        Ok(())
    }

    /// A sign-in as the provider speaks of it now. While it gives no answer, what it said counts for up to an hour.
    ///
    /// # Errors
    /// `not-signed-in` where the provider says that it is over; or that the provider has given no answer for too long.
    pub(super) async fn refreshed(
        &self,
        found: Found,
        secret: Option<&Redacted<String>>,
    ) -> Result<Found, SignInError> {
        if !found.refreshes || !self.is_due(found.told_ms) {
            return Ok(found);
        }
        let Some(slot) = self.slot(&found, secret) else {
            return Ok(found);
        };
        let now_ms = self.0.clock.now_ms();
        let id = found.id;
        // A task of its own: an answer that nobody waits for any more may hold the only token that still counts.
        let asked = tokio::spawn(self.clone().ask_again(id, slot));
        let answer = tokio::select! {
            biased;
            answer = asked => answer.unwrap_or(Err(late())),
            () = self.0.clock.sleep_until(now_ms.saturating_add(WAIT_MS)) => Err(late()),
        };
        match answer {
            Ok(()) => {
                let now = self.0.clock.now_db();
                let lifetimes = self.lifetimes();
                sign_ins::find_by_id(&self.0.store, id, lifetimes, now, false)
                    .await?
                    .ok_or(SignInError::NotSignedIn)
            }
            Err(_) if age_ms(found.told_ms, now_ms) <= KEPT_MS => Ok(found),
            Err(_) => Err(SignInError::Untold),
        }
    }

    /// Whether what was said then is to be asked for again. A fifth of the time is left for whoever looks only now and then (see
    /// [`Self::check_every_ms`]).
    fn is_due(&self, told_ms: i64) -> bool {
        let every_ms = self.refresh_every_ms();
        every_ms.is_some_and(|every| age_ms(told_ms, self.0.clock.now_ms()) >= every / 5 * 4)
    }

    /// How often to ask [`Self::keep_alive`] about a sign-in that something hangs on, in milliseconds.
    #[must_use]
    pub fn check_every_ms(&self) -> u64 {
        const LONGEST_MS: u64 = 60_000;
        let every_ms = self.refresh_every_ms();
        every_ms.map_or(LONGEST_MS, |every| LONGEST_MS.min(every / 5))
    }

    /// The slot of a sign-in; made, where the broker has been started since and the browser is here to give its secret.
    fn slot(&self, found: &Found, secret: Option<&Redacted<String>>) -> Option<Arc<Slot>> {
        let kept = self.0.refreshes.slot(found.id);
        let Some(secret) = secret else { return kept };
        let hash = secret::hash(secret.expose());
        if let Some(kept) = kept.filter(|kept| kept.hash == hash) {
            return Some(kept);
        }
        let slot = Slot {
            key: SealKey::of(secret).ok()?,
            hash,
            expires_ms: found.expires_ms,
            turn: tokio::sync::Mutex::default(),
        };
        let now_ms = self.0.clock.now_db();
        Some(self.0.refreshes.hold(found.id, slot, now_ms))
    }

    /// Asks the provider about a sign-in, unless somebody just has.
    async fn ask_again(self, id: SignInId, slot: Arc<Slot>) -> Result<(), SignInError> {
        let mut rests_until_ms = slot.turn.lock().await;
        let held = sign_ins::held(&self.0.store, id).await?;
        let Some(held) = held.filter(|held| self.is_due(held.told_ms)) else {
            return Ok(());
        };
        let Some(token) = slot.key.open(id, &held.sealed) else {
            // The person has signed in anew meanwhile, under another secret.
            return Ok(());
        };
        let now_ms = self.0.clock.now_ms();
        if let Some(error) = self.0.refreshes.resting(now_ms) {
            return Err(error.into());
        }
        if (1..=REST_MS).contains(&rests_until_ms.saturating_sub(now_ms)) {
            return Err(late());
        }
        let _permit = self.0.refreshes.line.acquire().await;
        let asked = self.exchange(id, &slot, &held, &token).await;
        let now_ms = self.0.clock.now_ms();
        *rests_until_ms = now_ms.saturating_add(REST_MS);
        let silent = match &asked {
            Err(SignInError::Provider(error)) => Some(error),
            Err(error) => {
                tracing::error!(%error, "what the provider says of somebody anew cannot be used");
                None
            }
            Ok(()) => None,
        };
        if self.0.refreshes.note(silent, now_ms) {
            match silent {
                Some(error) => {
                    tracing::warn!(%error, "the provider cannot be asked who people are now")
                }
                None => tracing::info!("the provider can be asked again who people are now"),
            }
        }
        asked
    }

    async fn exchange(
        &self,
        id: SignInId,
        slot: &Slot,
        held: &Held,
        token: &Redacted<String>,
    ) -> Result<(), SignInError> {
        let inner = &*self.0;
        let client = &inner.settings.identity.client_id;
        match grant::refresh(&inner.provider, client, &inner.origin, token).await? {
            Refreshed::Tokens(tokens) => self.take(id, slot, held, &tokens).await,
            Refreshed::NoIdToken => {
                tracing::warn!(
                    "the provider says nothing of people when it is asked again: \
                     what it said counts until they sign in anew (docs/providers.md)"
                );
                let mut write = inner.store.write().await?;
                let now_ms = inner.clock.now_db();
                sign_ins::save_told(&mut write, id, &held.sealed, None, now_ms).await?;
                self.keep(write, Vec::new(), false).await
            }
            Refreshed::Over => {
                tracing::info!("the provider has ended a sign-in");
                let mut write = inner.store.write().await?;
                let closed = sign_out::close_refused(&mut write, id, &held.sealed).await?;
                self.over(write, closed, Some(BY_PROVIDER)).await
            }
        }
    }

    /// Has what the tokens say count in place of what was said.
    async fn take(
        &self,
        id: SignInId,
        slot: &Slot,
        held: &Held,
        tokens: &SignIn,
    ) -> Result<(), SignInError> {
        let inner = &*self.0;
        let verified = token::verify_refreshed(&inner.provider, tokens, self.expected()).await?;
        if self.account(&verified.claims)? != held.account {
            return Err(TokenRefusal::OtherSubject.into());
        }
        let profile = self.profile(verified.claims, &tokens.access_token).await?;
        let sealed = match &tokens.refresh_token {
            Some(token) => slot.key.seal(id, token)?,
            None => held.sealed.clone(),
        };
        let mut write = inner.store.write().await?;
        let changed = profiles::save_standing(&mut write, &held.account, &profile.standing).await?;
        let now_ms = inner.clock.now_db();
        sign_ins::save_told(&mut write, id, &held.sealed, Some(&sealed), now_ms).await?;
        self.keep(write, Vec::new(), changed).await
    }
}

fn age_ms(told_ms: i64, now_ms: u64) -> u64 {
    now_ms.saturating_sub(u64::try_from(told_ms).unwrap_or_default())
}

fn late() -> SignInError {
    FetchError::Late.into()
}
