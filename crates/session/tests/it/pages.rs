//! Two pages and a broker in virtual time: joining, dropping, reloading, restarting, ending.

use crate::world::*;
use rh_protocol::{
    ErrorCode, Role,
    signal::Signal,
    socket::{Request, ShareState},
    view::{EndReason, PhaseView, Presence, Surface},
};
use rh_session::{
    peer::{Ask, Effect, Input, Link, PeerState},
    rules::Phase,
};

const H: usize = 0;
const S: usize = 1;

fn share(world: &mut World) {
    world.ask(S, shares(ShareState::Live));
    world.run(500);
    assert_eq!(world.phase_at(H), Some(Phase::Sharing));
}

fn healthy(world: &World, pages: [usize; 2]) -> bool {
    pages
        .iter()
        .all(|page| world.link(*page) == Link::Open && world.peer_state(*page) == PeerState::Open)
}

/// How long it takes until this holds, in milliseconds.
fn until(world: &mut World, at_most: u64, holds: impl Fn(&World) -> bool) -> u64 {
    let start = world.now;
    while !holds(world) {
        assert!(world.now - start < at_most, "not within {at_most} ms");
        world.run(10);
    }
    world.now - start
}

#[test]
fn two_people_meet_consent_share_and_chat() {
    for seed in 0..50 {
        let mut world = World::connected(seed);
        assert!(healthy(&world, [H, S]), "seed {seed}");
        share(&mut world);
        assert!(world.write(H, "hello") && world.write(S, "hi"));
        world.run(200);
        assert_eq!(world.thread(H), world.thread(S));
        assert!(world.thread(H).iter().all(|(_, _, delivered)| *delivered));
        world.ask(H, Ask::End);
        world.run(300);
        for page in [H, S] {
            let reason = EndReason::EndedByHelper;
            assert_eq!(
                world.pages[page].peer.view().unwrap().phase,
                PhaseView::Ended { reason }
            );
            assert_eq!(world.link(page), Link::Closed { error: None });
            assert_eq!(world.peer_state(page), PeerState::None);
        }
        assert_eq!(world.pages[S].captures_stopped, 1);
    }
}

#[test]
fn no_peer_connection_before_both_have_consented() {
    let mut world = World::new(1);
    world.redeem();
    world.open_page(Role::Sharer);
    world.run(1_000);
    world.ask(
        S,
        Ask::Consent {
            allow: true,
            device: None,
        },
    );
    world.run(5_000);
    assert_eq!(world.peer_state(S), PeerState::None);
    assert!(!world.write(S, "too early"));
}

#[test]
fn a_dropped_socket_leaves_picture_and_peer_connection_alone() {
    for seed in 0..30 {
        for page in [H, S] {
            let mut world = World::connected(seed);
            share(&mut world);
            let attempts = [world.pages[H].peer.attempt(), world.pages[S].peer.attempt()];
            world.break_socket(page);
            world.run(100);
            let back = until(&mut world, 2_000, |world| healthy(world, [H, S]));
            world.run(4_000);
            let now = [world.pages[H].peer.attempt(), world.pages[S].peer.attempt()];
            assert_eq!(
                attempts, now,
                "the same peer connection, back after {back} ms"
            );
            assert_eq!(world.phase_at(H), Some(Phase::Sharing));
            assert_eq!(world.pages[S].peer.share(), ShareState::Live);
        }
    }
}

#[test]
fn a_killed_broker_does_not_stop_the_picture_and_all_is_well_after_its_restart() {
    for seed in 0..30 {
        let mut world = World::connected(seed);
        share(&mut world);
        let attempt = world.pages[S].peer.attempt();
        world.stop_broker();
        world.run(40_000);
        assert_eq!(world.peer_state(H), PeerState::Open);
        assert!(world.write(S, "still here"));
        world.run(100);
        assert_eq!(world.thread(H).len(), 1, "chat goes on without the broker");
        world.start_broker();
        let back = until(&mut world, 5_000, |world| healthy(world, [H, S]));
        world.run(3_000);
        assert_eq!(
            world.pages[S].peer.attempt(),
            attempt,
            "back after {back} ms"
        );
        assert_eq!(world.phase_at(H), Some(Phase::Sharing));
        assert_eq!(world.pages[S].captures_stopped, 0);
    }
}

