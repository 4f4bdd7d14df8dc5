//! The devices that the directory knows: finding one, starting a session for it, enrolling browsers on it.

mod api;
mod draft;
mod enrol;
mod form;
mod keys;
mod list;
mod page;

use super::confirm::{Confirm, Question};
use super::directory::api::About;
use super::lists::Listing;
use super::lists::chosen::Chosen;
use super::load::Loaded;
use super::opened::insist;
use crate::auth::{Auth, use_auth};
use crate::platform::http::Only;
use crate::routes::filters::Text;
use crate::routes::{ConsolePage, ConsolePlace};
use api::Device;
use form::DeviceForm;
use leptos::prelude::*;
use list::List;
use page::DevicePage;
use rh_access::Permission;
use rh_protocol::ErrorBody;

/// Where devices are, in the interface.
pub(super) const BASE: &str = "/directory/devices";

/// The list, as it was last looked at, and who keeps the directory. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Devices {
    chosen: Chosen,
    list: Listing<Device>,
    about: Loaded<About>,
    question: RwSignal<Option<Question>>,
    auth: Auth,
}

impl Devices {
    /// Whether the person may change devices, and the directory can be changed here. Tracked.
    fn editable(self) -> bool {
        let editable = self.about.get().is_some_and(|about| about.editable);
        editable && self.updates()
    }

    /// Whether the person may change devices and enrol browsers. Tracked.
    fn updates(self) -> bool {
        self.auth.may(Permission::DevicesUpdate)
    }
}

/// Puts a device into a group, or takes it out of it.
pub(super) async fn regroup(device: &str, group: &str, within: bool) -> Result<(), ErrorBody> {
    insist(async || {
        let now = api::device(device).await?;
        let body = draft::regrouped(&now, group, within);
        api::save(device, &Only::Same(now.tag), &body).await
    })
    .await
}

/// The page. The list stays as it is while a device is looked at.
#[component]
pub(super) fn DevicesPage(place: Memo<Option<ConsolePlace>>) -> impl IntoView {
    let chosen = Chosen::new(ConsolePage::Devices, &Text::OF_DEVICES);
    let devices = Devices {
        chosen,
        list: Listing::new(BASE, chosen.asked()),
        about: Loaded::new(super::directory::api::about),
        question: RwSignal::new(None),
        auth: use_auth(),
    };
    view! {
        {move || match place.get() {
            Some(ConsolePlace::Device(id)) => view! { <DevicePage devices id /> }.into_any(),
            Some(ConsolePlace::DeviceForm(id)) => view! { <DeviceForm devices id /> }.into_any(),
            _ => view! { <List devices /> }.into_any(),
        }}
        <Confirm question=devices.question />
    }
    .into_any()
}
