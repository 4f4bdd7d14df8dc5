//! The page's WebSocket: opening, greeting, heartbeats, silence, and coming back.

use super::{Effect, Input, Link, Peer, rtc::Rtc};
use crate::{Instant, rules::Phase, wire};
use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, MIN_VERSION, Role, VERSION,
    socket::{BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Hello, Welcome, close},
    view::{PhaseView, SessionView},
};

/// Failures in a row after which the page asks by HTTP what is wrong, and again each time as many
/// have come.
const DIAGNOSE_EACH: u32 = 3;

/// The life of the link to the broker.
#[derive(Clone, Debug)]
pub(super) enum LinkState {
    /// Not begun.
    Idle,
    /// A WebSocket is opening.
    Opening { socket: u32, until: Instant },
    /// It is open; `hello` is sent.
    Greeting { socket: u32, until: Instant },
    /// Welcomed.
    Open {
        socket: u32,
        connection: ConnectionId,
        /// When it was welcomed.
        since: Instant,
        /// When the broker was last heard.
        heard: Instant,
        /// When the next heartbeat goes out.
        beat: Instant,
    },
    /// Pauses before the next try.
    Waiting { until: Instant },
    /// Given up on purpose.
    Closed { error: Option<ErrorCode> },
}

impl LinkState {
    const fn socket(&self) -> Option<u32> {
        match self {
            Self::Opening { socket, .. }
            | Self::Greeting { socket, .. }
            | Self::Open { socket, .. } => Some(*socket),
            Self::Idle | Self::Waiting { .. } | Self::Closed { .. } => None,
        }
    }

    pub(super) fn deadline(&self, silence: u64) -> Option<Instant> {
        match self {
            Self::Opening { until, .. }
            | Self::Greeting { until, .. }
            | Self::Waiting { until } => Some(*until),
            Self::Open { heard, beat, .. } => Some((*beat).min(heard.after(silence))),
            Self::Idle | Self::Closed { .. } => None,
        }
    }
}

impl Peer {
    /// How the page stands with the broker, for the app.
    #[must_use]
    pub fn link(&self, now: Instant) -> Link {
        match &self.link {
            LinkState::Idle | LinkState::Opening { .. } | LinkState::Greeting { .. } => {
                Link::Connecting
            }
            LinkState::Open { .. } => Link::Open,
            LinkState::Waiting { until } => Link::Retrying {
                remaining_ms: until.since(now),
            },
            LinkState::Closed { error } => Link::Closed { error: *error },
        }
    }

    /// The present connection: what a beacon says goes away with the page.
    #[must_use]
    pub fn connection(&self) -> Option<ConnectionId> {
        match &self.link {
            LinkState::Open { connection, .. } => Some(*connection),
            _ => None,
        }
    }

    pub(super) fn start_link(&mut self, now: Instant) {
        if self.link.socket().is_none() {
            self.open_socket(now);
        }
    }

    /// A try that began without a network would wait for its time-out: a new one is made.
    pub(super) fn network_back(&mut self, now: Instant) {
        match self.link {
            LinkState::Opening { socket, .. } | LinkState::Greeting { socket, .. } => {
                self.effects.push_back(Effect::CloseSocket { socket });
                self.open_socket(now);
            }
            LinkState::Waiting { .. } => self.open_socket(now),
            // An open one is found dead by its silence; the others are so on purpose.
            LinkState::Open { .. } | LinkState::Idle | LinkState::Closed { .. } => {}
        }
    }

    /// Lets time do its work on the link.
    pub(super) fn drive_link(&mut self, now: Instant) {
        match &mut self.link {
            LinkState::Opening { until, .. } | LinkState::Greeting { until, .. } => {
                if *until <= now {
                    self.lost(now, None);
                }
            }
            LinkState::Open {
                heard,
                beat,
                socket,
                ..
            } => {
                if heard.after(self.config.timing.broker_silence) <= now {
                    self.lost(now, None);
                } else if *beat <= now {
                    *beat = now.after(self.config.timing.heartbeat);
                    let socket = *socket;
                    let event = ClientEvent::Heartbeat;
                    self.send_on(socket, &ClientFrame::Event { event });
                }
            }
            LinkState::Waiting { until } => {
                if *until <= now {
                    self.open_socket(now);
                }
            }
            LinkState::Idle | LinkState::Closed { .. } => {}
        }
    }

