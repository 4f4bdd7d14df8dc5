//! The picture's workers as the page talks to them: their messages, typed. What the fields mean
//! stands in the documentation of `crates/screen-worker`.

use super::bytes::Bytes;
use super::frames::{Frame, FrameSource};
use super::js::{Failure, get, object};
use super::workers::{ModuleWorker, WorkerEvent};
use js_sys::{Array, Uint8ClampedArray};
use rh_protocol::stats::{SharerStages, SharerStats, StageTimes};
use rh_screen::times::Stage;
use wasm_bindgen::{JsCast, JsValue};

/// Where the build has left the worker's address.
const META: &str = "rh-screen-worker";

/// Which of its two sides a worker takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Frames in, packets out.
    Encoder,
    /// Packets in, rectangles to draw out.
    Decoder,
}

/// What a worker says.
#[derive(Clone, Debug)]
pub enum Said {
    /// Encoder: a packet for the other side; while measuring, when it was posted, as by
    /// [`super::clock::instant_ms`].
    Packet(Bytes, Option<f64>),
    /// Encoder: alive, and how old the newest capture is.
    Heartbeat {
        /// The newest frame; none before the first.
        frame: Option<u32>,
        /// Its age in milliseconds.
        captured_ago_ms: u64,
        /// Time since it was paused, in milliseconds; none while it is not.
        paused_ago_ms: Option<u64>,
    },
    /// Encoder: it has room for a frame, and nothing to read it from.
    WantFrame,
    /// Encoder: it reads the capture itself, and wants no more frames.
    Reading,
    /// Encoder: the capture that it reads has ended.
    Ended,
    /// Decoder: rectangles to draw.
    Draw(Draw),
    /// Decoder: this frame is complete.
    Ack {
        /// Its number.
        frame: u32,
    },
    /// Decoder: it cannot go on without a keyframe.
    NeedKeyframe,
    /// Decoder: which codecs of film it decodes, a bit each.
    Codecs(u8),
    /// Encoder: what was measured.
    EncoderStats(SharerStats),
    /// Decoder: what was measured.
    DecoderStats(Vec<(Stage, StageTimes)>),
    /// It cannot go on at all.
    Failed,
}

/// What to draw.
#[derive(Clone, Debug)]
pub struct Draw {
    /// Width of the whole picture in pixels.
    pub width: u32,
    /// Height of the whole picture in pixels.
    pub height: u32,
    /// What has changed in it.
    pub rects: Vec<Patch>,
    /// The memory of all that; [`ScreenWorker::drawn`] gives it back.
    slabs: Array,
    /// While measuring: when it was posted, as by [`super::clock::instant_ms`].
    pub posted: Option<f64>,
}

/// A rectangle of the picture.
#[derive(Clone, Debug)]
pub struct Patch {
    /// Left edge in pixels.
    pub x: u32,
    /// Upper edge in pixels.
    pub y: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Row by row, without gaps.
    pub rgba: Uint8ClampedArray,
}

/// One of the picture's workers. Dropping it ends it.
pub struct ScreenWorker(ModuleWorker);

impl ScreenWorker {
    /// Starts a worker; an encoder reads from `source`, or is given frames one by one where the browser
    /// cannot hand it over.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn start(
        side: Side,
        source: Option<&FrameSource>,
        heard: impl Fn(Said) + Clone + 'static,
    ) -> Result<Self, Failure> {
        let worker = ModuleWorker::start(META, move |event| {
            // What this build does not know, it skips.
            if let Some(said) = read(event) {
                heard(said);
            }
        })?;
        let build = JsValue::from_str(&super::document::build());
        let side = JsValue::from_str(match side {
            Side::Encoder => "encoder",
            Side::Decoder => "decoder",
        });
        let kind = JsValue::from_str("start");
        let mut start = vec![("type", &kind), ("side", &side), ("build", &build)];
        if let Some(source) = source.map(FrameSource::as_js) {
            start.push(("source", source));
            if worker.post(&object(&start), &[source]).is_ok() {
                return Ok(Self(worker));
            }
            // That it cannot be handed over, browsers say only when it is tried.
            start.pop();
        }
        worker.post(&object(&start), &[])?;
        Ok(Self(worker))
    }

    /// Encoder: a captured frame, which is handed over.
    pub fn frame(&self, frame: Frame) {
        let frame = frame.as_js();
        self.tell("frame", "frame", frame, &[frame]);
    }

    /// Encoder: the browser has no picture of what is captured for now, or has one again.
    pub fn set_muted(&self, muted: bool) {
        let kind = if muted { "mute" } else { "unmute" };
        self.tell(kind, "", &JsValue::UNDEFINED, &[]);
    }

    /// Encoder: the other side has decoded this frame.
    pub fn ack(&self, frame: u32) {
        self.tell("ack", "frame", &JsValue::from(frame), &[]);
    }

    /// Encoder: the other side needs a whole picture.
    pub fn keyframe(&self) {
        self.tell("keyframe", "", &JsValue::UNDEFINED, &[]);
    }

    /// Encoder: which codecs of film the other side decodes, a bit each.
    pub fn codecs(&self, codecs: u8) {
        self.tell("codecs", "codecs", &JsValue::from(codecs), &[]);
    }

    /// Encoder: freeze the picture, or go on.
    pub fn set_paused(&self, paused: bool) {
        let kind = if paused { "pause" } else { "resume" };
        self.tell(kind, "", &JsValue::UNDEFINED, &[]);
    }

    /// Measure from now on, or no longer.
    pub fn measure(&self, on: bool) {
        self.tell("measure", "on", &JsValue::from(on), &[]);
    }

    /// Decoder: a packet, which is handed over; while measuring, when it came in.
    pub fn packet(&self, packet: &Bytes, at: Option<f64>) {
        let packet = packet.buffer();
        let Some(at) = at else {
            return self.tell("packet", "packet", packet, &[packet]);
        };
        let (kind, at) = (JsValue::from_str("packet"), JsValue::from_f64(at));
        let message = object(&[("type", &kind), ("packet", packet), ("at", &at)]);
        let _ = self.0.post(&message, &[packet]);
    }

    /// Decoder: this is drawn, and its memory handed back, to be used again.
    pub fn drawn(&self, draw: Draw) {
        let slabs: Vec<JsValue> = draw.slabs.iter().collect();
        let handed: Vec<&JsValue> = slabs.iter().collect();
        self.tell("drawn", "slabs", &draw.slabs, &handed);
    }

    fn tell(&self, kind: &str, key: &str, value: &JsValue, handed: &[&JsValue]) {
        let kind = JsValue::from_str(kind);
        let message = object(&[("type", &kind), (key, value)]);
        // Everything said here can be cloned or handed over; a worker that is gone has said so.
        let _ = self.0.post(&message, handed);
    }
}

fn read(event: WorkerEvent) -> Option<Said> {
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
