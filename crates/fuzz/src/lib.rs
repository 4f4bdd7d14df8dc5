//! The fuzz targets as plain functions: libFuzzer calls them, and so does the test that replays
//! what it found. A target panics when an oracle fails; it must accept any input.

mod configuration;
mod edits;
mod golden;
mod key_set;
mod memory;
mod preface;
mod screen;
mod session;
mod token;

pub use configuration::configuration;
pub use key_set::key_set;
pub use preface::preface;
pub use screen::{screen_decoder, screen_encoder};
pub use session::{broker_frame, chat_frame, client_frame, control, passcode};
pub use token::token;

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
    ("configuration", configuration),
    ("token", token),
    ("key_set", key_set),
    ("preface", preface),
];

/// Samples that their target would refuse, and so start from nothing.
#[must_use]
pub fn samples_that_are_refused() -> Vec<&'static str> {
    [
        session::samples_that_are_no_message(),
        configuration::samples_that_do_not_load(),
        golden::tokens_that_are_refused(),
    ]
    .concat()
}
