//! What hangs over a session without ending it: the connection to the broker, the other side's absence, and their device
//! when it has changed.

use super::device::state_key;
use crate::components::{Countdown, Icon, Live, Sign};
use crate::i18n;
use crate::session::{Link, SessionHandle};
use crate::t;
use leptos::prelude::*;
use rh_protocol::Role;
use rh_protocol::view::{DeviceState, PhaseView, Presence};

/// All banners, each only while it has something to say.
#[component]
pub fn Banners(session: SessionHandle) -> impl IntoView {
    view! {
        <div class="banners" role="status">
            <LinkBanner session />
            <PresenceBanner session />
            <DeviceBanner session />
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
    // Nobody is waited for when all is over.
    let other = Memo::new(move |_| {
        session.view().with(|view| {
            let going_on = view
                .as_ref()
                .filter(|view| !matches!(view.phase, PhaseView::Ended { .. }))?;
            going_on.other().map(|other| (other.role, other.presence))
        })
    });
    let given_ms = Memo::new(move |_| {
        session.view().with(|view| {
            view.as_ref()
                .and_then(|view| view.other()?.absence_remaining_ms)
        })
    });
    let left_ms = Signal::derive(move || {
        let given = given_ms.get().unwrap_or_default();
        given.saturating_sub(session.elapsed_ms().get())
    });
    // Who comes back is told too, not only who goes.
    let live = Live::expect();
    Effect::new(move |before: Option<Option<(Role, Presence)>>| {
        let now = other.get();
        if let (Some(Some((_, before))), Some((role, Presence::Here))) = (before, now)
            && before != Presence::Here
        {
            let back = match role {
                Role::Sharer => "presence-back-sharer",
                Role::Helper => "presence-back-helper",
            };
            live.say(untrack(|| i18n::text(back, &[])));
        }
        now
    });
    move || {
        let (role, presence) = other
            .get()
            .filter(|(_, presence)| *presence != Presence::Here)?;
        let (name, words) = words(role, presence);
        // Whether it counts down, not each second of it: what is new in here is read out.
        let waits = move || {
            let counts = given_ms.get().is_some();
            counts.then(|| view! { " " {t!("presence-waits")} " " <Countdown left_ms /> })
        };
        Some(view! {
            <p class="banner banner-warning" data-testid="presence" data-presence=name>
                <Icon sign=Sign::Warning />
                <span>{words} {waits}</span>
            </p>
        })
    }
}

/// Helper: the sharer's device is in another state than the one with which they have connected, and it warns.
#[component]
fn DeviceBanner(session: SessionHandle) -> impl IntoView {
    let state = Memo::new(move |_| {
        session.view().with(|view| {
            let view = view.as_ref()?;
            let live = matches!(
                view.phase,
                PhaseView::Connected | PhaseView::Sharing | PhaseView::Paused
            );
            let other = view
                .other()
                .filter(|other| live && other.role == Role::Sharer)?;
            Some(other.device.as_ref()?.state)
        })
    });
    // As it was when both had agreed.
    let accepted = StoredValue::new(None::<DeviceState>);
    move || {
        let now = state.get();
        let then = accepted.get_value().filter(|_| now.is_some()).or(now);
        accepted.set_value(then);
        let now = now?;
        let changed = now.warns() && then != Some(now);
        changed.then(|| {
            let key = state_key(now);
            view! {
                <p class="banner banner-warning" data-testid="device-changed" data-state=now.as_str()>
                    <Icon sign=Sign::Warning />
                    <span>{t!("device-warning-changed")} " " {move || i18n::text(key, &[])}</span>
                </p>
            }
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
