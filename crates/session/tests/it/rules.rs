//! The whole table: every request in every phase by every role, and the machine that keeps to it.

use crate::support::*;
use rh_protocol::{
    ErrorCode, Role,
    signal::Signal,
    socket::{Request, ShareState},
    view::Surface,
};
use rh_session::rules::{Phase, may_request};

/// Every request, one of each kind that the rules tell apart. The match fails to compile when a
/// kind is added, so that it cannot be forgotten here.
fn requests(to: u128) -> Vec<(&'static str, Request)> {
    let signal = |signal| Request::Signal {
        to: connection(to),
        signal,
    };
    let all = vec![
        (
            "allow",
            Request::Consent {
                round: 1,
                allow: true,
                device: None,
            },
        ),
        (
            "decline",
            Request::Consent {
                round: 1,
                allow: false,
                device: None,
            },
        ),
        ("new-code", Request::NewCode),
        (
            "offer",
            signal(Signal::Offer {
                attempt: 1,
                sdp: "v=0".into(),
            }),
        ),
        (
            "answer",
            signal(Signal::Answer {
                attempt: 1,
                sdp: "v=0".into(),
            }),
        ),
        (
            "candidate",
            signal(Signal::Candidate {
                attempt: 1,
                candidate: String::new(),
                mid: None,
                index: None,
            }),
        ),
        ("restart", signal(Signal::Restart { attempt: 1 })),
        (
            "live",
            Request::Share {
                state: ShareState::Live,
                surface: Surface::Monitor,
            },
        ),
        (
            "paused",
            Request::Share {
                state: ShareState::Paused,
                surface: Surface::Monitor,
            },
        ),
        (
            "stopped",
            Request::Share {
                state: ShareState::Stopped,
                surface: Surface::Monitor,
            },
        ),
        ("end", Request::End),
        ("unknown", Request::Unknown),
    ];
    for (_, request) in &all {
        match request {
            Request::Consent { .. }
            | Request::NewCode
            | Request::Signal { .. }
            | Request::Share { .. }
            | Request::End
            | Request::Unknown => {}
        }
    }
    all
}

/// The requests that a role may make in a phase. This is the specification, written out.
fn allowed(role: Role, phase: Phase) -> &'static [&'static str] {
    match (role, phase) {
        (Role::Helper, Phase::Created) => &["new-code", "end"],
        (Role::Sharer, Phase::Created) => &["end"],
        (_, Phase::Joined) => &["allow", "decline", "end"],
        (Role::Helper, Phase::Connected | Phase::Sharing | Phase::Paused) => {
            &["allow", "answer", "candidate", "restart", "end"]
        }
        (Role::Sharer, Phase::Connected | Phase::Sharing | Phase::Paused) => &[
            "allow",
            "offer",
            "candidate",
            "live",
            "paused",
            "stopped",
            "end",
        ],
        (_, Phase::Ended | Phase::Unknown) => &[],
    }
}

#[test]
fn the_table_of_rules() {
    let mut checked = 0;
    for role in [Role::Helper, Role::Sharer] {
        for phase in Phase::ALL.into_iter().chain([Phase::Unknown]) {
            for (name, request) in requests(1) {
                let answer = may_request(role, phase, &request);
                let expected = match name {
                    _ if phase == Phase::Ended => Err(ErrorCode::SessionEnded),
                    "unknown" => Err(ErrorCode::UnknownRequest),
                    _ if allowed(role, phase).contains(&name) => Ok(()),
                    _ => Err(ErrorCode::NotAllowed),
                };
                assert_eq!(answer, expected, "{role:?} {phase:?} {name}");
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 2 * 7 * 12);
}

#[test]
fn the_machine_keeps_to_the_table() {
    let paused = || {
        let mut desk = Desk::sharing();
        desk.share(ShareState::Paused).unwrap();
        desk
    };
    let over = || {
        let mut desk = Desk::sharing();
        desk.request(SHARER, SHARER_LINE, Request::End).unwrap();
        desk
    };
    let phases: [(Phase, fn() -> Desk); 6] = [
        (Phase::Created, || {
            let mut desk = Desk::created();
            desk.connect(HELPER, HELPER_LINE, 10, None);
            desk
        }),
        (Phase::Joined, Desk::joined),
        (Phase::Connected, Desk::connected),
        (Phase::Sharing, Desk::sharing),
        (Phase::Paused, paused),
        (Phase::Ended, over),
    ];
    for (phase, desk) in phases {
        for (role, who, line, other) in [
            (Role::Helper, HELPER, HELPER_LINE, SHARER_LINE),
            (Role::Sharer, SHARER, SHARER_LINE, HELPER_LINE),
        ] {
            // Nobody has joined yet: there is no sharer who could ask.
            if phase == Phase::Created && role == Role::Sharer {
                continue;
            }
            for (name, request) in requests(other) {
                let mut desk = desk();
                assert_eq!(desk.session.phase(), phase);
                let before = (desk.session.revision(), desk.audit.len());
                let answer = desk.request(who, line, request.clone());
                assert_eq!(
                    answer,
                    may_request(role, phase, &request),
                    "{role:?} {phase:?} {name}"
                );
                if answer.is_err() {
                    let after = (desk.session.revision(), desk.audit.len());
                    assert_eq!(before, after, "a refusal changes nothing: {phase:?} {name}");
                    assert_eq!(desk.last.sends.len(), 1, "and tells nobody else");
                }
            }
        }
    }
}
