//! A whole session in virtual time: the broker's machine, pages with their machines, a network with
//! delay, loss of connections, silence and reordering between connections, and browsers that make
//! peer connections. Nothing in it waits or is random beyond its seed.

use crate::support::compliant;
use rh_protocol::{
    ConnectionId, PageId, ParticipantId, Passcode, Role, SessionId,
    peer::ChatFrame,
    socket::{
        BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Request, ShareState, Welcome, close,
    },
    view::{Person, PhaseView, Surface},
};
use rh_session::{
    Instant, Timing,
    broker::{Account, Audit, AuditEvent, Input, NewSession, Outcome, Send, Session, Write},
    peer::{Channel, Config, Effect, Input as PageInput, Link, Path, Peer, PeerState},
    rules::Phase,
    wire,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap, VecDeque},
};

pub(crate) const HELPER: ParticipantId = ParticipantId::from_bits(1);
pub(crate) const SHARER: ParticipantId = ParticipantId::from_bits(2);
const CODE: u64 = 77;

/// How long the broker's side takes to notice that a page's socket broke, at most.
const NOTICE_MS: u64 = 40;
/// How long a browser takes to see that nothing comes through a peer connection.
const DISCONNECTED_AFTER_MS: u64 = 5_000;

/// Something on its way.
#[derive(Clone, Debug)]
enum Event {
    SocketArrives {
        page: usize,
        socket: u32,
    },
    ToBroker {
        connection: ConnectionId,
        text: String,
    },
    BrokerNotices {
        connection: ConnectionId,
    },
    Beacon {
        participant: ParticipantId,
        connection: ConnectionId,
    },
    ToPage {
        page: usize,
        input: PageInput,
    },
    /// The two ends of a peer connection have found each other.
    Meet {
        ends: [(usize, u32); 2],
    },
    /// From the first end to the second: the oldest text on its way.
    ChatText {
        ends: [(usize, u32); 2],
    },
}

/// A WebSocket, as the broker holds it.
#[derive(Clone, Debug)]
struct Socket {
    page: usize,
    number: u32,
    participant: ParticipantId,
    greeted: bool,
    /// When the newest message each way arrives: none overtakes another on the same socket.
    up: u64,
    down: u64,
}

/// A peer connection, as one browser holds it.
#[derive(Clone, Debug, Default)]
struct Call {
    /// Page and attempt named by the description that was accepted here.
    remote: Option<(usize, u32)>,
    met: bool,
}

pub(crate) struct Page {
    pub(crate) role: Role,
    pub(crate) peer: Peer,
    /// The tab is open.
    pub(crate) alive: bool,
    /// Its network works.
    pub(crate) online: bool,
    offline_since: u64,
    page: PageId,
    socket: Option<ConnectionId>,
    calls: BTreeMap<u32, Call>,
    pub(crate) refused: Vec<rh_protocol::ErrorCode>,
    pub(crate) captures_stopped: usize,
}

/// To share a screen from now on, or no longer.
pub(crate) fn shares(state: ShareState) -> rh_session::peer::Ask {
    rh_session::peer::Ask::Share {
        state,
        surface: Surface::Monitor,
    }
}

pub(crate) struct World {
    pub(crate) now: u64,
    pub(crate) session: Session,
    pub(crate) pages: Vec<Page>,
    pub(crate) audit: Vec<Audit>,
    /// Whether the broker runs.
    pub(crate) up: bool,
    sockets: BTreeMap<ConnectionId, Socket>,
    /// Texts on their way from the first end to the second, in order.
    chats: BTreeMap<[(usize, u32); 2], VecDeque<String>>,
    events: BinaryHeap<Reverse<(u64, u64)>>,
    waiting: BTreeMap<u64, Event>,
    ids: u64,
    seed: u64,
    revision: u64,
}

fn fingerprint(page: usize) -> String {
    format!("sha-256 {}", vec![format!("{page:02X}"); 32].join(":"))
}

