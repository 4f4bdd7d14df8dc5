//! The sending half of each WebSocket of this process: a bounded queue, and how it is cut off.
//!
//! Nothing here waits: who cannot keep up loses the connection and slows nobody down.

use axum::extract::ws::Utf8Bytes;
use rh_protocol::{
    ConnectionId, ErrorBody, limits,
    socket::{BrokerEvent, BrokerFrame, close},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{Notify, mpsc};

/// What a connection's writer takes from its queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outgoing {
    /// A frame, as JSON.
    Frame(Utf8Bytes),
    /// The end: close with this code.
    Close(u16),
}

/// The receiving end, for the one task that writes to the socket.
#[derive(Debug)]
pub(crate) struct Queue {
    /// Frames in order.
    pub(crate) frames: mpsc::Receiver<Outgoing>,
    /// Notified when the queue overflowed: close with `too slow` without waiting for the rest.
    pub(crate) overflowed: Arc<Notify>,
}

/// The sending end.
#[derive(Clone, Debug)]
pub(crate) struct Outlet {
    frames: mpsc::Sender<Outgoing>,
    overflowed: Arc<Notify>,
}

impl Outlet {
    /// A new queue of the declared length.
    pub(crate) fn new() -> (Self, Queue) {
        let (sender, frames) = mpsc::channel(limits::SOCKET_QUEUE);
        let overflowed = Arc::new(Notify::new());
        let outlet = Self {
            frames: sender,
            overflowed: overflowed.clone(),
        };
        (outlet, Queue { frames, overflowed })
    }

    /// Queues a frame.
    pub(crate) fn send(&self, frame: &BrokerFrame) {
        match serde_json::to_string(frame) {
            Ok(text) => self.push(Outgoing::Frame(text.into())),
            Err(error) => tracing::error!(%error, "a frame could not be written as JSON"),
        }
    }

    /// Queues the end, after what is queued already.
    pub(crate) fn close(&self, code: u16) {
        self.push(Outgoing::Close(code));
    }

    /// Queues a refusal and the end.
    pub(crate) fn refuse(&self, error: impl Into<ErrorBody>, code: u16) {
        self.send(&BrokerFrame::Refused {
            error: error.into(),
        });
        self.close(code);
    }

    fn push(&self, item: Outgoing) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.frames.try_send(item) {
            self.overflowed.notify_one();
        }
    }
}

/// All connections of this process by their ids.
#[derive(Debug, Default)]
pub(crate) struct Outlets(Mutex<HashMap<ConnectionId, Outlet>>);

impl Outlets {
    fn locked(&self) -> MutexGuard<'_, HashMap<ConnectionId, Outlet>> {
        // A map of handles is whole after any panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a connection reachable by its id.
    pub(crate) fn add(&self, connection: ConnectionId, outlet: Outlet) {
        self.locked().insert(connection, outlet);
    }

    /// Forgets a connection.
    pub(crate) fn remove(&self, connection: ConnectionId) {
        self.locked().remove(&connection);
    }

    /// Queues a frame for a connection, while it is there.
    pub(crate) fn send(&self, connection: ConnectionId, frame: &BrokerFrame) {
        if let Some(outlet) = self.get(connection) {
            outlet.send(frame);
        }
    }

    /// Queues the end of a connection, while it is there, after what is queued already.
    pub(crate) fn close(&self, connection: ConnectionId, code: u16, error: Option<ErrorBody>) {
        if let Some(outlet) = self.get(connection) {
            match error {
                Some(error) => outlet.refuse(error, code),
                None => outlet.close(code),
            }
        }
    }

    fn get(&self, connection: ConnectionId) -> Option<Outlet> {
        self.locked().get(&connection).cloned()
    }

    /// Tells everybody that the broker goes down and when to come back, and closes.
    pub(crate) fn restart_all(&self, retry_after_ms: u64) {
        for outlet in self.locked().values() {
            outlet.send(&BrokerFrame::Event {
                event: BrokerEvent::Restarting { retry_after_ms },
            });
            outlet.close(close::RESTARTING);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_queue_that_is_full_is_cut_and_its_order_is_kept() {
        let (outlet, mut queue) = Outlet::new();
        for id in 0..u32::try_from(limits::SOCKET_QUEUE).unwrap() {
            outlet.send(&BrokerFrame::Response { id, error: None });
        }
        let first = queue.frames.recv().await.unwrap();
        assert_eq!(
            first,
            Outgoing::Frame(r#"{"kind":"response","id":0}"#.into())
        );
        outlet.close(close::NORMAL);
        outlet.close(close::NORMAL);
        queue.overflowed.notified().await;
    }
}
