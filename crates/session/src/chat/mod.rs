//! The chat thread: one for the whole session, held by both pages and merged to the same on both,
//! in whatever order messages arrive and however often either page reloads.
//!
//! Each side opens a channel with what it has; the other fills the gap and goes on from there. Each
//! message that arrives is answered with how far its writer's messages are complete, which is what
//! "delivered" means. What is written while no channel is open waits for the next one.
//!
//! A page that reloaded gets its own messages back from its peer and has to take the peer's word
//! for them; what this page itself wrote nobody else can add to.

mod track;

use rh_protocol::{
    ConnectionId, ErrorCode, Role, limits,
    peer::{ChatFrame, ChatId, ChatMessage},
};
use std::collections::{BTreeMap, VecDeque};
use track::{Origin, Track};

/// Highest Lamport time that is believed: far above what people can type in one session, far below
/// where adding to it could overflow.
const MAX_ORDER: u64 = 1 << 40;
/// Connections whose messages are kept apart; `Have` names each, so this bounds its size too.
const MAX_TRACKS: usize = 512;

/// Why a frame from the peer was not accepted. The thread is as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Longer than a message may be, or empty.
    Length,
    /// A number or time that no honest page sends.
    Numbering,
    /// In the name of somebody else than the writer of that connection.
    Author,
    /// More connections, or more messages ahead of a gap, than are kept.
    TooMany,
}

/// A message as the app shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The message.
    pub message: &'a ChatMessage,
    /// Whether both sides have it.
    pub delivered: bool,
}

/// Where a thread stands with its channel.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Channel {
    Closed,
    /// Our `Have` is out or about to be; theirs has not come yet.
    Greeting {
        queue: VecDeque<Pending>,
    },
    /// Both know what the other has.
    Open {
        queue: VecDeque<Pending>,
    },
}

/// A frame to be sent, as long as it is not yet made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pending {
    Have,
    Gone,
    Got(ConnectionId),
    Message(Key),
}

/// Orders the thread: Lamport time, then name.
type Key = (u64, ChatId);

/// The thread, as one page holds it.
#[derive(Clone, Debug)]
pub struct Thread {
    me: Role,
    /// The highest Lamport time seen.
    clock: u64,
    messages: BTreeMap<Key, ChatMessage>,
    tracks: BTreeMap<ConnectionId, Track>,
    channel: Channel,
}

impl Thread {
    /// An empty thread of this page.
    #[must_use]
    pub const fn new(me: Role) -> Self {
        Self {
            me,
            clock: 0,
            messages: BTreeMap::new(),
            tracks: BTreeMap::new(),
            channel: Channel::Closed,
        }
    }

