//! What the page has handed over to be read: a stream of frames, or a track, of which this worker makes
//! one where it has a `MediaStreamTrackProcessor` (Safari 18).

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    js::{FrameReader, FrameStream, Track},
    messages::object,
};

/// A capture that this worker reads by itself. It goes on until it is stopped.
pub(crate) struct Source {
    pub(crate) reader: FrameReader,
    /// Where the capture came as one.
    track: Option<Track>,
}

impl Source {
    /// Of what came with `start`. `None`: the page has to be asked for frames.
    pub(crate) fn of(handed: JsValue) -> Option<Self> {
        if !handed.is_object() {
            return None;
        }
        if has(&handed, "getReader") {
            let reader = handed.unchecked_into::<FrameStream>().reader().ok()?;
            return Some(Self {
                reader,
                track: None,
            });
        }
        let track: Track = handed.unchecked_into();
        let Some(reader) = processor(&track).and_then(|stream| stream.reader().ok()) else {
            // The page has one of its own.
            track.stop();
            return None;
        };
        Some(Self {
            reader,
            track: Some(track),
        })
    }

    pub(crate) fn stop(&self) {
        let _ = self.reader.cancel();
        if let Some(track) = &self.track {
            track.stop();
        }
    }
}

/// `new MediaStreamTrackProcessor({ track }).readable`
fn processor(track: &Track) -> Option<FrameStream> {
    let name = JsValue::from_str("MediaStreamTrackProcessor");
    let constructor: Function = Reflect::get(&js_sys::global(), &name)
        .ok()?
        .dyn_into()
        .ok()?;
    let init: Object = object(&[("track", track.into())]);
    let processor = Reflect::construct(&constructor, &Array::of1(&init)).ok()?;
    let readable = Reflect::get(&processor, &JsValue::from_str("readable")).ok()?;
    has(&readable, "getReader").then(|| readable.unchecked_into())
}

fn has(target: &JsValue, method: &str) -> bool {
    Reflect::get(target, &JsValue::from_str(method)).is_ok_and(|found| found.is_function())
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::js::ReadResult;
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// As Safari has it: in workers only, and of a track that was handed over. Each test sets its own: they take turns.
    fn with_processor(code: &str) {
        let processor = js(code);
        let name = JsValue::from_str("MediaStreamTrackProcessor");
        Reflect::set(&js_sys::global(), &name, &processor).unwrap();
    }

    fn js(expression: &str) -> JsValue {
        let returning = Function::new_no_args(&format!("return ({expression})"));
        returning.call0(&JsValue::UNDEFINED).unwrap()
    }

    fn track() -> JsValue {
        js("{ stopped: 0, stop() { this.stopped += 1 } }")
    }

    fn stopped(track: &JsValue) -> f64 {
        let stopped = Reflect::get(track, &JsValue::from_str("stopped"));
        stopped.unwrap().as_f64().unwrap()
    }

    const WORKING: &str = "class {
        constructor({ track }) {
            this.readable = new ReadableStream({
                start(controller) { controller.enqueue({ of: track }) },
            });
        }
    }";

    #[wasm_bindgen_test]
    async fn a_track_is_read_through_the_processor_of_the_worker() {
        with_processor(WORKING);
        let track = track();
        let source = Source::of(track.clone()).unwrap();
        let read = JsFuture::from(source.reader.read()).await.unwrap();
        let frame = read.unchecked_into::<ReadResult>().value();
        let of = Reflect::get(&frame, &JsValue::from_str("of")).unwrap();
        assert!(Object::is(&of, &track));
        assert_eq!(stopped(&track), 0.0);
        source.stop();
        assert_eq!(stopped(&track), 1.0);
        let read = JsFuture::from(source.reader.read()).await.unwrap();
        assert!(read.unchecked_into::<ReadResult>().done());
    }

    #[wasm_bindgen_test]
    fn a_track_that_cannot_be_read_is_stopped_and_the_page_asked() {
        for missing in [
            "undefined",
            "class { constructor() { throw new TypeError() } }",
            "class { }",
        ] {
            with_processor(missing);
            let track = track();
            assert!(Source::of(track.clone()).is_none(), "{missing}");
            assert_eq!(stopped(&track), 1.0, "{missing}");
        }
    }

    #[wasm_bindgen_test]
    async fn a_stream_is_read_as_it_is() {
        let stream = js("new ReadableStream({ start(controller) { controller.enqueue({}) } })");
        let source = Source::of(stream).unwrap();
        let read = JsFuture::from(source.reader.read()).await.unwrap();
        assert!(!read.unchecked_into::<ReadResult>().done());
    }

    #[wasm_bindgen_test]
    fn without_anything_the_page_is_asked() {
        assert!(Source::of(JsValue::UNDEFINED).is_none());
    }
}
