//! What fingers, pens, mouse and wheel do on an element that keeps them to itself.

use super::js::Listener;
use std::rc::Rc;
use web_sys::{Element, MouseEvent, PointerEvent, WheelEvent};

/// Across and down, in CSS pixels, from the corner of the element's inside.
type Place = [f64; 2];

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pointer {
    /// A finger, a pen or the mouse's main button goes down.
    Down {
        /// Tells it from others that are down.
        id: i32,
        /// Where.
        at: Place,
        /// Whether the browser scrolls by it: everything but a mouse.
        finger: bool,
    },
    /// It has moved, or one that is not down has.
    Moved {
        /// Which one.
        id: i32,
        /// Where to.
        at: Place,
    },
    /// It goes up.
    Up {
        /// Which one.
        id: i32,
        /// Where.
        at: Place,
        /// When, in milliseconds.
        at_ms: f64,
    },
    /// The browser has taken it over, to scroll, or has lost it.
    Cancelled {
        /// Which one.
        id: i32,
    },
    /// The wheel with Ctrl held, or two fingers on a trackpad; the page does not zoom by it.
    Zoom {
        /// Where the pointer is.
        at: Place,
        /// Pixels that this would scroll down: positive is out.
        delta: f64,
    },
}

/// Listens until the result is dropped.
#[must_use]
pub fn listen(element: &Element, heard: impl Fn(Pointer) + 'static) -> [Listener; 5] {
    let heard = Rc::new(heard);
    let on = |kind, read: fn(&Element, &PointerEvent) -> Option<Pointer>| {
        let (target, heard) = (element.clone(), heard.clone());
        Listener::new(element, kind, move |event: PointerEvent| {
            if let Some(pointer) = read(&target, &event) {
                heard(pointer);
            }
        })
    };
    let (target, zoomed) = (element.clone(), heard.clone());
    [
        on("pointerdown", down),
        on("pointermove", |element, event| {
            let (id, at) = (event.pointer_id(), place(element, event));
            Some(Pointer::Moved { id, at })
        }),
        on("pointerup", |element, event| {
            let (id, at) = (event.pointer_id(), place(element, event));
            let at_ms = event.time_stamp();
            Some(Pointer::Up { id, at, at_ms })
        }),
        on("pointercancel", |_, event| {
            let id = event.pointer_id();
            Some(Pointer::Cancelled { id })
        }),
        // Not passive: browsers make only the wheel's listeners of the page itself so.
        Listener::new(element, "wheel", move |event: WheelEvent| {
            if event.ctrl_key() {
                event.prevent_default();
                let (at, delta) = (place(&target, &event), pixels(&event));
                zoomed(Pointer::Zoom { at, delta });
            }
        }),
    ]
}

fn down(element: &Element, event: &PointerEvent) -> Option<Pointer> {
    let (id, at) = (event.pointer_id(), place(element, event));
    let inside = [element.client_width(), element.client_height()].map(f64::from);
    // Its scroll bars are the browser's.
    if event.button() != 0 || at[0] >= inside[0] || at[1] >= inside[1] {
        return None;
    }
    // It is heard of outside the element too; refused only for one that is up already.
    let _ = element.set_pointer_capture(id);
    let finger = event.pointer_type() != "mouse";
    Some(Pointer::Down { id, at, finger })
}

fn place(element: &Element, event: &MouseEvent) -> Place {
    let rect = element.get_bounding_client_rect();
    let corner = [
        rect.left() + f64::from(element.client_left()),
        rect.top() + f64::from(element.client_top()),
    ];
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    [x - corner[0], y - corner[1]]
}

/// The wheel's turn in pixels, of which a line is taken to have 20.
fn pixels(event: &WheelEvent) -> f64 {
    match event.delta_mode() {
        WheelEvent::DOM_DELTA_PIXEL => event.delta_y(),
        _ => event.delta_y() * 20.0,
    }
}
