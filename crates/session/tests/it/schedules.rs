//! Thousands of random schedules of joins, drops, reloads, duplicates, reorders and restarts.
//! During each the world checks itself (see `world`); at the end of each this checks what must
//! come of it: when everything works again the two meet again and hold the same chat, and when
//! everybody leaves the session ends, once, in bounded time.

use crate::world::*;
use proptest::prelude::*;
use rh_protocol::{
    Role,
    signal::Signal,
    socket::{Request, ShareState},
    view::{Receipt, Surface},
};
use rh_session::{
    broker::{Audit, AuditEvent},
    peer::{Ask, Link, PeerState},
    rules::Phase,
};

/// Random schedules that each of the two tests runs: 10,000 together.
const SCHEDULES: u32 = 5_000;

#[derive(Clone, Copy, Debug)]
enum Step {
    Wait(u16),
    LongWait(u32),
    Reload(Role, bool),
    Lapse(Role),
    Redeem,
    OpenPage(Role),
    ClosePage(Role, bool),
    Consent(Role, bool),
    Share(ShareState, Surface),
    NewCode,
    Write(Role),
    BreakSocket(Role),
    Offline(Role),
    Online(Role),
    StopBroker,
    StartBroker,
    FailCall(Role),
    Inject(Role, u8),
    Replay(Role, u16),
    End(Role),
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Helper), Just(Role::Sharer)]
}

fn step() -> impl Strategy<Value = Step> {
    let state = prop_oneof![
        Just(ShareState::Live),
        Just(ShareState::Paused),
        Just(ShareState::Stopped)
    ];
    let surface = prop::sample::select(&Surface::ALL[..]);
    prop_oneof![
        20 => (0..1_500_u16).prop_map(Step::Wait),
        1 => (5_000..80_000_u32).prop_map(Step::LongWait),
        6 => Just(Step::Redeem),
        5 => role().prop_map(Step::OpenPage),
        4 => (role(), any::<bool>()).prop_map(|(role, beacon)| Step::ClosePage(role, beacon)),
        3 => (role(), any::<bool>()).prop_map(|(role, beacon)| Step::Reload(role, beacon)),
        2 => role().prop_map(Step::Lapse),
        16 => (role(), prop::bool::weighted(0.95)).prop_map(|(role, yes)| Step::Consent(role, yes)),
        6 => (state, surface).prop_map(|(state, surface)| Step::Share(state, surface)),
        2 => Just(Step::NewCode),
        8 => role().prop_map(Step::Write),
        5 => role().prop_map(Step::BreakSocket),
        3 => role().prop_map(Step::Offline),
        4 => role().prop_map(Step::Online),
        2 => Just(Step::StopBroker),
        3 => Just(Step::StartBroker),
        3 => role().prop_map(Step::FailCall),
        3 => (role(), any::<u8>()).prop_map(|(role, what)| Step::Inject(role, what)),
        3 => (role(), 1_000..1_400_u16).prop_map(|(role, id)| Step::Replay(role, id)),
        1 => role().prop_map(Step::End),
    ]
}

fn take(world: &mut World, step: Step) {
    let joined = world.has_sharer();
    match step {
        Step::Wait(ms) => world.run(u64::from(ms)),
        Step::LongWait(ms) => world.run(u64::from(ms)),
        Step::Reload(role, beacon) => with(world, role, |w, page| {
            w.close_page(page, beacon);
            w.open_page(role);
        }),
        // Long enough for consent to lapse, then back, with time to see that.
        Step::Lapse(role) => with(world, role, |w, page| {
            w.go_offline(page);
            w.run(61_000);
            w.go_online(page);
            w.run(3_000);
        }),
        Step::Redeem => {
            world.redeem();
            if world.has_sharer() && world.page_of(Role::Sharer).is_none() {
                world.open_page(Role::Sharer);
            }
        }
        // Nobody can open a page of a session that they are not in.
        Step::OpenPage(role) if role == Role::Helper || joined => {
            world.open_page(role);
        }
        Step::StopBroker => world.stop_broker(),
        Step::StartBroker => world.start_broker(),
        Step::Replay(role, id) => world.replay_notice(role, u128::from(id)),
        Step::Share(state, surface) => with(world, Role::Sharer, |w, page| {
            w.ask(page, Ask::Share { state, surface })
        }),
        Step::NewCode => with(world, Role::Helper, |w, page| w.ask(page, Ask::NewCode)),
        Step::ClosePage(role, beacon) => with(world, role, |w, page| w.close_page(page, beacon)),
        Step::Consent(role, allow) => {
            with(world, role, |w, page| {
                w.ask(
                    page,
                    Ask::Consent {
                        allow,
                        device: None,
                    },
                )
            });
        }
        Step::Write(role) => with(world, role, |w, page| {
            w.write(page, "some words");
        }),
        Step::BreakSocket(role) => with(world, role, World::break_socket),
        Step::Offline(role) => with(world, role, World::go_offline),
        Step::Online(role) => with(world, role, World::go_online),
        Step::FailCall(role) => with(world, role, World::fail_call),
        Step::Inject(role, what) => with(world, role, |w, page| w.inject(page, hostile(what))),
        Step::End(role) => with(world, role, |w, page| w.ask(page, Ask::End)),
        Step::OpenPage(_) => {}
    }
}