#[test]
fn an_outage_of_20_s_heals_within_5_s_without_new_consent() {
    for seed in 0..50 {
        for page in [H, S] {
            let mut world = World::connected(seed);
            share(&mut world);
            world.go_offline(page);
            world.run(20_000);
            world.go_online(page);
            let back = until(&mut world, 5_000, |world| healthy(world, [H, S]));
            assert!(back <= 5_000);
            world.run(1_000);
            assert!(healthy(&world, [H, S]));
            assert_eq!(world.phase_at(H), Some(Phase::Sharing));
            assert_eq!(world.pages[S].captures_stopped, 0, "the same capture");
        }
    }
}

#[test]
fn the_helper_knows_within_2_s_that_the_sharer_left() {
    for seed in 0..100 {
        for beacon in [true, false] {
            let mut world = World::connected(seed);
            share(&mut world);
            world.close_page(S, beacon);
            let told = until(&mut world, 2_000, |world| {
                let view = world.pages[H].peer.view().unwrap();
                view.other().unwrap().presence == Presence::Away
            });
            assert!(told < 2_000);
        }
    }
}

#[test]
fn a_silent_sharer_shows_as_unstable_then_lost() {
    for seed in 0..50 {
        let mut world = World::connected(seed);
        share(&mut world);
        world.go_offline(S);
        let shown = |presence| {
            move |world: &World| {
                let view = world.pages[H].peer.view().unwrap();
                view.other().unwrap().presence == presence
            }
        };
        let unstable = until(&mut world, 3_000, shown(Presence::Unstable));
        let lost = until(&mut world, 10_000 - unstable, shown(Presence::Lost));
        assert!(unstable <= 3_000 && unstable + lost <= 10_000);
    }
}

#[test]
fn a_reload_is_away_then_back_with_consent_but_without_capture() {
    for seed in 0..30 {
        for beacon in [true, false] {
            let mut world = World::connected(seed);
            share(&mut world);
            world.write(S, "before the reload");
            world.run(100);
            let before = world.page_id(S);
            world.close_page(S, beacon);
            world.run(800);
            let again = world.open_page(Role::Sharer);
            until(&mut world, 5_000, |world| healthy(world, [H, again]));
            assert_ne!(world.page_id(again), before);
            world.run(1_000);
            assert_eq!(world.phase_at(H), Some(Phase::Connected));
            assert_eq!(world.phase_at(again), Some(Phase::Connected));
            assert_eq!(
                world.thread(again),
                world.thread(H),
                "the peer fills the gap"
            );
            assert!(healthy(&world, [H, again]));
        }
    }
}

#[test]
fn a_helpers_reload_keeps_the_capture() {
    for seed in 0..30 {
        let mut world = World::connected(seed);
        share(&mut world);
        world.close_page(H, seed % 2 == 0);
        world.run(800);
        let again = world.open_page(Role::Helper);
        until(&mut world, 5_000, |world| healthy(world, [again, S]));
        world.run(25_000);
        assert!(healthy(&world, [again, S]));
        assert_eq!(world.phase_at(again), Some(Phase::Sharing));
        assert_eq!(world.pages[S].captures_stopped, 0);
    }
}

#[test]
fn a_second_tab_takes_over_and_the_first_does_not_fight() {
    let mut world = World::connected(3);
    let second = world.open_page(Role::Sharer);
    until(&mut world, 5_000, |world| healthy(world, [H, second]));
    world.run(30_000);
    let replaced = Link::Closed {
        error: Some(ErrorCode::Replaced),
    };
    assert_eq!(world.link(S), replaced);
    assert!(healthy(&world, [H, second]));
    // Taken back on request.
    world.take_back(S);
    until(&mut world, 5_000, |world| healthy(world, [H, S]));
    assert_eq!(world.link(second), replaced);
}

#[test]
fn a_tab_that_takes_the_session_back_unseen_is_connected_again() {
    // A second tab takes over and goes while one page does not look: that page still believes in a
    // peer connection which the other has closed.
    for seed in 0..300 {
        // The helper's second tab, while the sharer's socket is down.
        let mut world = World::connected(seed);
        let second = world.open_page(Role::Helper);
        world.run(66);
        world.close_page(second, false);
        world.break_socket(S);
        world.run(1_000);
        world.take_back(H);
        until(&mut world, 3_000, |world| healthy(world, [H, S]));

        // The sharer's, while its first tab's socket is down.
        let mut world = World::connected(seed);
        world.break_socket(S);
        let second = world.open_page(Role::Sharer);
        world.run(109);
        world.close_page(second, false);
        world.run(1_000);
        world.take_back(S);
        until(&mut world, 3_000, |world| healthy(world, [H, S]));
    }
}

