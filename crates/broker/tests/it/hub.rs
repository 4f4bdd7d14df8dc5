//! Sessions from outside: two browsers, real WebSockets.

mod hostile;
mod restart;

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

#[tokio::test]
async fn a_whole_session() {
    let pair = Pair::new().await;
    let (session, mut helper, mut sharer) = pair.joined().await;

    // Each sees the other as the provider vouches for them, and nobody sees a code any more.
    assert_eq!(sharer.view.phase, helper.view.phase);
    assert_eq!(helper.other().role, Role::Sharer);
    let (seen, own) = (&helper.other().person, &sharer.me().person);
    assert_eq!(seen, own);
    assert!(!seen.name.expose().is_empty());
    assert_ne!(seen.name, sharer.other().person.name);
    assert!(!helper.me().consented && !helper.other().consented);

    // Signals pass only when both consented.
    let (to_helper, to_sharer) = (helper.connection, sharer.connection);
    let offer = |to| Request::Signal {
        to,
        signal: Signal::Offer {
            attempt: 1,
            sdp: "v=0".into(),
        },
    };
    assert_eq!(
        sharer.request(offer(to_helper)).await,
        code(ErrorCode::NotAllowed)
    );
    helper.allow().await;
    sharer
        .until(|view| view.other().is_some_and(|other| other.consented))
        .await;
    assert_eq!(
        sharer.request(offer(to_helper)).await,
        code(ErrorCode::NotAllowed)
    );
    sharer.allow().await;
    sharer.until_phase(&PhaseView::Connected).await;
    helper.until_phase(&PhaseView::Connected).await;
    sharer.done(offer(to_helper)).await;
    let signalled = helper.signal().await;
    assert_eq!(signalled.from, to_sharer);
    assert!(matches!(signalled.signal, Signal::Offer { attempt: 1, ref sdp } if sdp == "v=0"));
    let signal = candidate("");
    helper
        .done(Request::Signal {
            to: to_sharer,
            signal,
        })
        .await;
    assert_eq!(sharer.signal().await.signal, candidate(""));

    // Only to those who are there, and only what a role may say.
    let nobody = ConnectionId::from_bits(7);
    assert_eq!(sharer.request(offer(nobody)).await, code(ErrorCode::Stale));
    assert_eq!(
        sharer.request(offer(to_sharer)).await,
        code(ErrorCode::Stale)
    );
    assert_eq!(
        helper.request(offer(to_sharer)).await,
        code(ErrorCode::NotAllowed)
    );
    let share = |state| Request::Share {
        state,
        surface: Surface::Monitor,
    };
    let live = share(ShareState::Live);
    assert_eq!(
        helper.request(live.clone()).await,
        code(ErrorCode::NotAllowed)
    );

    sharer.done(live.clone()).await;
    helper.until_phase(&PhaseView::Sharing).await;
    sharer.done(share(ShareState::Paused)).await;
    helper.until_phase(&PhaseView::Paused).await;
    sharer.done(live).await;
    helper.until_phase(&PhaseView::Sharing).await;
    helper.done(Request::End).await;
    let (closed, view) = sharer.closed().await;
    assert_eq!(
        (closed, view.phase),
        (Closed::with(close::NORMAL), ended(EndReason::EndedByHelper))
    );
    assert_eq!(helper.closed().await.0, Closed::with(close::NORMAL));

    assert_eq!(
        pair.audit(session).await,
        [
            "session-created",
            "code-issued",
            "joined",
            // Nobody knows the demonstration's devices.
            "device-warning",
            "consent-given",
            "consent-given",
            "connected",
            "sharing-started",
            "sharing-paused",
            "sharing-resumed",
            "sharing-stopped",
            "session-ended",
        ]
    );
    // Who comes late is told the reason.
    let late = Page::open(&pair.sharer, Role::Sharer, session).await;
    assert_eq!(late.view.phase, ended(EndReason::EndedByHelper));
    assert_eq!(late.closed().await.0, Closed::with(close::NORMAL));
    assert!(
        open_sessions(&pair.sharer, Role::Sharer)
            .await
            .sessions
            .is_empty()
    );
}