fn hostile(what: u8) -> Request {
    let to = rh_protocol::ConnectionId::from_bits(1_000 + u128::from(what));
    match what % 6 {
        0 => Request::NewCode,
        1 => Request::Unknown,
        2 => Request::Share {
            state: ShareState::Live,
            surface: Surface::Monitor,
        },
        3 => Request::Consent {
            round: u32::from(what),
            allow: true,
            device: None,
        },
        4 => Request::Signal {
            to,
            signal: Signal::Restart { attempt: 1 },
        },
        _ => Request::Signal {
            to,
            signal: Signal::Offer {
                attempt: 1,
                sdp: "v=0".into(),
            },
        },
    }
}

fn with(world: &mut World, role: Role, act: impl Fn(&mut World, usize)) {
    if let Some(page) = world.page_of(role) {
        act(world, page);
    }
}

/// Everything works again: whoever is still there finds the other, and both hold the same chat.
fn heal(world: &mut World) -> Result<(), TestCaseError> {
    world.start_broker();
    for page in 0..world.pages.len() {
        world.go_online(page);
    }
    // One page each. What the closed ones had sent may still arrive and replace the one that is
    // left, whose person then takes the session back.
    for role in [Role::Helper, Role::Sharer] {
        let newest = world.page_of(role);
        for page in 0..world.pages.len() {
            if world.pages[page].role == role && Some(page) != newest {
                world.close_page(page, true);
            }
        }
        if newest.is_none() && (role == Role::Helper || world.has_sharer()) {
            world.open_page(role);
        }
    }
    world.run(4_000);
    for role in [Role::Helper, Role::Sharer] {
        with(world, role, World::take_back);
    }
    world.run(12_000);
    let pages = [world.page_of(Role::Helper), world.page_of(Role::Sharer)];
    let phase = world.session.phase();
    for page in pages.into_iter().flatten() {
        prop_assert_eq!(world.phase_at(page), Some(phase));
        let link = world.link(page);
        let expected = if phase == Phase::Ended {
            Link::Closed { error: None }
        } else {
            Link::Open
        };
        prop_assert_eq!(link, expected);
    }
    if let [Some(helper), Some(sharer)] = pages
        && phase.consented()
    {
        for page in [helper, sharer] {
            prop_assert_eq!(world.peer_state(page), PeerState::Open);
        }
        world.write(helper, "last words");
        world.write(sharer, "of both");
        world.run(500);
        let (mine, theirs) = (world.thread(helper), world.thread(sharer));
        prop_assert!(mine.len() >= 2);
        prop_assert_eq!(mine, theirs);
    }
    Ok(())
}

/// Everybody goes, and the network tells nobody: the session ends by itself, once.
fn leave(world: &mut World) -> Result<(), TestCaseError> {
    for page in 0..world.pages.len() {
        world.go_offline(page);
        world.close_page(page, false);
    }
    world.start_broker();
    // A minute of grace, ten of waiting, and what it takes to notice.
    world.run(11 * 60_000 + 15_000);
    prop_assert!(
        world.session.ended().is_some(),
        "a ghost: {:?}",
        world.session
    );
    prop_assert_eq!(world.session.next_deadline(), None);
    prop_assert_eq!(world.next(), None, "something still goes on");
    prop_assert_eq!(world.ends(), 1);
    prop_assert_eq!(
        world.session.receipt(),
        receipt_by_records(&world.audit),
        "the receipt says otherwise than the audit"
    );
    Ok(())
}

/// The receipt as the audit's records tell it.
fn receipt_by_records(audit: &[Audit]) -> Option<Receipt> {
    let at = |kind: &str| {
        let found = audit.iter().find(|record| record.event.kind() == kind);
        found.map(|record| record.at.as_ms())
    };
    let mut receipt = Receipt {
        joined_ms: at("joined")?,
        agreed_ms: at("connected"),
        ended_ms: at("session-ended")?,
        ..Receipt::default()
    };
    let (mut live, mut paused) = (None, None);
    for Audit { at, event, .. } in audit {
        match event {
            AuditEvent::SharingStarted { surface } | AuditEvent::SharingChanged { surface } => {
                if !receipt.surfaces.contains(surface) {
                    receipt.surfaces.push(*surface);
                }
                if event.kind() == "sharing-started" {
                    live = Some(*at);
                }
            }
            AuditEvent::SharingPaused => {
                receipt.shared_ms += live.take().map_or(0, |since| at.since(since));
                receipt.pauses += 1;
                paused = Some(*at);
            }
            AuditEvent::SharingResumed => {
                receipt.paused_ms += paused.take().map_or(0, |since| at.since(since));
                live = Some(*at);
            }
            AuditEvent::SharingStopped => {
                receipt.shared_ms += live.take().map_or(0, |since| at.since(since));
                receipt.paused_ms += paused.take().map_or(0, |since| at.since(since));
            }
            _ => {}
        }
    }
    Some(receipt)
}

fn run(mut world: World, steps: Vec<Step>, healed: bool) -> Result<(), TestCaseError> {
    for step in steps {
        take(&mut world, step);
    }
    if healed {
        heal(&mut world)?;
    }
    leave(&mut world)
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..ProptestConfig::with_cases(SCHEDULES)
    })]

    #[test]
    fn every_schedule_from_the_beginning_ends_well(
        seed in any::<u64>(),
        steps in prop::collection::vec(step(), 1..30),
        healed in prop::bool::weighted(0.3),
    ) {
        run(World::new(seed), steps, healed)?;
    }

    #[test]
    fn every_schedule_from_mid_session_ends_well(
        seed in any::<u64>(),
        steps in prop::collection::vec(step(), 1..30),
        healed in prop::bool::weighted(0.3),
    ) {
        run(World::connected(seed), steps, healed)?;
    }
}