#[test]
fn consent_lapses_and_is_asked_for_again() {
    let mut world = World::connected(5);
    share(&mut world);
    world.go_offline(S);
    world.run(70_000);
    assert_eq!(world.phase_at(H), Some(Phase::Joined));
    assert_eq!(world.peer_state(H), PeerState::None);
    world.go_online(S);
    until(&mut world, 5_000, |world| {
        world.phase_at(S) == Some(Phase::Joined)
    });
    assert_eq!(
        world.pages[S].captures_stopped, 1,
        "nobody may see it any more"
    );
    assert_eq!(world.peer_state(S), PeerState::None);
    world.ask(
        S,
        Ask::Consent {
            allow: true,
            device: None,
        },
    );
    world.ask(
        H,
        Ask::Consent {
            allow: true,
            device: None,
        },
    );
    until(&mut world, 5_000, |world| healthy(world, [H, S]));
    assert_eq!(world.phase_at(S), Some(Phase::Connected));
}

#[test]
fn a_failed_peer_connection_is_made_again_by_either_side() {
    for seed in 0..30 {
        for page in [H, S] {
            let mut world = World::connected(seed);
            share(&mut world);
            world.run(15_000);
            world.pages[page].refused.clear();
            let before = world.pages[S].peer.attempt();
            world.fail_call(page);
            world.run(150);
            until(&mut world, 5_000, |world| healthy(world, [H, S]));
            assert_ne!(world.pages[S].peer.attempt(), before);
            assert_eq!(world.pages[S].captures_stopped, 0);
        }
    }
}

#[test]
fn an_end_asked_for_without_the_broker_takes_effect_here_at_once_and_there_later() {
    let mut world = World::connected(8);
    share(&mut world);
    world.stop_broker();
    world.run(100);
    world.ask(S, Ask::End);
    assert_eq!(world.peer_state(S), PeerState::None);
    assert_eq!(world.pages[S].captures_stopped, 1);
    world.run(2_000);
    world.start_broker();
    until(&mut world, 6_000, |world| {
        world.phase_at(H) == Some(Phase::Ended)
    });
    assert_eq!(world.session.ended().unwrap().0, EndReason::EndedBySharer);
}

#[test]
fn an_answer_given_while_the_link_is_down_is_sent_when_it_is_back() {
    let mut world = World::new(2);
    world.redeem();
    world.open_page(Role::Sharer);
    world.run(1_000);
    world.ask(
        H,
        Ask::Consent {
            allow: true,
            device: None,
        },
    );
    world.break_socket(S);
    world.run(60);
    world.ask(
        S,
        Ask::Consent {
            allow: true,
            device: None,
        },
    );
    until(&mut world, 5_000, |world| healthy(world, [H, S]));
}

#[test]
fn what_a_role_may_not_ask_is_refused_before_it_is_sent() {
    let mut world = World::connected(4);
    world.ask(H, shares(ShareState::Live));
    world.ask(S, Ask::NewCode);
    assert_eq!(world.pages[H].refused, [ErrorCode::NotAllowed]);
    assert_eq!(world.pages[S].refused, [ErrorCode::NotAllowed]);
    assert_eq!(world.pages[H].peer.share(), ShareState::Stopped);
}

#[test]
fn a_new_code_is_asked_for_at_once_or_not_at_all() {
    let mut world = World::new(4);
    world.run(500);
    world.stop_broker();
    world.run(100);
    world.ask(H, Ask::NewCode);
    assert_eq!(world.pages[H].refused, [ErrorCode::NetworkUnreachable]);
}

