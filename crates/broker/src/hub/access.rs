//! The rules of access in a session's life: when somebody joins, when they consent, whenever the rules or the directory
//! change, and when the broker has started.

use super::{Hub, HubError, message::Message, rows};
use crate::access::{AccessError, Standing};
use rh_access::{Permissions, Refusal};
use rh_protocol::{Role, SessionId};
use rh_session::broker::{Account, Session};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// After a failure of our own store, the next try waits this long.
const RETRY: Duration = Duration::from_millis(250);
/// While the directory gives no answer, sessions go on and it is asked again this often.
const SILENT: Duration = Duration::from_secs(30);

/// Why a helper may not help somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    /// By the rules.
    Rules(Refusal),
    /// One of the two accounts may not be used any more.
    Disabled,
}

impl Denial {
    /// Why, as a stable code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Rules(refusal) => refusal.code(),
            Self::Disabled => "account-disabled",
        }
    }
}

/// Whether somebody may help.
type Judgement = Result<(), Denial>;

impl Hub {
    /// Whether the helper of a session may help whoever has its code.
    ///
    /// # Errors
    /// When it cannot be told. That is no permission.
    pub(super) async fn judge_joining(
        &self,
        session: SessionId,
        joining: &Account,
    ) -> Result<Judgement, HubError> {
        let found = rows::load(self.store().read(), session).await?;
        let helper = found.as_ref().and_then(|it| account_of(it, Role::Helper));
        match helper {
            // The session itself refuses that.
            Some(helper) if helper == joining => Ok(Ok(())),
            Some(helper) => self.judge(helper, Some(joining)).await,
            None => Ok(Err(Denial::Rules(Refusal::NoRole))),
        }
    }

    /// Ends a session before its people agree to anything, if its helper may no longer help in it.
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

    /// Looks at every open session now, and whenever the rules or the directory may have changed, until the broker goes
    /// down.
    pub async fn watch_access(self, shutdown: CancellationToken) {
        let mut rules = self.access().changes();
        let mut directory = self.access().directory().changes();
        loop {
            let again = match self.recheck_all().await {
                Ok(true) => None,
                // Who may help is not known, and nobody has taken it from them: the sessions go on.
                Ok(false) => Some(SILENT),
                Err(error) => {
                    tracing::error!(%error, "who may help in the open sessions could not be looked at: trying again");
                    Some(RETRY)
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => return,
                changed = rules.changed() => if changed.is_err() {
                    return;
                },
                () = directory.next() => {}
                () = tokio::time::sleep(again.unwrap_or_default()), if again.is_some() => {}
            }
        }
    }

    /// Ends the open sessions whose helpers may no longer help in them. `false`: of some it cannot be told, since the
    /// directory gives no answer.
    async fn recheck_all(&self) -> Result<bool, HubError> {
        let mut all = true;
        for session in rows::load_open(self.store().read()).await? {
            match self.recheck(&session).await {
                Err(HubError::Access(AccessError::Directory(error))) => {
                    tracing::warn!(session = %session.id(), %error, "whether a helper may go on could not be told");
                    all = false;
                }
                other => other?,
            }
        }
        Ok(all)
    }

    async fn recheck(&self, session: &Session) -> Result<(), HubError> {
        let Some(helper) = account_of(session, Role::Helper) else {
            return Ok(());
        };
        let sharer = account_of(session, Role::Sharer);
        if let Err(denial) = self.judge(helper, sharer).await? {
            let refused = Message::AccessRefused {
                why: denial.code().to_owned(),
                joining: None,
            };
            self.post(session.id(), refused).await;
        }
        Ok(())
    }

    /// Whether a helper may help this person, or while nobody has joined anybody at all. On which device, nobody knows
    /// yet: it counts as one that is not enrolled.
    async fn judge(
        &self,
        helper: &Account,
        sharer: Option<&Account>,
    ) -> Result<Judgement, HubError> {
        let access = self.access();
        let none = Err(Denial::Rules(Refusal::NoRole));
        let Some(helper) = access.standing(helper.as_str()).await? else {
            return Ok(none);
        };
        let judged = match sharer {
            Some(sharer) => {
                let sharer: Option<Standing> = access.standing(sharer.as_str()).await?;
                let sharer = sharer.unwrap_or_default();
                let decided = access.decide(&helper, &sharer, None).await;
                decided.map(|decision| decision.grant().map(|_| ()))
            }
            None => access.permissions(&helper).await.map(|granted| {
                let helps = granted.contains_all(Permissions::HELP);
                helps.then_some(()).ok_or(Refusal::NoRole)
            }),
        };
        match judged {
            Ok(judged) => Ok(judged.map_err(Denial::Rules)),
            Err(AccessError::Disabled) => Ok(Err(Denial::Disabled)),
            Err(error) => Err(error.into()),
        }
    }
}

fn account_of(session: &Session, wanted: Role) -> Option<&Account> {
    let mut people = session.people().filter(|(_, role, ..)| *role == wanted);
    people.next().map(|(_, _, account, _)| account)
}
