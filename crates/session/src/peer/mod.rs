//! What runs in a page: the link to the broker, the newest view, the life of the peer connection,
//! what the person asks, and the chat.
//!
//! Feed every event in with [`Peer::handle`], then carry out [`Peer::poll_effect`] until it is
//! empty, send [`Peer::next_chat_text`] while the chat channel takes more, and come back at
//! [`Peer::next_deadline`] at the latest (or each time the clock ticks, which is as good).

mod backoff;
mod io;
mod link;
mod requests;
mod rtc;
mod sdp;
mod stats;

pub use io::{Ask, Channel, Config, Effect, Input, Path};

use crate::{
    Instant,
    chat::Thread,
    wire::{self, Control, WireError},
};
use backoff::Jitter;
use link::LinkState;
use requests::Requests;
use rh_protocol::{
    ConnectionId, ErrorCode,
    peer::{ChatId, HelperControl},
    signal::IceServer,
    socket::ShareState,
    view::{SessionView, Surface},
};
use rtc::Rtc;
use std::collections::VecDeque;

/// How the page stands with the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// For the first time, or after a pause.
    Connecting,
    /// Connected.
    Open,
    /// Pauses before the next try.
    Retrying {
        /// The rest of the pause, in milliseconds.
        remaining_ms: u64,
    },
    /// Over: the session has ended (no error), or the error says what the person can do.
    Closed {
        /// Why, unless the session has ended.
        error: Option<ErrorCode>,
    },
}

/// How the page stands with the other page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerState {
    /// No peer connection, and none is being made.
    None,
    /// One is being made.
    Opening,
    /// All channels are open.
    Open,
    /// All channels are open, but nothing has come through lately.
    Shaky,
    /// The other page presented another certificate than it had announced: somebody may sit
    /// between the two. No attempt is made until that page is replaced.
    Refused,
}

/// The newest view and when it came.
#[derive(Clone, Debug)]
struct Seen {
    view: SessionView,
    at: Instant,
}

/// The machine of one page in one session.
#[derive(Clone, Debug)]
pub struct Peer {
    config: Config,
    jitter: Jitter,
    link: LinkState,
    /// Number of the newest WebSocket.
    sockets: u32,
    /// Tries in a row that led to no steady connection.
    failures: u32,
    /// The newest connection, past or present: names what is written in the chat.
    last_connection: Option<ConnectionId>,
    requests: Requests,
    seen: Option<Seen>,
    ice_servers: Vec<IceServer>,
    share: ShareState,
    /// What kind of surface that is, or was last.
    surface: Surface,
    rtc: Rtc,
    /// Number of the newest peer connection.
    attempts: u32,
    /// Sharer: the peer connection on which statistics were asked for.
    measured: Option<u32>,
    chat: Thread,
    effects: VecDeque<Effect>,
}

impl Peer {
    /// A machine that waits for [`Input::Start`].
    #[must_use]
    pub fn new(config: Config, now: Instant) -> Self {
        Self {
            jitter: Jitter::new(config.seed),
            chat: Thread::new(config.role),
            config,
            link: LinkState::Idle,
            sockets: 0,
            failures: 0,
            last_connection: None,
            requests: Requests::default(),
            seen: None,
            ice_servers: Vec::new(),
            share: ShareState::Stopped,
            surface: Surface::Unknown,
            rtc: Rtc::none(now),
            attempts: 0,
            measured: None,
            effects: VecDeque::new(),
        }
    }

    /// Takes an input at this time.
    pub fn handle(&mut self, now: Instant, input: Input) {
        match input {
            Input::Start => self.start_link(now),
            Input::NetworkBack => self.network_back(now),
            Input::Tick => {}
            Input::Ask(ask) => self.ask(ask),
            Input::SocketOpened { .. } | Input::SocketText { .. } | Input::SocketClosed { .. } => {
                self.socket_input(now, input);
            }
            Input::Diagnosed(error) => self.diagnosed(now, error),
            Input::ChatText { attempt, text } => self.chat_text(attempt, &text),
            Input::Described { attempt, .. }
            | Input::Candidate { attempt, .. }
            | Input::Path { attempt, .. }
            | Input::ChannelOpened { attempt, .. }
            | Input::ChannelClosed { attempt, .. }
            | Input::AttemptFailed { attempt } => self.rtc_input(now, attempt, input),
        }
        self.drive_link(now);
        self.drive_rtc(now);
    }

    /// The next thing to do.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// When [`Input::Tick`] is wanted, if nothing else happens.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        let link = self.link.deadline(self.config.timing.broker_silence);
        link.into_iter().chain(self.rtc_deadline()).min()
    }

    /// The newest view.
    #[must_use]
    pub fn view(&self) -> Option<&SessionView> {
        self.seen.as_ref().map(|seen| &seen.view)
    }

    /// How old the newest view is, in milliseconds: to be taken off the remaining times in it.
    #[must_use]
    pub fn view_age_ms(&self, now: Instant) -> u64 {
        self.seen.as_ref().map_or(0, |seen| now.since(seen.at))
    }

    /// Sharer: what the page shares, as last asked for.
    #[must_use]
    pub const fn share(&self) -> ShareState {
        self.share
    }

    /// The chat.
    #[must_use]
    pub const fn chat(&self) -> &Thread {
        &self.chat
    }

    /// Writes a chat message. It waits for a channel if none is open.
    ///
    /// # Errors
    /// [`ErrorCode::NotAllowed`] where chat is off or before anybody consented, and as
    /// [`Thread::write`].
    pub fn write_chat(&mut self, unix_ms: u64, text: String) -> Result<ChatId, ErrorCode> {
        let allowed = self.view().is_some_and(|view| view.chat) && self.phase().consented();
        let connection = self
            .last_connection
            .filter(|_| allowed)
            .ok_or(ErrorCode::NotAllowed)?;
        let id = self.chat.write(connection, unix_ms, text)?;
        self.dirty();
        Ok(id)
    }

    /// The next text for the chat channel of the present peer connection.
    pub fn next_chat_text(&mut self) -> Option<String> {
        let frame = self.chat.next_frame()?;
        wire::encode(&frame).ok()
    }

    /// Reads a text that arrived on the control channel: only what the other role may send. What it says
    /// about statistics is heeded: see [`Self::measures`].
    ///
    /// # Errors
    /// [`WireError::Stale`] from a peer connection that has been replaced; else as
    /// [`wire::control`]. The message is to be dropped.
    pub fn receive_control(&mut self, attempt: u32, text: &str) -> Result<Control, WireError> {
        if self.attempt() != Some(attempt) {
            return Err(WireError::Stale);
        }
        let message = wire::control(self.config.role.other(), text)?;
        if let Control::Helper(HelperControl::Measure { on }) = message {
            self.measure(attempt, on);
        }
        Ok(message)
    }

    fn chat_text(&mut self, attempt: u32, text: &str) {
        let allowed = self.view().is_some_and(|view| view.chat);
        if self.attempt() != Some(attempt) || !self.chat.is_open() || !allowed {
            return;
        }
        // What cannot be read or believed is dropped; the thread stays as it was.
        if let Ok(frame) = wire::chat_frame(text)
            && self.chat.receive(frame).is_ok()
        {
            self.dirty();
        }
    }

    /// Tells the app to look again; once is enough.
    fn dirty(&mut self) {
        if self.effects.back() != Some(&Effect::Changed) {
            self.effects.push_back(Effect::Changed);
        }
    }
}
