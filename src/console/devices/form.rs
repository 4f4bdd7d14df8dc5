//! A device that is added or changed.

use super::Devices;
use super::api::{self, Device};
use super::draft::Draft;
use crate::components::{Card, StepHeading};
use crate::console::choose::{Choose, worded};
use crate::console::device_state::{PLATFORMS, STATES};
use crate::console::directory::PEOPLE;
use crate::console::fields::{Entry, Takes};
use crate::console::group_ticks::GroupTicks;
use crate::console::load::{Asking, Loaded};
use crate::console::opened::Opened;
use crate::console::pick_one::PickOne;
use crate::console::saving::Saving;
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

/// As it is now.
fn read(id: String) -> Asking<(Draft, String)> {
    Box::pin(async move {
        let now = api::device(&id).await?;
        Ok((Draft::of(&now), now.tag))
    })
}

#[component]
fn Form(devices: Devices, device: Option<Device>) -> impl IntoView {
    let title = if device.is_some() {
        t!("device-edit")
    } else {
        t!("device-new")
    };
    let back = match &device {
        Some(device) => ConsolePlace::Device(device.id.clone()).path(),
        None => untrack(|| devices.chosen.address()),
    };
    let opened = match device {
        Some(device) => {
            let given = Draft::of(&device);
            Opened::of(device.id, device.tag, given, read)
        }
        None => Opened::fresh(Draft::fresh(), read),
    };
    let draft = opened.draft;
    let saving = Saving::new(back, Callback::new(move |()| devices.list.again()));
    let save = Callback::new(move |()| {
        let body = draft.with_untracked(Draft::body);
        let (id, only) = (opened.id(""), opened.only());
        saving.run(&FIELDS, async move { api::save(&id, &only, &body).await });
    });
    view! {
        <Card wide=true>
            <StepHeading text=title />
            {saving.problem_with(opened, "device-name")}
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
            <PickOne
                id="device-owner"
                legend="device-owner"
                none="device-nobody"
                find="owner-find"
                hint="people-search-hint"
                base=PEOPLE
                chosen=Signal::derive(move || draft.with(|draft| draft.owner.clone()))
                on_change=move |owner| draft.update(|draft| draft.owner = owner)
                error=saving.wrong("owner", "wrong-owner")
            />
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
