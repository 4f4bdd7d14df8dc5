//! Every time-out of the session, in one place, in milliseconds.

/// Seconds in milliseconds.
const S: u64 = 1_000;
/// Minutes in milliseconds.
const MIN: u64 = 60 * S;

/// Every time-out of both machines. All values are milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    // The broker's machine.
    /// How long a security code can be redeemed.
    pub code: u64,
    /// Silence after which a participant is shown as unstable. Half a second below the promised
    /// 3 s, which leaves time for the word to travel.
    pub unstable: u64,
    /// Silence after which a participant is shown as lost; a second below the promised 10 s.
    pub lost: u64,
    /// Absence that consent survives.
    pub consent_grace: u64,
    /// How long a session without consent waits for somebody who is absent.
    pub wait_for_return: u64,
    /// How long a trust screen can be answered.
    pub answer: u64,
    /// How long a helper may wait for somebody to redeem a code, counted from the newest code.
    pub nobody_joined: u64,
    /// Longest duration of a session, from its creation; of one that runs it stays what it was then.
    pub longest: u64,

    // The page's machine: its WebSocket.
    /// Between two heartbeats of a page.
    pub heartbeat: u64,
    /// Silence after which a page gives its WebSocket up.
    pub broker_silence: u64,
    /// How long a WebSocket may take to open, and then its `hello` to be answered.
    pub connect: u64,
    /// First pause between two tries to connect; it doubles up to [`Self::reconnect_cap`].
    pub reconnect_first: u64,
    /// Longest pause between two tries. Short, since frames are to flow 5 s after an outage.
    pub reconnect_cap: u64,
    /// A connection that lasted this long was a good one: the pauses begin anew.
    pub steady: u64,

    // The page's machine: its peer connection.
    /// How long one attempt may take until all channels are open.
    pub attempt: u64,
    /// How long a peer connection may be `disconnected` before a new attempt is made.
    pub shaky: u64,
    /// First pause between two attempts; it doubles up to [`Self::attempt_cap`].
    pub attempt_first: u64,
    /// Longest pause between two attempts.
    pub attempt_cap: u64,
}

impl Timing {
    /// What the product promises.
    pub const DEFAULT: Self = Self {
        code: 10 * MIN,
        unstable: 2_500,
        lost: 9 * S,
        consent_grace: 60 * S,
        wait_for_return: 10 * MIN,
        answer: 10 * MIN,
        nobody_joined: 60 * MIN,
        longest: 10 * 60 * MIN,
        heartbeat: S,
        broker_silence: 5 * S,
        connect: 5 * S,
        reconnect_first: 250,
        reconnect_cap: 4 * S,
        steady: 10 * S,
        attempt: 15 * S,
        shaky: 4 * S,
        attempt_first: 500,
        attempt_cap: 8 * S,
    };
}

impl Default for Timing {
    fn default() -> Self {
        Self::DEFAULT
    }
}
