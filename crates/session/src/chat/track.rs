//! Which messages of one connection this page has, and which its peer has.

use super::Refusal;
use rh_protocol::{Role, limits};
use std::collections::BTreeSet;

/// Who adds to a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// This page, and nobody else.
    ThisPage,
    /// The peer, or this person's page before it was reloaded.
    Elsewhere,
}

/// The messages that one connection wrote.
#[derive(Clone, Debug)]
pub(super) struct Track {
    /// The side that wrote all of them; unknown while none of them is here.
    pub(super) author: Option<Role>,
    origin: Origin,
    /// All numbers up to this are here (or gone for good).
    pub(super) upto: u32,
    /// Numbers above a gap that are here already.
    above: BTreeSet<u32>,
    /// All numbers up to this the peer has.
    pub(super) theirs: u32,
    /// The highest number that has given way to newer messages.
    pub(super) gone: u32,
}

impl Track {
    pub(super) const fn new(author: Option<Role>, origin: Origin) -> Self {
        Self {
            author,
            origin,
            upto: 0,
            above: BTreeSet::new(),
            theirs: 0,
            gone: 0,
        }
    }

    /// The number of the next message that this page writes.
    pub(super) fn next(&mut self) -> u32 {
        self.upto = self.upto.saturating_add(1);
        self.upto
    }

    /// The highest number that is here.
    pub(super) fn highest(&self) -> u32 {
        self.above.last().copied().unwrap_or(0).max(self.upto)
    }

    /// Takes a number in. Answers whether it is new.
    pub(super) fn take(&mut self, seq: u32, author: Role) -> Result<bool, Refusal> {
        if seq == 0 {
            return Err(Refusal::Numbering);
        }
        if self.author.is_some_and(|known| known != author) {
            return Err(Refusal::Author);
        }
        if seq <= self.upto || self.above.contains(&seq) {
            return Ok(false);
        }
        if self.origin == Origin::ThisPage {
            return Err(Refusal::Author);
        }
        if seq - self.upto > 1 && self.above.len() >= limits::CHAT_MESSAGES {
            return Err(Refusal::TooMany);
        }
        self.author = Some(author);
        self.above.insert(seq);
        self.close_gap();
        Ok(true)
    }

    /// Numbers up to this are not to be waited for.
    pub(super) fn skip(&mut self, seq: u32) -> Result<(), Refusal> {
        if self.origin == Origin::ThisPage {
            return if seq <= self.upto {
                Ok(())
            } else {
                Err(Refusal::Author)
            };
        }
        self.upto = self.upto.max(seq);
        self.gone = self.gone.max(seq.min(self.upto));
        self.above = self.above.split_off(&self.upto.saturating_add(1));
        self.close_gap();
        Ok(())
    }

    /// The peer has all up to this. Answers whether that is news.
    pub(super) fn acknowledge(&mut self, seq: u32) -> bool {
        let seq = seq.min(self.upto);
        let news = seq > self.theirs;
        self.theirs = self.theirs.max(seq);
        news
    }

    fn close_gap(&mut self) {
        while let Some(next) = self.upto.checked_add(1)
            && self.above.remove(&next)
        {
            self.upto = next;
        }
    }
}
