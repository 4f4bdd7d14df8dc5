//! The broker of Remote Help: serves the web app, checks who people are, pairs two browsers and
//! keeps the audit. Screen frames never pass it.
//!
//! | module | what |
//! | --- | --- |
//! | [`settings`] | configuration: file, environment, rules |
//! | [`server`] | listeners, TLS, connections and their limits, the way up and down |
//! | [`http`] | routes, security headers, the embedded app, errors |
//! | [`store`] | SQLite |
//! | [`identity`] | sign-in, tokens, who is a helper |
//! | [`demo`] | the demonstration's own OpenID provider |
//! | [`hub`] | sessions: one task each, sockets, codes |
//! | [`audit`] | what is proved afterwards |
#![forbid(unsafe_code)]

pub mod app;
pub mod audit;
pub mod clock;
pub mod demo;
pub mod http;
pub mod hub;
pub mod identity;
pub mod server;
pub mod settings;
pub mod store;

pub use app::App;
pub use clock::Clock;
pub use server::launch::{Extras, LaunchError, launch, launch_with};
pub use server::listeners::Listeners;
pub use settings::Settings;
