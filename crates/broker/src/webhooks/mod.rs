//! Webhooks: other programs of the organisation are told of sessions and alarms, once each and in order.
//!
//! | module | what |
//! | --- | --- |
//! | this one | the receivers, and how something is told: in the transaction of what it tells |
//! | [`event`] | what is told |
//! | [`delivery`] | the life of a delivery: when it is tried, and when it is given up |
//! | `outbox` | deliveries in the store |
//! | `task` | one task for each receiver |
//! | `post`, `signature` | a delivery over HTTP, signed |
//! | [`desk`] | what administrators see and do |
//!
//! What is sent names people, since whoever receives it is the organisation's own; nothing of it is logged.

pub mod delivery;
pub mod desk;
pub mod event;
mod outbox;
mod post;
mod signature;
mod task;

pub use event::Event;

use crate::{
    Clock, Settings,
    settings::{Webhook, WebhookEvent},
    store::{Store, StoreError},
};
use post::Way;
use rh_protocol::limits;
use signature::Signer;
use sqlx::SqliteConnection;
use std::sync::Arc;
use tokio::sync::{Mutex, Notify};

/// The receivers. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Webhooks(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    hooks: Vec<Hook>,
    store: Store,
    clock: Clock,
}

/// One receiver.
#[derive(Debug)]
struct Hook {
    name: String,
    host: String,
    events: Vec<WebhookEvent>,
    way: Way,
    /// There is something to deliver, or to deliver sooner.
    wake: Notify,
    /// Held while somebody tests it.
    testing: Mutex<()>,
}

impl Hook {
    fn new(settings: &Webhook) -> Result<Self, reqwest::Error> {
        let secrets = settings.secret.iter().chain(&settings.previous_secret);
        Ok(Self {
            name: settings.name.clone(),
            host: settings.url.host(),
            events: settings.events.clone(),
            way: Way::new(settings.url.clone(), Signer::new(secrets))?,
            wake: Notify::new(),
            testing: Mutex::default(),
        })
    }
}

/// Something was told in a transaction: once that is committed, [`Webhooks::wake`] has it delivered.
#[must_use = "deliveries wait until somebody is woken"]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told(bool);

impl Told {
    /// Either of two.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 || other.0)
    }
}

impl Webhooks {
    /// Those of the configuration.
    ///
    /// # Errors
    /// When the system's certificates cannot be used.
    pub fn open(settings: &Settings, store: Store, clock: Clock) -> Result<Self, reqwest::Error> {
        let hooks = settings.webhooks.iter().map(Hook::new);
        Ok(Self(Arc::new(Inner {
            hooks: hooks.collect::<Result<_, _>>()?,
            store,
            clock,
        })))
    }

    /// Whether anybody wants to be told of this.
    #[must_use]
    pub fn wants(&self, event: WebhookEvent) -> bool {
        self.0.hooks.iter().any(|hook| hook.events.contains(&event))
    }

    /// Tells whoever wants to know, in the transaction of what it tells: if that fails, nobody is told, and if it
    /// holds, nobody is forgotten.
    ///
    /// # Errors
    /// When it cannot be written; then the transaction must fail as a whole.
    pub async fn tell(
        &self,
        writer: &mut SqliteConnection,
        at_ms: u64,
        event: &Event,
    ) -> Result<Told, sqlx::Error> {
        let mut told = Told::default();
        for hook in &self.0.hooks {
            if !event
                .subscribed()
                .is_some_and(|it| hook.events.contains(&it))
            {
                continue;
            }
            let dropped = outbox::make_room(writer, &hook.name, limits::WEBHOOK_OUTBOX).await?;
            for dropped in dropped {
                if dropped.dead {
                    tracing::warn!(
                        webhook = hook.name,
                        delivery = dropped.id,
                        "the outbox is full: its oldest dead letter is dropped"
                    );
                } else {
                    tracing::error!(
                        webhook = hook.name,
                        delivery = dropped.id,
                        "the outbox is full: its oldest delivery is dropped and will not arrive"
                    );
                }
            }
            let id = fresh_id();
            let body = event
                .body(&id, at_ms)
                .map_err(|error| sqlx::Error::Encode(error.into()))?;
            outbox::add(writer, &hook.name, event.name(), &id, at_ms, &body).await?;
            told = Told(true);
        }
        Ok(told)
    }

    /// To be called when the transaction is committed.
    pub fn wake(&self, told: Told) {
        if told.0 {
            for hook in &self.0.hooks {
                hook.wake.notify_one();
            }
        }
    }

    /// Removes deliveries of what happened more than so many days ago, delivered or not: they name people.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_old(store: &Store, clock: &Clock, days: u32) -> Result<(), StoreError> {
        let kept_ms = 24 * 60 * 60_000 * i64::from(days);
        let mut write = store.write().await?;
        outbox::remove_before(&mut write, clock.now_db().saturating_sub(kept_ms)).await?;
        Ok(write.commit().await?)
    }

    fn find(&self, name: &str) -> Option<&Hook> {
        self.0.hooks.iter().find(|hook| hook.name == name)
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn clock(&self) -> &Clock {
        &self.0.clock
    }
}

/// The id of a new delivery: 128 random bits.
fn fresh_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}

#[cfg(test)]
mod tests;
