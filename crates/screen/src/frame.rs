//! Frames: planes of samples, each with its own offset and stride.

use alloc::{vec, vec::Vec};
use core::fmt;

use crate::{
    format::{Format, Span},
    limits::Limits,
    moves::Move,
    rect::Rect,
    tiles::same,
};

/// Where a plane lies in a frame's buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Plane {
    /// Byte at which the first row starts.
    pub offset: usize,
    /// Bytes from the start of one row to the start of the next.
    pub stride: usize,
}

/// Format, size and planes of a frame; describes a buffer, holds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Pixel format.
    pub format: Format,
    /// Width in pixels.
    pub width: u16,
    /// Height in pixels.
    pub height: u16,
    /// Planes; those past [`Format::planes`] are ignored.
    pub planes: [Plane; 3],
}

/// Why a buffer is not a frame of its layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LayoutError {
    /// Empty, or larger than the limits allow.
    Size {
        /// Width in pixels.
        width: u16,
        /// Height in pixels.
        height: u16,
    },
    /// A row of this plane is longer than its stride.
    Stride {
        /// Index of the plane.
        plane: usize,
    },
    /// This plane reaches past the end of the buffer.
    Bounds {
        /// Index of the plane.
        plane: usize,
    },
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size { width, height } => write!(f, "size {width}x{height} is not allowed"),
            Self::Stride { plane } => write!(f, "plane {plane}: stride shorter than a row"),
            Self::Bounds { plane } => write!(f, "plane {plane} reaches past the buffer"),
        }
    }
}

impl core::error::Error for LayoutError {}

impl Layout {
    /// The layout without padding: planes one after the other, rows without gaps.
    #[must_use]
    pub fn packed(format: Format, width: u16, height: u16) -> Self {
        let mut planes = [Plane::default(); 3];
        let mut offset = 0;
        for (index, plane) in planes.iter_mut().enumerate().take(format.planes()) {
            let (stride, rows) = format.plane_size(index, width, height);
            *plane = Plane { offset, stride };
            offset += stride * rows;
        }
        Self {
            format,
            width,
            height,
            planes,
        }
    }

    /// Bytes of all samples, without padding.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.format.bytes(self.width, self.height)
    }

    /// Whether two layouts describe pictures of one format and size, wherever their planes lie.
    #[must_use]
    pub fn same_picture(&self, other: &Self) -> bool {
        (self.format, self.width, self.height) == (other.format, other.width, other.height)
    }

    /// Where in a plane the samples of a move go, and from which column and row they come. Nothing where
    /// they stay: an odd vector can point half a sample over the edge of chroma of half the size.
    fn way(&self, plane: usize, moved: &Move) -> Option<(Span, usize, usize)> {
        let to = self.format.span(plane, &moved.to);
        let (dx, dy) = self.format.shift(plane, moved.dx, moved.dy);
        let (row, rows) = self.format.plane_size(plane, self.width, self.height);
        let (x, y) = (to.x.checked_add_signed(-dx)?, to.y.checked_add_signed(-dy)?);
        (x + to.len <= row && y + to.rows <= rows).then_some((to, x, y))
    }

    fn check(&self, len: usize, limits: &Limits) -> Result<(), LayoutError> {
        if !limits.allow(self.width, self.height) {
            return Err(LayoutError::Size {
                width: self.width,
                height: self.height,
            });
        }
        for (plane, at) in self.planes.iter().enumerate().take(self.format.planes()) {
            let (row, rows) = self.format.plane_size(plane, self.width, self.height);
            if at.stride < row {
                return Err(LayoutError::Stride { plane });
            }
            let end = at
                .stride
                .checked_mul(rows - 1)
                .and_then(|n| n.checked_add(at.offset))
                .and_then(|n| n.checked_add(row));
            if end.is_none_or(|end| end > len) {
                return Err(LayoutError::Bounds { plane });
            }
        }
        Ok(())
    }
}

/// A borrowed frame whose layout was checked against its buffer.
#[derive(Clone, Copy)]
pub struct FrameRef<'a> {
    layout: Layout,
    data: &'a [u8],
}

