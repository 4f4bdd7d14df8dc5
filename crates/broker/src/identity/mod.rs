//! Who people are: sign-in by the organisation's OpenID provider, and what follows from it.
//!
//! | module | what |
//! | --- | --- |
//! | `flow` | one sign-in from nonce to cookie |
//! | `sign_out` | how sign-ins end before their time |
//! | `token` | a token held against `rh_intake::tokens`, and keys asked for again |
//! | `refresh`, `refreshes`, `grant`, `sealed` | the provider asked again while somebody is signed in, with its refresh token |
//! | `logout` | the provider's word that somebody is signed out there |
//! | `provider`, `metadata`, `fetch` | the provider's documents and how they are had |
//! | `user_info`, `person`, `picture`, `public_only` | what is shown of a person |
//! | `profiles` | what is kept of people, and their pictures |
//! | `accounts` | which accounts are those of somebody in the directory |
//! | `known` | what the directory knows of them, which wins |
//! | `strength` | whether a sign-in is strong enough for what is required now |
//! | `nonces`, `sign_ins`, `secret`, `cookies` | what is kept here and in the browser |
//! | [`caller`] | who is asking, as a value that handlers take |
//! | [`machines`] | tokens of other programs |
//! | [`origin`], `rate` | whose requests count, and how many |

mod accounts;
pub mod caller;
mod cookies;
mod device_check;
pub mod error;
mod fetch;
mod flow;
mod grant;
mod known;
mod logout;
pub mod machines;
mod metadata;
mod nonces;
pub mod origin;
mod person;
pub(crate) mod picture;
mod profiles;
mod provider;
mod public_only;
mod rate;
mod refresh;
mod refreshes;
mod sealed;
pub(crate) mod secret;
mod sign_ins;
mod sign_out;
mod strength;
mod token;
mod user_info;

pub use caller::{
    AuditRead, Caller, DevicesRead, DevicesUpdate, Helper, InSession, OrganizationUpdate, PathRole,
    Permission, Permitted, RolesUpdate, Sessions, Sharer, SignedIn, SignedInAny,
};
pub use device_check::DeviceCheck;
pub use error::SignInError;
pub use fetch::FetchError;
pub use flow::SignedInNow;
pub(crate) use person::{clean, is_hidden};
pub use provider::ProviderError;
pub use rh_intake::tokens::{TenantError, TokenRefusal};
pub use sign_ins::{AccountId, SignInId};
pub use strength::TooWeak;

use crate::{Clock, Settings, access::Access, policy::Policy, store::Store};
use cookies::Cookies;
use fetch::Fetch;
use logout::Recent;
use provider::Provider;
use rate::Rate;
use refreshes::Refreshes;
use rh_intake::tokens::Tenant;
use rh_protocol::{Redacted, Role, api::ProviderConfig};
use sign_ins::{Found, Lifetimes};
use std::sync::{Arc, atomic::AtomicBool};
use tokio::sync::broadcast;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

/// Sign-outs that a slow listener may be behind with before it must ask about each sign-in itself.
const REVOCATIONS: usize = 256;

