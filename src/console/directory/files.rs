//! Files of all that the directory holds: brought in, and taken out.

use super::Directory;
use super::api;
use super::head::DirectoryHead;
use super::import::Import;
use crate::components::Card;
use crate::i18n;
use crate::routes::ConsolePlace;
use crate::t;
use leptos::prelude::*;

/// What there are files of, with the messages for their names. Groups first: the others name them.
pub(super) static KINDS: [(&str, &str); 3] = [
    ("groups", "files-groups"),
    ("people", "files-people"),
    ("devices", "files-devices"),
];

/// What somebody can import who may not change people and groups.
pub(super) static DEVICES: [(&str, &str); 1] = [("devices", "files-devices")];

/// The page.
#[component]
pub(super) fn Files(directory: Directory) -> impl IntoView {
    let editable = move || directory.devices_editable();
    let export = || {
        let links = KINDS.iter().map(|&(kind, name)| {
            view! {
                <a class="button" data-testid=format!("export-{kind}") href=api::export(kind) download="">
                    {i18n::message(name)}
                </a>
            }
        });
        links.collect_view()
    };
    view! {
        <DirectoryHead directory here=ConsolePlace::Files title="files" />
        <Show when=editable fallback=ReadOnly>
            <Import directory />
        </Show>
        <Show when=editable>
            <Card wide=true>
                <h2>{t!("export")}</h2>
                <p class="fine">{t!("export-lead")}</p>
                <div class="actions">{export()}</div>
            </Card>
        </Show>
    }
    .into_any()
}

#[component]
fn ReadOnly() -> impl IntoView {
    view! { <Card wide=true><p data-testid="read-only">{t!("files-read-only")}</p></Card> }
        .into_any()
}
