//! What kinds of surface are called.

use crate::i18n;
use rh_protocol::view::Surface;

/// A kind of surface in words. Tracked.
#[must_use]
pub fn surface_words(surface: Surface) -> String {
    let message = match surface {
        Surface::Monitor => "surface-monitor",
        Surface::Window => "surface-window",
        Surface::Browser => "surface-browser",
        Surface::Unknown => "surface-unknown",
    };
    i18n::text(message, &[])
}
