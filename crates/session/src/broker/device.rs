//! The sharer's device: what the helper is warned of, and what becomes of their consent when it changes.

use super::{
    Out, Session,
    io::{AuditEvent, Bound, Device},
    state::{Life, Participant},
};
use crate::{Instant, rules::Phase};
use rh_protocol::{ErrorCode, Role, view::DeviceState};

impl Participant {
    /// The record of their joining.
    pub(super) fn joined(&self) -> AuditEvent {
        let device = self.device.as_ref();
        AuditEvent::Joined {
            participant: self.id,
            device: device.and_then(|device| device.id.clone()),
            proof: device.and_then(|device| device.shown.proof),
            state: device.map(|device| device.shown.state).unwrap_or_default(),
            verdict: device.and_then(|device| device.shown.verdict),
        }
    }
}

impl Session {
    /// The sharer's device, once one has joined.
    #[must_use]
    pub fn device(&self) -> Option<&Device> {
        self.sharer()?.device.as_ref()
    }

    /// The device that the session was started for.
    #[must_use]
    pub const fn bound(&self) -> Option<&Bound> {
        self.bound.as_ref()
    }

    /// The state of the sharer's device that a helper has to accept knowingly before they may allow.
    pub(super) fn to_accept(&self) -> Option<DeviceState> {
        let state = self.device()?.shown.state;
        state.warns().then_some(state)
    }

    /// Whether another person, and whether another device than the bound one has joined.
    pub(super) fn strangeness(&self) -> (bool, bool) {
        let (Some(bound), Some(sharer)) = (&self.bound, self.sharer()) else {
            return (false, false);
        };
        let id = sharer.device.as_ref().and_then(|device| device.id.as_ref());
        (!sharer.owner, id != Some(&bound.device))
    }

    /// Records what the helper is warned of, if there is anything.
    pub(super) fn warn(&self, now: Instant, out: &mut Out) {
        let Some(device) = self.device() else { return };
        let state = device.shown.state;
        let (other_person, other_device) = self.strangeness();
        if state.warns() || other_person || other_device {
            let warning = AuditEvent::DeviceWarning {
                state,
                other_person,
                other_device,
            };
            out.audit(now, None, warning);
        }
    }

    /// Takes over what is known of the sharer's device now. A helper who has allowed without knowing of a worse state is
    /// asked again; once both have, they are only told.
    pub(super) fn device_changed(
        &mut self,
        now: Instant,
        device: Device,
        out: &mut Out,
    ) -> Result<(), ErrorCode> {
        if self.life.phase() == Phase::Ended {
            return Err(ErrorCode::SessionEnded);
        }
        let mut sharers = self.participants.iter_mut();
        let sharer = sharers.find(|p| p.role == Role::Sharer);
        let Some(sharer) = sharer.filter(|sharer| sharer.device.as_ref() != Some(&device)) else {
            return Ok(());
        };
        let after = device.shown.state;
        let record = device.id.clone();
        let before = sharer.device.replace(device);
        let before = before.map(|device| device.shown.state).unwrap_or_default();
        out.changed = true;
        if before == after {
            return Ok(());
        }
        let changed = AuditEvent::DeviceChanged {
            device: record,
            before,
            after,
        };
        out.audit(now, None, changed);
        if after.warns() {
            self.warn(now, out);
            self.ask_helper_again();
        }
        Ok(())
    }

    fn ask_helper_again(&mut self) {
        let helpers = self.participants.iter().filter(|p| p.role == Role::Helper);
        let helpers: Vec<_> = helpers.map(|helper| helper.id).collect();
        if let Life::Joined { consents, .. } = &mut self.life {
            consents.retain(|id| !helpers.contains(id));
        }
    }

    fn sharer(&self) -> Option<&Participant> {
        self.participants.iter().find(|p| p.role == Role::Sharer)
    }
}
