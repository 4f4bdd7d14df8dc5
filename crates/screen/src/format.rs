//! The pixel formats of captured frames and the geometry of their planes.

use crate::rect::Rect;

/// A captured frame's pixel format; eight bits a sample. The names are those of WebCodecs
/// (`VideoPixelFormat`), where `BGRX` and `RGBX` are carried as `Bgra` and `Rgba`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Planes Y, U, V; chroma at half width and half height, both rounded up.
    I420,
    /// Planes Y and interleaved UV; chroma at half width and half height, both rounded up.
    Nv12,
    /// One plane of B, G, R, A.
    Bgra,
    /// One plane of R, G, B, A.
    Rgba,
}

/// A run of bytes in each of a run of rows of one plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// First byte in the row.
    pub(crate) x: usize,
    /// Bytes in each row.
    pub(crate) len: usize,
    /// First row.
    pub(crate) y: usize,
    /// Rows.
    pub(crate) rows: usize,
}

impl Format {
    /// Every format, in the order of its code on the wire.
    pub const ALL: [Self; 4] = [Self::I420, Self::Nv12, Self::Bgra, Self::Rgba];

    /// The code on the wire: 0 I420, 1 NV12, 2 BGRA, 3 RGBA.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::I420 => 0,
            Self::Nv12 => 1,
            Self::Bgra => 2,
            Self::Rgba => 3,
        }
    }

    /// The format of a code on the wire.
    #[must_use]
    pub const fn from_code(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::I420),
            1 => Some(Self::Nv12),
            2 => Some(Self::Bgra),
            3 => Some(Self::Rgba),
            _ => None,
        }
    }

    /// How many planes a frame of this format has (1 to 3).
    #[must_use]
    pub const fn planes(self) -> usize {
        match self {
            Self::I420 => 3,
            Self::Nv12 => 2,
            Self::Bgra | Self::Rgba => 1,
        }
    }

    /// Bytes of one row, and rows, of `plane` (below [`Self::planes`]) in a picture of this size.
    #[must_use]
    pub const fn plane_size(self, plane: usize, width: u16, height: u16) -> (usize, usize) {
        let (w, h) = (width as usize, height as usize);
        match (self, plane) {
            (Self::I420 | Self::Nv12, 0) => (w, h),
            (Self::I420, _) => (w.div_ceil(2), h.div_ceil(2)),
            (Self::Nv12, _) => (w.div_ceil(2) * 2, h.div_ceil(2)),
            (Self::Bgra | Self::Rgba, _) => (w * 4, h),
        }
    }

    /// Bytes of all samples of a picture of this size.
    #[must_use]
    pub const fn bytes(self, width: u16, height: u16) -> usize {
        let mut sum = 0;
        let mut plane = 0;
        while plane < self.planes() {
            let (row, rows) = self.plane_size(plane, width, height);
            sum += row * rows;
            plane += 1;
        }
        sum
    }

    /// Whether the rectangle lies inside the picture and on whole chroma samples: with subsampled
    /// chroma its edges are even, or the picture's own.
    #[must_use]
    pub const fn fits(self, rect: &Rect, width: u16, height: u16) -> bool {
        rect.inside(width, height)
            && match self {
                Self::Bgra | Self::Rgba => true,
                Self::I420 | Self::Nv12 => {
                    rect.x.is_multiple_of(2)
                        && rect.y.is_multiple_of(2)
                        && (rect.right().is_multiple_of(2) || rect.right() == width as u32)
                        && (rect.bottom().is_multiple_of(2) || rect.bottom() == height as u32)
                }
            }
    }

    /// How many samples of a plane lie side by side at one place.
    pub(crate) const fn channels(self, plane: usize) -> usize {
        match (self, plane) {
            (Self::Bgra | Self::Rgba, _) => 4,
            (Self::Nv12, 1..) => 2,
            (Self::I420 | Self::Nv12, _) => 1,
        }
    }

    /// How far `plane` moves when the picture moves by so many pixels: in bytes across, in rows down.
    pub(crate) const fn shift(self, plane: usize, dx: i16, dy: i16) -> (isize, isize) {
        let (dx, dy) = (dx as isize, dy as isize);
        match (self, plane) {
            (Self::I420 | Self::Nv12, 0) => (dx, dy),
            (Self::I420, _) => (dx >> 1, dy >> 1),
            (Self::Nv12, _) => (dx >> 1 << 1, dy >> 1),
            (Self::Bgra | Self::Rgba, _) => (dx * 4, dy),
        }
    }

    /// The bytes of `plane` that belong to a rectangle which [`Self::fits`].
    pub(crate) const fn span(self, plane: usize, rect: &Rect) -> Span {
        let (len, rows) = self.plane_size(plane, rect.w, rect.h);
        let (x, y) = (rect.x as usize, rect.y as usize);
        match (self, plane) {
            (Self::I420 | Self::Nv12, 0) => Span { x, len, y, rows },
            (Self::I420, _) => Span {
                x: x / 2,
                len,
                y: y / 2,
                rows,
            },
            (Self::Nv12, _) => Span {
                x,
                len,
                y: y / 2,
                rows,
            },
            (Self::Bgra | Self::Rgba, _) => Span {
                x: x * 4,
                len,
                y,
                rows,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_sizes_round_chroma_up() {
        assert_eq!(Format::I420.bytes(1, 1), 3);
        assert_eq!(Format::Nv12.bytes(1, 1), 3);
        assert_eq!(Format::I420.bytes(1921, 937), 1921 * 937 + 2 * 961 * 469);
        assert_eq!(Format::Nv12.bytes(1921, 937), 1921 * 937 + 2 * 961 * 469);
        assert_eq!(Format::Bgra.bytes(3, 5), 60);
        for format in Format::ALL {
            assert_eq!(Format::from_code(format.code()), Some(format));
        }
        assert_eq!(Format::from_code(4), None);
    }

    #[test]
    fn rectangles_must_lie_on_whole_chroma_samples() {
        let odd = Rect {
            x: 1,
            y: 0,
            w: 2,
            h: 2,
        };
        assert!(Format::Rgba.fits(&odd, 5, 5) && !Format::I420.fits(&odd, 5, 5));
        assert!(Format::I420.fits(
            &Rect {
                x: 4,
                y: 4,
                w: 1,
                h: 1
            },
            5,
            5
        ));
        assert!(!Format::I420.fits(
            &Rect {
                x: 2,
                y: 2,
                w: 1,
                h: 1
            },
            5,
            5
        ));
        assert!(!Format::Rgba.fits(
            &Rect {
                x: 5,
                y: 0,
                w: 1,
                h: 1
            },
            5,
            5
        ));
        assert!(!Format::Rgba.fits(
            &Rect {
                x: u16::MAX,
                y: 0,
                w: u16::MAX,
                h: 1
            },
            u16::MAX,
            5
        ));
    }
}