    /// Whether a channel is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self.channel, Channel::Closed)
    }

    /// The thread in its order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = Entry<'_>> {
        self.messages.values().map(|message| Entry {
            message,
            delivered: message.author != self.me || self.peer_has(message.id),
        })
    }

    /// Writes a message on this connection.
    ///
    /// # Errors
    /// [`ErrorCode::ChatTooLong`] above [`limits::CHAT_CHARS`] characters, and
    /// [`ErrorCode::BadRequest`] for a message without any.
    pub fn write(
        &mut self,
        connection: ConnectionId,
        written_at_ms: u64,
        text: String,
    ) -> Result<ChatId, ErrorCode> {
        if text.is_empty() {
            return Err(ErrorCode::BadRequest);
        }
        if !fits(&text) {
            return Err(ErrorCode::ChatTooLong);
        }
        let me = self.me;
        let track = self
            .tracks
            .entry(connection)
            .or_insert_with(|| Track::new(Some(me), Origin::ThisPage));
        let id = ChatId {
            connection,
            seq: track.next(),
        };
        self.clock = self.clock.saturating_add(1);
        let key = (self.clock, id);
        self.messages.insert(
            key,
            ChatMessage {
                id,
                order: self.clock,
                author: me,
                written_at_ms,
                text: text.into(),
            },
        );
        // Before the peer's `Have` the message waits: filling the gap will send it.
        if let Channel::Open { queue } = &mut self.channel {
            queue.push_back(Pending::Message(key));
        }
        self.trim();
        Ok(id)
    }

    /// A channel has opened.
    pub fn opened(&mut self) {
        self.channel = Channel::Greeting {
            queue: VecDeque::from([Pending::Have]),
        };
    }

    /// The channel has closed; what was not delivered waits for the next.
    pub fn closed(&mut self) {
        self.channel = Channel::Closed;
    }

    /// The next frame to send, when the channel can take one.
    pub fn next_frame(&mut self) -> Option<ChatFrame> {
        loop {
            let pending = match &mut self.channel {
                Channel::Closed => return None,
                Channel::Greeting { queue } | Channel::Open { queue } => queue.pop_front()?,
            };
            let frame = match pending {
                Pending::Have => Some(ChatFrame::Have {
                    known: self.known(|track| track.upto),
                }),
                Pending::Gone => Some(ChatFrame::Gone {
                    upto: self.known(|track| track.gone),
                }),
                Pending::Got(connection) => {
                    self.tracks.get(&connection).map(|track| ChatFrame::Got {
                        id: ChatId {
                            connection,
                            seq: track.upto,
                        },
                    })
                }
                // It may have given way to newer ones since it was queued.
                Pending::Message(key) => self.messages.get(&key).cloned().map(ChatFrame::Message),
            };
            if frame.is_some() {
                return frame;
            }
        }
    }

    /// Takes a frame from the peer. Answers whether the thread looks different now.
    ///
    /// # Errors
    /// [`Refusal`] for what no honest page sends.
    pub fn receive(&mut self, frame: ChatFrame) -> Result<bool, Refusal> {
        match frame {
            ChatFrame::Have { known } => {
                self.take_have(&known);
                Ok(true)
            }
            ChatFrame::Message(message) => self.take_message(message),
            ChatFrame::Got { id } => {
                let track = self.tracks.get_mut(&id.connection);
                Ok(track.is_some_and(|track| track.acknowledge(id.seq)))
            }
            ChatFrame::Gone { upto } => {
                for id in upto {
                    self.take_gone(id)?;
                }
                Ok(false)
            }
            ChatFrame::Unknown => Ok(false),
        }
    }

    fn take_have(&mut self, known: &[ChatId]) {
        for (connection, track) in &mut self.tracks {
            let theirs = known.iter().filter(|id| id.connection == *connection);
            track.theirs = theirs
                .map(|id| id.seq)
                .max()
                .unwrap_or(0)
                .min(track.highest());
        }
        let missing = self
            .messages
            .iter()
            .filter(|(_, message)| !self.peer_has(message.id));
        let mut queue: VecDeque<_> = missing.map(|(key, _)| Pending::Message(*key)).collect();
        if self.tracks.values().any(|track| track.gone > track.theirs) {
            queue.push_front(Pending::Gone);
        }
        // What was queued for an older `Have` is covered by this one, but not our own greeting.
        if let Channel::Greeting { queue: ours } | Channel::Open { queue: ours } = &self.channel
            && ours.contains(&Pending::Have)
        {
            queue.push_front(Pending::Have);
        }
        self.channel = Channel::Open { queue };
    }

    fn take_message(&mut self, message: ChatMessage) -> Result<bool, Refusal> {
        let text = message.text.expose();
        if text.is_empty() || !fits(text) {
            return Err(Refusal::Length);
        }
        if message.order == 0 || message.order > MAX_ORDER {
            return Err(Refusal::Numbering);
        }
        let track = self.track(message.id.connection)?;
        let fresh = track.take(message.id.seq, message.author)?;
        // The peer has what it sends.
        track.acknowledge(message.id.seq);
        let connection = message.id.connection;
        if fresh {
            self.clock = self.clock.max(message.order);
            self.messages.insert((message.order, message.id), message);
            self.trim();
        }
        if let Channel::Greeting { queue } | Channel::Open { queue } = &mut self.channel {
            let answer = Pending::Got(connection);
            if !queue.contains(&answer) {
                queue.push_back(answer);
            }
        }
        Ok(fresh)
    }

    fn take_gone(&mut self, id: ChatId) -> Result<(), Refusal> {
        self.track(id.connection)?.skip(id.seq)
    }

    /// The track of a connection that the peer named, made when it is new.
    fn track(&mut self, connection: ConnectionId) -> Result<&mut Track, Refusal> {
        if !self.tracks.contains_key(&connection) && self.tracks.len() >= MAX_TRACKS {
            return Err(Refusal::TooMany);
        }
        let fresh = || Track::new(None, Origin::Elsewhere);
        Ok(self.tracks.entry(connection).or_insert_with(fresh))
    }

    fn peer_has(&self, id: ChatId) -> bool {
        let track = self.tracks.get(&id.connection);
        track.is_some_and(|track| id.seq <= track.theirs)
    }

    /// One number of each connection, where there is one.
    fn known(&self, number: impl Fn(&Track) -> u32) -> Vec<ChatId> {
        let all = self.tracks.iter();
        all.map(|(connection, track)| ChatId {
            connection: *connection,
            seq: number(track),
        })
        .filter(|id| id.seq > 0)
        .collect()
    }

    /// The oldest messages give way.
    fn trim(&mut self) {
        while self.messages.len() > limits::CHAT_MESSAGES {
            let Some(((_, id), _)) = self.messages.pop_first() else {
                return;
            };
            if let Some(track) = self.tracks.get_mut(&id.connection) {
                track.gone = track.gone.max(id.seq);
            }
        }
    }
}

fn fits(text: &str) -> bool {
    // Every character takes at least a byte: short texts need no counting.
    text.len() <= limits::CHAT_CHARS || text.chars().count() <= limits::CHAT_CHARS
}
