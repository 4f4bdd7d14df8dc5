//! The broker's machine: the one truth about a session.
//!
//! The caller feeds it every input in turn. For each it stores the machine and the writes in one
//! transaction, and then carries the sends out. A copy is kept until the transaction has committed,
//! so that a failed one leaves no trace. After a restart it loads the machine and calls
//! [`Session::restore`].
//!
//! ```text
//!             redeemed            everybody consents          share
//!   Created ───────────► Joined ───────────────────► Connected ⇄ Sharing ⇄ Paused
//!      │                  │ ▲     absent for 60 s        │          │         │
//!      │                  │ └────────────────────────────┴──────────┴─────────┘
//!      └──────────────────┴──────────► Ended { reason } ◄── from everywhere
//! ```

mod deadlines;
mod device;
mod io;
mod presence;
mod requests;
mod state;
mod tally;
mod view;

pub use io::{Account, Audit, AuditEvent, Bound, Device, Input, Outcome, Send, Write};

use crate::{Instant, Timing, rules::Phase};
use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, ParticipantId, Passcode, Redacted, Role, SessionId, limits,
    socket::close,
    view::{EndReason, Person},
};
use serde::{Deserialize, Serialize};
use state::{Code, Life, Participant, Presence};
use tally::Tally;

/// What a session begins with.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Fresh id of the session.
    pub session: SessionId,
    /// Fresh id of its helper's place.
    pub helper: ParticipantId,
    /// Who the helper is.
    pub account: Account,
    /// What the sharer will be shown of the helper.
    pub person: Person,
    /// A fresh random code.
    pub code: Passcode,
    /// Whether chat is allowed.
    pub chat: bool,
    /// The device that it is started for.
    pub bound: Option<Bound>,
}

/// A session, authoritative. Serialise it whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    id: SessionId,
    revision: u64,
    created: Instant,
    /// The newest time that was given, so that a clock set back does no harm.
    latest: Instant,
    /// When it is over at the latest, by the timing that it was created with; none in what an older build has stored.
    #[serde(default)]
    ends_by: Option<Instant>,
    chat: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bound: Option<Bound>,
    life: Life,
    participants: Vec<Participant>,
    #[serde(default)]
    tally: Tally,
    #[serde(skip)]
    timing: Timing,
}

/// What an input leads to, as it is collected. Views go between `first` and `last`, once.
#[derive(Default)]
struct Out {
    changed: bool,
    writes: Vec<Write>,
    first: Vec<Send>,
    /// The connection that gets a welcome in place of a view, and its version.
    welcome: Option<(ConnectionId, u16)>,
    last: Vec<Send>,
}

impl Out {
    fn write(&mut self, write: Write) {
        self.writes.push(write);
    }

    fn audit(&mut self, at: Instant, actor: Option<Account>, event: AuditEvent) {
        self.write(Write::Audit(Audit { at, actor, event }));
    }
}

impl Session {
    /// A helper creates a session.
    pub fn create(now: Instant, new: NewSession, timing: Timing) -> (Self, Outcome) {
        let expires = now.after(timing.code);
        let session = Self {
            id: new.session,
            revision: 1,
            created: now,
            latest: now,
            ends_by: Some(now.after(timing.longest)),
            chat: new.chat,
            bound: new.bound,
            life: Life::Created {
                code: Code::Live {
                    code: new.code,
                    expires,
                },
                nobody_by: now.after(timing.nobody_joined),
            },
            participants: vec![Participant {
                id: new.helper,
                role: Role::Helper,
                account: new.account.clone(),
                person: new.person,
                presence: Presence::Here {
                    line: None,
                    heard: now,
                },
                device: None,
                owner: false,
            }],
            tally: Tally::default(),
            timing,
        };
        let bound = session.bound.as_ref();
        let device = bound.map(|bound| bound.device.clone());
        let mut out = Out {
            changed: true,
            ..Out::default()
        };
        let created = AuditEvent::SessionCreated { device };
        out.audit(now, Some(new.account.clone()), created);
        out.audit(now, Some(new.account), AuditEvent::CodeIssued);
        out.write(Write::PublishCode {
            code: new.code,
            expires,
        });
        let outcome = Outcome {
            changed: true,
            writes: out.writes,
            ..Outcome::default()
        };
        (session, outcome)
    }

