//! What the provider said of somebody when they signed in may have been taken back since. While their sign-in is used, the
//! provider is asked again, with the refresh token that it gave: what it says counts in place of what it said, and where it
//! says that the sign-in is over, it is over here.
//!
//! The token lies in the store, sealed (`sealed`); the key is in memory (`refreshes`), and comes with the browser's next request
//! when the broker has been started since. Whoever keeps their token back, though the provider gives them, has to sign in anew
//! each time that the provider would have been asked.

use super::{
    Identity,
    error::SignInError,
    fetch::FetchError,
    grant::{self, Refreshed},
    profiles,
    provider::ProviderError,
    refreshes::{REST_MS, Slot, Turn},
    secret,
    sign_ins::{self, Found, Held, Opened, SignInId, Under},
    sign_out::{self, BY_PROVIDER},
    token,
};
use crate::store::Write;
use rh_intake::tokens::TokenRefusal;
use rh_protocol::{Redacted, api::SignIn};
use std::sync::{Arc, atomic::Ordering};

/// What the provider said counts so long though it gives no answer, in milliseconds.
const KEPT_MS: u64 = 60 * 60_000;
/// The longest that a request waits for the provider, in milliseconds. What is asked goes on after it.
const WAIT_MS: u64 = 3_000;
/// A provider that gave refresh tokens so long ago gives them still, in milliseconds.
const GIVES_MS: u64 = 7 * DAY_MS;
const DAY_MS: u64 = 24 * 60 * 60_000;

impl Identity {
    /// After how long what the provider said of somebody is to be asked for again, in milliseconds; none where it is not.
    pub(super) fn refresh_every_ms(&self) -> Option<u64> {
        self.0.policy.settings().sign_in.refresh_ms()
    }

    /// How often to ask [`Self::keep_alive`] about a sign-in that something hangs on, in milliseconds.
    #[must_use]
    pub fn check_every_ms(&self) -> u64 {
        const LONGEST_MS: u64 = 60_000;
        let every_ms = self.refresh_every_ms();
        every_ms.map_or(LONGEST_MS, |every| LONGEST_MS.min(every / 5))
    }

    /// Keeps the refresh token that came with a sign-in, if one did; [`Self::hold`] its key once that is committed.
    ///
    /// # Errors
    /// A fault of the store.
    pub(super) async fn keep_refresh(
        &self,
        write: &mut Write,
        opened: &Opened,
        token: Option<&Redacted<String>>,
    ) -> Result<Option<Slot>, SignInError> {
        if self.refresh_every_ms().is_none() {
            return Ok(None);
        }
        let Some(token) = token else {
            if !self.0.settings.demo {
                self.0.refreshes.note_none();
            }
            return Ok(None);
        };
        let slot = Slot::of(&opened.secret, opened.expires_ms)?;
        let sealed = slot.key.seal(opened.id, token)?;
        let under = under(opened.id, &slot);
        under.save_sealed(write, Some(&sealed)).await?;
        Ok(Some(slot))
    }

    /// Has the key of a sign-in at hand from now on.
    pub(super) fn hold(&self, id: SignInId, slot: Slot) {
        self.0.refreshes.hold(id, slot, self.0.clock.now_db());
    }

