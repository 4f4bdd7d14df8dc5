//! The devices: searched, filtered, sorted, page by page.

use super::Devices;
use super::api::Device;
use crate::components::{Card, StepHeading};
use crate::console::choose::Choose;
use crate::console::device_state::{PLATFORMS, STATES, mark, platform};
use crate::console::lists::Query;
use crate::console::lists::filters::{Filters, Found};
use crate::console::table::{Head, Sorting, Table, cell, falling, first, plain, sorted};
use crate::i18n;
use crate::routes::ConsolePlace;
use crate::t;
use leptos::prelude::*;

static HEADS: [Head; 5] = [
    sorted("device-name", "name"),
    sorted("device-owner", "owner"),
    sorted("device-state", "compliance"),
    plain("device-platform"),
    falling("device-seen", "last-seen"),
];

/// What a list of devices can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    search: String,
    compliance: String,
    platform: String,
    order: String,
    reverse: bool,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            search: String::new(),
            compliance: String::new(),
            platform: String::new(),
            order: "name".to_owned(),
            reverse: false,
        }
    }
}

impl Query for Asked {
    fn parts(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("search", self.search.trim()),
            ("compliance", &self.compliance),
            ("platform", &self.platform),
            ("order", &self.order),
            ("reverse", if self.reverse { "true" } else { "" }),
        ]
    }
}

impl Asked {
    /// The head of a column is pressed: sorted by it, and the second time the other way round.
    fn press(&mut self, order: &str) {
        self.reverse = self.order == order && !self.reverse;
        order.clone_into(&mut self.order);
    }
}

/// The list, and its filters.
#[component]
pub(super) fn List(devices: Devices) -> impl IntoView {
    let list = devices.list;
    let sorting = Sorting {
        order: Signal::derive(move || list.with(|asked| asked.order.clone())),
        reverse: Signal::derive(move || list.with(|asked| asked.reverse)),
        press: Callback::new(move |order: &'static str| list.change(|asked| asked.press(order))),
    };
    view! {
        <Card wide=true>
            <div class="console-head">
                <StepHeading text=t!("devices-title") />
                <Show when=move || devices.editable()>
                    <a class="button" data-testid="new-device" href=ConsolePlace::DeviceForm(None).path()>
                        {t!("device-new")}
                    </a>
                </Show>
            </div>
            <p class="lead">{t!("devices-lead")}</p>
            <Filters
                label=t!("devices-search")
                hint=t!("devices-search-hint")
                value=Signal::derive(move || list.with(|asked| asked.search.clone()))
                on_input=move |text| list.change(|asked| asked.search = text)
            >
                <Choose
                    id="filter-state"
                    label=t!("device-state")
                    any="filter-any"
                    choices=STATES
                    value=Signal::derive(move || list.with(|asked| asked.compliance.clone()))
                    on_change=move |chosen| list.change(|asked| asked.compliance = chosen)
                />
                <Choose
                    id="filter-platform"
                    label=t!("device-platform")
                    any="filter-any"
                    choices=PLATFORMS
                    value=Signal::derive(move || list.with(|asked| asked.platform.clone()))
                    on_change=move |chosen| list.change(|asked| asked.platform = chosen)
                />
            </Filters>
            <Found
                pages=list.pages()
                answered=Signal::derive(move || list.answered())
                problem=list.problem()
                again=move |()| list.again()
            >
                <Table
                    label=t!("devices-title")
                    heads=&HEADS
                    sorting
                    busy=list.busy()
                    test_id="devices"
                >
                    {move || list.rows().into_iter().map(row).collect_view()}
                </Table>
            </Found>
        </Card>
    }
    .into_any()
}

fn row(device: Device) -> AnyView {
    let Device {
        id,
        name,
        owner,
        platform: system,
        compliance,
        last_seen_ms,
        ..
    } = device;
    let place = ConsolePlace::Device(id.clone()).path();
    let owner = match owner {
        Some(owner) => view! { <bdi>{owner.called()}</bdi> }.into_any(),
        None => view! { <span class="fine">{t!("device-nobody")}</span> }.into_any(),
    };
    view! {
        <tr role="row" data-testid="device" data-id=id>
            {first(view! { <a href=place><bdi>{name}</bdi></a> })}
            {cell("device-owner", owner)}
            {cell("device-state", mark(&compliance))}
            {cell("device-platform", i18n::message(platform(&system)))}
            {cell("device-seen", move || seen(last_seen_ms))}
        </tr>
    }
    .into_any()
}

/// When the directory heard of it last. Tracked.
pub(super) fn seen(last_seen_ms: Option<u64>) -> String {
    match last_seen_ms {
        Some(at_ms) => i18n::date_time(at_ms),
        None => i18n::text("device-never", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressing_a_head_again_turns_the_order_round() {
        let mut asked = Asked::default();
        asked.press("name");
        assert!(asked.reverse);
        asked.press("owner");
        assert_eq!((asked.order.as_str(), asked.reverse), ("owner", false));
        asked.press("owner");
        asked.press("owner");
        assert!(!asked.reverse);
    }

    #[test]
    fn what_is_chosen_is_asked() {
        let asked = Asked {
            search: " lap ".to_owned(),
            compliance: "unknown".to_owned(),
            reverse: true,
            ..Asked::default()
        };
        let parts: Vec<_> = asked.parts();
        assert!(parts.contains(&("search", "lap")) && parts.contains(&("reverse", "true")));
        assert!(parts.contains(&("compliance", "unknown")) && parts.contains(&("platform", "")));
    }
}