#[tokio::test]
async fn either_side_may_decline_and_the_other_is_told_at_once() {
    let pair = Pair::new().await;
    for (decliner, reason) in [
        (Role::Sharer, EndReason::DeclinedBySharer),
        (Role::Helper, EndReason::DeclinedByHelper),
    ] {
        let (session, mut helper, mut sharer) = pair.joined().await;
        let no = Request::Consent {
            round: helper.round(),
            allow: false,
            device: None,
        };
        let told = match decliner {
            Role::Sharer => {
                sharer.done(no).await;
                helper
            }
            Role::Helper => {
                helper.done(no).await;
                sharer
            }
        };
        let (closed, view) = told.closed().await;
        assert_eq!(
            (closed, view.phase),
            (Closed::with(close::NORMAL), ended(reason))
        );
        let audit = pair.audit(session).await;
        assert_eq!(audit[4..], ["consent-declined", "session-ended"]);
    }
}

#[tokio::test]
async fn an_answer_to_an_old_round_is_refused() {
    let pair = Pair::new().await;
    let (_, mut helper, _sharer) = pair.joined().await;
    let round = helper.round() + 1;
    let refused = helper
        .request(Request::Consent {
            round,
            allow: true,
            device: None,
        })
        .await;
    assert_eq!(refused, code(ErrorCode::Stale));
}

#[tokio::test]
async fn the_newest_connection_of_a_participant_wins() {
    let pair = Pair::new().await;
    let (session, mut helper, sharer) = pair.connected().await;
    let newer = Page::open(&pair.sharer, Role::Sharer, session).await;
    let (closed, _) = sharer.closed().await;
    assert_eq!(
        closed,
        Closed::refused(close::REPLACED, ErrorCode::Replaced)
    );
    let connection = newer.connection;
    helper
        .until(|view| {
            view.other()
                .is_some_and(|other| other.connection == Some(connection))
        })
        .await;
    // The older one's end is nobody's absence.
    assert_eq!(helper.other().presence, Presence::Here);
    assert!(!pair.audit(session).await.contains(&"absent".to_owned()));
}

#[tokio::test]
async fn a_reload_is_an_absence_that_consent_survives_and_the_capture_does_not() {
    let pair = Pair::new().await;
    let (session, mut helper, mut sharer) = pair.connected().await;
    sharer
        .done(Request::Share {
            state: ShareState::Live,
            surface: Surface::Monitor,
        })
        .await;
    helper.until_phase(&PhaseView::Sharing).await;

    // A beacon is text, whatever it holds.
    let path = format!("/api/v1/sharer/sessions/{session}/away");
    let body = json!({ "connection": sharer.connection }).to_string();
    let beacon = pair
        .sharer
        .send(
            reqwest::Method::POST,
            &path,
            "text/plain;charset=UTF-8",
            Some(body),
        )
        .await;
    assert_eq!(beacon.status, StatusCode::NO_CONTENT, "{}", beacon.text);
    helper.until_other(Presence::Away).await;
    assert_eq!(helper.view.phase, PhaseView::Connected);
    assert!(
        helper
            .other()
            .absence_remaining_ms
            .is_some_and(|left| left <= 60_000)
    );
    assert_eq!(sharer.closed().await.0, Closed::with(close::AWAY));

    let mut sharer = Page::open(&pair.sharer, Role::Sharer, session).await;
    assert_eq!(sharer.view.phase, PhaseView::Connected);
    helper.until_other(Presence::Here).await;
    sharer
        .done(Request::Share {
            state: ShareState::Live,
            surface: Surface::Monitor,
        })
        .await;
    helper.until_phase(&PhaseView::Sharing).await;
    let audit = pair.audit(session).await;
    assert_eq!(
        audit[7..],
        [
            "sharing-started",
            "sharing-stopped",
            "absent",
            "returned",
            "sharing-started"
        ]
    );
}

#[tokio::test]
async fn goodbye_can_be_said_for_ones_own_newest_connection_only() {
    let pair = Pair::new().await;
    let (session, helper, sharer) = pair.connected().await;
    let path = format!("/sharer/sessions/{session}/away");
    for connection in [helper.connection, ConnectionId::from_bits(1)] {
        let reply = pair
            .sharer
            .post(&path, &json!({ "connection": connection }))
            .await;
        assert_eq!(
            (reply.status, &*reply.code()),
            (StatusCode::CONFLICT, "stale")
        );
    }
    let stranger = pair.broker.signed_in(Role::Sharer, "sharer2").await;
    let reply = stranger
        .post(&path, &json!({ "connection": sharer.connection }))
        .await;
    assert_eq!(
        (reply.status, &*reply.code()),
        (StatusCode::NOT_FOUND, "session-not-found")
    );
    let reply = pair
        .sharer
        .post(&path, &json!({ "something": "else" }))
        .await;
    assert_eq!(
        (reply.status, &*reply.code()),
        (StatusCode::BAD_REQUEST, "bad-request")
    );
}