impl<'a> FrameRef<'a> {
    /// Checks the layout against the buffer and the limits.
    ///
    /// # Errors
    /// [`LayoutError`] when the size is not allowed or a plane does not lie inside the buffer.
    pub fn new(layout: Layout, data: &'a [u8], limits: &Limits) -> Result<Self, LayoutError> {
        layout.check(data.len(), limits)?;
        Ok(Self { layout, data })
    }

    /// Format, size and planes.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The buffer that the planes' offsets point into.
    #[must_use]
    pub const fn data(&self) -> &'a [u8] {
        self.data
    }

    /// The samples of one row, without padding.
    ///
    /// # Panics
    /// If the format has no such plane, or the plane no such row.
    #[must_use]
    pub fn row(&self, plane: usize, y: usize) -> &'a [u8] {
        let Layout {
            format,
            width,
            height,
            planes,
        } = &self.layout;
        assert!(plane < format.planes());
        let (len, rows) = format.plane_size(plane, *width, *height);
        assert!(y < rows);
        let start = planes[plane].offset + planes[plane].stride * y;
        &self.data[start..start + len]
    }

    /// Appends the samples of a rectangle that fits, plane by plane.
    pub(crate) fn append(&self, rect: &Rect, out: &mut Vec<u8>) {
        for plane in 0..self.layout.format.planes() {
            let span = self.layout.format.span(plane, rect);
            for y in span.y..span.y + span.rows {
                out.extend_from_slice(&self.row(plane, y)[span.x..][..span.len]);
            }
        }
    }

    /// Whether a move, which fits, changes anything.
    pub(crate) fn changes_by(&self, moved: &Move) -> bool {
        (0..self.layout.format.planes()).any(|plane| {
            self.layout.way(plane, moved).is_some_and(|(to, x, y)| {
                (0..to.rows).any(|line| {
                    let before = &self.row(plane, to.y + line)[to.x..][..to.len];
                    !same(before, &self.row(plane, y + line)[x..][..to.len])
                })
            })
        })
    }

    /// Whether a rectangle, which fits, is the same in a frame of the same format and size.
    pub(crate) fn same_in(&self, other: &FrameRef<'_>, rect: &Rect) -> bool {
        let format = self.layout.format;
        (0..format.planes()).all(|plane| {
            let span = format.span(plane, rect);
            (span.y..span.y + span.rows).all(|y| {
                same(
                    &self.row(plane, y)[span.x..][..span.len],
                    &other.row(plane, y)[span.x..][..span.len],
                )
            })
        })
    }

    /// Whether both have one format and size, and equal samples in every plane; padding is ignored.
    #[must_use]
    pub fn same_samples(&self, other: &FrameRef<'_>) -> bool {
        let Layout {
            format,
            width,
            height,
            ..
        } = self.layout;
        self.layout.same_picture(&other.layout)
            && (0..format.planes()).all(|plane| {
                let (_, rows) = format.plane_size(plane, width, height);
                (0..rows).all(|y| self.row(plane, y) == other.row(plane, y))
            })
    }
}

impl fmt::Debug for FrameRef<'_> {
    /// Prints the layout only: samples are somebody's screen.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameRef")
            .field("layout", &self.layout)
            .finish_non_exhaustive()
    }
}

/// An owned frame without padding.
#[derive(Clone)]
pub struct Frame {
    layout: Layout,
    data: Vec<u8>,
}

impl Frame {
    /// A frame of zeros.
    ///
    /// # Errors
    /// [`LayoutError::Size`] when the limits do not allow it; nothing is allocated then.
    pub fn new(
        format: Format,
        width: u16,
        height: u16,
        limits: &Limits,
    ) -> Result<Self, LayoutError> {
        if !limits.allow(width, height) {
            return Err(LayoutError::Size { width, height });
        }
        Ok(Self::zeros(format, width, height))
    }

    fn zeros(format: Format, width: u16, height: u16) -> Self {
        let layout = Layout::packed(format, width, height);
        Self {
            layout,
            data: vec![0; layout.bytes()],
        }
    }

    /// A copy of another frame's samples.
    #[must_use]
    pub fn copy_of(source: &FrameRef<'_>) -> Self {
        let Layout {
            format,
            width,
            height,
            ..
        } = *source.layout();
        let mut frame = Self::zeros(format, width, height);
        frame.copy_rect(source, &Rect::full(width, height));
        frame
    }

