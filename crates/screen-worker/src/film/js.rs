//! WebCodecs, declared by hand: web-sys has it only as unstable.

use js_sys::{Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::js::Picture;

#[wasm_bindgen]
extern "C" {
    /// `VideoEncoder`.
    pub(super) type VideoEncoder;
    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(init: &Object) -> Result<VideoEncoder, JsValue>;
    #[wasm_bindgen(static_method_of = VideoEncoder, js_name = isConfigSupported, catch)]
    pub(super) fn is_config_supported(config: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn configure(this: &VideoEncoder, config: &Object) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn encode(this: &VideoEncoder, frame: &Picture) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, js_name = encodeQueueSize)]
    pub(super) fn queue(this: &VideoEncoder) -> u32;
    #[wasm_bindgen(method, catch)]
    pub(super) fn flush(this: &VideoEncoder) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn close(this: &VideoEncoder) -> Result<(), JsValue>;

    /// `VideoDecoder`.
    pub(super) type VideoDecoder;
    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(init: &Object) -> Result<VideoDecoder, JsValue>;
    #[wasm_bindgen(static_method_of = VideoDecoder, js_name = isConfigSupported, catch)]
    pub(super) fn is_config_supported(config: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn configure(this: &VideoDecoder, config: &Object) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn decode(this: &VideoDecoder, chunk: &EncodedVideoChunk) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn close(this: &VideoDecoder) -> Result<(), JsValue>;

    /// `EncodedVideoChunk`.
    pub(super) type EncodedVideoChunk;
    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(init: &Object) -> Result<EncodedVideoChunk, JsValue>;
    #[wasm_bindgen(method, getter, js_name = type)]
    pub(super) fn kind(this: &EncodedVideoChunk) -> String;
    #[wasm_bindgen(method, getter)]
    pub(super) fn timestamp(this: &EncodedVideoChunk) -> f64;
    #[wasm_bindgen(method, getter, js_name = byteLength)]
    pub(super) fn byte_length(this: &EncodedVideoChunk) -> u32;
    #[wasm_bindgen(method, catch, js_name = copyTo)]
    pub(super) fn copy_to(this: &EncodedVideoChunk, to: &Uint8Array) -> Result<(), JsValue>;

    /// `new VideoFrame(picture, init)`, which shares the picture's memory.
    #[wasm_bindgen(js_name = VideoFrame)]
    pub(super) type Part;
    #[wasm_bindgen(constructor, catch, js_class = "VideoFrame")]
    pub(super) fn of(picture: &JsValue, init: &Object) -> Result<Part, JsValue>;

    /// What `isConfigSupported` resolves to.
    pub(super) type Support;
    #[wasm_bindgen(method, getter)]
    pub(super) fn supported(this: &Support) -> bool;

    /// The origin of a `DOMRectReadOnly`.
    pub(super) type Corner;
    #[wasm_bindgen(method, getter)]
    pub(super) fn x(this: &Corner) -> f64;
    #[wasm_bindgen(method, getter)]
    pub(super) fn y(this: &Corner) -> f64;
}
