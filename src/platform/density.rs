//! How many of the screen's pixels one of CSS takes, and when that changes: the browser zooms the
//! page, or the window goes to another screen.

use super::js::Listener;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::Event;

/// The screen's pixels for each of CSS.
#[must_use]
pub fn now() -> f64 {
    super::address::window().device_pixel_ratio()
}

type Slot = RefCell<Option<Listener>>;

/// Tells of every change until dropped.
pub struct DensityWatch(#[expect(dead_code, reason = "held for its listener")] Rc<Slot>);

impl DensityWatch {
    /// Starts watching.
    pub fn start(changed: impl Fn() + 'static) -> Self {
        let slot = Rc::new(Slot::default());
        listen(&slot, &(Rc::new(changed) as Rc<dyn Fn()>));
        Self(slot)
    }
}

/// A query holds for one density: after a change it takes another.
fn listen(slot: &Rc<Slot>, changed: &Rc<dyn Fn()>) {
    let query = format!("(resolution: {}dppx)", now());
    let Ok(Some(list)) = super::address::window().match_media(&query) else {
        return;
    };
    let (weak, changed) = (Rc::downgrade(slot), changed.clone());
    let listener = Listener::new(&list, "change", move |_: Event| {
        let (weak, changed) = (weak.clone(), changed.clone());
        // Not before this listener has returned: another takes its place.
        super::spawn(async move {
            if let Some(slot) = weak.upgrade() {
                listen(&slot, &changed);
                changed();
            }
        });
    });
    slot.replace(Some(listener));
}
