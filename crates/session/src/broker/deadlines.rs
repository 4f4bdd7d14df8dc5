//! What time does to a session: which deadline comes next, and why.

use super::{
    Out, Session,
    io::{AuditEvent, Write},
    state::{Code, Life},
};
use crate::Instant;
use rh_protocol::{Role, view::EndReason};

/// Why a deadline is pending. Numbers are places in the list of participants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    Quieter(usize),
    CodeExpires,
    NobodyJoined,
    Unanswered,
    Lapse(usize),
    Gone(usize),
    TooLong,
}

impl Session {
    /// When the machine wants [`super::Input::Tick`] next, if nothing else happens.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.next_due().map(|(at, _)| at)
    }

    /// Lets time do its work up to `now`, one deadline after the other and each at its own time,
    /// so that a late tick and a punctual one lead to the same state.
    pub(super) fn advance(&mut self, now: Instant, out: &mut Out) {
        while let Some((at, due)) = self.next_due().filter(|(at, _)| *at <= now) {
            self.apply(at, due, out);
        }
    }

    /// When the session ends without somebody who has been absent since then; only while no
    /// consent stands, and not for those who have ended anyway.
    pub(super) fn absence_ends(&self, since: Instant) -> Option<Instant> {
        let from = match &self.life {
            Life::Created { .. } => since,
            // After consent has lapsed, the wait begins with the new round.
            Life::Joined { began, .. } => since.max(*began),
            _ => return None,
        };
        Some(from.after(self.timing.wait_for_return))
    }

    /// When the session ends without the first of those who are absent, and who that is.
    pub(super) fn return_by(&self) -> Option<(Instant, usize)> {
        let absent = self.participants.iter().enumerate();
        absent
            .filter_map(|(index, p)| Some((self.absence_ends(p.presence.absent_since()?)?, index)))
            .min()
    }

    fn next_due(&self) -> Option<(Instant, Due)> {
        let mut next: Option<(Instant, Due)> = None;
        let mut offer = |at: Instant, due: Due| {
            if next.is_none_or(|(earliest, _)| at < earliest) {
                next = Some((at, due));
            }
        };
        match &self.life {
            Life::Ended { .. } => return None,
            Life::Created { code, nobody_by } => {
                if let Code::Live { expires, .. } = code {
                    offer(*expires, Due::CodeExpires);
                }
                offer(*nobody_by, Due::NobodyJoined);
            }
            Life::Joined { answer_by, .. } if self.return_by().is_none() => {
                offer(*answer_by, Due::Unanswered);
            }
            _ => {}
        }
        for (index, participant) in self.participants.iter().enumerate() {
            let presence = &participant.presence;
            if let Some(at) = presence.next_change(&self.timing) {
                offer(at, Due::Quieter(index));
            }
            if presence.absent_since().is_some() && self.life.consent_stands() {
                let lapse = presence.silent_since().after(self.timing.consent_grace);
                offer(lapse, Due::Lapse(index));
            }
        }
        if let Some((at, index)) = self.return_by() {
            offer(at, Due::Gone(index));
        }
        if let Some(ends_by) = self.ends_by {
            offer(ends_by, Due::TooLong);
        }
        next
    }

    fn apply(&mut self, at: Instant, due: Due, out: &mut Out) {
        match due {
            Due::Quieter(index) => self.grow_quieter(index, at, out),
            Due::CodeExpires => {
                if let Life::Created { code, .. } = &mut self.life
                    && let Code::Live { code: live, .. } = *code
                {
                    *code = Code::Expired { code: live };
                    out.write(Write::RetireCode { code: live });
                }
            }
            Due::NobodyJoined => self.end(EndReason::NobodyJoined, None, at, out),
            Due::Unanswered => self.end(EndReason::ConsentTimedOut, None, at, out),
            Due::Lapse(index) => self.lapse(index, at, out),
            Due::Gone(index) => {
                let reason = match self.participants.get(index).map(|p| p.role) {
                    Some(Role::Sharer) => EndReason::SharerGone,
                    _ => EndReason::HelperGone,
                };
                self.end(reason, None, at, out);
            }
            Due::TooLong => self.end(EndReason::TooLong, None, at, out),
        }
        out.changed = true;
    }

    /// Consent has run out: it is asked for anew, and the session waits for who is absent.
    fn lapse(&mut self, index: usize, at: Instant, out: &mut Out) {
        let (Some(round), Some(participant)) = (self.life.round(), self.participants.get(index))
        else {
            return;
        };
        let role = participant.role;
        self.stop_sharing(None, at, out);
        out.audit(at, None, AuditEvent::ConsentLapsed { role, round });
        self.life = Life::Joined {
            round: round.saturating_add(1),
            began: at,
            answer_by: at.after(self.timing.answer),
            consents: Vec::new(),
        };
        // Both look at the trust screens again, and the helper at the warning.
        self.warn(at, out);
    }
}
