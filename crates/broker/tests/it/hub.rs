//! Sessions from outside: two browsers, real WebSockets.

mod absent;
mod codes;
mod hostile;
mod restart;
mod sessions;
mod sign_ins;

use crate::{
    page::{Closed, Page, Raw, hello, hello_of},
    support::{Broker, Browser, Plan, connected, joined},
};
use remote_help::{Clock, store::Store};
use reqwest::StatusCode;
use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, PageId, Passcode, Role, SessionId,
    api::{Joined, OpenSessions},
    signal::Signal,
    socket::{Request, ShareState, close},
    view::{EndReason, PhaseView, Presence, Surface},
};
use serde_json::json;
use std::time::Duration;

/// The signed-in browsers of two people.
struct Pair {
    broker: Broker,
    helper: Browser,
    sharer: Browser,
}

impl Pair {
    async fn at(broker: Broker) -> Self {
        let (helper, sharer) = broker.pair().await;
        Self {
            broker,
            helper,
            sharer,
        }
    }

    /// On a clock that stands still until it is moved, so that a slow machine looks like no silence.
    async fn new() -> Self {
        Self::at(Plan::default().clock(&still()).launch().await).await
    }

    async fn create(&self) -> (SessionId, Page, Passcode) {
        self.helper.start().await
    }

    /// Both on their trust screens.
    async fn joined(&self) -> (SessionId, Page, Page) {
        joined(&self.helper, &self.sharer).await
    }

    /// Both consented.
    async fn connected(&self) -> (SessionId, Page, Page) {
        connected(&self.helper, &self.sharer).await
    }

    /// Kinds of the audit records of a session, oldest first.
    async fn audit(&self, session: SessionId) -> Vec<String> {
        let store = Store::open(self.broker.data.path()).await.unwrap();
        sqlx::query_scalar("SELECT kind FROM audit WHERE session = $1 ORDER BY seq")
            .bind(session.to_string())
            .fetch_all(store.read())
            .await
            .unwrap()
    }
}

fn still() -> Clock {
    Clock::manual(Clock::system().now_ms())
}

async fn redeem(sharer: &Browser, code: Passcode) -> Result<SessionId, ErrorBody> {
    let reply = sharer.redeem(code).await;
    if reply.status == StatusCode::OK {
        return Ok(reply.json::<Joined>().session);
    }
    Err(reply.json::<rh_protocol::error::ErrorEnvelope>().error)
}

fn ended(reason: EndReason) -> PhaseView {
    PhaseView::Ended { reason }
}

fn candidate(text: &str) -> Signal {
    Signal::Candidate {
        attempt: 1,
        candidate: text.into(),
        mid: None,
        index: None,
    }
}

fn code(code: ErrorCode) -> Option<ErrorBody> {
    Some(ErrorBody::new(code))
}

async fn open_sessions(browser: &Browser, role: Role) -> OpenSessions {
    browser
        .ask(&format!("/{}/sessions", role.as_str()))
        .await
        .json()
}
