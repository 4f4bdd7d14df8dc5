//! What a person asks of the broker: checked, sent, kept until answered, repeated where it must be.

use super::{Ask, Effect, Peer};
use crate::rules;
use rh_protocol::{
    ErrorBody, ErrorCode, Role,
    signal::Signal,
    socket::{ClientFrame, Request, ShareState},
    view::Surface,
};

/// Requests without an answer so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Requests {
    /// The number of the newest.
    newest: u32,
    waiting: Vec<Waiting>,
}

#[derive(Clone, Debug)]
struct Waiting {
    /// Its number on the present connection, once it has been sent there.
    id: Option<u32>,
    request: Request,
}

impl Requests {
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Whether the person has asked to end the session.
    pub(super) fn ending(&self) -> bool {
        self.waiting
            .iter()
            .any(|waiting| waiting.request == Request::End)
    }

    fn number(&mut self) -> u32 {
        self.newest = self.newest.wrapping_add(1);
        self.newest
    }
}

impl Peer {
    pub(super) fn ask(&mut self, ask: Ask) {
        let request = match ask {
            Ask::Consent { allow, device } => Request::Consent {
                round: self.round().unwrap_or_default(),
                allow,
                device,
            },
            Ask::NewCode => Request::NewCode,
            Ask::Share { state, surface } => Request::Share { state, surface },
            Ask::End => Request::End,
        };
        if let Err(code) = self.check(&request) {
            if self.config.role == Role::Sharer && matches!(request, Request::Share { .. }) {
                // The capture may run already: the picker was open when consent lapsed.
                self.effects.push_back(Effect::StopCapture);
            }
            self.refuse(request, code.into());
            return;
        }
        if let Request::Share { state, surface } = request {
            self.share = state;
            self.surface = surface;
        }
        let open = self.connection().is_some();
        match request {
            // A new code is of use only at once; what is shared the next `hello` will say.
            Request::NewCode if !open => {
                self.refuse(request, ErrorCode::NetworkUnreachable.into());
            }
            Request::Share { .. } if !open => {}
            _ => self.keep(request),
        }
        self.dirty();
    }

    fn check(&self, request: &Request) -> Result<(), ErrorCode> {
        if self.view().is_none() {
            return Err(ErrorCode::NetworkUnreachable);
        }
        // Stopping what one shares is always right.
        let stop = ShareState::Stopped;
        let stops = matches!(request, Request::Share { state, .. } if *state == stop);
        let sharer = self.config.role == Role::Sharer;
        if stops && sharer && self.phase() != rules::Phase::Ended {
            return Ok(());
        }
        rules::may_request(self.config.role, self.phase(), request)
    }

    fn keep(&mut self, request: Request) {
        if self
            .requests
            .waiting
            .iter()
            .any(|waiting| waiting.request == request)
        {
            return;
        }
        self.requests.waiting.push(Waiting { id: None, request });
        self.send_waiting();
    }

    fn send_waiting(&mut self) {
        if self.connection().is_none() {
            return;
        }
        let mut frames = Vec::new();
        for index in 0..self.requests.waiting.len() {
            let id = self.requests.number();
            if let Some(waiting) = self.requests.waiting.get_mut(index)
                && waiting.id.is_none()
            {
                waiting.id = Some(id);
                frames.push(ClientFrame::Request {
                    id,
                    request: waiting.request.clone(),
                });
            }
        }
        for frame in &frames {
            self.send(frame);
        }
    }

    /// After a welcome: asks again what was not answered and still makes sense.
    pub(super) fn repeat_requests(&mut self) {
        let round = self.round();
        self.requests.waiting.retain_mut(|waiting| {
            waiting.id = None;
            match waiting.request {
                Request::Consent { round: asked, .. } => round == Some(asked),
                _ => true,
            }
        });
        // What is shared may have changed between `hello` and `welcome`.
        let present = (self.share, self.shared_surface());
        if self.phase().consented() && self.shown_share() != present {
            let (state, surface) = present;
            let request = Request::Share { state, surface };
            if self.check(&request).is_ok() {
                self.requests.waiting.push(Waiting { id: None, request });
            }
        }
        self.send_waiting();
    }

    /// When the link is lost: what will not be repeated is given up.
    pub(super) fn forget_unrepeatable(&mut self) {
        let waiting = std::mem::take(&mut self.requests.waiting);
        for Waiting { request, .. } in waiting {
            match request {
                Request::End | Request::Consent { .. } => {
                    self.requests.waiting.push(Waiting { id: None, request });
                }
                Request::NewCode => self.refuse(request, ErrorCode::NetworkUnreachable.into()),
                Request::Share { .. } | Request::Signal { .. } | Request::Unknown => {}
            }
        }
    }

    /// Sends a signal to the other side's connection. What gets lost on the way is not repeated: a
    /// new attempt is made instead.
    pub(super) fn signal(&mut self, signal: Signal) {
        let to = self.view().and_then(|view| view.other()?.connection);
        if let Some(to) = to {
            let id = self.requests.number();
            let request = Request::Signal { to, signal };
            self.send(&ClientFrame::Request { id, request });
        }
    }

    pub(super) fn answered(&mut self, id: u32, error: Option<ErrorBody>) {
        let mut waiting = self.requests.waiting.iter();
        let Some(index) = waiting.position(|waiting| waiting.id == Some(id)) else {
            return;
        };
        let request = self.requests.waiting.remove(index).request;
        if let Some(error) = error {
            // What the broker has not taken down is not to be shared, nor to be shown as shared.
            if matches!(request, Request::Share { .. }) && self.share != ShareState::Stopped {
                self.stop_capture();
                if self.phase().consented() {
                    self.keep(Request::Share {
                        state: ShareState::Stopped,
                        surface: Surface::Unknown,
                    });
                }
            }
            self.refuse(request, error);
        }
        self.dirty();
    }

    fn refuse(&mut self, request: Request, error: ErrorBody) {
        self.effects.push_back(Effect::Refused { request, error });
    }

    /// What kind of surface the page shares now.
    pub(super) const fn shared_surface(&self) -> Surface {
        match self.share {
            ShareState::Stopped => Surface::Unknown,
            ShareState::Live | ShareState::Paused => self.surface,
        }
    }

    fn shown_share(&self) -> (ShareState, Surface) {
        let state = match self.phase() {
            rules::Phase::Sharing => ShareState::Live,
            rules::Phase::Paused => ShareState::Paused,
            _ => ShareState::Stopped,
        };
        let surface = self.view().map(|view| view.surface);
        (state, surface.unwrap_or_default())
    }
}
