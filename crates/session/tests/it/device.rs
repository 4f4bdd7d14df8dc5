//! The sharer's device: shown to both, warned of, accepted knowingly, and followed when it changes.

use crate::support::*;
use rh_protocol::{
    ErrorCode, Role,
    socket::Request,
    view::{DeviceState, PhaseView},
};
use rh_session::{
    broker::{AuditEvent, Bound, Input},
    rules::Phase,
};

fn kinds(desk: &Desk) -> Vec<&'static str> {
    desk.audit.iter().map(AuditEvent::kind).collect()
}

fn allow(desk: &mut Desk, device: Option<DeviceState>) -> Result<(), ErrorCode> {
    let consent = Request::Consent {
        round: 1,
        allow: true,
        device,
    };
    desk.request(HELPER, HELPER_LINE, consent)
}

fn bound() -> Bound {
    Bound {
        device: "d-1".to_owned(),
        name: "LAPTOP".to_owned().into(),
        owner: Some("p-1".to_owned()),
        owner_name: Some("Olga".to_owned().into()),
    }
}

#[test]
fn both_sides_see_the_state_of_the_device_and_the_warning_is_recorded_once() {
    for state in DeviceState::ALL {
        let mut desk = Desk::created().join(device(state), true);
        for who in [HELPER, SHARER] {
            let view = desk.view(who);
            let sharer = view.participants.iter().find(|p| p.role == Role::Sharer);
            let shown = sharer.and_then(|sharer| sharer.device.clone());
            assert_eq!(shown, Some(device(state).shown), "{state:?}");
        }
        assert_eq!(desk.of(HELPER).device, None);
        desk.connect(HELPER, HELPER_LINE + 1, 10, None);
        let warnings = kinds(&desk)
            .into_iter()
            .filter(|kind| *kind == "device-warning");
        assert_eq!(warnings.count(), usize::from(state.warns()), "{state:?}");
    }
}

#[test]
fn a_helper_allows_only_knowing_the_state_that_they_are_warned_of() {
    for state in DeviceState::ALL {
        let mut desk = Desk::created().join(device(state), true);
        desk.consent(SHARER, SHARER_LINE, 1, true).unwrap();
        for wrong in DeviceState::ALL.map(Some).into_iter().chain([None]) {
            if state.warns() && wrong != Some(state) {
                assert_eq!(allow(&mut desk, wrong), Err(ErrorCode::Stale), "{state:?}");
            }
        }
        assert_eq!(desk.session.phase(), Phase::Joined, "{state:?}");
        let accepted = state.warns().then_some(state);
        allow(&mut desk, accepted).unwrap();
        assert_eq!(desk.session.phase(), Phase::Connected, "{state:?}");
        let given = desk.audit.iter().find_map(|event| match event {
            AuditEvent::ConsentGiven {
                role: Role::Helper,
                device,
                ..
            } => Some(*device),
            _ => None,
        });
        assert_eq!(given, Some(accepted), "{state:?}");
    }
}

#[test]
fn nobody_needs_to_know_to_decline_and_a_sharer_is_not_asked_about_their_own_device() {
    let mut desk = Desk::created().join(device(DeviceState::NotCompliant), true);
    desk.consent(SHARER, SHARER_LINE, 1, true).unwrap();
    desk.consent(HELPER, HELPER_LINE, 1, false).unwrap();
    assert_eq!(desk.session.phase(), Phase::Ended);
}

#[test]
fn a_device_that_gets_worse_before_both_have_agreed_asks_the_helper_again() {
    let mut desk = Desk::joined();
    allow(&mut desk, None).unwrap();
    let worse = Input::DeviceChanged {
        device: device(DeviceState::NotCompliant),
    };
    assert_eq!(desk.input(worse.clone()), None);
    assert!(!desk.of(HELPER).consented);
    assert_eq!(allow(&mut desk, None), Err(ErrorCode::Stale));
    // The same once more changes nothing.
    assert_eq!(desk.input(worse), None);
    assert!(!desk.last.changed);
    desk.consent(SHARER, SHARER_LINE, 1, true).unwrap();
    allow(&mut desk, Some(DeviceState::NotCompliant)).unwrap();
    assert_eq!(desk.session.phase(), Phase::Connected);
    let told: Vec<_> = kinds(&desk)
        .into_iter()
        .filter(|kind| kind.starts_with("device"))
        .collect();
    assert_eq!(told, ["device-changed", "device-warning"]);
}

#[test]
fn a_device_that_changes_while_helped_is_told_and_ends_nothing() {
    let mut desk = Desk::sharing();
    let unknown = device(DeviceState::Unknown);
    let changed = Input::DeviceChanged {
        device: unknown.clone(),
    };
    assert_eq!(desk.input(changed.clone()), None);
    assert_eq!(desk.session.phase(), Phase::Sharing);
    assert_eq!(desk.of(SHARER).device, Some(unknown.shown));
    assert_eq!(desk.view(HELPER).phase, PhaseView::Sharing);
    desk.request(HELPER, HELPER_LINE, Request::End).unwrap();
    assert_eq!(desk.input(changed), Some(ErrorCode::SessionEnded));
}

#[test]
fn of_a_bound_session_the_helper_is_told_who_or_what_else_has_joined() {
    let waiting = Desk::created_for(Some(bound()));
    let seen = waiting.view(HELPER).bound.unwrap();
    assert_eq!(
        (
            seen.device.expose().as_str(),
            seen.other_person,
            seen.other_device
        ),
        ("LAPTOP", false, false)
    );
    let elsewhere = || device(DeviceState::Unenrolled);
    for (where_from, owner, expected) in [
        (compliant(), true, (false, false)),
        (compliant(), false, (true, false)),
        (elsewhere(), true, (false, true)),
        (elsewhere(), false, (true, true)),
    ] {
        let desk = Desk::created_for(Some(bound())).join(where_from, owner);
        let seen = desk.view(HELPER).bound.unwrap();
        assert_eq!((seen.other_person, seen.other_device), expected);
        assert_eq!(desk.view(SHARER).bound, None, "not theirs to read");
        let warned = desk.audit.iter().find_map(|event| match event {
            AuditEvent::DeviceWarning {
                other_person,
                other_device,
                ..
            } => Some((*other_person, *other_device)),
            _ => None,
        });
        assert_eq!(warned, (expected != (false, false)).then_some(expected));
    }
}

#[test]
fn a_session_that_was_stored_before_devices_were_known_goes_on() {
    let desk = Desk::connected();
    let mut stored = serde_json::to_value(&desk.session).unwrap();
    for participant in stored["participants"].as_array_mut().unwrap() {
        let participant = participant.as_object_mut().unwrap();
        participant.remove("device");
        participant.remove("owner");
    }
    let session: rh_session::broker::Session = serde_json::from_value(stored).unwrap();
    assert_eq!(session.device(), None);
    assert_eq!(session.phase(), Phase::Connected);
}
