//! One participant's WebSocket, from `hello` to its close: checks what comes in, passes it to the
//! session's task, and writes what is queued.
//!
//! A client that breaks a rule or a limit loses its own connection and nothing else.

use super::{
    Hub,
    bucket::Bucket,
    message::{Answer, Message as Mail},
    outlet::{Outgoing, Outlet, Queue},
};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::{
    Sink, SinkExt, Stream, StreamExt,
    future::{Either, select},
};
use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, ParticipantId, Role, SessionId,
    socket::{BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Request, ShareState, close},
};
use rh_session::{broker::Account, wire};
use std::{future::Future, pin::pin, time::Duration};
use tokio::time::{Instant, timeout};

/// A connection says `hello` within this time.
const HELLO_WAIT: Duration = Duration::from_secs(5);
/// How long a client may take.
const PATIENCE: Patience = Patience {
    frame: Duration::from_secs(10),
    close: Duration::from_millis(500),
};
/// After our close frame the client has this long to answer it. What it sends meanwhile is read and
/// thrown away: a socket dropped with unread bytes resets, and the close frame would be lost.
const LINGER: Duration = Duration::from_secs(1);

/// How long writing may take.
#[derive(Clone, Copy)]
struct Patience {
    /// One frame is written within this time, or the client is too slow.
    frame: Duration,
    /// The close frame is written within this time, or the connection is dropped without.
    close: Duration,
}

/// Whose connection it is, as the sign-in vouches for it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The sessions.
    pub(crate) hub: Hub,
    /// The session of the address.
    pub(crate) session: SessionId,
    /// The account of the sign-in.
    pub(crate) account: Account,
    /// The role of the sign-in.
    pub(crate) role: Role,
}

/// Why reading came to its end.
enum End {
    /// The client closed, or its connection failed.
    Gone,
    /// The connection is refused and to be closed with this code.
    Refused(ErrorBody, u16),
}

impl End {
    fn violation(code: ErrorCode) -> Self {
        Self::Refused(code.into(), close::PROTOCOL)
    }
}

/// Serves the connection until it is closed by either side, or `signed_out` completes.
pub(crate) async fn serve(place: Place, signed_out: impl Future<Output = ()>, socket: WebSocket) {
    let connection = ConnectionId::from_bits(rand::random());
    let (sink, mut stream) = socket.split();
    let (outlet, queue) = Outlet::new();
    place.hub.outlets().add(connection, outlet.clone());
    let mut writer = pin!(write(sink, queue, PATIENCE));
    let end = match open(&place, connection, &mut stream).await {
        Err(end) => Some(end),
        Ok(participant) => {
            let line = Line {
                place: &place,
                participant,
                connection,
                outlet: &outlet,
            };
            let end = tokio::select! {
                end = line.read(&mut stream) => Some(end),
                () = signed_out => Some(End::Refused(
                    ErrorCode::NotSignedIn.into(),
                    close::SIGNED_OUT,
                )),
                // Closed from within: replaced, restarting, too slow; or the client is gone.
                () = &mut writer => None,
            };
            // Told before the close is over: the other side must know at once.
            let closed = Mail::Closed {
                participant,
                connection,
            };
            place.hub.post(place.session, closed).await;
            end
        }
    };
    place.hub.outlets().remove(connection);
    match end {
        Some(End::Gone) => return,
        Some(End::Refused(error, code)) => {
            outlet.refuse(error, code);
            writer.await;
        }
        None => {}
    }
    linger(&mut stream).await;
}

/// Refuses a connection that may not even say `hello`, in a way that a page can read.
pub(crate) async fn refuse(error: ErrorBody, code: u16, socket: WebSocket) {
    let (sink, mut stream) = socket.split();
    let (outlet, queue) = Outlet::new();
    outlet.refuse(error, code);
    write(sink, queue, PATIENCE).await;
    linger(&mut stream).await;
}

/// Waits for `hello` and takes the participant's place in the session. The welcome is queued by the
/// session's task, so that nothing overtakes it.
async fn open<S>(
    place: &Place,
    connection: ConnectionId,
    stream: &mut S,
) -> Result<ParticipantId, End>
where
    S: Stream<Item = Result<Message, axum::Error>> + Unpin,
{
    let text = timeout(HELLO_WAIT, first_text(stream))
        .await
        .map_err(|_| End::violation(ErrorCode::BadRequest))??;
    let Ok(ClientFrame::Hello(hello)) = wire::client_frame(&text) else {
        return Err(End::violation(ErrorCode::BadRequest));
    };
    let connect = Mail::Connect {
        account: place.account.clone(),
        role: place.role,
        connection,
        hello: Box::new(hello),
    };
    let error = match place.hub.ask(place.session, connect).await {
        Answer::Done {
            participant: Some(participant),
        } => return Ok(participant),
        Answer::Done { participant: None } => ErrorCode::SessionNotFound.into(),
        Answer::Refused { error } => error,
    };
    let code = match error.code {
        ErrorCode::Unavailable => close::RESTARTING,
        ErrorCode::SessionNotFound | ErrorCode::SessionEnded => close::NORMAL,
        _ => close::PROTOCOL,
    };
    Err(End::Refused(error, code))
}

