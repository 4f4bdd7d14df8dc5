//! From the machine to the signals that the views read.

use super::driver::{Driver, now};
use super::picture::Picture;
use super::sending::Sending;
use super::signals::{ChatEntry, put};
use crate::platform::clock;
use leptos::prelude::GetUntracked;
use rh_protocol::view::PhaseView;
use rh_protocol::{ErrorCode, Role};
use rh_session::peer::{Link, PeerState};

impl Driver {
    /// Brings the signals up to date.
    pub(super) fn show(&mut self) {
        let view = self.peer.view().cloned();
        let shared = view
            .as_ref()
            .is_some_and(|view| matches!(view.phase, PhaseView::Sharing | PhaseView::Paused));
        if self.role == Role::Helper {
            self.receiving.announce(clock::now_ms(), shared);
        }
        if view.is_some() {
            put(self.signals.view, view);
        }
        self.show_elapsed();
        let peer = self.peer.peer_state();
        if peer == PeerState::Refused && self.signals.peer.try_get_untracked() != Some(peer) {
            self.signals.fail(ErrorCode::PeerFailed);
        }
        put(self.signals.peer, peer);
        put(self.signals.chat_open, self.peer.chat().is_open());
        let chat = self.peer.chat().entries().map(|entry| ChatEntry {
            message: entry.message.clone(),
            delivered: entry.delivered,
        });
        put(self.signals.chat, chat.collect());
        self.show_link();
        self.show_picture();
    }

    pub(super) fn show_elapsed(&self) {
        let elapsed_ms = self.peer.view_age_ms(now()) / 1_000 * 1_000;
        put(self.signals.elapsed_ms, elapsed_ms);
    }

    pub(super) fn show_link(&self) {
        let link = match self.peer.link(now()) {
            // Whole seconds, so that a count-down is drawn once a second.
            Link::Retrying { remaining_ms } => Link::Retrying {
                remaining_ms: remaining_ms.div_ceil(1_000) * 1_000,
            },
            link => link,
        };
        put(self.signals.link, link);
    }

    pub(super) fn show_picture(&mut self) {
        let picture = match self.role {
            Role::Helper => self.receiving.picture(clock::now_ms()),
            Role::Sharer => self
                .sending
                .as_ref()
                .map_or(Picture::NONE, Sending::picture),
        };
        put(self.signals.picture, picture);
    }
}
