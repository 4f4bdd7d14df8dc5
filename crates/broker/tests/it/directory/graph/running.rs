//! Sessions that run while something changes at Microsoft, or Microsoft does not answer.

use super::{
    NOW_MS, REFRESH_MS,
    mock::{Inside, Mock, Quirks, later},
    organization::Organization,
    soon,
    world::{ADA, BEN, HELP_DESK, LAPTOP, LAPTOPS, STAFF, World},
};
use crate::{
    devices::{HEADER, redeem_as},
    page::Page,
    support::{Browser, Reply},
};
use remote_help::directory::graph::{AHEAD_MS, LOOK_MS};
use rh_protocol::{
    Role, SessionId,
    api::Joined,
    socket::Request,
    view::{DeviceState, EndReason, PhaseView, Presence},
};
use rh_session::timing::Timing;
use serde_json::{Value, json};

/// A silence for which nobody counts as lost, in milliseconds. With shorter ones there would be too many messages.
const STEP_MS: u64 = 8_000;
/// How much later than a look the session begins, in milliseconds.
const LATER_MS: u64 = 1_000;

/// Ada may help Ben on a laptop, by a group of hers, one of his, and one of the laptop's. She has a session, and he a browser.
struct Waiting {
    it: Organization,
    admin: Browser,
    session: SessionId,
    helper: Page,
    sharer: Browser,
}

impl Waiting {
    async fn start() -> Self {
        let it = Organization::with(|settings| {
            settings.devices.proxy_header = HEADER.to_owned();
            settings.devices.proxies = ["127.0.0.0/8", "::1/128"]
                .map(|it| it.parse().unwrap())
                .into();
            settings.devices.allow_unenrolled = false;
        })
        .await;
        let (_, admin) = it.sign_in_as(Role::Helper, BEN).await;
        let assignment = json!({
            "name": "Desk", "role": "help-desk-operator",
            "members": { "people": [], "groups": [format!("directory:{HELP_DESK}")] },
            "scope": {
                "users": { "groups": [format!("directory:{STAFF}")] },
                "devices": { "groups": [format!("directory:{LAPTOPS}")] },
            },
        });
        let saved = admin.put("/access/assignments/desk", &assignment).await;
        assert_eq!(saved.status, 204, "{}", saved.text);
        // What is known of everybody is known from just after a look: the second one, by which the change of the rules, which
        // has one of its own, is behind us.
        let mut look = NOW_MS;
        for ms in [REFRESH_MS, LOOK_MS] {
            it.pass(ms);
            look += ms;
            let next = look + LOOK_MS;
            soon(it.bench.clock.awaited(next..=next)).await;
        }
        it.pass(LATER_MS);
        let (_, helper) = it.sign_in_as(Role::Helper, ADA).await;
        let (_, sharer) = it.sign_in(BEN).await;
        let started = helper.post("/helper/sessions", &json!({})).await;
        let session = started.json::<Joined>().session;
        let helper = Page::open(&helper, Role::Helper, session).await;
        Self {
            it,
            admin,
            session,
            helper,
            sharer,
        }
    }

    /// Ben redeems the code on the laptop.
    async fn redeem(&self) -> Reply {
        redeem_as(&self.sharer, self.helper.code(), &[(HEADER, LAPTOP)]).await
    }

    /// He does, and is there.
    async fn meet(mut self) -> Running {
        let joined = self.redeem().await;
        assert_eq!(joined.status, 200, "{}", joined.text);
        let sharer = Page::open(&self.sharer, Role::Sharer, self.session).await;
        self.helper.until_other(Presence::Here).await;
        Running {
            it: self.it,
            admin: self.admin,
            helper: self.helper,
            sharer,
        }
    }

    /// He does, and both agree.
    async fn join(self) -> Running {
        let mut running = self.meet().await;
        running.helper.allow().await;
        running.sharer.allow().await;
        for page in [&mut running.helper, &mut running.sharer] {
            page.until_phase(&PhaseView::Connected).await;
        }
        running.it.graph.seen();
        running
    }
}

/// Their session.
struct Running {
    it: Organization,
    admin: Browser,
    helper: Page,
    sharer: Page,
}

impl Running {
    async fn start() -> Self {
        Waiting::start().await.join().await
    }

