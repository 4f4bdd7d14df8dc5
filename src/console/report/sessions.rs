//! The sessions, a row each; each row leads to its records of the audit.

use super::answers::Answers;
use super::api::{Person, Session, SessionsPage};
use super::fields::{moment, time};
use super::words;
use crate::routes::filters::{Filters, Text};
use crate::routes::{ConsolePage, Page};
use crate::t;
use leptos::prelude::*;

/// The table and its pages.
#[component]
pub(super) fn Sessions(sessions: Answers<SessionsPage>) -> impl IntoView {
    view! {
        {sessions.view(table)}
        {sessions.pager()}
    }
    .into_any()
}

fn table(page: &SessionsPage) -> AnyView {
    if page.sessions.is_empty() {
        return view! { <p data-testid="sessions-none">{t!("report-none")}</p> }.into_any();
    }
    let rows = page.sessions.iter().cloned();
    let rows = rows.map(|session| view! { <Row session /> });
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t!("report-sessions")>
            <table class="rows" data-testid="sessions">
                <thead>
                    <tr>
                        <th scope="col">{t!("report-began")}</th>
                        <th scope="col">{t!("report-helper")}</th>
                        <th scope="col">{t!("report-sharer")}</th>
                        <th scope="col">{t!("report-device")}</th>
                        <th scope="col">{t!("report-duration")}</th>
                        <th scope="col">{t!("report-outcome")}</th>
                        <th scope="col">{t!("audit")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(session: Session) -> impl IntoView {
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
        }
    });
    view! {
        <tr data-testid="session" data-session=session data-outcome=outcome>
            <td>{move || moment(created_ms)}</td>
            <td>{person(helper)}</td>
            <td>{sharer}</td>
            <td>{device}</td>
            <td>{lasted}</td>
            <td>
                {move || words::outcome(&ended)}
                <p class="fine">{move || words::mode(&mode)}</p>
            </td>
            <td>
                <a href=records data-testid="to-records">
                    {t!("report-records")}
                    <span class="visually-hidden">" " {move || moment(created_ms)}</span>
                </a>
            </td>
        </tr>
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
