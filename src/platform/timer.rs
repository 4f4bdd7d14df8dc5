//! Waiting.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

/// Waits this many milliseconds; longer in a hidden tab, whose timers the browser slows.
pub async fn sleep(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        // Refused only by a window that is being taken down.
        let _ = super::address::window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    // A promise that is never rejected.
    let _ = JsFuture::from(promise).await;
}

/// Calls back in the next animation frame, in which what was drawn until now is about to be seen; of a page
/// that nobody sees, when it is seen again.
pub fn next_frame(then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    // Refused only by a window that is being taken down.
    let _ = super::address::window().request_animation_frame(then.unchecked_ref());
}
