//! What was measured, told to the page with what else is known of the picture's way.

use wasm_bindgen::JsValue;

use super::State;
use crate::messages;

impl State {
    /// Tells what was measured, once it is enough; nothing while nobody wants to know.
    pub(super) fn tell(&mut self) {
        let Some(measured) = self.meter.take() else {
            return;
        };
        let known = |value: Option<u64>| value.map_or(JsValue::NULL, |value| (value as f64).into());
        let layout = self.grabber.frame().ok().map(|frame| *frame.layout());
        let (width, height, format) = layout.map_or((0, 0, 0), |layout| {
            (layout.width, layout.height, layout.format.code())
        });
        let film = self.encoder.film().and(self.filming.codec);
        let counts = measured.counts;
        messages::stats(
            &measured,
            &[
                ("captured", counts.captured.into()),
                ("replaced", counts.replaced.into()),
                ("sent", counts.sent.into()),
                ("bytes", counts.bytes.into()),
                (
                    "round_trip_ms",
                    known(self.flow.round_trip().map(|(least, _)| least)),
                ),
                ("rate", known(self.flow.rate())),
                ("film", known(film.map(|codec| codec.code().into()))),
                ("width", width.into()),
                ("height", height.into()),
                ("format", format.into()),
            ],
        );
    }
}
