//! A device that is added or changed.

use super::Devices;
use super::api::{self, Device};
use super::draft::Draft;
use crate::components::{Button, ButtonKind, Card, StepHeading};
use crate::console::access::fresh_id;
use crate::console::choose::{Choose, worded};
use crate::console::device_state::{PLATFORMS, STATES};
use crate::console::directory::PEOPLE;
use crate::console::directory::api::Named;
use crate::console::fields::{Entry, Takes};
use crate::console::group_ticks::GroupTicks;
use crate::console::load::Loaded;
use crate::console::pick::{One, Pick};
use crate::console::saving::Saving;
use crate::platform::random;
use crate::routes::ConsolePlace;
use crate::t;
use leptos::prelude::*;

/// The fields by the names of the interface, and where the focus goes when one is wrong.
static FIELDS: [(&str, &str); 4] = [
    ("name", "device-name"),
    ("owner", "device-owner"),
    ("platform", "device-platform"),
    ("reasons", "device-reasons"),
];

/// The form; of a device that is there already once the directory has said what it is.
#[component]
pub(super) fn DeviceForm(devices: Devices, id: Option<String>) -> impl IntoView {
    let Some(id) = id else {
        return view! { <Form devices device=None /> }.into_any();
    };
    let loaded = Loaded::new(move || api::device(&id));
    loaded.view(move |device| view! { <Form devices device=Some((*device).clone()) /> }.into_any())
}

#[component]
fn Form(devices: Devices, device: Option<Device>) -> impl IntoView {
    let title = if device.is_some() {
        t!("device-edit")
    } else {
        t!("device-new")
    };
    let draft = RwSignal::new(device.as_ref().map_or_else(Draft::fresh, Draft::of));
    let id = device.map(|device| device.id);
    let back = match &id {
        Some(id) => ConsolePlace::Device(id.clone()).path(),
        None => untrack(|| devices.chosen.address()),
    };
    let saving = Saving::new(back, Callback::new(move |()| devices.list.again()));
    let save = Callback::new(move |()| {
        let body = draft.with_untracked(Draft::body);
        let fresh = || fresh_id("", random::bits64());
        let id = id.clone().unwrap_or_else(fresh);
        saving.run(&FIELDS, async move { api::save(&id, &body).await });
    });
    view! {
        <Card wide=true>
            <StepHeading text=title />
            {saving.problem()}
            <Entry
                id="device-name"
                label=t!("device-name")
                hint=t!("name-hint")
                error=saving.wrong("name", "wrong-entry-name")
                value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                on_input=move |text| draft.update(|draft| draft.name = text)
                on_enter=save
                test_id="device-name"
            />
            <Owner draft error=saving.wrong("owner", "wrong-owner") />
            <div class="pair">
                <Choose
                    id="device-platform"
                    label=t!("device-platform")
                    of=worded(PLATFORMS)
                    value=Signal::derive(move || draft.with(|draft| draft.platform.clone()))
                    on_change=move |chosen| draft.update(|draft| draft.platform = chosen)
                    error=saving.wrong("platform", "wrong-choice")
                />
                <Choose
                    id="device-compliance"
                    label=t!("device-state")
                    of=worded(STATES)
                    value=Signal::derive(move || draft.with(|draft| draft.compliance.clone()))
                    on_change=move |chosen| draft.update(|draft| draft.compliance = chosen)
                    error=saving.wrong("compliance", "wrong-choice")
                />
            </div>
            <Entry
                id="device-reasons"
                label=t!("device-reasons")
                hint=t!("device-reasons-hint")
                error=saving.wrong("reasons", "wrong-reasons")
                value=Signal::derive(move || draft.with(|draft| draft.reasons.clone()))
                on_input=move |text| draft.update(|draft| draft.reasons = text)
                takes=Takes::Lines
                test_id="device-reasons"
            />
            <GroupTicks
                kind="devices"
                ticked=Signal::derive(move || draft.with(|draft| draft.groups.clone()))
                on_change=move |groups| draft.update(|draft| draft.groups = groups)
                error=saving.wrong("groups", "wrong-groups")
            />
            {saving.ways(save)}
        </Card>
    }
    .into_any()
}

/// Whose it is: nobody's, or somebody of the directory.
#[component]
fn Owner(draft: RwSignal<Draft>, error: Signal<Option<String>>) -> impl IntoView {
    let owner = Memo::new(move |_| draft.with(|draft| draft.owner.clone()));
    let name = Signal::derive(move || owner.get().map(|owner| owner.called()).unwrap_or_default());
    let pick = move |one: One| {
        let owner = Named {
            id: one.id,
            name: Some(one.name),
        };
        draft.update(|draft| draft.owner = Some(owner));
    };
    let none = move || owner.with(Option::is_none);
    let clear = move |()| {
        draft.update(|draft| draft.owner = None);
        // What was pressed goes.
        crate::platform::document::focus("device-owner");
    };
    view! {
        <fieldset class="choices">
            <legend>{t!("device-owner")}</legend>
            <p class="field-error" aria-live="polite">{move || error.get()}</p>
            <Show when=move || !none() fallback=|| view! { <p>{t!("device-nobody")}</p> }>
                <p class="console-head">
                    <strong data-testid="owner"><bdi>{name}</bdi></strong>
                    <Button
                        kind=ButtonKind::Quiet
                        label=t!("remove")
                        about=name
                        test_id="owner-remove"
                        on_press=clear
                    />
                </p>
            </Show>
            <Pick
                id="device-owner"
                label=t!("owner-find")
                hint=t!("people-search-hint")
                base=PEOPLE
                on_pick=pick
            />
        </fieldset>
    }
    .into_any()
}
