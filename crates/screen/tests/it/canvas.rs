//! A canvas that is painted with nothing but damage, as a helper's is.

use rh_screen::{FrameRef, Rect, convert};

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

fn rgba(picture: &FrameRef<'_>, rect: &Rect) -> Vec<u8> {
    let mut rgba = vec![0; usize::from(rect.w) * usize::from(rect.h) * 4];
    convert::to_rgba(picture, rect, &mut rgba).unwrap();
    rgba
}
