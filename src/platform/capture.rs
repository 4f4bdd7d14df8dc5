//! Asking for the screen: the browser's own picker, without a microphone.

use super::js::{Failure, Listener, get, global, object};
use js_sys::{Array, Function, Promise, Reflect};
use rh_protocol::ErrorCode;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DisplayMediaStreamConstraints, Event, MediaStream, MediaStreamTrack};

/// Frames a second that are asked for; the screen delivers fewer while it is still.
const FRAME_RATE: f64 = 30.0;

/// What the person chose in the picker. Dropping it ends the capture.
pub struct Capture {
    stream: Stream,
    track: MediaStreamTrack,
    _ended: Listener,
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
    /// Waits for the choice. `ended` is called once when the person, or the system, ends the
    /// capture; not when this side does.
    ///
    /// # Errors
    /// Why nothing is captured.
    pub async fn choice(self, ended: impl Fn() + 'static) -> Result<Capture, ErrorCode> {
        let stream: MediaStream = match self.0.await {
            Ok(stream) => stream.unchecked_into(),
            Err(thrown) => return Err(refusal(&thrown)),
        };
        let track = stream.get_video_tracks().get(0);
        let Ok(track) = track.dyn_into::<MediaStreamTrack>() else {
            return Err(ErrorCode::CaptureFailed);
        };
        let listener = Listener::new(&track, "ended", move |_: Event| ended());
        Ok(Capture {
            stream: Stream(stream),
            track,
            _ended: listener,
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
    let video = object(&[
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
