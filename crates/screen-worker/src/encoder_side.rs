//! The sharer's side: captured frames in, packets out, on the worker's own clock.

mod filming;
mod telling;

use std::{cell::RefCell, rc::Rc};

use js_sys::Math;
use rh_screen::{Encoder, Flow, FrameId, Heartbeat, Limits, Motion, Moving, Turn, times::Stage};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::{
    capture::{self, Grabber, Planes},
    error::Code,
    js::{self, Captured, FrameReader, Message, ReadResult},
    messages,
    meter::Meter,
    source::Source,
    worker,
};
use filming::Filming;

/// Milliseconds between heartbeats.
const HEARTBEAT: u32 = 500;
/// Milliseconds between frames that the page is asked for.
const FRAME: u32 = 33;
/// After so many milliseconds an unanswered `want-frame` is repeated.
const UNANSWERED: u64 = 500;
/// A source that has brought no picture after so many milliseconds has lost its first one, or brings none.
const FIRST: u64 = 1_000;
/// A frame that takes longer than this to be read, in milliseconds, is one that does not arrive.
const STUCK: u64 = 1_000;
/// So many frames in a row that cannot be read end the capture.
const UNREADABLE: u32 = 30;

/// A handle to the encoder side.
#[derive(Clone)]
pub(crate) struct EncoderSide(Rc<RefCell<State>>);

struct State {
    flow: Flow<Captured>,
    encoder: Encoder,
    motion: Motion,
    filming: Filming,
    meter: Meter,
    grabber: Grabber,
    source: Option<Source>,
    /// The source has brought a frame.
    reads: bool,
    /// The page is asked for frames on this worker's clock.
    asks: bool,
    /// When it began, and with which number.
    started: u64,
    first: FrameId,
    /// Since when a captured frame is being read.
    reading: Option<u64>,
    /// Frames in a row that could not be read.
    unreadable: u32,
    /// Since when the newest captured picture, and the one sent last, is what the screen shows.
    captured_at: u64,
    sent_at: u64,
    /// Since when the sharer has paused.
    paused_at: Option<u64>,
    /// Since when the browser has had no picture of what is captured.
    muted_at: Option<u64>,
    /// When the page was asked for a frame, until it answers.
    wanted_at: Option<u64>,
    /// It will be looked whether an acknowledgement is overdue.
    looks: bool,
    /// The grabber holds a frame that was read and not sent.
    withheld: bool,
    /// A `tap` waits for a frame.
    tapped: bool,
}

impl EncoderSide {
    /// Starts reading what was handed over, or asking the page for frames if that cannot be read.
    pub(crate) fn start(handed: JsValue) -> Self {
        let source = Source::of(handed);
        let reader = source.as_ref().map(|source| source.reader.clone());
        let now = js::now();
        let first = FrameId((Math::random() * f64::from(u32::MAX)) as u32);
        let side = Self(Rc::new(RefCell::new(State {
            flow: Flow::new(Flow::<Captured>::DEFAULT_WINDOW),
            encoder: Encoder::new(Limits::CHANNEL, first),
            motion: Motion::default(),
            filming: Filming::default(),
            meter: Meter::default(),
            grabber: Grabber::new(),
            source,
            reads: false,
            asks: false,
            started: now,
            first,
            reading: None,
            unreadable: 0,
            captured_at: now,
            sent_at: now,
            paused_at: None,
            muted_at: None,
            wanted_at: None,
            looks: false,
            withheld: false,
            tapped: false,
        })));
        match reader {
            Some(reader) => spawn_local(side.clone().read_all(reader)),
            None => side.ask(),
        }
        let beating = side.clone();
        worker::every(HEARTBEAT, move || {
            beating.0.borrow().heartbeat();
            beating.0.borrow_mut().tell();
            beating.want_first();
        });
        side
    }

