//! A broker's machine with short names for what happens to it, for tests of one rule at a time.

use rh_protocol::{
    ConnectionId, ErrorCode, MIN_VERSION, PageId, ParticipantId, Passcode, SessionId, VERSION,
    socket::{Hello, Request, ShareState},
    view::{
        DeviceProof, DeviceState, DeviceView, ParticipantView, Person, PhaseView, SessionView,
        Surface,
    },
};
use rh_session::{
    Instant, Timing,
    broker::{
        Account, AuditEvent, Bound, Device, Input, NewSession, Outcome, Send, Session, Write,
    },
};
use serde_json::Value;

pub(crate) const HELPER: ParticipantId = ParticipantId::from_bits(1);
pub(crate) const SHARER: ParticipantId = ParticipantId::from_bits(2);
pub(crate) const STRANGER: ParticipantId = ParticipantId::from_bits(3);
pub(crate) const CODE: u64 = 0x1234_5678;
/// Connections of the helper are named from here, of the sharer from [`SHARER_LINE`].
pub(crate) const HELPER_LINE: u128 = 100;
pub(crate) const SHARER_LINE: u128 = 200;

pub(crate) fn connection(bits: u128) -> ConnectionId {
    ConnectionId::from_bits(bits)
}

pub(crate) fn person(name: &str) -> Person {
    Person {
        name: name.to_owned().into(),
        ..Person::default()
    }
}

/// A device in this state.
pub(crate) fn device(state: DeviceState) -> Device {
    let id = (state != DeviceState::Unenrolled).then(|| "d-1".to_owned());
    Device {
        shown: DeviceView {
            state,
            proof: id.as_ref().map(|_| DeviceProof::Key),
            name: id.as_ref().map(|_| "LAPTOP".to_owned().into()),
            reasons: Vec::new(),
            verdict: None,
        },
        id,
        ..Device::default()
    }
}

pub(crate) fn compliant() -> Device {
    device(DeviceState::Compliant)
}

pub(crate) fn hello(page: u128, share: Option<ShareState>) -> Hello {
    Hello {
        build: "test".into(),
        min: MIN_VERSION,
        max: VERSION,
        fingerprint: None,
        page: Some(PageId::from_bits(page)),
        share,
        surface: Surface::Monitor,
    }
}

pub(crate) struct Desk {
    pub(crate) session: Session,
    pub(crate) now: u64,
    pub(crate) codes: u64,
    pub(crate) audit: Vec<AuditEvent>,
    pub(crate) last: Outcome,
}

impl Desk {
    /// A helper has created a session.
    pub(crate) fn created() -> Self {
        Self::created_for(None)
    }

    /// A helper has created a session for a device.
    pub(crate) fn created_for(bound: Option<Bound>) -> Self {
        let (session, last) = Session::create(
            Instant::from_ms(1_000_000),
            NewSession {
                session: SessionId::from_bits(9),
                helper: HELPER,
                account: Account::new("helper"),
                person: person("Helga"),
                code: Passcode::from_bits(CODE),
                chat: true,
                bound,
            },
            Timing::DEFAULT,
        );
        let mut desk = Self {
            session,
            now: 1_000_000,
            codes: CODE,
            audit: Vec::new(),
            last: Outcome::default(),
        };
        desk.take(last);
        desk
    }

    /// Both are there and connected; nobody has answered.
    pub(crate) fn joined() -> Self {
        Self::created().join(compliant(), true)
    }

    /// The sharer has joined a session, from this device.
    pub(crate) fn join(self, device: Device, owner: bool) -> Self {
        let mut desk = self;
        desk.connect(HELPER, HELPER_LINE, 10, None);
        desk.redeem_from("sharer", CODE, device, owner);
        desk.connect(SHARER, SHARER_LINE, 20, None);
        desk
    }

    /// Both have consented.
    pub(crate) fn connected() -> Self {
        let mut desk = Self::joined();
        desk.consent(SHARER, SHARER_LINE, 1, true).unwrap();
        desk.consent(HELPER, HELPER_LINE, 1, true).unwrap();
        desk
    }

    /// The screen is shared.
    pub(crate) fn sharing() -> Self {
        let mut desk = Self::connected();
        desk.share(ShareState::Live).unwrap();
        desk
    }

    pub(crate) fn take(&mut self, outcome: Outcome) {
        for write in &outcome.writes {
            if let Write::Audit(audit) = write {
                self.audit.push(audit.event.clone());
            }
        }
        self.last = outcome;
    }

    pub(crate) fn input(&mut self, input: Input) -> Option<ErrorCode> {
        let outcome = self.session.handle(Instant::from_ms(self.now), input);
        self.take(outcome);
        self.last.refusal
    }

    pub(crate) fn redeem(&mut self, account: &str, code: u64) -> Option<ErrorCode> {
        self.redeem_from(account, code, compliant(), true)
    }

