//! One participant's WebSocket, from `hello` to its close: checks what comes in, passes it to the
//! session's task, and writes what is queued.
//!
//! A client that breaks a rule or a limit loses its own connection and nothing else.

mod line;
mod writer;

use super::{
    Hub,
    message::{Answer, Message as Mail},
    outlet::Outlet,
};
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures_util::{Stream, StreamExt};
use line::Line;
use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, ParticipantId, Role, SessionId,
    socket::{ClientFrame, close},
};
use rh_session::{broker::Account, wire};
use std::{future::Future, pin::pin, time::Duration};
use tokio::time::timeout;
use writer::{PATIENCE, write};

/// A connection says `hello` within this time.
const HELLO_WAIT: Duration = Duration::from_secs(5);
/// After our close frame the client has this long to answer it. What it sends meanwhile is read and
/// thrown away: a socket dropped with unread bytes resets, and the close frame would be lost.
const LINGER: Duration = Duration::from_secs(1);

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
async fn first_text<S>(stream: &mut S) -> Result<Utf8Bytes, End>
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

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

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
