//! One data channel between the browsers.

use super::bytes::Bytes;
use super::js::{Failure, Listener};
use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use web_sys::{Event, MessageEvent, RtcDataChannel, RtcDataChannelState, RtcDataChannelType};

/// What happens on a channel.
#[derive(Clone, Debug)]
pub enum ChannelEvent {
    /// Messages may be sent.
    Open,
    /// Nothing more can be sent or will come.
    Closed,
    /// A text came in.
    Text(String),
    /// Bytes came in.
    Binary(Bytes),
    /// What waited to be sent has fallen to the threshold.
    Drained,
}

/// A channel. Dropping it closes it and silences its events.
pub struct Channel {
    inner: RtcDataChannel,
    _listeners: [Listener; 4],
}

impl Channel {
    /// Takes a channel over. `drained_at` is the threshold of [`ChannelEvent::Drained`] in bytes.
    pub(super) fn new(
        inner: RtcDataChannel,
        drained_at: u32,
        heard: impl Fn(ChannelEvent) + Clone + 'static,
    ) -> Self {
        inner.set_binary_type(RtcDataChannelType::Arraybuffer);
        inner.set_buffered_amount_low_threshold(drained_at);
        let (open, closed, drained) = (heard.clone(), heard.clone(), heard.clone());
        let listeners = [
            Listener::new(&inner, "open", move |_: Event| open(ChannelEvent::Open)),
            Listener::new(&inner, "close", move |_: Event| {
                closed(ChannelEvent::Closed);
            }),
            Listener::new(&inner, "bufferedamountlow", move |_: Event| {
                drained(ChannelEvent::Drained);
            }),
            Listener::new(&inner, "message", move |event: MessageEvent| {
                let data = event.data();
                if let Some(text) = data.as_string() {
                    heard(ChannelEvent::Text(text));
                } else if let Ok(bytes) = data.dyn_into::<ArrayBuffer>() {
                    heard(ChannelEvent::Binary(Bytes::new(bytes)));
                }
            }),
        ];
        Self {
            inner,
            _listeners: listeners,
        }
    }

    /// Whether messages may be sent.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.inner.ready_state() == RtcDataChannelState::Open
    }

    /// Bytes handed over and not yet on their way.
    #[must_use]
    pub fn buffered(&self) -> u32 {
        self.inner.buffered_amount()
    }

    /// Sends a text.
    ///
    /// # Errors
    /// When the channel is not open, its buffer is full, or the text too large for the peer.
    pub fn send_text(&self, text: &str) -> Result<(), Failure> {
        Ok(self.inner.send_with_str(text)?)
    }

    /// Sends bytes.
    ///
    /// # Errors
    /// As for [`Channel::send_text`].
    pub fn send_bytes(&self, bytes: &Bytes) -> Result<(), Failure> {
        Ok(self.inner.send_with_array_buffer(bytes.buffer())?)
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.inner.close();
    }
}
