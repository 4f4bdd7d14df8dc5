//! Who is there: silence, closing, beacons, reloads, and what they do to consent and sharing.

use crate::support::*;
use rh_protocol::{
    ErrorCode, ParticipantId,
    socket::{Request, ShareState, close},
    view::{EndReason, Presence, Surface},
};
use rh_session::{
    broker::{AuditEvent, Send},
    rules::Phase,
};

const MIN: u64 = 60_000;
const BOTH: [(ParticipantId, u128); 2] = [(HELPER, HELPER_LINE), (SHARER, SHARER_LINE)];

/// When the helper is told of a presence of the sharer, in milliseconds from now.
fn told_after(desk: &mut Desk, presence: Presence, at_most: u64) -> Option<u64> {
    let start = desk.now;
    while desk.now - start <= at_most {
        let told = desk.last.sends.iter().any(|send| {
            matches!(send, Send::View { connection: to, view } if *to == connection(HELPER_LINE)
                && view.other().is_some_and(|other| other.presence == presence))
        });
        if told {
            return Some(desk.now - start);
        }
        desk.heard(HELPER, HELPER_LINE);
        desk.pass(50);
    }
    None
}

#[test]
fn silence_shows_as_unstable_within_3_s_and_as_lost_within_10_s() {
    let mut desk = Desk::sharing();
    desk.pass_with(&BOTH, 5_000);
    let unstable = told_after(&mut desk, Presence::Unstable, 3_000).expect("unstable");
    assert!((2_000..=3_000).contains(&unstable), "{unstable}");
    let lost = told_after(&mut desk, Presence::Lost, 10_000).expect("lost") + unstable;
    assert!((8_000..=10_000).contains(&lost), "{lost}");
    assert_eq!(desk.count(|e| matches!(e, AuditEvent::Absent { .. })), 1);

    // The same connection speaks again.
    desk.heard(SHARER, SHARER_LINE);
    assert_eq!(desk.of(SHARER).presence, Presence::Here);
    assert_eq!(desk.count(|e| matches!(e, AuditEvent::Returned { .. })), 1);
    assert_eq!(desk.session.phase(), Phase::Sharing, "the capture lives on");
}

#[test]
fn heartbeats_change_nothing_that_has_to_be_stored() {
    let mut desk = Desk::sharing();
    for _ in 0..600 {
        desk.pass(1_000);
        for (who, line) in BOTH {
            desk.heard(who, line);
            assert!(!desk.last.changed);
            assert!(desk.last.sends.is_empty() && desk.last.writes.is_empty());
        }
    }
}

#[test]
fn closing_and_leaving_show_at_once() {
    let mut desk = Desk::sharing();
    desk.disconnect(SHARER, SHARER_LINE);
    assert_eq!(told_after(&mut desk, Presence::Away, 0), Some(0));

    let mut desk = Desk::sharing();
    desk.away(SHARER, SHARER_LINE);
    assert_eq!(told_after(&mut desk, Presence::Away, 0), Some(0));
    // Should the page be there after all, it comes back by itself.
    let close = desk.last.sends.last();
    assert!(matches!(
        close,
        Some(Send::Close {
            code: close::AWAY,
            error: None,
            ..
        })
    ));
}

#[test]
fn a_dropped_socket_keeps_sharing_a_page_that_goes_does_not() {
    let mut desk = Desk::sharing();
    desk.disconnect(SHARER, SHARER_LINE);
    assert_eq!(desk.session.phase(), Phase::Sharing);
    desk.connect(SHARER, SHARER_LINE + 1, 20, Some(ShareState::Live));
    assert_eq!(desk.session.phase(), Phase::Sharing);
    assert_eq!(desk.count(|e| *e == AuditEvent::SharingStopped), 0);

    // Paused while the socket was away.
    desk.disconnect(SHARER, SHARER_LINE + 1);
    desk.connect(SHARER, SHARER_LINE + 2, 20, Some(ShareState::Paused));
    assert_eq!(desk.session.phase(), Phase::Paused);

    // A reload: consent stays, sharing does not.
    desk.away(SHARER, SHARER_LINE + 2);
    assert_eq!(desk.session.phase(), Phase::Connected);
    desk.connect(SHARER, SHARER_LINE + 3, 21, Some(ShareState::Stopped));
    assert_eq!(desk.session.phase(), Phase::Connected);
    assert_eq!(desk.count(|e| *e == AuditEvent::SharingStopped), 1);
    assert!(desk.of(SHARER).consented);

    // A reload whose beacon got lost: the new page says that it shares nothing.
    desk.request(
        SHARER,
        SHARER_LINE + 3,
        Request::Share {
            state: ShareState::Live,
            surface: Surface::Monitor,
        },
    )
    .unwrap();
    desk.connect(SHARER, SHARER_LINE + 4, 22, None);
    assert_eq!(desk.session.phase(), Phase::Connected);
}

