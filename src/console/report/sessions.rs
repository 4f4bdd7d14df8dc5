//! The sessions, a row each, with what its helper has noted; each row leads to its records of the audit.

use super::api::{Person, Session};
use super::numbers::{moment, time};
use super::words;
use crate::components::surface_words;
use crate::console::table::{Head, cell, first, plain, whole};
use crate::routes::filters::{Filters, Text};
use crate::routes::{ConsolePage, Page};
use crate::t;
use leptos::prelude::*;
use rh_protocol::Redacted;
use rh_protocol::view::Surface;

/// Where they are, in the interface.
pub(super) const BASE: &str = "/report/sessions";

pub(super) static HEADS: [Head; 8] = [
    plain("report-began"),
    plain("report-helper"),
    plain("report-sharer"),
    plain("report-device"),
    plain("report-duration"),
    plain("report-outcome"),
    plain("report-noted"),
    plain("audit"),
];

/// A session.
pub(super) fn row(session: Session) -> AnyView {
    let Session {
        session,
        created_ms,
        started_ms,
        duration_ms,
        shared_ms,
        outcome,
        mode,
        helper,
        sharer,
        device,
        surfaces,
        pauses,
        paused_ms,
        ticket,
        note,
    } = session;
    let records = Filters::default().with(Text::Session, &session).address();
    let records = format!(
        "{}{records}",
        Page::Console(Some(ConsolePage::Audit)).path()
    );
    let ended = outcome.clone();
    let sharer = match sharer {
        Some(sharer) => person(sharer),
        None => view! { <span class="fine">{t!("report-nobody")}</span> }.into_any(),
    };
    let device = device.map(|device| view! { <bdi>{device.name.into_inner()}</bdi> });
    let lasted = started_ms.map(|_| {
        view! {
            <bdi data-testid="duration">{move || time(duration_ms)}</bdi>
            <p class="fine">{t!("report-shared")} " " <bdi>{move || time(shared_ms)}</bdi></p>
            {shared(surfaces)}
            {paused(pauses, paused_ms)}
        }
    });
    let noted = noted(ticket, note, created_ms);
    view! {
        <tr role="row" data-testid="session" data-session=session data-outcome=outcome>
            {first(whole(move || moment(created_ms)))}
            {cell("report-helper", person(helper))}
            {cell("report-sharer", sharer)}
            {cell("report-device", device)}
            {cell("report-duration", lasted)}
            {cell(
                "report-outcome",
                view! {
                    {move || words::outcome(&ended)}
                    <p class="fine">{move || words::mode(&mode)}</p>
                },
            )}
            {cell("report-noted", noted)}
            {cell(
                "audit",
                view! {
                    <a class="table-link" href=records data-testid="to-records">
                        {t!("report-records")}
                        <span class="visually-hidden">" " {move || moment(created_ms)}</span>
                    </a>
                },
            )}
        </tr>
    }
    .into_any()
}

/// The kinds of surface, a line each.
fn shared(surfaces: Vec<Surface>) -> AnyView {
    let lines = surfaces.into_iter().map(|surface| {
        view! { <p class="fine" data-testid="surface">{move || surface_words(surface)}</p> }
    });
    lines.collect_view().into_any()
}

/// How often it was paused, if it was.
fn paused(pauses: u32, paused_ms: u64) -> Option<AnyView> {
    let words = t!("report-paused", count = pauses, time = time(paused_ms));
    (pauses > 0).then(|| view! { <p class="fine" data-testid="pauses">{words}</p> }.into_any())
}

/// The reference to a ticket, and the note, which can be long: it is folded.
fn noted(
    ticket: Option<Redacted<String>>,
    note: Option<Redacted<String>>,
    created_ms: i64,
) -> AnyView {
    let ticket = ticket.map(|ticket| {
        view! { <p><bdi data-testid="ticket">{ticket.into_inner()}</bdi></p> }
    });
    let note = note.map(|note| {
        view! {
            <details class="noted">
                <summary data-testid="note-show">
                    {t!("report-note")}
                    <span class="visually-hidden">" " {move || moment(created_ms)}</span>
                </summary>
                <p dir="auto" data-testid="note">{note.into_inner()}</p>
            </details>
        }
    });
    view! {
        {ticket}
        {note}
    }
    .into_any()
}

/// Somebody by their name; by their account where they had none.
fn person(person: Person) -> AnyView {
    let Person { account, name } = person;
    let name = name.into_inner();
    let shown = if name.is_empty() {
        account.clone()
    } else {
        name
    };
    view! { <bdi data-account=account>{shown}</bdi> }.into_any()
}
