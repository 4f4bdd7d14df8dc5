//! Consent and what it opens: signals between the newest connections, and sharing.

use crate::support::*;
use rh_protocol::{
    ErrorCode, limits,
    signal::Signal,
    socket::{Request, ShareState, close},
    view::{EndReason, PhaseView},
};
use rh_session::{
    broker::{AuditEvent, Send},
    rules::Phase,
};

fn offer(to: u128) -> Request {
    Request::Signal {
        to: connection(to),
        signal: Signal::Offer {
            attempt: 1,
            sdp: "v=0".into(),
        },
    }
}

#[test]
fn both_consent_in_either_order() {
    for first in [HELPER, SHARER] {
        let mut desk = Desk::joined();
        let line = |who| {
            if who == HELPER {
                HELPER_LINE
            } else {
                SHARER_LINE
            }
        };
        let second = if first == HELPER { SHARER } else { HELPER };
        desk.consent(first, line(first), 1, true).unwrap();
        assert_eq!(desk.session.phase(), Phase::Joined);
        assert!(desk.of(first).consented && !desk.of(second).consented);
        desk.consent(second, line(second), 1, true).unwrap();
        assert_eq!(desk.phase(), PhaseView::Connected);
        assert_eq!(
            desk.count(|e| matches!(e, AuditEvent::ConsentGiven { .. })),
            2
        );
        assert_eq!(
            desk.count(|e| matches!(e, AuditEvent::Connected { round: 1 })),
            1
        );
    }
}

#[test]
fn an_answer_may_be_repeated_but_counts_once() {
    let mut desk = Desk::joined();
    for _ in 0..3 {
        desk.consent(SHARER, SHARER_LINE, 1, true).unwrap();
    }
    desk.consent(HELPER, HELPER_LINE, 1, true).unwrap();
    desk.consent(HELPER, HELPER_LINE, 1, true).unwrap();
    assert_eq!(
        desk.count(|e| matches!(e, AuditEvent::ConsentGiven { .. })),
        2
    );
    assert_eq!(
        desk.consent(HELPER, HELPER_LINE, 2, true),
        Err(ErrorCode::Stale)
    );
    assert_eq!(
        desk.consent(HELPER, HELPER_LINE, 1, false),
        Err(ErrorCode::NotAllowed)
    );
}

#[test]
fn a_no_ends_the_session_and_both_are_told_at_once() {
    for (who, line, reason) in [
        (HELPER, HELPER_LINE, EndReason::DeclinedByHelper),
        (SHARER, SHARER_LINE, EndReason::DeclinedBySharer),
    ] {
        let mut desk = Desk::joined();
        desk.consent(who, line, 1, false).unwrap();
        let told = desk.last.sends.iter().filter(|send| {
            matches!(send, Send::View { view, .. } if view.phase == PhaseView::Ended { reason })
        });
        assert_eq!(told.count(), 2);
        assert_eq!(
            desk.count(|e| matches!(e, AuditEvent::ConsentDeclined { .. })),
            1
        );
        assert_eq!(
            desk.count(|e| matches!(e, AuditEvent::SessionEnded { .. })),
            1
        );
    }
}

#[test]
fn signals_pass_only_when_both_have_consented() {
    let mut desk = Desk::joined();
    desk.consent(SHARER, SHARER_LINE, 1, true).unwrap();
    let refused = desk.request(SHARER, SHARER_LINE, offer(HELPER_LINE));
    assert_eq!(refused, Err(ErrorCode::NotAllowed));
    desk.consent(HELPER, HELPER_LINE, 1, true).unwrap();
    desk.request(SHARER, SHARER_LINE, offer(HELPER_LINE))
        .unwrap();
    let passed = desk.last.sends.iter().any(|send| {
        matches!(send, Send::Signal { connection: to, signalled }
            if *to == connection(HELPER_LINE) && signalled.from == connection(SHARER_LINE))
    });
    assert!(passed);
    assert!(!desk.last.changed, "signals leave no trace in the store");
}

