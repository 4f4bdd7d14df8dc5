//! Everything that touches the browser: thin adapters, one file each, and nothing that decides.
//!
//! What the mission's oldest browsers lack is detected here and has its fallback here. No adapter
//! panics on what a browser answers: failures are [`Failure`]s.

pub mod address;
pub mod bytes;
pub mod canvas;
pub mod capture;
pub mod certificate;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod density;
pub mod device_key;
pub mod document;
pub mod features;
pub mod file;
pub mod frames;
pub mod fullscreen;
pub mod http;
pub mod intl;
mod js;
pub mod notify;
pub mod page;
pub mod pane;
pub mod peer;
pub mod pointers;
pub mod preview;
pub mod provider_http;
pub mod random;
pub mod screen_worker;
pub mod socket;
pub mod storage;
pub mod timer;
pub mod workers;

pub use js::{Failure, Listener};

/// Runs a future on the page's event loop.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    js_sys::futures::spawn_local(future);
}
