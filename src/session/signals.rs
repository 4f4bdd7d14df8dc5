//! What the views see of a session: one signal for each thing, set only when it changes.

use super::picture::Picture;
use super::statistics::Statistics;
use crate::platform::capture::Stream;
use leptos::prelude::*;
use rh_protocol::peer::ChatMessage;
use rh_protocol::view::SessionView;
use rh_protocol::{ErrorBody, ErrorCode};
use rh_session::peer::{Link, PeerState};

/// One message of the chat, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatEntry {
    /// The message.
    pub message: ChatMessage,
    /// Whether the other side has it.
    pub delivered: bool,
}

/// All signals of a session.
#[derive(Clone, Copy)]
pub(super) struct Signals {
    pub(super) view: RwSignal<Option<SessionView>>,
    pub(super) link: RwSignal<Link>,
    pub(super) peer: RwSignal<PeerState>,
    pub(super) elapsed_ms: RwSignal<u64>,
    pub(super) picture: RwSignal<Picture>,
    pub(super) statistics: RwSignal<Option<Statistics>>,
    pub(super) preview: RwSignal<Option<Stream>, LocalStorage>,
    pub(super) chat: RwSignal<Vec<ChatEntry>>,
    pub(super) chat_open: RwSignal<bool>,
    pub(super) cut_off: RwSignal<bool>,
    pub(super) error: RwSignal<Option<ErrorBody>>,
}

impl Signals {
    pub(super) fn new() -> Self {
        Self {
            view: RwSignal::new(None),
            link: RwSignal::new(Link::Connecting),
            peer: RwSignal::new(PeerState::None),
            elapsed_ms: RwSignal::new(0),
            picture: RwSignal::new(Picture::NONE),
            statistics: RwSignal::new(None),
            preview: RwSignal::new_local(None),
            chat: RwSignal::new(Vec::new()),
            chat_open: RwSignal::new(false),
            cut_off: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// Shows an error until the person dismisses it, or another comes.
    pub(super) fn fail(self, code: ErrorCode) {
        self.error.try_set(Some(code.into()));
    }
}

/// Sets a signal if that changes it. The views may be gone by now: then nothing happens.
pub(super) fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|now| *now != value) == Some(true) {
        signal.try_set(value);
    }
}
