//! Ink: how a band's samples are coded.
//!
//! A screen is mostly plain ground with small shapes on it that come again and again: letters. So a
//! rectangle of a layer is told as grounds (what was there before, or one colour), bars of one colour
//! over them, and then the shapes in reading order: each by the name under which both ends keep it,
//! foretold by the names before it, or, the first time, by its samples. What is none of this, such as a
//! photograph, is grain: samples foretold by their neighbours. All of it is bits that are learned
//! (`crate::coder`) and numbers made of them (`crate::numbers`).
//!
//! | file | what |
//! | --- | --- |
//! | `sheet` | a rectangle of a layer |
//! | `base` | grounds and bars |
//! | `grain` | what looks like no text |
//! | `names` | names of shapes, foretold by those before |
//! | `shape` | shapes, and the list of those seen |
//! | `survey` | the encoder's look at a sheet |
//! | `page` | one layer, both directions |

mod base;
mod grain;
mod names;
mod page;
mod shape;
mod sheet;
mod survey;

use alloc::vec::Vec;

use crate::{
    coder::{Reader, Writer},
    frame::{Frame, FrameRef},
    rect::Rect,
};
use page::{PageReader, PageWriter};
use sheet::Layer;

pub(crate) use page::Corrupt;

/// The writing end.
pub(crate) struct InkWriter {
    luma: Option<PageWriter<u8>>,
    chroma: Option<PageWriter<u16>>,
    pixels: Option<PageWriter<u32>>,
}

/// The reading end.
pub(crate) struct InkReader {
    luma: Option<PageReader<u8>>,
    chroma: Option<PageReader<u16>>,
    pixels: Option<PageReader<u32>>,
}

impl InkWriter {
    pub(crate) const fn new() -> Self {
        Self {
            luma: None,
            chroma: None,
            pixels: None,
        }
    }

    /// Forgets what was learned: a keyframe starts, or what was written is not sent.
    pub(crate) fn reset(&mut self) {
        self.luma.iter_mut().for_each(PageWriter::reset);
        self.chroma.iter_mut().for_each(PageWriter::reset);
        self.pixels.iter_mut().for_each(PageWriter::reset);
    }

    /// Appends the ink of these rectangles of `now`. `before` is the picture that the other end holds,
    /// if it counts. Tells the corner, in pixels, of each block of 16 × 16 pixels that is grain.
    pub(crate) fn write(
        &mut self,
        now: &FrameRef<'_>,
        before: Option<&FrameRef<'_>>,
        rects: &[Rect],
        ink: &mut Vec<u8>,
        mut grainy: impl FnMut(u16, u16),
    ) {
        let mut coder = Writer::new(ink);
        for rect in rects {
            for &layer in Layer::of(now.layout().format) {
                macro_rules! write {
                    ($page:expr) => {{
                        let page = $page.get_or_insert_with(PageWriter::new);
                        let (sheet, old) = page.sheets();
                        sheet.take(now, layer, rect);
                        if let Some(before) = before {
                            old.take(before, layer, rect);
                        }
                        page.write(&mut coder, before.is_some());
                        if layer != Layer::Chroma {
                            page.grainy(|x, y| grainy(rect.x + x, rect.y + y));
                        }
                    }};
                }
                match layer {
                    Layer::Luma => write!(self.luma),
                    Layer::Chroma => write!(self.chroma),
                    Layer::Pixels => write!(self.pixels),
                }
            }
        }
        coder.finish();
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.luma.as_ref().map_or(0, PageWriter::memory)
            + self.chroma.as_ref().map_or(0, PageWriter::memory)
            + self.pixels.as_ref().map_or(0, PageWriter::memory)
    }
}

impl InkReader {
    pub(crate) const fn new() -> Self {
        Self {
            luma: None,
            chroma: None,
            pixels: None,
        }
    }

    /// Forgets what was learned, when the writer does.
    pub(crate) fn reset(&mut self) {
        self.luma.iter_mut().for_each(PageReader::reset);
        self.chroma.iter_mut().for_each(PageReader::reset);
        self.pixels.iter_mut().for_each(PageReader::reset);
    }

    /// Draws what was written into these rectangles, which must fit, of a picture.
    ///
    /// # Errors
    /// [`Corrupt`], when it is not exactly that.
    pub(crate) fn read(
        &mut self,
        picture: &mut Frame,
        has_before: bool,
        rects: &[Rect],
        ink: &[u8],
    ) -> Result<(), Corrupt> {
        let mut coder = Reader::new(ink);
        for rect in rects {
            for &layer in Layer::of(picture.layout().format) {
                macro_rules! read {
                    ($page:expr) => {{
                        let page = $page.get_or_insert_with(PageReader::new);
                        page.sheet().take(&picture.as_ref(), layer, rect);
                        page.read(&mut coder, has_before)?;
                        page.sheet().put(picture, layer, rect);
                    }};
                }
                match layer {
                    Layer::Luma => read!(self.luma),
                    Layer::Chroma => read!(self.chroma),
                    Layer::Pixels => read!(self.pixels),
                }
            }
        }
        if coder.is_exact() {
            Ok(())
        } else {
            Err(Corrupt)
        }
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.luma.as_ref().map_or(0, PageReader::memory)
            + self.chroma.as_ref().map_or(0, PageReader::memory)
            + self.pixels.as_ref().map_or(0, PageReader::memory)
    }
}

#[cfg(test)]
mod tests;
