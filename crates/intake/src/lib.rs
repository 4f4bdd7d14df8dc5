//! What the broker reads before it trusts anything: decoders and rules without a server around them, so
//! that each can be tried on any input.
//!
//! | module | what |
//! | --- | --- |
//! | [`settings`] | configuration: file, environment, rules |
//! | [`tokens`] | ID tokens and the key sets that verify them |
//! | [`preface`] | HTTP/1 or HTTP/2, by the first bytes and in time |
#![forbid(unsafe_code)]

pub mod preface;
pub mod settings;
pub mod tokens;

pub use settings::Settings;
