//! The people: searched, page by page.

use super::Directory;
use super::api::Person;
use super::head::DirectoryHead;
use crate::components::{Card, Icon, Sign};
use crate::console::lists::filters::Search;
use crate::console::lists::found::Found;
use crate::console::table::{Head, cell, first, plain};
use crate::i18n;
use crate::routes::filters::Text;
use crate::routes::{ConsolePage, ConsolePlace};
use crate::t;
use leptos::prelude::*;

static HEADS: [Head; 4] = [
    plain("person-name"),
    plain("person-email"),
    plain("person-title"),
    plain("person-account"),
];

/// The list, and its search.
#[component]
pub(super) fn People(directory: Directory) -> impl IntoView {
    let chosen = directory.chosen;
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
            <Search
                label=t!("people-search")
                hint=t!("people-search-hint")
                value=chosen.text(Text::Search)
                on_input=move |text: String| chosen.soon(Text::Search, &text)
            />
            <Found
                list=directory.people
                label=t!("people-list")
                heads=&HEADS
                test_id="people"
                row
            />
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
