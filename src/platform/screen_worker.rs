//! The picture's workers as the page talks to them: their messages, typed. What the fields mean
//! stands in the documentation of `crates/screen-worker`.

mod reading;

use super::bytes::Bytes;
use super::frames::{Frame, FrameSource};
use super::js::{Failure, object};
use super::workers::ModuleWorker;
use js_sys::{Array, Uint8ClampedArray};
use rh_protocol::stats::{SharerStats, StageTimes};
use rh_screen::times::Stage;
use wasm_bindgen::JsValue;

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
            if let Some(said) = reading::read(event) {
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

    /// Encoder: where on the picture the other side looks, in its pixels.
    pub fn focus(&self, x: u16, y: u16) {
        let (kind, x, y) = ("focus".into(), x.into(), y.into());
        self.post(&[("type", &kind), ("x", &x), ("y", &y)], &[]);
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
        self.post(&[("type", &kind), (key, value)], handed);
    }

    fn post(&self, message: &[(&str, &JsValue)], handed: &[&JsValue]) {
        // Everything said here can be cloned or handed over; a worker that is gone has said so.
        let _ = self.0.post(&object(message), handed);
    }
}
