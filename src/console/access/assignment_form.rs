//! An assignment that is made or changed.

use super::api::{self, Assignment};
use super::draft::{AssignmentDraft, Over, fresh_id};
use super::{Access, words};
use crate::components::{Card, StepHeading};
use crate::console::fields::{Choice, Entry, Takes, Tick};
use crate::platform::random;
use crate::t;
use leptos::prelude::*;

/// The form. What is typed stays until it is saved or left.
#[component]
pub(super) fn AssignmentForm(access: Access, assignment: Option<Assignment>) -> impl IntoView {
    let title = if assignment.is_some() {
        t!("assignment-edit")
    } else {
        t!("assignment-new")
    };
    let given = assignment.as_ref().map(AssignmentDraft::of);
    let draft = RwSignal::new(given.unwrap_or_else(AssignmentDraft::fresh));
    let id = assignment.map(|assignment| assignment.id);
    let saving = access.saving();
    let save = Callback::new(move |()| {
        let draft = draft.get_untracked();
        let fresh = || fresh_id(&draft.name, random::bits64());
        let id = id.clone().unwrap_or_else(fresh);
        saving.run(&[], async move {
            api::save_assignment(&id, &draft.body()).await
        });
    });
    view! {
        <Card wide=true>
            <StepHeading text=title />
            {saving.problem()}
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

#[component]
fn Sharers(draft: RwSignal<AssignmentDraft>, error: Signal<Option<String>>) -> impl IntoView {
    let tick = move |id: &'static str, over: Over, label: Signal<String>| {
        let on = Signal::derive(move || draft.with(|draft| draft.sharers == over));
        let change = move |_| draft.update(|draft| draft.sharers = over);
        view! { <Tick id choice=Choice::Radio("sharers") label on on_change=change /> }
    };
    let groups = move || draft.with(|draft| draft.sharers == Over::Groups);
    view! {
        <fieldset class="choices">
            <legend>{t!("scope-sharers")}</legend>
            <p class="field-error" aria-live="polite" data-testid="scope-error">{move || error.get()}</p>
            {tick("sharers-all", Over::All, t!("sharers-all"))}
            {tick("sharers-groups", Over::Groups, t!("sharers-groups"))}
            <Show when=groups>
                <Entry
                    id="sharer-groups"
                    label=t!("sharer-groups-label")
                    hint=t!("groups-hint")
                    value=Signal::derive(move || draft.with(|draft| draft.sharer_groups.clone()))
                    on_input=move |text| draft.update(|draft| draft.sharer_groups = text)
                    takes=Takes::Lines
                    test_id="sharer-groups"
                />
            </Show>
            {tick("sharers-nothing", Over::Nothing, t!("sharers-nothing"))}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Devices(draft: RwSignal<AssignmentDraft>) -> impl IntoView {
    let tick = move |id: &'static str, over: Over, label: Signal<String>| {
        let on = Signal::derive(move || draft.with(|draft| draft.devices == over));
        let change = move |_| draft.update(|draft| draft.devices = over);
        view! { <Tick id choice=Choice::Radio("devices") label on on_change=change /> }
    };
    let groups = move || draft.with(|draft| draft.devices == Over::Groups);
    view! {
        <fieldset class="choices">
            <legend>{t!("scope-devices")}</legend>
            <p class="fine">{t!("scope-devices-hint")}</p>
            {tick("devices-nothing", Over::Nothing, t!("devices-nothing"))}
            {tick("devices-all", Over::All, t!("devices-all"))}
            {tick("devices-groups", Over::Groups, t!("devices-groups"))}
            <Show when=groups>
                <Entry
                    id="device-groups"
                    label=t!("device-groups-label")
                    hint=t!("one-a-line")
                    value=Signal::derive(move || draft.with(|draft| draft.device_groups.clone()))
                    on_input=move |text| draft.update(|draft| draft.device_groups = text)
                    takes=Takes::Lines
                    test_id="device-groups"
                />
            </Show>
        </fieldset>
    }
    .into_any()
}
