//! The rules of access in a session's life: when somebody joins, when they consent, whenever the rules, the directory or
//! what is known of a device change, and when the broker has started.

use super::{Hub, HubError, message::Message, rows};
use crate::{
    access::{AccessError, Standing},
    devices::{Found, Seen},
};
use rh_access::{Device as Enrolled, Permissions, Refusal};
use rh_protocol::{ErrorCode, Role, SessionId, view::EndReason};
use rh_session::broker::{Account, Bound, Session};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// After a failure of our own store, the next try waits this long.
const RETRY: Duration = Duration::from_millis(250);
/// While the directory gives no answer, sessions go on and it is asked again this often.
const SILENT: Duration = Duration::from_secs(30);

/// Why somebody is not helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    /// By the rules.
    Rules(Refusal),
    /// One of the two accounts may not be used any more.
    Disabled,
    /// On a device that is not enrolled nobody is.
    Unenrolled,
    /// The session was started for another person or device.
    Others,
}

/// Whether somebody may help.
type Judgement = Result<(), Denial>;

impl Denial {
    /// Why, as a stable code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Rules(refusal) => refusal.code(),
            Self::Disabled => "account-disabled",
            Self::Unenrolled => "unenrolled-device",
            Self::Others => "other-than-bound",
        }
    }

    /// What whoever wanted to join is answered.
    pub(super) const fn error(self) -> ErrorCode {
        match self {
            Self::Rules(_) | Self::Disabled => ErrorCode::HelperNotPermitted,
            Self::Unenrolled => ErrorCode::DeviceNotEnrolled,
            Self::Others => ErrorCode::OtherThanBound,
        }
    }

    /// Why the session is over of somebody who wants to join.
    pub(super) const fn at_the_door(self) -> EndReason {
        match self {
            Self::Rules(_) | Self::Disabled => EndReason::NotPermitted,
            Self::Unenrolled => EndReason::DeviceNotEnrolled,
            Self::Others => EndReason::OtherThanBound,
        }
    }

    /// Whether it might be otherwise if the directory said of the device what it does not say now.
    const fn may_be_by_silence(self, there: &Found) -> bool {
        match self {
            Self::Rules(_) => true,
            Self::Unenrolled => there.device.unchecked,
            Self::Others => there.device.unchecked && there.owner,
            Self::Disabled => false,
        }
    }

    /// Why it is over for people who are in it.
    const fn inside(self) -> EndReason {
        match self {
            Self::Rules(_) | Self::Disabled => EndReason::PermissionWithdrawn,
            Self::Unenrolled => EndReason::DeviceNotEnrolled,
            Self::Others => EndReason::OtherThanBound,
        }
    }
}

impl Hub {
    /// Whether the helper of a session may help whoever has its code, on the device that they come from.
    ///
    /// # Errors
    /// When it cannot be told. That is no permission.
    pub(super) async fn judge_joining(
        &self,
        session: SessionId,
        joining: &Account,
        seen: &Seen,
    ) -> Result<Result<Found, Denial>, HubError> {
        let none = Ok(Err(Denial::Rules(Refusal::NoRole)));
        let Some(session) = rows::load(self.store().read(), session).await? else {
            return none;
        };
        let Some(helper) = account_of(&session, Role::Helper) else {
            return none;
        };
        let sharer = self.access().standing(joining.as_str()).await?;
        let sharer = sharer.unwrap_or_default();
        let bound = session.bound();
        let mut there = match self.devices().find(&sharer, seen, bound).await {
            Err(AccessError::Disabled) => return Ok(Err(Denial::Disabled)),
            found => found?,
        };
        if helper == joining {
            // The session itself refuses that.
            return Ok(Ok(there));
        }
        let judged = match self.judge_place(bound, &there) {
            Ok(()) => {
                self.judge(helper, Some(&sharer), there.enrolled.as_ref())
                    .await?
            }
            denied => denied,
        };
        let silent = there.silent.take();
        match (judged, silent) {
            // What the directory does not say might let them in: nobody is turned away for it.
            (Err(denial), Some(silent)) if denial.may_be_by_silence(&there) => {
                Err(AccessError::from(silent).into())
            }
            (judged, _) => Ok(judged.map(|()| there)),
        }
    }

