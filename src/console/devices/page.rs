//! One device: what the directory knows of it, and what can be done with it.

use super::Devices;
use super::api::{self, Device};
use super::enrol::Enrol;
use super::keys::EnrolledBrowsers;
use super::list::seen;
use crate::components::{Button, ButtonKind, Card, ErrorBox, StepHeading};
use crate::console::confirm::{Question, Words};
use crate::console::device_state::{mark, platform};
use crate::console::group_ticks::links;
use crate::console::lists::pager::age;
use crate::console::load::{Asking, Loaded};
use crate::console::opened::is_overtaken;
use crate::console::report::Recent;
use crate::i18n;
use crate::platform::spawn;
use crate::routes::filters::Text;
use crate::routes::{ConsolePlace, Page};
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rh_protocol::{ErrorBody, Role};

const REMOVE: Words = Words {
    title: "device-remove-title",
    body: "device-remove-body",
    confirm: "remove",
    said: "removed",
};

/// The page of one device.
#[component]
pub(super) fn DevicePage(devices: Devices, id: String) -> impl IntoView {
    let asked = id.clone();
    let loaded = Loaded::new(move || api::device(&asked));
    let keys = Loaded::new({
        let id = id.clone();
        move || api::keys(&id)
    });
    let id = StoredValue::new(id);
    let back = move || devices.chosen.address();
    view! {
        <p class="console-back"><a href=back data-testid="to-devices-list">{t!("devices-back")}</a></p>
        {loaded.view(move |device| {
            let name = Signal::derive(move || {
                loaded.get().map(|device| device.name.clone()).unwrap_or_default()
            });
            view! {
                <Card wide=true>
                    <div class="console-head">
                        <StepHeading text=name />
                        <Changes devices id=device.id.clone() loaded />
                    </div>
                    {move || loaded.get().map(|device| facts(&device))}
                    <Start devices id />
                </Card>
                <EnrolledBrowsers devices id keys>
                    <Show when=move || devices.updates()>
                        <Enrol id keys />
                    </Show>
                </EnrolledBrowsers>
                <Recent title="recent-on-device" by=Text::Device value=id.get_value() />
            }
            .into_any()
        })}
    }
    .into_any()
}

fn facts(device: &Device) -> AnyView {
    let owner = match &device.owner {
        Some(owner) => {
            let place = ConsolePlace::Person(Some(owner.id.clone())).path();
            view! { <a href=place><bdi>{owner.called()}</bdi></a> }.into_any()
        }
        None => i18n::message("device-nobody").into_any(),
    };
    let reasons = device.reasons.iter().cloned();
    let reasons = reasons.map(|reason| view! { <li><bdi>{reason}</bdi></li> });
    let reasons = reasons.collect_view();
    let reasons = (!device.reasons.is_empty())
        .then(|| view! { <ul class="item-list" data-testid="device-reasons">{reasons}</ul> });
    // What the directory does not tell is not none.
    let groups = match &device.groups {
        Some(groups) => links(groups),
        None => i18n::message("device-groups-unknown").into_any(),
    };
    let (last_seen_ms, age_ms) = (device.last_seen_ms, device.age_ms);
    view! {
        <dl class="facts" data-testid="device-facts">
            <dt>{t!("device-state")}</dt>
            <dd>{mark(&device.compliance)} {reasons}</dd>
            <dt>{t!("device-owner")}</dt>
            <dd>{owner}</dd>
            <dt>{t!("device-platform")}</dt>
            <dd>{i18n::message(platform(&device.platform))}</dd>
            <dt>{t!("device-seen")}</dt>
            <dd>{move || seen(last_seen_ms)}</dd>
            <dt>{t!("groups")}</dt>
            <dd>{groups}</dd>
            <dt>{t!("device-id")}</dt>
            <dd><bdi dir="ltr">{device.id.clone()}</bdi></dd>
        </dl>
        <p class="fine" data-testid="answer-age">{move || age(age_ms)}</p>
    }
    .into_any()
}

/// Edit and remove, where the directory can be changed here.
#[component]
fn Changes(devices: Devices, id: String, loaded: Loaded<Device>) -> impl IntoView {
    let navigate = use_navigate();
    let edit = ConsolePlace::DeviceForm(Some(id)).path();
    let removed = Callback::new(move |()| {
        devices.list.again();
        let list = untrack(|| devices.chosen.address());
        navigate(&list, NavigateOptions::default());
    });
    let ask = move |()| {
        let Some(device) = loaded.get_untracked() else {
            return;
        };
        let act = move || {
            let shown = loaded.get_untracked();
            let asking: Asking<()> = Box::pin(async move {
                let Some(device) = shown else { return Ok(()) };
                let told = api::remove(&device.id, &device.tag).await;
                // Shown as it is now: who asks again means that.
                if told.as_ref().is_err_and(is_overtaken) {
                    loaded.again();
                }
                told
            });
            asking
        };
        let name = device.name.clone();
        let question = Question::new(REMOVE, name, act, removed, "search");
        devices.question.set(Some(question));
    };
    let edit = StoredValue::new(edit);
    view! {
        <Show when=move || devices.editable()>
            <div class="item-ways">
                <a class="button" data-testid="edit" href=edit.get_value()>{t!("edit")}</a>
                <Button kind=ButtonKind::Quiet label=t!("remove") test_id="remove" on_press=ask />
            </div>
        </Show>
    }
    .into_any()
}

/// *New remote assistance session*, for those who help.
#[component]
fn Start(devices: Devices, id: StoredValue<String>) -> impl IntoView {
    let auth = devices.auth;
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ErrorBody>);
    let navigate = StoredValue::new(use_navigate());
    let start = move |()| {
        busy.set(true);
        error.set(None);
        let (id, navigate) = (id.get_value(), navigate.get_value());
        spawn(async move {
            match api::start(&id).await {
                Ok(session) => navigate(
                    &Page::Session(Role::Helper, session).path(),
                    NavigateOptions::default(),
                ),
                Err(refused) => {
                    if !auth.expired(&refused) {
                        error.try_set(Some(refused));
                    }
                    busy.try_set(false);
                }
            }
        });
    };
    view! {
        <ErrorBox error />
        <Show when=move || auth.helps()>
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("device-start")
                    test_id="device-start"
                    busy
                    on_press=start
                />
            </div>
            <p class="fine">{t!("device-start-hint")}</p>
        </Show>
    }
    .into_any()
}