    /// A sign-in as the provider speaks of it now. While it gives no answer, what it said counts for up to an hour.
    ///
    /// # Errors
    /// `not-signed-in` where the provider says that it is over, or its word is old and there is no token to ask with though it
    /// gives them; `unavailable` if it has given no answer for too long.
    pub(super) async fn refreshed(
        &self,
        found: Found,
        secret: Option<&Redacted<String>>,
    ) -> Result<Found, SignInError> {
        let Some(every_ms) = self.refresh_every_ms() else {
            return Ok(found);
        };
        let now_ms = self.0.clock.now_ms();
        if !found.refreshes {
            // One from before there were any refresh tokens has no age.
            let old = found.told_ms > 0 && age_ms(found.told_ms, now_ms) >= every_ms;
            return if old && self.gives_tokens(now_ms).await? {
                Err(SignInError::NotSignedIn)
            } else {
                Ok(found)
            };
        }
        // Whoever comes brings the key, whether it is needed now or not: their socket has none to bring.
        let slot = self.slot(&found, secret)?;
        if !is_due(found.told_ms, every_ms, now_ms) {
            return Ok(found);
        }
        let answer = match slot {
            Some(slot) => self.asked_in_time(found.id, slot, now_ms).await,
            None => Err(SignInError::Untold),
        };
        let found = match answer {
            Ok(()) => {
                let now = self.0.clock.now_db();
                let lifetimes = self.lifetimes();
                sign_ins::find_by_id(&self.0.store, found.id, lifetimes, now, false)
                    .await?
                    .ok_or(SignInError::NotSignedIn)?
            }
            Err(_) => found,
        };
        match age_ms(found.told_ms, now_ms) > KEPT_MS {
            false => Ok(found),
            true if self.0.refreshes.is_silent() => Err(SignInError::Untold),
            // It speaks, and not for them.
            true => Err(SignInError::NotSignedIn),
        }
    }

    /// The slot of a sign-in; made, where the broker has been started since and the browser is here to give its secret.
    fn slot(
        &self,
        found: &Found,
        secret: Option<&Redacted<String>>,
    ) -> Result<Option<Arc<Slot>>, SignInError> {
        let kept = self.0.refreshes.slot(found.id);
        let Some(secret) = secret else {
            return Ok(kept);
        };
        let hash = secret::hash(secret.expose());
        if let Some(kept) = kept.filter(|kept| kept.hash == hash) {
            return Ok(Some(kept));
        }
        let slot = Slot::of(secret, found.expires_ms)?;
        let now_ms = self.0.clock.now_db();
        Ok(Some(self.0.refreshes.hold(found.id, slot, now_ms)))
    }

    /// Asks the provider about a sign-in, and waits for the answer for a while.
    async fn asked_in_time(
        &self,
        id: SignInId,
        slot: Arc<Slot>,
        now_ms: u64,
    ) -> Result<(), SignInError> {
        // A task of its own: an answer that nobody waits for any more may hold the only token that still counts.
        let asked = self.0.tasks.spawn(self.clone().ask_again(id, slot));
        tokio::select! {
            biased;
            answer = asked => answer.unwrap_or_else(|_| Err(late())),
            () = self.0.clock.sleep_until(now_ms.saturating_add(WAIT_MS)) => Err(late()),
        }
    }

    /// Asks the provider about a sign-in, unless somebody just has.
    async fn ask_again(self, id: SignInId, slot: Arc<Slot>) -> Result<(), SignInError> {
        let mut turn = slot.turn.lock().await;
        let under = under(id, &slot);
        let held = under.held(&self.0.store).await?;
        let (Some(held), Some(every_ms)) = (held, self.refresh_every_ms()) else {
            // It is over, or goes on under another secret.
            return Ok(());
        };
        if !is_due(held.told_ms, every_ms, self.0.clock.now_ms()) {
            return Ok(());
        }
        let token = match &turn.newer {
            Some(newer) => newer.clone(),
            None => slot.key.open(id, &held.sealed).ok_or_else(late)?,
        };
        self.may_ask(&turn)?;
        let _permit = self.0.refreshes.line.acquire().await;
        // Those who were before us in the line may have found that it does not answer.
        self.may_ask(&turn)?;
        let asked = self.exchange(under, &slot, &mut turn, &held, &token).await;
        let now_ms = self.0.clock.now_ms();
        turn.rests_until_ms = now_ms.saturating_add(REST_MS);
        match asked {
            Ok(()) => {
                turn.failing_since_ms = 0;
                self.0.refreshes.note(None, now_ms);
                Ok(())
            }
            Err(Trouble::Silent(error)) => {
                self.0.refreshes.note(Some(&error), now_ms);
                Err(error.into())
            }
            Err(Trouble::Here(error)) => {
                tracing::warn!(%error, "what the provider says of somebody anew cannot be used");
                // It speaks of others: then it is this token.
                let granted_ms = self.0.refreshes.granted_ms.load(Ordering::Relaxed);
                if turn.failing_since_ms == 0 {
                    turn.failing_since_ms = now_ms;
                } else if granted_ms >= turn.failing_since_ms {
                    return self.let_go(under, &mut turn).await;
                }
                Err(error)
            }
        }
    }

