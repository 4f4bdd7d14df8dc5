//! The WebSocket to the broker: texts in, texts out.

use super::js::{Failure, Listener};
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

/// What happens on a socket, in this order: at most one `Opened`, texts, exactly one `Closed`
/// (unless the socket is dropped first).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// Texts may be sent.
    Opened,
    /// A text came in.
    Text(String),
    /// Closed, or never opened. 1006 when no close frame came (RFC 6455 §7.1.5).
    Closed {
        /// The close code.
        code: u16,
    },
}

/// One WebSocket. Dropping it closes it and silences its events.
pub struct Socket {
    inner: WebSocket,
    _listeners: [Listener; 3],
}

impl Socket {
    /// Connects to a path on this page's origin.
    ///
    /// # Errors
    /// When the browser refuses the address (content security policy, mixed content).
    pub fn connect(
        path: &str,
        heard: impl Fn(SocketEvent) + Clone + 'static,
    ) -> Result<Self, Failure> {
        let inner = WebSocket::new(&super::address::socket_url(path))?;
        let (opened, text, closed) = (heard.clone(), heard.clone(), heard);
        let listeners = [
            Listener::new(&inner, "open", move |_: Event| opened(SocketEvent::Opened)),
            Listener::new(&inner, "message", move |event: MessageEvent| {
                // The protocol has no binary messages: anything else is not ours to read.
                if let Some(data) = event.data().as_string() {
                    text(SocketEvent::Text(data));
                }
            }),
            Listener::new(&inner, "close", move |event: CloseEvent| {
                closed(SocketEvent::Closed { code: event.code() });
            }),
        ];
        Ok(Self {
            inner,
            _listeners: listeners,
        })
    }

    /// Sends a text.
    ///
    /// # Errors
    /// While it is still connecting. On a closed socket nothing happens: `Closed` has said so.
    pub fn send(&self, text: &str) -> Result<(), Failure> {
        Ok(self.inner.send_with_str(text)?)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // 1000 is always allowed; closing twice does nothing.
        let _ = self.inner.close_with_code(1000);
    }
}
