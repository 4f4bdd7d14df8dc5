//! Makes a picture larger: over a path that carries little a film's pictures are smaller than the place where they
//! play.

use alloc::vec::Vec;

use crate::{
    frame::{Frame, FrameRef},
    limits::Limits,
};

/// A sample before the place asked for, and how many 256ths the place is on the way to the next one.
type Place = (u16, u16);

/// Keeps the larger picture, and its buffers, from one to the next.
pub(crate) struct Enlarger {
    picture: Option<Frame>,
    places: Vec<Place>,
    /// A row between two of the smaller picture, in 256ths of a level.
    line: Vec<u16>,
}

impl Enlarger {
    /// Without a picture.
    pub(crate) const fn new() -> Self {
        Self {
            picture: None,
            places: Vec::new(),
            line: Vec::new(),
        }
    }

    /// The picture at another size, which the limits allow: between its samples straight lines.
    pub(crate) fn enlarge(
        &mut self,
        small: &FrameRef<'_>,
        (width, height): (u16, u16),
        limits: &Limits,
    ) -> Option<FrameRef<'_>> {
        let (from, format) = (small.layout(), small.layout().format);
        let fits = |large: &Frame| {
            let to = large.layout();
            (to.format, to.width, to.height) == (format, width, height)
        };
        if !self.picture.as_ref().is_some_and(fits) {
            self.picture = Frame::new(format, width, height, limits).ok();
        }
        let large = self.picture.as_mut()?;
        for plane in 0..format.planes() {
            let channels = format.channels(plane);
            let (row, rows) = format.plane_size(plane, from.width, from.height);
            let (large_row, large_rows) = format.plane_size(plane, width, height);
            self.places.clear();
            let columns = (row / channels, large_row / channels);
            self.places
                .extend((0..columns.1).map(|at| place(at, columns.0, columns.1)));
            for y in 0..large_rows {
                let (above, down) = place(y, rows, large_rows);
                let above = usize::from(above);
                let below = (above + 1).min(rows - 1);
                self.line.clear();
                let pairs = small.row(plane, above).iter().zip(small.row(plane, below));
                self.line.extend(
                    pairs.map(|(a, b)| u16::from(*a) * (256 - down) + u16::from(*b) * down),
                );
                // The last one is followed by itself.
                self.line.extend_from_within(row - channels..);
                spread(&self.line, &self.places, channels, large.row_mut(plane, y));
            }
        }
        self.picture.as_ref().map(Frame::as_ref)
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.picture.as_ref().map_or(0, Frame::memory)
            + self.places.capacity() * size_of::<Place>()
            + self.line.capacity() * 2
    }
}

/// Where the `at`th of `to` samples lies among `from`, the middles of both rows in one place.
fn place(at: usize, from: usize, to: usize) -> Place {
    let place = ((2 * at + 1) * from * 128 / to).saturating_sub(128);
    // Fewer samples than 16 bits count.
    ((place >> 8) as u16, (place & 255) as u16)
}

/// Fills a row with what lies at these places of a line.
fn spread(line: &[u16], places: &[Place], channels: usize, row: &mut [u8]) {
    for (pixel, (at, across)) in row.chunks_exact_mut(channels).zip(places) {
        let start = usize::from(*at) * channels;
        let across = u32::from(*across);
        let (left, right) = (&line[start..], &line[start + channels..]);
        for (sample, (left, right)) in pixel.iter_mut().zip(left.iter().zip(right)) {
            let mixed = u32::from(*left) * (256 - across) + u32::from(*right) * across;
            // A level again, rounded: at most 255.
            *sample = ((mixed + (1 << 15)) >> 16) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Format;

    #[test]
    fn a_slope_stays_one_and_a_colour_what_it_is() {
        for format in Format::ALL {
            for (small, large) in [((8, 6), (16, 12)), ((10, 4), (37, 15)), ((2, 2), (8, 8))] {
                let mut frame = Frame::new(format, small.0, small.1, &Limits::DEFAULT).unwrap();
                let (row, rows) = format.plane_size(0, small.0, small.1);
                let channels = format.channels(0);
                frame.data_mut().fill(77);
                for (at, sample) in frame.data_mut()[..row * rows].iter_mut().enumerate() {
                    *sample = (at % row / channels * 20) as u8;
                }
                let mut enlarger = Enlarger::new();
                let picture = enlarger
                    .enlarge(&frame.as_ref(), large, &Limits::DEFAULT)
                    .unwrap();
                for y in 0..usize::from(large.1) {
                    let row = picture.row(0, y);
                    assert!(row.is_sorted(), "{format:?}: {row:?}");
                    let (first, last) = (row[0], row[row.len() - 1]);
                    assert_eq!((first, last), (0, (small.0 - 1) as u8 * 20));
                }
                for plane in 1..format.planes() {
                    let (_, rows) = format.plane_size(plane, large.0, large.1);
                    assert!((0..rows).all(|y| picture.row(plane, y).iter().all(|s| *s == 77)));
                }
            }
        }
    }
}
