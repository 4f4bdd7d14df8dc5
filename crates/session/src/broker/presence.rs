//! Coming, going and falling silent.

use super::{
    Out, Session,
    io::{AuditEvent, Send},
    state::{Life, Line, Presence},
};
use crate::{Instant, rules, rules::Phase};
use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, ParticipantId, Role,
    socket::{Hello, ShareState, close},
};

impl Session {
    /// A WebSocket said `hello`. It is the newest of its participant, so it wins.
    pub(super) fn connected(
        &mut self,
        now: Instant,
        participant: ParticipantId,
        connection: ConnectionId,
        hello: Hello,
        out: &mut Out,
    ) -> Result<(), ErrorCode> {
        let accepted = self.index_of(participant).and_then(|index| {
            let role = self
                .participants
                .get(index)
                .ok_or(ErrorCode::SessionNotFound)?
                .role;
            Ok((index, role, rules::accept_hello(role, &hello)?))
        });
        let (index, role, version) = match accepted {
            Ok(accepted) => accepted,
            Err(code) => {
                let error = Some(ErrorBody::new(code));
                out.last.push(Send::Close {
                    connection,
                    code: close::PROTOCOL,
                    error,
                });
                return Err(code);
            }
        };
        if self.life.phase() == Phase::Ended {
            // A late reload: it is shown why, and that is all.
            if let Some(view) = self.view_for(participant, now) {
                out.last.push(Send::Welcome {
                    connection,
                    version,
                    view,
                });
            }
            out.last.push(Send::Close {
                connection,
                code: close::NORMAL,
                error: None,
            });
            return Ok(());
        }
        let line = Line {
            connection,
            page: hello.page,
            fingerprint: hello.fingerprint,
        };
        self.take_line(index, line, now, out);
        out.welcome = Some((connection, version));
        if role == Role::Sharer && self.life.phase().consented() {
            // The page knows best what it shares: after a reload, nothing.
            let state = hello.share.unwrap_or(ShareState::Stopped);
            self.share(index, state, hello.surface, now, out);
        }
        Ok(())
    }

    fn take_line(&mut self, index: usize, line: Line, now: Instant, out: &mut Out) {
        let Some(participant) = self.participants.get_mut(index) else {
            return;
        };
        if let Some(older) = participant.presence.line()
            && older.connection != line.connection
        {
            out.first.push(Send::Close {
                connection: older.connection,
                code: close::REPLACED,
                error: Some(ErrorBody::new(ErrorCode::Replaced)),
            });
        }
        let here = Presence::Here {
            line: Some(line),
            heard: now,
        };
        let before = std::mem::replace(&mut participant.presence, here);
        out.changed = true;
        self.returned(index, &before, now, out);
    }

    /// Anything arrived from the participant's newest connection.
    pub(super) fn heard(
        &mut self,
        now: Instant,
        participant: ParticipantId,
        connection: ConnectionId,
        out: &mut Out,
    ) -> Result<usize, ErrorCode> {
        let index = self.index_of(participant)?;
        if self.life.phase() == Phase::Ended {
            return Err(ErrorCode::SessionEnded);
        }
        let Some(participant) = self.participants.get_mut(index) else {
            return Err(ErrorCode::SessionNotFound);
        };
        if !participant.presence.has(connection) {
            // Whoever still speaks on a connection that was given up is to come back on a new one.
            // (Who was replaced has been told so before, and does not.)
            out.last.push(Send::Close {
                connection,
                code: close::AWAY,
                error: None,
            });
            return Err(ErrorCode::Stale);
        }
        match &mut participant.presence {
            Presence::Here { heard, .. } => *heard = now,
            other => {
                let line = other.line().cloned();
                let before = std::mem::replace(other, Presence::Here { line, heard: now });
                out.changed = true;
                self.returned(index, &before, now, out);
            }
        }
        Ok(index)
    }

    /// A WebSocket closed. Its page may live on, so what it shares is left as it is.
    pub(super) fn disconnected(
        &mut self,
        now: Instant,
        participant: ParticipantId,
        connection: ConnectionId,
        out: &mut Out,
    ) {
        let Ok(index) = self.index_of(participant) else {
            return;
        };
        let Some(participant) = self.participants.get_mut(index) else {
            return;
        };
        if !participant.presence.has(connection) {
            return;
        }
        let last = participant.presence.line().cloned();
        let since = participant.presence.absent_since().unwrap_or(now);
        self.leave(index, Presence::Away { last, since }, now, out);
    }

    /// A page said that it goes: whatever it captured goes with it.
    pub(super) fn away(
        &mut self,
        now: Instant,
        participant: ParticipantId,
        connection: ConnectionId,
        out: &mut Out,
    ) -> Result<(), ErrorCode> {
        let index = self.index_of(participant)?;
        let Some(participant) = self.participants.get(index) else {
            return Err(ErrorCode::SessionNotFound);
        };
        let newest = participant.presence.last_line().map(|line| line.connection);
        if newest != Some(connection) || self.life.phase() == Phase::Ended {
            return Err(ErrorCode::Stale);
        }
        let (role, open) = (participant.role, participant.presence.has(connection));
        // Silence, or a socket that closed before the beacon came in: the absence then began earlier.
        let since = participant.presence.absent_since().unwrap_or(now);
        if role == Role::Sharer {
            self.stop_sharing(Some(index), now, out);
        }
        self.leave(index, Presence::Away { last: None, since }, now, out);
        if open {
            out.last.push(Send::Close {
                connection,
                code: close::AWAY,
                error: None,
            });
        }
        Ok(())
    }

    /// Silence has gone on for long enough to be shown.
    pub(super) fn grow_quieter(&mut self, index: usize, at: Instant, out: &mut Out) {
        if let Some(participant) = self.participants.get(index) {
            let quieter = participant.presence.clone().quieter();
            self.leave(index, quieter, at, out);
        }
    }

    /// Takes over a presence that is no nearer than the one before; an absence that begins with it
    /// is recorded.
    fn leave(&mut self, index: usize, presence: Presence, at: Instant, out: &mut Out) {
        let Some(participant) = self.participants.get_mut(index) else {
            return;
        };
        let before = std::mem::replace(&mut participant.presence, presence);
        let (role, shown) = (participant.role, participant.presence.shown());
        let begins =
            before.absent_since().is_none() && participant.presence.absent_since().is_some();
        out.changed = true;
        if begins {
            out.audit(
                at,
                None,
                AuditEvent::Absent {
                    role,
                    presence: shown,
                },
            );
        }
    }

    /// Records that an absence is over; who answers a trust screen gets the full time again.
    fn returned(&mut self, index: usize, before: &Presence, now: Instant, out: &mut Out) {
        let Some(since) = before.absent_since() else {
            return;
        };
        if let Life::Joined { answer_by, .. } = &mut self.life {
            *answer_by = now.after(self.timing.answer);
        }
        if let Some(participant) = self.participants.get(index) {
            let (role, actor) = (participant.role, Some(participant.account.clone()));
            let absent_ms = now.since(since);
            out.audit(now, actor, AuditEvent::Returned { role, absent_ms });
        }
    }

    fn index_of(&self, participant: ParticipantId) -> Result<usize, ErrorCode> {
        let mut places = self.participants.iter();
        places
            .position(|p| p.id == participant)
            .ok_or(ErrorCode::SessionNotFound)
    }
}