    pub(crate) fn receive(&self, kind: &str, message: &Message) -> Result<(), Code> {
        match kind {
            "frame" => {
                let captured = Captured::new(message.frame()).ok_or(Code::BadMessage)?;
                self.0.borrow_mut().wanted_at = None;
                // One that is overtaken by the source's own is of no use.
                if !self.0.borrow().reads {
                    self.captured(captured);
                }
            }
            "ack" => {
                let frame = message.frame().as_f64().ok_or(Code::BadMessage)?;
                self.0
                    .borrow_mut()
                    .flow
                    .ack(FrameId(frame as u32), js::now());
            }
            "codecs" => {
                let codecs = message.codecs().as_f64().ok_or(Code::BadMessage)?;
                self.0.borrow_mut().filming.wanted = codecs as u8;
                self.choose_codec();
            }
            "focus" => {
                let place = (message.x().as_f64(), message.y().as_f64());
                let (Some(x), Some(y)) = place else {
                    return Err(Code::BadMessage);
                };
                self.0.borrow_mut().encoder.set_focus(x as u16, y as u16);
            }
            "measure" => self.0.borrow_mut().meter.set(message.on().is_truthy()),
            "keyframe" => self.0.borrow_mut().flow.request_keyframe(),
            "pause" => self.set_paused(true),
            "resume" => self.set_paused(false),
            "mute" => self.set_muted(true),
            "unmute" => self.set_muted(false),
            "tap" => self.tap(),
            "stop" => {
                if let Some(source) = self.0.borrow_mut().source.take() {
                    source.stop();
                }
                js::close_worker();
                return Ok(());
            }
            _ => return Err(Code::BadMessage),
        }
        self.advance();
        Ok(())
    }

    /// Reads the stream until it ends. A frame that cannot be sent yet waits, and is closed when a
    /// newer one comes: the capture never waits for us.
    async fn read_all(self, reader: FrameReader) {
        while let Ok(result) = JsFuture::from(reader.read()).await {
            let result: ReadResult = result.unchecked_into();
            if worker::has_failed() {
                let _ = reader.cancel();
                return;
            }
            if result.done() {
                break;
            }
            if let Some(captured) = Captured::new(result.value()) {
                let timestamp = || captured.timestamp();
                self.0.borrow_mut().meter.captured(timestamp);
                if !std::mem::replace(&mut self.0.borrow_mut().reads, true) {
                    messages::reading();
                }
                self.captured(captured);
            }
        }
        messages::ended();
    }

    /// Asks the page for frames from now on, until the source brings one.
    fn ask(&self) {
        if !std::mem::replace(&mut self.0.borrow_mut().asks, true) {
            let side = self.clone();
            worker::every(FRAME, move || side.want_frame());
        }
    }

    fn want_frame(&self) {
        let mut state = self.0.borrow_mut();
        if state.reads {
            return;
        }
        let now = js::now();
        let asked = state
            .wanted_at
            .is_some_and(|at| now.saturating_sub(at) < UNANSWERED);
        if asked {
            return;
        }
        state.motion.unwatched(now);
        if state.reading.is_none() && state.flow.has_room() {
            state.wanted_at = Some(now);
            messages::want_frame();
        }
    }

    /// A capture tells changes only. A first picture that got lost, of a screen that stays as it is,
    /// would never come: the page takes it from a video, now and then. When that has changed and the
    /// source has still brought nothing, it brings none at all, and the video takes its place.
    fn want_first(&self) {
        let state = self.0.borrow();
        let late = js::now().saturating_sub(state.started) > FIRST;
        if state.reads || !late {
            return;
        }
        let sent = state.encoder.next_id().0.wrapping_sub(state.first.0);
        drop(state);
        if sent > 1 {
            self.ask();
        } else {
            self.want_frame();
        }
    }

    fn captured(&self, captured: Captured) {
        {
            let mut state = self.0.borrow_mut();
            let now = js::now();
            state.captured_at = now;
            state.motion.captured(now);
            state.meter.start(Stage::Queue);
            // A frame that waited is replaced, and thereby closed.
            let replaced = u32::from(state.flow.offer(captured).is_some());
            state.meter.count(|counts| {
                counts.captured += 1;
                counts.replaced += replaced;
            });
        }
        self.advance();
    }

