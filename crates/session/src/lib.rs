//! The session as sans-IO state machines: the broker's side, which has the last word, and a page's.
//!
//! Both take an input and a caller-supplied time and return what is to be done; neither does I/O,
//! reads a clock or waits. `next_deadline` says when to come back without being asked.
//!
//! | module | what |
//! | --- | --- |
//! | [`broker`] | the authoritative machine, persisted whole by its caller before its sends are carried out |
//! | [`peer`] | what runs in a page: its WebSocket, its peer connection, its share of the session |
//! | [`chat`] | the thread that both pages hold, merged to the same on both |
//! | [`rules`] | what each role may do in each phase |
//! | [`wire`] | JSON within limits, authorised by role |
//! | [`timing`] | every time-out |
//! | [`time`] | a point in time |
#![forbid(unsafe_code)]

pub mod broker;
pub mod chat;
pub mod peer;
pub mod rules;
pub mod time;
pub mod timing;
pub mod wire;

pub use time::Instant;
pub use timing::Timing;
