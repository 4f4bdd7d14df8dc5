//! A page's WebSocket, as a test holds it: frames in order, the newest view, and how it closed.

use crate::support::{Broker, Browser};
use futures_util::{SinkExt, StreamExt};
use rh_protocol::{
    ConnectionId, ErrorBody, PageId, Role, SessionId,
    signal::Signalled,
    socket::{BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Hello, Request, ShareState},
    view::{ParticipantView, PhaseView, Presence, SessionView},
};
use std::{collections::VecDeque, net::Ipv4Addr};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        self, Message,
        client::IntoClientRequest,
        http::{HeaderValue, header},
    },
};

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Closed {
    /// The close code; none when the connection just broke.
    pub(crate) code: Option<u16>,
    /// What was said in a `refused` before.
    pub(crate) error: Option<ErrorBody>,
}

impl Closed {
    pub(crate) fn with(code: u16) -> Self {
        Self {
            code: Some(code),
            error: None,
        }
    }

    pub(crate) fn refused(code: u16, error: impl Into<ErrorBody>) -> Self {
        Self {
            code: Some(code),
            error: Some(error.into()),
        }
    }
}

/// A WebSocket that has not said `hello` yet.
pub(crate) struct Raw(WebSocketStream<TcpStream>);

impl Raw {
    /// Opens it as a browser would, which adds `Origin` and the cookies.
    pub(crate) async fn open(
        broker: &Broker,
        browser: &Browser,
        role: Role,
        session: SessionId,
    ) -> Result<Self, tungstenite::Error> {
        Self::open_from(broker, browser, role, session, Some(&broker.origin)).await
    }