    fn set_paused(&self, paused: bool) {
        let mut state = self.0.borrow_mut();
        let now = js::now();
        state.flow.set_paused(paused);
        state.paused_at = paused.then(|| state.paused_at.unwrap_or(now));
        // What was captured during the pause becomes the picture to show now.
        state.captured_at = now;
        state.meter.start(Stage::Queue);
        state.heartbeat();
    }

    fn set_muted(&self, muted: bool) {
        let mut state = self.0.borrow_mut();
        state.muted_at = muted.then(|| state.muted_at.unwrap_or_else(js::now));
        state.heartbeat();
    }

    fn tap(&self) {
        let mut state = self.0.borrow_mut();
        state.tapped = true;
        state.answer_tap();
    }

    /// Sends whatever has its turn.
    fn advance(&self) {
        loop {
            let now = js::now();
            let mut state = self.0.borrow_mut();
            if state.reading.is_some() || worker::has_failed() {
                return;
            }
            match state.flow.turn(now) {
                Some(Turn::Frame { frame, keyframe }) => {
                    state.reading = Some(now);
                    state.meter.stop(Stage::Queue);
                    state.meter.record(&[Stage::Queue]);
                    state.meter.start(Stage::Copy);
                    let since = state.captured_at;
                    spawn_local(self.clone().read(frame, keyframe, since));
                    return;
                }
                Some(Turn::Again) => {
                    let budget = state.flow.slice();
                    state.encoder.set_budget(budget);
                    if let Ok(Some(id)) = state.encoder.begin_again() {
                        // Sent again, it is as old as it was.
                        let since = state.sent_at;
                        state.send(id, since);
                        state.meter.record(&[Stage::Encode]);
                    }
                }
                None if state.refine() => {}
                None => {
                    if let Some(ms) = state.flow.due_in(now) {
                        let side = self.clone();
                        // At most the gap between keyframes.
                        worker::after(ms as u32, move || side.advance());
                    }
                    self.look(&mut state, now);
                    return;
                }
            }
        }
    }

    /// Looks in good time whether an acknowledgement is overdue.
    fn look(&self, state: &mut State, now: u64) {
        if state.looks {
            return;
        }
        if let Some(ms) = state.flow.overdue_in(now) {
            state.looks = true;
            let side = self.clone();
            worker::after(ms as u32, move || side.ask_if_overdue());
        }
    }

    /// A heartbeat more has the transport tell what it misses.
    fn ask_if_overdue(&self) {
        let mut state = self.0.borrow_mut();
        let now = js::now();
        state.looks = false;
        if state.flow.overdue_in(now) == Some(0) {
            state.flow.asked(now);
            state.heartbeat();
        }
        self.look(&mut state, now);
    }

    /// Reads a frame and sends it; `since` is when it was captured.
    async fn read(self, captured: Captured, keyframe: bool, since: u64) {
        let mut read = Err(Code::CaptureFailed);
        if let Some(planes) = Planes::of(&captured) {
            let target = self.0.borrow_mut().grabber.target(planes.size);
            if let Some(layout) = capture::copy_planes(&captured, &planes, &target).await {
                self.0.borrow_mut().grabber.take_planes(layout, planes.size);
                read = Ok(());
            }
        }
        {
            let mut state = self.0.borrow_mut();
            if read.is_err() {
                read = state.grabber.take_pixels(&captured);
            }
            state.reading = None;
            state.meter.stop(Stage::Copy);
            state.meter.record(&[Stage::Copy]);
            match read {
                // Paused while it was read: it waits for the end of the pause, unless a newer one does.
                Ok(()) if state.flow.is_paused() => {
                    state.withheld = true;
                    if !state.flow.is_waiting() {
                        state.flow.offer(captured);
                    }
                }
                Ok(()) => {
                    // Back to the capture before the work begins, unless a film is made of it.
                    let film = matches!(state.motion.moving(), Some((_, Moving::Film)));
                    let filmed = state.filming.codec.is_some() && film;
                    let captured = filmed.then_some(captured);
                    state.encode(keyframe, since);
                    match captured {
                        Some(captured) => self.film(&mut state, &captured, since),
                        None => self.watch(&mut state),
                    }
                }
                Err(Code::CaptureFailed) if state.unreadable < UNREADABLE => state.unreadable += 1,
                Err(code) => worker::fail(code),
            }
        }
        self.advance();
    }
}

