//! Reads what the picture's workers say.

use super::{Draw, Patch, Said};
use crate::platform::bytes::Bytes;
use crate::platform::js::get;
use crate::platform::workers::WorkerEvent;
use js_sys::Array;
use rh_protocol::stats::{SharerStages, SharerStats, StageTimes};
use rh_screen::times::Stage;
use wasm_bindgen::{JsCast, JsValue};

/// What a worker says in a message; nothing where this build does not know it.
pub(super) fn read(event: WorkerEvent) -> Option<Said> {
    let WorkerEvent::Message(message) = event else {
        return Some(Said::Failed);
    };
    let kind = get(&message, "type")?.as_string()?;
    Some(match kind.as_str() {
        "packet" => Said::Packet(
            Bytes::new(get(&message, "packet")?.dyn_into().ok()?),
            time(&message),
        ),
        "heartbeat" => Said::Heartbeat {
            frame: number(&message, "frame"),
            captured_ago_ms: u64::from(number(&message, "captured_ago_ms").unwrap_or(0)),
            paused_ago_ms: number(&message, "paused_ago_ms").map(u64::from),
        },
        "want-frame" => Said::WantFrame,
        "reading" => Said::Reading,
        "ended" => Said::Ended,
        "draw" => Said::Draw(draw(&message)?),
        "ack" => Said::Ack {
            frame: number(&message, "frame")?,
        },
        "need-keyframe" => Said::NeedKeyframe,
        "codecs" => Said::Codecs(u8::try_from(number(&message, "codecs")?).ok()?),
        "stats" => stats(&message)?,
        "error" => Said::Failed,
        _ => return None,
    })
}

fn draw(message: &JsValue) -> Option<Draw> {
    let rects: Array = get(message, "rects")?.dyn_into().ok()?;
    Some(Draw {
        width: number(message, "width")?,
        height: number(message, "height")?,
        rects: rects.iter().filter_map(|rect| patch(&rect)).collect(),
        slabs: get(message, "slabs")?.dyn_into().ok()?,
        posted: time(message),
    })
}

fn patch(rect: &JsValue) -> Option<Patch> {
    Some(Patch {
        x: number(rect, "x")?,
        y: number(rect, "y")?,
        width: number(rect, "w")?,
        height: number(rect, "h")?,
        rgba: get(rect, "rgba")?.dyn_into().ok()?,
    })
}

/// What only an encoder tells says which side it is of.
fn stats(message: &JsValue) -> Option<Said> {
    let stages = get(message, "stages")?;
    let stage = |stage: Stage| {
        let times = get(&stages, stage.name())?;
        Some(StageTimes {
            count: number(&times, "count")?,
            p50_us: number(&times, "p50_us")?,
            p95_us: number(&times, "p95_us")?,
        })
    };
    let number = |name| number(message, name);
    let Some(captured) = number("captured") else {
        let known = |one| stage(one).map(|times| (one, times));
        let stages = Stage::ALL.into_iter().filter_map(known).collect();
        return Some(Said::DecoderStats(stages));
    };
    let side = |name| number(name).and_then(|size| u16::try_from(size).ok());
    let code = |name| number(name).and_then(|code| u8::try_from(code).ok());
    Some(Said::EncoderStats(SharerStats {
        interval_ms: number("interval_ms")?,
        captured,
        sent: number("sent")?,
        replaced: number("replaced")?,
        bytes: number("bytes")?,
        round_trip_ms: number("round_trip_ms"),
        rate: number("rate"),
        film: code("film"),
        width: side("width")?,
        height: side("height")?,
        format: code("format")?,
        stages: SharerStages {
            capture: stage(Stage::Capture),
            queue: stage(Stage::Queue),
            copy: stage(Stage::Copy),
            damage: stage(Stage::Damage),
            encode: stage(Stage::Encode),
            film_encode: stage(Stage::FilmEncode),
            ..SharerStages::default()
        },
    }))
}

/// When a message was posted, where that is told.
fn time(message: &JsValue) -> Option<f64> {
    get(message, "at")?.as_f64()
}

/// A whole number of at most 32 bits.
fn number(target: &JsValue, key: &str) -> Option<u32> {
    let value = get(target, key)?.as_f64()?;
    (value >= 0.0 && value <= f64::from(u32::MAX)).then_some(value as u32)
}
