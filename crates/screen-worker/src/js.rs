//! What the worker uses of the browser and web-sys has not, or only as unstable: declared by hand.

use js_sys::{Array, JsString, Object, Promise, Uint8Array, Uint8ClampedArray};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = postMessage)]
    pub(crate) fn post_message(message: &JsValue, transfer: &Array);

    /// `close()` of the worker's global scope.
    #[wasm_bindgen(js_name = close)]
    pub(crate) fn close_worker();

    #[wasm_bindgen(js_name = setInterval)]
    pub(crate) fn set_interval(callback: &JsValue, ms: u32) -> JsValue;

    #[wasm_bindgen(js_name = setTimeout)]
    pub(crate) fn set_timeout(callback: &JsValue, ms: u32) -> JsValue;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    /// When the worker began, in milliseconds since 1970.
    #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
    static TIME_ORIGIN: f64;

    /// A message of the page; each kind has some of the fields.
    pub(crate) type Message;
    #[wasm_bindgen(method, getter, js_name = type)]
    pub(crate) fn kind(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn side(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn build(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn source(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn frame(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn packet(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn slabs(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn codecs(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn x(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn y(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn on(this: &Message) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn at(this: &Message) -> JsValue;

    /// `ReadableStream` of frames.
    pub(crate) type FrameStream;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    pub(crate) fn reader(this: &FrameStream) -> Result<FrameReader, JsValue>;

    /// `MediaStreamTrack`.
    pub(crate) type Track;
    #[wasm_bindgen(method)]
    pub(crate) fn stop(this: &Track);

    /// `ReadableStreamDefaultReader`.
    #[derive(Clone)]
    pub(crate) type FrameReader;
    #[wasm_bindgen(method)]
    pub(crate) fn read(this: &FrameReader) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn cancel(this: &FrameReader) -> Promise;

    /// What `read` resolves to.
    pub(crate) type ReadResult;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn done(this: &ReadResult) -> bool;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn value(this: &ReadResult) -> JsValue;

    /// `VideoFrame`, or `ImageBitmap`, which has no `copyTo`, `format` and `visibleRect`.
    pub(crate) type Picture;
    #[wasm_bindgen(method, getter, js_name = copyTo)]
    fn copy_to_function(this: &Picture) -> JsValue;
    #[wasm_bindgen(method, catch, js_name = copyTo)]
    pub(crate) fn copy_to(this: &Picture, to: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = allocationSize)]
    pub(crate) fn allocation_size(this: &Picture) -> Result<f64, JsValue>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn format(this: &Picture) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = visibleRect)]
    pub(crate) fn visible_rect(this: &Picture) -> Option<Size>;
    #[wasm_bindgen(method, getter, js_name = displayWidth)]
    fn display_width(this: &Picture) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = displayHeight)]
    fn display_height(this: &Picture) -> Option<f64>;
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &Picture);

    /// Anything with a time, in microseconds.
    pub(crate) type Timed;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn timestamp(this: &Timed) -> f64;

    /// Anything with a width and a height.
    pub(crate) type Size;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn width(this: &Size) -> f64;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn height(this: &Size) -> f64;

    /// `PlaneLayout`.
    pub(crate) type PlaneLayout;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn offset(this: &PlaneLayout) -> u32;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn stride(this: &PlaneLayout) -> u32;

    /// `OffscreenCanvas`.
    pub(crate) type OffscreenCanvas;
    #[wasm_bindgen(constructor, catch)]
    pub(crate) fn new(width: u32, height: u32) -> Result<OffscreenCanvas, JsValue>;
    #[wasm_bindgen(method, setter, js_name = width)]
    pub(crate) fn set_width(this: &OffscreenCanvas, width: u32);
    #[wasm_bindgen(method, setter, js_name = height)]
    pub(crate) fn set_height(this: &OffscreenCanvas, height: u32);
    #[wasm_bindgen(method, catch, js_name = getContext)]
    pub(crate) fn context(
        this: &OffscreenCanvas,
        kind: &JsString,
        options: &Object,
    ) -> Result<Option<Context2d>, JsValue>;

    /// `OffscreenCanvasRenderingContext2D`.
    pub(crate) type Context2d;
    #[wasm_bindgen(method, catch, js_name = drawImage)]
    pub(crate) fn draw_image(
        this: &Context2d,
        image: &Picture,
        x: f64,
        y: f64,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = getImageData)]
    pub(crate) fn image_data(
        this: &Context2d,
        x: f64,
        y: f64,
        w: f64,
        h: f64,
    ) -> Result<Pixels, JsValue>;

    /// `ImageData`.
    pub(crate) type Pixels;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn data(this: &Pixels) -> Uint8ClampedArray;
}

/// Milliseconds since the worker began: its monotonic clock.
pub(crate) fn now() -> u64 {
    performance_now() as u64
}

/// Milliseconds since 1970, with fractions: the same instant here, in the page and in its other workers.
pub(crate) fn instant() -> f64 {
    TIME_ORIGIN.with(|origin| *origin) + performance_now()
}

/// A captured frame; closed when dropped, since a capture has only a few and waits for them.
pub(crate) struct Captured(Picture);

impl Captured {
    /// Takes the `VideoFrame` or `ImageBitmap` that a message or a stream brought.
    pub(crate) fn new(value: JsValue) -> Option<Self> {
        value.is_object().then(|| Self(value.unchecked_into()))
    }

    pub(crate) fn picture(&self) -> &Picture {
        &self.0
    }

    /// When a `VideoFrame` was captured, in microseconds of a clock of its own.
    pub(crate) fn timestamp(&self) -> f64 {
        self.0.unchecked_ref::<Timed>().timestamp()
    }

    /// Whether its planes can be copied: an `ImageBitmap`'s cannot.
    pub(crate) fn has_planes(&self) -> bool {
        self.0.copy_to_function().is_function()
    }

    /// Width and height at which it is meant to be seen, in pixels.
    pub(crate) fn display_size(&self) -> (f64, f64) {
        if let (Some(width), Some(height)) = (self.0.display_width(), self.0.display_height()) {
            return (width, height);
        }
        let size: &Size = self.0.unchecked_ref();
        (size.width(), size.height())
    }
}

impl Drop for Captured {
    fn drop(&mut self) {
        self.0.close();
    }
}