#[tokio::test]
async fn a_dropped_connection_shows_at_once_and_heals_without_losing_the_capture() {
    let pair = Pair::new().await;
    let (session, mut helper, sharer) = pair.connected().await;
    drop(sharer);
    helper.until_other(Presence::Away).await;
    let id = PageId::from_bits(77);
    let raw = Raw::open(&pair.sharer, Role::Sharer, session)
        .await
        .unwrap();
    let sharer = raw.hello(hello_of(id, Some(ShareState::Live))).await;
    helper.until_phase(&PhaseView::Sharing).await;
    drop(sharer);
    helper.until_other(Presence::Away).await;
    assert_eq!(helper.view.phase, PhaseView::Sharing);
    let raw = Raw::open(&pair.sharer, Role::Sharer, session)
        .await
        .unwrap();
    let _sharer = raw.hello(hello_of(id, Some(ShareState::Live))).await;
    helper.until_other(Presence::Here).await;
    assert_eq!(helper.view.phase, PhaseView::Sharing);
    let stopped = "sharing-stopped".to_owned();
    assert!(!pair.audit(session).await.contains(&stopped));
}

#[tokio::test]
async fn silence_shows_as_unstable_then_lost_then_consent_lapses() {
    let pair = Pair::new().await;
    let (session, mut helper, mut sharer) = pair.connected().await;
    let clock = &pair.broker.clock;
    clock.advance(Duration::from_millis(2_499));
    helper.heartbeat().await;
    assert_eq!(helper.other().presence, Presence::Here);
    clock.advance(Duration::from_millis(1));
    helper.until_other(Presence::Unstable).await;
    sharer.heartbeat().await;
    helper.until_other(Presence::Here).await;

    // From now on the sharer is silent, and the helper is not.
    for presence in [Presence::Unstable, Presence::Lost] {
        let wait = if presence == Presence::Unstable {
            2_500
        } else {
            6_500
        };
        helper.heartbeat().await;
        clock.advance(Duration::from_millis(wait));
        helper.until_other(presence).await;
    }
    for _ in 0..51 {
        helper.heartbeat().await;
        clock.advance(Duration::from_secs(1));
    }
    helper
        .until(|view| matches!(view.phase, PhaseView::Joined { round: 2, .. }))
        .await;
    // Back again: consent is asked anew, of both.
    sharer.heartbeat().await;
    helper.until_other(Presence::Here).await;
    assert!(!helper.me().consented && !helper.other().consented);
    helper.allow().await;
    sharer
        .until(|view| view.other().is_some_and(|other| other.consented))
        .await;
    sharer.allow().await;
    helper.until_phase(&PhaseView::Connected).await;
    let lapsed = pair.audit(session).await;
    assert_eq!(
        lapsed
            .iter()
            .filter(|kind| *kind == "consent-lapsed")
            .count(),
        1
    );
}

#[tokio::test]
async fn who_stays_away_ends_the_session_by_the_clock() {
    let pair = Pair::new().await;
    let (_, mut helper, sharer) = pair.joined().await;
    drop(sharer);
    helper.until_other(Presence::Away).await;
    // The helper's own silence counts too, but who went first is named.
    pair.broker.clock.advance(Duration::from_secs(1));
    helper.heartbeat().await;
    pair.broker.clock.advance(Duration::from_secs(599));
    let (closed, view) = helper.closed().await;
    assert_eq!(
        (closed, view.phase),
        (Closed::with(close::NORMAL), ended(EndReason::SharerGone))
    );
}

#[tokio::test]
async fn a_new_code_replaces_the_old_one() {
    let pair = Pair::new().await;
    let (session, mut helper, old) = pair.create().await;
    helper.done(Request::NewCode).await;
    let new = helper.code();
    assert_ne!(old, new);
    let refused = redeem(&pair.sharer, old).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.tries_left),
        (ErrorCode::WrongCode, Some(4))
    );
    assert_eq!(redeem(&pair.sharer, new).await, Ok(session));
    // Being in its session makes it no better, unlike the one that was spent.
    let refused = redeem(&pair.sharer, old).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.tries_left),
        (ErrorCode::WrongCode, Some(3))
    );
    assert_eq!(redeem(&pair.sharer, new).await, Ok(session));
}

