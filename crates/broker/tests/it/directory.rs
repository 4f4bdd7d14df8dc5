//! Directories from outside: each kept by somebody whom the test controls.

pub(crate) mod graph;
mod http;
/// What every directory has to do: the same file by which the embedded one is tested.
#[path = "../../src/directory/suite/mod.rs"]
#[expect(dead_code, reason = "what only the embedded directory can do")]
mod suite;
