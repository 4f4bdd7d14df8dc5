//! The edges of a film: where a part of the screen that moves really begins and ends.

use crate::{frame::FrameRef, rect::Rect, tiles::TILE};

/// A film is at least so wide and so high, in pixels.
const LEAST: u16 = 32;

/// Where two frames differ in and around whole tiles, with even edges; nothing if that is small.
pub(crate) fn trim(now: &FrameRef<'_>, before: &FrameRef<'_>, tiles: Rect) -> Option<Rect> {
    let layout = now.layout();
    let differs = |x: u16, y: u16, w: u16, h: u16| {
        let strip = Rect { x, y, w, h };
        strip.inside(layout.width, layout.height) && !now.same_in(before, &strip)
    };
    let Rect { x, y, w, h } = tiles;
    // A film's width and height are even.
    let (mut left, mut right) = (x, x + (w & !1));
    let (mut top, mut bottom) = (y, y + (h & !1));
    while bottom - top >= LEAST && !differs(left, top, right - left, 2) {
        top += 2;
    }
    while bottom - top >= LEAST && !differs(left, bottom - 2, right - left, 2) {
        bottom -= 2;
    }
    while right - left >= LEAST && !differs(left, top, 2, bottom - top) {
        left += 2;
    }
    while right - left >= LEAST && !differs(right - 2, top, 2, bottom - top) {
        right -= 2;
    }
    // A sliver of it in the next tile did not make that one hot.
    let (far_up, far_left) = (y.saturating_sub(TILE), x.saturating_sub(TILE));
    while top > far_up && differs(left, top - 2, right - left, 2) {
        top -= 2;
    }
    while bottom < y + h + TILE && differs(left, bottom, right - left, 2) {
        bottom += 2;
    }
    while left > far_left && differs(left - 2, top, 2, bottom - top) {
        left -= 2;
    }
    while right < x + w + TILE && differs(right, top, 2, bottom - top) {
        right += 2;
    }
    let rect = Rect {
        x: left,
        y: top,
        w: right - left,
        h: bottom - top,
    };
    (rect.w >= LEAST && rect.h >= LEAST).then_some(rect)
}