    /// Borrows the frame.
    #[must_use]
    pub fn as_ref(&self) -> FrameRef<'_> {
        FrameRef {
            layout: self.layout,
            data: &self.data,
        }
    }

    /// Format, size and planes.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Bytes of memory held.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.data.capacity()
    }

    /// The samples, to be written in place: planes without padding, one after the other.
    #[must_use]
    pub fn data_mut(&mut self) -> &mut [u8] {
        &mut self.data
    }

    /// The samples of one row, which there must be, to be written in place.
    pub(crate) fn row_mut(&mut self, plane: usize, y: usize) -> &mut [u8] {
        let Layout {
            format,
            width,
            height,
            planes,
        } = self.layout;
        let (len, _) = format.plane_size(plane, width, height);
        let Plane { offset, stride } = planes[plane];
        &mut self.data[offset + stride * y..][..len]
    }

    /// Moves a part of the picture, which must fit, and whose origin must lie inside. Where chroma has
    /// half the size it moves by half, rounded down.
    pub(crate) fn make(&mut self, moved: &Move) {
        let layout = self.layout;
        for plane in 0..layout.format.planes() {
            let Some((to, x, y)) = layout.way(plane, moved) else {
                continue;
            };
            let Plane { offset, stride } = layout.planes[plane];
            let mut copy = |line: usize| {
                let source = offset + stride * (y + line) + x;
                let target = offset + stride * (to.y + line) + to.x;
                self.data.copy_within(source..source + to.len, target);
            };
            // Nothing is read after it was written.
            if to.y > y {
                (0..to.rows).rev().for_each(&mut copy);
            } else {
                (0..to.rows).for_each(&mut copy);
            }
        }
    }

    /// Takes the samples of a rectangle that fits off the front of `samples`, as [`FrameRef::append`]
    /// writes them. Nothing when they are too few.
    pub(crate) fn take(&mut self, rect: &Rect, samples: &mut &[u8]) -> Option<()> {
        let format = self.layout.format;
        for plane in 0..format.planes() {
            let span = format.span(plane, rect);
            for y in span.y..span.y + span.rows {
                let row = samples.split_off(..span.len)?;
                self.row_mut(plane, y)[span.x..][..span.len].copy_from_slice(row);
            }
        }
        Some(())
    }

    /// Copies a rectangle that fits from a frame of the same format and size.
    pub(crate) fn copy_rect(&mut self, source: &FrameRef<'_>, rect: &Rect) {
        debug_assert!(self.layout.same_picture(source.layout()));
        let format = self.layout.format;
        for plane in 0..format.planes() {
            let span = format.span(plane, rect);
            let Plane { offset, stride } = self.layout.planes[plane];
            for y in span.y..span.y + span.rows {
                let start = offset + stride * y + span.x;
                self.data[start..start + span.len]
                    .copy_from_slice(&source.row(plane, y)[span.x..span.x + span.len]);
            }
        }
    }
}

impl fmt::Debug for Frame {
    /// Prints the layout only: samples are somebody's screen.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame")
            .field("layout", &self.layout)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_that_do_not_fit_are_refused() {
        let limits = Limits::DEFAULT;
        let packed = Layout::packed(Format::I420, 5, 3);
        let data = [0; 27];
        assert!(FrameRef::new(packed, &data, &limits).is_ok());
        let refuse =
            |layout: Layout, len: usize| FrameRef::new(layout, &data[..len], &limits).unwrap_err();
        assert_eq!(refuse(packed, 26), LayoutError::Bounds { plane: 2 });
        let mut bad = packed;
        bad.planes[1].stride = 2;
        assert_eq!(refuse(bad, 27), LayoutError::Stride { plane: 1 });
        bad = packed;
        bad.planes[0].stride = usize::MAX;
        assert_eq!(refuse(bad, 27), LayoutError::Bounds { plane: 0 });
        bad.planes[0] = Plane {
            offset: usize::MAX,
            stride: 5,
        };
        assert_eq!(refuse(bad, 27), LayoutError::Bounds { plane: 0 });
        for (width, height) in [(0, 3), (5, 0), (7681, 1), (7680, 4321)] {
            let layout = Layout {
                width,
                height,
                ..packed
            };
            assert_eq!(refuse(layout, 27), LayoutError::Size { width, height });
        }
    }
}
