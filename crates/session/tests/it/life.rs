//! From the code to the end: codes, deadlines, the one end, storing and loading.

use crate::support::*;
use rh_protocol::{
    ErrorCode, Passcode,
    socket::{Request, ShareState, close},
    view::{EndReason, PhaseView, Presence},
};
use rh_session::{
    Instant, Timing,
    broker::{Account, AuditEvent, Input, Send, Write},
    rules::Phase,
};

const MIN: u64 = 60_000;

fn ended(desk: &Desk) -> Option<EndReason> {
    desk.session.ended().map(|(reason, _)| reason)
}

#[test]
fn a_session_is_created_with_a_published_code() {
    let desk = Desk::created();
    let code = Passcode::from_bits(CODE);
    let expires = Instant::from_ms(desk.now + 10 * MIN);
    assert!(
        desk.last
            .writes
            .contains(&Write::PublishCode { code, expires })
    );
    assert_eq!(
        desk.audit,
        [
            AuditEvent::SessionCreated { device: None },
            AuditEvent::CodeIssued
        ]
    );
    let PhaseView::Created { code: Some(shown) } = desk.phase() else {
        panic!("{:?}", desk.phase());
    };
    assert_eq!((shown.code, shown.remaining_ms), (code, 10 * MIN));
}

#[test]
fn a_code_is_redeemed_once_and_by_somebody_else() {
    let mut desk = Desk::created();
    assert_eq!(desk.redeem("helper", CODE), Some(ErrorCode::OwnSession));
    assert_eq!(desk.redeem("sharer", CODE + 1), Some(ErrorCode::WrongCode));
    assert_eq!(desk.session.phase(), Phase::Created);
    assert_eq!(desk.redeem("sharer", CODE), None);
    let code = Passcode::from_bits(CODE);
    assert!(desk.last.writes.contains(&Write::RetireCode { code }));
    assert_eq!(desk.session.phase(), Phase::Joined);
    assert_eq!(desk.redeem("sharer", CODE), Some(ErrorCode::WrongCode));
    assert_eq!(desk.redeem("another", CODE), Some(ErrorCode::WrongCode));
    assert_eq!(desk.count(|e| matches!(e, AuditEvent::Joined { .. })), 1);
    // The sharer never sees a code.
    assert!(!format!("{:?}", desk.view(SHARER)).contains("code: Some"));
}

#[test]
fn an_expired_code_opens_nothing_until_there_is_a_new_one() {
    let mut desk = Desk::created();
    desk.connect(HELPER, HELPER_LINE, 10, None);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 10 * MIN);
    let PhaseView::Created { code: Some(shown) } = desk.phase() else {
        panic!()
    };
    assert_eq!(shown.remaining_ms, 0);
    assert_eq!(desk.redeem("sharer", CODE), Some(ErrorCode::WrongCode));

    desk.request(HELPER, HELPER_LINE, Request::NewCode).unwrap();
    let fresh = desk.codes;
    assert_eq!(desk.redeem("sharer", CODE), Some(ErrorCode::WrongCode));
    assert_eq!(desk.redeem("sharer", fresh), None);
}

#[test]
fn an_expired_code_is_refused_even_before_the_tick() {
    let mut desk = Desk::created();
    desk.now += 10 * MIN;
    assert_eq!(desk.redeem("sharer", CODE), Some(ErrorCode::WrongCode));
}

#[test]
fn a_new_code_retires_the_old() {
    let mut desk = Desk::created();
    desk.connect(HELPER, HELPER_LINE, 10, None);
    desk.request(HELPER, HELPER_LINE, Request::NewCode).unwrap();
    let retired = Write::RetireCode {
        code: Passcode::from_bits(CODE),
    };
    assert!(desk.last.writes.contains(&retired));
    assert_eq!(desk.redeem("sharer", CODE), Some(ErrorCode::WrongCode));
    assert_eq!(desk.count(|e| *e == AuditEvent::CodeIssued), 2);
}