#[tokio::test]
async fn unknown_expired_used_and_replaced_codes_have_the_same_answer_to_the_byte() {
    let pair = Pair::new().await;
    let (_, _, expired) = pair.create().await;
    pair.broker.clock.advance(Duration::from_secs(600));
    let (session, _, used) = pair.create().await;
    assert_eq!(redeem(&pair.sharer, used).await, Ok(session));
    let (_, mut helper, replaced) = pair.create().await;
    helper.done(Request::NewCode).await;
    let unknown = Passcode::parse("zzzzzzzz").unwrap();

    let mut answers = Vec::new();
    // Each by somebody who has all tries left: how many there are is part of the answer.
    for (account, code) in [
        ("sharer1", unknown),
        ("sharer2", expired),
        ("sharer3", used),
        ("helper2", replaced),
    ] {
        let browser = pair.broker.signed_in(Role::Sharer, account).await;
        let body = json!({ "code": code });
        let reply = browser.post("/sharer/redeem", &body).await;
        answers.push((reply.status, reply.text));
    }
    let expected = r#"{"error":{"code":"wrong-code","tries_left":4}}"#;
    for answer in answers {
        assert_eq!(answer, (StatusCode::NOT_FOUND, expected.to_owned()));
    }
}

#[tokio::test]
async fn opening_the_link_does_not_spend_the_code_and_joining_does() {
    let pair = Pair::new().await;
    let (session, _helper, code) = pair.create().await;
    let scanner = pair.broker.browser();
    for path in ["/rh", "/api/v1/sharer/redeem", "/api/v1/config"] {
        let path = format!("{path}?passcode={}", code.as_str());
        for browser in [&scanner, &pair.sharer] {
            browser.get(&path).await;
            browser.send(reqwest::Method::HEAD, &path, "", None).await;
        }
    }
    assert_eq!(redeem(&pair.sharer, code).await, Ok(session));
    let second = pair.broker.signed_in(Role::Sharer, "sharer2").await;
    let refused = redeem(&second, code).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongCode);
}

#[tokio::test]
async fn wrong_codes_say_how_many_tries_are_left_and_malformed_ones_do_not_count() {
    let pair = Pair::new().await;
    let (_, _helper, right) = pair.create().await;
    for text in ["", "4060r0g", "4060r0gu", "4060r0gx1"] {
        let reply = pair
            .sharer
            .post("/sharer/redeem", &json!({ "code": text }))
            .await;
        assert_eq!(
            (reply.status, &*reply.code()),
            (StatusCode::BAD_REQUEST, "malformed-code")
        );
    }
    let wrong = Passcode::parse("zzzzzzzz").unwrap();
    for left in [4, 3, 2, 1, 0] {
        let refused = redeem(&pair.sharer, wrong).await.unwrap_err();
        assert_eq!(
            (refused.code, refused.tries_left),
            (ErrorCode::WrongCode, Some(left))
        );
    }
    let refused = redeem(&pair.sharer, right).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManyWrongCodes);
    assert_eq!(refused.retry_after_ms, Some(600_000));
    // Nobody else is locked out, though all come from one address.
    let other = pair.broker.signed_in(Role::Sharer, "sharer2").await;
    assert!(redeem(&other, right).await.is_ok());
}

#[tokio::test]
async fn codes_are_for_people_who_are_signed_in() {
    let pair = Pair::new().await;
    let (_, _helper, code) = pair.create().await;
    let nobody = pair.broker.browser();
    let refused = redeem(&nobody, code).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotSignedIn);
    // A helper's sign-in is none of a sharer's, and the other way round.
    let refused = redeem(&pair.helper, code).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotSignedIn);
    let refused = pair.sharer.post("/helper/sessions", &json!({})).await;
    assert_eq!(refused.code(), "not-signed-in");
}

#[tokio::test]
async fn nobody_is_helper_and_sharer_of_one_session() {
    let pair = Pair::new().await;
    let (session, _helper, code) = pair.create().await;
    let same = pair.broker.signed_in(Role::Sharer, "helper1").await;
    let refused = redeem(&same, code).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::OwnSession);
    assert_eq!(redeem(&pair.sharer, code).await, Ok(session));
}

