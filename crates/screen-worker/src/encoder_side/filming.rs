//! The part of what is shared that moves, made into film: which codec, which film, and when it is over.

use std::collections::VecDeque;

use rh_screen::{Chunk, Codec, FilmRate, FrameId, times::Stage};
use wasm_bindgen_futures::spawn_local;

use super::{EncoderSide, State};
use crate::{
    film::{self, Made, Maker},
    js::{self, Captured},
    worker,
};

/// Least milliseconds between looks at whether what moves has come to rest.
const LOOK: u32 = 20;

/// What a picture is called while it is measured: the low bits of its time tell it from those around.
const fn name(since: u64) -> u32 {
    since as u32
}

/// How films are made, if at all.
#[derive(Default)]
pub(super) struct Filming {
    /// What the other side decodes, and what failed here, a bit each.
    pub(super) wanted: u8,
    failed: u8,
    /// The best codec that both sides have.
    pub(super) codec: Option<Codec>,
    maker: Option<Maker>,
    rate: Option<FilmRate>,
    /// Since when the pictures in the maker are on the screen, and the frames that told the rest of them.
    added: VecDeque<(u64, FrameId)>,
    /// It will be looked whether what moves has come to rest.
    watched: bool,
}

impl EncoderSide {
    /// Looks for the best codec that both sides have. Until it is found there are no films.
    pub(super) fn choose_codec(&self) {
        let codecs = {
            let mut state = self.0.borrow_mut();
            state.end_film();
            state.filming.codec = None;
            state.filming.wanted & !state.filming.failed
        };
        let side = self.clone();
        spawn_local(async move {
            let codec = film::makes(codecs).await;
            let filming = &mut side.0.borrow_mut().filming;
            // Something else may be wanted by now.
            if filming.wanted & !filming.failed == codecs {
                filming.codec = codec;
            }
        });
    }

    /// Adds the film's part of a captured frame to the film.
    pub(super) fn film(&self, state: &mut State, captured: &Captured, since: u64) {
        let (Some((film, changed)), Some(codec)) = (state.encoder.film(), state.filming.codec)
        else {
            state.filming.maker = None;
            return self.watch(state);
        };
        if state.filming.maker.as_ref().map(Maker::film) != Some(film) {
            let (made, failed) = (self.clone(), self.clone());
            let rate = FilmRate::new(&film, state.flow.capacity(), js::now());
            let started = Maker::start(
                film,
                codec,
                (rate.bits(), rate.shrink()),
                move |chunk| made.made(&chunk),
                move || failed.film_failed(codec),
            );
            state.filming.rate = Some(rate);
            state.filming.added.clear();
            state.filming.maker = started.ok();
        }
        state.follow_path();
        if changed {
            state.meter.film_given(name(since));
        }
        let added = match &state.filming.maker {
            Some(maker) if changed => {
                // Nothing was told since the capture but what it told.
                let capture = state.encoder.next_id().before();
                state.filming.added.push_back((since, capture));
                maker.add(captured.picture(), since).is_ok()
            }
            maker => maker.is_some(),
        };
        if !added {
            let side = self.clone();
            worker::after(0, move || side.film_failed(codec));
        }
        self.watch(state);
    }

    /// A chunk of a film is to be sent.
    fn made(&self, chunk: &Made) {
        let mut state = self.0.borrow_mut();
        let Made {
            film,
            codec,
            key,
            since,
            ref data,
        } = *chunk;
        // Pictures come out in the order in which they went in, and some do not.
        let added = &mut state.filming.added;
        let Some(at) = added.iter().position(|&(at, _)| at == since) else {
            return;
        };
        let capture = added[at].1;
        added.drain(..=at);
        let chunk = Chunk {
            film,
            codec,
            key,
            capture,
            data,
        };
        if let Ok(Some(id)) = state.encoder.begin_chunk(&chunk) {
            state.meter.film_taken(Stage::FilmEncode, name(since));
            state.send(id, since);
            // It was the browser that encoded it.
            state.meter.forget(&[Stage::Encode]);
        }
    }

    /// This browser has claimed a codec that it does not deliver.
    fn film_failed(&self, codec: Codec) {
        self.0.borrow_mut().filming.failed |= 1 << codec.code();
        self.choose_codec();
    }

    /// Looks after what moves until it does so no more: then no frame comes that would tell.
    pub(super) fn watch(&self, state: &mut State) {
        let due = state.motion.due_in(js::now());
        if let Some(due) = due.filter(|_| !state.filming.watched) {
            state.filming.watched = true;
            let side = self.clone();
            // A fraction of a second.
            worker::after((due as u32).max(LOOK), move || {
                let mut state = side.0.borrow_mut();
                state.filming.watched = false;
                let played = state.motion.rect().is_some() || state.filming.maker.is_some();
                // What waits for its turn may well have moved.
                if state.reading.is_none() && !state.flow.is_waiting() {
                    state.motion.tick(js::now());
                }
                if played && state.motion.rect().is_none() {
                    state.end_film();
                }
                side.watch(&mut state);
                drop(state);
                // What has come to rest is told exactly.
                side.advance();
            });
        }
    }
}

impl State {
    /// The film takes what the path carries.
    fn follow_path(&mut self) {
        let delay = self.flow.round_trip().map_or(0, |(_, delay)| delay);
        let Filming { maker, rate, .. } = &mut self.filming;
        if let (Some(maker), Some(rate)) = (maker, rate)
            && rate.follow(delay, js::now())
        {
            maker.set_rate(rate.bits(), rate.shrink());
        }
    }

    /// Tells exactly what has moved.
    fn end_film(&mut self) {
        self.motion.stop();
        self.filming.maker = None;
        self.encoder.set_moving(None, false);
        self.tell_stale();
    }

    /// Tells more of what is held in a likeness only, if there is room on the path. Returns whether there was something.
    pub(super) fn refine(&mut self) -> bool {
        self.encoder.is_stale()
            && self.motion.is_calm(js::now())
            && self.flow.is_idle()
            && self.tell_stale()
    }

    fn tell_stale(&mut self) -> bool {
        self.encoder.set_budget(self.flow.slice());
        let Ok(Some(id)) = self.encoder.begin_refined() else {
            return false;
        };
        // The picture is as old as it was.
        let since = self.sent_at;
        self.send(id, since);
        self.meter.record(&[Stage::Encode]);
        true
    }
}
