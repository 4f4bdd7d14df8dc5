//! Who may help whom, and who may administer: roles, assignments, and why somebody may or may not.

mod api;
mod assignment_form;
mod assignment_scope;
mod assignments;
mod draft;
mod role_form;
mod roles;
mod why;
pub(super) mod words;

pub(super) use draft::fresh_id;

use super::confirm::{Confirm, Question};
use super::load::Loaded;
use super::saving::Saving;
use crate::auth::{Auth, use_auth};
use crate::components::{Card, NotFound, StepHeading};
use crate::routes::{ConsolePage, ConsolePlace, Page};
use crate::t;
use api::{All, Kind};
use assignment_form::AssignmentForm;
use assignments::Assignments;
use leptos::prelude::*;
use role_form::RoleForm;
use roles::Roles;
use std::sync::Arc;
use why::Why;

/// Roles and assignments as they were last read. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Access(Loaded<All>);

impl Access {
    /// Something was changed here: what is shown is asked for again, and so is what the person themselves may do.
    pub(super) fn changed(self, auth: Auth) {
        self.0.again();
        auth.refresh();
    }

    /// What becomes of a form of it. It leads to the overview, which asks for all of it anew.
    fn saving(self) -> Saving {
        let auth = use_auth();
        let overview = Page::Console(Some(ConsolePage::Access)).path();
        Saving::new(overview, Callback::new(move |()| auth.refresh()))
    }

    /// The tag of a role or an assignment as it is shown.
    fn tag(self, kind: Kind, id: &str) -> String {
        let all = self.0.get_untracked();
        let found = all.as_ref().and_then(|all| match kind {
            Kind::Role => {
                let found = all.roles.iter().find(|role| role.id == id);
                found.map(|role| &role.tag)
            }
            Kind::Assignment => {
                let found = all.assignments.iter().find(|one| one.id == id);
                found.map(|assignment| &assignment.tag)
            }
        });
        found.cloned().unwrap_or_default()
    }

    fn all(self) -> Arc<All> {
        self.0.get().unwrap_or_else(|| Arc::new(All::none()))
    }
}

impl All {
    /// Before anything was read.
    const fn none() -> Self {
        Self {
            roles: Vec::new(),
            assignments: Vec::new(),
        }
    }
}

/// The page, and what is made or changed on it.
#[component]
pub(super) fn AccessPage(place: Memo<Option<ConsolePlace>>) -> impl IntoView {
    move || {
        let place = place.get();
        // Anew for each: a form is about what is there when it is opened.
        let access = Access(Loaded::new(api::all));
        access.0.view(move |all| match place.clone() {
            Some(ConsolePlace::Role(None)) => view! { <RoleForm access role=None /> }.into_any(),
            Some(ConsolePlace::Role(Some(id))) => {
                let found = all.roles.iter().find(|role| role.id == id);
                match found.filter(|role| !role.built_in).cloned() {
                    Some(role) => view! { <RoleForm access role=Some(role) /> }.into_any(),
                    None => view! { <NotFound /> }.into_any(),
                }
            }
            Some(ConsolePlace::Assignment(None)) => {
                view! { <AssignmentForm access assignment=None /> }.into_any()
            }
            Some(ConsolePlace::Assignment(Some(id))) => {
                let found = all.assignments.iter().find(|one| one.id == id);
                match found.filter(|one| !one.configured).cloned() {
                    Some(one) => {
                        view! { <AssignmentForm access assignment=Some(one) /> }.into_any()
                    }
                    None => view! { <NotFound /> }.into_any(),
                }
            }
            _ => view! { <Overview access /> }.into_any(),
        })
    }
}

#[component]
fn Overview(access: Access) -> impl IntoView {
    let question = RwSignal::new(None::<Question>);
    view! {
        <Card wide=true>
            <StepHeading text=t!("access") />
            <p class="lead">{t!("access-lead")}</p>
        </Card>
        <Roles access question />
        <Assignments access question />
        <Why access />
        <Confirm question />
    }
    .into_any()
}