/// Why identity cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The tenant and the issuer do not fit.
    #[error("{0}")]
    Tenant(#[from] TenantError),
    /// The issuer is not a URL.
    #[error("identity.issuer is not a URL: {0}")]
    Issuer(#[from] url::ParseError),
    /// The system's certificates cannot be used.
    #[error("no HTTPS to the identity provider: {0}")]
    Client(#[from] reqwest::Error),
}

/// The room's state. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Identity(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Arc<Settings>,
    store: Store,
    clock: Clock,
    access: Access,
    policy: Policy,
    /// Our own origin, as browsers write it.
    origin: String,
    cookies: Cookies,
    tenant: Tenant,
    provider: Provider,
    /// For pictures that are not at the provider's own origin.
    pictures: Option<Fetch>,
    rate: Rate,
    refreshes: Refreshes,
    /// What the way down waits for.
    tasks: TaskTracker,
    recent: Recent,
    /// Whether the directory, asked last, did not say who somebody is.
    silent: AtomicBool,
    revocations: broadcast::Sender<SignInId>,
}

impl Identity {
    /// Sets it up; the provider is asked when it is first needed, since in the demonstration it is
    /// this very broker. What must not be broken off is among the `tasks`.
    ///
    /// # Errors
    /// When the settings name no tenant, or there are no certificates to trust.
    pub fn new(
        settings: Arc<Settings>,
        store: Store,
        clock: Clock,
        access: Access,
        policy: Policy,
        tasks: TaskTracker,
    ) -> Result<Self, IdentityError> {
        let issuer = Url::parse(&settings.identity.issuer)?;
        let tenant = Tenant::new(
            &settings.identity.issuer,
            settings.identity.tenant.as_deref(),
        )?;
        let local = metadata::is_loopback_http(&issuer);
        // On this machine only there is no HTTPS to speak, perhaps no certificates, and no proxy.
        let fetch = if local {
            Fetch::local()?
        } else {
            Fetch::new()?
        };
        let pictures = (!local).then(Fetch::public_only).transpose()?;
        let provider = Provider::new(&settings.identity, issuer, fetch, clock.clone());
        Ok(Self(Arc::new(Inner {
            origin: settings.public_url.origin(),
            cookies: Cookies {
                secure: settings.public_url.is_https(),
            },
            tenant,
            provider,
            pictures,
            rate: Rate::default(),
            refreshes: Refreshes::default(),
            tasks,
            recent: Recent::default(),
            silent: AtomicBool::new(false),
            revocations: broadcast::Sender::new(REVOCATIONS),
            settings,
            store,
            clock,
            access,
            policy,
        })))
    }

    /// What the app must know of the provider; none while it cannot be reached.
    pub async fn provider(&self) -> Option<ProviderConfig> {
        let metadata = self.0.provider.metadata().await.ok()?;
        let settings = &self.0.settings.identity;
        Some(ProviderConfig {
            authorization_endpoint: metadata.authorization_endpoint.to_string(),
            token_endpoint: metadata.token_endpoint.to_string(),
            end_session_endpoint: metadata.end_session_endpoint.as_ref().map(Url::to_string),
            response_issuer: metadata.response_issuer(),
            client_id: settings.client_id.clone(),
            scopes: settings.scopes.clone(),
        })
    }

    /// Asks for the provider's documents until they are known, so that the first page already knows
    /// where it may fetch from.
    pub async fn warm_up(self, shutdown: CancellationToken) {
        let asked = async {
            while self.0.provider.keys().await.is_err() {
                let again = self.0.provider.retry_at_ms();
                self.0.clock.sleep_until(again.unwrap_or_default()).await;
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = asked => {}
        }
    }

    /// Origins that the app fetches from (the token endpoint's), for `connect-src`.
    #[must_use]
    pub fn connect_sources(&self) -> Vec<String> {
        let issuer = Some(self.0.provider.issuer().origin());
        let token = self
            .0
            .provider
            .known()
            .map(|known| known.token_endpoint.origin());
        let mut origins: Vec<String> = [issuer, token]
            .into_iter()
            .flatten()
            .map(|origin| origin.ascii_serialization())
            .filter(|origin| *origin != self.0.origin)
            .collect();
        origins.dedup();
        origins
    }

    /// Sign-ins that are over before their time: signed out, here or at the provider, or replaced by another person's in the
    /// same browser. What hangs on them must end. A listener that lagged asks [`Self::keep_alive`].
    #[must_use]
    pub fn revocations(&self) -> broadcast::Receiver<SignInId> {
        self.0.revocations.subscribe()
    }

    /// When a sign-in ends, in Unix milliseconds, if it still stands. A renewed one ends later than it did. Counts as activity:
    /// call it every [`Self::check_every_ms`] for an open socket. Whether the person may still do what they do, and whether their
    /// sign-in is strong enough by now, does not matter here: the session that runs is judged by `hub`, which tells both why.
    ///
    /// # Errors
    /// When the store fails, or the provider has given no answer for too long.
    pub async fn keep_alive(&self, sign_in: SignInId) -> Result<Option<u64>, SignInError> {
        let now = self.0.clock.now_db();
        let lifetimes = self.lifetimes();
        let found = sign_ins::find_by_id(&self.0.store, sign_in, lifetimes, now, true).await?;
        let Some(found) = found else { return Ok(None) };
        match self.refreshed(found, None).await {
            Ok(found) => Ok(Some(u64::try_from(found.expires_ms).unwrap_or_default())),
            Err(SignInError::NotSignedIn) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn find(
        &self,
        role: Role,
        secret: &Redacted<String>,
        active: bool,
    ) -> Result<Option<Found>, SignInError> {
        let now = self.0.clock.now_db();
        sign_ins::find(&self.0.store, role, secret, self.lifetimes(), now, active).await
    }

    fn lifetimes(&self) -> Lifetimes {
        let settings = self.0.policy.settings().sign_in;
        Lifetimes {
            idle_ms: settings.idle_ms(),
            absolute_ms: settings.absolute_ms(),
        }
    }

    fn is_enabled(&self) -> bool {
        self.0.policy.settings().features.enabled
    }
}
