//! The life of the page: leaving it, coming back, and a last word to the broker.

use super::js::Listener;
use web_sys::{Event, PageTransitionEvent};

/// How the page's life changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageEvent {
    /// It goes away: closed, reloaded, navigated, or put aside for the back button.
    Leaving,
    /// It was put aside and is back, with everything in it stopped in the middle.
    Restored,
    /// The system says that there is a network again.
    Online,
}

/// Listens until the result is dropped.
#[must_use]
pub fn watch(heard: impl Fn(PageEvent) + Clone + 'static) -> Vec<Listener> {
    let window = super::address::window();
    let (leaving, restored) = (heard.clone(), heard.clone());
    vec![
        Listener::new(&window, "pagehide", move |_: Event| {
            leaving(PageEvent::Leaving);
        }),
        Listener::new(&window, "pageshow", move |event: PageTransitionEvent| {
            if event.persisted() {
                restored(PageEvent::Restored);
            }
        }),
        Listener::new(&window, "online", move |_: Event| heard(PageEvent::Online)),
    ]
}

/// Sends a JSON text that outlives the page. Returns whether the browser took it.
pub fn beacon(path: &str, json: &str) -> bool {
    // As a string it would go out as `text/plain`; a blob carries its own type.
    let parts = js_sys::Array::of1(&wasm_bindgen::JsValue::from_str(json));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let Ok(body) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) else {
        return false;
    };
    super::address::window()
        .navigator()
        .send_beacon_with_opt_blob(path, Some(&body))
        .unwrap_or(false)
}
