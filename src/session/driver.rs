//! Between the session machine and the browser: events in, effects out, signals for the views.

use super::api;
use super::call::Call;
use super::receiving::Receiving;
use super::sending::Sending;
use super::shared::{Event, Post};
use super::signals::Signals;
use crate::platform::certificate::Certificate;
use crate::platform::clock::{self, Ticker};
use crate::platform::page::{self, PageEvent};
use crate::platform::socket::{Socket, SocketEvent};
use crate::platform::{Listener, spawn};
use leptos::prelude::Set;
use rh_protocol::api::Away;
use rh_protocol::socket::{Request, ShareState};
use rh_protocol::{ErrorCode, Role, SessionId};
use rh_session::Instant;
use rh_session::peer::{Ask, Channel, Effect, Input, Peer};

/// Drives one session of this page.
pub(super) struct Driver {
    pub(super) role: Role,
    session: SessionId,
    certificate: Option<Certificate>,
    pub(super) peer: Peer,
    pub(super) signals: Signals,
    pub(super) post: Post,
    socket: Option<(u32, Socket)>,
    pub(super) call: Option<Call>,
    pub(super) sending: Option<Sending>,
    pub(super) receiving: Receiving,
    _ticker: Option<Ticker>,
    _page: Vec<Listener>,
}

impl Driver {
    /// A driver that begins at once. Without a certificate there is a session, but no way to the
    /// other page.
    pub(super) fn new(
        session: SessionId,
        config: rh_session::peer::Config,
        certificate: Option<Certificate>,
        signals: Signals,
        post: Post,
    ) -> Self {
        let (tick, failed, life) = (post.clone(), post.clone(), post.clone());
        let ticker = Ticker::start(
            move || tick.send(Event::Tick),
            move || failed.send(Event::NoClock),
        );
        let mut driver = Self {
            role: config.role,
            session,
            certificate,
            peer: Peer::new(config, now()),
            signals,
            post: post.clone(),
            socket: None,
            call: None,
            sending: None,
            receiving: Receiving::new(post),
            _ticker: ticker.ok(),
            _page: page::watch(move |event| life.send(Event::Page(event))),
        };
        if driver._ticker.is_none() {
            driver.signals.fail(ErrorCode::LoadFailed);
        }
        driver.input(Input::Start);
        driver.settle();
        driver
    }

    /// Takes one event, and everything that follows from it.
    pub(super) fn handle(&mut self, event: Event) {
        match event {
            Event::Machine(input) => self.input(input),
            Event::Tick => self.tick(),
            Event::NoClock => self.signals.fail(ErrorCode::LoadFailed),
            Event::Page(event) => self.page(event),
            Event::Channel {
                attempt,
                channel,
                event,
            } => self.channel(attempt, channel, event),
            Event::Worker { worker, event } => self.worker(worker, event),
            Event::Frame { worker, frame } => self.frame(worker, frame),
            Event::Captured { number, capture } => self.captured(number, capture),
            Event::CaptureEnded { number } => self.capture_ended(number),
            Event::Share(state) => self.share(state),
            Event::Canvas(canvas) => self.canvas(canvas),
        }
        self.settle();
    }

    /// Feeds the machine.
    pub(super) fn input(&mut self, input: Input) {
        self.peer.handle(now(), input);
    }

    /// Carries out what the machine wants, and sends what waits.
    pub(super) fn settle(&mut self) {
        let mut changed = false;
        while let Some(effect) = self.peer.poll_effect() {
            match effect {
                Effect::Changed => changed = true,
                effect => self.carry_out(effect),
            }
        }
        self.pump_chat();
        if changed {
            self.show();
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::OpenSocket { socket } => self.open_socket(socket),
            Effect::SendText { socket, text } => {
                if let Some((number, open)) = &self.socket
                    && *number == socket
                {
                    // A socket that can no longer send says so by its close event.
                    let _ = open.send(&text);
                }
            }
            Effect::CloseSocket { socket } => {
                if self
                    .socket
                    .as_ref()
                    .is_some_and(|(number, _)| *number == socket)
                {
                    self.socket = None;
                }
            }
            Effect::Diagnose => self.diagnose(),
            Effect::CreatePeer {
                attempt,
                ice_servers,
            } => {
                self.call = None;
                let made = self.certificate.as_ref().and_then(|certificate| {
                    Call::new(attempt, &ice_servers, certificate, self.post.clone()).ok()
                });
                match made {
                    Some(call) => self.call = Some(call),
                    None => self.post.input(Input::AttemptFailed { attempt }),
                }
            }
            Effect::MakeOffer { attempt, channels } => {
                if let Some(call) = self.call_of(attempt) {
                    call.open(&channels);
                    call.offer();
                }
            }
            Effect::AcceptOffer { attempt, sdp } => {
                let chat = self.peer.view().is_some_and(|view| view.chat);
                if let Some(call) = self.call_of(attempt) {
                    let channels = if chat {
                        &Channel::ALL[..]
                    } else {
                        &WITHOUT_CHAT
                    };
                    call.open(channels);
                    call.answer(&sdp);
                }
            }
            Effect::AcceptAnswer { attempt, sdp } => {
                if let Some(call) = self.call_of(attempt) {
                    call.accept(&sdp);
                }
            }
            Effect::AddCandidate {
                attempt,
                candidate,
                mid,
                index,
            } => {
                if let Some(call) = self.call_of(attempt) {
                    call.add_candidate(candidate, mid, index);
                }
            }
            Effect::ClosePeer { attempt } => {
                if self.call_of(attempt).is_some() {
                    self.call = None;
                }
            }
            Effect::StopCapture => self.drop_capture(),
            Effect::Refused { request, error } => match request {
                // Nobody asked for it; a new attempt is made instead.
                Request::Signal { .. } => {}
                // The view that came with it shows what can be answered now.
                _ if error.code == ErrorCode::Stale => {}
                _ => {
                    self.signals.error.try_set(Some(error));
                }
            },
            Effect::Changed => {}
        }
    }

