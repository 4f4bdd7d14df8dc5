//! Requests of participants: checked against the rules, then done.

use super::{
    Out, Session,
    io::{AuditEvent, Send, Write},
    state::{Code, Lap, Life},
};
use crate::{Instant, rules};
use rh_protocol::{
    ConnectionId, ErrorCode, Passcode, Role,
    signal::{Signal, Signalled},
    socket::{Request, ShareState},
    view::{DeviceState, EndReason, Surface},
};

impl Session {
    /// Does what the participant at `index` asks on its newest connection.
    pub(super) fn request(
        &mut self,
        index: usize,
        connection: ConnectionId,
        request: Request,
        fresh: Passcode,
        now: Instant,
        out: &mut Out,
    ) -> Result<(), ErrorCode> {
        let role = self
            .participants
            .get(index)
            .ok_or(ErrorCode::SessionNotFound)?
            .role;
        rules::may_request(role, self.life.phase(), &request)?;
        match request {
            Request::Consent {
                round,
                allow,
                device,
            } => self.consent(index, round, allow, device, now, out),
            Request::NewCode => {
                self.issue_code(fresh, now, out);
                Ok(())
            }
            Request::Signal { to, signal } => self.signal(index, connection, to, signal, out),
            Request::Share { state, surface } => {
                self.share(index, state, surface, now, out);
                Ok(())
            }
            Request::End => {
                let reason = match role {
                    Role::Helper => EndReason::EndedByHelper,
                    Role::Sharer => EndReason::EndedBySharer,
                };
                let actor = self.account(index);
                self.end(reason, actor, now, out);
                Ok(())
            }
            Request::Unknown => Err(ErrorCode::UnknownRequest),
        }
    }

    fn consent(
        &mut self,
        index: usize,
        answered: u32,
        allow: bool,
        accepted: Option<DeviceState>,
        now: Instant,
        out: &mut Out,
    ) -> Result<(), ErrorCode> {
        let actor = self.account(index);
        let participant = self
            .participants
            .get(index)
            .ok_or(ErrorCode::SessionNotFound)?;
        let (id, role) = (participant.id, participant.role);
        if self.life.round() != Some(answered) {
            return Err(ErrorCode::Stale);
        }
        let to_accept = self.to_accept().filter(|_| role == Role::Helper);
        let Life::Joined {
            consents, round, ..
        } = &mut self.life
        else {
            // Everybody has consented in this round: the repetition of a "yes" that got lost.
            return Ok(());
        };
        let round = *round;
        if !allow {
            out.audit(
                now,
                actor.clone(),
                AuditEvent::ConsentDeclined { role, round },
            );
            let reason = match role {
                Role::Helper => EndReason::DeclinedByHelper,
                Role::Sharer => EndReason::DeclinedBySharer,
            };
            self.end(reason, actor, now, out);
            return Ok(());
        }
        if consents.contains(&id) {
            return Ok(());
        }
        if to_accept.is_some() && accepted != to_accept {
            // They have not seen what they would go on with.
            return Err(ErrorCode::Stale);
        }
        consents.push(id);
        let complete = self.participants.iter().all(|p| consents.contains(&p.id));
        out.changed = true;
        let given = AuditEvent::ConsentGiven {
            role,
            round,
            device: to_accept,
        };
        out.audit(now, actor, given);
        if complete {
            self.life = Life::Connected { round };
            self.tally.agreed.get_or_insert(now);
            out.audit(now, None, AuditEvent::Connected { round });
        }
        Ok(())
    }

    /// Passes a signal on, between the newest connections of two participants only.
    fn signal(
        &self,
        index: usize,
        from: ConnectionId,
        to: ConnectionId,
        signal: Signal,
        out: &mut Out,
    ) -> Result<(), ErrorCode> {
        let mut others = self
            .participants
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != index);
        if !others.any(|(_, other)| other.presence.has(to)) {
            return Err(ErrorCode::Stale);
        }
        out.last.push(Send::Signal {
            connection: to,
            signalled: Signalled { from, signal },
        });
        Ok(())
    }

    /// Takes over what the sharer says they share. Only called while consent stands.
    pub(super) fn share(
        &mut self,
        index: usize,
        state: ShareState,
        surface: Surface,
        now: Instant,
        out: &mut Out,
    ) {
        use ShareState::{Live, Paused, Stopped};
        let Some(round) = self.life.round() else {
            return;
        };
        let before = match self.life {
            Life::Connected { .. } => Stopped,
            Life::Sharing { .. } => Live,
            Life::Paused { .. } => Paused,
            Life::Created { .. } | Life::Joined { .. } | Life::Ended { .. } => return,
        };
        if state == Stopped {
            return self.stop_sharing(Some(index), now, out);
        }
        let other = self.life.lap().is_some_and(|lap| lap.surface != surface);
        if before == state && !other {
            return;
        }
        let mut events = Vec::with_capacity(2);
        if before == Stopped {
            events.push(AuditEvent::SharingStarted { surface });
        } else if other {
            events.push(AuditEvent::SharingChanged { surface });
        }
        self.count(now);
        self.tally.shares(surface);
        let since = Some(now);
        let lap = Lap { surface, since };
        self.life = if state == Paused {
            if before != Paused {
                events.push(AuditEvent::SharingPaused);
                self.tally.pauses();
            }
            Life::Paused { round, lap }
        } else {
            if before == Paused {
                events.push(AuditEvent::SharingResumed);
            }
            Life::Sharing { round, lap }
        };
        out.changed = true;
        let actor = self.account(index);
        for event in events {
            out.audit(now, actor.clone(), event);
        }
    }

    /// Falls back from sharing, if anything is shared.
    pub(super) fn stop_sharing(&mut self, index: Option<usize>, now: Instant, out: &mut Out) {
        if let Life::Sharing { round, .. } | Life::Paused { round, .. } = self.life {
            let actor = index.and_then(|index| self.account(index));
            self.count(now);
            self.life = Life::Connected { round };
            out.changed = true;
            out.audit(now, actor, AuditEvent::SharingStopped);
        }
    }

    fn issue_code(&mut self, fresh: Passcode, now: Instant, out: &mut Out) {
        let expires = now.after(self.timing.code);
        let Life::Created { code, nobody_by } = &mut self.life else {
            return;
        };
        if let Code::Live { code: old, .. } = *code {
            out.write(Write::RetireCode { code: old });
        }
        *code = Code::Live {
            code: fresh,
            expires,
        };
        *nobody_by = now.after(self.timing.nobody_joined);
        out.changed = true;
        out.write(Write::PublishCode {
            code: fresh,
            expires,
        });
        let actor = self.helper_account();
        out.audit(now, actor, AuditEvent::CodeIssued);
    }
}
