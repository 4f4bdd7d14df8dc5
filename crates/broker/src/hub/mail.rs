//! How a message gets to a session's task: the running one, or one that is started for it.

use super::{
    Hub, HubError,
    message::{Answer, Message},
    registry::{Envelope, Slot},
    rows, task,
};
use rh_protocol::{ErrorCode, SessionId};
use rh_session::broker::Session;
use tokio::sync::oneshot;

impl Hub {
    /// Sends a message to a session's task. `false` when there is no such session, or the broker is
    /// closing.
    pub(super) async fn post(&self, session: SessionId, message: Message) -> bool {
        let envelope = Envelope {
            message,
            answer: None,
        };
        self.deliver(session, envelope).await.is_ok()
    }

    /// Sends what must not get lost to a session's task, which sees to it that it is written from then on.
    ///
    /// # Errors
    /// When it could not be sent, other than because the broker is closing: whatever led to it is found again then.
    pub(super) async fn order(&self, session: SessionId, message: Message) -> Result<(), HubError> {
        if self.post(session, message).await || self.registry().is_closing() {
            Ok(())
        } else {
            Err(ErrorCode::Unavailable.into())
        }
    }

    /// Sends a message to a session's task and waits for the outcome, written.
    pub(super) async fn ask(&self, session: SessionId, message: Message) -> Answer {
        let (sender, answer) = oneshot::channel();
        let envelope = Envelope {
            message,
            answer: Some(sender),
        };
        let error = match self.deliver(session, envelope).await {
            Ok(()) => match answer.await {
                Ok(answer) => return answer,
                Err(_) => ErrorCode::Unavailable,
            },
            Err(code) => code,
        };
        Answer::Refused {
            error: error.into(),
        }
    }

    async fn deliver(&self, session: SessionId, envelope: Envelope) -> Result<(), ErrorCode> {
        let slot = match self.registry().running(session) {
            Some(slot) => slot,
            None => self.wake(session).await?,
        };
        let sent = slot.send(envelope).await;
        sent.map_err(|_| ErrorCode::Unavailable)
    }

    /// Starts the task of a session that is over, so that it can say so.
    async fn wake(&self, session: SessionId) -> Result<Slot, ErrorCode> {
        let load = rows::load(self.store().read(), session);
        let woken = self.registry().wake(session, load, |found, mailbox| {
            task::run(self.clone(), found, false, mailbox)
        });
        match woken.await {
            Ok(Some(slot)) => Ok(slot),
            Ok(None) if self.registry().is_closing() => Err(ErrorCode::Unavailable),
            Ok(None) => Err(ErrorCode::SessionNotFound),
            Err(error) => {
                tracing::error!(%session, %error, "a session could not be read");
                Err(ErrorCode::Unavailable)
            }
        }
    }

    /// Starts the task of a session. Nothing when the broker is closing.
    pub(super) fn start(&self, session: Session, restored: bool) -> Option<Slot> {
        let hub = self.clone();
        let id = session.id();
        self.registry()
            .start(id, |mailbox| task::run(hub, session, restored, mailbox))
    }
}
