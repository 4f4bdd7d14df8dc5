//! Sheets: a rectangle of one layer of a picture, a sample of it being all bytes of one place.
//!
//! Layers are what can be coded by itself: luma, the two chroma planes as one, or whole pixels.

use alloc::vec::Vec;

use crate::{
    format::Format,
    frame::{Frame, FrameRef},
    rect::Rect,
};

/// All bytes of one place of a layer.
pub(crate) trait Sample: Copy + Eq + Default {
    /// How many.
    const BYTES: usize;

    /// From the first [`Self::BYTES`] of these.
    fn join(bytes: [u8; 4]) -> Self;

    /// The inverse, filled up with zeros.
    fn split(self) -> [u8; 4];
}

impl Sample for u8 {
    const BYTES: usize = 1;

    fn join(bytes: [u8; 4]) -> Self {
        bytes[0]
    }

    fn split(self) -> [u8; 4] {
        [self, 0, 0, 0]
    }
}

impl Sample for u16 {
    const BYTES: usize = 2;

    fn join(bytes: [u8; 4]) -> Self {
        Self::from_le_bytes([bytes[0], bytes[1]])
    }

    fn split(self) -> [u8; 4] {
        let [a, b] = self.to_le_bytes();
        [a, b, 0, 0]
    }
}

impl Sample for u32 {
    const BYTES: usize = 4;

    fn join(bytes: [u8; 4]) -> Self {
        Self::from_le_bytes(bytes)
    }

    fn split(self) -> [u8; 4] {
        self.to_le_bytes()
    }
}

/// Which layer of a picture, by the planes that it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// One byte a place: the luma plane.
    Luma,
    /// Two bytes a place: both chroma planes, or the one that holds both.
    Chroma,
    /// Four bytes a place: whole pixels.
    Pixels,
}

impl Layer {
    /// The layers of a format, in the order in which they are coded.
    pub(crate) const fn of(format: Format) -> &'static [Self] {
        match format {
            Format::I420 | Format::Nv12 => &[Self::Luma, Self::Chroma],
            Format::Bgra | Format::Rgba => &[Self::Pixels],
        }
    }

    const fn first_plane(self) -> usize {
        match self {
            Self::Luma | Self::Pixels => 0,
            Self::Chroma => 1,
        }
    }
}

/// A rectangle of one layer, row by row without gaps.
pub(crate) struct Sheet<S> {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) samples: Vec<S>,
}

impl<S: Sample> Sheet<S> {
    pub(crate) const fn new() -> Self {
        Self {
            width: 0,
            height: 0,
            samples: Vec::new(),
        }
    }

    /// Makes it this large; what it holds is whatever it held.
    pub(crate) fn resize(&mut self, width: usize, height: usize) {
        self.width = width;
        self.height = height;
        self.samples.resize(width * height, S::default());
    }

    /// Makes it as large as a layer of a rectangle that fits its picture.
    pub(crate) fn shape(&mut self, format: Format, layer: Layer, rect: &Rect) {
        let span = format.span(layer.first_plane(), rect);
        let bytes = if (format, layer) == (Format::I420, Layer::Chroma) {
            1
        } else {
            S::BYTES
        };
        self.resize(span.len / bytes, span.rows);
    }

    pub(crate) fn row(&self, y: usize) -> &[S] {
        &self.samples[y * self.width..][..self.width]
    }

    pub(crate) fn row_mut(&mut self, y: usize) -> &mut [S] {
        &mut self.samples[y * self.width..][..self.width]
    }

    /// Replaces it by a rectangle, which fits, of a picture.
    pub(crate) fn take(&mut self, frame: &FrameRef<'_>, layer: Layer, rect: &Rect) {
        let format = frame.layout().format;
        self.shape(format, layer, rect);
        if self.width == 0 {
            return;
        }
        let plane = layer.first_plane();
        let span = format.span(plane, rect);
        let rows = self.samples.chunks_exact_mut(self.width);
        for (y, out) in (span.y..).zip(rows) {
            let row = &frame.row(plane, y)[span.x..][..span.len];
            if (format, layer) == (Format::I420, Layer::Chroma) {
                let other = &frame.row(plane + 1, y)[span.x..][..span.len];
                for ((out, a), b) in out.iter_mut().zip(row).zip(other) {
                    *out = S::join([*a, *b, 0, 0]);
                }
            } else {
                for (out, bytes) in out.iter_mut().zip(row.chunks_exact(S::BYTES)) {
                    let mut all = [0; 4];
                    all[..S::BYTES].copy_from_slice(bytes);
                    *out = S::join(all);
                }
            }
        }
    }

    /// Writes it to a rectangle, of its size, of a picture.
    pub(crate) fn put(&self, frame: &mut Frame, layer: Layer, rect: &Rect) {
        let format = frame.layout().format;
        let plane = layer.first_plane();
        let span = format.span(plane, rect);
        for (y, samples) in (span.y..).zip(self.samples.chunks_exact(self.width)) {
            if (format, layer) == (Format::I420, Layer::Chroma) {
                for (byte, plane) in [plane, plane + 1].into_iter().enumerate() {
                    let out = &mut frame.row_mut(plane, y)[span.x..][..span.len];
                    for (out, sample) in out.iter_mut().zip(samples) {
                        *out = sample.split()[byte];
                    }
                }
            } else {
                let out = &mut frame.row_mut(plane, y)[span.x..][..span.len];
                for (out, sample) in out.chunks_exact_mut(S::BYTES).zip(samples) {
                    out.copy_from_slice(&sample.split()[..S::BYTES]);
                }
            }
        }
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.samples.capacity() * S::BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn there_and_back<S: Sample>(
        format: Format,
        layer: Layer,
        from: &Frame,
        to: &mut Frame,
        rect: &Rect,
    ) {
        let mut sheet = Sheet::<S>::new();
        sheet.take(&from.as_ref(), layer, rect);
        sheet.put(to, layer, rect);
        assert!(Layer::of(format).contains(&layer));
    }

    #[test]
    fn all_layers_together_are_the_picture() {
        for format in Format::ALL {
            let mut frame = Frame::new(format, 37, 21, &Limits::DEFAULT).unwrap();
            for (i, byte) in frame.data_mut().iter_mut().enumerate() {
                *byte = (i * 7 + i / 250) as u8;
            }
            for rect in [
                Rect::full(37, 21),
                Rect {
                    x: 4,
                    y: 2,
                    w: 33,
                    h: 18,
                },
            ] {
                let mut copy = Frame::new(format, 37, 21, &Limits::DEFAULT).unwrap();
                for &layer in Layer::of(format) {
                    match layer {
                        Layer::Luma => {
                            there_and_back::<u8>(format, layer, &frame, &mut copy, &rect)
                        }
                        Layer::Chroma => {
                            there_and_back::<u16>(format, layer, &frame, &mut copy, &rect)
                        }
                        Layer::Pixels => {
                            there_and_back::<u32>(format, layer, &frame, &mut copy, &rect)
                        }
                    }
                }
                let mut wanted = Frame::new(format, 37, 21, &Limits::DEFAULT).unwrap();
                wanted.copy_rect(&frame.as_ref(), &rect);
                assert!(copy.as_ref().same_samples(&wanted.as_ref()), "{format:?}");
            }
        }
    }
}
