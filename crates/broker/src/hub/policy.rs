//! What changed settings do to sessions that run: switched off, Remote Help ends them all; chat is gone from them.

use super::{Hub, HubError, message::Message, rows};
use rh_session::broker::Account;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// After a failure to read, the next try waits this long.
const RETRY: Duration = Duration::from_millis(250);

impl Hub {
    /// Follows the settings until the broker goes down.
    pub async fn watch_policy(self, shutdown: CancellationToken) {
        let mut changes = self.policy().changes();
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                changed = changes.changed() => if changed.is_err() {
                    return;
                },
            }
            while let Err(error) = self.follow_policy().await {
                tracing::error!(%error, "sessions could not be told of changed settings: trying again");
                tokio::select! {
                    () = shutdown.cancelled() => return,
                    () = tokio::time::sleep(RETRY) => {}
                }
            }
        }
    }

    /// Tells every open session what the settings mean for it.
    ///
    /// # Errors
    /// When the sessions cannot be read, or one of them cannot be told.
    pub(super) async fn follow_policy(&self) -> Result<(), HubError> {
        let now = self.policy().now();
        let features = &now.settings.features;
        if features.enabled && features.chat {
            return Ok(());
        }
        for session in rows::load_open(self.store().read()).await? {
            let message = if features.enabled {
                let actor = now.by.clone().map(Account::new);
                Message::ChatOff { actor }
            } else {
                Message::switched_off(&now)
            };
            self.order(session.id(), message).await?;
        }
        Ok(())
    }
}
