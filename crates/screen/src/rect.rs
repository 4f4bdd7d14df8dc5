//! Rectangles in luma pixels.

/// A rectangle of pixels; `x`, `y` is its top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rect {
    /// Left edge in pixels.
    pub x: u16,
    /// Top edge in pixels.
    pub y: u16,
    /// Width in pixels.
    pub w: u16,
    /// Height in pixels.
    pub h: u16,
}

impl Rect {
    /// The whole of a picture.
    #[must_use]
    pub const fn full(width: u16, height: u16) -> Self {
        Self {
            x: 0,
            y: 0,
            w: width,
            h: height,
        }
    }

    /// The column right of the rectangle.
    #[must_use]
    pub const fn right(&self) -> u32 {
        self.x as u32 + self.w as u32
    }

    /// The row below the rectangle.
    #[must_use]
    pub const fn bottom(&self) -> u32 {
        self.y as u32 + self.h as u32
    }

    /// Its pixels.
    #[must_use]
    pub const fn area(&self) -> u32 {
        self.w as u32 * self.h as u32
    }

    /// How far a pixel is from it: across or down, whichever is more; nothing inside.
    #[must_use]
    pub(crate) fn distance(&self, (x, y): (u16, u16)) -> u32 {
        let outside = |at: u16, from: u16, to: u32| {
            let (at, from) = (u32::from(at), u32::from(from));
            from.saturating_sub(at).max((at + 1).saturating_sub(to))
        };
        outside(x, self.x, self.right()).max(outside(y, self.y, self.bottom()))
    }

    /// Whether both have a pixel in common.
    #[must_use]
    pub(crate) const fn touches(&self, other: &Self) -> bool {
        (self.x as u32) < other.right()
            && (other.x as u32) < self.right()
            && (self.y as u32) < other.bottom()
            && (other.y as u32) < self.bottom()
    }

    /// What both have in common.
    #[must_use]
    pub(crate) fn common(&self, other: &Self) -> Option<Self> {
        if !self.touches(other) {
            return None;
        }
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        // Both ends are within 16 bits, for both rectangles are in a picture.
        Some(Self {
            x,
            y,
            w: (self.right().min(other.right()) - u32::from(x)) as u16,
            h: (self.bottom().min(other.bottom()) - u32::from(y)) as u16,
        })
    }

    /// What is left of it outside another: above, below, left and right of that; some may be empty.
    #[must_use]
    pub(crate) fn minus(&self, hole: &Self) -> [Self; 4] {
        if !self.touches(hole) {
            let none = Self {
                w: 0,
                h: 0,
                ..*self
            };
            return [*self, none, none, none];
        }
        // All edges are those of one of the two, and so within 16 bits.
        let clamp = |at: u32, from: u16, to: u32| at.clamp(from.into(), to) as u16;
        let top = clamp(hole.y.into(), self.y, self.bottom());
        let bottom = clamp(hole.bottom(), self.y, self.bottom());
        let left = clamp(hole.x.into(), self.x, self.right());
        let right = clamp(hole.right(), self.x, self.right());
        let (end_x, end_y) = (self.right() as u16, self.bottom() as u16);
        [
            Self {
                h: top - self.y,
                ..*self
            },
            Self {
                y: bottom,
                h: end_y - bottom,
                ..*self
            },
            Self {
                x: self.x,
                y: top,
                w: left - self.x,
                h: bottom - top,
            },
            Self {
                x: right,
                y: top,
                w: end_x - right,
                h: bottom - top,
            },
        ]
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub(crate) fn join(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        // Both ends are within 16 bits, for both rectangles are in a picture.
        Self {
            x,
            y,
            w: (self.right().max(other.right()) - u32::from(x)) as u16,
            h: (self.bottom().max(other.bottom()) - u32::from(y)) as u16,
        }
    }

    /// Whether the rectangle has pixels, and all of them inside a picture of this size.
    #[must_use]
    pub const fn inside(&self, width: u16, height: u16) -> bool {
        self.w > 0 && self.h > 0 && self.right() <= width as u32 && self.bottom() <= height as u32
    }
}

/// Takes a rectangle out of a list of others.
pub(crate) fn cut_out(rects: &mut alloc::vec::Vec<Rect>, hole: &Rect) {
    for at in (0..rects.len()).rev() {
        if rects[at].touches(hole) {
            let parts = rects.swap_remove(at).minus(hole);
            rects.extend(parts.into_iter().filter(|part| part.area() > 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn what_is_inside_is_near() {
        let rect = Rect {
            x: 10,
            y: 20,
            w: 4,
            h: 6,
        };
        for (place, far) in [
            ((10, 20), 0),
            ((13, 25), 0),
            ((14, 25), 1),
            ((9, 19), 1),
            ((0, 40), 15),
            ((u16::MAX, 0), 65_522),
        ] {
            assert_eq!(rect.distance(place), far, "{place:?}");
        }
    }

    #[test]
    fn what_is_cut_out_is_gone_and_nothing_else() {
        let whole = Rect {
            x: 10,
            y: 20,
            w: 30,
            h: 40,
        };
        for (hole, left) in [
            (
                Rect {
                    x: 0,
                    y: 0,
                    w: 5,
                    h: 5,
                },
                1_200,
            ),
            (
                Rect {
                    x: 0,
                    y: 0,
                    w: 99,
                    h: 99,
                },
                0,
            ),
            (
                Rect {
                    x: 15,
                    y: 30,
                    w: 10,
                    h: 10,
                },
                1_100,
            ),
            (
                Rect {
                    x: 0,
                    y: 30,
                    w: 20,
                    h: 10,
                },
                1_100,
            ),
            (
                Rect {
                    x: 35,
                    y: 55,
                    w: 20,
                    h: 10,
                },
                1_175,
            ),
            (
                Rect {
                    x: 40,
                    y: 20,
                    w: 20,
                    h: 10,
                },
                1_200,
            ),
        ] {
            let mut rects = vec![whole];
            cut_out(&mut rects, &hole);
            assert_eq!(rects.iter().map(Rect::area).sum::<u32>(), left);
            assert!(
                rects
                    .iter()
                    .all(|part| !part.touches(&hole) && part.touches(&whole))
            );
            let pairs = rects.iter().enumerate();
            assert!(
                pairs
                    .into_iter()
                    .all(|(i, a)| rects[i + 1..].iter().all(|b| !a.touches(b)))
            );
        }
    }
}