impl World {
    /// A helper has created a session and opened its page.
    pub(crate) fn new(seed: u64) -> Self {
        let (session, outcome) = Session::create(
            Instant::from_ms(1_000_000),
            NewSession {
                session: SessionId::from_bits(9),
                helper: HELPER,
                account: Account::new("helper"),
                person: Person::default(),
                code: Passcode::from_bits(CODE),
                chat: true,
                bound: None,
            },
            Timing::DEFAULT,
        );
        let mut world = Self {
            now: 1_000_000,
            session,
            pages: Vec::new(),
            audit: Vec::new(),
            up: true,
            sockets: BTreeMap::new(),
            chats: BTreeMap::new(),
            events: BinaryHeap::new(),
            waiting: BTreeMap::new(),
            ids: 1_000,
            seed: seed | 1,
            revision: 0,
        };
        world.broker_did(outcome);
        world.open_page(Role::Helper);
        world
    }

    /// Both have consented and are connected.
    pub(crate) fn connected(seed: u64) -> Self {
        let mut world = Self::new(seed);
        world.redeem();
        world.open_page(Role::Sharer);
        world.run(1_000);
        world.ask(
            0,
            rh_session::peer::Ask::Consent {
                allow: true,
                device: None,
            },
        );
        world.ask(
            1,
            rh_session::peer::Ask::Consent {
                allow: true,
                device: None,
            },
        );
        world.run(2_000);
        world
    }

