//! What the session machine wants of the browser, carried out.

use super::api;
use super::call::Call;
use super::driver::Driver;
use crate::platform::socket::{Socket, SocketEvent};
use crate::platform::spawn;
use leptos::prelude::Set;
use rh_protocol::ErrorCode;
use rh_protocol::socket::Request;
use rh_session::peer::{Channel, Effect, Input};

/// What a helper opens where chat is off.
const WITHOUT_CHAT: [Channel; 2] = [Channel::Screen, Channel::Control];

/// The close code of a WebSocket that never was (RFC 6455 §7.1.5).
const ABNORMAL: u16 = 1006;

impl Driver {
    pub(super) fn carry_out(&mut self, effect: Effect) {
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
}
