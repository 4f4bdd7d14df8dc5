//! The last sessions of a device or a person, where one looks at that, and the way to all of them.

use super::api::Session;
use super::sessions::{BASE, HEADS, row};
use crate::auth::use_auth;
use crate::components::Card;
use crate::console::lists::{Rows, path};
use crate::console::load::{Asking, Loaded};
use crate::console::table::Table;
use crate::i18n;
use crate::platform::http;
use crate::routes::filters::{Filters, Text};
use crate::routes::{ConsolePage, Page};
use crate::t;
use leptos::prelude::*;
use rh_access::Permission;

/// How many are shown.
const MOST: u32 = 5;

/// The sessions, for whoever may read the report; nothing for others.
#[component]
pub(in crate::console) fn Recent(
    /// The message with the heading.
    title: &'static str,
    /// By what they are found.
    by: Text,
    /// What stands there.
    value: String,
) -> impl IntoView {
    let auth = use_auth();
    if !untrack(|| auth.may(Permission::AuditRead)) {
        return ().into_any();
    }
    let filters = Filters::default().with(by, &value);
    let all = format!(
        "{}{}",
        Page::Console(Some(ConsolePage::Report)).path(),
        filters.address()
    );
    let asked = filters.asked();
    let loaded = Loaded::new(move || {
        let path = path(BASE, &asked, MOST, None);
        Box::pin(async move { http::get::<Rows<Session>>(&path).await }) as Asking<_>
    });
    loaded.view(move |found| {
        let body = body(title, &found, &all);
        view! {
            <Card wide=true>
                <h2>{i18n::message(title)}</h2>
                {body}
            </Card>
        }
        .into_any()
    })
}

fn body(title: &'static str, found: &Rows<Session>, all: &str) -> AnyView {
    if found.rows.is_empty() {
        return view! { <p class="fine" data-testid="recent-none">{t!("recent-none")}</p> }
            .into_any();
    }
    let rows = found.rows.iter().cloned().map(row).collect_view();
    let all = all.to_owned();
    view! {
        <Table label=i18n::message(title) heads=&HEADS test_id="recent">
            {rows}
        </Table>
        <p><a href=all data-testid="recent-all">{t!("recent-all")}</a></p>
    }
    .into_any()
}
