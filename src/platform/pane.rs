//! The frame that the remote picture is seen in: its measures, and the picture's size and place in it.
//! The browser scrolls it.

use super::density::{self, DensityWatch};
use super::js::{Failure, Listener, get};
use super::pointers::{self, Pointer};
use js_sys::Function;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, ResizeObserver};

/// Across and down, in CSS pixels.
type Pair = [f64; 2];

/// What happens in the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PaneEvent {
    /// Something is done there with a pointer.
    Pointer(Pointer),
    /// The browser has scrolled the frame.
    Scrolled,
    /// The frame has another size, or the screen another density.
    Resized,
}

/// The frame and the picture in it.
pub struct Pane {
    frame: HtmlElement,
    picture: HtmlElement,
    observer: ResizeObserver,
    _resized: Closure<dyn FnMut()>,
    _density: DensityWatch,
    _pointers: [Listener; 5],
    _scrolled: Listener,
}

impl Pane {
    /// Takes over a frame with a picture in it. Everything is heard until this is dropped.
    ///
    /// # Errors
    /// When the browser cannot observe sizes.
    pub fn new(
        frame: HtmlElement,
        picture: HtmlElement,
        heard: impl Fn(PaneEvent) + 'static,
    ) -> Result<Self, Failure> {
        let heard: Rc<dyn Fn(PaneEvent)> = Rc::new(heard);
        let tell = heard.clone();
        let resized = Closure::<dyn FnMut()>::new(move || tell(PaneEvent::Resized));
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref::<Function>())?;
        observer.observe(&frame);
        let tell = heard.clone();
        let density = DensityWatch::start(move || tell(PaneEvent::Resized));
        let tell = heard.clone();
        let scrolled = Listener::new(&frame, "scroll", move |_: Event| tell(PaneEvent::Scrolled));
        let pointers = pointers::listen(&frame, move |event| heard(PaneEvent::Pointer(event)));
        Ok(Self {
            frame,
            picture,
            observer,
            _resized: resized,
            _density: density,
            _pointers: pointers,
            _scrolled: scrolled,
        })
    }

    /// Size of the frame, scroll bars included, and the screen's pixels for each of CSS.
    #[must_use]
    pub fn frame(&self) -> (Pair, f64) {
        let rect = self.frame.get_bounding_client_rect();
        // Borders are rounded up here: the picture never is a fraction larger than its frame.
        let borders = [self.frame.client_left(), self.frame.client_top()];
        let [x, y] = borders.map(|border| 2.0 * f64::from(border));
        ([rect.width() - x, rect.height() - y], density::now())
    }

    /// Size of what the scroll bars leave of the frame.
    #[must_use]
    pub fn view(&self) -> Pair {
        [self.frame.client_width(), self.frame.client_height()].map(f64::from)
    }

    /// How far the frame is scrolled; on dense screens in parts of a pixel.
    #[must_use]
    pub fn scroll(&self) -> Pair {
        let read = |key| get(&self.frame, key).and_then(|value| JsValue::as_f64(&value));
        ["scrollLeft", "scrollTop"].map(|key| read(key).unwrap_or(0.0))
    }

    /// Scrolls the frame.
    pub fn scroll_to(&self, [x, y]: Pair) {
        self.frame.scroll_to_with_x_and_y(x, y);
    }

    /// Tells the style sheet whether there is more of the picture than is seen.
    pub fn set_movable(&self, movable: bool) {
        // An attribute of every element; setting it cannot be refused.
        let _ = self
            .frame
            .toggle_attribute_with_force("data-movable", movable);
    }

    /// Gives the picture a size on the page, and tells the style sheet whether each of its pixels
    /// takes a whole number of the screen's.
    pub fn set_size(&self, [width, height]: Pair, whole: bool) {
        let style = self.picture.style();
        // Lengths are always taken.
        let _ = style.set_property("width", &format!("{width}px"));
        let _ = style.set_property("height", &format!("{height}px"));
        let _ = self
            .picture
            .toggle_attribute_with_force("data-whole", whole);
    }
}

impl Drop for Pane {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
