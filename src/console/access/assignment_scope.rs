//! Over whom and what an assignment is.

use super::draft::{AssignmentDraft, Over};
use crate::console::fields::{Choice, Entry, Takes, Tick};
use crate::t;
use leptos::prelude::*;

/// Over which sharers it is.
#[component]
pub(super) fn Sharers(
    draft: RwSignal<AssignmentDraft>,
    error: Signal<Option<String>>,
) -> impl IntoView {
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

/// Over which devices it is.
#[component]
pub(super) fn Devices(draft: RwSignal<AssignmentDraft>) -> impl IntoView {
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
