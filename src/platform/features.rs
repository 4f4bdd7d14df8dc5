//! What this browser can do. `boot.js` has turned away those that lack what everybody needs.

use super::js::{get, global};

/// Whether it can share a screen at all (phones cannot).
#[must_use]
pub fn can_capture() -> bool {
    let navigator = super::address::window().navigator();
    get(&navigator, "mediaDevices")
        .is_some_and(|devices| get(&devices, "getDisplayMedia").is_some())
}

/// Whether it is Microsoft Edge, as far as it tells.
#[must_use]
pub fn is_edge() -> bool {
    let agent = super::address::window().navigator().user_agent();
    agent.is_ok_and(|agent| agent.contains("Edg/"))
}

/// Whether it has `VideoFrame` (WebCodecs).
#[must_use]
pub fn has_video_frame() -> bool {
    global("VideoFrame").is_some()
}