#[test]
fn signals_pass_only_between_the_newest_connections_of_two_people() {
    let mut desk = Desk::connected();
    let stale = Err(ErrorCode::Stale);
    assert_eq!(
        desk.request(SHARER, SHARER_LINE, offer(SHARER_LINE)),
        stale,
        "to oneself"
    );
    assert_eq!(
        desk.request(SHARER, SHARER_LINE, offer(999)),
        stale,
        "to a stranger"
    );
    desk.connect(HELPER, HELPER_LINE + 1, 10, None);
    assert_eq!(
        desk.request(SHARER, SHARER_LINE, offer(HELPER_LINE)),
        stale,
        "to an older one"
    );
    desk.request(SHARER, SHARER_LINE, offer(HELPER_LINE + 1))
        .unwrap();
    desk.disconnect(HELPER, HELPER_LINE + 1);
    assert_eq!(
        desk.request(SHARER, SHARER_LINE, offer(HELPER_LINE + 1)),
        stale,
        "to nobody"
    );
}

#[test]
fn signals_keep_to_their_limits_and_roles() {
    let mut desk = Desk::connected();
    let long = Request::Signal {
        to: connection(HELPER_LINE),
        signal: Signal::Offer {
            attempt: 1,
            sdp: "x".repeat(limits::DESCRIPTION + 1),
        },
    };
    assert_eq!(
        desk.request(SHARER, SHARER_LINE, long),
        Err(ErrorCode::TooLarge)
    );
    let unknown = Request::Signal {
        to: connection(HELPER_LINE),
        signal: Signal::Unknown,
    };
    assert_eq!(
        desk.request(SHARER, SHARER_LINE, unknown),
        Err(ErrorCode::UnknownRequest)
    );
    let backwards = desk.request(HELPER, HELPER_LINE, offer(SHARER_LINE));
    assert_eq!(
        backwards,
        Err(ErrorCode::NotAllowed),
        "the helper never offers"
    );
}

#[test]
fn every_change_of_sharing_is_recorded_once() {
    use ShareState::{Live, Paused, Stopped};
    let mut desk = Desk::connected();
    for state in [
        Live, Live, Paused, Paused, Live, Stopped, Stopped, Paused, Stopped,
    ] {
        desk.share(state).unwrap();
    }
    let sharing: Vec<_> = desk
        .audit
        .iter()
        .filter(|event| event.kind().starts_with("sharing"))
        .map(AuditEvent::kind)
        .collect();
    let wanted = [
        "sharing-started",
        "sharing-paused",
        "sharing-resumed",
        "sharing-stopped",
        "sharing-started",
        "sharing-paused",
        "sharing-stopped",
    ];
    assert_eq!(sharing, wanted);
}

#[test]
fn a_hello_that_is_none_is_refused_and_changes_nothing() {
    let mut desk = Desk::connected();
    let before = desk.session.clone();
    let mut strange = hello(50, None);
    strange.fingerprint = Some("sha-1 00".into());
    let refused = desk.input(rh_session::broker::Input::Connected {
        participant: HELPER,
        connection: connection(HELPER_LINE + 9),
        hello: strange,
    });
    assert_eq!(refused, Some(ErrorCode::BadRequest));
    let close = desk.last.sends.last();
    assert!(matches!(
        close,
        Some(Send::Close {
            code: close::PROTOCOL,
            error: Some(_),
            ..
        })
    ));
    // A helper has nothing to share.
    let sharing = desk.connect(HELPER, HELPER_LINE + 9, 50, Some(ShareState::Live));
    assert_eq!(sharing, Some(ErrorCode::BadRequest));
    assert_eq!(
        desk.connect(STRANGER, 900, 50, None),
        Some(ErrorCode::SessionNotFound)
    );
    assert_eq!(desk.session, before);
}

#[test]
fn audit_records_say_their_kind_and_hold_no_code_or_name() {
    let mut desk = Desk::sharing();
    desk.request(SHARER, SHARER_LINE, Request::End).unwrap();
    for event in &desk.audit {
        let json = serde_json::to_string(event).unwrap();
        assert!(
            json.starts_with(&format!("{{\"kind\":\"{}\"", event.kind())),
            "{json}"
        );
        let code = rh_protocol::Passcode::from_bits(CODE);
        for secret in [code.as_str(), "Helga", "Sam"] {
            assert!(!json.contains(secret), "{json}");
        }
    }
}
