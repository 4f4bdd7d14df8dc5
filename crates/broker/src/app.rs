//! What every handler can reach: axum's state.

use crate::{
    access::Access, audit::refusals::Refusals, clock::Clock, devices::Devices, hub::Hub,
    identity::Identity, policy::Policy, settings::Settings, store::Store, webhooks::Webhooks,
};
use std::{ops::Deref, sync::Arc};

/// The parts of the running broker.
#[derive(Debug)]
pub struct Parts {
    /// How it is set up, as configured: for what does not change while it runs.
    pub settings: Arc<Settings>,
    /// Where it keeps what must survive.
    pub store: Store,
    /// The settings that can change.
    pub policy: Policy,
    /// Who may do what.
    pub access: Access,
    /// Where sharers sit.
    pub devices: Devices,
    /// Who people are.
    pub identity: Identity,
    /// The sessions.
    pub hub: Hub,
    /// Who is told of sessions and alarms.
    pub webhooks: Webhooks,
    /// What was refused to whom, for the audit.
    pub refusals: Refusals,
    /// The time.
    pub clock: Clock,
    /// Name of the build that is served.
    pub build: Arc<str>,
}

/// A shared handle to the [`Parts`].
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
