//! Reads captured frames: their planes as they are, or their pixels where the planes cannot be had.

use js_sys::{Array, JsString, Object, Uint8Array};
use rh_screen::{Format, FrameRef, Layout, LayoutError, Limits, Plane};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    error::Code,
    js::{Captured, Context2d, OffscreenCanvas, PlaneLayout},
    messages::object,
};

/// Holds the planes of the newest captured frame; keeps its buffers between frames.
pub(crate) struct Grabber {
    /// Where `copyTo` writes: not the wasm memory itself, which may move while it does.
    target: Uint8Array,
    canvas: Option<(OffscreenCanvas, Context2d)>,
    data: Vec<u8>,
    layout: Option<Layout>,
}

impl Grabber {
    pub(crate) fn new() -> Self {
        Self {
            target: Uint8Array::new_with_length(0),
            canvas: None,
            data: Vec::new(),
            layout: None,
        }
    }

    /// A buffer of at least `size` bytes for [`copy_planes`].
    pub(crate) fn target(&mut self, size: u32) -> Uint8Array {
        // Shrunk as well, when the screen did: the memory bound is in frames of the present size.
        if self.target.length() < size || self.target.length() / 2 > size {
            self.target = Uint8Array::new_with_length(size);
        }
        self.target.clone()
    }

    /// Takes over what [`copy_planes`] has written.
    pub(crate) fn take_planes(&mut self, layout: Layout, size: u32) {
        self.resize(size as usize);
        self.target.subarray(0, size).copy_to(&mut self.data);
        self.layout = Some(layout);
    }

    /// Draws the frame and takes its pixels.
    pub(crate) fn take_pixels(&mut self, captured: &Captured) -> Result<(), Code> {
        let (width, height) = captured.display_size();
        let layout = Layout::packed(Format::Rgba, dimension(width)?, dimension(height)?);
        let pixels = self
            .pixels(captured, width, height)
            .map_err(|_| Code::CaptureFailed)?;
        let pixels = pixels.ok_or(Code::CaptureFailed)?;
        self.resize(layout.bytes());
        if pixels.length() as usize != self.data.len() {
            return Err(Code::CaptureFailed);
        }
        pixels.copy_to(&mut self.data);
        self.layout = Some(layout);
        Ok(())
    }

    /// The newest frame.
    pub(crate) fn frame(&self) -> Result<FrameRef<'_>, Code> {
        let layout = self.layout.ok_or(Code::CaptureFailed)?;
        FrameRef::new(layout, &self.data, &Limits::DEFAULT).map_err(|error| match error {
            LayoutError::Size { .. } => Code::FrameUnsupported,
            _ => Code::CaptureFailed,
        })
    }

    fn resize(&mut self, len: usize) {
        if self.data.capacity() / 2 > len {
            self.data = Vec::new();
        }
        self.data.resize(len, 0);
    }

    fn pixels(
        &mut self,
        captured: &Captured,
        width: f64,
        height: f64,
    ) -> Result<Option<Uint8Array>, JsValue> {
        if self.canvas.is_none() {
            let canvas = OffscreenCanvas::new(1, 1)?;
            let options: Object =
                object(&[("willReadFrequently", true.into()), ("alpha", false.into())]);
            self.canvas = canvas
                .context(&JsString::from("2d"), &options)?
                .map(|context| (canvas, context));
        }
        let Some((canvas, context)) = &self.canvas else {
            return Ok(None);
        };
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
        context.draw_image(captured.picture(), 0.0, 0.0)?;
        let data = context.image_data(0.0, 0.0, width, height)?.data();
        Ok(Some(Uint8Array::new(&data.buffer())))
    }
}

/// How a frame's planes can be copied, if they can.
pub(crate) struct Planes {
    format: Format,
    width: u16,
    height: u16,
    /// Bytes that the copy takes.
    pub(crate) size: u32,
}

impl Planes {
    /// Width and height of the picture, in pixels.
    pub(crate) const fn pixels(&self) -> (u16, u16) {
        (self.width, self.height)
    }

    /// `None`: draw it instead.
    pub(crate) fn of(captured: &Captured) -> Option<Self> {
        if !captured.has_planes() {
            return None;
        }
        let picture = captured.picture();
        let format = match picture.format()?.as_str() {
            "I420" => Format::I420,
            "NV12" => Format::Nv12,
            "BGRA" | "BGRX" => Format::Bgra,
            "RGBA" | "RGBX" => Format::Rgba,
            _ => return None,
        };
        let visible = picture.visible_rect()?;
        let (width, height) = (
            dimension(visible.width()).ok()?,
            dimension(visible.height()).ok()?,
        );
        let size = picture.allocation_size().ok()?;
        (size <= f64::from(u32::MAX)).then_some(Self {
            format,
            width,
            height,
            size: size as u32,
        })
    }
}

/// Copies the visible planes; `None`: draw it instead. No rectangle is named: `copyTo` then takes
/// the visible one, even where it does not lie on whole chroma samples.
pub(crate) async fn copy_planes(
    captured: &Captured,
    planes: &Planes,
    to: &Uint8Array,
) -> Option<Layout> {
    let copied = captured.picture().copy_to(to).ok()?;
    let list: Array = JsFuture::from(copied).await.ok()?.dyn_into().ok()?;
    let Planes {
        format,
        width,
        height,
        ..
    } = *planes;
    if list.length() as usize != format.planes() {
        return None;
    }
    let mut layout = Layout::packed(format, width, height);
    for (plane, at) in layout.planes.iter_mut().zip(list.iter()) {
        let at: PlaneLayout = at.unchecked_into();
        *plane = Plane {
            offset: at.offset() as usize,
            stride: at.stride() as usize,
        };
    }
    Some(layout)
}

fn dimension(pixels: f64) -> Result<u16, Code> {
    let fits = (1.0..=f64::from(u16::MAX)).contains(&pixels);
    fits.then_some(pixels as u16).ok_or(Code::FrameUnsupported)
}