    /// Inputs about the WebSocket; those of an older one are ignored.
    pub(super) fn socket_input(&mut self, now: Instant, input: Input) {
        match input {
            Input::SocketOpened { socket } => {
                if matches!(self.link, LinkState::Opening { socket: ours, .. } if ours == socket) {
                    let until = now.after(self.config.timing.connect);
                    self.link = LinkState::Greeting { socket, until };
                    let hello = self.hello();
                    self.send_on(socket, &ClientFrame::Hello(hello));
                }
            }
            Input::SocketText { socket, text } if self.link.socket() == Some(socket) => {
                match wire::broker_frame(&text) {
                    Ok(frame) => self.broker_frame(now, frame),
                    // Whatever this is, it is not our broker's protocol: begin again.
                    Err(_) => self.lost(now, None),
                }
            }
            Input::SocketClosed { socket, code } if self.link.socket() == Some(socket) => {
                self.socket_closed(now, code);
            }
            _ => {}
        }
    }

    pub(super) fn diagnosed(&mut self, now: Instant, error: Option<ErrorCode>) {
        if let Some(error) = error
            && self.connection().is_none()
        {
            self.close_link(now, Some(error));
        }
    }

    fn socket_closed(&mut self, now: Instant, code: u16) {
        // It is closed already: there is nothing left to close.
        match code {
            close::REPLACED => self.close_link(now, Some(ErrorCode::Replaced)),
            close::SIGNED_OUT => self.close_link(now, Some(ErrorCode::NotSignedIn)),
            _ => self.pause(now, None),
        }
    }

    fn broker_frame(&mut self, now: Instant, frame: BrokerFrame) {
        if let LinkState::Open { heard, .. } = &mut self.link {
            *heard = now;
        }
        match frame {
            BrokerFrame::Welcome(welcome) => self.welcomed(now, welcome),
            BrokerFrame::Refused { error } => self.refused(now, &error),
            BrokerFrame::Response { id, error } => self.answered(id, error),
            BrokerFrame::Event { event } if self.connection().is_some() => match event {
                BrokerEvent::View { view } => self.take_view(now, view),
                BrokerEvent::Signal(signalled) => self.signalled(now, signalled),
                BrokerEvent::IceServers { ice_servers } => self.ice_servers = ice_servers,
                BrokerEvent::Restarting { retry_after_ms } => self.lost(now, Some(retry_after_ms)),
                BrokerEvent::Heartbeat | BrokerEvent::Unknown => {}
            },
            BrokerFrame::Event { .. } | BrokerFrame::Unknown => {}
        }
    }

    fn welcomed(&mut self, now: Instant, welcome: Welcome) {
        let LinkState::Greeting { socket, .. } = self.link else {
            return;
        };
        if !(MIN_VERSION..=VERSION).contains(&welcome.version) {
            self.close_link(now, Some(ErrorCode::UnsupportedVersion));
            return;
        }
        self.link = LinkState::Open {
            socket,
            connection: welcome.connection,
            since: now,
            heard: now,
            beat: now.after(self.config.timing.heartbeat),
        };
        self.last_connection = Some(welcome.connection);
        self.ice_servers = welcome.ice_servers;
        // Whatever was known before: this is how it stands.
        self.seen = None;
        self.dirty();
        self.take_view(now, welcome.view);
        self.repeat_requests();
    }

