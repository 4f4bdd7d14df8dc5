//! People who are away: another tab, a reload, a goodbye, a line that drops, and silence.

use super::*;

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
    sharer.share(ShareState::Live, Surface::Monitor).await;
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
    sharer.share(ShareState::Live, Surface::Monitor).await;
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
