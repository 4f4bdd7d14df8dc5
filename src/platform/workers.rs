//! Module workers: the picture's encoder and decoder.

use super::js::{Failure, Listener};
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Event, MessageEvent, WorkerOptions, WorkerType};

/// What comes from a worker.
#[derive(Clone, Debug)]
pub enum WorkerEvent {
    /// A message.
    Message(JsValue),
    /// The script could not be loaded, or failed without catching it.
    Failed,
}

/// A module worker. Dropping it ends it at once.
pub struct ModuleWorker {
    inner: web_sys::Worker,
    _listeners: [Listener; 3],
}

impl ModuleWorker {
    /// Starts the worker whose address stands in `<meta name=…>`.
    ///
    /// # Errors
    /// When the build has not said where it is, or the browser refuses to start it.
    pub fn start(
        meta: &str,
        heard: impl Fn(WorkerEvent) + Clone + 'static,
    ) -> Result<Self, Failure> {
        let url = super::document::meta(meta).ok_or_else(|| Failure::new("NotFoundError"))?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let inner = web_sys::Worker::new_with_options(&url, &options)?;
        let (message, failed) = (heard.clone(), heard.clone());
        let listeners = [
            Listener::new(&inner, "message", move |event: MessageEvent| {
                message(WorkerEvent::Message(event.data()));
            }),
            Listener::new(&inner, "error", move |_: Event| failed(WorkerEvent::Failed)),
            Listener::new(&inner, "messageerror", move |_: Event| {
                heard(WorkerEvent::Failed);
            }),
        ];
        Ok(Self {
            inner,
            _listeners: listeners,
        })
    }

    /// Posts a message, and hands these parts of it over for good.
    ///
    /// # Errors
    /// When something in it cannot be cloned or handed over.
    pub fn post(&self, message: &JsValue, handed: &[&JsValue]) -> Result<(), Failure> {
        let handed: Array = handed.iter().copied().collect();
        Ok(self.inner.post_message_with_transfer(message, &handed)?)
    }
}

impl Drop for ModuleWorker {
    fn drop(&mut self) {
        self.inner.terminate();
    }
}
