//! The ways on which captured frames reach the encoder's worker, and which of them this browser has.
//! What each needs of a browser stands in `docs/capture.md`, which a test holds against what browsers have.

use super::capture::Capture;
use super::features;
use super::js::{Failure, get, global, object};
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlVideoElement, MediaStreamTrack, ReadableStream};

/// What the worker is handed to read a capture by itself, the better one that this browser may have.
/// Where neither can be had, which only handing it over shows, the worker asks the page for each frame:
/// [`VideoSource`].
pub enum FrameSource {
    /// The frames, of a processor in the page (Chromium).
    Stream(ReadableStream),
    /// The track, for a processor in the worker (Safari 18). Not every worker that is handed one has such a
    /// processor.
    Track(ClonedTrack),
}

impl FrameSource {
    /// For this capture.
    #[must_use]
    pub fn of(capture: &Capture) -> Self {
        match track_processor(capture) {
            Some(readable) => Self::Stream(readable),
            // The capture's own stays here: its end is heard in the page, which can also end it.
            None => Self::Track(ClonedTrack::of(capture)),
        }
    }

    pub(super) fn as_js(&self) -> &JsValue {
        match self {
            Self::Stream(readable) => readable,
            Self::Track(ClonedTrack(track)) => track,
        }
    }
}

/// A second track of the same capture, which ends with this. One that was handed over goes on elsewhere.
pub struct ClonedTrack(MediaStreamTrack);

impl ClonedTrack {
    fn of(capture: &Capture) -> Self {
        // The browser's `clone()`: Rust's would be the same track once more.
        Self(MediaStreamTrack::clone(capture.track()))
    }
}

impl Drop for ClonedTrack {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// A captured frame: a `VideoFrame`, or an `ImageBitmap` where there are none. One that nobody takes
/// is let go when it is dropped: a capture has few, and stalls when they are kept.
pub struct Frame(JsValue);

impl Frame {
    pub(super) const fn as_js(&self) -> &JsValue {
        &self.0
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        // Does nothing to one that was handed over to a worker.
        if let Some(close) = get(&self.0, "close")
            && let Ok(close) = close.dyn_into::<Function>()
        {
            let _ = Reflect::apply(&close, &self.0, &Array::new());
        }
    }
}

/// `new MediaStreamTrackProcessor({ track }).readable`
fn track_processor(capture: &Capture) -> Option<ReadableStream> {
    let constructor: Function = global("MediaStreamTrackProcessor")?.dyn_into().ok()?;
    let init = object(&[("track", capture.track())]);
    let processor = Reflect::construct(&constructor, &Array::of1(&init)).ok()?;
    get(&processor, "readable")?.dyn_into().ok()
}
/// A video element outside the document that plays the capture.
pub struct VideoSource {
    video: HtmlVideoElement,
}

impl VideoSource {
    /// Begins to play.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn new(capture: &Capture) -> Result<Self, Failure> {
        let document = super::document::document().ok_or_else(|| Failure::new("NotFoundError"))?;
        let video: HtmlVideoElement = document.create_element("video")?.unchecked_into();
        video.set_muted(true);
        // Safari would otherwise want to play it full screen.
        video.set_attribute("playsinline", "")?;
        video.set_src_object(Some(capture.stream().media()));
        let playing = video.play()?;
        super::spawn(async move {
            // Interrupted when the capture ends at once; the track's end says so itself.
            let _ = playing.await;
        });
        Ok(Self { video })
    }

    /// The picture as it is now. Nothing while the video has no picture yet.
    ///
    /// # Errors
    /// When the browser cannot make one.
    pub fn frame(&self) -> impl Future<Output = Result<Option<Frame>, Failure>> + use<> {
        let video = self.video.clone();
        async move {
            if video.ready_state() < web_sys::HtmlMediaElement::HAVE_CURRENT_DATA {
                return Ok(None);
            }
            if features::has_video_frame() {
                return video_frame(&video).map(Some);
            }
            let bitmap = super::address::window()
                .create_image_bitmap_with_html_video_element(&video)?
                .await?;
            Ok(Some(Frame(bitmap)))
        }
    }
}

impl Drop for VideoSource {
    fn drop(&mut self) {
        let _ = self.video.pause();
        self.video.set_src_object(None);
    }
}

/// `new VideoFrame(video, { timestamp })`, the timestamp in microseconds.
fn video_frame(video: &HtmlVideoElement) -> Result<Frame, Failure> {
    let constructor: Function = global("VideoFrame")
        .and_then(|constructor| constructor.dyn_into().ok())
        .ok_or_else(|| Failure::new("NotSupportedError"))?;
    let timestamp = JsValue::from_f64((video.current_time() * 1e6).round());
    let init = object(&[("timestamp", &timestamp)]);
    let arguments = Array::of2(video, &init);
    Ok(Frame(Reflect::construct(&constructor, &arguments)?))
}
