//! The worker's entry: takes the first message, becomes one of its sides, and hands it the rest.

use std::cell::RefCell;

use wasm_bindgen::{JsCast, prelude::*};

use crate::{decoder_side::DecoderSide, encoder_side::EncoderSide, error::Code, js, messages};

/// What the worker has become.
#[derive(Clone)]
enum Side {
    /// Not started: the build id that it comes from.
    Open(String),
    Encoder(EncoderSide),
    Decoder(DecoderSide),
    /// It has told the page why it cannot go on.
    Failed,
}

thread_local! {
    static SIDE: RefCell<Side> = const { RefCell::new(Side::Failed) };
}

/// Called once by `worker.js` with the build id, before any message.
#[wasm_bindgen]
pub fn open(build: String) {
    SIDE.set(Side::Open(build));
}

/// Called by `worker.js` for each message of the page.
#[wasm_bindgen]
pub fn receive(message: JsValue) {
    let message: js::Message = message.unchecked_into();
    let kind = message.kind().as_string().unwrap_or_default();
    let taken = match SIDE.with_borrow(Clone::clone) {
        Side::Open(build) => start(&kind, &message, &build),
        Side::Encoder(side) => side.receive(&kind, &message),
        Side::Decoder(side) => side.receive(&kind, &message),
        Side::Failed => Ok(()),
    };
    if let Err(code) = taken {
        fail(code);
    }
}

/// Tells the page why the worker cannot go on; from then on it does nothing.
pub(crate) fn fail(code: Code) {
    if !matches!(SIDE.replace(Side::Failed), Side::Failed) {
        messages::error(code);
    }
}

/// Whether the worker has failed: what is still running then, stops.
pub(crate) fn has_failed() -> bool {
    SIDE.with_borrow(|side| matches!(side, Side::Failed))
}

fn start(kind: &str, message: &js::Message, build: &str) -> Result<(), Code> {
    if kind != "start" {
        return Err(Code::BadMessage);
    }
    if message.build().as_string().as_deref() != Some(build) {
        return Err(Code::BuildMismatch);
    }
    let side = match message.side().as_string().as_deref() {
        Some("encoder") => Side::Encoder(EncoderSide::start(message.source())),
        Some("decoder") => Side::Decoder(DecoderSide::start()),
        _ => return Err(Code::BadMessage),
    };
    SIDE.set(side);
    Ok(())
}

/// Calls `tick` every `ms` milliseconds for as long as the worker lives.
pub(crate) fn every(ms: u32, mut tick: impl FnMut() + 'static) {
    let tick = Closure::<dyn FnMut()>::new(move || {
        if !has_failed() {
            tick();
        }
    });
    js::set_interval(&tick.into_js_value(), ms);
}

/// Calls `then` once, `ms` milliseconds from now, if the worker lives then.
pub(crate) fn after(ms: u32, then: impl FnOnce() + 'static) {
    let then = move || {
        if !has_failed() {
            then();
        }
    };
    js::set_timeout(&Closure::once_into_js(then), ms);
}
