//! Makes a film: parts of captured frames in, chunks out.

use std::{cell::Cell, rc::Rc};

use js_sys::{Object, Uint8Array};
use rh_screen::{Codec, Film};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::codecs::make_config;
use super::js::{Corner, EncodedVideoChunk, Part, VideoEncoder};
use crate::js::Picture;
use crate::messages::object;

/// A chunk, ready to be sent.
pub(crate) struct Made {
    /// Its film.
    pub(crate) film: Film,
    /// How it is encoded.
    pub(crate) codec: Codec,
    /// Whether it needs none before it.
    pub(crate) key: bool,
    /// Since when the picture was on the screen, on the worker's clock.
    pub(crate) since: u64,
    /// What the codec's decoder takes.
    pub(crate) data: Vec<u8>,
}

/// Makes one film. Ends with it.
pub(crate) struct Maker {
    film: Film,
    codec: Codec,
    encoder: VideoEncoder,
    _heard: [Closure<dyn FnMut(JsValue)>; 2],
}

impl Maker {
    /// Begins a film of `rate` bits a second whose pictures are smaller than their place by `shrink`; `made` gets its chunks, `failed` is called when there will be none any more.
    pub(crate) fn start(
        film: Film,
        codec: Codec,
        (rate, shrink): (u32, u16),
        mut made: impl FnMut(Made) + 'static,
        mut failed: impl FnMut() + 'static,
    ) -> Result<Self, JsValue> {
        let output = Closure::<dyn FnMut(JsValue)>::new(move |chunk: JsValue| {
            let chunk: EncodedVideoChunk = chunk.unchecked_into();
            let data = Uint8Array::new_with_length(chunk.byte_length());
            if chunk.copy_to(&data).is_ok() {
                made(Made {
                    film,
                    codec,
                    key: chunk.kind() == "key",
                    // Microseconds, as they were given.
                    since: (chunk.timestamp() / 1_000.0) as u64,
                    data: data.to_vec(),
                });
            }
        });
        let error = Closure::<dyn FnMut(JsValue)>::new(move |_| failed());
        let encoder = VideoEncoder::new(&object(&[
            ("output", output.as_ref().clone()),
            ("error", error.as_ref().clone()),
        ]))?;
        encoder.configure(&make_config(codec, film.size(shrink), rate))?;
        Ok(Self {
            film,
            codec,
            encoder,
            _heard: [output, error],
        })
    }

    /// The film that is made.
    pub(crate) const fn film(&self) -> Film {
        self.film
    }

    /// Another rate from now on, in bits a second, and perhaps another size. The encoder makes pictures smaller itself
    /// (WebCodecs, `VideoEncoderConfig.width`).
    pub(crate) fn set_rate(&self, rate: u32, shrink: u16) {
        let config = make_config(self.codec, self.film.size(shrink), rate);
        // What was possible at one rate is at another; a maker that has failed has said so.
        let _ = self.encoder.configure(&config);
    }

    /// Adds the film's part of a captured frame, which was captured at `since` on the worker's clock.
    pub(crate) fn add(&self, picture: &Picture, since: u64) -> Result<(), JsValue> {
        // What waits for the encoder grows old: a newer one will come.
        if self.encoder.queue() > 0 {
            return Ok(());
        }
        let rect = self.film.rect;
        let (width, height) = (f64::from(rect.w), f64::from(rect.h));
        // The visible part of a frame need not begin at its corner.
        let corner = picture.visible_rect().map_or((0.0, 0.0), |visible| {
            let corner: &Corner = visible.unchecked_ref();
            (corner.x(), corner.y())
        });
        let part: Object = object(&[
            ("x", (corner.0 + f64::from(rect.x)).into()),
            ("y", (corner.1 + f64::from(rect.y)).into()),
            ("width", width.into()),
            ("height", height.into()),
        ]);
        let init: Object = object(&[
            ("timestamp", (since as f64 * 1_000.0).into()),
            ("visibleRect", part.into()),
            ("displayWidth", width.into()),
            ("displayHeight", height.into()),
        ]);
        let part = Part::of(picture.as_ref(), &init)?;
        let part: &Picture = part.unchecked_ref();
        let added = self.encoder.encode(part);
        part.close();
        added
    }
}

impl Drop for Maker {
    fn drop(&mut self) {
        // One that has failed is closed already.
        let _ = self.encoder.close();
    }
}

/// Width and height of the picture that a maker has to encode before it is relied on.
pub(super) const TRIAL: (u16, u16) = (320, 192);
/// And its rate in bits a second.
pub(super) const RATE: u32 = 500_000;

/// Whether a chunk comes out when a picture goes in.
pub(super) async fn delivers(codec: Codec) -> bool {
    let film = Film {
        number: 0,
        rect: rh_screen::Rect::full(TRIAL.0, TRIAL.1),
    };
    let chunks = Rc::new(Cell::new(0));
    let seen = chunks.clone();
    let Ok(maker) = Maker::start(
        film,
        codec,
        (RATE, 1),
        move |_| seen.set(seen.get() + 1),
        || {},
    ) else {
        return false;
    };
    let (width, height) = (u32::from(TRIAL.0), u32::from(TRIAL.1));
    let grey = Uint8Array::new_with_length(width * height * 3 / 2);
    grey.fill(128, 0, grey.length());
    let init: Object = object(&[
        ("format", "I420".into()),
        ("codedWidth", width.into()),
        ("codedHeight", height.into()),
        ("timestamp", 0.into()),
    ]);
    let Ok(picture) = Part::of(&grey, &init) else {
        return false;
    };
    let picture: &Picture = picture.unchecked_ref();
    let added = maker.add(picture, 0);
    picture.close();
    if added.is_err() {
        return false;
    }
    match maker.encoder.flush() {
        Ok(flushed) => JsFuture::from(flushed).await.is_ok() && chunks.get() > 0,
        Err(_) => false,
    }
}