#[tokio::test]
async fn two_sessions_at_once_do_not_touch_each_other() {
    let pair = Pair::new().await;
    let (first, mut helper, mut sharer) = pair.connected().await;
    let (second, mut page, passcode) = pair.create().await;
    let other = pair.broker.signed_in(Role::Sharer, "sharer2").await;
    assert_eq!(redeem(&other, passcode).await, Ok(second));
    let third = Page::open(&other, Role::Sharer, second).await;
    page.until_other(Presence::Here).await;

    // One cannot signal into the other, nor open the other's socket.
    let to = third.connection;
    let signal = candidate("x");
    assert_eq!(
        sharer.request(Request::Signal { to, signal }).await,
        code(ErrorCode::Stale)
    );
    let mut raw = Raw::open(&pair.sharer, Role::Sharer, second).await.unwrap();
    raw.say(&rh_protocol::socket::ClientFrame::Hello(hello()))
        .await;
    let refused = Closed::refused(close::NORMAL, ErrorCode::SessionNotFound);
    assert_eq!(raw.closed().await, refused);

    let open = open_sessions(&pair.helper, Role::Helper).await.sessions;
    let ids: Vec<_> = open.iter().map(|session| session.session).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&first) && ids.contains(&second));
    assert!(open.iter().all(|session| session.other.is_some()));

    page.done(Request::End).await;
    helper.heartbeat().await;
    assert_eq!(helper.view.phase, PhaseView::Connected);
    let left = open_sessions(&pair.helper, Role::Helper).await.sessions;
    assert_eq!(
        left.iter()
            .map(|session| session.session)
            .collect::<Vec<_>>(),
        [first]
    );
}

async fn open_sessions(browser: &Browser, role: Role) -> OpenSessions {
    browser
        .ask(&format!("/{}/sessions", role.as_str()))
        .await
        .json()
}

#[tokio::test]
async fn heartbeats_and_signals_write_nothing() {
    let pair = Pair::new().await;
    let (_, mut helper, mut sharer) = pair.connected().await;
    let store = Store::open(pair.broker.data.path()).await.unwrap();
    // Changes when any other connection has committed a write.
    let mut watch = store.read().acquire().await.unwrap();
    let mut version = async || {
        sqlx::query_scalar::<_, i64>("PRAGMA data_version")
            .fetch_one(&mut *watch)
            .await
            .unwrap()
    };
    let before = version().await;
    let to = sharer.connection;
    for _ in 0..20 {
        helper.heartbeat().await;
        sharer.heartbeat().await;
        let signal = candidate("x");
        helper.done(Request::Signal { to, signal }).await;
    }
    assert_eq!(version().await, before);
    sharer
        .done(Request::Share {
            state: ShareState::Live,
            surface: Surface::Monitor,
        })
        .await;
    assert_ne!(version().await, before);
}

#[tokio::test]
async fn sign_out_closes_the_sockets_of_that_sign_in_only() {
    let pair = Pair::new().await;
    let (_, mut helper, sharer) = pair.joined().await;
    let reply = pair.sharer.post("/sharer/sign-out", &json!({})).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let (closed, _) = sharer.closed().await;
    assert_eq!(
        closed,
        Closed::refused(close::SIGNED_OUT, ErrorCode::NotSignedIn)
    );
    helper.until_other(Presence::Away).await;
    helper.heartbeat().await;
}

#[tokio::test]
async fn a_sign_in_that_runs_out_closes_its_socket() {
    let plan = Plan::default().clock(&still());
    let plan = plan.settings(|settings| settings.sign_in.absolute_minutes = 5);
    let pair = Pair::at(plan.launch().await).await;
    let (_, helper, _) = pair.create().await;
    pair.broker.clock.advance(Duration::from_secs(5 * 60));
    let (closed, _) = helper.closed().await;
    assert_eq!(
        closed,
        Closed::refused(close::SIGNED_OUT, ErrorCode::NotSignedIn)
    );
}

#[tokio::test]
async fn a_sign_in_that_is_renewed_keeps_its_socket_until_its_new_end() {
    let plan = Plan::default().clock(&still());
    let plan = plan.settings(|settings| {
        settings.sign_in.idle_minutes = 5;
        settings.sign_in.absolute_minutes = 5;
    });
    let pair = Pair::at(plan.launch().await).await;
    let (_, mut helper, _) = pair.create().await;
    // The socket asks about its sign-in once a minute: not between the renewal and the old end.
    pair.broker.clock.advance(Duration::from_secs(5 * 60 - 1));
    helper.heartbeat().await;
    let renewed = pair.helper.sign_in(Role::Helper, "helper1").await;
    assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text);
    pair.broker.clock.advance(Duration::from_secs(30));
    helper.heartbeat().await;
    // A place where a socket that is to be closed would have been.
    assert_eq!(
        open_sessions(&pair.helper, Role::Helper)
            .await
            .sessions
            .len(),
        1
    );
    helper.heartbeat().await;
    pair.broker.clock.advance(Duration::from_secs(5 * 60));
    let (closed, _) = helper.closed().await;
    assert_eq!(
        closed,
        Closed::refused(close::SIGNED_OUT, ErrorCode::NotSignedIn)
    );
}
