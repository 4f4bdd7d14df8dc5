//! What administrators see of webhooks, and do about them.

use super::{
    Event, Hook, Webhooks,
    delivery::{Delivery, Failure, Outcome},
    event::time,
    fresh_id, outbox,
    post::Post,
};
use crate::{
    audit::{self, Record},
    identity::{OrganizationUpdate, Permitted},
    settings::WebhookEvent,
    store::{self, StoreError, Write},
};
use rh_protocol::ErrorCode;
use serde::Serialize;
use serde_json::{Value, json};

/// Dead letters on one page.
pub const PAGE: u32 = 50;

/// Why something is not done.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is no such webhook or dead letter, or no more.
    #[error("there is no such webhook or dead letter")]
    NotFound,
    /// Somebody tests it already.
    #[error("it is being tested")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for DeskError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl DeskError {
    /// What is answered, but for faults of the store.
    #[must_use]
    pub const fn refusal(&self) -> Option<ErrorCode> {
        match self {
            Self::NotFound => Some(ErrorCode::NotFound),
            Self::Busy => Some(ErrorCode::TooManyRequests),
            Self::Store(_) => None,
        }
    }
}

/// A webhook, as it stands. Its address is not in it, since that may hold a secret.
#[derive(Debug, Serialize)]
pub struct Overview {
    name: String,
    /// Where it leads: host and port.
    host: String,
    events: Vec<WebhookEvent>,
    state: State,
    /// Deliveries that wait.
    waiting: u64,
    dead_letters: u64,
    /// When something was delivered last (RFC 3339).
    last_success: Option<String>,
    last_failure: Option<LastFailure>,
}

/// How a webhook is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// Nothing waits.
    Idle,
    /// Something waits and has not failed yet.
    Delivering,
    /// What is next has failed and is tried again later.
    Failing,
}

#[derive(Debug, Serialize)]
struct LastFailure {
    /// RFC 3339.
    at: String,
    #[serde(flatten)]
    why: Why,
}

/// A status, or why there was none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Why {
    Status(u16),
    Error(&'static str),
}

impl From<Failure> for Why {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Status(status) => Self::Status(status),
            Failure::TimedOut => Self::Error("timed-out"),
            Failure::Unreachable => Self::Error("unreachable"),
        }
    }
}

/// Dead letters, the newest first.
#[derive(Debug, Serialize)]
pub struct Page {
    dead_letters: Vec<DeadLetter>,
    /// To be given as `before` for those that follow; none when these are the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

#[derive(Debug, Serialize)]
struct DeadLetter {
    id: String,
    #[serde(rename = "type")]
    event: String,
    /// When it happened (RFC 3339).
    at: String,
    attempts: u32,
    #[serde(flatten)]
    why: Option<Why>,
}

/// What came of a test.
#[derive(Debug, Serialize)]
pub struct Tested {
    delivered: bool,
    #[serde(flatten)]
    why: Option<Why>,
}

impl Webhooks {
    /// All of them, as they stand.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn overview(
        &self,
        _by: &Permitted<OrganizationUpdate>,
    ) -> Result<Vec<Overview>, DeskError> {
        let mut all = Vec::with_capacity(self.0.hooks.len());
        // All of the same moment.
        let mut reader = self.store().read().begin().await?;
        for hook in &self.0.hooks {
            let standing = outbox::standing(&mut reader, &hook.name).await?;
            let next = outbox::first(&mut reader, &hook.name).await?;
            let state = match next.map(|next| next.delivery) {
                None => State::Idle,
                Some(Delivery::Waiting { tries: 0, .. }) => State::Delivering,
                Some(_) => State::Failing,
            };
            all.push(Overview {
                name: hook.name.clone(),
                host: hook.host.clone(),
                events: hook.events.clone(),
                state,
                waiting: standing.waiting,
                dead_letters: standing.dead,
                last_success: standing.delivered_ms.map(time),
                last_failure: standing.failed.map(|(at_ms, failure)| LastFailure {
                    at: time(at_ms),
                    why: failure.into(),
                }),
            });
        }
        Ok(all)
    }

