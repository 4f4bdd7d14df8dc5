//! What hangs over a session without ending it: the connection to the broker, and the other side's
//! absence.

use crate::components::{Countdown, Icon, Live, Sign};
use crate::i18n;
use crate::session::{Link, SessionHandle};
use crate::t;
use leptos::prelude::*;
use rh_protocol::Role;
use rh_protocol::view::Presence;

/// Both banners, each only while it has something to say.
#[component]
pub fn Banners(session: SessionHandle) -> impl IntoView {
    view! {
        <div class="banners" role="status">
            <LinkBanner session />
            <PresenceBanner session />
        </div>
    }
    .into_any()
}

/// The broker is out of reach; a picture that comes directly goes on meanwhile.
#[component]
fn LinkBanner(session: SessionHandle) -> impl IntoView {
    let waiting = Memo::new(move |_| {
        let seen = session.view().with(Option::is_some);
        seen && matches!(
            session.link().get(),
            Link::Retrying { .. } | Link::Connecting
        )
    });
    move || {
        waiting.get().then(|| {
            view! {
                <p class="banner" data-testid="link-banner">
                    <Icon sign=Sign::Clock />
                    <span>{t!("link-retrying")}</span>
                </p>
            }
        })
    }
}

/// The other side is unstable, lost or away, and for how long the session waits.
#[component]
fn PresenceBanner(session: SessionHandle) -> impl IntoView {
    let absent = Memo::new(move |_| {
        session.view().with(|view| {
            let other = view.as_ref()?.other()?;
            (other.presence != Presence::Here).then_some((other.role, other.presence))
        })
    });
    let left_ms = Signal::derive(move || {
        let waits = session.view().with(|view| {
            view.as_ref()
                .and_then(|view| view.other()?.absence_remaining_ms)
        });
        waits.map(|ms| ms.saturating_sub(session.elapsed_ms().get()))
    });
    // Who comes back is told too, not only who goes.
    let live = Live::expect();
    Effect::new(move |before: Option<Option<Role>>| {
        let now = absent.get().map(|(role, _)| role);
        if let (Some(Some(role)), None) = (before, now) {
            let back = match role {
                Role::Sharer => "presence-back-sharer",
                Role::Helper => "presence-back-helper",
            };
            live.say(untrack(|| i18n::text(back, &[])));
        }
        now
    });
    move || {
        let (role, presence) = absent.get()?;
        let (name, words) = words(role, presence);
        let waits = move || {
            left_ms.get().map(|_| {
                let left_ms = Signal::derive(move || left_ms.get().unwrap_or_default());
                view! { <span>{t!("presence-waits")} " " <Countdown left_ms /></span> }
            })
        };
        Some(view! {
            <p class="banner banner-warning" data-testid="presence" data-presence=name>
                <Icon sign=Sign::Warning />
                <span>{words}</span>
                {waits}
            </p>
        })
    }
}

fn words(role: Role, presence: Presence) -> (&'static str, Signal<String>) {
    match (presence, role) {
        (Presence::Unstable, Role::Sharer) => ("unstable", t!("presence-unstable-sharer")),
        (Presence::Unstable, Role::Helper) => ("unstable", t!("presence-unstable-helper")),
        (Presence::Lost, Role::Sharer) => ("lost", t!("presence-lost-sharer")),
        (Presence::Lost, Role::Helper) => ("lost", t!("presence-lost-helper")),
        (Presence::Away | Presence::Here, Role::Sharer) => ("away", t!("presence-away-sharer")),
        (Presence::Away | Presence::Here, Role::Helper) => ("away", t!("presence-away-helper")),
    }
}
