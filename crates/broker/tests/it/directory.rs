//! Directories from outside: each kept by somebody whom the test controls.

mod graph;
mod http;
