//! The records of the audit, a row each.

use super::api::Record;
use super::numbers::moment;
use super::words;
use crate::console::table::{Head, cell, first, plain, whole};
use crate::routes::filters::{Filters, Text};
use crate::routes::{ConsolePage, Page};
use leptos::prelude::*;

pub(super) static HEADS: [Head; 6] = [
    plain("audit-number"),
    plain("audit-when"),
    plain("audit-kind"),
    plain("audit-actor"),
    plain("audit-session"),
    plain("audit-details"),
];

/// A record.
pub(super) fn row(record: Record) -> AnyView {
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
        <tr role="row" data-testid="record" data-kind=kind>
            {first(view! { <bdi>{seq.to_string()}</bdi> })}
            {cell("audit-when", whole(move || moment(at_ms)))}
            {cell("audit-kind", move || words::kind(&what))}
            {cell("audit-actor", actor)}
            {cell("audit-session", session)}
            {cell("audit-details", view! { <ul class="details">{details}</ul> })}
        </tr>
    }
    .into_any()
}

/// The records that have the same.
fn those(text: Text, value: &str) -> String {
    let page = Page::Console(Some(ConsolePage::Audit)).path();
    format!("{page}{}", Filters::default().with(text, value).address())
}