#[test]
fn nobody_joins() {
    let mut desk = Desk::created();
    desk.connect(HELPER, HELPER_LINE, 10, None);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 60 * MIN - 1_000);
    assert_eq!(ended(&desk), None);
    desk.pass_with(&[(HELPER, HELPER_LINE)], 1_000);
    assert_eq!(ended(&desk), Some(EndReason::NobodyJoined));
    assert_eq!(desk.session.next_deadline(), None);
}

#[test]
fn a_helper_who_goes_before_anybody_joins_is_waited_for() {
    let mut desk = Desk::created();
    desk.connect(HELPER, HELPER_LINE, 10, None);
    desk.away(HELPER, HELPER_LINE);
    assert_eq!(desk.of(HELPER).absence_remaining_ms, Some(10 * MIN));
    desk.pass(5 * MIN);
    desk.connect(HELPER, HELPER_LINE + 1, 11, None);
    let PhaseView::Created { code: Some(shown) } = desk.phase() else {
        panic!()
    };
    assert_eq!(shown.code, Passcode::from_bits(CODE), "the code is kept");
    desk.away(HELPER, HELPER_LINE + 1);
    desk.pass(10 * MIN);
    assert_eq!(ended(&desk), Some(EndReason::HelperGone));
}

#[test]
fn a_trust_screen_is_answered_in_time_or_never() {
    let mut desk = Desk::joined();
    let both = [(HELPER, HELPER_LINE), (SHARER, SHARER_LINE)];
    desk.consent(HELPER, HELPER_LINE, 1, true).unwrap();
    desk.pass_with(&both, 10 * MIN);
    assert_eq!(ended(&desk), Some(EndReason::ConsentTimedOut));
}

#[test]
fn no_session_lasts_longer_than_allowed() {
    let mut desk = Desk::sharing();
    let both = [(HELPER, HELPER_LINE), (SHARER, SHARER_LINE)];
    desk.pass_with(&both, 10 * 60 * MIN - 5_000);
    assert_eq!(desk.session.phase(), Phase::Sharing);
    desk.pass_with(&both, 5_000);
    assert_eq!(ended(&desk), Some(EndReason::TooLong));
    // What was shared has stopped first.
    let tail = &desk.audit[desk.audit.len() - 2..];
    let reason = EndReason::TooLong;
    assert_eq!(
        tail,
        [
            AuditEvent::SharingStopped,
            AuditEvent::SessionEnded { reason, note: None }
        ]
    );
}

#[test]
fn how_long_a_session_may_last_stays_as_it_was_when_it_was_created() {
    let both = [(HELPER, HELPER_LINE), (SHARER, SHARER_LINE)];
    let shorter = Timing {
        longest: MIN,
        ..Timing::DEFAULT
    };
    let mut desk = Desk::sharing();
    let created = desk.session.created();
    desk.pass_with(&both, 30 * MIN);
    desk.restart_with(shorter, |_| {});
    assert_eq!(desk.session.phase(), Phase::Sharing);
    desk.connect(HELPER, HELPER_LINE, 30, None);
    desk.connect(SHARER, SHARER_LINE, 31, Some(ShareState::Live));
    desk.pass_with(&both, (10 * 60 - 30) * MIN);
    let on_time = Some((EndReason::TooLong, created.after(10 * 60 * MIN)));
    assert_eq!(desk.session.ended(), on_time);
}

#[test]
fn a_session_of_an_older_build_ends_after_what_has_happened_in_it() {
    let both = [(HELPER, HELPER_LINE), (SHARER, SHARER_LINE)];
    let older = |stored: &mut serde_json::Value| {
        let fields = stored.as_object_mut().unwrap();
        assert!(fields.remove("ends_by").is_some());
    };
    let with = |longest| Timing {
        longest,
        ..Timing::DEFAULT
    };
    // Today's setting is all that there is to go by.
    let mut desk = Desk::sharing();
    let created = desk.session.created();
    desk.restart_with(with(60 * MIN), older);
    desk.connect(HELPER, HELPER_LINE, 30, None);
    desk.connect(SHARER, SHARER_LINE, 31, Some(ShareState::Live));
    desk.pass_with(&both, 60 * MIN);
    let by_setting = Some((EndReason::TooLong, created.after(60 * MIN)));
    assert_eq!(desk.session.ended(), by_setting);

    let mut desk = Desk::sharing();
    desk.pass_with(&both, 30 * MIN);
    let last = desk.now;
    desk.now += MIN;
    desk.restart_with(with(MIN), older);
    let (reason, at) = desk.session.ended().unwrap();
    assert_eq!((reason, at.as_ms()), (EndReason::TooLong, last));
}

