//! The helper's side: packets in, rectangles to draw out.

use std::{cell::RefCell, mem, rc::Rc};

use js_sys::{Array, ArrayBuffer, Uint8Array};
use rh_screen::{
    Codec, Damage, FrameId, Limits, MAX_PACKET, Presenter, Received, Receiver, Rect, times::Stage,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::{
    capture::{self, Grabber, Planes},
    drawing::{Drawing, Drawn, Painter},
    error::Code,
    film::{self, Played, Player},
    js::{self, Message},
    messages,
    meter::Meter,
    worker,
};

/// Milliseconds between looks at whether a keyframe stays away.
const TICK: u32 = 500;

/// What a frame goes through here.
const FRAME: [Stage; 3] = [Stage::Reassemble, Stage::Decode, Stage::Convert];

/// A handle to the decoder side.
#[derive(Clone)]
pub(crate) struct DecoderSide(Rc<RefCell<State>>);

struct State {
    receiver: Receiver,
    /// The rectangles of the frame that is arriving.
    drawing: Drawing,
    presenter: Presenter<Drawn>,
    /// It will be looked whether something has waited long enough to be drawn.
    watched: bool,
    packet: Vec<u8>,
    rects: Vec<Rect>,
    painter: Painter,
    film: FilmState,
    meter: Meter,
}

/// How films are played.
struct FilmState {
    /// What this browser decodes, a bit each.
    codecs: u8,
    player: Option<Player>,
    grabber: Grabber,
    /// A picture is being read.
    reading: bool,
    /// The newest picture that waits for that.
    waiting: Option<Played>,
}

impl DecoderSide {
    pub(crate) fn start() -> Self {
        let side = Self(Rc::new(RefCell::new(State {
            receiver: Receiver::new(Limits::DEFAULT, js::now()),
            drawing: Drawing::default(),
            presenter: Presenter::default(),
            watched: false,
            packet: Vec::new(),
            rects: Vec::new(),
            painter: Painter::default(),
            film: FilmState {
                codecs: 0,
                player: None,
                grabber: Grabber::new(),
                reading: false,
                waiting: None,
            },
            meter: Meter::default(),
        })));
        messages::need_keyframe();
        let asking = side.clone();
        spawn_local(async move {
            let codecs = film::plays().await;
            asking.0.borrow_mut().film.codecs = codecs;
            messages::codecs(codecs);
        });
        let ticking = side.clone();
        worker::every(TICK, move || {
            let mut state = ticking.0.borrow_mut();
            if state.receiver.tick(js::now()) {
                messages::need_keyframe();
            }
            if let Some(measured) = state.meter.take() {
                messages::stats(&measured, &[]);
            }
        });
        side
    }

    pub(crate) fn receive(&self, kind: &str, message: &Message) -> Result<(), Code> {
        match kind {
            "packet" => {
                let packet: ArrayBuffer =
                    message.packet().dyn_into().map_err(|_| Code::BadMessage)?;
                let at = || message.at().as_f64();
                self.0.borrow_mut().meter.keep(Stage::Reassemble, at);
                self.packet(&packet);
            }
            "drawn" => {
                let slabs: Array = message.slabs().dyn_into().map_err(|_| Code::BadMessage)?;
                let painter = &mut self.0.borrow_mut().painter;
                for slab in slabs.iter().filter_map(|slab| slab.dyn_into().ok()) {
                    painter.give_back(slab);
                }
            }
            "measure" => self.0.borrow_mut().meter.set(message.on().is_truthy()),
            "reset" => {
                let mut state = self.0.borrow_mut();
                state.receiver.reset(js::now());
                state.drawing = Drawing::default();
                state.presenter.clear();
                state.film.player = None;
                messages::need_keyframe();
            }
            "tap" => {
                let state = self.0.borrow();
                let film = state.receiver.film();
                match state.receiver.picture() {
                    Some((Some(frame), picture)) => messages::tap(Some((frame, picture)), film),
                    _ => messages::tap(None, film),
                }
            }
            "close" => js::close_worker(),
            _ => return Err(Code::BadMessage),
        }
        Ok(())
    }

    fn packet(&self, packet: &ArrayBuffer) {
        let mut state = self.0.borrow_mut();
        let state = &mut *state;
        let bytes = Uint8Array::new(packet);
        // A longer one is no packet; a byte more than allowed is enough for the receiver to see that.
        let len = (bytes.length() as usize).min(MAX_PACKET + 1);
        state.packet.resize(len, 0);
        // Both lengths are below 2³².
        bytes.subarray(0, len as u32).copy_to(&mut state.packet);
        state.meter.stop(Stage::Reassemble);
        state.meter.start(Stage::Decode);
        let received = state.receiver.push(js::now(), &state.packet);
        state.meter.stop(Stage::Decode);
        let damage = match received {
            Received::Nothing => return state.meter.start(Stage::Reassemble),
            Received::NeedKeyframe(_) => {
                state.meter.forget(&FRAME);
                return messages::need_keyframe();
            }
            Received::Film(frame, chunk) => {
                state.meter.record(&[Stage::Reassemble]);
                state.meter.forget(&FRAME);
                state.meter.film_given(frame.0);
                let player = &mut state.film.player;
                if !player.as_ref().is_some_and(|player| player.plays(&chunk)) {
                    // The old one goes first: browsers have few.
                    *player = None;
                    *player = self.player(&chunk);
                }
                let added = player
                    .as_ref()
                    .is_some_and(|player| player.add(frame, &chunk).is_ok());
                if !added {
                    let codec = chunk.codec;
                    return self.film_failed(state, codec);
                }
                return state.presenter.chunk(frame, chunk.capture);
            }
            Received::Damage(damage) => damage,
        };
        let Damage {
            frame,
            first,
            complete,
            film,
            ..
        } = damage;
        state.rects.clear();
        state.rects.extend_from_slice(damage.rects);
        if first {
            state.drawing = Drawing::default();
        }
        state.meter.start(Stage::Convert);
        // Band by band, while the rest of the frame is still on its way.
        if let Some((_, picture)) = state.receiver.picture() {
            for rect in &state.rects {
                state.painter.paint(&mut state.drawing, &picture, rect);
            }
        }
        state.meter.stop(Stage::Convert);
        if complete {
            state.meter.record(&FRAME);
            let drawing = mem::take(&mut state.drawing);
            if let Some(drawn) = state.complete(drawing, frame) {
                let now = js::now();
                state.presenter.tiles(frame, film, drawn, now, Drawn::post);
                self.watch(state);
            }
            messages::ack(frame);
        } else {
            state.meter.start(Stage::Reassemble);
        }
    }

    /// Tiles do not wait for a film that does not come.
    fn watch(&self, state: &mut State) {
        let due = state.presenter.due_in(js::now());
        if let Some(due) = due.filter(|_| !state.watched) {
            state.watched = true;
            let side = self.clone();
            // A fraction of a second, and not at once: timers may be early.
            worker::after(due.max(1) as u32, move || {
                let mut state = side.0.borrow_mut();
                state.watched = false;
                state.presenter.tick(js::now(), Drawn::post);
                side.watch(&mut state);
            });
        }
    }
}

/// Film.
impl DecoderSide {
    fn player(&self, chunk: &rh_screen::Chunk<'_>) -> Option<Player> {
        let (played, failed, codec) = (self.clone(), self.clone(), chunk.codec);
        Player::start(
            chunk.film,
            codec,
            move |picture| played.played(picture),
            move || {
                let mut state = failed.0.borrow_mut();
                failed.film_failed(&mut state, codec);
            },
        )
        .ok()
    }

    /// What this browser has claimed to decode, it does not.
    fn film_failed(&self, state: &mut State, codec: Codec) {
        state.film.player = None;
        state.film.codecs &= !(1 << codec.code());
        messages::codecs(state.film.codecs);
        if state.receiver.film_failed(js::now()) {
            messages::need_keyframe();
        }
    }

    /// A picture is decoded: it is read and drawn; while one is, only the newest waits.
    fn played(&self, picture: Played) {
        let mut state = self.0.borrow_mut();
        if state.film.reading {
            if let Some(passed) = state.film.waiting.replace(picture) {
                messages::ack(passed.frame);
            }
            return;
        }
        state.film.reading = true;
        spawn_local(self.clone().show(picture));
    }

    async fn show(self, first: Played) {
        let mut next = Some(first);
        while let Some(Played {
            film,
            frame,
            picture,
        }) = next
        {
            // Looked at before anything is allocated: what a chunk holds is the other side's choice.
            let fits = |planes: &Planes| film.takes(planes.pixels());
            let layout = match Planes::of(&picture).filter(fits) {
                Some(planes) => {
                    let target = self.0.borrow_mut().film.grabber.target(planes.size);
                    let layout = capture::copy_planes(&picture, &planes, &target).await;
                    layout.map(|layout| (layout, planes.size))
                }
                None => None,
            };
            drop(picture);
            let mut state = self.0.borrow_mut();
            match layout {
                Some((layout, size)) => {
                    state.film.grabber.take_planes(layout, size);
                    state.meter.film_taken(Stage::FilmDecode, frame.0);
                    state.play(film.number, frame);
                }
                // Pictures that cannot be read are of no use.
                None => {
                    if let Some(codec) = state.film.player.as_ref().map(Player::codec) {
                        self.film_failed(&mut state, codec);
                    }
                }
            }
            next = state.film.waiting.take();
            state.film.reading = next.is_some();
        }
    }
}

impl State {
    /// Puts what the grabber holds into the picture, and has it drawn.
    fn play(&mut self, number: u16, frame: FrameId) {
        let rect = match self.film.grabber.frame() {
            Ok(picture) => self.receiver.play(number, &picture),
            Err(_) => None,
        };
        let Some(rect) = rect else {
            // Of a film that is over.
            return messages::ack(frame);
        };
        let mut drawing = Drawing::default();
        let began = self.meter.instant();
        if let Some((_, picture)) = self.receiver.picture() {
            self.painter.paint(&mut drawing, &picture, &rect);
        }
        self.meter.add_since(Stage::Convert, began);
        let film = self.complete(drawing, frame);
        let mut all: Option<Drawn> = None;
        let mut add = |drawn: Drawn| match &mut all {
            Some(all) => all.join(drawn),
            none => *none = Some(drawn),
        };
        self.presenter.film(frame, js::now(), &mut add);
        film.into_iter().for_each(add);
        if let Some(all) = all {
            all.post();
        }
        messages::ack(frame);
    }

    /// A frame has been decoded, and can be drawn.
    fn complete(&self, drawing: Drawing, frame: FrameId) -> Option<Drawn> {
        let (_, picture) = self.receiver.picture()?;
        let layout = picture.layout();
        let size = (layout.width, layout.height);
        Some(drawing.of(frame, size, self.meter.is_on()))
    }
}
