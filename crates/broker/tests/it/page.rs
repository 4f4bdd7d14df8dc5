//! A page's WebSocket, as a test holds it: frames in order, the newest view, and how it closed.

use crate::support::Browser;
use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use rh_protocol::{
    ConnectionId, ErrorBody, PageId, Passcode, Role, SessionId,
    signal::Signalled,
    socket::{BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Hello, Request, ShareState},
    view::{ParticipantView, PhaseView, Presence, SessionView, Surface},
};
use std::{collections::VecDeque, net::Ipv4Addr, time::Duration};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        self, Message,
        client::IntoClientRequest,
        http::{HeaderValue, header},
    },
};
use url::Url;

/// How long a frame may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

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

/// The connection is over, with this close code if with any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gone(pub(crate) Option<u16>);

/// A WebSocket that has not said `hello` yet.
pub(crate) struct Raw(WebSocketStream<TcpStream>);

impl Raw {
    /// Opens it as a browser would, which adds `Origin` and the cookies.
    pub(crate) async fn open(
        browser: &Browser,
        role: Role,
        session: SessionId,
    ) -> Result<Self, tungstenite::Error> {
        Self::open_from(browser, role, session, Some(&browser.origin)).await
    }

    /// The same from a page of any origin.
    pub(crate) async fn open_from(
        browser: &Browser,
        role: Role,
        session: SessionId,
        origin: Option<&str>,
    ) -> Result<Self, tungstenite::Error> {
        let port = Url::parse(&browser.origin).unwrap().port().unwrap();
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        let path = format!("/api/v1/{}/sessions/{session}/socket", role.as_str());
        let mut request = format!("ws://localhost:{port}{path}").into_client_request()?;
        let headers = request.headers_mut();
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        let cookies = browser.cookie_header();
        headers.insert(header::COOKIE, HeaderValue::from_str(&cookies).unwrap());
        let (socket, response) = client_async(request, stream).await?;
        browser.note(Method::GET, &path, response.status(), response.headers());
        Ok(Self(socket))
    }

    pub(crate) async fn send(&mut self, message: Message) -> Result<(), tungstenite::Error> {
        self.0.send(message).await
    }

    pub(crate) async fn say(&mut self, frame: &ClientFrame) {
        self.try_say(frame).await.unwrap();
    }

    async fn try_say(&mut self, frame: &ClientFrame) -> Result<(), Gone> {
        let text = serde_json::to_string(frame).unwrap();
        let sent = self.send(Message::text(text)).await;
        sent.map_err(|_| Gone(None))
    }

    /// The next frame.
    async fn next(&mut self) -> Result<BrokerFrame, Gone> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Ok(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Close(frame))) => {
                    return Err(Gone(frame.map(|frame| frame.code.into())));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(Gone(None)),
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
                Err(Gone(code)) => return Closed { code, error },
            }
        }
    }

    /// Says `hello` and waits for the welcome.
    pub(crate) async fn hello(self, hello: Hello) -> Page {
        let welcomed = self.try_hello(hello).await;
        welcomed.unwrap_or_else(|gone| panic!("no welcome: {gone:?}"))
    }

    /// The same with a broker that may be killed meanwhile.
    pub(crate) async fn try_hello(mut self, hello: Hello) -> Result<Page, Gone> {
        self.try_say(&ClientFrame::Hello(hello)).await?;
        match self.next().await? {
            BrokerFrame::Welcome(welcome) => Ok(Page {
                raw: self,
                connection: welcome.connection,
                view: welcome.view,
                signals: VecDeque::new(),
                requests: 0,
            }),
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
        surface: Surface::Unknown,
    }
}

