//! The tasks that run now, by session; started from the store when somebody comes back.

use super::{
    message::{Answer, Message},
    rows::RowError,
};
use rh_protocol::SessionId;
use std::{
    collections::HashMap,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{mpsc, oneshot};
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
    /// Held while a session is read from the store, so that no session ever has two tasks.
    loading: tokio::sync::Mutex<()>,
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

    /// Runs a task for a session that has none. Nothing when the broker is closing. Who holds the
    /// slot keeps the task from retiring before it has sent.
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
    pub(super) async fn wake<L, S, T>(
        &self,
        session: SessionId,
        load: L,
        task: impl FnOnce(S, Mailbox) -> T,
    ) -> Result<Option<Slot>, RowError>
    where
        L: Future<Output = Result<Option<S>, RowError>>,
        T: Future<Output = ()> + Send + 'static,
    {
        let _turn = self.loading.lock().await;
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
