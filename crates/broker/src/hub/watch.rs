//! Every open session is looked at again when something has changed that it hangs on, and when the broker has started: all
//! of them by what is known here, which takes no time; then, several at once, by what the directory says, which may. So one
//! for which the directory gives no answer keeps nobody else's from ending.

use super::{Hub, HubError, looks::Looks, rows};
use crate::{access::AccessError, directory::DirectoryError};
use std::time::Duration;
use tokio::{
    sync::Notify,
    task::JoinSet,
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;

/// After a failure of our own store, the next try waits this long.
const RETRY: Duration = Duration::from_millis(250);

impl Hub {
    /// Looks at every open session now, and whenever the rules, the settings, the directory or what devices have proved may
    /// have changed, until the broker goes down.
    pub async fn watch_access(self, shutdown: CancellationToken) {
        let changed = Notify::new();
        // The broker has just started.
        changed.notify_one();
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = self.heed(&changed) => {}
            () = self.look_on(&changed) => {}
        }
    }

    /// Tells each change, until there can be none any more.
    async fn heed(&self, changed: &Notify) {
        let mut rules = self.access().changes();
        let mut settings = self.policy().changes();
        let mut devices = self.devices().changes();
        let mut directory = self.access().directory().changes();
        loop {
            let heard = tokio::select! {
                heard = rules.changed() => heard,
                heard = settings.changed() => heard,
                heard = devices.changed() => heard,
                () = directory.next() => Ok(()),
            };
            if heard.is_err() {
                return;
            }
            changed.notify_one();
        }
    }

    /// Looks at the open sessions each time that something has changed. What is asked of the directory goes on meanwhile.
    async fn look_on(&self, changed: &Notify) {
        let mut looks = Looks::default();
        // Tasks, since they hold what others wait for, such as a connection to the store, while this one does something else.
        let mut asked = JoinSet::new();
        let mut again = None;
        loop {
            while let Some(session) = looks.next() {
                let hub = self.clone();
                asked.spawn(async move { (session, hub.recheck_by_id(session).await) });
            }
            let failed = tokio::select! {
                () = changed.notified() => {
                    again = None;
                    self.look_here(&mut looks).await.err().map(|error| (None, error))
                }
                () = sleep_until(again.unwrap_or_else(Instant::now)), if again.is_some() => {
                    again = None;
                    self.look_here(&mut looks).await.err().map(|error| (None, error))
                }
                Some(answered) = asked.join_next() => match answered {
                    Ok((session, looked)) => {
                        looks.answered(session);
                        looked.err().map(|error| (Some(session), error))
                    }
                    Err(error) => std::panic::resume_unwind(error.into_panic()),
                }
            };
            let Some((session, error)) = failed else {
                continue;
            };
            let session = session.map(tracing::field::display);
            if is_refused(&error) {
                // They go on, too. It lasts until an administrator has seen to it, and the directory has said so itself.
                tracing::debug!(session, %error, "whether a helper may go on may not be asked");
                continue;
            }
            if is_silent(&error) {
                // Who may help is not known, and nobody has taken it from them: the sessions go on. A directory that others
                // keep, which is what can be silent, is looked at again before long as it is.
                tracing::warn!(session, %error, "whether a helper may go on could not be told");
                continue;
            }
            tracing::error!(session, %error, "who may help in the open sessions could not be looked at: trying again");
            looks.forget();
            again.get_or_insert_with(|| Instant::now() + RETRY);
        }
    }

    /// Looks at every open session by what is known here, and has the directory asked for those that can go on by that.
    async fn look_here(&self, looks: &mut Looks) -> Result<(), HubError> {
        for session in rows::load_open(self.store().read()).await? {
            if !self.recheck_here(&session).await? {
                looks.add(session.id());
            }
        }
        Ok(())
    }
}

/// Whether it is the directory that gives no answer, and not our own store.
fn is_silent(error: &HubError) -> bool {
    let HubError::Access(AccessError::Directory(error)) = error else {
        return false;
    };
    !matches!(error, DirectoryError::Store(_))
}

/// Whether the directory refuses us what we ask.
fn is_refused(error: &HubError) -> bool {
    let HubError::Access(AccessError::Directory(error)) = error else {
        return false;
    };
    matches!(error, DirectoryError::Refused { .. })
}