#[test]
fn a_beacon_after_the_close_still_counts() {
    let mut desk = Desk::sharing();
    desk.disconnect(SHARER, SHARER_LINE);
    desk.pass(300);
    assert_eq!(desk.away(SHARER, SHARER_LINE), None);
    assert_eq!(desk.session.phase(), Phase::Connected);
    assert_eq!(desk.of(SHARER).absence_remaining_ms, Some(60_000 - 300));
    assert_eq!(desk.count(|e| matches!(e, AuditEvent::Absent { .. })), 1);
}

#[test]
fn what_an_older_connection_does_counts_for_nothing() {
    let mut desk = Desk::sharing();
    desk.connect(SHARER, SHARER_LINE + 1, 20, Some(ShareState::Live));
    let replaced = desk.last.sends.first();
    let Some(Send::Close {
        connection: old,
        code: close::REPLACED,
        error: Some(error),
    }) = replaced
    else {
        panic!("{replaced:?}");
    };
    assert_eq!(
        (*old, error.code),
        (connection(SHARER_LINE), ErrorCode::Replaced)
    );
    let before = desk.session.clone();
    desk.disconnect(SHARER, SHARER_LINE);
    assert_eq!(desk.away(SHARER, SHARER_LINE), Some(ErrorCode::Stale));
    assert_eq!(desk.heard(SHARER, SHARER_LINE), Some(ErrorCode::Stale));
    assert_eq!(
        desk.request(SHARER, SHARER_LINE, Request::End),
        Err(ErrorCode::Stale)
    );
    // Should it be open after all, it is closed: its page comes back on a new one.
    let close = desk.last.sends.first();
    assert!(matches!(
        close,
        Some(Send::Close {
            code: close::AWAY,
            ..
        })
    ));
    // Nor does anybody else's connection.
    assert_eq!(desk.heard(HELPER, SHARER_LINE + 1), Some(ErrorCode::Stale));
    assert_eq!(
        desk.heard(STRANGER, SHARER_LINE + 1),
        Some(ErrorCode::SessionNotFound)
    );
    assert_eq!(desk.session, before);
}

#[test]
fn consent_holds_for_a_minute_of_absence_then_the_session_waits_ten() {
    let mut desk = Desk::sharing();
    desk.disconnect(SHARER, SHARER_LINE);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 59_000);
    assert_eq!(desk.of(SHARER).absence_remaining_ms, Some(1_000));
    assert_eq!(desk.session.phase(), Phase::Sharing);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 1_000);
    assert_eq!(desk.session.phase(), Phase::Joined);
    assert_eq!(desk.of(SHARER).absence_remaining_ms, Some(10 * MIN));
    assert!(!desk.of(HELPER).consented);
    let tail = desk.audit.iter().rev().take(2).collect::<Vec<_>>();
    assert!(
        matches!(tail[0], AuditEvent::ConsentLapsed { round: 1, .. }),
        "{tail:?}"
    );
    assert_eq!(*tail[1], AuditEvent::SharingStopped);

    // The helper's time to answer stands still meanwhile.
    desk.pass_with(&[(HELPER, HELPER_LINE)], 9 * MIN);
    desk.connect(SHARER, SHARER_LINE + 1, 21, None);
    assert_eq!(
        desk.consent(SHARER, SHARER_LINE + 1, 1, true),
        Err(ErrorCode::Stale)
    );
    desk.consent(SHARER, SHARER_LINE + 1, 2, true).unwrap();
    desk.pass_with(&[(HELPER, HELPER_LINE), (SHARER, SHARER_LINE + 1)], 9 * MIN);
    desk.consent(HELPER, HELPER_LINE, 2, true).unwrap();
    assert_eq!(desk.session.phase(), Phase::Connected);
}

