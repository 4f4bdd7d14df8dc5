//! The web app, a library and thin binaries.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`app`] | how the page comes up: providers and router |
//! | [`routes`] | every path and query key, typed |
//! | [`auth`] | sign-in by redirect, and who is signed in |
//! | [`i18n`] | the person's language |
//! | [`components`] | what every screen is built of |
//! | [`sharer`], [`helper`] | the pages of `/rh` and `/rhh`, one file per step |
//! | [`room`] | what the session pages of both sides share |
//! | [`device`] | the device that a sharer's browser is enrolled on |
//! | [`chat`] | the chat panel |
//! | [`console`] | the administrators' pages below `/rhh/console` |
//! | [`session`] | drives a session, and shows it to the views as signals |
//! | [`percent`] | texts within addresses |
//! | [`platform`] | everything that touches the browser |
// `#[component]` writes public items whatever the function's visibility: private modules are full
// of them, and nothing can be done about it where they are.
#![allow(unreachable_pub)]

pub mod app;
pub mod auth;
pub mod chat;
pub mod components;
pub mod console;
pub mod device;
pub mod helper;
pub mod i18n;
pub mod percent;
pub mod platform;
pub mod room;
pub mod routes;
pub mod session;
pub mod sharer;