    fn may_ask(&self, turn: &Turn) -> Result<(), SignInError> {
        let now_ms = self.0.clock.now_ms();
        match self.0.refreshes.resting(now_ms) {
            Some(error) => Err(error.into()),
            None if turn.rests(now_ms) => Err(late()),
            None => Ok(()),
        }
    }

    async fn exchange(
        &self,
        under: Under<'_>,
        slot: &Slot,
        turn: &mut Turn,
        held: &Held,
        token: &Redacted<String>,
    ) -> Result<(), Trouble> {
        let inner = &*self.0;
        let client = &inner.settings.identity.client_id;
        let asked_ms = inner.clock.now_db();
        let answer = grant::refresh(&inner.provider, client, &inner.origin, token).await;
        match answer.map_err(Trouble::Silent)? {
            Refreshed::Tokens(tokens) => {
                self.keep_next(under, slot, turn, tokens.refresh_token.as_ref())
                    .await;
                match self.take(under, held, &tokens, asked_ms).await {
                    Err(SignInError::Refused(refusal)) if !passes(refusal) => {
                        tracing::warn!(%refusal, "the provider says nothing of somebody with the token that they gave");
                        self.let_go(under, turn).await?;
                    }
                    taken => {
                        taken?;
                        self.keep_next(under, slot, turn, None).await;
                    }
                }
            }
            Refreshed::Over => self.end(under, held).await?,
            Refreshed::Unclear(status) => {
                return Err(SignInError::from(FetchError::Status(status)).into());
            }
            Refreshed::Useless(error) => {
                tracing::warn!(error, "the provider takes no refresh token of somebody's");
                self.let_go(under, turn).await?;
            }
        }
        Ok(())
    }

    /// Lets go of a refresh token that is of no use: as if the sign-in had come without one.
    async fn let_go(&self, under: Under<'_>, turn: &mut Turn) -> Result<(), SignInError> {
        turn.newer = None;
        let mut write = self.0.store.write().await?;
        under.save_sealed(&mut write, None).await?;
        self.keep(write, Vec::new(), false).await
    }

    /// Ends a sign-in that the provider says is over. What it said of the person counts no more, unless they are signed in elsewhere,
    /// about which it is asked by itself.
    async fn end(&self, under: Under<'_>, held: &Held) -> Result<(), SignInError> {
        tracing::info!("the provider has ended a sign-in");
        let mut write = self.0.store.write().await?;
        let closed = sign_out::close_under(&mut write, under).await?;
        let ended = closed.is_some();
        let over = self
            .record_over(&mut write, closed, Some(BY_PROVIDER))
            .await?;
        let changed = ended && profiles::forget_standing(&mut write, &held.account).await?;
        self.keep(write, over, changed).await
    }

    /// Keeps the token that takes the place of one which may count no more: before anything else, which may fail; and one that
    /// could not be kept before.
    async fn keep_next(
        &self,
        under: Under<'_>,
        slot: &Slot,
        turn: &mut Turn,
        next: Option<&Redacted<String>>,
    ) {
        if let Some(next) = next {
            turn.newer = Some(next.clone());
        }
        let Some(newer) = &turn.newer else { return };
        let kept = async {
            let sealed = slot.key.seal(under.id, newer)?;
            let mut write = self.0.store.write().await?;
            under.save_sealed(&mut write, Some(&sealed)).await?;
            self.keep(write, Vec::new(), false).await
        };
        match kept.await {
            Ok(()) => turn.newer = None,
            Err(error) => tracing::error!(%error, "a refresh token could not be kept"),
        }
    }

