//! The other person, in one line; and the time that has passed.

use crate::auth::use_auth;
use crate::components::{Icon, Sign};
use crate::i18n;
use crate::platform::clock;
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;
use rh_protocol::Role;

/// Who is on the other side: for the sharer, who watches.
#[component]
pub fn Companion(session: SessionHandle) -> impl IntoView {
    let label = match use_auth().role() {
        Role::Sharer => t!("return-with"),
        Role::Helper => t!("viewing-of"),
    };
    view! {
        <p class="companion">
            <Icon sign=Sign::Eye />
            <span>{label} " " <OtherName session /></span>
        </p>
    }
    .into_any()
}

/// The other person's name, and nothing else.
#[component]
pub fn OtherName(session: SessionHandle) -> impl IntoView {
    let name = Memo::new(move |_| {
        session.view().with(|view| {
            let other = view.as_ref()?.other()?;
            Some(other.person.name.expose().clone())
        })
    });
    view! { <bdi class="companion-name">{name}</bdi> }.into_any()
}

/// Time since this came up, on a clock's face.
#[component]
pub fn Elapsed(session: SessionHandle) -> impl IntoView {
    let began = clock::now_ms();
    let seconds = Memo::new(move |_| {
        // Changes about once a second; when it changes, the clock is read again.
        session.elapsed_ms().track();
        clock::now_ms().saturating_sub(began) / 1_000
    });
    view! {
        <span class="countdown" role="timer" aria-live="off">
            <bdi>{move || i18n::clock_face(seconds.get() * 1_000)}</bdi>
        </span>
    }
    .into_any()
}
