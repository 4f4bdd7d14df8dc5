//! Plays a film: chunks in, pictures out.

use js_sys::Uint8Array;
use rh_screen::{Chunk, Codec, Film, FrameId};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::codecs::play_config;
use super::js::{EncodedVideoChunk, VideoDecoder};
use crate::js::{Captured, Timed};
use crate::messages::object;

/// A decoded picture.
pub(crate) struct Played {
    /// Its film.
    pub(crate) film: Film,
    /// The frame that brought its chunk.
    pub(crate) frame: FrameId,
    /// The picture.
    pub(crate) picture: Captured,
}

/// Plays one film.
pub(crate) struct Player {
    film: Film,
    codec: Codec,
    decoder: VideoDecoder,
    _heard: [Closure<dyn FnMut(JsValue)>; 2],
}

impl Player {
    /// Begins to play; `played` gets the pictures, `failed` is called when there will be none any more.
    pub(crate) fn start(
        film: Film,
        codec: Codec,
        mut played: impl FnMut(Played) + 'static,
        mut failed: impl FnMut() + 'static,
    ) -> Result<Self, JsValue> {
        let output = Closure::<dyn FnMut(JsValue)>::new(move |picture: JsValue| {
            // What was given to the chunk comes back with its picture.
            let frame = FrameId(picture.unchecked_ref::<Timed>().timestamp() as u32);
            if let Some(picture) = Captured::new(picture) {
                played(Played {
                    film,
                    frame,
                    picture,
                });
            }
        });
        let error = Closure::<dyn FnMut(JsValue)>::new(move |_| failed());
        let decoder = VideoDecoder::new(&object(&[
            ("output", output.as_ref().clone()),
            ("error", error.as_ref().clone()),
        ]))?;
        decoder.configure(&play_config(codec, (film.rect.w, film.rect.h)))?;
        Ok(Self {
            film,
            codec,
            decoder,
            _heard: [output, error],
        })
    }

    /// Whether the chunk is one of this film.
    pub(crate) fn plays(&self, chunk: &Chunk<'_>) -> bool {
        (self.film, self.codec) == (chunk.film, chunk.codec)
    }

    /// How the film is encoded.
    pub(crate) const fn codec(&self) -> Codec {
        self.codec
    }

    /// Adds a chunk, which a frame has brought.
    pub(crate) fn add(&self, frame: FrameId, chunk: &Chunk<'_>) -> Result<(), JsValue> {
        let kind = if chunk.key { "key" } else { "delta" };
        let chunk = EncodedVideoChunk::new(&object(&[
            ("type", kind.into()),
            ("timestamp", frame.0.into()),
            ("data", Uint8Array::from(chunk.data).into()),
        ]))?;
        self.decoder.decode(&chunk)
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        // One that has failed is closed already.
        let _ = self.decoder.close();
    }
}