    /// To be called once after loading. All connections are gone with the broker that held them,
    /// and nobody could come back while it was down: absences count from now. How long it may last
    /// stays as it was when it was created.
    pub fn restore(&mut self, now: Instant, timing: Timing) -> Outcome {
        self.timing = timing;
        if self.ends_by.is_none() {
            // What has happened in it stays before its end.
            let ends_by = self.created.after(self.timing.longest);
            self.ends_by = Some(ends_by.max(self.latest));
        }
        let now = self.at_least(now);
        let mut out = Out::default();
        if let Life::Joined { answer_by, .. } = &mut self.life {
            *answer_by = (*answer_by).max(now.after(self.timing.consent_grace));
        }
        if self.life.phase() != Phase::Ended {
            out.changed = true;
            for participant in &mut self.participants {
                participant.presence = match &participant.presence {
                    Presence::Here { .. } | Presence::Unstable { .. } => Presence::Here {
                        line: None,
                        heard: now,
                    },
                    Presence::Lost { .. } => Presence::Lost {
                        line: None,
                        heard: now,
                    },
                    Presence::Away { .. } => Presence::Away {
                        last: None,
                        since: now,
                    },
                };
            }
        }
        self.advance(now, &mut out);
        self.finish(now, out, None)
    }

    /// Takes an input at this time.
    pub fn handle(&mut self, now: Instant, input: Input) -> Outcome {
        let now = self.at_least(now);
        let mut out = Out::default();
        self.advance(now, &mut out);
        let refusal = self.dispatch(now, input, &mut out).err();
        self.finish(now, out, refusal)
    }

    fn dispatch(&mut self, now: Instant, input: Input, out: &mut Out) -> Result<(), ErrorCode> {
        match input {
            Input::Redeemed {
                participant,
                account,
                person,
                code,
                device,
                owner,
            } => {
                let joining = Participant {
                    id: participant,
                    role: Role::Sharer,
                    account,
                    person,
                    presence: Presence::Here {
                        line: None,
                        heard: now,
                    },
                    device: Some(device),
                    owner,
                };
                self.redeemed(now, joining, code, out)
            }
            Input::Connected {
                participant,
                connection,
                hello,
            } => self.connected(now, participant, connection, hello, out),
            Input::Disconnected {
                participant,
                connection,
            } => {
                self.disconnected(now, participant, connection, out);
                Ok(())
            }
            Input::Away {
                participant,
                connection,
            } => self.away(now, participant, connection, out),
            Input::Heard {
                participant,
                connection,
            } => self.heard(now, participant, connection, out).map(|_| ()),
            Input::Request {
                participant,
                connection,
                id,
                request,
                fresh,
            } => {
                let done = self
                    .heard(now, participant, connection, out)
                    .and_then(|index| self.request(index, connection, request, fresh, now, out));
                let error = done.err().map(ErrorBody::new);
                out.last.push(Send::Reply {
                    connection,
                    id,
                    error,
                });
                done
            }
            Input::Tick => Ok(()),
            Input::AccessRefused {
                why,
                reason,
                joining,
            } => self.access_refused(now, why, reason, joining, out),
            Input::DeviceChanged { device } => self.device_changed(now, device, out),
            Input::ChatOff { actor } => {
                if self.chat && self.life.phase() != Phase::Ended {
                    self.chat = false;
                    self.tally.chat_cut = true;
                    out.changed = true;
                    out.audit(now, actor, AuditEvent::ChatOff);
                }
                Ok(())
            }
            Input::EndedByAdministrator { actor, note } => {
                if self.life.phase() == Phase::Ended {
                    return Err(ErrorCode::SessionEnded);
                }
                self.end_with(EndReason::EndedByAdministrator, note, actor, now, out);
                Ok(())
            }
        }
    }

    /// A code was redeemed. Used, expired and wrong ones are refused alike.
    fn redeemed(
        &mut self,
        now: Instant,
        joining: Participant,
        redeemed: Passcode,
        out: &mut Out,
    ) -> Result<(), ErrorCode> {
        let Life::Created {
            code: Code::Live { code, .. },
            ..
        } = &self.life
        else {
            return Err(ErrorCode::WrongCode);
        };
        let code = *code;
        if code != redeemed || self.participants.len() >= limits::PARTICIPANTS {
            return Err(ErrorCode::WrongCode);
        }
        if self
            .participants
            .iter()
            .any(|p| p.account == joining.account)
        {
            return Err(ErrorCode::OwnSession);
        }
        let account = joining.account.clone();
        let joined = joining.joined();
        self.participants.push(joining);
        self.tally.joined = Some(now);
        self.life = Life::Joined {
            round: 1,
            began: now,
            answer_by: now.after(self.timing.answer),
            consents: Vec::new(),
        };
        out.changed = true;
        out.write(Write::RetireCode { code });
        out.audit(now, Some(account), joined);
        self.warn(now, out);
        Ok(())
    }

