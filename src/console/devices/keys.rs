//! The browsers that are enrolled on a device, and revoking one.

use super::Devices;
use super::api::{self, Key, Keys};
use crate::components::{Button, ButtonKind, Card};
use crate::console::confirm::{Question, Words};
use crate::console::load::{Asking, Loaded};
use crate::console::table::{Head, Table, cell, first, plain, whole};
use crate::i18n;
use crate::t;
use leptos::prelude::*;

/// The heading, for the focus after one of them is gone.
const HEADING: &str = "browsers";

static HEADS: [Head; 4] = [
    plain("browser-who"),
    plain("browser-since"),
    plain("browser-used"),
    plain("actions"),
];

const REVOKE: Words = Words {
    title: "browser-revoke-title",
    body: "browser-revoke-body",
    confirm: "browser-revoke",
    said: "browser-revoked",
};

/// The list. Its children stand between what it is about and the rows.
#[component]
pub(super) fn EnrolledBrowsers(
    devices: Devices,
    id: StoredValue<String>,
    keys: Loaded<Keys>,
    children: Children,
) -> impl IntoView {
    let revoke = Callback::new(move |key: Key| {
        let (device, name) = (id.get_value(), who(&key));
        let act = move || {
            let (device, key) = (device.clone(), key.id.clone());
            let asking: Asking<()> = Box::pin(async move { api::revoke(&device, &key).await });
            asking
        };
        let done = Callback::new(move |()| keys.again());
        let question = Question::new(REVOKE, name, act, done, HEADING);
        devices.question.set(Some(question));
    });
    let updates = Signal::derive(move || devices.updates());
    let rows = move || {
        let found = keys.get();
        let found: Vec<Key> = found.iter().flat_map(|found| found.keys.clone()).collect();
        if found.is_empty() {
            return view! { <p class="fine" data-testid="browsers-none">{t!("browsers-none")}</p> }
                .into_any();
        }
        let rows = found.into_iter().map(|key| row(key, updates, revoke));
        let rows = rows.collect_view();
        view! {
            <Table label=t!("browsers") heads=&HEADS test_id="browsers">
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <Card wide=true>
            <h2 id=HEADING tabindex="-1">{t!("browsers")}</h2>
            <p class="fine">{t!("browsers-lead")}</p>
            {children()}
            {keys.view(move |_| rows.into_any())}
        </Card>
    }
    .into_any()
}

fn row(key: Key, updates: Signal<bool>, revoke: Callback<Key>) -> AnyView {
    let name = who(&key);
    let about = Signal::stored(name.clone());
    let email = key.person.as_ref().and_then(|person| person.email.clone());
    let email = email.map(|email| view! { <br /> <bdi class="fine">{email}</bdi> });
    let renewed = key
        .renewed
        .then(|| view! { <br /> <span class="fine">{t!("browser-renewed")}</span> });
    let (enrolled_ms, used_ms, id) = (key.enrolled_ms, key.used_ms, key.id.clone());
    let used = move || match used_ms {
        Some(at_ms) => i18n::date_time(at_ms),
        None => i18n::text("browser-never", &[]),
    };
    let key = StoredValue::new(key);
    view! {
        <tr role="row" data-testid="browser" data-key=id>
            {first(view! { <bdi>{name}</bdi> {email} })}
            {cell("browser-since", view! { {whole(move || i18n::date_time(enrolled_ms))} {renewed} })}
            {cell("browser-used", whole(used))}
            {cell(
                "actions",
                view! {
                    <Show when=move || updates.get()>
                        <Button
                            kind=ButtonKind::Danger
                            label=t!("browser-revoke")
                            about
                            test_id="browser-revoke"
                            on_press=move |()| revoke.run(key.get_value())
                        />
                    </Show>
                },
            )}
        </tr>
    }
    .into_any()
}

/// Who enrolled it; its id where nobody can be named any more.
fn who(key: &Key) -> String {
    let person = key.person.as_ref();
    person.map_or_else(|| key.id.clone(), |person| person.name.clone())
}
