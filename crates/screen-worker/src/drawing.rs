//! What the page is to draw: changed rectangles of the picture, converted into slabs of memory.
//!
//! A slab goes to the page with the pixels in it and comes back when they are drawn, to be used again: fresh
//! memory for a page of text costs several times what its conversion does.

use js_sys::{Array, ArrayBuffer, Uint8Array, Uint8ClampedArray};
use rh_screen::{FrameId, FrameRef, Rect, convert};

use crate::messages::{self, object};

/// Bytes of a slab: more than sixteen rows of the widest picture.
const SLAB: u32 = 1 << 20;
/// So many wait at most for being used again: two pictures of 1920 × 1080.
const KEPT: usize = 16;
/// Bytes that are converted at once: what the processor holds while it copies them.
const STRIP: u32 = 1 << 16;

/// Converts, and keeps the memory for it.
#[derive(Default)]
pub(crate) struct Painter {
    free: Vec<ArrayBuffer>,
    strip: Vec<u8>,
}

impl Painter {
    /// Adds a rectangle of the picture to a drawing.
    pub(crate) fn paint(&mut self, drawing: &mut Drawing, picture: &FrameRef<'_>, rect: &Rect) {
        let row = u32::from(rect.w) * 4;
        let mut left = *rect;
        while left.h > 0 {
            let mut slab = drawing.slab(row, || self.take());
            let piece = split(&mut left, slab.rows(row));
            let begin = slab.used;
            let mut rest = piece;
            while rest.h > 0 {
                let strip = split(&mut rest, STRIP / row);
                self.strip.resize(strip.area() as usize * 4, 0);
                // What has changed fits its picture, and the strip its memory.
                if convert::to_rgba(picture, &strip, &mut self.strip).is_err() {
                    return;
                }
                slab.append(&self.strip);
            }
            drawing.add(&piece, slab, begin);
        }
    }

    /// A slab has come back.
    pub(crate) fn give_back(&mut self, buffer: ArrayBuffer) {
        if buffer.byte_length() == SLAB && self.free.len() < KEPT {
            self.free.push(buffer);
        }
    }

    fn take(&mut self) -> ArrayBuffer {
        self.free.pop().unwrap_or_else(|| ArrayBuffer::new(SLAB))
    }
}

/// Takes so many rows off a rectangle's top: an even number of them, since two share their chroma, and
/// at least two.
fn split(rect: &mut Rect, rows: u32) -> Rect {
    let h = (rows & !1).clamp(2, u32::from(u16::MAX)) as u16;
    let top = Rect {
        h: h.min(rect.h),
        ..*rect
    };
    rect.y += top.h;
    rect.h -= top.h;
    top
}

/// A slab that is being filled.
struct Slab {
    bytes: Uint8Array,
    used: u32,
}

impl Slab {
    /// How many rows of so many bytes still fit.
    const fn rows(&self, row: u32) -> u32 {
        (SLAB - self.used) / row
    }

    /// Appends bytes, which fit.
    fn append(&mut self, bytes: &[u8]) {
        let begin = self.used;
        // Far below 2³².
        self.used += bytes.len() as u32;
        self.bytes.subarray(begin, self.used).copy_from(bytes);
    }
}

/// The rectangles of a frame, collected band by band until it is complete.
#[derive(Default)]
pub(crate) struct Drawing {
    rects: Array,
    slabs: Array,
    /// The last slab, unless it is full.
    open: Option<Slab>,
}

impl Drawing {
    /// A slab in which two rows of so many bytes fit.
    fn slab(&mut self, row: u32, take: impl FnOnce() -> ArrayBuffer) -> Slab {
        let open = self.open.take().filter(|slab| slab.rows(row) >= 2);
        open.unwrap_or_else(|| {
            let buffer = take();
            self.slabs.push(&buffer);
            Slab {
                bytes: Uint8Array::new(&buffer),
                used: 0,
            }
        })
    }

