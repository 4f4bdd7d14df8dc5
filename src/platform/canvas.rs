//! The canvas with the remote picture: always of the picture's own size, drawn in rectangles.

use super::js::{Failure, object};
use js_sys::Uint8ClampedArray;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// The element that a view has for the picture.
pub struct Canvas(HtmlCanvasElement);

impl From<HtmlCanvasElement> for Canvas {
    fn from(element: HtmlCanvasElement) -> Self {
        Self(element)
    }
}

/// A canvas to draw on.
#[derive(Clone)]
pub struct Screen {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Screen {
    /// Takes a canvas over.
    ///
    /// # Errors
    /// When it has a context of another kind, or the browser is out of memory.
    pub fn new(Canvas(canvas): Canvas) -> Result<Self, Failure> {
        let opaque = object(&[("alpha", &JsValue::FALSE)]);
        let context = canvas
            .get_context_with_context_options("2d", &opaque)?
            .ok_or_else(|| Failure::new("NotSupportedError"))?;
        Ok(Self {
            canvas,
            context: context.unchecked_into(),
        })
    }

    /// A canvas that no view shows.
    ///
    /// # Errors
    /// When the browser is out of memory.
    pub fn detached() -> Result<Self, Failure> {
        let document = super::document::document().ok_or_else(|| Failure::new("NotFoundError"))?;
        Self::new(Canvas(document.create_element("canvas")?.unchecked_into()))
    }

    /// Takes over size and picture of another.
    pub fn copy(&self, other: &Self) {
        self.resize(other.canvas.width(), other.canvas.height());
        // Fails only for a canvas without an area, which has nothing to take over.
        let _ = self
            .context
            .draw_image_with_html_canvas_element(&other.canvas, 0.0, 0.0);
    }

    /// Gives the canvas a size; a change of it clears the canvas.
    pub fn resize(&self, width: u32, height: u32) {
        if (self.canvas.width(), self.canvas.height()) != (width, height) {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
    }

    /// Draws a rectangle of RGBA bytes, row by row without gaps.
    ///
    /// # Errors
    /// When the bytes are not `width × height × 4`.
    pub fn draw(
        &self,
        (x, y): (u32, u32),
        (width, height): (u32, u32),
        rgba: &Uint8ClampedArray,
    ) -> Result<(), Failure> {
        let image = ImageData::new_with_js_u8_clamped_array_and_sh(rgba, width, height)?;
        self.context
            .put_image_data(&image, f64::from(x), f64::from(y))?;
        Ok(())
    }

    /// Leaves nothing of the last picture.
    pub fn clear(&self) {
        // Setting a dimension clears even when it stays the same; 1×1 also gives the memory back.
        self.canvas.set_width(1);
        self.canvas.set_height(1);
    }
}