#[test]
fn an_end_is_told_to_everybody_then_all_is_closed_and_nothing_follows() {
    let mut desk = Desk::sharing();
    desk.request(SHARER, SHARER_LINE, Request::End).unwrap();
    let reason = EndReason::EndedBySharer;
    for line in [HELPER_LINE, SHARER_LINE] {
        let to = connection(line);
        let told = desk.last.sends.iter().position(|send| {
            matches!(send, Send::View { connection, view }
                if *connection == to && view.phase == PhaseView::Ended { reason })
        });
        let closed = desk.last.sends.iter().position(|send| {
            matches!(send, Send::Close { connection, code: close::NORMAL, .. }
                if *connection == to)
        });
        assert!(told.unwrap() < closed.unwrap());
    }
    let records = desk.audit.len();
    let revision = desk.session.revision();
    for line in [HELPER_LINE, SHARER_LINE] {
        let who = if line == HELPER_LINE { HELPER } else { SHARER };
        desk.disconnect(who, line);
        assert_eq!(
            desk.request(who, line, Request::End),
            Err(ErrorCode::SessionEnded)
        );
    }
    let again = desk.input(Input::EndedByAdministrator {
        actor: None,
        note: None,
    });
    assert_eq!(again, Some(ErrorCode::SessionEnded));
    desk.pass(100 * MIN);
    desk.restart();
    assert_eq!(
        desk.audit.len(),
        records,
        "nothing is recorded after the end"
    );
    assert_eq!(desk.session.revision(), revision);

    // A late reload sees why.
    assert_eq!(desk.connect(HELPER, HELPER_LINE + 5, 12, None), None);
    let Some(Send::Welcome { view, .. }) = desk.last.sends.first() else {
        panic!()
    };
    assert_eq!(view.phase, PhaseView::Ended { reason });
    assert!(matches!(
        desk.last.sends.last(),
        Some(Send::Close {
            code: close::NORMAL,
            ..
        })
    ));
    assert!(!desk.last.changed);
}

#[test]
fn an_administrator_ends_it() {
    let mut desk = Desk::connected();
    assert_eq!(
        desk.input(Input::EndedByAdministrator {
            actor: None,
            note: None,
        }),
        None
    );
    assert_eq!(ended(&desk), Some(EndReason::EndedByAdministrator));
}

#[test]
fn a_stored_session_is_the_same_session() {
    for mut desk in [
        Desk::created(),
        Desk::joined(),
        Desk::connected(),
        Desk::sharing(),
    ] {
        desk.away(HELPER, HELPER_LINE);
        let stored = serde_json::to_string(&desk.session).unwrap();
        let loaded: rh_session::broker::Session = serde_json::from_str(&stored).unwrap();
        assert_eq!(loaded, desk.session);
        assert_eq!(loaded.next_deadline(), desk.session.next_deadline());
    }
}

#[test]
fn a_restart_keeps_session_code_consent_and_sharing() {
    let mut desk = Desk::created();
    desk.now += 5 * MIN;
    desk.restart();
    let PhaseView::Created { code: Some(shown) } = desk.phase() else {
        panic!()
    };
    assert_eq!(shown.remaining_ms, 5 * MIN, "the deadline survives");

    let mut desk = Desk::sharing();
    // Down for longer than any grace: nobody could have come back, so nobody is punished.
    desk.now += 30 * MIN;
    desk.restart();
    assert_eq!(desk.session.phase(), Phase::Sharing);
    assert_eq!(desk.of(SHARER).presence, Presence::Here);
    assert_eq!(desk.of(SHARER).connection, None);
    desk.pass(4_000);
    assert_eq!(desk.of(SHARER).presence, Presence::Unstable);
    desk.connect(SHARER, SHARER_LINE + 1, 20, Some(ShareState::Live));
    desk.connect(HELPER, HELPER_LINE + 1, 10, None);
    assert_eq!(desk.session.phase(), Phase::Sharing);
    assert_eq!(
        desk.count(|e| matches!(e, AuditEvent::SharingStarted { .. })),
        1
    );
    assert_eq!(desk.count(|e| matches!(e, AuditEvent::Absent { .. })), 0);
}

