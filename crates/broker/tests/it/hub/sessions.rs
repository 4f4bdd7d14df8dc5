//! Whole sessions: what each side sees, says and may not say, and that one does not touch another.

use super::*;

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
        let no = helper.decline();
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
    sharer.share(ShareState::Live, Surface::Monitor).await;
    assert_ne!(version().await, before);
}
