//! What a participant says on a connection that has its place: each message within its rate, and
//! passed to the session's task.

use super::{End, Place};
use crate::hub::{HubError, bucket::Bucket, message::Message as Mail, outlet::Outlet};
use axum::extract::ws::Message;
use futures_util::{
    FutureExt, Stream, StreamExt,
    future::{Fuse, FusedFuture},
};
use rh_protocol::{
    ConnectionId, ErrorCode, ParticipantId, limits,
    socket::{BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Request, ShareState},
};
use rh_session::wire;
use std::{collections::VecDeque, pin::pin};
use tokio::time::Instant;

/// A connection that has its place.
pub(super) struct Line<'a> {
    pub(super) place: &'a Place,
    pub(super) participant: ParticipantId,
    pub(super) connection: ConnectionId,
    pub(super) outlet: &'a Outlet,
}

impl Line<'_> {
    /// Reads until the client goes or breaks a rule. A consent is checked with the directory, which may take long, while the
    /// rest is read on: otherwise the client would seem lost meanwhile. What is asked after it waits for it, but for
    /// what ends the session.
    pub(super) async fn read<S>(&self, stream: &mut S) -> End
    where
        S: Stream<Item = Result<Message, axum::Error>> + Unpin,
    {
        let mut rates = Rates::new();
        let mut waiting = VecDeque::new();
        let mut check = pin!(Fuse::terminated());
        loop {
            tokio::select! {
                checked = &mut check => {
                    if let Some((id, consent)) = waiting.pop_front() {
                        self.checked(id, consent, checked).await;
                    }
                }
                message = stream.next() => match self.take(message, &mut rates).await {
                    Ok(None) => {}
                    Ok(Some((id, request))) if overtakes(&request) => self.pass(id, request).await,
                    Ok(Some((id, _))) if waiting.len() == limits::SOCKET_WAITING => {
                        self.refuse(id, ErrorCode::TooManyRequests);
                    }
                    Ok(Some(asked)) => waiting.push_back(asked),
                    Err(end) => return end,
                },
            }
            if check.is_terminated() {
                while let Some((id, request)) = waiting.pop_front_if(|(_, next)| !is_checked(next))
                {
                    self.pass(id, request).await;
                }
                if !waiting.is_empty() {
                    check.set(self.check().fuse());
                }
            }
        }
    }

    /// What of a message is for the session's task to answer.
    async fn take(
        &self,
        message: Option<Result<Message, axum::Error>>,
        rates: &mut Rates,
    ) -> Result<Option<(u32, Request)>, End> {
        let message = match message {
            Some(Ok(message)) => message,
            // Too large, not UTF-8, cut off: the connection cannot go on.
            Some(Err(_)) => return Err(End::violation(ErrorCode::BadRequest)),
            None => return Err(End::Gone),
        };
        if !rates.message() {
            return Err(End::violation(ErrorCode::TooManyRequests));
        }
        match message {
            Message::Text(text) => match wire::client_frame(&text) {
                // Each is a transaction of the store's one writer, which everybody shares.
                Ok(ClientFrame::Request { id, request })
                    if changes(&request) && !rates.change() =>
                {
                    self.refuse(id, ErrorCode::TooManyRequests);
                    self.heard().await;
                }
                Ok(ClientFrame::Request { id, request }) => return Ok(Some((id, request))),
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
        Ok(None)
    }

    async fn heard(&self) {
        let heard = Mail::Heard {
            participant: self.participant,
            connection: self.connection,
        };
        self.place.hub.post(self.place.session, heard).await;
    }

    /// Whether they may be helped by whom they consent to, as it is now; a session that may not go on ends by it.
    async fn check(&self) -> Result<(), HubError> {
        self.place.hub.recheck_by_id(self.place.session).await
    }

    /// A consent after its check.
    async fn checked(&self, id: u32, consent: Request, checked: Result<(), HubError>) {
        if let Err(error) = checked {
            tracing::error!(session = %self.place.session, %error, "whether a helper may help could not be told");
            return self.refuse(id, ErrorCode::Unavailable);
        }
        self.pass(id, consent).await;
    }

    /// To the session's task, which answers.
    async fn pass(&self, id: u32, request: Request) {
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
        Request::Consent { allow, .. } => *allow,
        Request::NewCode => true,
        Request::Share { state, .. } => !matches!(state, ShareState::Stopped),
        Request::End | Request::Signal { .. } | Request::Unknown => false,
    }
}

/// Whether the directory is asked first: for what lets somebody be seen.
const fn is_checked(request: &Request) -> bool {
    matches!(request, Request::Consent { allow: true, .. })
}

/// Whether a request waits for nothing: what ends it all.
const fn overtakes(request: &Request) -> bool {
    matches!(
        request,
        Request::End | Request::Consent { allow: false, .. }
    )
}

/// How often a connection says something, and how often it changes something.
struct Rates {
    started: Instant,
    messages: Bucket,
    changes: Bucket,
}

impl Rates {
    fn new() -> Self {
        Self {
            started: Instant::now(),
            messages: Bucket::for_socket(0),
            changes: Bucket::for_changes(0),
        }
    }

    /// A message more; `false` beyond the rate.
    fn message(&mut self) -> bool {
        let now = self.now_ms();
        self.messages.take(now)
    }

    /// A change more; `false` beyond the rate.
    fn change(&mut self) -> bool {
        let now = self.now_ms();
        self.changes.take(now)
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
