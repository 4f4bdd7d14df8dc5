//! One peer connection with its data channels, as the session machine wants it.

use super::shared::{Event, Post};
use crate::platform::certificate::Certificate;
use crate::platform::channel::Channel as DataChannel;
use crate::platform::peer::{Candidate, PeerConnection, PeerEvent, State};
use crate::platform::{Failure, spawn};
use rh_protocol::signal::IceServer;
use rh_session::peer::{Channel, Input, Path};

/// What may wait in a channel's own buffer before no more is given to it, in bytes. Small, since
/// whatever is in there can no longer be overtaken.
const BUFFERED: u32 = 512 * 1024;
/// When the channel asks for more, in bytes.
const DRAINED: u32 = 128 * 1024;

/// One attempt to connect the two pages.
pub(super) struct Call {
    attempt: u32,
    connection: PeerConnection,
    channels: Vec<(Channel, DataChannel)>,
    post: Post,
}

impl Call {
    /// Makes the connection.
    ///
    /// # Errors
    /// When the browser will not.
    pub(super) fn new(
        attempt: u32,
        ice_servers: &[IceServer],
        certificate: &Certificate,
        post: Post,
    ) -> Result<Self, Failure> {
        let heard = post.clone();
        let connection = PeerConnection::new(ice_servers, certificate, move |event| {
            heard.input(match event {
                PeerEvent::Candidate(found) => Input::Candidate {
                    attempt,
                    candidate: found.candidate,
                    mid: found.mid,
                    index: found.index,
                },
                PeerEvent::State(state) => Input::Path {
                    attempt,
                    path: path(state),
                },
            });
        })?;
        Ok(Self {
            attempt,
            connection,
            channels: Vec::new(),
            post,
        })
    }

    pub(super) const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Opens these channels on this side; the other side opens the same.
    pub(super) fn open(&mut self, channels: &[Channel]) {
        for channel in channels {
            let (post, attempt, channel) = (self.post.clone(), self.attempt, *channel);
            let heard = move |event| {
                post.send(Event::Channel {
                    attempt,
                    channel,
                    event,
                });
            };
            let label = channel.label();
            let opened = self.connection.channel(label, id(channel), DRAINED, heard);
            self.channels.push((channel, opened));
        }
    }

    /// Makes the offer.
    pub(super) fn offer(&self) {
        self.described(self.connection.offer());
    }

    /// Answers an offer.
    pub(super) fn answer(&self, offer: &str) {
        self.described(self.connection.answer(offer));
    }

    /// Takes the answer.
    pub(super) fn accept(&self, answer: &str) {
        let (post, attempt) = (self.post.clone(), self.attempt);
        let accepted = self.connection.accept(answer);
        spawn(async move {
            if accepted.await.is_err() {
                post.input(Input::AttemptFailed { attempt });
            }
        });
    }

    /// Adds a candidate of the other side.
    pub(super) fn add_candidate(&self, candidate: String, mid: Option<String>, index: Option<u16>) {
        self.connection.add_candidate(&Candidate {
            candidate,
            mid,
            index,
        });
    }

    /// A channel that can take a message now: open, and not full.
    pub(super) fn ready(&self, channel: Channel) -> Option<&DataChannel> {
        let (_, found) = self.channels.iter().find(|(name, _)| *name == channel)?;
        (found.is_open() && found.buffered() < BUFFERED).then_some(found)
    }

    fn described(&self, made: impl Future<Output = Result<String, Failure>> + 'static) {
        let (post, attempt) = (self.post.clone(), self.attempt);
        spawn(async move {
            post.input(match made.await {
                Ok(sdp) => Input::Described { attempt, sdp },
                Err(_) => Input::AttemptFailed { attempt },
            });
        });
    }
}

/// The number under which both sides open a channel.
const fn id(channel: Channel) -> u16 {
    match channel {
        Channel::Screen => 0,
        Channel::Control => 1,
        Channel::Chat => 2,
    }
}

const fn path(state: State) -> Path {
    match state {
        State::Connecting => Path::Connecting,
        State::Connected => Path::Connected,
        State::Disconnected => Path::Disconnected,
        State::Failed => Path::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_has_a_number_of_its_own() {
        let mut ids: Vec<_> = Channel::ALL.into_iter().map(id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Channel::ALL.len());
    }
}
