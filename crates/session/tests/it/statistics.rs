//! What the picture costs is measured for a helper who asks, and for nobody else.

use crate::world::*;
use rh_protocol::{Role, peer::HelperControl, socket::ShareState};
use rh_session::{
    peer::Ask,
    wire::{self, Control, WireError},
};

const H: usize = 0;
const S: usize = 1;

/// Both are connected, and the sharer's page shares.
fn sharing(seed: u64) -> World {
    let mut world = World::connected(seed);
    world.ask(S, shares(ShareState::Live));
    world.run(500);
    world
}

/// The text comes in at a page, on its present peer connection.
fn says(world: &mut World, to: usize, text: &str) -> Result<Control, WireError> {
    let attempt = world.pages[to].peer.attempt().unwrap();
    world.pages[to].peer.receive_control(attempt, text)
}

/// The helper asks, or asks no more.
fn asks(world: &mut World, on: bool) {
    let message = Control::Helper(HelperControl::Measure { on });
    let text = wire::control_text(Role::Helper, &message).unwrap();
    assert_eq!(says(world, S, &text), Ok(message));
}

fn measures(world: &World) -> bool {
    world.pages[S].peer.measures()
}

#[test]
fn a_helper_asks_and_asks_no_more() {
    let mut world = sharing(1);
    assert!(!measures(&world), "nobody has asked");
    asks(&mut world, true);
    assert!(measures(&world));
    asks(&mut world, false);
    assert!(!measures(&world));
}

#[test]
fn only_while_something_is_shared() {
    let mut world = World::connected(2);
    asks(&mut world, true);
    assert!(!measures(&world), "nothing is shared");
    for (state, measured) in [
        (ShareState::Live, true),
        (ShareState::Paused, true),
        (ShareState::Stopped, false),
        // What was asked for holds for what is shared next.
        (ShareState::Live, true),
    ] {
        world.ask(S, shares(state));
        world.run(500);
        assert_eq!(measures(&world), measured, "{state:?}");
    }
}

#[test]
fn it_ends_with_the_peer_connection_and_with_the_session() {
    let mut world = sharing(3);
    asks(&mut world, true);
    let first = world.pages[S].peer.attempt().unwrap();
    world.fail_call(S);
    world.run(10_000);
    assert_ne!(
        world.pages[S].peer.attempt(),
        Some(first),
        "a new one is made"
    );
    assert!(!measures(&world), "on which nobody has asked");
    let late = world.pages[S]
        .peer
        .receive_control(first, r#"{"type":"measure","on":true}"#);
    assert_eq!(late, Err(WireError::Stale));
    assert!(!measures(&world));
    asks(&mut world, true);
    assert!(measures(&world));
    world.ask(H, Ask::End);
    world.run(500);
    assert!(!measures(&world));
}

#[test]
fn nobody_measures_for_a_sharer() {
    let mut world = sharing(4);
    let text = r#"{"type":"measure","on":true}"#;
    assert!(matches!(
        says(&mut world, H, text),
        Ok(Control::Sharer(rh_protocol::peer::SharerControl::Unknown))
    ));
    assert!(!world.pages[H].peer.measures());
    let refused = wire::control_text(
        Role::Sharer,
        &Control::Helper(HelperControl::Measure { on: true }),
    );
    assert_eq!(refused, Err(WireError::WrongRole));
}
