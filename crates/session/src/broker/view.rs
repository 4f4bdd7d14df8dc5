//! What each participant is shown: whole views, with deadlines as remaining milliseconds.

use super::{
    Session,
    state::{Code, Life, Participant},
};
use crate::Instant;
use rh_protocol::{
    ParticipantId, Role,
    view::{BoundView, CodeView, ParticipantView, PhaseView, SessionView},
};

impl Session {
    /// The session as `you` may see it; nothing for a stranger.
    #[must_use]
    pub fn view_for(&self, you: ParticipantId, now: Instant) -> Option<SessionView> {
        let role = self.participant(you)?.role;
        let participants = self.participants.iter();
        Some(SessionView {
            session: self.id,
            revision: self.revision,
            you,
            phase: self.phase_view(role, now),
            participants: participants
                .map(|p| self.participant_view(p, now))
                .collect(),
            chat: self.chat,
            note: match &self.life {
                Life::Ended { note, .. } => note.clone(),
                _ => None,
            },
            bound: (role == Role::Helper).then(|| self.bound_view()).flatten(),
            surface: self.life.lap().unwrap_or_default().surface,
            receipt: (role == Role::Sharer).then(|| self.receipt()).flatten(),
        })
    }

    fn bound_view(&self) -> Option<BoundView> {
        let bound = self.bound.as_ref()?;
        let (other_person, other_device) = self.strangeness();
        Some(BoundView {
            device: bound.name.clone(),
            owner: bound.owner_name.clone(),
            other_person,
            other_device,
        })
    }

    fn phase_view(&self, role: Role, now: Instant) -> PhaseView {
        match &self.life {
            Life::Created { code, .. } => PhaseView::Created {
                code: (role == Role::Helper).then(|| code_view(code, now)),
            },
            Life::Joined {
                round, answer_by, ..
            } => PhaseView::Joined {
                round: *round,
                // While somebody is absent the time to answer stands still: what ends the session
                // then is their absence.
                remaining_ms: self.return_by().map_or(*answer_by, |(by, _)| by).since(now),
            },
            Life::Connected { .. } => PhaseView::Connected,
            Life::Sharing { .. } => PhaseView::Sharing,
            Life::Paused { .. } => PhaseView::Paused,
            Life::Ended { reason, .. } => PhaseView::Ended { reason: *reason },
        }
    }

    fn participant_view(&self, participant: &Participant, now: Instant) -> ParticipantView {
        let line = participant.presence.last_line();
        let connection = participant.presence.line().map(|line| line.connection);
        let consented = match &self.life {
            Life::Joined { consents, .. } => consents.contains(&participant.id),
            other => other.phase().consented(),
        };
        let absence = participant.presence.absent_since().and_then(|since| {
            if self.life.consent_stands() {
                Some(since.after(self.timing.consent_grace))
            } else {
                self.absence_ends(since)
            }
        });
        ParticipantView {
            id: participant.id,
            role: participant.role,
            presence: participant.presence.shown(),
            connection,
            page: line.and_then(|line| line.page),
            consented,
            absence_remaining_ms: absence.map(|by| by.since(now)),
            fingerprint: line.and_then(|line| line.fingerprint.clone()),
            person: participant.person.clone(),
            device: participant
                .device
                .as_ref()
                .map(|device| device.shown.clone()),
        }
    }
}

fn code_view(code: &Code, now: Instant) -> CodeView {
    match code {
        Code::Live { code, expires } => CodeView {
            code: *code,
            remaining_ms: expires.since(now),
        },
        Code::Expired { code } => CodeView {
            code: *code,
            remaining_ms: 0,
        },
    }
}
