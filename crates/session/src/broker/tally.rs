//! What was shared and for how long, by the machine's own times: what the receipt and the report tell.

use super::{Session, state::Life};
use crate::Instant;
use rh_protocol::{
    Role,
    view::{Receipt, Surface},
};
use serde::{Deserialize, Serialize};

/// Counted while the session runs, and kept in it over restarts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Tally {
    /// When the sharer joined.
    pub(super) joined: Option<Instant>,
    /// When both had agreed for the first time.
    pub(super) agreed: Option<Instant>,
    /// Kinds of surface, in the order of their first time.
    surfaces: Vec<Surface>,
    shared_ms: u64,
    pauses: u32,
    paused_ms: u64,
    /// Chat was switched off while the session ran.
    pub(super) chat_cut: bool,
}

impl Tally {
    /// This is shared from now on, if it was not before.
    pub(super) fn shares(&mut self, surface: Surface) {
        if !self.surfaces.contains(&surface) {
            self.surfaces.push(surface);
        }
    }

    /// A pause begins.
    pub(super) const fn pauses(&mut self) {
        self.pauses = self.pauses.saturating_add(1);
    }
}

impl Session {
    /// Counts what has been shared or paused without a change until now. To be called before that changes.
    pub(super) fn count(&mut self, now: Instant) {
        let total = match self.life {
            Life::Sharing { .. } => &mut self.tally.shared_ms,
            Life::Paused { .. } => &mut self.tally.paused_ms,
            _ => return,
        };
        let since = self.life.lap().and_then(|lap| lap.since);
        *total = total.saturating_add(since.map_or(0, |since| now.since(since)));
    }

    /// What there was, once it is over; nothing of a session that nobody joined.
    #[must_use]
    pub fn receipt(&self) -> Option<Receipt> {
        let (_, ended) = self.ended()?;
        self.participants.iter().find(|p| p.role == Role::Sharer)?;
        let tally = &self.tally;
        Some(Receipt {
            joined_ms: tally.joined.unwrap_or(self.created).as_ms(),
            agreed_ms: tally.agreed.map(Instant::as_ms),
            ended_ms: ended.as_ms(),
            surfaces: tally.surfaces.clone(),
            shared_ms: tally.shared_ms,
            pauses: tally.pauses,
            paused_ms: tally.paused_ms,
            chat_cut: tally.chat_cut,
        })
    }
}
