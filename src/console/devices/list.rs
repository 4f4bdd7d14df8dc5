//! The devices: searched, filtered, sorted, page by page.

use super::Devices;
use super::api::Device;
use crate::components::{Card, StepHeading};
use crate::console::choose::{Choose, worded};
use crate::console::device_state::{PLATFORMS, STATES, mark, platform};
use crate::console::lists::filters::Search;
use crate::console::lists::found::Found;
use crate::console::table::{Head, Sorting, cell, falling, first, plain, sorted, whole};
use crate::i18n;
use crate::routes::ConsolePlace;
use crate::routes::filters::{Filters, Text};
use crate::t;
use leptos::prelude::*;

static HEADS: [Head; 5] = [
    sorted("device-name", "name"),
    sorted("device-owner", "owner"),
    sorted("device-state", "compliance"),
    plain("device-platform"),
    falling("device-seen", "last-seen"),
];

/// By which column the list is sorted if nothing else is chosen, as the broker does by itself.
const FIRST: &str = "name";

/// By which column it is sorted.
fn order(chosen: &str) -> &str {
    if chosen.is_empty() { FIRST } else { chosen }
}

/// The head of a column is pressed: sorted by it, and the second time the other way round.
fn press(filters: &mut Filters, head: &str) {
    let again = order(filters.text(Text::Order)) == head;
    let reverse = again && filters.text(Text::Reverse).is_empty();
    filters.put(Text::Order, if head == FIRST { "" } else { head });
    filters.put(Text::Reverse, if reverse { "true" } else { "" });
}

/// The list, and its filters.
#[component]
pub(super) fn List(devices: Devices) -> impl IntoView {
    let chosen = devices.chosen;
    let (by, reverse) = (chosen.text(Text::Order), chosen.text(Text::Reverse));
    let sorting = Sorting {
        order: Signal::derive(move || by.with(|by| order(by).to_owned())),
        reverse: Signal::derive(move || reverse.with(|reverse| !reverse.is_empty())),
        press: Callback::new(move |head| chosen.change(|filters| press(filters, head))),
    };
    let put = move |text| move |value: String| chosen.change(|filters| filters.put(text, &value));
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
            <Search
                label=t!("devices-search")
                hint=t!("devices-search-hint")
                value=chosen.text(Text::Search)
                on_input=move |text: String| chosen.soon(Text::Search, &text)
            >
                <Choose
                    id="filter-state"
                    label=t!("device-state")
                    any="filter-any"
                    of=worded(STATES)
                    value=chosen.text(Text::Compliance)
                    on_change=put(Text::Compliance)
                />
                <Choose
                    id="filter-platform"
                    label=t!("device-platform")
                    any="filter-any"
                    of=worded(PLATFORMS)
                    value=chosen.text(Text::Platform)
                    on_change=put(Text::Platform)
                />
            </Search>
            <Found
                list=devices.list
                label=t!("devices-title")
                heads=&HEADS
                sorting
                test_id="devices"
                row
            />
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
            {cell("device-seen", whole(move || seen(last_seen_ms)))}
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
        let mut filters = Filters::default();
        let mut pressed = |head| {
            press(&mut filters, head);
            filters.asked()
        };
        assert_eq!(pressed("name"), "?reverse=true");
        assert_eq!(pressed("owner"), "?order=owner");
        assert_eq!(pressed("owner"), "?order=owner&reverse=true");
        assert_eq!(pressed("owner"), "?order=owner");
        assert_eq!(pressed("name"), "");
    }
}
