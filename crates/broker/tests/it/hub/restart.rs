//! The broker goes down and comes back: sessions go on.

use super::{Pair, redeem};
use crate::{
    page::{Closed, Page, Raw, hello_of},
    support::{Broker, Plan},
};
use rh_protocol::{
    PageId, Role,
    socket::{ShareState, close},
    view::{PhaseView, Presence},
};

/// The broker goes down, which tells these pages, and comes back at the same port, on the same data and time.
async fn restarted(broker: Broker, pages: Vec<Page>) -> Broker {
    let (port, clock) = (broker.port, broker.clock.clone());
    broker.begin_stop();
    for page in pages {
        assert_eq!(page.closed().await.0, Closed::with(close::RESTARTING));
    }
    let data = broker.down().await;
    let plan = Plan::default().clock(&clock).data(&data);
    plan.launch_at(port).await
}

#[tokio::test]
async fn a_restart_is_announced_and_keeps_session_code_and_sign_ins() {
    let pair = Pair::new().await;
    let (session, page, code) = pair.create().await;
    let Pair {
        broker,
        helper,
        sharer,
    } = pair;
    let _broker = restarted(broker, vec![page]).await;
    let mut page = Page::open(&helper, Role::Helper, session).await;
    assert_eq!(page.code(), code);
    assert_eq!(redeem(&sharer, code).await, Ok(session));
    page.until_other(Presence::Here).await;
}

#[tokio::test]
async fn a_shared_screen_stays_shared_over_a_restart() {
    let pair = Pair::new().await;
    let (session, mut page, first) = pair.connected().await;
    drop(first);
    page.until_other(Presence::Away).await;
    let id = PageId::from_bits(5);
    let sharing = || hello_of(id, Some(ShareState::Live));
    let raw = Raw::open(&pair.sharer, Role::Sharer, session).await;
    let shared = raw.unwrap().hello(sharing()).await;
    page.until_phase(&PhaseView::Sharing).await;

    let Pair {
        broker,
        helper,
        sharer,
    } = pair;
    let _broker = restarted(broker, vec![page, shared]).await;
    let mut page = Page::open(&helper, Role::Helper, session).await;
    // Nobody's capture ended with the broker: the sharer's page is waited for.
    assert_eq!(page.view.phase, PhaseView::Sharing);
    assert_eq!(page.other().connection, None);
    let raw = Raw::open(&sharer, Role::Sharer, session).await;
    let shared = raw.unwrap().hello(sharing()).await;
    let connection = Some(shared.connection);
    page.until(|view| {
        view.other()
            .is_some_and(|other| other.connection == connection)
    })
    .await;
    assert_eq!(page.view.phase, PhaseView::Sharing);
}
