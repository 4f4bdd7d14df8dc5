//! The life of the peer connection. The sharer offers, the helper answers; both watch it and make a
//! new one when it fails. It outlives WebSockets, and ends with the other page or with consent.

use super::{Channel, Effect, Input, Path, Peer, PeerState, sdp};
use crate::{Instant, rules};
use rh_protocol::{
    ConnectionId, Role,
    signal::{Signal, Signalled},
    socket::ShareState,
    view::{ParticipantView, Presence},
};

/// The life of the peer connection.
#[derive(Clone, Debug)]
pub(super) enum Rtc {
    /// There is none.
    None {
        /// Sharer: before this no attempt is made. Helper: before this none is asked for.
        not_before: Instant,
        /// Attempts in a row that have failed.
        tries: u32,
        /// Helper: the page and its number of the attempt that failed here, of which it is to be
        /// told.
        failed: Option<(u128, u32)>,
        /// Helper: the way on which it last asked for one.
        asked: Option<Route>,
    },
    /// An attempt is being made.
    Opening {
        call: Call,
        talk: Talk,
        until: Instant,
        tries: u32,
    },
    /// All channels are open.
    Open { call: Call, since: Instant },
    /// All channels are open, but nothing comes through.
    Shaky { call: Call, until: Instant },
    /// The other page presents another certificate than it announced.
    Refused { remote: u128 },
}

impl Rtc {
    pub(super) const fn none(not_before: Instant) -> Self {
        Self::None {
            not_before,
            tries: 0,
            failed: None,
            asked: None,
        }
    }

    fn call(&self) -> Option<&Call> {
        match self {
            Self::Opening { call, .. } | Self::Open { call, .. } | Self::Shaky { call, .. } => {
                Some(call)
            }
            Self::None { .. } | Self::Refused { .. } => None,
        }
    }

    fn call_mut(&mut self) -> Option<&mut Call> {
        match self {
            Self::Opening { call, .. } | Self::Open { call, .. } | Self::Shaky { call, .. } => {
                Some(call)
            }
            Self::None { .. } | Self::Refused { .. } => None,
        }
    }
}

/// One peer connection.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// This page's number for it.
    attempt: u32,
    /// The sharer's number for it, as signals carry it.
    wire: u32,
    /// The page at the other end.
    remote: u128,
    /// The WebSockets over which it was agreed: the other's and ours.
    route: Route,
    /// Channels that are open.
    channels: Vec<Channel>,
}

/// The two WebSockets that signals take. When one is replaced, signals may have got lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Route {
    theirs: ConnectionId,
    ours: ConnectionId,
}

/// How far the exchange of descriptions has come.
#[derive(Clone, Debug)]
pub(super) enum Talk {
    /// The browser makes our description; candidates wait until it has been sent.
    Describing { held: Vec<Signal> },
    /// Sharer: the offer is out.
    Offered,
    /// Both descriptions are exchanged.
    Settled,
}

impl Peer {
    /// How the page stands with the other page, for the app.
    #[must_use]
    pub fn peer_state(&self) -> PeerState {
        match &self.rtc {
            Rtc::None { .. } => PeerState::None,
            Rtc::Opening { .. } => PeerState::Opening,
            Rtc::Open { .. } => PeerState::Open,
            Rtc::Shaky { .. } => PeerState::Shaky,
            Rtc::Refused { .. } => PeerState::Refused,
        }
    }

    /// The number of the present peer connection.
    #[must_use]
    pub fn attempt(&self) -> Option<u32> {
        self.rtc.call().map(|call| call.attempt)
    }

    pub(super) fn rtc_deadline(&self) -> Option<Instant> {
        match &self.rtc {
            Rtc::Opening { until, .. } => Some(*until),
            Rtc::Shaky { until, .. } => self.route().map(|_| *until),
            Rtc::None { not_before, .. } => self
                .permitted()
                .then(|| self.route().map(|_| *not_before))?,
            Rtc::Open { .. } | Rtc::Refused { .. } => None,
        }
    }

