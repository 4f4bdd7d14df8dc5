//! What the other adapters share: failures, properties of plain objects, listeners that end with
//! their owner.

use js_sys::{Object, Reflect};
use std::fmt;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::EventTarget;

/// What a browser refused. Holds the name of its exception (`NotAllowedError`) and no more: the
/// message may hold addresses, and differs between browsers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    name: String,
}

impl Failure {
    /// A failure found by the adapter itself.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
        }
    }

    /// The name of the exception (Web IDL §2.8.1), or the adapter's own word.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl From<JsValue> for Failure {
    fn from(thrown: JsValue) -> Self {
        let name = get(&thrown, "name").and_then(|name| name.as_string());
        Self {
            name: name.unwrap_or_else(|| "Error".to_owned()),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl std::error::Error for Failure {}

/// A property that is there and neither `undefined` nor `null`.
pub(crate) fn get(target: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(target, &JsValue::from_str(key))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

/// A property of the global object: the constructor of an interface, where the browser has it.
pub(super) fn global(name: &str) -> Option<JsValue> {
    get(&js_sys::global(), name)
}

/// A plain object with these properties, as the browser's option dictionaries want it.
pub(crate) fn object(entries: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        // Defining a property on a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object
}

/// An event listener that is removed when this is dropped.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// Listens for `kind` on `target`.
    pub(super) fn new<E: JsCast>(
        target: &EventTarget,
        kind: &'static str,
        mut heard: impl FnMut(E) + 'static,
    ) -> Self {
        let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            heard(event.unchecked_into());
        });
        // Fails only for a listener that is no function.
        let _ = target.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
        Self {
            target: target.clone(),
            kind,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.kind, self.closure.as_ref().unchecked_ref());
    }
}
