//! What is kept in memory to ask the provider again: the keys of the refresh tokens, whose turn it is, how long nobody asks after
//! a failure, and whether the provider gives refresh tokens at all.

use super::{provider::ProviderError, sealed::SealKey, secret, sign_ins::SignInId};
use rh_protocol::Redacted;
use ring::error::Unspecified;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};
use tokio::sync::Semaphore;

/// After a failure nobody asks for so long, in milliseconds.
pub(super) const REST_MS: u64 = 30_000;
/// So many are asked for at once.
const AT_ONCE: usize = 16;

/// All of it.
#[derive(Debug)]
pub(super) struct Refreshes {
    slots: Mutex<HashMap<SignInId, Arc<Slot>>>,
    /// Why nobody is asked, and until when, in Unix milliseconds.
    rests: Mutex<Option<(ProviderError, u64)>>,
    pub(super) line: Semaphore,
    /// When a refresh token brought what it should, last, in Unix milliseconds; 0: that is not known.
    pub(super) granted_ms: AtomicU64,
    /// Whether it is logged that sign-ins come without a refresh token.
    none_logged: AtomicBool,
}

impl Default for Refreshes {
    fn default() -> Self {
        Self {
            slots: Mutex::default(),
            rests: Mutex::default(),
            line: Semaphore::new(AT_ONCE),
            granted_ms: AtomicU64::new(0),
            none_logged: AtomicBool::new(false),
        }
    }
}

/// What it takes to refresh a sign-in under one secret.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) key: SealKey,
    /// What the store keeps of the secret.
    pub(super) hash: String,
    /// When the sign-in ends, in Unix milliseconds.
    expires_ms: i64,
    /// One asks, the others wait for the answer: a refresh token may count once.
    pub(super) turn: tokio::sync::Mutex<Turn>,
}

/// How it stands with one sign-in.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// Until when nobody asks again after a failure, in Unix milliseconds.
    pub(super) rests_until_ms: u64,
    /// Since when there has been no answer that can be used, in Unix milliseconds; 0: there was one.
    pub(super) failing_since_ms: u64,
    /// A refresh token that the store could not keep yet; the one there counts no more.
    pub(super) newer: Option<Redacted<String>>,
}

impl Slot {
    /// For the secret of a sign-in.
    ///
    /// # Errors
    /// None in practice.
    pub(super) fn of(secret: &Redacted<String>, expires_ms: i64) -> Result<Self, Unspecified> {
        Ok(Self {
            key: SealKey::of(secret)?,
            hash: secret::hash(secret.expose()),
            expires_ms,
            turn: tokio::sync::Mutex::default(),
        })
    }
}

impl Turn {
    /// Whether somebody has failed a moment ago.
    pub(super) fn rests(&self, now_ms: u64) -> bool {
        is_ahead(self.rests_until_ms, now_ms)
    }
}

impl Refreshes {
    /// Keeps a slot until its sign-in ends; in place of that of a secret before, if there was one.
    pub(super) fn hold(&self, id: SignInId, slot: Slot, now_ms: i64) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        // Two requests may come at once: of one secret there is one slot, or both would spend the same token.
        if let Some(there) = slots.get(&id).filter(|there| there.hash == slot.hash) {
            return Arc::clone(there);
        }
        let slot = Arc::new(slot);
        slots.retain(|_, slot| slot.expires_ms > now_ms);
        slots.insert(id, Arc::clone(&slot));
        slot
    }

    /// Lets go of the slot of a sign-in that is over.
    pub(super) fn forget(&self, id: SignInId) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.remove(&id);
    }

    /// The slot of a sign-in.
    pub(super) fn slot(&self, id: SignInId) -> Option<Arc<Slot>> {
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.get(&id).cloned()
    }

    /// Why nobody is asked now.
    pub(super) fn resting(&self, now_ms: u64) -> Option<ProviderError> {
        let rests = self.rests.lock().unwrap_or_else(PoisonError::into_inner);
        let (error, until_ms) = rests.as_ref()?;
        is_ahead(*until_ms, now_ms).then(|| error.clone())
    }

    /// Whether the provider, asked last, gave nobody an answer.
    pub(super) fn is_silent(&self) -> bool {
        let rests = self.rests.lock().unwrap_or_else(PoisonError::into_inner);
        rests.is_some()
    }

    /// Notes, and logs when it is news, whether the provider answers.
    pub(super) fn note(&self, silent: Option<&ProviderError>, now_ms: u64) {
        let mut rests = self.rests.lock().unwrap_or_else(PoisonError::into_inner);
        match (&*rests, silent) {
            (None, Some(error)) => {
                tracing::warn!(%error, "the provider cannot be asked what it says of people now");
            }
            (Some(_), None) => tracing::info!("the provider can be asked again"),
            _ => {}
        }
        *rests = silent.map(|error| (error.clone(), now_ms.saturating_add(REST_MS)));
    }

    /// Logs, once, that a sign-in came without a refresh token.
    pub(super) fn note_none(&self) {
        if !self.none_logged.swap(true, Ordering::Relaxed) {
            tracing::info!(
                "the provider gives no refresh token: what it takes back from somebody counts here when they sign in anew \
                 (docs/administration.md, What the provider takes back)"
            );
        }
    }
}

/// Whether a rest goes on. A clock that is set back makes none longer.
fn is_ahead(until_ms: u64, now_ms: u64) -> bool {
    (1..=REST_MS).contains(&until_ms.saturating_sub(now_ms))
}
