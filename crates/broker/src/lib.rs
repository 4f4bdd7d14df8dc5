//! The broker of Remote Help: serves the web app, checks who people are, pairs two browsers and
//! keeps the audit. Screen frames never pass it. What it reads before it trusts anything is in `rh_intake`.
//!
//! | module | what |
//! | --- | --- |
//! | [`server`] | listeners, TLS, connections and their limits, the way up and down |
//! | [`http`] | routes, security headers, the embedded app, errors |
//! | [`store`] | SQLite |
//! | [`condition`] | changes of what is still as it was read |
//! | [`identity`] | sign-in, tokens, who is asking |
//! | [`access`] | who may help whom, and administer what |
//! | [`policy`] | the settings that can change while it runs |
//! | [`devices`] | where a sharer sits, and in what state that is |
//! | [`directory`] | people, groups and devices of the organisation |
//! | [`demo`] | the demonstration's own OpenID provider |
//! | [`hub`] | sessions: one task each, sockets, codes |
//! | [`audit`] | what is proved afterwards |
//! | [`report`] | the sessions that are over, in rows and figures |
//! | [`webhooks`] | other programs that are told of sessions and alarms |
#![forbid(unsafe_code)]

// The suite of the directories is a part of these tests and of the integration tests, where the crate has this name.
#[cfg(test)]
extern crate self as remote_help;

pub mod access;
pub mod app;
pub mod audit;
pub mod clock;
pub mod condition;
pub mod demo;
pub mod devices;
pub mod directory;
pub mod http;
pub mod hub;
pub mod identity;
pub mod policy;
pub mod report;
pub mod server;
pub mod store;
pub mod webhooks;

pub use app::App;
pub use clock::Clock;
pub use rh_intake::settings::{self, Settings};
pub use server::launch::{Extras, LaunchError, launch, launch_with};
pub use server::listeners::Listeners;
