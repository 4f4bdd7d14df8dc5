//! The helper's side: packets in, rectangles to draw out.

use std::{cell::RefCell, mem, rc::Rc};

use js_sys::{ArrayBuffer, Uint8Array};
use rh_screen::{Limits, MAX_PACKET, Received, Receiver, Rect, convert};
use wasm_bindgen::JsCast;

use crate::{
    error::Code,
    js::{self, Message},
    messages::{self, Drawing},
    worker,
};

/// Milliseconds between looks at whether a keyframe stays away.
const TICK: u32 = 500;

/// A handle to the decoder side.
#[derive(Clone)]
pub(crate) struct DecoderSide(Rc<RefCell<State>>);

struct State {
    receiver: Receiver,
    /// The rectangles of the frame that is arriving.
    drawing: Drawing,
    packet: Vec<u8>,
    rects: Vec<Rect>,
    rgba: Vec<u8>,
}

impl DecoderSide {
    pub(crate) fn start() -> Self {
        let side = Self(Rc::new(RefCell::new(State {
            receiver: Receiver::new(Limits::DEFAULT, js::now()),
            drawing: Drawing::default(),
            packet: Vec::new(),
            rects: Vec::new(),
            rgba: Vec::new(),
        })));
        messages::need_keyframe();
        let ticking = side.clone();
        worker::every(TICK, move || {
            if ticking.0.borrow_mut().receiver.tick(js::now()) {
                messages::need_keyframe();
            }
        });
        side
    }

    pub(crate) fn receive(&self, kind: &str, message: &Message) -> Result<(), Code> {
        let mut state = self.0.borrow_mut();
        match kind {
            "packet" => {
                let packet: ArrayBuffer =
                    message.packet().dyn_into().map_err(|_| Code::BadMessage)?;
                state.packet(&packet);
            }
            "reset" => {
                state.receiver.reset(js::now());
                state.drawing = Drawing::default();
                messages::need_keyframe();
            }
            "tap" => match state.receiver.picture() {
                Some((Some(frame), picture)) => messages::tap(Some((frame, picture))),
                _ => messages::tap(None),
            },
            "close" => js::close_worker(),
            _ => return Err(Code::BadMessage),
        }
        Ok(())
    }
}

impl State {
    fn packet(&mut self, packet: &ArrayBuffer) {
        let bytes = Uint8Array::new(packet);
        // A longer one is no packet; a byte more than allowed is enough for the receiver to see that.
        let len = (bytes.length() as usize).min(MAX_PACKET + 1);
        self.packet.resize(len, 0);
        // Both lengths are below 2³².
        bytes.subarray(0, len as u32).copy_to(&mut self.packet);
        let damage = match self.receiver.push(js::now(), &self.packet) {
            Received::Nothing => return,
            Received::NeedKeyframe(_) => return messages::need_keyframe(),
            Received::Damage(damage) => damage,
        };
        let (frame, first, complete) = (damage.frame, damage.first, damage.complete);
        self.rects.clear();
        self.rects.extend_from_slice(damage.rects);
        if first {
            self.drawing = Drawing::default();
        }
        let Some((_, picture)) = self.receiver.picture() else {
            return;
        };
        // Band by band, while the rest of the frame is still on its way.
        for rect in &self.rects {
            self.rgba
                .resize(usize::from(rect.w) * usize::from(rect.h) * 4, 0);
            // The damage fits its picture, and the buffer the rectangle.
            if convert::to_rgba(&picture, rect, &mut self.rgba).is_ok() {
                self.drawing.add(*rect, &self.rgba);
            }
        }
        if complete {
            let layout = picture.layout();
            mem::take(&mut self.drawing).post(frame, layout.width, layout.height);
            messages::ack(frame);
        }
    }
}