    fn call_of(&mut self, attempt: u32) -> Option<&mut Call> {
        self.call.as_mut().filter(|call| call.attempt() == attempt)
    }

    fn open_socket(&mut self, socket: u32) {
        let post = self.post.clone();
        let path = api::socket_path(self.role, self.session);
        let opened = Socket::connect(&path, move |event| {
            post.input(match event {
                SocketEvent::Opened => Input::SocketOpened { socket },
                SocketEvent::Text(text) => Input::SocketText { socket, text },
                SocketEvent::Closed { code } => Input::SocketClosed { socket, code },
            });
        });
        match opened {
            Ok(open) => self.socket = Some((socket, open)),
            Err(_) => self.post.input(Input::SocketClosed {
                socket,
                code: ABNORMAL,
            }),
        }
    }

    fn diagnose(&self) {
        let (post, role, session) = (self.post.clone(), self.role, self.session);
        spawn(async move {
            post.input(Input::Diagnosed(api::diagnose(role, session).await));
        });
    }

    fn page(&mut self, event: PageEvent) {
        match event {
            PageEvent::Leaving => self.say_goodbye(),
            PageEvent::Restored | PageEvent::Online => self.input(Input::NetworkBack),
        }
    }

    /// Tells the broker that this page goes, and what it captures with it.
    fn say_goodbye(&self) {
        if let Some(connection) = self.peer.connection()
            && let Ok(json) = serde_json::to_string(&Away { connection })
        {
            // Where the browser refuses, the closing WebSocket tells, a little later.
            page::beacon(&api::away_path(self.role, self.session), &json);
        }
    }

    fn tick(&mut self) {
        self.input(Input::Tick);
        self.show_elapsed();
        self.show_link();
        self.show_picture();
    }

    fn pump_chat(&mut self) {
        let Some(channel) = self
            .call
            .as_ref()
            .and_then(|call| call.ready(Channel::Chat))
        else {
            return;
        };
        while let Some(text) = self.peer.next_chat_text() {
            // A channel that fails closes, and the thread sends again on the next.
            if channel.send_text(&text).is_err() {
                return;
            }
        }
    }

    /// Asks the machine for something in the person's name.
    pub(super) fn ask(&mut self, ask: Ask) {
        self.input(Input::Ask(ask));
    }

    /// The sharer wants to pause, go on or stop.
    fn share(&mut self, state: ShareState) {
        match (&mut self.sending, state) {
            (Some(sending), ShareState::Live | ShareState::Paused) => {
                sending.set_paused(state == ShareState::Paused);
                self.ask(Ask::Share(state));
                self.heed_share();
                self.show_picture();
            }
            (Some(_), ShareState::Stopped) => {
                self.drop_capture();
                self.ask(Ask::Share(state));
            }
            (None, _) => {}
        }
    }

    /// Does with the capture what the machine has made of the person's wish: consent may have ended
    /// meanwhile.
    pub(super) fn heed_share(&mut self) {
        let paused = match self.peer.share() {
            ShareState::Live => false,
            ShareState::Paused => true,
            ShareState::Stopped => return self.drop_capture(),
        };
        if let Some(sending) = self.sending.as_mut().filter(|s| s.is_paused() != paused) {
            sending.set_paused(paused);
        }
    }
}

/// The person has gone on to another page of the app: the capture ends with this one.
impl Drop for Driver {
    fn drop(&mut self) {
        self.say_goodbye();
    }
}

/// What a helper opens where chat is off.
const WITHOUT_CHAT: [Channel; 2] = [Channel::Screen, Channel::Control];

/// The close code of a WebSocket that never was (RFC 6455 §7.1.5).
const ABNORMAL: u16 = 1006;

pub(super) fn now() -> Instant {
    Instant::from_ms(clock::now_ms())
}
