//! The groups, of people and of devices.

use super::Directory;
use super::api::{self, Group};
use super::head::DirectoryHead;
use crate::components::Card;
use crate::console::lists::filters::Search;
use crate::console::load::{Asking, Loaded};
use crate::console::table::{Head, Table, cell, first, plain};
use crate::i18n;
use crate::routes::ConsolePlace;
use crate::t;
use leptos::prelude::*;

/// How many are shown before the rest is counted: who looks for others types a part of their names.
const SHOWN: usize = 200;

static HEADS: [Head; 2] = [plain("group-name"), plain("group-kind")];

/// The list.
#[component]
pub(super) fn Groups(directory: Directory) -> impl IntoView {
    let loaded = Loaded::new(|| Box::pin(api::all_groups()) as Asking<Vec<Group>>);
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let search = search.get().trim().to_lowercase();
        let all = loaded.get();
        let all = all.iter().flat_map(|all| all.iter());
        let found = all.filter(|group| group.name.to_lowercase().contains(&search));
        found.cloned().collect::<Vec<Group>>()
    });
    let count = move || {
        let count = found.with(|found| u32::try_from(found.len()).unwrap_or(u32::MAX));
        i18n::text("groups-count", &[("count", count.into())])
    };
    let rest = move || {
        let rest = found.with(|found| found.len().saturating_sub(SHOWN));
        let rest = u32::try_from(rest).unwrap_or(u32::MAX);
        (rest > 0).then(|| {
            let words = move || i18n::text("more-names", &[("count", rest.into())]);
            view! { <p class="fine">{words}</p> }
        })
    };
    view! {
        <DirectoryHead directory here=ConsolePlace::Groups title="groups" />
        <Card wide=true>
            <div class="console-head">
                <h2 id="groups" tabindex="-1">{t!("groups-list")}</h2>
                <Show when=move || directory.editable()>
                    <a class="button" data-testid="new-group" href=ConsolePlace::Group(None).path()>
                        {t!("group-new")}
                    </a>
                </Show>
            </div>
            <p class="fine">{t!("groups-lead")}</p>
            <Search
                label=t!("groups-search")
                hint=t!("groups-search-hint")
                value=search
                on_input=move |text| search.set(text)
            />
            {loaded.view(move |_| {
                view! {
                    <p role="status" data-testid="groups-count">{count}</p>
                    <Table label=t!("groups-list") heads=&HEADS test_id="groups">
                        {move || {
                            let found = found.get().into_iter().take(SHOWN);
                            found.map(row).collect_view()
                        }}
                    </Table>
                    {rest}
                }
                .into_any()
            })}
        </Card>
    }
    .into_any()
}

fn row(group: Group) -> AnyView {
    let place = ConsolePlace::Group(Some(group.id.clone())).path();
    view! {
        <tr role="row" data-testid="group" data-id=group.id>
            {first(view! { <a href=place><bdi>{group.name}</bdi></a> })}
            {cell("group-kind", i18n::message(kind(&group.kind)))}
        </tr>
    }
    .into_any()
}

/// The message for what a group is made of.
pub(super) fn kind(word: &str) -> &'static str {
    match word {
        "devices" => "group-of-devices",
        _ => "group-of-people",
    }
}
