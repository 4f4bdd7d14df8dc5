//! The one task that writes to a WebSocket: what is queued, in order, as long as the client takes it.

use crate::hub::outlet::{Outgoing, Queue};
use axum::extract::ws::{CloseFrame, Message};
use futures_util::{
    Sink, SinkExt,
    future::{Either, select},
};
use rh_protocol::socket::close;
use std::{pin::pin, time::Duration};
use tokio::time::timeout;

/// How long writing may take.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// One frame is written within this time, or the client is too slow.
    frame: Duration,
    /// The close frame is written within this time, or the connection is dropped without.
    close: Duration,
}

/// How long a client may take.
pub(super) const PATIENCE: Patience = Patience {
    frame: Duration::from_secs(10),
    close: Duration::from_millis(500),
};

/// Writes what is queued until the queue says close, overflows, or the client takes too long.
pub(super) async fn write<S: Sink<Message> + Unpin>(
    mut sink: S,
    mut queue: Queue,
    patience: Patience,
) {
    let code = loop {
        let next = {
            let overflowed = pin!(queue.overflowed.notified());
            let item = pin!(queue.frames.recv());
            match select(overflowed, item).await {
                Either::Left(_) => break close::TOO_SLOW,
                Either::Right((item, _)) => item,
            }
        };
        match next {
            None => return,
            Some(Outgoing::Close(code)) => break code,
            Some(Outgoing::Frame(text)) => {
                let overflowed = pin!(queue.overflowed.notified());
                let sent = pin!(timeout(patience.frame, sink.send(Message::Text(text))));
                match select(sent, overflowed).await {
                    Either::Left((Ok(Ok(())), _)) => {}
                    Either::Left((Ok(Err(_)), _)) => return,
                    Either::Left((Err(_), _)) | Either::Right(_) => break close::TOO_SLOW,
                }
            }
        }
    };
    let frame = CloseFrame {
        code,
        reason: "".into(),
    };
    let _ = timeout(patience.close, sink.send(Message::Close(Some(frame)))).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::outlet::Outlet;
    use rh_protocol::{
        ErrorCode, limits,
        socket::{BrokerEvent, BrokerFrame},
    };

    /// A client that takes one frame and then nothing more until it is let go.
    fn stuck() -> (
        impl Sink<Message, Error = ()> + Unpin,
        tokio::sync::mpsc::UnboundedReceiver<Message>,
        std::sync::Arc<tokio::sync::Semaphore>,
    ) {
        let (taken, seen) = tokio::sync::mpsc::unbounded_channel();
        let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(1));
        let opened = gate.clone();
        let sink = Box::pin(futures_util::sink::unfold(
            (),
            move |(), message: Message| {
                let (taken, gate) = (taken.clone(), opened.clone());
                async move {
                    if matches!(message, Message::Text(_)) {
                        gate.acquire().await.map_err(drop)?.forget();
                    }
                    taken.send(message).map_err(drop)
                }
            },
        ));
        (sink, seen, gate)
    }

    const NEVER: Duration = Duration::from_secs(86_400);
    const SOON: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_cut_when_its_queue_is_full() {
        let (sink, _seen, _gate) = stuck();
        let (outlet, queue) = Outlet::new();
        let patience = Patience {
            frame: NEVER,
            close: SOON,
        };
        let writer = tokio::spawn(write(sink, queue, patience));
        let frame = BrokerFrame::Event {
            event: BrokerEvent::Heartbeat,
        };
        // The sender never waits: it fills the queue, and a frame more.
        for _ in 0..=limits::SOCKET_QUEUE {
            outlet.send(&frame);
        }
        writer.await.unwrap();
    }

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_cut_when_one_frame_takes_too_long() {
        let (sink, mut seen, _gate) = stuck();
        let (outlet, queue) = Outlet::new();
        outlet.send(&BrokerFrame::Response { id: 1, error: None });
        outlet.send(&BrokerFrame::Response { id: 2, error: None });
        let patience = Patience {
            frame: SOON,
            close: SOON,
        };
        write(sink, queue, patience).await;
        assert!(matches!(seen.recv().await, Some(Message::Text(_))));
        assert!(seen.recv().await.is_none());
    }

    #[tokio::test]
    async fn the_close_comes_after_what_was_queued_before_it() {
        let (sink, mut seen, gate) = stuck();
        gate.add_permits(1);
        let (outlet, queue) = Outlet::new();
        outlet.send(&BrokerFrame::Response { id: 1, error: None });
        outlet.refuse(ErrorCode::Replaced, close::REPLACED);
        let patience = Patience {
            frame: NEVER,
            close: NEVER,
        };
        write(sink, queue, patience).await;
        assert!(matches!(seen.recv().await, Some(Message::Text(_))));
        assert!(
            matches!(seen.recv().await, Some(Message::Text(text)) if text.contains("replaced"))
        );
        assert!(
            matches!(seen.recv().await, Some(Message::Close(Some(frame))) if frame.code == close::REPLACED)
        );
    }
}