/// A connection that has its place.
struct Line<'a> {
    place: &'a Place,
    participant: ParticipantId,
    connection: ConnectionId,
    outlet: &'a Outlet,
}

impl Line<'_> {
    /// Reads until the client goes or breaks a rule.
    async fn read<S>(&self, stream: &mut S) -> End
    where
        S: Stream<Item = Result<Message, axum::Error>> + Unpin,
    {
        let started = Instant::now();
        let mut messages = Bucket::for_socket(0);
        let mut changes = Bucket::for_changes(0);
        while let Some(message) = stream.next().await {
            let Ok(message) = message else {
                // Too large, not UTF-8, cut off: the connection cannot go on.
                return End::violation(ErrorCode::BadRequest);
            };
            let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            if !messages.take(elapsed) {
                return End::violation(ErrorCode::TooManyRequests);
            }
            let may_change = || changes.take(elapsed);
            if let Err(end) = self.take(message, may_change).await {
                return end;
            }
        }
        End::Gone
    }

    async fn take(&self, message: Message, may_change: impl FnOnce() -> bool) -> Result<(), End> {
        match message {
            Message::Text(text) => match wire::client_frame(&text) {
                // Each is a transaction of the store's one writer, which everybody shares.
                Ok(ClientFrame::Request { id, request }) if changes(&request) && !may_change() => {
                    self.refuse(id, ErrorCode::TooManyRequests);
                    self.heard().await;
                }
                Ok(ClientFrame::Request { id, request }) => self.request(id, request).await,
                Ok(ClientFrame::Event { event }) => {
                    if event == ClientEvent::Heartbeat {
                        self.outlet.send(&BrokerFrame::Event {
                            event: BrokerEvent::Heartbeat,
                        });
                    }
                    self.heard().await;
                }
                Ok(ClientFrame::Unknown) => self.heard().await,
                Ok(ClientFrame::Hello(_)) | Err(_) => {
                    return Err(End::violation(ErrorCode::BadRequest));
                }
            },
            Message::Ping(_) | Message::Pong(_) => self.heard().await,
            Message::Binary(_) => return Err(End::violation(ErrorCode::BadRequest)),
            Message::Close(_) => return Err(End::Gone),
        }
        Ok(())
    }

    async fn heard(&self) {
        let heard = Mail::Heard {
            participant: self.participant,
            connection: self.connection,
        };
        self.place.hub.post(self.place.session, heard).await;
    }

    async fn request(&self, id: u32, request: Request) {
        let mail = Mail::Request {
            participant: self.participant,
            connection: self.connection,
            id,
            request: Box::new(request),
        };
        if !self.place.hub.post(self.place.session, mail).await {
            self.refuse(id, ErrorCode::Unavailable);
        }
    }

    fn refuse(&self, id: u32, code: ErrorCode) {
        let error = Some(code.into());
        self.outlet.send(&BrokerFrame::Response { id, error });
    }
}

/// Whether a request changes the session back and forth, each time to be written down. What ends
/// something is never refused.
const fn changes(request: &Request) -> bool {
    match request {
        Request::Consent { .. } | Request::NewCode => true,
        Request::Share { state } => !matches!(state, ShareState::Stopped),
        Request::End | Request::Signal { .. } | Request::Unknown => false,
    }
}

/// Reads and forgets until the client has closed too.
async fn linger<S>(stream: &mut S)
where
    S: Stream<Item = Result<Message, axum::Error>> + Unpin,
{
    let _ = timeout(LINGER, async {
        while let Some(Ok(_)) = stream.next().await {}
    })
    .await;
}

/// The first text; pings before it are allowed, anything else is not.
async fn first_text<S>(stream: &mut S) -> Result<axum::extract::ws::Utf8Bytes, End>
where
    S: Stream<Item = Result<Message, axum::Error>> + Unpin,
{
    // A few pings at most: the rate is not yet watched.
    for _ in 0..8 {
        match stream.next().await {
            Some(Ok(Message::Text(text))) => return Ok(text),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Binary(_)) | Err(_)) => break,
            Some(Ok(Message::Close(_))) | None => return Err(End::Gone),
        }
    }
    Err(End::violation(ErrorCode::BadRequest))
}

/// Writes what is queued until the queue says close, overflows, or the client takes too long.
async fn write<S: Sink<Message> + Unpin>(mut sink: S, mut queue: Queue, patience: Patience) {
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
    use futures_util::stream;
    use rh_protocol::limits;

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

    #[tokio::test]
    async fn nothing_but_a_text_opens_a_connection() {
        let first = |messages: Vec<Message>| async move {
            first_text(&mut stream::iter(messages.into_iter().map(Ok)))
                .await
                .map_err(|end| matches!(end, End::Refused(..)))
        };
        let ping = || Message::Ping(bytes::Bytes::new());
        assert_eq!(
            first(vec![ping(), Message::Text("{}".into())]).await,
            Ok("{}".into())
        );
        assert_eq!(first(vec![ping(); 9]).await, Err(true));
        assert_eq!(first(vec![Message::Binary("{}".into())]).await, Err(true));
        assert_eq!(first(vec![]).await, Err(false));
    }
}