    /// Takes a view over unless it is older than the one that is shown.
    fn take_view(&mut self, now: Instant, view: SessionView) {
        let old = self
            .view()
            .is_some_and(|seen| seen.session == view.session && seen.revision > view.revision);
        if old {
            return;
        }
        let phase = Phase::from(&view.phase);
        self.seen = Some(super::Seen { view, at: now });
        self.dirty();
        match phase {
            Phase::Ended => {
                self.requests.clear();
                self.close_link(now, None);
            }
            Phase::Unknown => self.close_link(now, Some(ErrorCode::UnsupportedVersion)),
            _ => {}
        }
    }

    fn refused(&mut self, now: Instant, error: &ErrorBody) {
        match error.code {
            // These pass by themselves, as may what a newer broker calls by a new name.
            ErrorCode::TooManyRequests
            | ErrorCode::Unavailable
            | ErrorCode::Internal
            | ErrorCode::Unknown => self.lost(now, error.retry_after_ms),
            code => self.close_link(now, Some(code)),
        }
    }

    /// Gives the present WebSocket up and tries again after a pause.
    fn lost(&mut self, now: Instant, retry_after_ms: Option<u64>) {
        if let Some(socket) = self.link.socket() {
            self.effects.push_back(Effect::CloseSocket { socket });
        }
        self.pause(now, retry_after_ms);
    }

    fn pause(&mut self, now: Instant, retry_after_ms: Option<u64>) {
        let timing = &self.config.timing;
        if let LinkState::Open { since, .. } = self.link
            && now.since(since) >= timing.steady
        {
            self.failures = 0;
        }
        self.failures = self.failures.saturating_add(1);
        let own = self
            .jitter
            .pause(self.failures, timing.reconnect_first, timing.reconnect_cap);
        let asked = retry_after_ms.unwrap_or(0).min(timing.consent_grace);
        if self.connection().is_none() && self.failures.is_multiple_of(DIAGNOSE_EACH) {
            self.effects.push_back(Effect::Diagnose);
        }
        self.link = LinkState::Waiting {
            until: now.after(own.max(asked)),
        };
        self.forget_unrepeatable();
        self.dirty();
    }

    /// Ends the link for good, and with it all that depends on the broker's word.
    pub(super) fn close_link(&mut self, now: Instant, error: Option<ErrorCode>) {
        if let Some(socket) = self.link.socket() {
            self.effects.push_back(Effect::CloseSocket { socket });
        }
        self.link = LinkState::Closed { error };
        self.requests.clear();
        self.close_rtc(Rtc::none(now));
        self.dirty();
    }

    fn open_socket(&mut self, now: Instant) {
        self.sockets = self.sockets.wrapping_add(1);
        let socket = self.sockets;
        let until = now.after(self.config.timing.connect);
        self.link = LinkState::Opening { socket, until };
        self.effects.push_back(Effect::OpenSocket { socket });
        self.dirty();
    }

    fn hello(&self) -> Hello {
        Hello {
            build: self.config.build.clone(),
            min: MIN_VERSION,
            max: VERSION,
            fingerprint: self.config.fingerprint.clone(),
            page: Some(self.config.page),
            share: (self.config.role == Role::Sharer).then_some(self.share),
            surface: self.shared_surface(),
        }
    }

    /// Sends a frame if the link is open.
    pub(super) fn send(&mut self, frame: &ClientFrame) {
        if let LinkState::Open { socket, .. } = self.link {
            self.send_on(socket, frame);
        }
    }

    fn send_on(&mut self, socket: u32, frame: &ClientFrame) {
        if let Ok(text) = wire::encode(frame) {
            self.effects.push_back(Effect::SendText { socket, text });
        }
    }

    /// The phase that was last seen.
    pub(super) fn phase(&self) -> Phase {
        self.view()
            .map_or(Phase::Created, |view| Phase::from(&view.phase))
    }

    /// The round of consent that is asked for now.
    pub(super) fn round(&self) -> Option<u32> {
        match self.view()?.phase {
            PhaseView::Joined { round, .. } => Some(round),
            _ => None,
        }
    }
}
