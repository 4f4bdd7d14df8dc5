//! A canvas that is painted with nothing but damage, as a helper's is.

use rh_screen::{
    Encoder, FrameId, FrameRef, Limits, PacketHeader, Received, Receiver, Rect, convert,
};

/// RGBA, row by row.
#[derive(Default)]
pub(crate) struct Canvas {
    size: (u16, u16),
    rgba: Vec<u8>,
}

impl Canvas {
    /// Paints rectangles of a picture; a picture of another size empties the canvas first.
    pub(crate) fn paint(&mut self, picture: &FrameRef<'_>, rects: &[Rect]) {
        let layout = picture.layout();
        if self.size != (layout.width, layout.height) {
            self.size = (layout.width, layout.height);
            self.rgba = vec![0; usize::from(layout.width) * usize::from(layout.height) * 4];
        }
        let width = usize::from(layout.width);
        for rect in rects {
            let row = usize::from(rect.w) * 4;
            let rgba = rgba(picture, rect);
            for (y, line) in (usize::from(rect.y)..).zip(rgba.chunks_exact(row)) {
                let at = (y * width + usize::from(rect.x)) * 4;
                self.rgba[at..at + row].copy_from_slice(line);
            }
        }
    }

    /// Whether it looks like the picture.
    pub(crate) fn shows(&self, picture: &FrameRef<'_>) -> bool {
        let layout = picture.layout();
        self.rgba == rgba(picture, &Rect::full(layout.width, layout.height))
    }
}

/// An encoder, and the other end with its canvas.
pub(crate) struct Link {
    pub(crate) encoder: Encoder,
    pub(crate) receiver: Receiver,
    pub(crate) canvas: Canvas,
    /// Pixels that were drawn of the last frame, and whether its packets told of a likeness.
    pub(crate) drawn: u32,
    pub(crate) likeness: bool,
}

impl Link {
    pub(crate) fn new() -> Self {
        Self {
            encoder: Encoder::new(Limits::DEFAULT, FrameId(1)),
            receiver: Receiver::new(Limits::DEFAULT, 0),
            canvas: Canvas::default(),
            drawn: 0,
            likeness: false,
        }
    }

    /// Delivers the frame begun, and returns the bytes that it took.
    pub(crate) fn deliver(&mut self) -> usize {
        let mut bytes = 0;
        (self.drawn, self.likeness) = (0, false);
        while let Some(packet) = self.encoder.next_packet() {
            bytes += packet.len();
            self.likeness = PacketHeader::parse(packet).unwrap().0.likeness;
            let rects = match self.receiver.push(0, packet) {
                Received::Damage(damage) => damage.rects.to_vec(),
                Received::Nothing => continue,
                other => panic!("{other:?}"),
            };
            self.drawn += rects.iter().map(Rect::area).sum::<u32>();
            self.canvas
                .paint(&self.receiver.picture().unwrap().1, &rects);
        }
        bytes
    }
}

fn rgba(picture: &FrameRef<'_>, rect: &Rect) -> Vec<u8> {
    let mut rgba = vec![0; usize::from(rect.w) * usize::from(rect.h) * 4];
    convert::to_rgba(picture, rect, &mut rgba).unwrap();
    rgba
}
