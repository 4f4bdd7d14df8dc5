//! The path to the other side: how long it takes and how much it carries, as acknowledgements tell.
//!
//! After BBR (draft-ietf-ccwg-bbr): the round trip is the least of late, the rate the greatest at which
//! frames were acknowledged while something waited to be sent. The transport below keeps to the fair
//! share; this keeps its queue short.

/// How long the least round trip counts, in milliseconds; and the greatest rate, twice.
const MEMORY: u64 = 10_000;
/// Bytes that may be on their way whatever is known: a few packets, so that something can be learned.
const LEAST: u64 = 24 * 1024;
/// Bytes that may be on their way until the first one was acknowledged.
const START: u64 = 48 * 1024;
/// Bytes a second that a path is thought to carry until it was seen to carry less: 2 Mbit/s.
const UNKNOWN: u64 = 250_000;
/// What takes so many milliseconds longer than it can, has queued.
const QUEUED: u64 = 60;
/// A path that is slow, and was never empty for so many milliseconds, is left to run empty once: only then is it
/// seen how long it takes by itself (ProbeRTT there).
const DRAIN: u64 = 5_000;
/// More than was known to fit, that takes longer than this, shows that the path is slow.
const SLOW: u64 = 150;
/// How much may queue on the path beyond what it holds, in milliseconds at its rate.
const QUEUE: u64 = 100;

/// What is kept of a frame until it is acknowledged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent {
    bytes: u64,
    at: u64,
    /// What was acknowledged when it was sent, and since when.
    delivered: u64,
    delivered_at: u64,
    /// Whether more could not have been sent: then its rate is the path's.
    full: bool,
    /// Whether it is more than the path was known to carry.
    beyond: bool,
}

impl Sent {
    /// When, in milliseconds.
    pub(crate) const fn at(&self) -> u64 {
        self.at
    }
}

/// A value that is forgotten after a while, unless it comes again.
#[derive(Debug, Clone, Copy, Default)]
struct Recent {
    value: Option<u64>,
    /// The best since `turned`, which then takes over.
    next: Option<u64>,
    turned: u64,
}

impl Recent {
    fn add(&mut self, value: u64, now: u64, best: fn(u64, u64) -> u64) {
        if now.saturating_sub(self.turned) > MEMORY {
            (self.value, self.next, self.turned) = (self.next, None, now);
        }
        let better = |old: Option<u64>| Some(old.map_or(value, |old| best(old, value)));
        self.value = better(self.value);
        self.next = better(self.next);
    }
}

/// What is known of the path.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Path {
    /// Bytes on their way.
    in_flight: u64,
    delivered: u64,
    delivered_at: u64,
    /// Milliseconds.
    round_trip: Recent,
    /// The last one.
    latest: u64,
    /// Bytes a second.
    rate: Recent,
    /// When something was acknowledged last that the path was too slow for.
    limited: Option<u64>,
    /// When nothing was on its way last.
    empty: u64,
}

impl Path {
    /// A frame of so many bytes goes out at `now`, in milliseconds. `more` is whether another one waited.
    pub(crate) fn sent(&mut self, bytes: u64, now: u64, more: bool) -> Sent {
        if self.in_flight == 0 {
            // Time in which nothing was to be sent says nothing.
            self.delivered_at = now;
            self.empty = now;
        }
        let beyond = self.in_flight + bytes > self.budget();
        let sent = Sent {
            bytes,
            at: now,
            delivered: self.delivered,
            delivered_at: self.delivered_at,
            full: more || beyond,
            beyond,
        };
        self.in_flight += bytes;
        sent
    }

    /// A frame was acknowledged.
    pub(crate) fn acked(&mut self, sent: &Sent, now: u64) {
        self.in_flight = self.in_flight.saturating_sub(sent.bytes);
        self.delivered += sent.bytes;
        self.delivered_at = now;
        self.latest = now.saturating_sub(sent.at);
        self.round_trip.add(self.latest, now, u64::min);
        if (sent.beyond && self.latest > SLOW) || self.delay() > QUEUED {
            self.limited = Some(now);
        }
        let elapsed = now.saturating_sub(sent.delivered_at).max(1);
        let rate = (self.delivered - sent.delivered) * 1_000 / elapsed;
        if sent.full || self.rate.value.is_none_or(|known| rate > known) {
            self.rate.add(rate, now, u64::max);
        }
    }

    /// A frame will not be acknowledged any more.
    pub(crate) fn forgotten(&mut self, sent: &Sent) {
        self.in_flight = self.in_flight.saturating_sub(sent.bytes);
    }

    /// Whether something took longer of late because the path was too slow for it.
    fn is_limited(&self) -> bool {
        let lately = |at: u64| self.delivered_at.saturating_sub(at) < MEMORY;
        self.limited.is_some_and(lately)
    }

    /// Whether nothing more is to be sent at `now` until everything is acknowledged.
    pub(crate) fn drains(&self, now: u64) -> bool {
        self.in_flight > 0 && self.is_limited() && now.saturating_sub(self.empty) > DRAIN
    }

    /// Bytes on their way.
    pub(crate) const fn in_flight(&self) -> u64 {
        self.in_flight
    }

    /// Whether another frame may go out.
    pub(crate) fn has_room(&self) -> bool {
        self.in_flight < self.budget()
    }

    /// The least round trip of late in milliseconds, decoding included.
    pub(crate) const fn round_trip(&self) -> Option<u64> {
        self.round_trip.value
    }

    /// How much longer than that the last one took.
    pub(crate) fn delay(&self) -> u64 {
        self.latest
            .saturating_sub(self.round_trip.value.unwrap_or(self.latest))
    }

    /// Bytes a second that the path was seen to carry.
    pub(crate) const fn rate(&self) -> Option<u64> {
        self.rate.value
    }

    /// Bytes a second that the path may be trusted to carry: what was seen, if it was slow at that of
    /// late; a screen on which little happens says nothing of it.
    pub(crate) fn capacity(&self) -> u64 {
        let rate = self.rate.value.unwrap_or(0);
        if self.is_limited() {
            rate
        } else {
            rate.max(UNKNOWN)
        }
    }

    /// Bytes that may be on their way.
    fn budget(&self) -> u64 {
        match (self.rate.value, self.round_trip.value) {
            (Some(rate), Some(round_trip)) => LEAST.max(rate * (round_trip + QUEUE) / 1_000),
            _ => START,
        }
    }
}