    /// The slab holds a rectangle more, whose pixels begin there.
    fn add(&mut self, rect: &Rect, slab: Slab, begin: u32) {
        let (buffer, length) = (slab.bytes.buffer(), slab.used - begin);
        let rgba = Uint8ClampedArray::new_with_byte_offset_and_length(&buffer, begin, length);
        self.rects.push(&object(&[
            ("x", rect.x.into()),
            ("y", rect.y.into()),
            ("w", rect.w.into()),
            ("h", rect.h.into()),
            ("rgba", rgba.into()),
        ]));
        self.open = Some(slab);
    }

    /// The frame is complete: so large is the picture that its rectangles are of. `timed` is whether it is wanted
    /// when it is posted.
    pub(crate) fn of(self, frame: FrameId, (width, height): (u16, u16), timed: bool) -> Drawn {
        Drawn {
            frame,
            width,
            height,
            rects: self.rects,
            slabs: self.slabs,
            timed,
        }
    }
}

/// A complete frame, ready to be drawn.
pub(crate) struct Drawn {
    pub(crate) frame: FrameId,
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) rects: Array,
    pub(crate) slabs: Array,
    pub(crate) timed: bool,
}

impl Drawn {
    /// Draws a later frame of the same picture in the same message: between two the page could be seen.
    pub(crate) fn join(&mut self, later: Self) {
        self.rects = self.rects.concat(&later.rects);
        self.slabs = self.slabs.concat(&later.slabs);
        self.frame = later.frame;
    }

    pub(crate) fn post(self) {
        messages::draw(self);
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use js_sys::{Object, Reflect};
    use rh_screen::{Format, Layout, Limits};
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// The pieces of a drawing: first row, rows, and pixels.
    fn pieces(drawing: &Drawing) -> Vec<(u16, u16, Vec<u8>)> {
        let field = |piece: &Object, name: &str| Reflect::get(piece, &name.into()).unwrap();
        let number = |piece: &Object, name| field(piece, name).as_f64().unwrap() as u16;
        drawing
            .rects
            .iter()
            .map(|piece| {
                let piece: Object = piece.unchecked_into();
                let rgba: Uint8ClampedArray = field(&piece, "rgba").unchecked_into();
                (number(&piece, "y"), number(&piece, "h"), rgba.to_vec())
            })
            .collect()
    }

    #[wasm_bindgen_test]
    fn a_rectangle_larger_than_a_slab_comes_in_pieces_and_a_small_one_shares() {
        let layout = Layout::packed(Format::I420, 1025, 701);
        let data: Vec<u8> = (0..layout.bytes()).map(|at| (at * 7 % 251) as u8).collect();
        let picture = FrameRef::new(layout, &data, &Limits::DEFAULT).unwrap();
        let (mut painter, mut drawing) = (Painter::default(), Drawing::default());
        let whole = Rect::full(1025, 701);
        painter.paint(&mut drawing, &picture, &whole);
        let mut wanted = vec![0; 1025 * 701 * 4];
        convert::to_rgba(&picture, &whole, &mut wanted).unwrap();
        let mut next = 0;
        let mut found = Vec::new();
        for (y, h, rgba) in pieces(&drawing) {
            assert_eq!((y, rgba.len()), (next, usize::from(h) * 1025 * 4));
            next += h;
            found.extend(rgba);
        }
        assert_eq!((next, found == wanted), (701, true));
        let slabs = drawing.slabs.length();
        assert_eq!(slabs, (1025 * 701 * 4_u32).div_ceil(SLAB));
        painter.paint(&mut drawing, &picture, &Rect::full(64, 64));
        assert_eq!(drawing.slabs.length(), slabs);
    }

    #[wasm_bindgen_test]
    fn a_slab_that_comes_back_is_used_again_and_few_are_kept() {
        let mut painter = Painter::default();
        let slab = painter.take();
        painter.give_back(slab.clone());
        painter.give_back(ArrayBuffer::new(SLAB - 1));
        assert!(Object::is(&painter.take(), &slab) && painter.free.is_empty());
        for _ in 0..2 * KEPT {
            painter.give_back(ArrayBuffer::new(SLAB));
        }
        assert_eq!(painter.free.len(), KEPT);
    }
}