    /// A page of dead letters: those before a place that the page before has named, or the newest.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is no such webhook, and when the store cannot be read.
    pub async fn dead_letters(
        &self,
        _by: &Permitted<OrganizationUpdate>,
        name: &str,
        before: Option<i64>,
    ) -> Result<Page, DeskError> {
        let hook = self.find(name).ok_or(DeskError::NotFound)?;
        let before = before.unwrap_or(i64::MAX);
        let mut found =
            outbox::dead_letters(self.store().read(), &hook.name, before, PAGE + 1).await?;
        let more = found.len() > PAGE as usize;
        found.truncate(PAGE as usize);
        Ok(Page {
            next: found.last().filter(|_| more).map(|last| last.seq),
            dead_letters: found
                .iter()
                .map(|letter| DeadLetter {
                    id: letter.id.clone(),
                    event: letter.event.clone(),
                    at: time(letter.at_ms),
                    attempts: letter.delivery.attempts(),
                    why: letter.delivery.failure().map(Into::into),
                })
                .collect(),
        })
    }

    /// Has a dead letter delivered after all, at the end of the line. What waits before it is tried at once, too.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when it is none, and when the store cannot be written.
    pub async fn retry(
        &self,
        by: &Permitted<OrganizationUpdate>,
        name: &str,
        id: &str,
    ) -> Result<(), DeskError> {
        let hook = self.find(name).ok_or(DeskError::NotFound)?;
        let now_ms = self.clock().now_ms();
        let mut write = self.store().write().await?;
        let letter = outbox::dead_letter(&mut write, &hook.name, id).await?;
        let letter = letter.ok_or(DeskError::NotFound)?;
        if let Some(first) = outbox::first(&mut write, &hook.name).await? {
            let sooner = first.delivery.hastened(now_ms);
            outbox::save(&mut write, &first.id, &sooner).await?;
        }
        outbox::save(&mut write, id, &letter.delivery.retried(now_ms)).await?;
        outbox::queue_again(&mut write, id).await?;
        let told = about(hook, id, &letter.event);
        self.record(&mut write, by, "webhook-retried", told).await?;
        let (webhooks, name) = (self.clone(), hook.name.clone());
        store::keep(write, async move {
            if let Some(hook) = webhooks.find(&name) {
                hook.wake.notify_one();
            }
        })
        .await?;
        Ok(())
    }

    /// Removes a dead letter.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when it is none, and when the store cannot be written.
    pub async fn discard(
        &self,
        by: &Permitted<OrganizationUpdate>,
        name: &str,
        id: &str,
    ) -> Result<(), DeskError> {
        let hook = self.find(name).ok_or(DeskError::NotFound)?;
        let mut write = self.store().write().await?;
        let letter = outbox::dead_letter(&mut write, &hook.name, id).await?;
        let letter = letter.ok_or(DeskError::NotFound)?;
        outbox::remove(&mut write, id).await?;
        let told = about(hook, id, &letter.event);
        self.record(&mut write, by, "webhook-discarded", told)
            .await?;
        Ok(write.commit().await?)
    }

    /// Sends a test, once and past the line, and waits for the answer.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is no such webhook, [`DeskError::Busy`] while another test of it runs, and
    /// when the store cannot be written.
    pub async fn test(
        &self,
        by: &Permitted<OrganizationUpdate>,
        name: &str,
    ) -> Result<Tested, DeskError> {
        let hook = self.find(name).ok_or(DeskError::NotFound)?;
        let _turn = hook.testing.try_lock().map_err(|_| DeskError::Busy)?;
        let (id, event) = (fresh_id(), Event::Test {});
        let now_ms = self.clock().now_ms();
        let body = event
            .body(&id, now_ms)
            .map_err(|error| sqlx::Error::Encode(error.into()))?;
        let mut write = self.store().write().await?;
        let told = about(hook, &id, event.name());
        self.record(&mut write, by, "webhook-tested", told).await?;
        write.commit().await?;
        let post = Post {
            id: &id,
            event: event.name(),
            attempt: 1,
            now_ms,
        };
        let outcome = hook.way.post(post, &body).await;
        Ok(Tested {
            delivered: outcome == Outcome::Taken,
            why: outcome.failure().map(Into::into),
        })
    }

    async fn record(
        &self,
        write: &mut Write,
        by: &Permitted<OrganizationUpdate>,
        kind: &str,
        data: Value,
    ) -> Result<(), sqlx::Error> {
        let record = Record {
            at_ms: self.clock().now_ms(),
            session: None,
            actor: Some(by.account().to_string()),
            kind: kind.to_owned(),
            data,
        };
        audit::append(write, &record).await.map(drop)
    }
}

fn about(hook: &Hook, id: &str, event: &str) -> Value {
    json!({ "webhook": hook.name, "delivery": id, "event": event })
}
