//! The records of the audit, a row each.

use super::answers::Answers;
use super::api::{Record, RecordsPage};
use super::fields::moment;
use super::words;
use crate::routes::filters::{Filters, Text};
use crate::routes::{ConsolePage, Page};
use crate::t;
use leptos::prelude::*;

/// The table and its pages.
#[component]
pub(super) fn Records(records: Answers<RecordsPage>) -> impl IntoView {
    view! {
        {records.view(table)}
        {records.pager()}
    }
    .into_any()
}

fn table(page: &RecordsPage) -> AnyView {
    if page.records.is_empty() {
        return view! { <p data-testid="records-none">{t!("audit-none")}</p> }.into_any();
    }
    let rows = page.records.iter().cloned();
    let rows = rows.map(|record| view! { <Row record /> });
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t!("audit-records")>
            <table class="rows" data-testid="records">
                <thead>
                    <tr>
                        <th scope="col">{t!("audit-number")}</th>
                        <th scope="col">{t!("audit-when")}</th>
                        <th scope="col">{t!("audit-kind")}</th>
                        <th scope="col">{t!("audit-actor")}</th>
                        <th scope="col">{t!("audit-session")}</th>
                        <th scope="col">{t!("audit-details")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(record: Record) -> impl IntoView {
    let details = record.details().into_iter().map(|(name, value)| {
        view! { <li><span class="fine">{name}</span> " " <bdi>{value}</bdi></li> }
    });
    let details = details.collect_view();
    let Record {
        seq,
        at_ms,
        session,
        actor,
        name,
        kind,
        ..
    } = record;
    let what = kind.clone();
    let actor = actor.map(|actor| {
        let known = name.map(|name| name.into_inner());
        let account = known.is_some().then(|| actor.clone());
        let account = account.map(|account| view! { <p class="fine"><bdi>{account}</bdi></p> });
        let theirs = those(Text::Actor, &actor);
        let shown = known.unwrap_or(actor);
        view! {
            <a href=theirs data-testid="to-actor"><bdi>{shown}</bdi></a>
            {account}
        }
    });
    let session = session.map(|session| {
        let its = those(Text::Session, &session);
        view! { <a href=its data-testid="to-session"><bdi>{session}</bdi></a> }
    });
    view! {
        <tr data-testid="record" data-kind=kind>
            <td><bdi>{seq.to_string()}</bdi></td>
            <td>{move || moment(at_ms)}</td>
            <td>{move || words::kind(&what)}</td>
            <td>{actor}</td>
            <td>{session}</td>
            <td><ul class="details">{details}</ul></td>
        </tr>
    }
    .into_any()
}

/// The records that have the same.
fn those(text: Text, value: &str) -> String {
    let page = Page::Console(Some(ConsolePage::Audit)).path();
    format!("{page}{}", Filters::default().with(text, value).address())
}