    /// The same from a page of any origin.
    pub(crate) async fn open_from(
        broker: &Broker,
        browser: &Browser,
        role: Role,
        session: SessionId,
        origin: Option<&str>,
    ) -> Result<Self, tungstenite::Error> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, broker.port)).await?;
        let url = format!(
            "ws://localhost:{}/api/v1/{}/sessions/{session}/socket",
            broker.port,
            role.as_str()
        );
        let mut request = url.into_client_request()?;
        let headers = request.headers_mut();
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        let cookies = browser.cookie_header();
        headers.insert(header::COOKIE, HeaderValue::from_str(&cookies).unwrap());
        let (socket, _) = client_async(request, stream).await?;
        Ok(Self(socket))
    }

    pub(crate) async fn send(&mut self, message: Message) -> Result<(), tungstenite::Error> {
        self.0.send(message).await
    }

    pub(crate) async fn say(&mut self, frame: &ClientFrame) {
        let text = serde_json::to_string(frame).unwrap();
        self.send(Message::text(text)).await.unwrap();
    }

    /// The next frame; nothing when the connection is over.
    async fn next(&mut self) -> Result<BrokerFrame, Option<u16>> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Ok(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map(|frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    /// Reads to the end.
    pub(crate) async fn closed(&mut self) -> Closed {
        let mut error = None;
        loop {
            match self.next().await {
                Ok(BrokerFrame::Refused { error: told }) => error = Some(told),
                Ok(_) => {}
                Err(code) => return Closed { code, error },
            }
        }
    }

    /// Says `hello` and waits for the welcome.
    pub(crate) async fn hello(mut self, hello: Hello) -> Page {
        self.say(&ClientFrame::Hello(hello)).await;
        match self.next().await {
            Ok(BrokerFrame::Welcome(welcome)) => Page {
                raw: self,
                connection: welcome.connection,
                view: welcome.view,
                signals: VecDeque::new(),
                requests: 0,
            },
            other => panic!("no welcome: {other:?}"),
        }
    }
}

/// A `hello` of this build.
pub(crate) fn hello() -> Hello {
    Hello {
        build: "test".into(),
        min: rh_protocol::MIN_VERSION,
        max: rh_protocol::VERSION,
        fingerprint: None,
        page: None,
        share: None,
    }
}

/// A `hello` of a page that lives on over several connections.
pub(crate) fn hello_of(page: PageId, share: Option<ShareState>) -> Hello {
    Hello {
        page: Some(page),
        share,
        ..hello()
    }
}

/// A WebSocket that has its place in a session.
pub(crate) struct Page {
    raw: Raw,
    pub(crate) connection: ConnectionId,
    /// The newest view.
    pub(crate) view: SessionView,
    signals: VecDeque<Signalled>,
    requests: u32,
}

impl Page {
    pub(crate) async fn open(
        broker: &Broker,
        browser: &Browser,
        role: Role,
        session: SessionId,
    ) -> Self {
        let raw = Raw::open(broker, browser, role, session).await.unwrap();
        raw.hello(hello()).await
    }

    pub(crate) fn me(&self) -> &ParticipantView {
        self.view.me().unwrap()
    }

    pub(crate) fn other(&self) -> &ParticipantView {
        self.view.other().unwrap()
    }

    /// The round of consent that is asked for.
    pub(crate) fn round(&self) -> u32 {
        match self.view.phase {
            PhaseView::Joined { round, .. } => round,
            ref other => panic!("consent is not asked in {other:?}"),
        }
    }

    /// Takes one frame in; the answer to a request comes out.
    async fn step(&mut self) -> Option<(u32, Option<ErrorBody>)> {
        match self.raw.next().await {
            Ok(BrokerFrame::Event { event }) => match event {
                BrokerEvent::View { view } => {
                    assert!(view.revision >= self.view.revision, "views never go back");
                    self.view = view;
                }
                BrokerEvent::Signal(signalled) => self.signals.push_back(signalled),
                _ => {}
            },
            Ok(BrokerFrame::Response { id, error }) => return Some((id, error)),
            Ok(other) => panic!("unexpected: {other:?}"),
            Err(code) => panic!("closed with {code:?} in {:?}", self.view),
        }
        None
    }

    /// Asks, and waits for the answer: nothing when it is done.
    pub(crate) async fn request(&mut self, request: Request) -> Option<ErrorBody> {
        self.requests += 1;
        let id = self.requests;
        self.raw.say(&ClientFrame::Request { id, request }).await;
        loop {
            if let Some((answered, error)) = self.step().await {
                assert_eq!(answered, id);
                return error;
            }
        }
    }

    /// Asks for what must be granted.
    pub(crate) async fn done(&mut self, request: Request) {
        assert_eq!(self.request(request).await, None);
    }

    pub(crate) async fn allow(&mut self) {
        let round = self.round();
        self.done(Request::Consent { round, allow: true }).await;
    }

    /// Waits until the view is as wanted.
    pub(crate) async fn until(&mut self, wanted: impl Fn(&SessionView) -> bool) {
        while !wanted(&self.view) {
            let answer = self.step().await;
            assert_eq!(answer, None);
        }
    }

    pub(crate) async fn until_phase(&mut self, phase: &PhaseView) {
        self.until(|view| view.phase == *phase).await;
    }

    /// Waits until the other side is present like this.
    pub(crate) async fn until_other(&mut self, presence: Presence) {
        self.until(|view| view.other().is_some_and(|other| other.presence == presence))
            .await;
    }

    pub(crate) async fn signal(&mut self) -> Signalled {
        loop {
            if let Some(signalled) = self.signals.pop_front() {
                return signalled;
            }
            assert_eq!(self.step().await, None);
        }
    }

    /// Sends a heartbeat and waits for its echo.
    pub(crate) async fn heartbeat(&mut self) {
        let event = ClientEvent::Heartbeat;
        self.raw.say(&ClientFrame::Event { event }).await;
        loop {
            match self.raw.next().await {
                Ok(BrokerFrame::Event {
                    event: BrokerEvent::Heartbeat,
                }) => return,
                Ok(BrokerFrame::Event {
                    event: BrokerEvent::View { view },
                }) => self.view = view,
                Ok(BrokerFrame::Event {
                    event: BrokerEvent::Signal(signalled),
                }) => self.signals.push_back(signalled),
                other => panic!("no echo: {other:?}"),
            }
        }
    }

    /// Sends any text.
    pub(crate) async fn say_text(&mut self, text: &str) {
        self.raw.send(Message::text(text)).await.unwrap();
    }

    /// The connection without the page's manners.
    pub(crate) fn into_raw(self) -> Raw {
        self.raw
    }

    /// Reads to the end, and gives the last view too.
    pub(crate) async fn closed(mut self) -> (Closed, SessionView) {
        let mut error = None;
        loop {
            match self.raw.next().await {
                Ok(BrokerFrame::Refused { error: told }) => error = Some(told),
                Ok(BrokerFrame::Event {
                    event: BrokerEvent::View { view },
                }) => self.view = view,
                Ok(_) => {}
                Err(code) => return (Closed { code, error }, self.view),
            }
        }
    }
}
