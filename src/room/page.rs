//! The page of one session: opens it, and shows the step that it is at.

use super::closed::Closed;
use super::ended::Ended;
use super::{Banners, Step};
use crate::auth::Gate;
use crate::components::{Card, ErrorBox, NotFound, Progress};
use crate::routes::{Page, SESSION_PARAM};
use crate::session::{Link, SessionHandle};
use crate::t;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use rh_protocol::{ErrorCode, Role, SessionId};

/// The page of a session of which the id stands in the address. `steps` makes what each role shows
/// at the steps that are its own, and below the end.
#[component]
pub fn RoomPage(role: Role, steps: fn(Step, SessionHandle) -> AnyView) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let text = params.with(|params| params.get(SESSION_PARAM))?;
        SessionId::parse(&text)
    });
    let (title, lead) = match role {
        Role::Sharer => (t!("sharer-sign-in-title"), t!("sharer-sign-in-code-lead")),
        Role::Helper => (t!("helper-sign-in-title"), t!("helper-sign-in-lead")),
    };
    move || match id.get() {
        Some(id) => view! {
            <Gate return_to=Page::Session(role, id) title lead>
                <Room role id steps />
            </Gate>
        }
        .into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Room(role: Role, id: SessionId, steps: fn(Step, SessionHandle) -> AnyView) -> impl IntoView {
    let session = SessionHandle::open(role, id);
    let view = session.view();
    let step = Memo::new(move |_| view.with(|view| Step::of(view.as_ref())));
    let closed = Memo::new(move |_| match session.link().get() {
        Link::Closed { error } => error,
        _ => None,
    });
    let error = session.error();
    // What went wrong at one step says nothing about the next.
    Effect::new(move |before: Option<Step>| {
        let now = step.get();
        if before.is_some_and(|before| before != now) {
            error.set(None);
        }
        now
    });
    let page = move || match (closed.get(), step.get()) {
        (_, step @ Step::Ended(reason)) => {
            let note = session
                .view()
                .with_untracked(|view| view.as_ref()?.note.clone());
            view! {
                <Ended role reason note />
                {steps(step, session)}
            }
            .into_any()
        }
        (Some(code), _) => view! { <Closed session id code /> }.into_any(),
        (None, Step::Outdated) => {
            view! { <Closed session id code=ErrorCode::UnsupportedVersion /> }.into_any()
        }
        (None, Step::Opening) => {
            view! { <Card><Progress label=t!("session-opening") /></Card> }.into_any()
        }
        (None, step) => steps(step, session),
    };
    view! {
        <Banners session />
        <ErrorBox error dismiss=Callback::new(move |()| error.set(None)) />
        {page}
    }
    .into_any()
}