    /// Brings the peer connection in line with what is allowed, known and due.
    pub(super) fn drive_rtc(&mut self, now: Instant) {
        if !self.permitted() {
            if self.rtc.call().is_some() || matches!(self.rtc, Rtc::Refused { .. }) {
                self.close_rtc(Rtc::none(now));
            }
            self.stop_capture();
            return;
        }
        if let Some(remote) = self.remote()
            && self.remote_of_rtc().is_some_and(|before| before != remote)
        {
            // Another page has taken the place of the one we were connected to.
            self.close_rtc(Rtc::none(now));
        }
        let route = self.route();
        let sharer = self.config.role == Role::Sharer;
        match &mut self.rtc {
            Rtc::Opening { until, .. } if *until <= now => self.fail(now),
            Rtc::Shaky { until, .. } if *until <= now && route.is_some() => self.fail(now),
            Rtc::Opening { call, tries, .. } if sharer && changed(call, route) => {
                let tries = *tries;
                self.close_rtc(Rtc::None {
                    not_before: now,
                    tries,
                    failed: None,
                    asked: None,
                });
            }
            Rtc::Shaky { call, .. } if sharer && changed(call, route) => {
                self.close_rtc(Rtc::none(now));
            }
            Rtc::Open { call, .. } => call.route = route.unwrap_or(call.route),
            _ => {}
        }
        let (
            Some(route),
            Rtc::None {
                not_before,
                tries,
                failed,
                asked,
            },
        ) = (route, &mut self.rtc)
        else {
            return;
        };
        // What was asked on another way may not have come through.
        let asked_elsewhere = asked.is_some_and(|asked| asked != route);
        if *not_before > now && !asked_elsewhere {
            return;
        }
        if sharer {
            let tries = *tries;
            self.offer(now, route, tries);
        } else {
            // The sharer may believe in a peer connection that this page has closed, and a channel's
            // end can take minutes to be seen. Asked again if nothing comes of it, since the asking
            // itself may get lost.
            let attempt = failed.map_or(Signal::NO_ATTEMPT, |(_, attempt)| attempt);
            *not_before = now.after(self.config.timing.attempt);
            *asked = Some(route);
            self.signal(Signal::Restart { attempt });
        }
    }

    /// Inputs about a peer connection; those of an older one are ignored.
    pub(super) fn rtc_input(&mut self, now: Instant, attempt: u32, input: Input) {
        if self.attempt() != Some(attempt) {
            return;
        }
        match input {
            Input::Described { sdp, .. } => self.described(sdp),
            Input::Candidate {
                candidate,
                mid,
                index,
                ..
            } => {
                self.found_candidate(candidate, mid, index);
            }
            Input::Path { path, .. } => self.path_changed(now, path),
            Input::ChannelOpened { channel, .. } => self.channel_opened(now, channel),
            Input::ChannelClosed { .. } | Input::AttemptFailed { .. } => self.fail(now),
            _ => {}
        }
    }

    /// Takes a signal of the other side's newest connection.
    pub(super) fn signalled(&mut self, now: Instant, signalled: Signalled) {
        let Signalled { from, signal } = signalled;
        let other = self.view().and_then(|view| view.other());
        let theirs = other.is_some_and(|other| other.connection == Some(from));
        let role = self.config.role.other();
        if !theirs || !self.permitted() || rules::may_signal(role, &signal).is_err() {
            return;
        }
        match signal {
            Signal::Offer { attempt, sdp } => self.offered(now, attempt, sdp),
            Signal::Answer { attempt, sdp } => self.accept_answer(attempt, sdp),
            Signal::Candidate {
                attempt: wire,
                candidate,
                mid,
                index,
            } => {
                // The sharer takes candidates only after the answer that they belong to.
                let waits = matches!(
                    &self.rtc,
                    Rtc::Opening {
                        talk: Talk::Offered,
                        ..
                    }
                );
                if let Some(call) = self.rtc.call().filter(|call| call.wire == wire && !waits) {
                    let attempt = call.attempt;
                    self.effects.push_back(Effect::AddCandidate {
                        attempt,
                        candidate,
                        mid,
                        index,
                    });
                }
            }
            Signal::Restart { attempt } => {
                // Who has none cannot have answered yet: what is only opening here is on its way.
                let believed = matches!(self.rtc, Rtc::Open { .. } | Rtc::Shaky { .. });
                let named = self.rtc.call().is_some_and(|call| call.wire == attempt);
                if named || (believed && attempt == Signal::NO_ATTEMPT) {
                    self.fail(now);
                }
            }
            Signal::Unknown => {}
        }
    }

