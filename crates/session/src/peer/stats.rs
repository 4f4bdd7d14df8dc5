//! Whether the sharer's page is to measure what the picture costs: only for a helper who looks at it.

use super::Peer;
use rh_protocol::socket::ShareState;

impl Peer {
    /// Sharer: whether statistics are to be measured and told now. The helper has asked for them on the
    /// present peer connection, and something is shared (paused or not).
    #[must_use]
    pub fn measures(&self) -> bool {
        self.measured.is_some()
            && self.measured == self.attempt()
            && self.share != ShareState::Stopped
    }

    /// The helper wants statistics from now on, or no longer. That ends with the peer connection on which
    /// it was said.
    pub(super) fn measure(&mut self, attempt: u32, on: bool) {
        self.measured = on.then_some(attempt);
    }
}