    /// Lets time pass, in which both are there, as their session knows. It stands still at each look, until that is under
    /// way.
    async fn pass(&mut self, ms: u64) {
        let clock = self.it.bench.clock.clone();
        let until = clock.now_ms() + ms;
        while clock.now_ms() < until {
            let now = clock.now_ms();
            let look = (now - NOW_MS + 1).next_multiple_of(LOOK_MS) + NOW_MS;
            let next = until.min(look).min(now + STEP_MS);
            self.it.pass(next - now);
            if next == look {
                let after = look + LOOK_MS;
                soon(clock.awaited(after..=after)).await;
            }
            for page in [&mut self.helper, &mut self.sharer] {
                page.heartbeat().await;
            }
            let unstable = next + Timing::DEFAULT.unstable;
            soon(clock.awaited(unstable..=unstable)).await;
        }
    }

    /// Lets time pass until the helper is shown the device in this state: who asks Graph again waits for it, too.
    async fn until_device(&mut self, state: DeviceState) {
        for _ in 0..60 {
            let device = self.helper.other().device.as_ref();
            if device.is_some_and(|device| device.state == state) {
                return;
            }
            self.pass(STEP_MS).await;
        }
        panic!("never shown: {state:?}");
    }

    /// Why people were refused so far.
    async fn refusals(&self) -> Vec<Value> {
        self.it.bench.audited("access-refused").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_is_taken_away_at_microsoft_ends_the_session_within_the_refresh_time() {
    type Change = fn(&mut World);
    let withdrawn = EndReason::PermissionWithdrawn;
    let cases: [(&str, EndReason, Change); 7] = [
        ("no-role", withdrawn, |world| {
            world.people[0].groups.retain(|id| id != HELP_DESK);
        }),
        ("sharer-out-of-scope", withdrawn, |world| {
            world.people[1].groups.retain(|id| id != STAFF);
        }),
        ("device-out-of-scope", withdrawn, |world| {
            world.devices[0].groups.retain(|id| id != LAPTOPS);
        }),
        ("account-disabled", withdrawn, |world| {
            world.people[0].enabled = false;
        }),
        ("account-disabled", withdrawn, |world| {
            world.people[1].enabled = false;
        }),
        ("account-disabled", withdrawn, |world| {
            world.people.retain(|person| person.id != ADA);
        }),
        ("unenrolled-device", EndReason::DeviceNotEnrolled, |world| {
            world.devices.retain(|device| device.id != LAPTOP);
        }),
    ];
    for (at, (why, reason, change)) in cases.into_iter().enumerate() {
        let mut running = Running::start().await;
        let changed = running.it.bench.clock.now_ms();
        running.it.graph.with(|inside| change(&mut inside.world));
        // As long as what is known is young enough nobody asks, and at the next look somebody does.
        let young = REFRESH_MS - AHEAD_MS;
        let next = young.next_multiple_of(LOOK_MS) - LATER_MS;
        assert!((young..=REFRESH_MS).contains(&next));
        running.pass(young - 1).await;
        let seen = running.it.graph.seen();
        let asked: Vec<_> = seen.iter().map(|seen| &seen.path).collect();
        assert!(asked.is_empty(), "{at}: {why}: {asked:?}");
        running.it.pass(next - (young - 1));
        for page in [&mut running.helper, &mut running.sharer] {
            soon(page.until_phase(&PhaseView::Ended { reason })).await;
        }
        let took = running.it.bench.clock.now_ms() - changed;
        assert!(took <= REFRESH_MS, "{at}: {why}: {took}");
        assert_eq!(running.refusals().await, [json!({ "why": why })], "{at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_time_that_is_set_counts_at_once() {
    let mut running = Running::start().await;
    let without = |groups: &mut Vec<String>| groups.retain(|id| id != HELP_DESK);
    running
        .it
        .graph
        .with(|inside| without(&mut inside.world.people[0].groups));
    running.pass(REFRESH_MS / 2).await;
    assert!(running.it.graph.seen().is_empty());
    let set = json!({ "revision": 0, "set": { "directory.graph.refresh_minutes": 1 } });
    let saved = running.admin.put("/settings", &set).await;
    assert_eq!(saved.status, 204, "{}", saved.text);
    let reason = EndReason::PermissionWithdrawn;
    for page in [&mut running.helper, &mut running.sharer] {
        soon(page.until_phase(&PhaseView::Ended { reason })).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_microsoft_does_not_answer_the_session_goes_on() {
    type Trouble = fn(&mut Inside);
    let troubles: [Trouble; 3] = [
        |graph| graph.quirks.down = true,
        |graph| graph.quirks.holds = true,
        |graph| {
            let throttled = (0..500).map(|_| later(429, "20"));
            graph.quirks.next.extend(throttled);
        },
    ];
    for (at, trouble) in troubles.into_iter().enumerate() {
        let mut running = Running::start().await;
        running.it.graph.with(trouble);
        running.pass(2 * REFRESH_MS).await;
        // Nobody knows how the device is by now.
        running.until_device(DeviceState::Unknown).await;
        running
            .it
            .graph
            .quirks(|quirks| *quirks = Quirks::default());
        running.pass(REFRESH_MS).await;
        // It has been asked for again, and nothing has changed.
        running.until_device(DeviceState::Compliant).await;
        for page in [&running.helper, &running.sharer] {
            assert_eq!(page.view.phase, PhaseView::Connected, "{at}");
        }
        assert_eq!(running.refusals().await, [] as [Value; 0], "{at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_microsoft_is_asked_for_a_consent_nobody_seems_lost_and_everybody_can_end_it() {
    for (reason, ends) in [
        (EndReason::DeclinedBySharer, Page::decline as fn(&_) -> _),
        (EndReason::EndedBySharer, |_| Request::End),
    ] {
        let mut running = Waiting::start().await.meet().await;
        running.helper.allow().await;
        running.it.graph.quirks(|quirks| quirks.holds = true);
        running.pass(REFRESH_MS).await;
        let allow = running.sharer.consent();
        running.sharer.ask(allow).await;
        for _ in 0..3 {
            running.sharer.heartbeat().await;
        }
        let ends = ends(&running.sharer);
        assert_eq!(running.sharer.request(ends).await, None);
        soon(running.helper.until_phase(&PhaseView::Ended { reason })).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_only_the_groups_of_a_device_cannot_be_told_its_state_can_and_by_them_nobody_comes_in()
 {
    let waiting = Waiting::start().await;
    let silent = |graph: &Mock, down_at| graph.quirks(|quirks| quirks.down_at = down_at);
    silent(&waiting.it.graph, Some("/devices"));
    let refused = waiting.it.patiently(waiting.redeem()).await;
    assert_eq!(refused.code(), "unavailable");
    silent(&waiting.it.graph, None);
    // It is left alone for a while.
    waiting.it.pass(5_000);
    let mut running = waiting.join().await;

    silent(&running.it.graph, Some("/devices"));
    let state = |state: &str| (LAPTOP.to_owned(), state.to_owned());
    for (told, shown) in [
        ("inGracePeriod", DeviceState::InGracePeriod),
        ("compliant", DeviceState::Compliant),
    ] {
        running
            .it
            .graph
            .with(|inside| inside.world.states.extend([state(told)]));
        running.pass(REFRESH_MS).await;
        running.until_device(shown).await;
    }
    assert_eq!(running.helper.view.phase, PhaseView::Connected);
    assert_eq!(running.refusals().await, [] as [Value; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_groups_of_a_device_may_not_be_read_nobody_comes_in_by_them_and_the_session_goes_on()
 {
    let waiting = Waiting::start().await;
    let lacks = |graph: &Mock, lacking| graph.quirks(|quirks| quirks.forbidden = lacking);
    lacks(&waiting.it.graph, Some("/devices"));
    assert_eq!(soon(waiting.redeem()).await.code(), "unavailable");
    lacks(&waiting.it.graph, None);
    let mut running = waiting.join().await;

    lacks(&running.it.graph, Some("/devices"));
    let state = (LAPTOP.to_owned(), "inGracePeriod".to_owned());
    running
        .it
        .graph
        .with(|inside| inside.world.states.extend([state]));
    running.pass(REFRESH_MS).await;
    running.until_device(DeviceState::InGracePeriod).await;
    running.pass(2 * LOOK_MS).await;
    assert_eq!(running.helper.view.phase, PhaseView::Connected);
    assert_eq!(running.refusals().await, [] as [Value; 0]);
    // Once they may be read again, what has changed there counts.
    let without = |groups: &mut Vec<String>| groups.retain(|id| id != LAPTOPS);
    running
        .it
        .graph
        .with(|inside| without(&mut inside.world.devices[0].groups));
    lacks(&running.it.graph, None);
    let since = running.it.bench.clock.now_ms() - NOW_MS;
    running
        .pass((since + 1).next_multiple_of(LOOK_MS) - since - 1)
        .await;
    running.it.pass(1);
    let reason = EndReason::PermissionWithdrawn;
    for page in [&mut running.helper, &mut running.sharer] {
        soon(page.until_phase(&PhaseView::Ended { reason })).await;
    }
}
