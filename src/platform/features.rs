//! What this browser can do. `boot.js` has turned away those that lack what everybody needs.

use super::js::{get, global};

/// Whether it can share a screen at all (phones cannot).
#[must_use]
pub fn can_capture() -> bool {
    let navigator = super::address::window().navigator();
    get(&navigator, "mediaDevices")
        .is_some_and(|devices| get(&devices, "getDisplayMedia").is_some())
}

/// Whether captured frames come as a stream that a worker can read.
#[must_use]
pub fn has_track_processor() -> bool {
    global("MediaStreamTrackProcessor").is_some()
}

/// Whether it has `VideoFrame` (WebCodecs).
#[must_use]
pub fn has_video_frame() -> bool {
    global("VideoFrame").is_some()
}

/// Whether it can fill the screen with an element.
#[must_use]
pub fn has_fullscreen() -> bool {
    super::document::document().is_some_and(|document| document.fullscreen_enabled())
}

/// Whether it is a Mac, whose system asks for a permission of its own before a browser may capture.
#[must_use]
pub fn is_mac() -> bool {
    let navigator = super::address::window().navigator();
    navigator
        .user_agent()
        .is_ok_and(|agent| agent.contains("Macintosh"))
}