    fn random(&mut self, below: u64) -> u64 {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695);
        (self.seed >> 33) % below.max(1)
    }

    fn id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    fn at(&self) -> Instant {
        Instant::from_ms(self.now)
    }

    fn schedule(&mut self, at: u64, event: Event) {
        let id = self.id();
        self.events.push(Reverse((at, id)));
        self.waiting.insert(id, event);
    }

    fn soon(&mut self, most: u64, event: Event) {
        let at = self.now + 1 + self.random(most);
        self.schedule(at, event);
    }

    // ---- people -------------------------------------------------------------------------------

    pub(crate) fn redeem(&mut self) {
        let input = Input::Redeemed {
            participant: SHARER,
            account: Account::new("sharer"),
            person: Person::default(),
            code: Passcode::from_bits(CODE),
            device: compliant(),
            owner: true,
        };
        self.tell_broker(input);
    }

    pub(crate) fn open_page(&mut self, role: Role) -> usize {
        let index = self.pages.len();
        let page = PageId::from_bits(u128::from(self.id()));
        let config = Config {
            role,
            page,
            build: "test".into(),
            fingerprint: Some(fingerprint(index)),
            seed: self.random(u64::MAX),
            timing: Timing::DEFAULT,
        };
        self.pages.push(Page {
            role,
            peer: Peer::new(config, self.at()),
            alive: true,
            online: true,
            offline_since: 0,
            page,
            socket: None,
            calls: BTreeMap::new(),
            refused: Vec::new(),
            captures_stopped: 0,
        });
        self.tell_page(index, PageInput::Start);
        index
    }

    /// The tab is closed or reloaded. The beacon may get lost, and comes when it comes.
    pub(crate) fn close_page(&mut self, index: usize, beacon: bool) {
        let Some(page) = self.pages.get_mut(index).filter(|page| page.alive) else {
            return;
        };
        page.alive = false;
        let online = page.online;
        let participant = who(page.role);
        let said = page.peer.connection();
        let calls: Vec<u32> = page.calls.keys().copied().collect();
        if let Some(connection) = self.pages[index].socket.take()
            && online
        {
            self.soon(NOTICE_MS, Event::BrokerNotices { connection });
        }
        if let Some(connection) = said.filter(|_| beacon && online) {
            self.soon(
                400,
                Event::Beacon {
                    participant,
                    connection,
                },
            );
        }
        for attempt in calls {
            self.hang_up(index, attempt);
        }
    }

    pub(crate) fn ask(&mut self, index: usize, ask: rh_session::peer::Ask) {
        self.tell_page(index, PageInput::Ask(ask));
    }

    /// The person of a page that was replaced by another takes the session back.
    pub(crate) fn take_back(&mut self, index: usize) {
        if let Link::Closed { error: Some(_) } = self.link(index) {
            self.tell_page(index, PageInput::Start);
        }
    }

    pub(crate) fn write(&mut self, index: usize, text: &str) -> bool {
        let Some(page) = self.pages.get_mut(index).filter(|page| page.alive) else {
            return false;
        };
        let written = page.peer.write_chat(0, text.to_owned()).is_ok();
        self.page_did(index);
        written
    }

    // ---- faults -------------------------------------------------------------------------------

    /// A page's WebSocket breaks; both ends notice.
    pub(crate) fn break_socket(&mut self, index: usize) {
        let Some(connection) = self.pages[index].socket.take() else {
            return;
        };
        let Some(socket) = self.sockets.get(&connection) else {
            return;
        };
        let closed = PageInput::SocketClosed {
            socket: socket.number,
            code: 1006,
        };
        self.soon(
            50,
            Event::ToPage {
                page: index,
                input: closed,
            },
        );
        // The broker may notice long after the page has come back on another.
        self.soon(3_000, Event::BrokerNotices { connection });
    }

    /// Nothing comes or goes any more, and nobody is told.
    pub(crate) fn go_offline(&mut self, index: usize) {
        let page = &mut self.pages[index];
        if page.alive && page.online {
            page.online = false;
            page.offline_since = self.now;
            let calls: Vec<u32> = page.calls.keys().copied().collect();
            for attempt in calls {
                self.path_later(index, attempt, Path::Disconnected);
            }
        }
    }

    /// The network is back; sockets that were opened before stay broken.
    pub(crate) fn go_online(&mut self, index: usize) {
        let page = &mut self.pages[index];
        if page.alive && !page.online {
            page.online = true;
            let long = self.now - page.offline_since > 15_000;
            let stale = page.socket.take();
            let calls: Vec<u32> = page.calls.keys().copied().collect();
            if let Some(connection) = stale {
                self.soon(NOTICE_MS, Event::BrokerNotices { connection });
            }
            for attempt in calls {
                let path = if long { Path::Failed } else { Path::Connected };
                self.path_soon(index, attempt, path);
            }
            self.tell_page(index, PageInput::NetworkBack);
        }
    }

    /// The broker is killed: what it has stored is all that is left.
    pub(crate) fn stop_broker(&mut self) {
        if !self.up {
            return;
        }
        self.up = false;
        for (connection, socket) in std::mem::take(&mut self.sockets) {
            let page = &mut self.pages[socket.page];
            if page.socket == Some(connection) {
                page.socket = None;
                let closed = PageInput::SocketClosed {
                    socket: socket.number,
                    code: 1006,
                };
                self.soon(
                    50,
                    Event::ToPage {
                        page: socket.page,
                        input: closed,
                    },
                );
            }
        }
    }

    pub(crate) fn start_broker(&mut self) {
        if self.up {
            return;
        }
        self.up = true;
        let stored = serde_json::to_string(&self.session).unwrap();
        self.session = serde_json::from_str(&stored).unwrap();
        let outcome = self.session.restore(self.at(), Timing::DEFAULT);
        self.broker_did(outcome);
    }

    /// The browser gives a peer connection up.
    pub(crate) fn fail_call(&mut self, index: usize) {
        if let Some(attempt) = self.pages[index].peer.attempt() {
            self.path_soon(index, attempt, Path::Failed);
        }
    }

    /// What a hostile or confused page might send, outside its machine.
    pub(crate) fn inject(&mut self, index: usize, request: Request) {
        if let Some(connection) = self.pages[index].socket {
            let frame = ClientFrame::Request {
                id: 4_000_000_000,
                request,
            };
            let text = wire::encode(&frame).unwrap();
            self.soon(30, Event::ToBroker { connection, text });
        }
    }

    /// A notice about a connection that has long been replaced, or never was.
    pub(crate) fn replay_notice(&mut self, role: Role, bits: u128) {
        let (participant, connection) = (who(role), ConnectionId::from_bits(bits));
        self.tell_broker(Input::Disconnected {
            participant,
            connection,
        });
        self.tell_broker(Input::Away {
            participant,
            connection,
        });
        self.tell_broker(Input::Heard {
            participant,
            connection,
        });
    }

    // ---- time ---------------------------------------------------------------------------------

    /// Lets time pass; everything that is due happens at its time.
    pub(crate) fn run(&mut self, ms: u64) {
        let end = self.now + ms;
        while let Some(at) = self.next().filter(|at| *at <= end) {
            assert!(at >= self.now, "a deadline lies in the past");
            self.now = at;
            self.step();
        }
        self.now = end;
    }

    /// When anything happens next.
    pub(crate) fn next(&self) -> Option<u64> {
        let events = self.events.peek().map(|Reverse((at, _))| *at);
        let broker = self.session.next_deadline().filter(|_| self.up);
        let pages = self.pages.iter().filter(|page| page.alive);
        let pages = pages.filter_map(|page| page.peer.next_deadline());
        let deadlines = broker.into_iter().chain(pages).map(Instant::as_ms);
        events.into_iter().chain(deadlines).min()
    }

    fn step(&mut self) {
        while let Some(Reverse((at, id))) = self.events.peek().copied()
            && at <= self.now
        {
            self.events.pop();
            if let Some(event) = self.waiting.remove(&id) {
                self.happen(event);
            }
        }
        if self.up
            && self
                .session
                .next_deadline()
                .is_some_and(|due| due <= self.at())
        {
            self.tell_broker(Input::Tick);
            let due = self.session.next_deadline();
            assert!(
                due.is_none_or(|due| due > self.at()),
                "the broker's deadline stays due"
            );
        }
        for index in 0..self.pages.len() {
            let due = |world: &Self| {
                let page = &world.pages[index];
                page.alive
                    && page
                        .peer
                        .next_deadline()
                        .is_some_and(|due| due <= world.at())
            };
            if due(self) {
                self.tell_page(index, PageInput::Tick);
                assert!(!due(self), "the page's deadline stays due");
            }
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::SocketArrives { page, socket } => self.accept(page, socket),
            Event::ToBroker { connection, text } => self.text_to_broker(connection, &text),
            Event::BrokerNotices { connection } => {
                if let Some(socket) = self.sockets.remove(&connection) {
                    let participant = socket.participant;
                    if socket.greeted {
                        self.tell_broker(Input::Disconnected {
                            participant,
                            connection,
                        });
                    }
                }
            }
            Event::Beacon {
                participant,
                connection,
            } => {
                self.tell_broker(Input::Away {
                    participant,
                    connection,
                });
            }
            Event::ToPage { page, input } => self.tell_page(page, input),
            Event::Meet { ends } => self.meet(ends),
            Event::ChatText { ends } => self.chat_arrives(ends),
        }
    }

    /// The channel is reliable and ordered: what an outage holds up comes through after it, and
    /// before whatever was sent later, unless the peer connection has ended by then.
    fn chat_arrives(&mut self, ends: [(usize, u32); 2]) {
        let online = ends.iter().all(|(page, _)| self.pages[*page].online);
        if !self.joined(ends) {
            self.chats.remove(&ends);
            return;
        }
        if online {
            let [_, (page, attempt)] = ends;
            let text = self.chats.get_mut(&ends).and_then(VecDeque::pop_front);
            if let Some(text) = text {
                self.tell_page(page, PageInput::ChatText { attempt, text });
            }
        } else {
            let at = (self.now / 500 + 1) * 500;
            self.schedule(at, Event::ChatText { ends });
        }
    }

    // ---- the broker ---------------------------------------------------------------------------

    fn accept(&mut self, page: usize, number: u32) {
        let state = &self.pages[page];
        if !state.alive || !state.online {
            return;
        }
        if !self.up {
            self.tell_page(
                page,
                PageInput::SocketClosed {
                    socket: number,
                    code: 1006,
                },
            );
            return;
        }
        let participant = who(state.role);
        let connection = ConnectionId::from_bits(u128::from(self.id()));
        let (up, down) = (self.now, self.now);
        let socket = Socket {
            page,
            number,
            participant,
            greeted: false,
            up,
            down,
        };
        self.sockets.insert(connection, socket);
        self.pages[page].socket = Some(connection);
        self.tell_page(page, PageInput::SocketOpened { socket: number });
    }

    fn text_to_broker(&mut self, connection: ConnectionId, text: &str) {
        let Some(socket) = self.sockets.get_mut(&connection).filter(|_| self.up) else {
            return;
        };
        let participant = socket.participant;
        match wire::client_frame(text).unwrap() {
            ClientFrame::Hello(hello) => {
                socket.greeted = true;
                self.tell_broker(Input::Connected {
                    participant,
                    connection,
                    hello,
                });
            }
            ClientFrame::Request { id, request } => {
                let fresh = Passcode::from_bits(self.id());
                let input = Input::Request {
                    participant,
                    connection,
                    id,
                    request,
                    fresh,
                };
                self.tell_broker(input);
            }
            ClientFrame::Event {
                event: ClientEvent::Heartbeat,
            } => {
                self.tell_broker(Input::Heard {
                    participant,
                    connection,
                });
                let event = BrokerEvent::Heartbeat;
                self.send_to_page(connection, &BrokerFrame::Event { event });
            }
            other => panic!("{other:?}"),
        }
    }

    fn tell_broker(&mut self, input: Input) {
        if self.up {
            let outcome = self.session.handle(self.at(), input);
            self.broker_did(outcome);
        }
    }

    fn broker_did(&mut self, outcome: Outcome) {
        assert_eq!(outcome.changed, self.session.revision() > self.revision);
        self.revision = self.session.revision();
        for write in outcome.writes {
            if let Write::Audit(audit) = write {
                let over = |audit: &Audit| matches!(audit.event, AuditEvent::SessionEnded { .. });
                assert!(
                    !self.audit.iter().any(over),
                    "recorded after the end: {audit:?}"
                );
                self.audit.push(audit);
            }
        }
        for send in outcome.sends {
            self.carry_out(send);
        }
    }

    fn carry_out(&mut self, send: Send) {
        let (connection, frame) = match send {
            Send::Welcome {
                connection,
                version,
                view,
            } => {
                self.check_view(connection, &view);
                let ice_servers = Vec::new();
                let build = "test".into();
                let welcome = Welcome {
                    build,
                    version,
                    connection,
                    ice_servers,
                    view,
                };
                (connection, BrokerFrame::Welcome(welcome))
            }
            Send::View { connection, view } => {
                self.check_view(connection, &view);
                (
                    connection,
                    BrokerFrame::Event {
                        event: BrokerEvent::View { view },
                    },
                )
            }
            Send::Signal {
                connection,
                signalled,
            } => {
                assert!(self.session.phase().consented(), "a signal without consent");
                (
                    connection,
                    BrokerFrame::Event {
                        event: BrokerEvent::Signal(signalled),
                    },
                )
            }
            Send::Reply {
                connection,
                id,
                error,
            } => (connection, BrokerFrame::Response { id, error }),
            Send::Close {
                connection,
                code,
                error,
            } => {
                if let Some(error) = error {
                    self.send_to_page(connection, &BrokerFrame::Refused { error });
                }
                self.close_socket(connection, code);
                return;
            }
        };
        self.send_to_page(connection, &frame);
    }

    /// No view tells anybody what they may not know.
    fn check_view(&self, connection: ConnectionId, view: &rh_protocol::view::SessionView) {
        let socket = &self.sockets.get(&connection);
        assert!(socket.is_none_or(|socket| socket.participant == view.you));
        let code = matches!(view.phase, PhaseView::Created { code: Some(_) });
        assert!(!code || view.you == HELPER, "a sharer is shown a code");
        let consented = view.participants.iter().all(|p| p.consented);
        assert!(!Phase::from(&view.phase).consented() || consented);
    }

    fn send_to_page(&mut self, connection: ConnectionId, frame: &BrokerFrame) {
        let delay = 1 + self.random(60);
        let now = self.now;
        let Some(socket) = self.sockets.get_mut(&connection) else {
            return;
        };
        socket.down = (now + delay).max(socket.down);
        let (at, page) = (socket.down, socket.page);
        let input = PageInput::SocketText {
            socket: socket.number,
            text: wire::encode(frame).unwrap(),
        };
        if self.pages[page].online {
            self.schedule(at, Event::ToPage { page, input });
        }
    }

    fn close_socket(&mut self, connection: ConnectionId, code: u16) {
        let Some(socket) = self.sockets.remove(&connection) else {
            return;
        };
        let page = &mut self.pages[socket.page];
        if page.socket == Some(connection) {
            page.socket = None;
        }
        if page.online {
            let input = PageInput::SocketClosed {
                socket: socket.number,
                code,
            };
            let at = socket.down.max(self.now) + 1;
            self.schedule(
                at,
                Event::ToPage {
                    page: socket.page,
                    input,
                },
            );
        }
        // A broker may report the close of what it closed itself: that must not matter.
        if code != close::PROTOCOL && self.random(2) == 0 {
            let participant = socket.participant;
            self.tell_broker(Input::Disconnected {
                participant,
                connection,
            });
        }
    }

    // ---- the pages ----------------------------------------------------------------------------

    fn tell_page(&mut self, index: usize, input: PageInput) {
        let now = self.at();
        let page = &mut self.pages[index];
        if !page.alive {
            return;
        }
        // What the network cannot have delivered.
        let from_network = matches!(
            input,
            PageInput::SocketText { .. } | PageInput::ChatText { .. }
        );
        if from_network && !page.online {
            return;
        }
        page.peer.handle(now, input);
        self.page_did(index);
    }

    fn page_did(&mut self, index: usize) {
        while let Some(effect) = self.pages[index].peer.poll_effect() {
            self.page_effect(index, effect);
        }
        self.send_chat(index);
        self.check_page(index);
    }

    fn page_effect(&mut self, index: usize, effect: Effect) {
        match effect {
            Effect::OpenSocket { socket } => {
                self.pages[index].socket = None;
                if self.pages[index].online {
                    self.soon(
                        60,
                        Event::SocketArrives {
                            page: index,
                            socket,
                        },
                    );
                }
            }
            Effect::SendText { socket, text } => {
                let Some(connection) = self.pages[index].socket else {
                    return;
                };
                let (now, delay) = (self.now, 1 + self.random(60));
                let Some(line) = self.sockets.get_mut(&connection) else {
                    return;
                };
                if line.number == socket && self.pages[index].online {
                    line.up = (now + delay).max(line.up);
                    let at = line.up;
                    self.schedule(at, Event::ToBroker { connection, text });
                }
            }
            Effect::CloseSocket { .. } => {
                if let Some(connection) = self.pages[index].socket.take()
                    && self.pages[index].online
                {
                    self.soon(NOTICE_MS, Event::BrokerNotices { connection });
                }
            }
            Effect::CreatePeer { attempt, .. } => {
                self.pages[index].calls.insert(attempt, Call::default());
            }
            Effect::MakeOffer { attempt, channels } => {
                assert_eq!(self.pages[index].role, Role::Sharer);
                assert_eq!(channels, Channel::ALL);
                self.describe(index, attempt);
            }
            Effect::AcceptOffer { attempt, sdp } => {
                assert_eq!(self.pages[index].role, Role::Helper);
                self.accept_description(index, attempt, &sdp);
                self.describe(index, attempt);
            }
            Effect::AcceptAnswer { attempt, sdp } => self.accept_description(index, attempt, &sdp),
            Effect::AddCandidate { attempt, .. } => {
                let call = &self.pages[index].calls[&attempt];
                assert!(call.remote.is_some(), "a candidate before its description");
            }
            Effect::ClosePeer { attempt } => self.hang_up(index, attempt),
            Effect::StopCapture => {
                assert_eq!(self.pages[index].role, Role::Sharer);
                self.pages[index].captures_stopped += 1;
            }
            Effect::Refused { error, .. } => self.pages[index].refused.push(error.code),
            Effect::Diagnose => self.soon(
                50,
                Event::ToPage {
                    page: index,
                    input: PageInput::Diagnosed(None),
                },
            ),
            Effect::Changed => {}
        }
    }

    /// No page is ever in a state that its role, or what it has been told, does not allow.
    fn check_page(&self, index: usize) {
        let page = &self.pages[index];
        let phase = page.peer.view().map(|view| Phase::from(&view.phase));
        let consented = phase.is_some_and(Phase::consented);
        assert!(
            consented || page.peer.attempt().is_none(),
            "a peer connection without consent"
        );
        if page.role == Role::Helper {
            assert_eq!(page.peer.share(), ShareState::Stopped, "a helper shares");
        } else {
            let shares = page.peer.share() != ShareState::Stopped;
            assert!(consented || !shares, "a capture without consent");
        }
        assert!(page.calls.len() <= 1, "peer connections leak");
        if let Link::Closed { .. } = page.peer.link(self.at()) {
            assert!(page.peer.attempt().is_none());
        }
    }

    // ---- the browsers' peer connections -----------------------------------------------------

    fn describe(&mut self, page: usize, attempt: u32) {
        let sdp = format!(
            "o={page}/{attempt}\r\na=fingerprint:{}\r\n",
            fingerprint(page)
        );
        let candidate = |text: &str| PageInput::Candidate {
            attempt,
            candidate: text.into(),
            mid: None,
            index: None,
        };
        // Candidates may be found before and after the description is reported.
        let at = self.now + 1 + self.random(40);
        self.schedule(
            at,
            Event::ToPage {
                page,
                input: candidate("early"),
            },
        );
        let described = PageInput::Described { attempt, sdp };
        self.schedule(
            at + 1,
            Event::ToPage {
                page,
                input: described,
            },
        );
        self.schedule(
            at + 5,
            Event::ToPage {
                page,
                input: candidate(""),
            },
        );
    }

    fn accept_description(&mut self, index: usize, attempt: u32, sdp: &str) {
        let named = sdp
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("o="))
            .unwrap();
        let (page, remote) = named.split_once('/').unwrap();
        let remote = (page.parse().unwrap(), remote.parse().unwrap());
        let call = self.pages[index].calls.get_mut(&attempt).unwrap();
        assert_eq!(call.remote, None, "a second description");
        call.remote = Some(remote);
        let ends = [(index, attempt), remote];
        if self.joined(ends) {
            self.soon(200, Event::Meet { ends });
        }
    }

    /// Whether both ends are there and name each other.
    fn joined(&self, ends: [(usize, u32); 2]) -> bool {
        let names = |from: (usize, u32), to: (usize, u32)| {
            let page = self.pages.get(from.0).filter(|page| page.alive);
            let call = page.and_then(|page| page.calls.get(&from.1));
            call.is_some_and(|call| call.remote == Some(to))
        };
        names(ends[0], ends[1]) && names(ends[1], ends[0])
    }

    fn meet(&mut self, ends: [(usize, u32); 2]) {
        let online = ends.iter().all(|(page, _)| self.pages[*page].online);
        if !self.joined(ends) || !online {
            return;
        }
        for (page, attempt) in ends {
            if let Some(call) = self.pages[page].calls.get_mut(&attempt) {
                call.met = true;
            }
            self.tell_page(
                page,
                PageInput::Path {
                    attempt,
                    path: Path::Connected,
                },
            );
            for channel in Channel::ALL {
                self.tell_page(page, PageInput::ChannelOpened { attempt, channel });
            }
        }
    }

    fn send_chat(&mut self, index: usize) {
        while self.pages[index].peer.chat().is_open() {
            let Some(text) = self.pages[index].peer.next_chat_text() else {
                return;
            };
            let Some(attempt) = self.pages[index].peer.attempt() else {
                return;
            };
            let Some(remote) = self.pages[index].calls.get(&attempt).and_then(|c| c.remote) else {
                return;
            };
            assert!(!matches!(
                wire::chat_frame(&text).unwrap(),
                ChatFrame::Unknown
            ));
            let ends = [(index, attempt), remote];
            self.chats.entry(ends).or_default().push_back(text);
            self.schedule(self.now + 20, Event::ChatText { ends });
        }
    }

    fn path_later(&mut self, page: usize, attempt: u32, path: Path) {
        let at = self.now + DISCONNECTED_AFTER_MS;
        self.schedule(
            at,
            Event::ToPage {
                page,
                input: PageInput::Path { attempt, path },
            },
        );
        let call = self.pages[page].calls.get(&attempt);
        if let Some((other, theirs)) = call.and_then(|call| call.remote) {
            let input = PageInput::Path {
                attempt: theirs,
                path,
            };
            self.schedule(at, Event::ToPage { page: other, input });
        }
    }

    fn path_soon(&mut self, page: usize, attempt: u32, path: Path) {
        let call = self.pages[page].calls.get(&attempt);
        let met = call.is_some_and(|call| call.met);
        if !met && path == Path::Connected {
            return;
        }
        self.soon(
            100,
            Event::ToPage {
                page,
                input: PageInput::Path { attempt, path },
            },
        );
        let call = self.pages[page].calls.get(&attempt);
        if let Some((other, theirs)) = call.and_then(|call| call.remote)
            && met
        {
            let input = PageInput::Path {
                attempt: theirs,
                path,
            };
            self.soon(100, Event::ToPage { page: other, input });
        }
    }

    /// One end is gone; the other may hear of it at once or late.
    fn hang_up(&mut self, index: usize, attempt: u32) {
        let Some(call) = self.pages[index].calls.remove(&attempt) else {
            return;
        };
        if let Some((page, attempt)) = call.remote.filter(|_| call.met && self.pages[index].online)
        {
            let late = if self.random(3) == 0 { 20_000 } else { 100 };
            let input = PageInput::ChannelClosed {
                attempt,
                channel: Channel::Control,
            };
            self.soon(late, Event::ToPage { page, input });
        }
    }

    // ---- looking ------------------------------------------------------------------------------

    /// Whether somebody has redeemed the code.
    pub(crate) fn has_sharer(&self) -> bool {
        self.session
            .people()
            .any(|(_, role, ..)| role == Role::Sharer)
    }

    /// The newest open page of a role.
    pub(crate) fn page_of(&self, role: Role) -> Option<usize> {
        self.pages
            .iter()
            .rposition(|page| page.alive && page.role == role)
    }

    pub(crate) fn link(&self, index: usize) -> Link {
        self.pages[index].peer.link(self.at())
    }

    pub(crate) fn peer_state(&self, index: usize) -> PeerState {
        self.pages[index].peer.peer_state()
    }

    pub(crate) fn phase_at(&self, index: usize) -> Option<Phase> {
        self.pages[index]
            .peer
            .view()
            .map(|view| Phase::from(&view.phase))
    }

    pub(crate) fn thread(&self, index: usize) -> Vec<(Role, String, bool)> {
        let entries = self.pages[index].peer.chat().entries();
        entries
            .map(|e| {
                (
                    e.message.author,
                    e.message.text.expose().clone(),
                    e.delivered,
                )
            })
            .collect()
    }

    pub(crate) fn ends(&self) -> usize {
        let over = |audit: &&Audit| matches!(audit.event, AuditEvent::SessionEnded { .. });
        self.audit.iter().filter(over).count()
    }

    /// The page load that the broker believes connected.
    pub(crate) fn page_id(&self, index: usize) -> PageId {
        self.pages[index].page
    }
}

fn who(role: Role) -> ParticipantId {
    match role {
        Role::Helper => HELPER,
        Role::Sharer => SHARER,
    }
}
