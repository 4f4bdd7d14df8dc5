//! What the worker posts to the page: one function for each message of the contract.

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use rh_screen::{
    Film, Format, FrameId, FrameRef, Heartbeat,
    times::{Spread, Stage},
};
use wasm_bindgen::JsValue;

use crate::{drawing::Drawn, error::Code, js, meter::Measured};

/// An object of these fields.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in fields {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object
}

fn post(kind: &str, fields: &[(&str, JsValue)], transfer: &Array) {
    let message = object(fields);
    let _ = Reflect::set(
        &message,
        &JsValue::from_str("type"),
        &JsValue::from_str(kind),
    );
    js::post_message(&message, transfer);
}

/// A copy of the bytes that can be transferred.
fn buffer(bytes: &[u8]) -> ArrayBuffer {
    Uint8Array::from(bytes).buffer()
}

fn id(frame: Option<FrameId>) -> JsValue {
    frame.map_or(JsValue::NULL, |frame| frame.0.into())
}

pub(crate) fn error(code: Code) {
    post("error", &[("code", code.as_str().into())], &Array::new());
}

/// `at`: when, while that is wanted.
pub(crate) fn packet(bytes: &[u8], at: Option<f64>) {
    let packet = buffer(bytes);
    let transfer = Array::of1(&packet);
    let fields = [("packet", packet.into()), ("at", at.into())];
    post("packet", stamped(&fields, at), &transfer);
}

/// Without the last field, if that is a time and there is none.
fn stamped<'a>(
    fields: &'a [(&'static str, JsValue)],
    at: Option<f64>,
) -> &'a [(&'static str, JsValue)] {
    &fields[..fields.len() - usize::from(at.is_none())]
}

/// What was measured, and what else is known of it.
pub(crate) fn stats(measured: &Measured, known: &[(&str, JsValue)]) {
    let stages = Object::new();
    for (stage, spread) in Stage::ALL.iter().zip(measured.stages) {
        if let Some(Spread { count, p50, p95 }) = spread {
            let spread = object(&[
                ("count", count.into()),
                ("p50_us", p50.into()),
                ("p95_us", p95.into()),
            ]);
            let _ = Reflect::set(&stages, &JsValue::from_str(stage.name()), &spread);
        }
    }
    let mut fields = vec![
        ("interval_ms", measured.interval.round().into()),
        ("stages", stages.into()),
    ];
    fields.extend_from_slice(known);
    post("stats", &fields, &Array::new());
}

pub(crate) fn want_frame() {
    post("want-frame", &[], &Array::new());
}

pub(crate) fn reading() {
    post("reading", &[], &Array::new());
}

pub(crate) fn heartbeat(heartbeat: Heartbeat) {
    let Heartbeat {
        frame,
        captured_ago,
        paused,
    } = heartbeat;
    // A double holds any age that a session can reach.
    let age = |ms: u64| JsValue::from_f64(ms as f64);
    let fields = [
        ("frame", id(frame)),
        ("captured_ago_ms", age(captured_ago)),
        ("paused_ago_ms", paused.map_or(JsValue::NULL, age)),
    ];
    post("heartbeat", &fields, &Array::new());
}

pub(crate) fn ended() {
    post("ended", &[], &Array::new());
}

pub(crate) fn ack(frame: FrameId) {
    post("ack", &[("frame", frame.0.into())], &Array::new());
}

pub(crate) fn need_keyframe() {
    post("need-keyframe", &[], &Array::new());
}

/// Which codecs of film this side decodes, a bit each.
pub(crate) fn codecs(codecs: u8) {
    post("codecs", &[("codecs", codecs.into())], &Array::new());
}

/// Answers `tap`: a copy of a frame's planes, or that there is none.
pub(crate) fn tap(frame: Option<(FrameId, FrameRef<'_>)>, film: Option<Film>) {
    let film = film.map_or(JsValue::NULL, |film| film.number.into());
    let Some((frame, picture)) = frame else {
        let fields = [("frame", JsValue::NULL), ("film", film)];
        return post("tap", &fields, &Array::new());
    };
    let layout = picture.layout();
    let planes: Array = layout
        .planes
        .iter()
        .take(layout.format.planes())
        .map(|plane| {
            let number = |value: usize| JsValue::from_f64(value as f64);
            object(&[
                ("offset", number(plane.offset)),
                ("stride", number(plane.stride)),
            ])
        })
        .collect();
    let format = match layout.format {
        Format::I420 => "I420",
        Format::Nv12 => "NV12",
        Format::Bgra => "BGRA",
        Format::Rgba => "RGBA",
    };
    let data = buffer(picture.data());
    let transfer = Array::of1(&data);
    let fields = [
        ("frame", frame.0.into()),
        ("film", film),
        ("format", format.into()),
        ("width", layout.width.into()),
        ("height", layout.height.into()),
        ("planes", planes.into()),
        ("data", data.into()),
    ];
    post("tap", &fields, &transfer);
}

pub(crate) fn draw(drawn: Drawn) {
    let at = drawn.timed.then(js::instant);
    let fields = [
        ("frame", drawn.frame.0.into()),
        ("width", drawn.width.into()),
        ("height", drawn.height.into()),
        ("rects", drawn.rects.into()),
        ("slabs", drawn.slabs.clone().into()),
        ("at", at.into()),
    ];
    post("draw", stamped(&fields, at), &drawn.slabs);
}
