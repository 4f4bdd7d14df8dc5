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
