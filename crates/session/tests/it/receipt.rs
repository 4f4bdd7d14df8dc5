//! What was shared, for how long, and what the sharer's receipt says of it.

use crate::support::*;
use rh_protocol::{
    socket::{Request, ShareState},
    view::{EndReason, Receipt, Surface},
};
use rh_session::broker::{AuditEvent, Input};

fn live() -> [(rh_protocol::ParticipantId, u128); 2] {
    [(HELPER, HELPER_LINE), (SHARER, SHARER_LINE)]
}

fn end(desk: &mut Desk) -> Receipt {
    desk.request(HELPER, HELPER_LINE, Request::End).unwrap();
    desk.view(SHARER).receipt.unwrap()
}

#[test]
fn times_kinds_and_pauses_are_counted_and_outlive_a_restart() {
    use ShareState::{Live, Paused, Stopped};
    let mut desk = Desk::connected();
    let began = desk.now;
    desk.pass_with(&live(), 1_000);
    desk.share_of(Live, Surface::Window).unwrap();
    desk.pass_with(&live(), 2_000);
    assert_eq!(desk.view(HELPER).surface, Surface::Window);
    // Another choice while it is shared.
    desk.share_of(Live, Surface::Monitor).unwrap();
    desk.pass_with(&live(), 3_000);
    desk.share_of(Paused, Surface::Monitor).unwrap();
    desk.pass_with(&live(), 500);
    desk.restart();
    desk.connect(SHARER, SHARER_LINE, 20, Some(Paused));
    desk.connect(HELPER, HELPER_LINE, 10, None);
    desk.pass_with(&live(), 4_000);
    desk.share_of(Live, Surface::Monitor).unwrap();
    desk.pass_with(&live(), 100);
    desk.share_of(Stopped, Surface::Unknown).unwrap();
    assert_eq!(desk.view(HELPER).surface, Surface::Unknown);
    desk.pass_with(&live(), 10_000);
    // The end ends the second pause.
    desk.share_of(Paused, Surface::Window).unwrap();
    desk.pass_with(&live(), 30);
    assert_eq!(desk.view(SHARER).receipt, None);
    let receipt = end(&mut desk);
    let wanted = Receipt {
        joined_ms: began,
        agreed_ms: Some(began),
        ended_ms: began + 1_000 + 2_000 + 3_000 + 4_500 + 100 + 10_000 + 30,
        surfaces: vec![Surface::Window, Surface::Monitor],
        shared_ms: 5_100,
        pauses: 2,
        paused_ms: 4_530,
        chat_cut: false,
    };
    assert_eq!(receipt, wanted);
    assert_eq!(desk.view(HELPER).receipt, None, "it is the sharer's");
    let kinds = desk.audit.iter().map(AuditEvent::kind);
    let kinds: Vec<_> = kinds.filter(|kind| kind.starts_with("sharing")).collect();
    let expected = [
        "sharing-started",
        "sharing-changed",
        "sharing-paused",
        "sharing-resumed",
        "sharing-stopped",
        "sharing-started",
        "sharing-paused",
        "sharing-stopped",
    ];
    assert_eq!(kinds, expected);
    let surface = Surface::Monitor;
    assert!(desk.audit.contains(&AuditEvent::SharingChanged { surface }));
    // Whoever comes back late still gets it.
    desk.pass(60_000);
    desk.connect(SHARER, SHARER_LINE + 1, 21, None);
    let again = desk.last.sends.iter().find_map(|send| match send {
        rh_session::broker::Send::Welcome { view, .. } => view.receipt.clone(),
        _ => None,
    });
    assert_eq!(again, Some(wanted));
}

#[test]
fn a_session_that_nobody_joined_has_none_and_one_without_sharing_says_so() {
    let mut desk = Desk::created();
    desk.connect(HELPER, HELPER_LINE, 10, None);
    desk.request(HELPER, HELPER_LINE, Request::End).unwrap();
    assert_eq!(desk.session.receipt(), None);

    let mut desk = Desk::joined();
    desk.consent(SHARER, SHARER_LINE, 1, false).unwrap();
    let receipt = desk.view(SHARER).receipt.unwrap();
    assert_eq!(desk.session.ended().unwrap().0, EndReason::DeclinedBySharer);
    assert_eq!((receipt.agreed_ms, receipt.surfaces.len()), (None, 0));
}

#[test]
fn a_chat_that_was_switched_off_is_told_and_so_is_the_end_by_an_administrator() {
    let mut desk = Desk::sharing();
    desk.input(Input::ChatOff { actor: None });
    desk.pass_with(&live(), 700);
    desk.input(Input::EndedByAdministrator {
        actor: None,
        note: None,
    });
    let view = desk.view(SHARER);
    let receipt = view.receipt.unwrap();
    assert!(receipt.chat_cut && !view.chat);
    assert_eq!(receipt.shared_ms, 700);
}

#[test]
fn a_session_that_an_older_build_has_stored_goes_on() {
    let mut desk = Desk::sharing();
    let mut stored = serde_json::to_value(&desk.session).unwrap();
    stored.as_object_mut().unwrap().remove("tally").unwrap();
    stored["life"]
        .as_object_mut()
        .unwrap()
        .remove("lap")
        .unwrap();
    desk.session = serde_json::from_value(stored).unwrap();
    desk.restart();
    desk.connect(SHARER, SHARER_LINE, 20, Some(ShareState::Live));
    desk.connect(HELPER, HELPER_LINE, 10, None);
    desk.pass_with(&live(), 900);
    // It is counted from when its page has said again what it shares.
    let receipt = end(&mut desk);
    assert_eq!(receipt.surfaces, [Surface::Monitor]);
    assert_eq!((receipt.shared_ms, receipt.joined_ms), (900, 1_000_000));
}
