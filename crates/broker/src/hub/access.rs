//! The rules of access in a session's life: when somebody starts one for a device, when somebody joins, when they consent,
//! and whenever `watch` has one looked at again.

use super::{Hub, HubError, message::Message, rows};
use crate::{
    access::{AccessError, Standing},
    audit::{self, Record},
    devices::{Found, Seen},
    directory::{Directory, DirectoryError},
};
use rh_access::{Device as Enrolled, Permissions, Refusal};
use rh_protocol::{ErrorCode, Role, SessionId, view::EndReason};
use rh_session::broker::{Account, Bound, Device, Session};
use serde_json::json;

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
    /// Refused with `not-found` or `helper-not-permitted`, and when it cannot be told, or not be recorded.
    pub(super) async fn bind(
        &self,
        account: &Account,
        helper: &Standing,
        device: &str,
    ) -> Result<Bound, HubError> {
        let found = self.devices().bind(device).await;
        let found = found.map_err(AccessError::from)?;
        let (bound, enrolled) = found.ok_or(ErrorCode::NotFound)?;
        let owner = bound.owner.as_deref();
        let decided = self.access().decide_ahead(helper, owner, &enrolled).await?;
        if let Err(refusal) = decided.grant() {
            self.record_refused_start(account, &bound.device, refusal)
                .await?;
            return Err(ErrorCode::HelperNotPermitted.into());
        }
        Ok(bound)
    }

    async fn record_refused_start(
        &self,
        account: &Account,
        device: &str,
        why: Refusal,
    ) -> Result<(), HubError> {
        let record = Record {
            at_ms: self.clock().now_ms(),
            session: None,
            actor: Some(account.as_str().to_owned()),
            kind: "access-refused".to_owned(),
            data: json!({ "device": device, "why": why.code() }),
        };
        let mut write = self.store().write().await?;
        audit::append(&mut write, &record).await?;
        Ok(write.commit().await?)
    }

    /// Ends a session, as before its people agree to anything, if its helper may no longer help in it.
    ///
    /// # Errors
    /// When it cannot be told whether they may.
    pub(super) async fn recheck_by_id(&self, session: SessionId) -> Result<(), HubError> {
        match rows::load(self.store().read(), session).await? {
            Some(session) if session.ended().is_none() => self.recheck(&session).await,
            // It is refused for that elsewhere.
            _ => Ok(()),
        }
    }

    /// Looks again at a session: at what is known here, then at where the sharer sits, then at whether they may be helped.
    async fn recheck(&self, session: &Session) -> Result<(), HubError> {
        if self.recheck_here(session).await? {
            return Ok(());
        }
        let Some(helper) = account_of(session, Role::Helper) else {
            return Ok(());
        };
        let sharer = self.sharer_of(session).await?;
        let mut enrolled = Ok(None);
        if let (Some(before), Some(sharer)) = (session.device(), &sharer) {
            match self.look(session, sharer, before).await? {
                Some(found) => enrolled = found,
                None => return Ok(()),
            }
        }
        let device = enrolled.as_ref().ok().and_then(Option::as_ref);
        let judged = self.judge(helper, sharer.as_ref(), device).await?;
        match (judged, enrolled) {
            (Ok(()), _) => Ok(()),
            // The device might be what lets them help.
            (Err(Denial::Rules(_)), Err(silent)) => Err(AccessError::from(silent).into()),
            (Err(denial), _) => self.withdraw(session, denial).await,
        }
    }

    /// Ends a session that cannot go on whatever the directory would say, which is not asked: it may take long, or give no
    /// answer. `true` when there is nothing more to look at.
    pub(super) async fn recheck_here(&self, session: &Session) -> Result<bool, HubError> {
        let now = self.policy().now();
        if !now.settings.features.enabled {
            self.order(session.id(), Message::switched_off(&now))
                .await?;
            return Ok(true);
        }
        let Some(helper) = account_of(session, Role::Helper) else {
            return Ok(true);
        };
        let sharer = self.sharer_of(session).await?;
        let mut device = session.device().and_then(|device| device.id.as_deref());
        if let (Some(before), Some(sharer)) = (session.device(), &sharer)
            && self.is_nothing_to_the_directory(before).await?
        {
            if self.look(session, sharer, before).await?.is_none() {
                return Ok(true);
            }
            device = None;
        }
        let access = self.access();
        if let Directory::Embedded(_) = access.directory() {
            // It answers at once, and by the rules alone it may be less clear why.
            return Ok(false);
        }
        let helper = access.standing(helper.as_str()).await?.unwrap_or_default();
        match access.at_best(&helper, sharer.as_ref(), device) {
            Ok(()) => Ok(false),
            Err(refusal) => {
                self.withdraw(session, Denial::Rules(refusal)).await?;
                Ok(true)
            }
        }
    }

    /// Whether no answer of the directory matters for a device: it has none to be asked for, or the key that proved it is
    /// revoked.
    async fn is_nothing_to_the_directory(&self, device: &Device) -> Result<bool, HubError> {
        Ok(match (&device.id, &device.key) {
            (None, _) => true,
            (Some(_), Some(key)) => !self.devices().has_key(key).await?,
            (Some(_), None) => false,
        })
    }

    /// Looks again at where the sharer sits, and tells the session what has changed. How the rules take that, or why the
    /// directory does not say; none when nobody is helped there: then the session is over.
    async fn look(
        &self,
        session: &Session,
        sharer: &Standing,
        before: &Device,
    ) -> Result<Option<Result<Option<Enrolled>, DirectoryError>>, HubError> {
        let looked = self.devices().look_again(sharer, before).await?;
        let device = looked.device;
        let helped = device.is_enrolled() || self.settings().devices.allow_unenrolled;
        if device != *before {
            let device = Box::new(device);
            self.order(session.id(), Message::DeviceChanged { device })
                .await?;
        }
        if helped {
            return Ok(Some(looked.enrolled));
        }
        self.withdraw(session, Denial::Unenrolled).await?;
        Ok(None)
    }

    /// Ends a session that goes on no longer.
    async fn withdraw(&self, session: &Session, denial: Denial) -> Result<(), HubError> {
        let refused = Message::AccessRefused {
            why: denial.code().to_owned(),
            reason: denial.inside(),
            joining: None,
        };
        self.order(session.id(), refused).await
    }

    /// Who has joined a session, as far as access is concerned.
    async fn sharer_of(&self, session: &Session) -> Result<Option<Standing>, HubError> {
        let Some(sharer) = account_of(session, Role::Sharer) else {
            return Ok(None);
        };
        let known = self.access().standing(sharer.as_str()).await?;
        Ok(Some(known.unwrap_or_default()))
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
