//! One turn of a session's task: what the machine wants written, and then done.

use super::{
    Hub,
    attempts::AttemptId,
    codes,
    message::{Answer, Message},
    report,
    rows::{self, RowError},
    webhooks,
};
use crate::{
    audit::{self, Record},
    store::{Store, StoreError},
    webhooks::{Told, Webhooks},
};
use rh_protocol::{
    ConnectionId, ErrorCode, Passcode, SessionId,
    socket::{BrokerEvent, BrokerFrame, Welcome},
};
use rh_session::broker::{Audit, Outcome, Send, Session, Write};
use sqlx::SqliteConnection;
use tokio::sync::oneshot;

/// Why a turn could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum TurnError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The session does not go into its row.
    #[error(transparent)]
    Row(#[from] RowError),
    /// The machine took a code that its table does not hold for it.
    #[error("a code was live for its session and not in the table of codes")]
    CodeGone,
}

impl From<sqlx::Error> for TurnError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What a batch of messages led to.
#[derive(Debug, Default)]
pub(super) struct Turn {
    changed: bool,
    writes: Vec<Write>,
    sends: Vec<Send>,
    redeemed: Option<(Passcode, AttemptId)>,
    answers: Vec<(oneshot::Sender<Answer>, Answer)>,
    /// What must not get lost if the turn fails: it happened, written or not.
    facts: Vec<Message>,
    /// Requests, to be refused if the turn fails.
    requests: Vec<(ConnectionId, u32)>,
}

impl Turn {
    /// Adds what the machine made of an input.
    pub(super) fn absorb(&mut self, outcome: Outcome) {
        self.changed |= outcome.changed;
        self.writes.extend(outcome.writes);
        self.sends.extend(outcome.sends);
    }

    /// The code is to be spent in the transaction. The machine takes one code at most.
    pub(super) fn redeems(&mut self, code: Passcode, attempt: String) {
        self.redeemed = Some((code, AttemptId(attempt)));
    }

    /// Remembers a fact for the case that the turn fails.
    pub(super) fn happened(&mut self, fact: Message) {
        self.facts.push(fact);
    }

    /// Remembers a request for the case that the turn fails.
    pub(super) fn asked(&mut self, connection: ConnectionId, id: u32) {
        self.requests.push((connection, id));
    }

    /// Somebody waits for this.
    pub(super) fn answers(&mut self, to: oneshot::Sender<Answer>, answer: Answer) {
        self.answers.push((to, answer));
    }

    /// Writes the session, its audit records, what webhooks and the report are told of it and its codes in one
    /// transaction; nothing at all when there was no change, as with heartbeats and signals.
    pub(super) async fn write(
        &self,
        store: &Store,
        webhooks: &Webhooks,
        session: &Session,
        now_ms: u64,
    ) -> Result<(), TurnError> {
        if !self.changed && self.writes.is_empty() {
            return Ok(());
        }
        let mut write = store.write().await?;
        if let Some((code, attempt)) = &self.redeemed
            && !codes::redeem(&mut write, code, session.id(), attempt, now_ms).await?
        {
            return Err(TurnError::CodeGone);
        }
        rows::save(&mut write, session).await?;
        let told = apply(&mut write, webhooks, session, &self.writes, now_ms).await?;
        report::file(&mut write, session).await?;
        write.commit().await?;
        webhooks.wake(told);
        Ok(())
    }

    /// After the transaction: everybody hears of it.
    pub(super) fn carry_out(self, hub: &Hub) {
        for (to, answer) in self.answers {
            // Who asked may have gone.
            let _ = to.send(answer);
        }
        for send in self.sends {
            deliver(hub, send);
        }
    }

    /// After a failure: who asked is told, and what happened all the same is given back.
    pub(super) fn undo(self, hub: &Hub, told: ErrorCode) -> Vec<Message> {
        for (to, _) in self.answers {
            let _ = to.send(Answer::Refused { error: told.into() });
        }
        for (connection, id) in self.requests {
            let error = Some(ErrorCode::Unavailable.into());
            let response = BrokerFrame::Response { id, error };
            hub.outlets().send(connection, &response);
        }
        self.facts
    }
}

/// Writes audit records and code changes of a session, and what webhooks are told: they are woken once it is committed.
pub(super) async fn apply(
    writer: &mut SqliteConnection,
    webhooks: &Webhooks,
    session: &Session,
    writes: &[Write],
    now_ms: u64,
) -> Result<Told, TurnError> {
    let id = session.id();
    let mut told = Told::default();
    for write in writes {
        match write {
            Write::Audit(audit) => {
                told = told.or(webhooks::tell(writer, webhooks, session, audit).await?);
                audit::append(writer, &record(id, audit)?).await?;
            }
            Write::PublishCode { code, expires } => {
                codes::publish(writer, code, id, expires.as_ms(), now_ms).await?;
            }
            Write::RetireCode { code } => codes::retire(writer, code, now_ms).await?,
        }
    }
    Ok(told)
}

fn record(session: SessionId, audit: &Audit) -> Result<Record, RowError> {
    let mut data = serde_json::to_value(&audit.event)?;
    if let Some(fields) = data.as_object_mut() {
        // It has its own column.
        fields.remove("kind");
    }
    Ok(Record {
        at_ms: audit.at.as_ms(),
        session: Some(session.to_string()),
        actor: audit.actor.as_ref().map(|actor| actor.as_str().to_owned()),
        kind: audit.event.kind().to_owned(),
        data,
    })
}

fn deliver(hub: &Hub, send: Send) {
    let outlets = hub.outlets();
    match send {
        Send::Welcome {
            connection,
            version,
            view,
        } => {
            let welcome = Welcome {
                build: hub.build().to_owned(),
                version,
                connection,
                ice_servers: hub.ice_servers().to_vec(),
                view,
            };
            outlets.send(connection, &BrokerFrame::Welcome(welcome));
        }
        Send::View { connection, view } => {
            let event = BrokerEvent::View { view };
            outlets.send(connection, &BrokerFrame::Event { event });
        }
        Send::Signal {
            connection,
            signalled,
        } => {
            let event = BrokerEvent::Signal(signalled);
            outlets.send(connection, &BrokerFrame::Event { event });
        }
        Send::Reply {
            connection,
            id,
            error,
        } => outlets.send(connection, &BrokerFrame::Response { id, error }),
        Send::Close {
            connection,
            code,
            error,
        } => outlets.close(connection, code, error),
    }
}