#[test]
fn a_forged_certificate_is_refused() {
    // Somebody between the two puts their own certificate into the offer.
    let mut world = World::connected(6);
    let now = rh_session::Instant::from_ms(world.now);
    let from = world.pages[S].peer.connection().unwrap();
    let sdp = format!(
        "o=9/9\r\na=fingerprint:sha-256 {}\r\n",
        ["EE"; 32].join(":")
    );
    let signal = Signal::Offer { attempt: 900, sdp };
    let event =
        rh_protocol::socket::BrokerEvent::Signal(rh_protocol::signal::Signalled { from, signal });
    let text =
        rh_session::wire::encode(&rh_protocol::socket::BrokerFrame::Event { event }).unwrap();
    let helper = &mut world.pages[H].peer;
    let open = helper.attempt().unwrap();
    // The number of the helper's present WebSocket: the first one it opened.
    helper.handle(now, Input::SocketText { socket: 1, text });
    assert_eq!(helper.peer_state(), PeerState::Refused);
    let effects: Vec<_> = std::iter::from_fn(|| helper.poll_effect()).collect();
    assert!(effects.contains(&Effect::ClosePeer { attempt: open }));
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::AcceptOffer { .. }))
    );
}

#[test]
fn a_page_that_cannot_get_in_asks_why_and_gives_up_when_told() {
    let mut world = World::new(1);
    world.run(500);
    world.stop_broker();
    let page = &mut world.pages[H].peer;
    page.handle(rh_session::Instant::from_ms(world.now), Input::Tick);
    world.run(20_000);
    assert!(matches!(
        world.link(H),
        Link::Retrying { .. } | Link::Connecting
    ));
    let now = rh_session::Instant::from_ms(world.now);
    let why = Some(ErrorCode::NotSignedIn);
    world.pages[H].peer.handle(now, Input::Diagnosed(why));
    assert_eq!(world.link(H), Link::Closed { error: why });
}

#[test]
fn hostile_requests_harm_nobody() {
    let mut world = World::connected(7);
    share(&mut world);
    let to = world.pages[S].peer.connection().unwrap();
    for request in [
        Request::Signal {
            to,
            signal: Signal::Offer {
                attempt: 1,
                sdp: "v=0".into(),
            },
        },
        Request::Signal {
            to,
            signal: Signal::Unknown,
        },
        Request::Share {
            state: ShareState::Stopped,
            surface: Surface::Monitor,
        },
        Request::NewCode,
        Request::Consent {
            round: 1,
            allow: false,
            device: None,
        },
        Request::Consent {
            round: 9,
            allow: true,
            device: None,
        },
        Request::Unknown,
    ] {
        world.inject(H, request);
        world.run(500);
        assert!(healthy(&world, [H, S]));
        assert_eq!(world.phase_at(S), Some(Phase::Sharing));
    }
}

#[test]
fn a_capture_that_comes_too_late_is_stopped() {
    // The picker was open while consent lapsed.
    let mut world = World::connected(9);
    world.go_offline(S);
    world.run(62_000);
    world.go_online(S);
    until(&mut world, 5_000, |world| {
        world.phase_at(S) == Some(Phase::Joined)
    });
    let before = world.pages[S].captures_stopped;
    world.ask(S, shares(ShareState::Live));
    assert_eq!(world.pages[S].captures_stopped, before + 1);
    assert_eq!(world.pages[S].refused, [ErrorCode::NotAllowed]);
    assert_eq!(world.pages[S].peer.share(), ShareState::Stopped);
}

#[test]
fn sharing_that_the_broker_refuses_stops() {
    let mut world = World::connected(9);
    world.ask(S, shares(ShareState::Live));
    // The answer is forged: requests of this connection are consent, signals, and this one.
    let now = rh_session::Instant::from_ms(world.now);
    for id in 1..100 {
        let error = Some(ErrorCode::Unavailable.into());
        let frame = rh_protocol::socket::BrokerFrame::Response { id, error };
        let text = rh_session::wire::encode(&frame).unwrap();
        let page = &mut world.pages[S].peer;
        page.handle(now, Input::SocketText { socket: 1, text });
    }
    world.run(1_000);
    assert_eq!(world.pages[S].captures_stopped, 1);
    assert_eq!(world.pages[S].peer.share(), ShareState::Stopped);
    assert_eq!(world.phase_at(H), Some(Phase::Connected), "nor is it shown");
}

#[test]
fn a_try_from_before_the_network_came_back_is_given_up() {
    let mut world = World::connected(9);
    world.go_offline(H);
    // The link is found dead and tried anew, in vain.
    until(&mut world, 15_000, |world| {
        world.link(H) == Link::Connecting
    });
    world.go_online(H);
    let back = until(&mut world, 5_000, |world| world.link(H) == Link::Open);
    assert!(back < 500, "{back}");
}
