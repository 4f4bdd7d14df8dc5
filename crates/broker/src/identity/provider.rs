//! The provider's discovery document and key set: asked for lazily, kept with their age, asked again
//! with growing waits.

use super::{
    fetch::{Fetch, FetchError},
    metadata::Metadata,
};
use crate::{Clock, settings::ProviderSettings};
use rh_intake::tokens::Keys;
use std::sync::{Arc, PoisonError, RwLock};
use url::Url;

/// Documents older than this are asked for again, in milliseconds.
const FRESH_MS: u64 = 60 * 60_000;
/// Documents older than this are no longer used, though the provider be silent, in milliseconds.
const STALE_MS: u64 = 24 * 60 * 60_000;
/// An unknown key makes us ask again at most once in this time, in milliseconds.
const REFETCH_MS: u64 = 60_000;
/// The first wait after a failure and the longest, in milliseconds.
const BACKOFF_MS: (u64, u64) = (1_000, 60_000);

/// Why the provider cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ProviderError {
    /// It does not answer as it should.
    #[error("the identity provider {0}")]
    Unreachable(Arc<FetchError>),
    /// Its documents contradict the settings or the standard.
    #[error("the identity provider's documents cannot be used: {0}")]
    Misconfigured(&'static str),
}

impl From<FetchError> for ProviderError {
    fn from(error: FetchError) -> Self {
        Self::Unreachable(Arc::new(error))
    }
}

/// A key set with its age.
#[derive(Clone, Debug)]
pub(super) struct KeySet {
    pub(super) keys: Arc<Keys>,
    fetched_ms: u64,
}

#[derive(Debug, Default)]
struct Known {
    metadata: Option<(Arc<Metadata>, u64)>,
    keys: Option<KeySet>,
    refetched_ms: Option<u64>,
    failures: u32,
    failed: Option<(ProviderError, u64)>,
}

/// The provider.
#[derive(Debug)]
pub(super) struct Provider {
    issuer: Url,
    issuer_text: String,
    pub(super) fetch: Fetch,
    clock: Clock,
    known: RwLock<Known>,
    /// One asks, the others wait for the answer.
    asking: tokio::sync::Mutex<()>,
}

impl Provider {
    /// Of these settings; nothing is asked yet.
    pub(super) fn new(
        settings: &ProviderSettings,
        issuer: Url,
        fetch: Fetch,
        clock: Clock,
    ) -> Self {
        Self {
            issuer,
            issuer_text: settings.issuer.clone(),
            fetch,
            clock,
            known: RwLock::default(),
            asking: tokio::sync::Mutex::default(),
        }
    }

    /// The issuer as a URL.
    pub(super) fn issuer(&self) -> &Url {
        &self.issuer
    }

    /// The discovery document if it is at hand, however old.
    pub(super) fn known(&self) -> Option<Arc<Metadata>> {
        self.read(|known| known.metadata.as_ref().map(|(found, _)| found.clone()))
    }

    /// When asking makes sense again after a failure, in Unix milliseconds.
    pub(super) fn retry_at_ms(&self) -> Option<u64> {
        self.read(|known| known.failed.as_ref().map(|(_, until)| *until))
    }

    /// The discovery document (OpenID Connect Discovery §4).
    ///
    /// # Errors
    /// When there is none that may still be used.
    pub(super) async fn metadata(&self) -> Result<Arc<Metadata>, ProviderError> {
        if let Some(found) = self.metadata_younger_than(FRESH_MS) {
            return Ok(found);
        }
        let _asking = self.asking.lock().await;
        if let Some(found) = self.metadata_younger_than(FRESH_MS) {
            return Ok(found);
        }
        let asked = match self.resting() {
            Some(error) => Err(error),
            None => self.ask_metadata().await,
        };
        match asked {
            Ok(found) => Ok(found),
            Err(error) => self.metadata_younger_than(STALE_MS).ok_or(error),
        }
    }

    /// The key set.
    ///
    /// # Errors
    /// When there is none that may still be used.
    pub(super) async fn keys(&self) -> Result<KeySet, ProviderError> {
        let metadata = self.metadata().await?;
        if let Some(found) = self.keys_younger_than(FRESH_MS) {
            return Ok(found);
        }
        let _asking = self.asking.lock().await;
        if let Some(found) = self.keys_younger_than(FRESH_MS) {
            return Ok(found);
        }
        let asked = match self.resting() {
            Some(error) => Err(error),
            None => self.ask_keys(&metadata).await,
        };
        match asked {
            Ok(found) => Ok(found),
            Err(error) => self.keys_younger_than(STALE_MS).ok_or(error),
        }
    }