#[test]
fn a_session_whose_people_do_not_return_after_a_restart_ends() {
    let mut desk = Desk::sharing();
    desk.restart();
    desk.pass(60_000 + 10 * MIN);
    assert!(ended(&desk).is_some());
}

#[test]
fn a_late_tick_leads_to_the_same_state_as_punctual_ones() {
    for from in [Desk::created, Desk::joined, Desk::connected, Desk::sharing] {
        let (mut punctual, mut late) = (from(), from());
        punctual.pass(12 * MIN);
        late.now += 12 * MIN;
        late.input(Input::Tick);
        assert_eq!(punctual.view(HELPER).phase, late.view(HELPER).phase);
        assert_eq!(punctual.audit, late.audit);
    }
}

#[test]
fn a_clock_set_back_does_no_harm() {
    let mut desk = Desk::connected();
    desk.now -= 500_000;
    assert_eq!(desk.heard(HELPER, HELPER_LINE), None);
    assert_eq!(desk.of(HELPER).presence, Presence::Here);
    assert!(desk.session.next_deadline() > Some(Instant::from_ms(1_000_000)));
}

#[test]
fn who_may_not_join_ends_a_session_that_nobody_has_joined_and_no_other() {
    let refused = |joining: Option<&str>| Input::AccessRefused {
        why: "sharer-out-of-scope".to_owned(),
        reason: match joining {
            Some(_) => EndReason::NotPermitted,
            None => EndReason::PermissionWithdrawn,
        },
        joining: joining.map(Account::new),
    };
    let mut desk = Desk::created();
    assert_eq!(desk.input(refused(Some("stranger"))), None);
    assert_eq!(ended(&desk), Some(EndReason::NotPermitted));
    let by = desk.last.writes.iter().find_map(|write| match write {
        Write::Audit(audit) => Some((audit.event.kind(), audit.actor.clone())),
        _ => None,
    });
    assert_eq!(by, Some(("access-refused", Some(Account::new("stranger")))));
    let [.., access, over] = &desk.audit[..] else {
        panic!()
    };
    assert_eq!(
        (access.kind(), over.kind()),
        ("access-refused", "session-ended")
    );
    let records = desk.audit.len();
    assert_eq!(
        desk.input(refused(Some("stranger"))),
        Some(ErrorCode::SessionEnded)
    );
    assert_eq!(desk.input(refused(None)), Some(ErrorCode::SessionEnded));
    assert_eq!(desk.audit.len(), records);

    // Who comes too late with a code that somebody else has redeemed meanwhile ends nothing.
    let mut desk = Desk::connected();
    let records = desk.audit.len();
    assert_eq!(
        desk.input(refused(Some("stranger"))),
        Some(ErrorCode::WrongCode)
    );
    assert_eq!((ended(&desk), desk.audit.len()), (None, records));
    // A permission that was withdrawn does.
    assert_eq!(desk.input(refused(None)), None);
    assert_eq!(ended(&desk), Some(EndReason::PermissionWithdrawn));
}

#[test]
fn chat_goes_from_a_session_that_runs_once_and_does_not_come_back() {
    let mut desk = Desk::connected();
    let records = desk.audit.len();
    assert_eq!(desk.input(Input::ChatOff { actor: None }), None);
    let sharer = connection(SHARER_LINE);
    assert!(desk.last.sends.iter().any(|send| {
        matches!(send, Send::View { connection, view }
            if *connection == sharer && !view.chat)
    }));
    assert_eq!(desk.input(Input::ChatOff { actor: None }), None);
    assert!(!desk.last.changed);
    desk.restart();
    assert!(!desk.view(HELPER).chat);
    let kinds: Vec<_> = desk.audit[records..].iter().map(AuditEvent::kind).collect();
    assert_eq!(kinds, ["chat-off"]);
}
