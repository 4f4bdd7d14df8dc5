//! Who or what is in a group, page by page. Each is put in and taken out for itself: a group may have more members than fit
//! on a page, and somebody else may be changing others.

use super::api;
use super::draft::regrouped;
use super::{Directory, PEOPLE};
use crate::components::{Button, ButtonKind, Card, ErrorBox, Live};
use crate::console::devices;
use crate::console::lists::Listing;
use crate::console::lists::found::Found;
use crate::console::opened::insist;
use crate::console::pick::{One, Pick};
use crate::console::table::{Head, cell, first, plain};
use crate::i18n;
use crate::platform::http::Only;
use crate::platform::{document, spawn, timer};
use crate::routes::{ConsolePlace, filters};
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;

/// The heading, for the focus after one of them is gone.
const HEADING: &str = "members";

static HEADS: [Head; 2] = [plain("member"), plain("actions")];
static HEADS_READ: [Head; 1] = [plain("member")];

/// What is done with a member. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Changing {
    directory: Directory,
    group: StoredValue<String>,
    of_devices: bool,
    list: Listing<One>,
    error: RwSignal<Option<ErrorBody>>,
    live: Live,
}

impl Changing {
    /// Puts somebody or something in, or takes them out.
    fn put(self, one: One, within: bool) {
        let group = self.group.get_value();
        self.error.set(None);
        spawn(async move {
            let told = if self.of_devices {
                devices::regroup(&one.id, &group, within).await
            } else {
                regroup(&one.id, &group, within).await
            };
            match told {
                Ok(()) => {
                    self.list.again();
                    let said = if within { "member-added" } else { "removed" };
                    self.live.say(untrack(|| i18n::text(said, &[])));
                    if !within {
                        // What was pressed goes with its row.
                        timer::sleep(0).await;
                        document::focus(HEADING);
                    }
                }
                Err(refused) => {
                    if !self.directory.auth.expired(&refused) {
                        self.error.try_set(Some(refused));
                    }
                }
            }
        });
    }
}

async fn regroup(person: &str, group: &str, within: bool) -> Result<(), ErrorBody> {
    insist(async || {
        let now = api::person(person).await?;
        let body = regrouped(&now, group, within);
        api::save_person(person, &Only::Same(now.tag), &body).await
    })
    .await
}

/// The list, and the field that adds to it.
#[component]
pub(super) fn Members(directory: Directory, id: String, of_devices: bool) -> impl IntoView {
    let base = if of_devices { devices::BASE } else { PEOPLE };
    let mut asked = String::new();
    filters::push(&mut asked, "group", &id);
    let list = Listing::new(base, Signal::stored(asked));
    let changing = Changing {
        directory,
        group: StoredValue::new(id),
        of_devices,
        list,
        error: RwSignal::new(None),
        live: Live::expect(),
    };
    let (label, hint) = if of_devices {
        ("member-find-device", "devices-search-hint")
    } else {
        ("member-find-person", "people-search-hint")
    };
    // Who is in a group of devices is told with the device.
    let editable = untrack(|| match of_devices {
        true => directory.devices_editable(),
        false => directory.editable(),
    });
    let heads: &'static [Head] = if editable { &HEADS } else { &HEADS_READ };
    let add = editable.then(|| {
        view! {
            <Pick
                id="member-find"
                label=i18n::message(label)
                hint=i18n::message(hint)
                base
                on_pick=move |one| changing.put(one, true)
            />
        }
    });
    view! {
        <Card wide=true>
            <h2 id=HEADING tabindex="-1">{t!("group-members")}</h2>
            {add}
            <ErrorBox error=changing.error />
            <Found
                list
                label=t!("group-members")
                heads
                test_id="members"
                row=move |one| row(changing, one, editable)
            />
        </Card>
    }
    .into_any()
}

fn row(changing: Changing, one: One, editable: bool) -> AnyView {
    let id = Some(one.id.clone());
    let place = if changing.of_devices {
        ConsolePlace::Device(one.id.clone())
    } else {
        ConsolePlace::Person(id)
    };
    let name = one.name.clone();
    let about = Signal::stored(one.name.clone());
    let test = one.id.clone();
    let out = editable.then(|| {
        let press = move |()| changing.put(one.clone(), false);
        cell(
            "actions",
            view! {
                <Button
                    kind=ButtonKind::Quiet
                    label=t!("member-remove")
                    about
                    test_id="member-remove"
                    on_press=press
                />
            },
        )
    });
    view! {
        <tr role="row" data-testid="member" data-id=test>
            {first(view! { <a href=place.path()><bdi>{name}</bdi></a> })}
            {out}
        </tr>
    }
    .into_any()
}
