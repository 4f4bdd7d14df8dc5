//! The fuzz targets as plain functions: libFuzzer calls them, and so does the test that replays
//! what it found. A target panics when an oracle fails; it must accept any input.

mod screen;
mod session;

pub use screen::{screen_decoder, screen_encoder};
pub use session::{
    broker_frame, chat_frame, client_frame, control, passcode, samples_that_are_no_message,
};

/// A target's name and function.
pub type Target = (&'static str, fn(&[u8]));

/// Every target under the name of its binary and of its folder below `crashes/`.
pub const TARGETS: &[Target] = &[
    ("screen_decoder", screen_decoder),
    ("screen_encoder", screen_encoder),
    ("client_frame", client_frame),
    ("broker_frame", broker_frame),
    ("control", control),
    ("chat_frame", chat_frame),
    ("passcode", passcode),
];
