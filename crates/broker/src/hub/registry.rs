//! The tasks that run now, by session; started from the store when somebody comes back.

use super::message::{Answer, Message};
use rh_protocol::SessionId;
use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{OwnedMutexGuard, mpsc, oneshot};
use tokio_util::task::TaskTracker;

/// Messages that wait for one session; whose sender then waits too, and nobody else.
const MAILBOX: usize = 1_024;

/// A message on its way, with a way back where somebody waits for the answer.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) message: Message,
    pub(super) answer: Option<oneshot::Sender<Answer>>,
}

/// Where a session's task takes its messages from.
pub(super) type Mailbox = mpsc::Receiver<Envelope>;
/// Where messages to a session's task go in.
pub(super) type Slot = mpsc::Sender<Envelope>;

/// The tasks by session.
#[derive(Debug, Default)]
pub(super) struct Registry {
    /// `None` once the broker is closing.
    slots: Mutex<Slots>,
    /// Held while a session is read from the store, and from the commit of a new one until its task is started, so that no
    /// session ever has two tasks.
    loading: Arc<tokio::sync::Mutex<()>>,
    tasks: TaskTracker,
}

#[derive(Debug)]
enum Slots {
    Open(HashMap<SessionId, Slot>),
    Closing,
}

impl Default for Slots {
    fn default() -> Self {
        Self::Open(HashMap::new())
    }
}

impl Registry {
    fn locked(&self) -> MutexGuard<'_, Slots> {
        // A map of handles is whole after any panic.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn to start tasks by what stands in the store: while it is held, nobody else does.
    pub(super) async fn loading(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.loading).lock_owned().await
    }

    /// Runs a task for a session, unless one runs already. Nothing when the broker is closing. Who
    /// holds the slot keeps the task from retiring before it has sent.
    pub(super) fn start<T>(
        &self,
        session: SessionId,
        task: impl FnOnce(Mailbox) -> T,
    ) -> Option<Slot>
    where
        T: Future<Output = ()> + Send + 'static,
    {
        let Slots::Open(slots) = &mut *self.locked() else {
            return None;
        };
        if let Some(slot) = slots.get(&session).filter(|slot| !slot.is_closed()) {
            return Some(slot.clone());
        }
        let (slot, mailbox) = mpsc::channel(MAILBOX);
        slots.insert(session, slot.clone());
        self.tasks.spawn(task(mailbox));
        Some(slot)
    }

    /// The running task of a session.
    pub(super) fn running(&self, session: SessionId) -> Option<Slot> {
        match &*self.locked() {
            // A task that panicked left a dead slot: the next one starts from the store.
            Slots::Open(slots) => slots
                .get(&session)
                .filter(|slot| !slot.is_closed())
                .cloned(),
            Slots::Closing => None,
        }
    }

    /// Starts a session's task with what `load` finds, unless it runs by now. Nothing when there is
    /// no such session, or the broker is closing.
    pub(super) async fn wake<L, S, E, T>(
        &self,
        session: SessionId,
        load: L,
        task: impl FnOnce(S, Mailbox) -> T,
    ) -> Result<Option<Slot>, E>
    where
        L: Future<Output = Result<Option<S>, E>>,
        T: Future<Output = ()> + Send + 'static,
    {
        let _turn = self.loading().await;
        if let Some(slot) = self.running(session) {
            return Ok(Some(slot));
        }
        let Some(state) = load.await? else {
            return Ok(None);
        };
        Ok(self.start(session, |mailbox| task(state, mailbox)))
    }

    /// Lets a task go that has nothing to do; `false` when a message is under way to it after all.
    pub(super) fn retire(&self, session: SessionId, mailbox: &mut Mailbox) -> bool {
        let mut slots = self.locked();
        // Nobody can take the slot from the map now; who took it before either sent already, or
        // still holds it and makes it stronger than the map's own.
        let Slots::Open(slots) = &mut *slots else {
            return true;
        };
        let alone = slots
            .get(&session)
            .is_none_or(|slot| slot.strong_count() == 1);
        if !alone || !mailbox.is_empty() {
            return false;
        }
        slots.remove(&session);
        true
    }

    /// Lets every task finish what it has, and waits for that.
    pub(super) async fn close(&self) {
        // Dropping the slots ends the mailboxes once they are empty.
        *self.locked() = Slots::Closing;
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Whether the broker is closing.
    pub(super) fn is_closing(&self) -> bool {
        matches!(&*self.locked(), Slots::Closing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    /// A task that waits for messages.
    async fn wait(mut mailbox: Mailbox) {
        while mailbox.recv().await.is_some() {}
    }

    #[tokio::test]
    async fn a_session_never_has_two_tasks() {
        let registry = Registry::default();
        let session = SessionId::from_bits(1);
        // It is committed and not started yet, and somebody has found it in the store.
        let starting = registry.loading().await;
        let found = async { Ok::<_, Infallible>(Some(())) };
        let woken = registry.wake(session, found, |(), mailbox| wait(mailbox));
        let mut woken = std::pin::pin!(woken);
        assert!(futures_util::poll!(woken.as_mut()).is_pending());
        let first = registry.start(session, wait).unwrap();
        drop(starting);
        let second = woken.await.unwrap().unwrap();
        assert!(second.same_channel(&first));
        let third = registry.start(session, wait).unwrap();
        assert!(third.same_channel(&first));
        assert_eq!(registry.tasks.len(), 1);
        drop((first, second, third));
        registry.close().await;
    }
}
