//! The way up and the way down.

use super::accept::accept;
use super::connection::{Context, GRACE};
use super::gate::Gate;
use super::listeners::Listeners;
use super::tls::{Certificate, TlsError};
use crate::access::Access;
use crate::app::{App, Parts};
use crate::audit::head::HeadError;
use crate::audit::keys;
use crate::audit::refusals::Refusals;
use crate::audit::retention;
use crate::devices::Devices;
use crate::directory::{Directory, graph::GraphError};
use crate::http::{self, assets::Assets};
use crate::hub::{Hub, HubError};
use crate::identity::{Identity, IdentityError};
use crate::policy::Policy;
use crate::store::{Store, StoreError, folder};
use crate::webhooks::Webhooks;
use crate::{Clock, Settings};
use ipnet::IpNet;
use rustix::process::{Resource, getrlimit, setrlimit};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Time for the hub to tell every browser and to write what is open.
const HUB: Duration = Duration::from_secs(2);
/// Time for the store to fold its log in; what is not folded is read at the next start.
const STORE: Duration = Duration::from_millis(500);
/// File descriptors that are not connections of clients: the store, the provider, the log.
const OTHER_FILES: u64 = 64;

/// Why the broker does not come up.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// The certificate.
    #[error("tls: {0}")]
    Tls(#[from] TlsError),
    /// The store.
    #[error("data_dir: {0}")]
    Store(#[from] StoreError),
    /// The key of the audit.
    #[error("audit: {0}")]
    Audit(#[from] HeadError),
    /// The directory.
    #[error("directory: {0}")]
    Directory(#[from] GraphError),
    /// Identity.
    #[error("identity: {0}")]
    Identity(#[from] IdentityError),
    /// The hub.
    #[error("sessions: {0}")]
    Hub(#[from] HubError),
    /// The client for webhooks.
    #[error("webhooks: {0}")]
    Webhooks(#[source] reqwest::Error),
}

/// What tests put in the place of the real thing.
#[derive(Debug)]
pub struct Extras {
    /// The time.
    pub clock: Clock,
    /// The web app.
    pub assets: Assets,
}

impl Default for Extras {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            assets: Assets::embedded(),
        }
    }
}

/// Runs the broker until `shutdown` is cancelled and everyone is told; under 5 seconds from then on.
///
/// # Errors
/// When it does not come up.
pub async fn launch(
    settings: Settings,
    listeners: Listeners,
    shutdown: CancellationToken,
) -> Result<(), LaunchError> {
    launch_with(settings, listeners, shutdown, Extras::default()).await
}

/// [`launch`] with another clock or web app.
///
/// # Errors
/// When it does not come up.
pub async fn launch_with(
    settings: Settings,
    listeners: Listeners,
    shutdown: CancellationToken,
    extras: Extras,
) -> Result<(), LaunchError> {
    // One provider of cryptography for the whole process; a second launch in it finds it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let settings = Arc::new(settings);
    let certificate = settings.tls.clone().map(Certificate::open).transpose()?;
    let tls = certificate
        .as_ref()
        .map(Certificate::acceptor)
        .transpose()?;
    // Held to the end, when nothing of this broker touches the store any more.
    let _claim = folder::claim(&settings.data_dir)?;
    let store = Store::open(&settings.data_dir).await?;
    let build: Arc<str> = extras.assets.build().into();
    let clock = extras.clock;
    let signer = keys::open(&settings.data_dir, &store, &clock).await?;
    let directory = Directory::open(&settings, store.clone(), clock.clone())?;
    let access = Access::open(
        Arc::clone(&settings),
        store.clone(),
        clock.clone(),
        directory,
    )
    .await?;
    let origin = settings.public_url.origin();
    let devices = Devices::new(store.clone(), clock.clone(), access.clone(), origin);
    let policy = Policy::open(Arc::clone(&settings), store.clone(), clock.clone()).await?;
    access.directory().follow(&policy);
    let tasks = TaskTracker::new();
    let identity = Identity::new(
        Arc::clone(&settings),
        store.clone(),
        clock.clone(),
        access.clone(),
        policy.clone(),
        tasks.clone(),
    )?;
    let webhooks = Webhooks::open(&settings, store.clone(), clock.clone());
    let webhooks = webhooks.map_err(LaunchError::Webhooks)?;
    let hub = Hub::open(
        store.clone(),
        clock.clone(),
        access.clone(),
        devices.clone(),
        policy.clone(),
        webhooks.clone(),
        Arc::clone(&build),
    )
    .await?;
    let warm_up = identity.clone().warm_up(shutdown.clone());
    let app = App::new(Parts {
        settings: Arc::clone(&settings),
        store: store.clone(),
        policy: policy.clone(),
        access,
        devices,
        identity,
        hub: hub.clone(),
        webhooks: webhooks.clone(),
        refusals: Refusals::new(store.clone(), clock.clone(), tasks.clone()),
        clock: clock.clone(),
        build: Arc::clone(&build),
    });

    let context = Context {
        router: http::router(app, extras.assets),
        tls,
        limits: settings.connections,
        stopping: shutdown.clone(),
    };
    let gate = Gate::new(places(&settings), settings.connections.per_address);
    let proxies: Arc<[IpNet]> = settings.trusted_proxies.as_slice().into();
    if let Some(certificate) = certificate {
        let fresh = certificate.keep_fresh(shutdown.clone());
        tasks.spawn(fresh.map_err(TlsError::Signal)?);
    }
    let addresses = listeners.addresses();
    for listener in listeners.into_inner() {
        tasks.spawn(accept(
            listener,
            context.clone(),
            Arc::clone(&gate),
            Arc::clone(&proxies),
            tasks.clone(),
        ));
    }
    tasks.spawn(hub.clone().watch_access(shutdown.clone()));
    tasks.spawn(hub.clone().watch_policy(shutdown.clone()));
    for task in webhooks.tasks(&shutdown) {
        tasks.spawn(task);
    }
    let audit_key = signer.public_key();
    // Only now: the demonstration's provider is this very broker.
    tasks.spawn(warm_up);
    tasks.spawn(retention::keep(
        store.clone(),
        clock,
        policy,
        signer,
        shutdown.clone(),
    ));
    tracing::info!(
        %build,
        ?addresses,
        public_url = settings.public_url.origin(),
        demo = settings.demo,
        audit_key,
        "up"
    );

    shutdown.cancelled().await;
    tracing::info!("going down");
    if tokio::time::timeout(HUB, hub.shut_down()).await.is_err() {
        tracing::warn!("some sockets were not told in time");
    }
    tasks.close();
    // Connections drop what is left after their grace; a little more for them to notice.
    let drained = tokio::time::timeout(GRACE + GRACE / 8, tasks.wait()).await;
    if drained.is_err() {
        tracing::warn!(left = tasks.len(), "some connections did not end in time");
    }
    if tokio::time::timeout(STORE, store.close()).await.is_err() {
        tracing::warn!("the store was not folded in time");
    }
    tracing::info!("down");
    Ok(())
}

/// How many connections there may be: as set, within what the system allows, which is raised as far
/// as it goes.
fn places(settings: &Settings) -> u32 {
    let wanted = settings.connections.total;
    let needed = u64::from(wanted) + OTHER_FILES;
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current.is_some_and(|current| current < needed) {
        let raised = limit.maximum.map_or(needed, |most| most.min(needed));
        limit.current = Some(raised);
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            tracing::warn!(%error, "the limit of open files cannot be raised");
        }
    }
    let Some(files) = getrlimit(Resource::Nofile).current else {
        return wanted;
    };
    let most = u32::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(u32::MAX);
    if most < wanted {
        tracing::warn!(
            wanted,
            most,
            "fewer connections than set: raise the system's limit of open files"
        );
    }
    wanted.min(most.max(1))
}
