//! Two people who come into one session, step by step: a helper starts it, a sharer joins, both agree.

use super::{Broker, Browser, Reply};
use crate::page::Page;
use reqwest::StatusCode;
use rh_protocol::{
    Passcode, Role, SessionId,
    api::Joined,
    socket::{Request, ShareState},
    view::{PhaseView, Presence, Surface},
};
use serde_json::{Value, json};

impl Broker {
    /// The browsers of the first helper and the first sharer of the demonstration.
    pub(crate) async fn pair(&self) -> (Browser, Browser) {
        let helper = self.signed_in(Role::Helper, "helper1").await;
        (helper, self.signed_in(Role::Sharer, "sharer1").await)
    }
}

impl Browser {
    /// A helper starts a session: its page, and the code that stands there.
    pub(crate) async fn start(&self) -> (SessionId, Page, Passcode) {
        self.start_with(&json!({})).await
    }

    /// The same, with more to say about it.
    pub(crate) async fn start_with(&self, body: &Value) -> (SessionId, Page, Passcode) {
        let started = self.post("/helper/sessions", body).await;
        assert_eq!(started.status, StatusCode::OK, "{}", started.text);
        let session = started.json::<Joined>().session;
        let page = Page::open(self, Role::Helper, session).await;
        let code = page.code();
        (session, page, code)
    }

    /// A sharer types a code.
    pub(crate) async fn redeem(&self, code: Passcode) -> Reply {
        self.post("/sharer/redeem", &json!({ "code": code })).await
    }

    /// A sharer joins by the code that stands on a helper's page, which shows them then.
    pub(crate) async fn join(&self, helping: &mut Page) -> Page {
        let joined = self.redeem(helping.code()).await;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
        let session = helping.view.session;
        assert_eq!(joined.json::<Joined>().session, session);
        let shared = Page::open(self, Role::Sharer, session).await;
        helping.until_other(Presence::Here).await;
        shared
    }
}

impl Page {
    /// The helper allows here, the sharer there, and both are told that they are connected.
    pub(crate) async fn agree(&mut self, shared: &mut Self) {
        self.allow().await;
        shared.allow().await;
        self.until_phase(&PhaseView::Connected).await;
        shared.until_phase(&PhaseView::Connected).await;
    }

    /// The sharer shares a surface, pauses it, or stops.
    pub(crate) async fn share(&mut self, state: ShareState, surface: Surface) {
        self.done(Request::Share { state, surface }).await;
    }
}

/// A session of both, who are on their trust screens.
pub(crate) async fn joined(helper: &Browser, sharer: &Browser) -> (SessionId, Page, Page) {
    let (session, mut helping, _) = helper.start().await;
    let shared = sharer.join(&mut helping).await;
    (session, helping, shared)
}

/// A session to which both have agreed.
pub(crate) async fn connected(helper: &Browser, sharer: &Browser) -> (SessionId, Page, Page) {
    let (session, mut helping, mut shared) = joined(helper, sharer).await;
    helping.agree(&mut shared).await;
    (session, helping, shared)
}