/// A `hello` of a page that lives on over several connections.
pub(crate) fn hello_of(page: PageId, share: Option<ShareState>) -> Hello {
    Hello {
        page: Some(page),
        share,
        surface: Surface::Monitor,
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
    pub(crate) async fn open(browser: &Browser, role: Role, session: SessionId) -> Self {
        let raw = Raw::open(browser, role, session).await.unwrap();
        raw.hello(hello()).await
    }

    pub(crate) fn me(&self) -> &ParticipantView {
        self.view.me().unwrap()
    }

    pub(crate) fn other(&self) -> &ParticipantView {
        self.view.other().unwrap()
    }

    /// The code that the helper is shown.
    pub(crate) fn code(&self) -> Passcode {
        match &self.view.phase {
            PhaseView::Created { code: Some(shown) } => shown.code,
            other => panic!("no code in {other:?}"),
        }
    }

    /// The round of consent that is asked for.
    pub(crate) fn round(&self) -> u32 {
        match self.view.phase {
            PhaseView::Joined { round, .. } => round,
            ref other => panic!("consent is not asked in {other:?}"),
        }
    }

    /// The next frame. A test that fails does not hang.
    async fn next(&mut self) -> Result<BrokerFrame, Gone> {
        let next = timeout(PATIENCE, self.raw.next()).await;
        next.unwrap_or_else(|_| panic!("nothing came in {PATIENCE:?} in {:?}", self.view))
    }

    /// Takes one frame in; the answer to a request comes out.
    async fn try_step(&mut self) -> Result<Option<(u32, Option<ErrorBody>)>, Gone> {
        match self.next().await? {
            BrokerFrame::Event { event } => match event {
                BrokerEvent::View { view } => {
                    assert!(view.revision >= self.view.revision, "views never go back");
                    self.view = view;
                }
                BrokerEvent::Signal(signalled) => self.signals.push_back(signalled),
                _ => {}
            },
            BrokerFrame::Response { id, error } => return Ok(Some((id, error))),
            other => panic!("unexpected: {other:?}"),
        }
        Ok(None)
    }

    async fn step(&mut self) -> Option<(u32, Option<ErrorBody>)> {
        let step = self.try_step().await;
        step.unwrap_or_else(|gone| panic!("{gone:?} in {:?}", self.view))
    }

    /// Asks, and waits for the answer: nothing when it is done.
    pub(crate) async fn request(&mut self, request: Request) -> Option<ErrorBody> {
        let answer = self.try_request(request).await;
        answer.unwrap_or_else(|gone| panic!("{gone:?} in {:?}", self.view))
    }

    /// The same of a broker that may be killed meanwhile.
    pub(crate) async fn try_request(
        &mut self,
        request: Request,
    ) -> Result<Option<ErrorBody>, Gone> {
        let id = self.try_ask(request).await?;
        self.try_answer(id).await
    }

    async fn try_ask(&mut self, request: Request) -> Result<u32, Gone> {
        self.requests += 1;
        let id = self.requests;
        let frame = ClientFrame::Request { id, request };
        self.raw.try_say(&frame).await?;
        Ok(id)
    }

    async fn try_answer(&mut self, id: u32) -> Result<Option<ErrorBody>, Gone> {
        loop {
            if let Some((answered, error)) = self.try_step().await? {
                assert_eq!(answered, id);
                return Ok(error);
            }
        }
    }

    /// Asks, and waits for no answer.
    pub(crate) async fn ask(&mut self, request: Request) {
        let asked = self.try_ask(request).await;
        asked.unwrap_or_else(|gone| panic!("{gone:?} in {:?}", self.view));
    }

    /// Asks for what must be granted.
    pub(crate) async fn done(&mut self, request: Request) {
        assert_eq!(self.request(request).await, None);
    }

    /// Allows, knowing what the view tells of the device.
    pub(crate) fn consent(&self) -> Request {
        let device = self.view.other().and_then(|other| other.device.as_ref());
        let state = device.map(|device| device.state);
        Request::Consent {
            round: self.round(),
            allow: true,
            device: state.filter(|state| state.warns()),
        }
    }

    /// Declines.
    pub(crate) fn decline(&self) -> Request {
        Request::Consent {
            round: self.round(),
            allow: false,
            device: None,
        }
    }

    pub(crate) async fn allow(&mut self) {
        let consent = self.consent();
        self.done(consent).await;
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
            match self.next().await {
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
            match self.next().await {
                Ok(BrokerFrame::Refused { error: told }) => error = Some(told),
                Ok(BrokerFrame::Event {
                    event: BrokerEvent::View { view },
                }) => self.view = view,
                Ok(_) => {}
                Err(Gone(code)) => return (Closed { code, error }, self.view),
            }
        }
    }
}
