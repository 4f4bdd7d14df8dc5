//! What a participant says on a connection that has its place: each message within its rate, and
//! passed to the session's task.

use super::{End, Place};
use crate::hub::{bucket::Bucket, message::Message as Mail, outlet::Outlet};
use axum::extract::ws::Message;
use futures_util::{Stream, StreamExt};
use rh_protocol::{
    ConnectionId, ErrorCode, ParticipantId,
    socket::{BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Request, ShareState},
};
use rh_session::wire;
use tokio::time::Instant;

/// A connection that has its place.
pub(super) struct Line<'a> {
    pub(super) place: &'a Place,
    pub(super) participant: ParticipantId,
    pub(super) connection: ConnectionId,
    pub(super) outlet: &'a Outlet,
}

impl Line<'_> {
    /// Reads until the client goes or breaks a rule.
    pub(super) async fn read<S>(&self, stream: &mut S) -> End
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
        if matches!(request, Request::Consent { .. })
            && let Err(error) = self.place.hub.recheck_by_id(self.place.session).await
        {
            tracing::error!(session = %self.place.session, %error, "whether a helper may help could not be told");
            return self.refuse(id, ErrorCode::Unavailable);
        }
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
        Request::Share { state, .. } => !matches!(state, ShareState::Stopped),
        Request::End | Request::Signal { .. } | Request::Unknown => false,
    }
}
