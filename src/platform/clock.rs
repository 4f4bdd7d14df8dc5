//! Time: a monotonic reading, the wall clock for show, and a ticker that hidden tabs do not slow.

use super::js::{Failure, Listener, object};
use wasm_bindgen::JsValue;
use web_sys::{Event, Worker};

/// Time between two ticks, in milliseconds.
const TICK_MS: u32 = 250;

/// What a page may be told of can be older than itself, but no older than this: no session is.
const BEFORE_MS: u64 = 24 * 3_600_000;

/// Milliseconds since a day before this page was opened; never goes back.
#[must_use]
pub fn now_ms() -> u64 {
    let now = super::address::window()
        .performance()
        .map_or(0.0, |performance| performance.now());
    // Positive and far below 2^53.
    BEFORE_MS + now as u64
}

/// Milliseconds since 1970 with fractions, going forward: the same instant here and in the page's workers.
/// Zero where there is no such clock.
#[must_use]
pub fn instant_ms() -> f64 {
    super::address::window()
        .performance()
        .map_or(0.0, |performance| {
            performance.time_origin() + performance.now()
        })
}

/// Milliseconds since 1970 by this machine's clock: for show only.
#[must_use]
pub fn wall_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// The day of an instant in milliseconds since 1970, where this machine is: `2026-11-30`.
#[must_use]
pub fn day(at_ms: u64) -> String {
    // Far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let date = js_sys::Date::new(&JsValue::from(at_ms as f64));
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year}-{month:02}-{day:02}")
}

/// An instant that is written in full (RFC 3339), in milliseconds since 1970; none if it is not.
#[must_use]
pub fn parse(text: &str) -> Option<u64> {
    let ms = js_sys::Date::parse(text);
    // Not a number is neither.
    (ms >= 0.0).then_some(ms as u64)
}

/// Calls back about four times a second until dropped, in hidden tabs too: timers of a hidden
/// window are slowed to one a second or one a minute, those of a worker are not.
pub struct Ticker {
    worker: Worker,
    _listeners: [Listener; 2],
}

impl Ticker {
    /// Starts ticking. `failed` is called if the worker turns out not to be there.
    ///
    /// # Errors
    /// When the browser refuses to start a worker.
    pub fn start(tick: impl Fn() + 'static, failed: impl Fn() + 'static) -> Result<Self, Failure> {
        let url = super::document::meta("rh-clock").unwrap_or_else(|| "/clock.js".to_owned());
        let worker = Worker::new(&url)?;
        let listeners = [
            Listener::new(&worker, "message", move |_: Event| tick()),
            Listener::new(&worker, "error", move |_: Event| failed()),
        ];
        let start = object(&[
            ("type", &JsValue::from_str("start")),
            ("every", &JsValue::from_f64(f64::from(TICK_MS))),
        ]);
        worker.post_message(&start)?;
        Ok(Self {
            worker,
            _listeners: listeners,
        })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