    /// A newer key set than this one, for a token whose key is not in it; none when the provider was
    /// asked for that reason less than a minute ago.
    ///
    /// # Errors
    /// When the provider does not answer.
    pub(super) async fn newer_keys(&self, than: &KeySet) -> Result<Option<KeySet>, ProviderError> {
        let metadata = self.metadata().await?;
        let _asking = self.asking.lock().await;
        // Somebody else may just have asked.
        if let Some(found) = self.read(|known| known.keys.clone())
            && !Arc::ptr_eq(&found.keys, &than.keys)
        {
            return Ok(Some(found));
        }
        let now = self.clock.now_ms();
        let allowed = self.write(|known| {
            let rested = known
                .refetched_ms
                .is_none_or(|last| now.saturating_sub(last) >= REFETCH_MS);
            if rested {
                known.refetched_ms = Some(now);
            }
            rested
        });
        if !allowed || self.resting().is_some() {
            return Ok(None);
        }
        self.ask_keys(&metadata).await.map(Some)
    }

    async fn ask_metadata(&self) -> Result<Arc<Metadata>, ProviderError> {
        let asked = async {
            let body = self.fetch.document(&self.discovery_url()?).await?;
            Metadata::parse(&body, &self.issuer_text).map_err(ProviderError::Misconfigured)
        };
        let metadata = Arc::new(self.noted(asked.await)?);
        let now = self.clock.now_ms();
        self.write(|known| known.metadata = Some((metadata.clone(), now)));
        Ok(metadata)
    }

    async fn ask_keys(&self, metadata: &Metadata) -> Result<KeySet, ProviderError> {
        let asked = async {
            let body = self.fetch.document(&metadata.jwks_uri).await?;
            Keys::parse(&body).ok_or(ProviderError::Misconfigured("no key set at jwks_uri"))
        };
        let found = KeySet {
            keys: Arc::new(self.noted(asked.await)?),
            fetched_ms: self.clock.now_ms(),
        };
        self.write(|known| known.keys = Some(found.clone()));
        Ok(found)
    }

    /// `{issuer}/.well-known/openid-configuration`, with one slash between (Discovery §4.1).
    fn discovery_url(&self) -> Result<Url, ProviderError> {
        let base = self.issuer_text.trim_end_matches('/');
        Url::parse(&format!("{base}/.well-known/openid-configuration"))
            .map_err(|_| ProviderError::Misconfigured("the issuer is not a URL"))
    }

    /// Keeps count of failures, and logs the first of a row.
    fn noted<T>(&self, result: Result<T, ProviderError>) -> Result<T, ProviderError> {
        let now = self.clock.now_ms();
        self.write(|known| match &result {
            Ok(_) => {
                known.failures = 0;
                known.failed = None;
            }
            Err(error) => {
                if known.failures == 0 {
                    tracing::warn!(%error, "asking the identity provider failed");
                }
                let wait = BACKOFF_MS.0 << known.failures.min(6);
                known.failures = known.failures.saturating_add(1);
                known.failed = Some((error.clone(), now + wait.min(BACKOFF_MS.1)));
            }
        });
        result
    }

    /// The last failure, while it is too early to ask again.
    fn resting(&self) -> Option<ProviderError> {
        let now = self.clock.now_ms();
        self.read(|known| match &known.failed {
            Some((error, until)) if now < *until => Some(error.clone()),
            _ => None,
        })
    }

    fn metadata_younger_than(&self, age_ms: u64) -> Option<Arc<Metadata>> {
        let now = self.clock.now_ms();
        self.read(|known| {
            let (found, at) = known.metadata.as_ref()?;
            (now.saturating_sub(*at) < age_ms).then(|| found.clone())
        })
    }

    fn keys_younger_than(&self, age_ms: u64) -> Option<KeySet> {
        let now = self.clock.now_ms();
        self.read(|known| {
            let found = known.keys.as_ref()?;
            (now.saturating_sub(found.fetched_ms) < age_ms).then(|| found.clone())
        })
    }

    fn read<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        look(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut Known) -> T) -> T {
        change(&mut self.known.write().unwrap_or_else(PoisonError::into_inner))
    }
}
