//! The people: searched, page by page.

use super::Directory;
use super::api::Person;
use super::head::DirectoryHead;
use crate::components::{Card, Icon, Sign};
use crate::console::lists::Query;
use crate::console::lists::filters::{Filters, Found};
use crate::console::table::{Head, Table, cell, first, plain};
use crate::i18n;
use crate::routes::{ConsolePage, ConsolePlace};
use crate::t;
use leptos::prelude::*;

static HEADS: [Head; 4] = [
    plain("person-name"),
    plain("person-email"),
    plain("person-title"),
    plain("person-account"),
];

/// What a list of people can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    search: String,
}

impl Query for Asked {
    fn parts(&self) -> Vec<(&'static str, &str)> {
        vec![("search", self.search.trim())]
    }
}

/// The list, and its search.
#[component]
pub(super) fn People(directory: Directory) -> impl IntoView {
    let list = directory.people;
    view! {
        <DirectoryHead directory here=ConsolePlace::Page(ConsolePage::Directory) title="people" />
        <Card wide=true>
            <div class="console-head">
                <h2 id="people" tabindex="-1">{t!("people-list")}</h2>
                <Show when=move || directory.editable()>
                    <a class="button" data-testid="new-person" href=ConsolePlace::Person(None).path()>
                        {t!("person-new")}
                    </a>
                </Show>
            </div>
            <Filters
                label=t!("people-search")
                hint=t!("people-search-hint")
                value=Signal::derive(move || list.with(|asked| asked.search.clone()))
                on_input=move |text| list.change(|asked| asked.search = text)
            />
            <Found
                pages=list.pages()
                answered=Signal::derive(move || list.answered())
                problem=list.problem()
                again=move |()| list.again()
            >
                <Table label=t!("people-list") heads=&HEADS busy=list.busy() test_id="people">
                    {move || list.rows().into_iter().map(row).collect_view()}
                </Table>
            </Found>
        </Card>
    }
    .into_any()
}

fn row(person: Person) -> AnyView {
    let place = ConsolePlace::Person(Some(person.id.clone())).path();
    let text = |text: Option<String>| view! { <bdi>{text.unwrap_or_default()}</bdi> };
    view! {
        <tr role="row" data-testid="person" data-id=person.id>
            {first(view! { <a href=place><bdi>{person.name}</bdi></a> })}
            {cell("person-email", text(person.email))}
            {cell("person-title", text(person.title))}
            {cell("person-account", account(person.enabled))}
        </tr>
    }
    .into_any()
}

/// Whether an account may be used, by word and sign.
pub(super) fn account(enabled: bool) -> AnyView {
    let (name, sign) = if enabled {
        ("account-enabled", Sign::Tick)
    } else {
        ("account-disabled", Sign::Outside)
    };
    view! {
        <span class="state-mark" data-enabled=enabled.to_string()>
            <Icon sign />
            <span>{i18n::message(name)}</span>
        </span>
    }
    .into_any()
}