    /// Whether anybody is helped who comes from there.
    fn judge_place(&self, bound: Option<&Bound>, there: &Found) -> Result<(), Denial> {
        let settings = self.settings();
        let device = there.device.id.as_ref();
        let other = bound.is_some_and(|bound| !there.owner || device != Some(&bound.device));
        if other && settings.devices.refuse_others {
            return Err(Denial::Others);
        }
        if !there.device.is_enrolled() && !settings.devices.allow_unenrolled {
            return Err(Denial::Unenrolled);
        }
        Ok(())
    }

    /// Whether a helper may start a session for a device, and for whose it is: whoever joins is judged again.
    ///
    /// # Errors
    /// Refused with `not-found` or `helper-not-permitted`, and when it cannot be told.
    pub(super) async fn bind(&self, helper: &Standing, device: &str) -> Result<Bound, HubError> {
        let found = self.devices().bind(device).await;
        let found = found.map_err(AccessError::from)?;
        let (bound, enrolled) = found.ok_or(ErrorCode::NotFound)?;
        if let Some(owner) = &bound.owner {
            let decided = self.access().decide_ahead(helper, owner, &enrolled).await?;
            if let Err(refusal) = decided.grant() {
                tracing::info!(why = refusal.code(), "a session for a device is refused");
                return Err(ErrorCode::HelperNotPermitted.into());
            }
        }
        Ok(bound)
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

    /// Looks at every open session now, and whenever the rules, the settings, the directory or what devices have proved may
    /// have changed, until the broker goes down.
    pub async fn watch_access(self, shutdown: CancellationToken) {
        let mut rules = self.access().changes();
        let mut settings = self.policy().changes();
        let mut devices = self.devices().changes();
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
                changed = settings.changed() => if changed.is_err() {
                    return;
                },
                changed = devices.changed() => if changed.is_err() {
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

    /// Looks again at where the sharer sits, and at whether they may be helped.
    async fn recheck(&self, session: &Session) -> Result<(), HubError> {
        let Some(helper) = account_of(session, Role::Helper) else {
            return Ok(());
        };
        let sharer = match account_of(session, Role::Sharer) {
            Some(sharer) => {
                let known = self.access().standing(sharer.as_str()).await?;
                Some(known.unwrap_or_default())
            }
            None => None,
        };
        let mut enrolled = Ok(None);
        let mut denial = None;
        if let (Some(before), Some(sharer)) = (session.device(), &sharer) {
            let looked = self.devices().look_again(sharer, before).await?;
            let device = looked.device;
            if !device.is_enrolled() && !self.settings().devices.allow_unenrolled {
                denial = Some(Denial::Unenrolled);
            }
            if device != *before {
                let device = Box::new(device);
                self.post(session.id(), Message::DeviceChanged { device })
                    .await;
            }
            enrolled = looked.enrolled;
        }
        let device = enrolled.as_ref().ok().and_then(Option::as_ref);
        let judged = self.judge(helper, sharer.as_ref(), device).await?;
        if let (Err(Denial::Rules(_)), Err(silent)) = (judged, enrolled) {
            // The device might be what lets them help.
            return Err(AccessError::from(silent).into());
        }
        if let Some(denial) = denial.or(judged.err()) {
            let refused = Message::AccessRefused {
                why: denial.code().to_owned(),
                reason: denial.inside(),
                joining: None,
            };
            self.post(session.id(), refused).await;
        }
        Ok(())
    }

    /// Whether a helper may help this person on this device, or while nobody has joined anybody at all. A device that the
    /// directory does not vouch for counts as one that is not enrolled.
    async fn judge(
        &self,
        helper: &Account,
        sharer: Option<&Standing>,
        device: Option<&Enrolled>,
    ) -> Result<Judgement, HubError> {
        let access = self.access();
        let none = Err(Denial::Rules(Refusal::NoRole));
        let Some(helper) = access.standing(helper.as_str()).await? else {
            return Ok(none);
        };
        let judged = match sharer {
            Some(sharer) => {
                let decided = access.decide(&helper, sharer, device).await;
                decided.map(|decision| decision.grant().map(|_| ()))
            }
            None => access.person(&helper).await.map(|helper| {
                let granted = access.now().rules.permissions(&helper);
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