    /// Has what the tokens say count in place of what was said.
    async fn take(
        &self,
        under: Under<'_>,
        held: &Held,
        tokens: &SignIn,
        asked_ms: i64,
    ) -> Result<(), SignInError> {
        let inner = &*self.0;
        let verified = token::verify_refreshed(&inner.provider, tokens, self.expected()).await?;
        if self.account(&verified.claims)? != held.account {
            return Err(TokenRefusal::OtherSubject.into());
        }
        let profile = self.profile(verified.claims, &tokens.access_token).await?;
        let told_ms = profile.told_ms(asked_ms);
        let mut write = inner.store.write().await?;
        if !under.save_told(&mut write, told_ms).await? {
            // It is over meanwhile, or there is a newer word.
            return Ok(());
        }
        let changed = profiles::save_standing(&mut write, &held.account, &profile.standing).await?;
        let now_ms = inner.clock.now_ms();
        self.store_granted(&mut write, now_ms).await?;
        self.keep(write, Vec::new(), changed).await?;
        inner.refreshes.granted_ms.store(now_ms, Ordering::Relaxed);
        Ok(())
    }

    /// Whether the provider gives refresh tokens: it took one for what it was, not long ago.
    async fn gives_tokens(&self, now_ms: u64) -> Result<bool, SignInError> {
        let granted = &self.0.refreshes.granted_ms;
        let mut at_ms = granted.load(Ordering::Relaxed);
        if at_ms == 0 {
            let stored: Option<String> =
                sqlx::query_scalar("SELECT value FROM meta WHERE key = $1")
                    .bind(self.granted_key())
                    .fetch_optional(self.0.store.read())
                    .await?;
            // Never, as far as is known: so long ago that it is not looked up again.
            at_ms = stored.and_then(|text| text.parse().ok()).unwrap_or(1);
            granted.fetch_max(at_ms, Ordering::Relaxed);
        }
        Ok(now_ms.saturating_sub(at_ms) <= GIVES_MS)
    }

    /// Keeps that the provider has taken a refresh token for what it is, once a day.
    async fn store_granted(&self, write: &mut Write, now_ms: u64) -> Result<(), SignInError> {
        let before_ms = self.0.refreshes.granted_ms.load(Ordering::Relaxed);
        if now_ms / DAY_MS != before_ms / DAY_MS {
            sqlx::query(
                "INSERT INTO meta (key, value) VALUES ($1, $2) \
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )
            .bind(self.granted_key())
            .bind(now_ms.to_string())
            .execute(&mut **write)
            .await?;
        }
        Ok(())
    }

    /// Of this provider, and of what it is asked for: `offline_access` makes a difference.
    fn granted_key(&self) -> String {
        let settings = &self.0.settings.identity;
        let scopes = settings.scopes.join(" ");
        let asked = format!("{}\0{}\0{scopes}", settings.issuer, settings.client_id);
        let mut digest = secret::digest(asked.as_bytes());
        digest.truncate(16);
        format!("refreshed_at_ms {digest}")
    }
}

/// Why nothing is known anew.
enum Trouble {
    /// The provider gives no answer to anybody.
    Silent(ProviderError),
    /// Perhaps it is this sign-in alone.
    Here(SignInError),
}

impl<E: Into<SignInError>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Here(error.into())
    }
}

/// Whether what is wrong with an ID token may pass by itself: keys change, and clocks differ.
fn passes(refusal: TokenRefusal) -> bool {
    use TokenRefusal as R;
    matches!(
        refusal,
        R::UnknownKey | R::AmbiguousKey | R::Signature | R::Expired | R::NotYetValid | R::UserInfo
    )
}

fn under(id: SignInId, slot: &Slot) -> Under<'_> {
    Under {
        id,
        hash: &slot.hash,
    }
}

/// Whether what was said then is to be asked for again. A fifth of the time is left for whoever looks only now and then (see
/// [`Identity::check_every_ms`]).
fn is_due(told_ms: i64, every_ms: u64, now_ms: u64) -> bool {
    age_ms(told_ms, now_ms) >= every_ms / 5 * 4
}

fn age_ms(told_ms: i64, now_ms: u64) -> u64 {
    now_ms.saturating_sub(u64::try_from(told_ms).unwrap_or_default())
}

fn late() -> SignInError {
    FetchError::Late.into()
}
