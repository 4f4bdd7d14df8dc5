//! Hostile and broken clients: each loses its own connection, and nobody else notices more than
//! that it is gone.

use super::Pair;
use crate::page::{Closed, Page, Raw, hello};
use rh_protocol::{
    ErrorCode, Role, SessionId, VERSION, limits,
    socket::{ClientEvent, ClientFrame, Hello, Request, ShareState, close},
    view::{Presence, Surface},
};
use tokio_tungstenite::tungstenite::{
    Error, Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

async fn raw(pair: &Pair, session: SessionId) -> Raw {
    Raw::open(&pair.sharer, Role::Sharer, session)
        .await
        .unwrap()
}

fn violation(code: ErrorCode) -> Closed {
    Closed::refused(close::PROTOCOL, code)
}

#[tokio::test]
async fn malformed_messages_cost_the_connection_and_nothing_else() {
    let pair = Pair::new().await;
    let (session, mut helper, sharer) = pair.connected().await;
    let mut broken = sharer.into_raw();
    for message in [
        Message::text("not json"),
        Message::text(r#"{"kind":"request","id":-1,"request":{"type":"end"}}"#),
        Message::text(r#"{"kind":"hello","build":"x","min":1,"max":1}"#),
        Message::text("[".repeat(60_000)),
        Message::binary(vec![0; 16]),
    ] {
        broken.send(message.clone()).await.unwrap();
        assert_eq!(
            broken.closed().await,
            violation(ErrorCode::BadRequest),
            "{message:.40}"
        );
        helper.until_other(Presence::Away).await;
        broken = Page::open(&pair.sharer, Role::Sharer, session)
            .await
            .into_raw();
        helper.until_other(Presence::Here).await;
    }
}

#[tokio::test]
async fn what_a_newer_build_might_say_is_skipped_or_refused_and_the_connection_goes_on() {
    let pair = Pair::new().await;
    let (_, mut helper, _sharer) = pair.connected().await;
    let refused = helper.request(Request::Unknown).await;
    assert_eq!(
        refused.map(|error| error.code),
        Some(ErrorCode::UnknownRequest)
    );
    helper
        .say_text(r#"{"kind":"event","event":{"type":"from-the-future"}}"#)
        .await;
    helper.say_text(r#"{"kind":"from-the-future","x":1}"#).await;
    helper.heartbeat().await;
}

#[tokio::test]
async fn a_message_beyond_the_limit_costs_the_connection() {
    let pair = Pair::new().await;
    let (session, mut helper, sharer) = pair.connected().await;
    let mut huge = sharer.into_raw();
    // The connection may break while it is still being sent.
    let _ = huge
        .send(Message::text(" ".repeat(limits::SOCKET_MESSAGE + 1)))
        .await;
    huge.closed().await;
    helper.until_other(Presence::Away).await;

    // Endless, in pieces that are each small enough.
    let mut endless = raw(&pair, session).await;
    endless.say(&ClientFrame::Hello(hello())).await;
    helper.until_other(Presence::Here).await;
    let piece = |opcode| Frame::message(vec![b' '; 1_024], OpCode::Data(opcode), false);
    let mut sent = endless.send(Message::Frame(piece(Data::Text))).await;
    let mut pieces = 1;
    while sent.is_ok() && pieces < 2 * limits::SOCKET_MESSAGE / 1_024 {
        sent = endless.send(Message::Frame(piece(Data::Continue))).await;
        pieces += 1;
    }
    endless.closed().await;
    helper.until_other(Presence::Away).await;
    helper.heartbeat().await;
}

#[tokio::test]
async fn a_flood_costs_the_connection() {
    let pair = Pair::new().await;
    let (_, mut helper, sharer) = pair.connected().await;
    let mut flood = sharer.into_raw();
    let beat = serde_json::to_string(&ClientFrame::Event {
        event: ClientEvent::Heartbeat,
    })
    .unwrap();
    for _ in 0..10 * (limits::SOCKET_BURST + limits::SOCKET_MESSAGES_PER_SECOND) {
        if flood.send(Message::text(beat.clone())).await.is_err() {
            break;
        }
    }
    let closed = flood.closed().await;
    // A client that reads nothing while it sends may be cut as too slow before.
    let expected = [
        violation(ErrorCode::TooManyRequests),
        Closed::with(close::TOO_SLOW),
    ];
    assert!(
        closed.code.is_none() || expected.contains(&closed),
        "{closed:?}"
    );
    helper.until_other(Presence::Away).await;
    helper.heartbeat().await;
}

#[tokio::test]
async fn a_flood_of_changes_is_refused_and_costs_nobody_anything() {
    let pair = Pair::new().await;
    let (_, mut helper, mut sharer) = pair.connected().await;
    let mut refused = None;
    for state in [ShareState::Live, ShareState::Paused].into_iter().cycle() {
        refused = sharer
            .request(Request::Share {
                state,
                surface: Surface::Monitor,
            })
            .await;
        if refused.is_some() {
            break;
        }
    }
    let code = refused.map(|error| error.code);
    assert_eq!(code, Some(ErrorCode::TooManyRequests));
    // Both go on, and what ends something is never refused.
    helper.heartbeat().await;
    let state = ShareState::Stopped;
    assert_eq!(
        sharer
            .request(Request::Share {
                state,
                surface: Surface::Monitor
            })
            .await,
        None
    );
    assert_eq!(sharer.request(Request::End).await, None);
}

#[tokio::test]
async fn who_says_no_hello_is_not_waited_for_and_takes_nobodys_place() {
    let pair = Pair::new().await;
    let (session, mut helper, sharer) = pair.connected().await;
    let mut silent = raw(&pair, session).await;
    assert_eq!(silent.closed().await, violation(ErrorCode::BadRequest));
    let mut rude = raw(&pair, session).await;
    rude.say(&ClientFrame::Event {
        event: ClientEvent::Heartbeat,
    })
    .await;
    assert_eq!(rude.closed().await, violation(ErrorCode::BadRequest));
    helper.heartbeat().await;
    assert_eq!(helper.other().connection, Some(sharer.connection));
}

#[tokio::test]
async fn a_version_that_is_not_spoken_here_is_refused_in_words() {
    let pair = Pair::new().await;
    let (session, ..) = pair.connected().await;
    let mut newer = raw(&pair, session).await;
    newer
        .say(&ClientFrame::Hello(Hello {
            min: VERSION + 1,
            max: VERSION + 1,
            ..hello()
        }))
        .await;
    assert_eq!(
        newer.closed().await,
        violation(ErrorCode::UnsupportedVersion)
    );
}

#[tokio::test]
async fn only_our_own_pages_and_only_people_who_are_signed_in() {
    let pair = Pair::new().await;
    let (session, _helper, _code) = pair.create().await;
    for origin in [Some("https://evil.example"), Some("null"), None] {
        let refused = Raw::open_from(&pair.helper, Role::Helper, session, origin).await;
        let Err(Error::Http(response)) = refused.map(drop) else {
            panic!("a page of {origin:?} got a WebSocket");
        };
        assert_eq!(response.status(), 403);
    }
    // Signed in as another role, or not at all: a page must be able to read why.
    for browser in [&pair.sharer, &pair.broker.browser()] {
        let opened = Raw::open(browser, Role::Helper, session).await;
        let closed = opened.unwrap().closed().await;
        assert_eq!(
            closed,
            Closed::refused(close::SIGNED_OUT, ErrorCode::NotSignedIn)
        );
    }
    // An account without a place, and a session that never was, look the same.
    for session in [session, SessionId::from_bits(1)] {
        let mut stranger = raw(&pair, session).await;
        stranger.say(&ClientFrame::Hello(hello())).await;
        let refused = Closed::refused(close::NORMAL, ErrorCode::SessionNotFound);
        assert_eq!(stranger.closed().await, refused);
    }
}