    fn offer(&mut self, now: Instant, route: Route, tries: u32) {
        let Some(remote) = self.remote() else { return };
        let attempt = self.begin(now, route, remote, None, tries);
        let chat = self.view().is_some_and(|view| view.chat);
        let wanted = |channel: &Channel| chat || *channel != Channel::Chat;
        let channels = Channel::ALL.into_iter().filter(wanted).collect();
        self.effects
            .push_back(Effect::MakeOffer { attempt, channels });
    }

    /// Helper: an offer has come. A newer attempt of the same page takes the place of an older.
    fn offered(&mut self, now: Instant, wire: u32, sdp: String) {
        let (Some(remote), Some(route)) = (self.remote(), self.route()) else {
            return;
        };
        if self
            .rtc
            .call()
            .is_some_and(|call| call.remote == remote && call.wire >= wire)
        {
            return;
        }
        if !self.presents_announced(&sdp) {
            self.close_rtc(Rtc::Refused { remote });
            return;
        }
        self.close_rtc(Rtc::none(now));
        let attempt = self.begin(now, route, remote, Some(wire), 0);
        self.effects.push_back(Effect::AcceptOffer { attempt, sdp });
    }

    fn begin(
        &mut self,
        now: Instant,
        route: Route,
        remote: u128,
        wire: Option<u32>,
        tries: u32,
    ) -> u32 {
        self.attempts = self.attempts.saturating_add(1);
        let attempt = self.attempts;
        let wire = wire.unwrap_or(attempt);
        let call = Call {
            attempt,
            wire,
            remote,
            route,
            channels: Vec::new(),
        };
        let talk = Talk::Describing { held: Vec::new() };
        let until = now.after(self.config.timing.attempt);
        self.rtc = Rtc::Opening {
            call,
            talk,
            until,
            tries,
        };
        let ice_servers = self.ice_servers.clone();
        self.effects.push_back(Effect::CreatePeer {
            attempt,
            ice_servers,
        });
        self.dirty();
        attempt
    }

    fn described(&mut self, sdp: String) {
        let sharer = self.config.role == Role::Sharer;
        let Rtc::Opening { call, talk, .. } = &mut self.rtc else {
            return;
        };
        let Talk::Describing { held } = talk else {
            return;
        };
        let (attempt, held) = (call.wire, std::mem::take(held));
        *talk = if sharer { Talk::Offered } else { Talk::Settled };
        self.signal(if sharer {
            Signal::Offer { attempt, sdp }
        } else {
            Signal::Answer { attempt, sdp }
        });
        for candidate in held {
            self.signal(candidate);
        }
    }

    fn found_candidate(&mut self, candidate: String, mid: Option<String>, index: Option<u16>) {
        let Some(call) = self.rtc.call() else { return };
        let signal = Signal::Candidate {
            attempt: call.wire,
            candidate,
            mid,
            index,
        };
        match &mut self.rtc {
            Rtc::Opening {
                talk: Talk::Describing { held },
                ..
            } => held.push(signal),
            _ => self.signal(signal),
        }
    }

    fn accept_answer(&mut self, wire: u32, sdp: String) {
        let presents = self.presents_announced(&sdp);
        let Rtc::Opening { call, talk, .. } = &mut self.rtc else {
            return;
        };
        if call.wire != wire || !matches!(talk, Talk::Offered) {
            return;
        }
        let (attempt, remote) = (call.attempt, call.remote);
        if presents {
            *talk = Talk::Settled;
            self.effects
                .push_back(Effect::AcceptAnswer { attempt, sdp });
        } else {
            self.close_rtc(Rtc::Refused { remote });
        }
    }

    fn path_changed(&mut self, now: Instant, path: Path) {
        match (&mut self.rtc, path) {
            (_, Path::Failed) => self.fail(now),
            (Rtc::Open { call, .. }, Path::Disconnected) => {
                let until = now.after(self.config.timing.shaky);
                self.rtc = Rtc::Shaky {
                    call: call.clone(),
                    until,
                };
                self.dirty();
            }
            (Rtc::Shaky { call, .. }, Path::Connected) => {
                self.rtc = Rtc::Open {
                    call: call.clone(),
                    since: now,
                };
                self.dirty();
            }
            _ => {}
        }
    }

