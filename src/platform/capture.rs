//! Asking for the screen: the browser's own picker, without a microphone.

use super::js::{Failure, Listener, get, global, object};
use js_sys::{Array, Function, Promise, Reflect};
use rh_protocol::ErrorCode;
use rh_protocol::view::Surface;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DisplayMediaStreamConstraints, Event, MediaStream, MediaStreamTrack};

/// Frames a second that are asked for; the screen delivers fewer while it is still.
const FRAME_RATE: f64 = 30.0;

/// What the person chose in the picker. Dropping it ends the capture.
pub struct Capture {
    stream: Stream,
    track: MediaStreamTrack,
    _listeners: [Listener; 3],
}

/// What becomes of a capture without this side's doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The person, or the system, has ended it.
    Ended,
    /// There is no picture of it for now, as of a window that is minimised, or
    /// there is one again. Not every browser says so.
    Muted(bool),
}

/// The moving picture of a capture.
#[derive(Clone)]
pub struct Stream(MediaStream);

impl Stream {
    pub(super) const fn media(&self) -> &MediaStream {
        &self.0
    }
}

/// A picker that is open.
pub struct Asked(Promise);

/// Opens the picker. Call it in the click, before anything is awaited: browsers want the click's
/// activation (W3C Screen Capture §5.1).
///
/// # Errors
/// Why the browser would not even ask.
pub fn ask() -> Result<Asked, ErrorCode> {
    if !super::features::can_capture() {
        return Err(ErrorCode::CaptureFailed);
    }
    let devices = super::address::window().navigator().media_devices();
    let devices = devices.map_err(|thrown| refusal(&thrown))?;
    match devices.get_display_media_with_constraints(&constraints()) {
        Ok(asked) => Ok(Asked(asked.unchecked_into())),
        Err(thrown) => Err(refusal(&thrown)),
    }
}

impl Asked {
    /// Waits for the choice. `changed` is called when something becomes of the capture; not for what
    /// this side does.
    ///
    /// # Errors
    /// Why nothing is captured.
    pub async fn choice(
        self,
        changed: impl Fn(Change) + Clone + 'static,
    ) -> Result<Capture, ErrorCode> {
        let stream: MediaStream = match self.0.await {
            Ok(stream) => stream.unchecked_into(),
            Err(thrown) => return Err(refusal(&thrown)),
        };
        let track = stream.get_video_tracks().get(0);
        let Ok(track) = track.dyn_into::<MediaStreamTrack>() else {
            return Err(ErrorCode::CaptureFailed);
        };
        let tells = |kind, change| {
            let changed = changed.clone();
            Listener::new(&track, kind, move |_: Event| changed(change))
        };
        let listeners = [
            tells("ended", Change::Ended),
            tells("mute", Change::Muted(true)),
            tells("unmute", Change::Muted(false)),
        ];
        Ok(Capture {
            stream: Stream(stream),
            track,
            _listeners: listeners,
        })
    }
}

impl Capture {
    /// Its picture, for a preview of what is shared.
    #[must_use]
    pub const fn stream(&self) -> &Stream {
        &self.stream
    }

    pub(super) fn track(&self) -> &MediaStreamTrack {
        &self.track
    }

    /// Whether there is no picture of it for now.
    #[must_use]
    pub fn is_muted(&self) -> bool {
        self.track.muted()
    }

    /// Width and height of what is captured now, in pixels, once the browser knows.
    #[must_use]
    pub fn size(&self) -> Option<(u32, u32)> {
        let settings = self.track.get_settings();
        let pixels = |key| {
            let value = get(&settings, key)?.as_f64()?;
            (value >= 1.0).then_some(value as u32)
        };
        Some((pixels("width")?, pixels("height")?))
    }

    /// What kind of surface it is now, as far as the browser says: one may be chosen in the place of another while it runs.
    #[must_use]
    pub fn surface(&self) -> Surface {
        let kind = get(&self.track.get_settings(), "displaySurface");
        let kind = kind.and_then(|kind| kind.as_string());
        kind.map_or(Surface::Unknown, |kind| Surface::named(&kind))
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        self.track.stop();
    }
}

/// The whole screen is offered first; the page itself is not (it would show itself showing itself).
/// What a browser does not know of this, it skips.
fn constraints() -> DisplayMediaStreamConstraints {
    let ideal = |value: &JsValue| object(&[("ideal", value)]);
    // Chromium otherwise makes what is larger than the screen that this page is on fit into that: a second,
    // larger monitor would be blurred. No more than the encoder takes, so that the browser scales what exceeds it.
    let max = |pixels: u16| object(&[("max", &JsValue::from(pixels))]);
    let limits = rh_screen::Limits::DEFAULT;
    let video = object(&[
        ("width", &max(limits.max_width)),
        ("height", &max(limits.max_height)),
        ("cursor", &ideal(&JsValue::from_str("always"))),
        ("displaySurface", &ideal(&JsValue::from_str("monitor"))),
        ("frameRate", &ideal(&JsValue::from_f64(FRAME_RATE))),
    ]);
    let options = object(&[
        ("video", &video),
        ("audio", &JsValue::FALSE),
        ("monitorTypeSurfaces", &JsValue::from_str("include")),
        ("selfBrowserSurface", &JsValue::from_str("exclude")),
        ("surfaceSwitching", &JsValue::from_str("include")),
        ("systemAudio", &JsValue::from_str("exclude")),
    ]);
    if let Some(controller) = controller() {
        let _ = Reflect::set(&options, &JsValue::from_str("controller"), &controller);
    }
    options.unchecked_into()
}

/// Where there is a `CaptureController` (Chromium), it keeps the sharer's page in front: the chat
/// and the way to stop are there.
fn controller() -> Option<JsValue> {
    let constructor: Function = global("CaptureController")?.dyn_into().ok()?;
    let controller = Reflect::construct(&constructor, &Array::new()).ok()?;
    let method: Function = get(&controller, "setFocusBehavior")?.dyn_into().ok()?;
    let behaviour = Array::of1(&JsValue::from_str("no-focus-change"));
    Reflect::apply(&method, &controller, &behaviour).ok()?;
    Some(controller)
}

fn refusal(thrown: &JsValue) -> ErrorCode {
    let message = get(thrown, "message").and_then(|message| message.as_string());
    let failure = Failure::from(thrown.clone());
    code(failure.name(), message.as_deref().unwrap_or_default())
}

/// The exceptions of W3C Screen Capture §5.1. That the operating system stands in the way, Chromium
/// tells only in the message.
fn code(name: &str, message: &str) -> ErrorCode {
    match name {
        "NotAllowedError" if message.contains("by system") => ErrorCode::CaptureBlocked,
        "NotAllowedError" | "AbortError" => ErrorCode::CaptureDenied,
        "NotReadableError" | "NotFoundError" => ErrorCode::CaptureBlocked,
        _ => ErrorCode::CaptureFailed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_picker_differs_from_a_system_in_the_way() {
        assert_eq!(
            code("NotAllowedError", "Permission denied"),
            ErrorCode::CaptureDenied
        );
        assert_eq!(
            code("NotAllowedError", "Permission denied by system"),
            ErrorCode::CaptureBlocked
        );
        assert_eq!(code("NotReadableError", ""), ErrorCode::CaptureBlocked);
        assert_eq!(code("InvalidStateError", ""), ErrorCode::CaptureFailed);
    }
}