#[test]
fn consent_lapses_by_silence_as_by_closing() {
    let mut desk = Desk::connected();
    desk.pass_with(&[(SHARER, SHARER_LINE)], 59_000);
    assert_eq!(desk.session.phase(), Phase::Connected);
    desk.pass_with(&[(SHARER, SHARER_LINE)], 1_500);
    assert_eq!(desk.session.phase(), Phase::Joined);
    desk.pass_with(&[(SHARER, SHARER_LINE)], 10 * MIN);
    assert_eq!(desk.session.ended().unwrap().0, EndReason::HelperGone);
}

#[test]
fn a_close_or_a_beacon_after_long_silence_does_not_begin_the_absence_anew() {
    type End = fn(&mut Desk);
    let ends: [End; 2] = [
        |desk| desk.disconnect(SHARER, SHARER_LINE),
        |desk| assert_eq!(desk.away(SHARER, SHARER_LINE), None),
    ];
    for end in ends {
        let mut desk = Desk::connected();
        desk.pass_with(&[(HELPER, HELPER_LINE)], 30_000);
        end(&mut desk);
        desk.pass_with(&[(HELPER, HELPER_LINE)], 29_000);
        assert_eq!(desk.session.phase(), Phase::Connected);
        desk.pass_with(&[(HELPER, HELPER_LINE)], 1_500);
        assert_eq!(desk.session.phase(), Phase::Joined);
    }
}

#[test]
fn a_consent_given_before_an_absence_lapses_with_it() {
    let mut desk = Desk::joined();
    desk.consent(SHARER, SHARER_LINE, 1, true).unwrap();
    desk.disconnect(SHARER, SHARER_LINE);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 60_000);
    assert!(!desk.of(SHARER).consented);
    assert_eq!(
        desk.consent(HELPER, HELPER_LINE, 1, true),
        Err(ErrorCode::Stale)
    );
}

#[test]
fn who_stays_away_ends_the_session_and_the_other_may_end_it_before() {
    let mut desk = Desk::sharing();
    desk.disconnect(SHARER, SHARER_LINE);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 11 * MIN - 1_000);
    assert_eq!(desk.session.ended(), None);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 1_000);
    assert_eq!(desk.session.ended().unwrap().0, EndReason::SharerGone);

    let mut desk = Desk::sharing();
    desk.disconnect(SHARER, SHARER_LINE);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 2 * MIN);
    desk.request(HELPER, HELPER_LINE, Request::End).unwrap();
    assert_eq!(desk.session.ended().unwrap().0, EndReason::EndedByHelper);
}

#[test]
fn an_absence_is_recorded_once_however_it_deepens() {
    let mut desk = Desk::sharing();
    desk.pass_with(&[(HELPER, HELPER_LINE)], 12_000);
    desk.disconnect(SHARER, SHARER_LINE);
    desk.away(SHARER, SHARER_LINE);
    assert_eq!(desk.count(|e| matches!(e, AuditEvent::Absent { .. })), 1);
    desk.connect(SHARER, SHARER_LINE + 1, 21, None);
    assert_eq!(desk.count(|e| matches!(e, AuditEvent::Returned { .. })), 1);
}

#[test]
fn somebody_who_just_joined_is_here_before_their_socket_is() {
    let mut desk = Desk::created();
    desk.connect(HELPER, HELPER_LINE, 10, None);
    desk.redeem("sharer", CODE);
    assert_eq!(desk.of(SHARER).presence, Presence::Here);
    assert_eq!(desk.of(SHARER).connection, None);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 9_000);
    assert_eq!(desk.of(SHARER).presence, Presence::Lost);
}