    fn channel_opened(&mut self, now: Instant, channel: Channel) {
        let chat = self.view().is_some_and(|view| view.chat);
        let Some(call) = self.rtc.call_mut() else {
            return;
        };
        if call.channels.contains(&channel) || (channel == Channel::Chat && !chat) {
            return;
        }
        call.channels.push(channel);
        // Chat may have been switched off since its channel opened.
        let complete = call.channels.len() >= Channel::ALL.len() - usize::from(!chat);
        if channel == Channel::Chat {
            self.chat.opened();
        }
        if let Rtc::Opening { call, .. } = &self.rtc
            && complete
        {
            self.rtc = Rtc::Open {
                call: call.clone(),
                since: now,
            };
        }
        self.dirty();
    }

    /// The present peer connection is of no use any more: the next one after a pause.
    fn fail(&mut self, now: Instant) {
        let Some(call) = self.rtc.call() else { return };
        let failed = (self.config.role == Role::Helper).then_some((call.remote, call.wire));
        let timing = &self.config.timing;
        let tries = match &self.rtc {
            Rtc::Opening { tries, .. } => tries.saturating_add(1),
            Rtc::Open { since, .. } if now.since(*since) < timing.steady => 1,
            _ => 0,
        };
        let pause = match tries {
            // One that has worked until now: at once.
            0 => 0,
            _ => self
                .jitter
                .pause(tries, timing.attempt_first, timing.attempt_cap),
        };
        // The helper asks at once; it is the sharer who pauses.
        let not_before = if failed.is_some() {
            now
        } else {
            now.after(pause)
        };
        self.close_rtc(Rtc::None {
            not_before,
            tries,
            failed,
            asked: None,
        });
    }

    /// Closes the peer connection, if there is one, and goes on as `next`.
    pub(super) fn close_rtc(&mut self, next: Rtc) {
        if let Some(call) = self.rtc.call() {
            let attempt = call.attempt;
            self.effects.push_back(Effect::ClosePeer { attempt });
            self.chat.closed();
        }
        self.rtc = next;
        self.dirty();
    }

    /// Stops capturing what nobody may see.
    pub(super) fn stop_capture(&mut self) {
        if self.share != ShareState::Stopped {
            self.share = ShareState::Stopped;
            self.effects.push_back(Effect::StopCapture);
            self.dirty();
        }
    }

    /// Whether the two pages may be connected, by all that is known here.
    fn permitted(&self) -> bool {
        let closed = matches!(self.link, super::link::LinkState::Closed { .. });
        self.phase().consented() && !closed && !self.requests.ending()
    }

    /// The way that signals take now, if there is one.
    fn route(&self) -> Option<Route> {
        let other = self.view()?.other()?;
        let reachable = matches!(other.presence, Presence::Here | Presence::Unstable);
        let theirs = other.connection.filter(|_| reachable)?;
        Some(Route {
            theirs,
            ours: self.connection()?,
        })
    }

    /// The page at the other end, as the broker knows it.
    fn remote(&self) -> Option<u128> {
        remote_page(self.view()?.other()?)
    }

    fn remote_of_rtc(&self) -> Option<u128> {
        match &self.rtc {
            Rtc::Refused { remote } => Some(*remote),
            Rtc::None { failed, .. } => failed.map(|(remote, _)| remote),
            other => other.call().map(|call| call.remote),
        }
    }

    fn presents_announced(&self, description: &str) -> bool {
        let other = self.view().and_then(|view| view.other());
        let announced = other.and_then(|other| other.fingerprint.as_deref());
        announced.is_none_or(|announced| sdp::presents(description, announced))
    }
}

fn changed(call: &Call, route: Option<Route>) -> bool {
    route.is_some_and(|route| route != call.route)
}

/// The page of somebody who is connected. Without a name of its own (an older build's) each of its
/// connections counts as a page.
fn remote_page(other: &ParticipantView) -> Option<u128> {
    let connection = other.connection?.to_bits();
    Some(other.page.map_or(connection, |page| page.to_bits()))
}