    /// Ends the session of a helper who may not help: what was allowed and no longer is ends it whatever it is at,
    /// somebody who may not join only while nobody else has.
    fn access_refused(
        &mut self,
        now: Instant,
        why: String,
        reason: EndReason,
        joining: Option<Account>,
        out: &mut Out,
    ) -> Result<(), ErrorCode> {
        match (&joining, self.life.phase()) {
            (_, Phase::Ended) => return Err(ErrorCode::SessionEnded),
            (None, _) | (Some(_), Phase::Created) => {}
            (Some(_), _) => return Err(ErrorCode::WrongCode),
        }
        out.audit(now, joining, AuditEvent::AccessRefused { why });
        self.end(reason, None, now, out);
        Ok(())
    }

    /// Ends the session, once.
    fn end(&mut self, reason: EndReason, actor: Option<Account>, at: Instant, out: &mut Out) {
        self.end_with(reason, None, actor, at, out);
    }

    fn end_with(
        &mut self,
        reason: EndReason,
        note: Option<Redacted<String>>,
        actor: Option<Account>,
        at: Instant,
        out: &mut Out,
    ) {
        self.stop_sharing(None, at, out);
        if let Life::Created {
            code: Code::Live { code, .. },
            ..
        } = self.life
        {
            out.write(Write::RetireCode { code });
        }
        self.life = Life::Ended {
            reason,
            at,
            note: note.clone(),
        };
        out.changed = true;
        out.audit(at, actor, AuditEvent::SessionEnded { reason, note });
    }

    /// Puts what was collected in order: what goes before, views for everybody, what goes after.
    fn finish(&mut self, now: Instant, out: Out, refusal: Option<ErrorCode>) -> Outcome {
        if out.changed {
            self.revision = self.revision.saturating_add(1);
        }
        let mut sends = out.first;
        for participant in &self.participants {
            let Some(line) = participant.presence.line() else {
                continue;
            };
            let connection = line.connection;
            let Some(view) = self.view_for(participant.id, now) else {
                continue;
            };
            match out.welcome {
                Some((new, version)) if new == connection => {
                    sends.push(Send::Welcome {
                        connection,
                        version,
                        view,
                    });
                }
                _ if out.changed => sends.push(Send::View { connection, view }),
                _ => {}
            }
        }
        sends.extend(out.last);
        if self.life.phase() == Phase::Ended {
            sends.extend(self.hang_up(now));
        }
        Outcome {
            changed: out.changed,
            writes: out.writes,
            sends,
            refusal,
        }
    }

    /// Nobody is needed in an ended session: every connection is closed after its last view.
    fn hang_up(&mut self, now: Instant) -> Vec<Send> {
        let mut closes = Vec::new();
        for participant in &mut self.participants {
            if let Some(line) = participant.presence.line() {
                let connection = line.connection;
                closes.push(Send::Close {
                    connection,
                    code: close::NORMAL,
                    error: None,
                });
                participant.presence = Presence::Away {
                    last: None,
                    since: now,
                };
            }
        }
        closes
    }

    fn at_least(&mut self, now: Instant) -> Instant {
        self.latest = self.latest.max(now);
        self.latest
    }

    fn participant(&self, id: ParticipantId) -> Option<&Participant> {
        self.participants.iter().find(|p| p.id == id)
    }

    fn account(&self, index: usize) -> Option<Account> {
        self.participants.get(index).map(|p| p.account.clone())
    }

    fn helper_account(&self) -> Option<Account> {
        let helper = self.participants.iter().find(|p| p.role == Role::Helper)?;
        Some(helper.account.clone())
    }

    /// The session's id.
    #[must_use]
    pub const fn id(&self) -> SessionId {
        self.id
    }

    /// Grows with each change that has to be stored.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// When it was created.
    #[must_use]
    pub const fn created(&self) -> Instant {
        self.created
    }

    /// Where it stands.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.life.phase()
    }

    /// Why and when it ended, once it has.
    #[must_use]
    pub fn ended(&self) -> Option<(EndReason, Instant)> {
        match self.life {
            Life::Ended { reason, at, .. } => Some((reason, at)),
            _ => None,
        }
    }

    /// The place of this account in this role, if it has one: who may open a socket here.
    #[must_use]
    pub fn place_of(&self, account: &Account, role: Role) -> Option<ParticipantId> {
        let mut places = self.participants.iter();
        places
            .find(|p| p.role == role && p.account == *account)
            .map(|p| p.id)
    }

    /// The first person of the other role, as shown to `role`.
    #[must_use]
    pub fn opposite(&self, role: Role) -> Option<&Person> {
        self.participants
            .iter()
            .find(|p| p.role != role)
            .map(|p| &p.person)
    }

    /// Everybody in it: place, role, account and what is shown of them.
    pub fn people(&self) -> impl Iterator<Item = (ParticipantId, Role, &Account, &Person)> {
        self.participants
            .iter()
            .map(|p| (p.id, p.role, &p.account, &p.person))
    }
}
