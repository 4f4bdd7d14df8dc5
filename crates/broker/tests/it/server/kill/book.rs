//! What people were told, and what they were not told any more.

use rh_protocol::{Passcode, SessionId};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use tokio::sync::watch;

/// What becomes of a session that has begun, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Join,
    HelperAllows,
    SharerAllows,
    End,
}

/// A session as its people know it.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// As the helper was shown it.
    pub(super) code: Option<Passcode>,
    /// What the broker said is done.
    pub(super) done: Vec<Step>,
    /// What it was asked for and has not answered: it may have happened or not.
    pub(super) asked: Option<Step>,
}

impl Known {
    pub(super) fn has(&self, step: Step) -> bool {
        self.done.contains(&step)
    }
}

/// All sessions, and how many steps were acknowledged.
#[derive(Default)]
pub(super) struct Book {
    sessions: Mutex<BTreeMap<SessionId, Known>>,
    steps: watch::Sender<usize>,
}

impl Book {
    fn locked(&self) -> MutexGuard<'_, BTreeMap<SessionId, Known>> {
        self.sessions.lock().unwrap()
    }

    fn change(&self, session: SessionId, change: impl FnOnce(&mut Known)) {
        change(self.locked().entry(session).or_default());
    }

    pub(super) fn begun(&self, session: SessionId) {
        self.change(session, |_| {});
        self.steps.send_modify(|steps| *steps += 1);
    }

    pub(super) fn knows_code(&self, session: SessionId, code: Passcode) {
        self.change(session, |known| known.code = Some(code));
    }

    pub(super) fn asks(&self, session: SessionId, step: Step) {
        self.change(session, |known| known.asked = Some(step));
    }

    pub(super) fn done(&self, session: SessionId) {
        self.change(session, |known| known.done.extend(known.asked.take()));
        self.steps.send_modify(|steps| *steps += 1);
    }

    /// What was asked for has turned out not to have happened.
    pub(super) fn not_done(&self, session: SessionId) {
        self.change(session, |known| known.asked = None);
    }

    pub(super) fn all(&self) -> BTreeMap<SessionId, Known> {
        self.locked().clone()
    }

    pub(super) fn steps(&self) -> usize {
        *self.steps.borrow()
    }

    /// Waits until so many steps were acknowledged.
    pub(super) async fn until(&self, steps: usize) {
        let mut seen = self.steps.subscribe();
        seen.wait_for(|now| *now >= steps).await.unwrap();
    }
}
