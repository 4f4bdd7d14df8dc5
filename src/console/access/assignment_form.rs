//! An assignment that is made or changed.

use super::api::{self, Assignment};
use super::assignment_scope::{Devices, Sharers};
use super::draft::AssignmentDraft;
use super::{Access, words};
use crate::components::{Card, StepHeading};
use crate::console::fields::{Entry, Takes};
use crate::console::load::Asking;
use crate::console::opened::Opened;
use crate::t;
use leptos::prelude::*;
use rh_protocol::{ErrorBody, ErrorCode};

/// As it is now.
fn read(id: String) -> Asking<(AssignmentDraft, String)> {
    Box::pin(async move {
        let mut all = api::all().await?.assignments.into_iter();
        let found = all.find(|assignment| assignment.id == id);
        let now = found.ok_or(ErrorBody::new(ErrorCode::NotFound))?;
        Ok((AssignmentDraft::of(&now), now.tag))
    })
}

/// The form. What is typed stays until it is saved or left.
#[component]
pub(super) fn AssignmentForm(access: Access, assignment: Option<Assignment>) -> impl IntoView {
    let title = if assignment.is_some() {
        t!("assignment-edit")
    } else {
        t!("assignment-new")
    };
    let opened = match assignment {
        Some(assignment) => {
            let given = AssignmentDraft::of(&assignment);
            Opened::of(assignment.id, assignment.tag, given, read)
        }
        None => Opened::fresh(AssignmentDraft::fresh(), read),
    };
    let draft = opened.draft;
    let saving = access.saving();
    let save = Callback::new(move |()| {
        let draft = draft.get_untracked();
        let (id, only) = (opened.id(&draft.name), opened.only());
        saving.run(&[], async move {
            api::save_assignment(&id, &only, &draft.body()).await
        });
    });
    view! {
        <Card wide=true>
            <StepHeading text=title />
            {saving.problem_with(opened, "assignment-name")}
            <Entry
                id="assignment-name"
                label=t!("name")
                hint=t!("assignment-name-hint")
                error=saving.wrong("name", "wrong-assignment-name")
                value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                on_input=move |text| draft.update(|draft| draft.name = text)
                on_enter=save
                test_id="assignment-name"
            />
            <WhichRole access draft error=saving.wrong("role", "wrong-role") />
            <WhichMembers draft error=saving.wrong("members", "wrong-members") />
            <Sharers draft error=saving.wrong("scope", "wrong-scope") />
            <Devices draft />
            {saving.ways(save)}
        </Card>
    }
    .into_any()
}

#[component]
fn WhichRole(
    access: Access,
    draft: RwSignal<AssignmentDraft>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let options = move || {
        let all = access.all();
        let one = |id: String, name: String| {
            let own = id.clone();
            let selected = move || draft.with(|draft| draft.role == own);
            view! { <option value=id prop:selected=selected>{name}</option> }
        };
        let roles = all.roles.iter();
        let roles = roles.map(|role| one(role.id.clone(), words::role_name(role)));
        let none = one(String::new(), crate::i18n::text("role-choose", &[]));
        std::iter::once(none).chain(roles).collect_view()
    };
    view! {
        <div class="field">
            <label class="field-label" for="assignment-role">{t!("role")}</label>
            <select
                id="assignment-role"
                class="field-input"
                data-testid="assignment-role"
                aria-describedby="assignment-role-error"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    draft.update(|draft| draft.role = chosen);
                }
            >
                {options}
            </select>
            <p class="field-error" id="assignment-role-error" aria-live="polite">
                {move || error.get()}
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn WhichMembers(draft: RwSignal<AssignmentDraft>, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>{t!("members")}</legend>
            <p class="fine">{t!("members-hint")}</p>
            <p class="field-error" aria-live="polite" data-testid="members-error">{move || error.get()}</p>
            <Entry
                id="members-emails"
                label=t!("members-emails")
                hint=t!("one-a-line")
                value=Signal::derive(move || draft.with(|draft| draft.emails.clone()))
                on_input=move |text| draft.update(|draft| draft.emails = text)
                takes=Takes::Lines
                test_id="members-emails"
            />
            <Entry
                id="members-subjects"
                label=t!("members-subjects")
                hint=t!("members-subjects-hint")
                value=Signal::derive(move || draft.with(|draft| draft.subjects.clone()))
                on_input=move |text| draft.update(|draft| draft.subjects = text)
                takes=Takes::Lines
                test_id="members-subjects"
            />
            <Entry
                id="members-groups"
                label=t!("members-groups")
                hint=t!("groups-hint")
                value=Signal::derive(move || draft.with(|draft| draft.groups.clone()))
                on_input=move |text| draft.update(|draft| draft.groups = text)
                takes=Takes::Lines
                test_id="members-groups"
            />
        </fieldset>
    }
    .into_any()
}
