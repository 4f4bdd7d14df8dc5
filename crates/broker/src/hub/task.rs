//! The task of one session: every message goes through the machine, the outcome is written in one
//! transaction with its audit records and code changes, and only then does anybody hear of it.
//!
//! Messages that wait together share a transaction. When it fails, nothing of it happened.

use super::{
    Hub,
    message::{Answer, Message},
    registry::{Envelope, Mailbox},
    turn::{Turn, TurnError},
};
use rh_protocol::{ErrorCode, Passcode, SessionId, socket::close};
use rh_session::{
    Instant,
    broker::{Input, Outcome, Send, Session},
};
use std::time::Duration;

/// Messages that share a transaction.
const BATCH: usize = 64;
/// After a failure to write, the next try waits this long (unless a message comes first).
const RETRY: Duration = Duration::from_secs(1);

/// Runs until the session is over, or the broker closes. A session that was read from the store has
/// to be `restored` first.
pub(super) async fn run(hub: Hub, session: Session, restored: bool, mut mailbox: Mailbox) {
    let mut task = Task {
        id: session.id(),
        hub,
        session,
        restored,
        unwritten: Vec::new(),
    };
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let written = task.turn(&mut batch).await;
        let over = task.session.ended().is_some();
        if written && over && task.hub.registry().retire(task.id, &mut mailbox) {
            return;
        }
        let deadline = task.session.next_deadline().map(Instant::as_ms);
        let clock = task.hub.clock();
        tokio::select! {
            count = mailbox.recv_many(&mut batch, BATCH) => {
                if count == 0 {
                    return;
                }
            }
            () = tokio::time::sleep(RETRY), if !written || over => {}
            () = clock.sleep_until(deadline.unwrap_or(u64::MAX)), if written && deadline.is_some() => {}
        }
    }
}

struct Task {
    hub: Hub,
    id: SessionId,
    session: Session,
    /// Whether the machine knows that the connections of an earlier run are gone.
    restored: bool,
    /// What happened and could not be written yet.
    unwritten: Vec<Message>,
}

impl Task {
    /// Takes a batch, writes what it led to, and carries it out. `false` when it could not be
    /// written and is undone.
    async fn turn(&mut self, batch: &mut Vec<Envelope>) -> bool {
        let now_ms = self.hub.clock().now_ms();
        let now = Instant::from_ms(now_ms);
        let before = self.session.clone();
        let mut turn = Turn::default();
        if !self.restored {
            let timing = self.hub.settings().timing();
            turn.absorb(self.session.restore(now, timing));
        }
        let unwritten = std::mem::take(&mut self.unwritten);
        let unasked = unwritten.into_iter().map(|message| Envelope {
            message,
            answer: None,
        });
        for envelope in unasked.chain(batch.drain(..)) {
            self.take(envelope, now, &mut turn);
        }
        turn.absorb(self.session.handle(now, Input::Tick));
        let (store, webhooks) = (self.hub.store(), self.hub.webhooks());
        match turn.write(store, webhooks, &self.session, now_ms).await {
            Ok(()) => {
                self.restored = true;
                turn.carry_out(&self.hub);
                true
            }
            Err(error) => {
                tracing::error!(session = %self.id, %error, "a turn of a session could not be written");
                self.session = before;
                let told = match error {
                    TurnError::CodeGone => ErrorCode::WrongCode,
                    TurnError::Store(_) | TurnError::Row(_) => ErrorCode::Unavailable,
                };
                self.unwritten = turn.undo(&self.hub, told);
                false
            }
        }
    }

    /// Runs one message through the machine.
    fn take(&mut self, envelope: Envelope, now: Instant, turn: &mut Turn) {
        let Envelope { message, answer } = envelope;
        let mut placed = None;
        let outcome = match message {
            Message::Redeem {
                participant,
                account,
                person,
                code,
                attempt,
                device,
                owner,
            } => {
                let outcome = self.session.handle(
                    now,
                    Input::Redeemed {
                        participant,
                        account,
                        person: *person,
                        code,
                        device: *device,
                        owner,
                    },
                );
                if outcome.refusal.is_none() {
                    turn.redeems(code, attempt);
                }
                outcome
            }
            Message::Connect {
                account,
                role,
                connection,
                hello,
            } => match self.session.place_of(&account, role) {
                Some(participant) => {
                    placed = Some(participant);
                    self.session.handle(
                        now,
                        Input::Connected {
                            participant,
                            connection,
                            hello: *hello,
                        },
                    )
                }
                None => stranger(),
            },
            Message::Closed {
                participant,
                connection,
            } => {
                turn.happened(Message::Closed {
                    participant,
                    connection,
                });
                self.session.handle(
                    now,
                    Input::Disconnected {
                        participant,
                        connection,
                    },
                )
            }
            Message::Away {
                account,
                role,
                connection,
            } => match self.session.place_of(&account, role) {
                Some(participant) => {
                    turn.happened(Message::Away {
                        account,
                        role,
                        connection,
                    });
                    self.session.handle(
                        now,
                        Input::Away {
                            participant,
                            connection,
                        },
                    )
                }
                None => stranger(),
            },
            Message::Heard {
                participant,
                connection,
            } => {
                let mut outcome = self.session.handle(
                    now,
                    Input::Heard {
                        participant,
                        connection,
                    },
                );
                if outcome.refusal.is_some() {
                    // A connection that the session does not know, say since its task was started
                    // anew: it has to introduce itself again.
                    outcome.sends.push(Send::Close {
                        connection,
                        code: close::RESTARTING,
                        error: None,
                    });
                }
                outcome
            }
            Message::Request {
                participant,
                connection,
                id,
                request,
            } => {
                turn.asked(connection, id);
                self.session.handle(
                    now,
                    Input::Request {
                        participant,
                        connection,
                        id,
                        request: *request,
                        fresh: Passcode::from_bits(rand::random()),
                    },
                )
            }
            Message::AccessRefused {
                why,
                reason,
                joining,
            } => {
                // A permission that was withdrawn is not given back because the disk was full.
                turn.happened(Message::AccessRefused {
                    why: why.clone(),
                    reason,
                    joining: joining.clone(),
                });
                let refused = Input::AccessRefused {
                    why,
                    reason,
                    joining,
                };
                self.session.handle(now, refused)
            }
            Message::DeviceChanged { device } => {
                turn.happened(Message::DeviceChanged {
                    device: device.clone(),
                });
                let changed = Input::DeviceChanged { device: *device };
                self.session.handle(now, changed)
            }
            Message::ChatOff { actor } => {
                turn.happened(Message::ChatOff {
                    actor: actor.clone(),
                });
                self.session.handle(now, Input::ChatOff { actor })
            }
            Message::EndedByAdministrator { actor, note } => {
                if answer.is_none() {
                    // A setting ends it: nobody is there to be told that it goes on after all.
                    turn.happened(Message::EndedByAdministrator {
                        actor: actor.clone(),
                        note: note.clone(),
                    });
                }
                let ended = Input::EndedByAdministrator { actor, note };
                self.session.handle(now, ended)
            }
        };
        if let Some(answer) = answer {
            let reply = match outcome.refusal {
                None => Answer::Done {
                    participant: placed,
                },
                Some(code) => Answer::Refused { error: code.into() },
            };
            turn.answers(answer, reply);
        }
        turn.absorb(outcome);
    }
}

/// What somebody gets who has no place in the session: the same as for one that is not there.
fn stranger() -> Outcome {
    Outcome {
        refusal: Some(ErrorCode::SessionNotFound),
        ..Outcome::default()
    }
}
