//! The task of one receiver: it delivers what waits, in order, and waits itself while it fails. It holds up nobody.

use super::{
    Hook, Webhooks,
    delivery::{Delivery, Outcome},
    outbox::{self, Stored},
    post::Post,
};
use crate::{
    audit::{self, Record},
    store::StoreError,
};
use serde_json::json;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// After a failure of the store, the next try waits this long.
const RETRY: Duration = Duration::from_secs(1);
/// A delivery that is under way when the broker goes down may take so much longer. One that is cut off is sent again
/// after the restart, and may arrive twice.
const LAST: Duration = Duration::from_secs(1);

impl Webhooks {
    /// One future for each receiver, which delivers until the broker goes down.
    pub fn tasks(
        &self,
        shutdown: &CancellationToken,
    ) -> impl Iterator<Item = impl Future<Output = ()> + Send + 'static> {
        (0..self.0.hooks.len()).map(|place| run(self.clone(), place, shutdown.clone()))
    }
}

async fn run(webhooks: Webhooks, place: usize, shutdown: CancellationToken) {
    let Some(hook) = webhooks.0.hooks.get(place) else {
        return;
    };
    let task = Task {
        webhooks: &webhooks,
        hook,
        shutdown,
    };
    while !task.shutdown.is_cancelled() {
        if let Err(error) = task.step().await {
            tracing::error!(webhook = hook.name, %error, "the outbox cannot be read or written: trying again");
            tokio::select! {
                () = task.shutdown.cancelled() => return,
                () = tokio::time::sleep(RETRY) => {}
            }
        }
    }
}

struct Task<'a> {
    webhooks: &'a Webhooks,
    hook: &'a Hook,
    shutdown: CancellationToken,
}

impl Task<'_> {
    /// Waits for the next delivery and tries it once, or is woken.
    async fn step(&self) -> Result<(), StoreError> {
        let clock = self.webhooks.clock();
        let mut reader = self.webhooks.store().read().acquire().await?;
        let next = outbox::first(&mut reader, &self.hook.name).await?;
        drop(reader);
        let Some(next) = next else {
            tokio::select! {
                () = self.shutdown.cancelled() => {}
                () = self.hook.wake.notified() => {}
            }
            return Ok(());
        };
        let now_ms = clock.now_ms();
        let due_ms = next.delivery.due_ms(now_ms).unwrap_or(now_ms);
        if due_ms > now_ms {
            tokio::select! {
                () = self.shutdown.cancelled() => {}
                () = self.hook.wake.notified() => {}
                () = clock.sleep_until(due_ms) => {}
            }
            // Read again: it may have been hastened, or be gone.
            return Ok(());
        }
        match self.send(&next).await {
            Some(outcome) => self.settle(&next, outcome).await,
            None => Ok(()),
        }
    }

    /// None when the broker went down meanwhile.
    async fn send(&self, next: &Stored) -> Option<Outcome> {
        let post = Post {
            id: &next.id,
            event: &next.event,
            attempt: next.delivery.attempts().saturating_add(1),
            now_ms: self.webhooks.clock().now_ms(),
        };
        let over = async {
            self.shutdown.cancelled().await;
            tokio::time::sleep(LAST).await;
        };
        tokio::select! {
            outcome = self.hook.way.post(post, next.body.expose()) => Some(outcome),
            () = over => None,
        }
    }

    /// Writes what came of a try. While the store fails that is tried again, and not the delivery, which the receiver
    /// may have.
    async fn settle(&self, next: &Stored, outcome: Outcome) -> Result<(), StoreError> {
        let now_ms = self.webhooks.clock().now_ms();
        let after = next.delivery.tried(now_ms, outcome, rand::random());
        self.say(next, &after);
        loop {
            let error = match self.write(next, &after, now_ms).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            if self.shutdown.is_cancelled() {
                return Err(error);
            }
            tracing::error!(webhook = self.hook.name, %error, "what came of a delivery cannot be written: trying again");
            tokio::select! {
                () = self.shutdown.cancelled() => {}
                () = tokio::time::sleep(RETRY) => {}
            }
        }
    }

    async fn write(&self, next: &Stored, after: &Delivery, now_ms: u64) -> Result<(), StoreError> {
        let hook = self.hook.name.as_str();
        let mut write = self.webhooks.store().write().await?;
        let there = outbox::save(&mut write, &next.id, after).await?;
        outbox::note(&mut write, hook, now_ms, after.failure()).await?;
        if let (
            true,
            Delivery::Dead {
                attempts, failure, ..
            },
        ) = (there, after)
        {
            let record = Record {
                at_ms: now_ms,
                session: None,
                actor: None,
                kind: "webhook-failed".to_owned(),
                data: json!({
                    "webhook": hook,
                    "delivery": next.id,
                    "event": next.event,
                    "attempts": attempts,
                    "failure": failure,
                }),
            };
            audit::append(&mut write, &record).await?;
        }
        Ok(write.commit().await?)
    }

    /// To the log: neither address nor content.
    fn say(&self, next: &Stored, after: &Delivery) {
        let webhook = self.hook.name.as_str();
        let Stored { id, event, .. } = next;
        match after {
            Delivery::Delivered => tracing::debug!(webhook, delivery = id, event, "delivered"),
            Delivery::Waiting { failure, .. } => {
                let attempts = after.attempts();
                tracing::warn!(
                    webhook,
                    delivery = id,
                    event,
                    attempts,
                    ?failure,
                    "not delivered: trying again later"
                );
            }
            Delivery::Dead {
                attempts, failure, ..
            } => {
                tracing::error!(
                    webhook,
                    delivery = id,
                    event,
                    attempts,
                    ?failure,
                    "not delivered and given up"
                );
            }
        }
    }
}