impl State {
    /// Encodes what the grabber holds.
    fn encode(&mut self, keyframe: bool, since: u64) {
        self.unreadable = 0;
        self.withheld = false;
        if keyframe {
            self.motion.stop();
        }
        let films = self.filming.codec.is_some();
        self.encoder.set_moving(self.motion.moving(), films);
        self.encoder.set_budget(self.flow.slice());
        self.meter.start(Stage::Damage);
        let begun = match self.grabber.frame() {
            Ok(frame) => self
                .encoder
                .begin(&frame, keyframe)
                .map_err(|_| Code::FrameUnsupported),
            Err(code) => Err(code),
        };
        self.meter.stop(Stage::Damage);
        self.meter.record(&[Stage::Damage]);
        match begun {
            Ok(Some(id)) => {
                self.send(id, since);
                self.meter.record(&[Stage::Encode]);
            }
            // Nothing has changed.
            Ok(None) => {}
            Err(code) => worker::fail(code),
        }
        self.motion.observe(js::now(), &self.encoder.activity());
        self.answer_tap();
    }

    /// Posts the packets of the frame begun.
    fn send(&mut self, id: FrameId, since: u64) {
        let (mut keyframe, mut bytes) = (false, 0);
        self.meter.start(Stage::Encode);
        while let Some(packet) = self.encoder.next_packet() {
            self.meter.stop(Stage::Encode);
            messages::packet(packet, self.meter.instant());
            bytes += packet.len();
            keyframe = rh_screen::PacketHeader::parse(packet)
                .is_ok_and(|(header, _)| header.base.is_none());
            self.meter.start(Stage::Encode);
        }
        self.meter.stop(Stage::Encode);
        self.meter.count(|counts| {
            counts.sent += 1;
            counts.bytes = counts.bytes.saturating_add(bytes as u32);
        });
        self.sent_at = since;
        self.flow.sent(id, keyframe, bytes, js::now());
    }

    fn heartbeat(&self) {
        let now = js::now();
        let sent = self.encoder.last_frame().map(|(id, _)| id);
        // A frame that is being read may turn out unchanged; one that cannot be read in good time
        // must not pass for that.
        let stuck = self
            .reading
            .is_some_and(|since| now.saturating_sub(since) > STUCK);
        let newer = !self.flow.is_paused() && (stuck || self.flow.is_waiting());
        let (frame, since) = if newer {
            (Some(self.encoder.next_id()), self.captured_at)
        } else if let Some(since) = self.muted_at.filter(|_| !self.flow.is_paused()) {
            // Nobody knows what the screen shows: as if a newer picture did not arrive.
            (Some(self.encoder.next_id()), since)
        } else {
            (sent, self.sent_at)
        };
        messages::heartbeat(Heartbeat {
            frame,
            captured_ago: now.saturating_sub(since),
            paused: self.paused_at.map(|since| now.saturating_sub(since)),
        });
    }

    /// What was read last is what was sent last, unless it was withheld: what did not change was
    /// not sent again, but has the same samples.
    fn answer_tap(&mut self) {
        if !self.tapped || self.reading.is_some() || self.withheld {
            return;
        }
        if let (Some((id, _)), Ok(frame)) = (self.encoder.last_frame(), self.grabber.frame()) {
            self.tapped = false;
            let film = self.encoder.film().map(|(film, _)| film);
            messages::tap(Some((id, frame)), film);
        }
    }
}