    fn redeem_from(
        &mut self,
        account: &str,
        code: u64,
        device: Device,
        owner: bool,
    ) -> Option<ErrorCode> {
        self.input(Input::Redeemed {
            participant: SHARER,
            account: Account::new(account),
            person: person("Sam"),
            code: Passcode::from_bits(code),
            device,
            owner,
        })
    }

    pub(crate) fn connect(
        &mut self,
        participant: ParticipantId,
        line: u128,
        page: u128,
        share: Option<ShareState>,
    ) -> Option<ErrorCode> {
        self.input(Input::Connected {
            participant,
            connection: connection(line),
            hello: hello(page, share),
        })
    }

    pub(crate) fn disconnect(&mut self, participant: ParticipantId, line: u128) {
        let connection = connection(line);
        self.input(Input::Disconnected {
            participant,
            connection,
        });
    }

    pub(crate) fn away(&mut self, participant: ParticipantId, line: u128) -> Option<ErrorCode> {
        let connection = connection(line);
        self.input(Input::Away {
            participant,
            connection,
        })
    }

    pub(crate) fn heard(&mut self, participant: ParticipantId, line: u128) -> Option<ErrorCode> {
        let connection = connection(line);
        self.input(Input::Heard {
            participant,
            connection,
        })
    }

    /// A request, whose answer must say the same as the outcome.
    pub(crate) fn request(
        &mut self,
        participant: ParticipantId,
        line: u128,
        request: Request,
    ) -> Result<(), ErrorCode> {
        self.codes += 1;
        let refusal = self.input(Input::Request {
            participant,
            connection: connection(line),
            id: 7,
            request,
            fresh: Passcode::from_bits(self.codes),
        });
        let replies: Vec<_> = self
            .last
            .sends
            .iter()
            .filter_map(|send| match send {
                Send::Reply {
                    connection: to,
                    id: 7,
                    error,
                } if *to == connection(line) => Some(error.as_ref().map(|error| error.code)),
                _ => None,
            })
            .collect();
        assert_eq!(replies, [refusal], "exactly one answer, and the same");
        refusal.map_or(Ok(()), Err)
    }

    pub(crate) fn consent(
        &mut self,
        participant: ParticipantId,
        line: u128,
        round: u32,
        allow: bool,
    ) -> Result<(), ErrorCode> {
        let consent = Request::Consent {
            round,
            allow,
            device: None,
        };
        self.request(participant, line, consent)
    }

    pub(crate) fn share(&mut self, state: ShareState) -> Result<(), ErrorCode> {
        self.share_of(state, Surface::Monitor)
    }

    pub(crate) fn share_of(
        &mut self,
        state: ShareState,
        surface: Surface,
    ) -> Result<(), ErrorCode> {
        self.request(SHARER, SHARER_LINE, Request::Share { state, surface })
    }

    /// Lets time pass, with a tick whenever the machine wants one.
    pub(crate) fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        while let Some(due) = self
            .session
            .next_deadline()
            .filter(|due| due.as_ms() <= end)
        {
            assert!(due.as_ms() >= self.now, "a deadline lies in the past");
            self.now = due.as_ms();
            self.input(Input::Tick);
            assert!(
                self.session.next_deadline() != Some(due),
                "a deadline stays due"
            );
        }
        self.now = end;
    }

    /// Lets time pass with these connections alive.
    pub(crate) fn pass_with(&mut self, alive: &[(ParticipantId, u128)], ms: u64) {
        let end = self.now + ms;
        while self.now < end {
            self.pass(1_000.min(end - self.now));
            for (participant, line) in alive {
                self.heard(*participant, *line);
            }
        }
    }

    pub(crate) fn view(&self, participant: ParticipantId) -> SessionView {
        self.session
            .view_for(participant, Instant::from_ms(self.now))
            .unwrap()
    }

    pub(crate) fn phase(&self) -> PhaseView {
        self.view(HELPER).phase
    }

    pub(crate) fn of(&self, participant: ParticipantId) -> ParticipantView {
        let view = self.view(HELPER);
        view.participants
            .into_iter()
            .find(|p| p.id == participant)
            .unwrap()
    }

    /// Stores the machine as the broker does and loads it again.
    pub(crate) fn restart(&mut self) {
        self.restart_with(Timing::DEFAULT, |_| {});
    }

    /// The same with another timing, and with what was stored changed before it is read.
    pub(crate) fn restart_with(&mut self, timing: Timing, change: impl FnOnce(&mut Value)) {
        let mut stored = serde_json::to_value(&self.session).unwrap();
        change(&mut stored);
        // As text, like the store has it.
        self.session = serde_json::from_str(&stored.to_string()).unwrap();
        let now = Instant::from_ms(self.now);
        let outcome = self.session.restore(now, timing);
        self.take(outcome);
    }

    pub(crate) fn count(&self, matches: impl Fn(&AuditEvent) -> bool) -> usize {
        self.audit.iter().filter(|event| matches(event)).count()
    }
}
