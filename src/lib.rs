//! The web app, a library and thin binaries.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`app`] | how the page comes up: providers and router |
//! | [`routes`] | every path and query key, typed |
//! | [`auth`] | sign-in by redirect, and who is signed in |
//! | [`i18n`] | the person's language |
//! | [`components`] | what every screen is built of |
//! | [`platform`] | everything that touches the browser |
#![forbid(unsafe_code)]

pub mod app;
pub mod auth;
pub mod components;
pub mod i18n;
pub mod platform;
pub mod routes;
