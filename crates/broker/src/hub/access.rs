//! The rules of access in a session's life: when somebody joins, when they consent, and whenever the rules change.

use super::{Hub, HubError, message::Message, rows};
use rh_access::{Permissions, Refusal};
use rh_protocol::{Role, SessionId};
use rh_session::broker::{Account, Session};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// After a failure to read, the next try waits this long.
const RETRY: Duration = Duration::from_millis(250);

impl Hub {
    /// Whether the helper of a session may help this person. On which device, nobody knows yet: it counts as one
    /// that is not enrolled.
    ///
    /// # Errors
    /// When it cannot be told. That is no permission.
    pub(super) async fn judge(
        &self,
        helper: &Account,
        sharer: &Account,
    ) -> Result<Result<(), Refusal>, HubError> {
        let access = self.access();
        let Some(helper) = access.standing(helper.as_str()).await? else {
            return Ok(Err(Refusal::NoRole));
        };
        let sharer = access.standing(sharer.as_str()).await?.unwrap_or_default();
        let decision = access.decide(&helper, &sharer, None).await?;
        Ok(decision.grant().map(|_| ()))
    }

    /// Whether the helper of a session may help whoever has its code.
    ///
    /// # Errors
    /// When it cannot be told. That is no permission.
    pub(super) async fn judge_joining(
        &self,
        session: SessionId,
        joining: &Account,
    ) -> Result<Result<(), Refusal>, HubError> {
        let found = rows::load(self.store().read(), session).await?;
        match found
            .as_ref()
            .and_then(|session| account_of(session, Role::Helper))
        {
            // The session itself refuses that.
            Some(helper) if helper == joining => Ok(Ok(())),
            Some(helper) => self.judge(helper, joining).await,
            None => Ok(Err(Refusal::NoRole)),
        }
    }

    /// Ends a session whose helper may no longer help in it.
    ///
    /// # Errors
    /// When it cannot be told whether they may.
    pub(super) async fn recheck(&self, session: &Session) -> Result<(), HubError> {
        let Some(helper) = account_of(session, Role::Helper) else {
            return Ok(());
        };
        let judged = match account_of(session, Role::Sharer) {
            Some(sharer) => self.judge(helper, sharer).await?,
            None => self.may_help_anybody(helper).await?,
        };
        if let Err(refusal) = judged {
            let refused = Message::AccessRefused {
                why: refusal.code().to_owned(),
                joining: None,
            };
            self.post(session.id(), refused).await;
        }
        Ok(())
    }

    /// The same for a session by its id, before its people agree to anything.
    ///
    /// # Errors
    /// When it cannot be told whether they may.
    pub(super) async fn recheck_by_id(&self, session: SessionId) -> Result<(), HubError> {
        match rows::load(self.store().read(), session).await? {
            Some(session) => self.recheck(&session).await,
            // It is refused for that elsewhere.
            None => Ok(()),
        }
    }

    /// Looks at every open session whenever the rules have changed, until the broker goes down.
    pub async fn watch_access(self, shutdown: CancellationToken) {
        let mut changes = self.access().changes();
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                changed = changes.changed() => if changed.is_err() {
                    return;
                },
            }
            while let Err(error) = self.recheck_all().await {
                tracing::error!(%error, "the rules of access have changed and sessions could not be looked at: trying again");
                tokio::select! {
                    () = shutdown.cancelled() => return,
                    () = tokio::time::sleep(RETRY) => {}
                }
            }
        }
    }

    async fn recheck_all(&self) -> Result<(), HubError> {
        for session in rows::load_open(self.store().read()).await? {
            self.recheck(&session).await?;
        }
        Ok(())
    }

    /// While nobody has joined: whether the helper may help at all.
    async fn may_help_anybody(&self, helper: &Account) -> Result<Result<(), Refusal>, HubError> {
        let access = self.access();
        let granted = match access.standing(helper.as_str()).await? {
            Some(who) => access.permissions(&who).await?,
            None => Permissions::NONE,
        };
        Ok(if granted.contains_all(Permissions::HELP) {
            Ok(())
        } else {
            Err(Refusal::NoRole)
        })
    }
}

fn account_of(session: &Session, wanted: Role) -> Option<&Account> {
    let mut people = session.people().filter(|(_, role, ..)| *role == wanted);
    people.next().map(|(_, _, account, _)| account)
}
