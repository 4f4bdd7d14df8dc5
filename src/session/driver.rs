//! Between the session machine and the browser: events in, effects out, signals for the views.

use super::api;
use super::call::Call;
use super::receiving::Receiving;
use super::sending::Sending;
use super::shared::{Event, Post};
use super::signals::Signals;
use crate::platform::Listener;
use crate::platform::certificate::Certificate;
use crate::platform::clock::{self, Ticker};
use crate::platform::page::{self, PageEvent};
use crate::platform::socket::Socket;
use rh_protocol::api::Away;
use rh_protocol::{ErrorCode, Role, SessionId};
use rh_session::Instant;
use rh_session::peer::{Ask, Effect, Input, Peer};

/// Drives one session of this page.
pub(super) struct Driver {
    pub(super) role: Role,
    pub(super) session: SessionId,
    pub(super) certificate: Option<Certificate>,
    pub(super) peer: Peer,
    pub(super) signals: Signals,
    pub(super) post: Post,
    pub(super) socket: Option<(u32, Socket)>,
    pub(super) call: Option<Call>,
    pub(super) sending: Option<Sending>,
    /// Which codecs of film the other side takes, a bit each.
    pub(super) codecs: u8,
    pub(super) receiving: Receiving,
    /// Where on the picture the helper has looked since the last tick, in its pixels.
    pub(super) focus: Option<(u16, u16)>,
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
            codecs: 0,
            receiving: Receiving::new(post),
            focus: None,
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
            Event::Worker { worker, said } => self.worker(worker, said),
            Event::Frame { worker, frame } => self.frame(worker, frame),
            Event::Captured { number, capture } => self.captured(number, capture),
            Event::CaptureEnded { number } => self.capture_ended(number),
            Event::CaptureMuted { number, muted } => self.capture_muted(number, muted),
            Event::Share(state) => self.share(state),
            Event::Canvas(canvas) => self.canvas(canvas),
            Event::Measure(on) => self.measure(on),
            Event::Focus { x, y } => self.focus = Some((x, y)),
            Event::Displayed { drawn } => {
                if let Some(times) = self.receiving.times() {
                    times.displayed(drawn);
                }
            }
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
        self.heed_measures();
        self.pump_chat();
        if changed {
            self.show();
        }
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
        self.tell_focus();
    }

    /// Asks the machine for something in the person's name.
    pub(super) fn ask(&mut self, ask: Ask) {
        self.input(Input::Ask(ask));
    }
}

/// The person has gone on to another page of the app: the capture ends with this one.
impl Drop for Driver {
    fn drop(&mut self) {
        self.say_goodbye();
    }
}

pub(super) fn now() -> Instant {
    Instant::from_ms(clock::now_ms())
}
