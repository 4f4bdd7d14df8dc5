//! Which sessions the report tells of, and a page of them: those that were created last first.

use super::name_of;
use crate::directory::embedded::paging::{self, Search};
use rh_protocol::{
    Redacted,
    view::{EndReason, Surface},
};
use serde::Serialize;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection, SqlitePool};
use std::{fmt, str::FromStr};

/// Rows on a page, unless asked otherwise.
pub const PAGE: u32 = 50;
/// Most rows on a page.
pub const MOST: u32 = 200;

/// Which sessions. Nothing is set: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Created not before this time, in Unix milliseconds.
    pub from_ms: Option<i64>,
    /// Created before this time.
    pub until_ms: Option<i64>,
    /// The helper's account, or part of their name or address, in any case.
    pub helper: Option<Redacted<String>>,
    /// The same of the sharer.
    pub sharer: Option<Redacted<String>>,
    /// The helper's account is one of these.
    pub helper_is: Option<Vec<String>>,
    /// The same of the sharer.
    pub sharer_is: Option<Vec<String>>,
    /// The device's id, or part of its name.
    pub device: Option<Redacted<String>>,
    /// Ended so.
    pub outcome: Option<EndReason>,
    /// The reference to a ticket, or part of it, in any case.
    pub ticket: Option<Redacted<String>>,
}

impl Filter {
    /// Adds its conditions to a query whose conditions have begun.
    pub(super) fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        if let Some(ms) = self.from_ms {
            query.push(" AND created_ms >= ").push_bind(ms);
        }
        if let Some(ms) = self.until_ms {
            query.push(" AND created_ms < ").push_bind(ms);
        }
        push_text(query, "helper_account", "helper_key", self.helper.as_ref());
        push_text(query, "sharer_account", "sharer_key", self.sharer.as_ref());
        push_accounts(query, "helper_account", self.helper_is.as_deref());
        push_accounts(query, "sharer_account", self.sharer_is.as_deref());
        push_text(query, "device", "device_key", self.device.as_ref());
        if let Some(outcome) = self.outcome {
            query.push(" AND outcome = ").push_bind(name_of(outcome));
        }
        if self.ticket.is_some() {
            query.push(" AND session IN (SELECT id FROM session_notes WHERE 1 = 1");
            push_text(query, "ticket", "ticket_key", self.ticket.as_ref());
            query.push(")");
        }
    }
}

/// Whoever has one of these accounts. None of them: nobody.
fn push_accounts(
    query: &mut QueryBuilder<Sqlite>,
    column: &'static str,
    accounts: Option<&[String]>,
) {
    let Some(accounts) = accounts else { return };
    query.push(format_args!(" AND {column} IN ("));
    let mut list = query.separated(", ");
    for account in accounts {
        list.push_bind(account.clone());
    }
    query.push(")");
}

/// Whoever is called exactly so, or like it.
fn push_text(
    query: &mut QueryBuilder<Sqlite>,
    id: &'static str,
    key: &'static str,
    text: Option<&Redacted<String>>,
) {
    let text = text.map_or("", |text| text.expose().trim());
    match paging::search(Some(text)) {
        Search::All => {}
        Search::Nowhere => {
            query.push(" AND 1 = 0");
        }
        Search::Like(pattern) => {
            query.push(format_args!(" AND ({id} = "));
            query.push_bind(text.to_owned());
            query
                .push(format_args!(" OR {key} LIKE "))
                .push_bind(pattern);
            query.push(r" ESCAPE '\')");
        }
    }
}

/// The last row of a page: `<created_ms>.<session>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(super) created_ms: i64,
    pub(super) session: String,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.created_ms, self.session)
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = text.split_once('.').and_then(|(ms, session)| {
            let known = !session.is_empty() && session.bytes().all(|byte| byte.is_ascii_hexdigit());
            let created_ms = ms.parse().ok()?;
            known.then(|| Self {
                created_ms,
                session: session.to_owned(),
            })
        });
        read.ok_or("not what a page ended with")
    }
}

/// A session, as the report tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its id, as in the audit.
    pub session: String,
    /// When its helper created it, in Unix milliseconds.
    pub created_ms: i64,
    /// When both sides had agreed for the first time; none if they never did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_ms: Option<i64>,
    /// When it ended.
    pub ended_ms: i64,
    /// From its start to its end; 0 if it never started.
    pub duration_ms: i64,
    /// For how long the screen was shared, without pauses.
    pub shared_ms: i64,
    /// What kinds of surface, as the sharer's page said, in the order in which each was shared first.
    pub surfaces: Vec<Surface>,
    /// How often it was paused.
    pub pauses: i64,
    /// For how long, all pauses together.
    pub paused_ms: i64,
    /// Why it ended.
    pub outcome: String,
    /// What the helper could do.
    pub mode: Mode,
    /// Who helped.
    pub helper: Person,
    /// Who was helped; none when nobody joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sharer: Option<Person>,
    /// The sharer's device, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Device>,
    /// The reference to a ticket that its helper has given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Redacted<String>>,
    /// What its helper has noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Redacted<String>>,
}

impl Row {
    /// Where the rows after it begin.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor {
            created_ms: self.created_ms,
            session: self.session.clone(),
        }
    }
}

/// What a helper can do in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// See the screen. There is no other.
    ViewOnly,
}

impl Mode {
    /// As it stands on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ViewOnly => "view-only",
        }
    }
}

/// Somebody in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Their account, as in the audit.
    pub account: String,
    /// Their name, as the other side saw it.
    pub name: Redacted<String>,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Device {
    /// Its id in the directory.
    pub id: String,
    /// Its name, as it was then.
    pub name: Redacted<String>,
}

/// A page of sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Its sessions.
    pub sessions: Vec<Row>,
    /// What to ask for the next page with; none: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[derive(FromRow)]
struct Stored {
    session: String,
    created_ms: i64,
    started_ms: Option<i64>,
    ended_ms: i64,
    duration_ms: i64,
    shared_ms: i64,
    outcome: String,
    helper_account: String,
    helper_name: String,
    sharer_account: Option<String>,
    sharer_name: Option<String>,
    device: Option<String>,
    device_name: Option<String>,
    surfaces: String,
    pauses: i64,
    paused_ms: i64,
    ticket: Option<String>,
    note: Option<String>,
}

impl From<Stored> for Row {
    fn from(stored: Stored) -> Self {
        let person = |account, name| Person {
            account,
            name: Redacted::new(name),
        };
        let device = |(id, name)| Device {
            id,
            name: Redacted::new(name),
        };
        let written = |text: Option<String>| text.filter(|text| !text.is_empty());
        Self {
            surfaces: stored
                .surfaces
                .split_whitespace()
                .map(Surface::named)
                .collect(),
            pauses: stored.pauses,
            paused_ms: stored.paused_ms,
            ticket: written(stored.ticket).map(Redacted::new),
            note: written(stored.note).map(Redacted::new),
            session: stored.session,
            created_ms: stored.created_ms,
            started_ms: stored.started_ms,
            ended_ms: stored.ended_ms,
            duration_ms: stored.duration_ms,
            shared_ms: stored.shared_ms,
            outcome: stored.outcome,
            mode: Mode::ViewOnly,
            helper: person(stored.helper_account, stored.helper_name),
            sharer: stored
                .sharer_account
                .map(|account| person(account, stored.sharer_name.unwrap_or_default())),
            device: stored.device.zip(stored.device_name).map(device),
        }
    }
}

/// A page of sessions: those after a place that the page before has named, or the newest.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(
    store: &SqlitePool,
    filter: &Filter,
    after: Option<&Cursor>,
    size: u32,
) -> Result<Page, sqlx::Error> {
    let size = size.clamp(1, MOST);
    let mut read = store.acquire().await?;
    // One more than is shown tells whether there are others.
    let mut sessions = rows(&mut read, filter, Order::NewestFirst, after, size + 1).await?;
    let more = sessions.len() > size as usize;
    sessions.truncate(size as usize);
    let next = sessions.last().filter(|_| more).map(Row::cursor);
    Ok(Page {
        next: next.map(|cursor| cursor.to_string()),
        sessions,
    })
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    NewestFirst,
    OldestFirst,
}

/// So many sessions after a place.
pub(super) async fn rows(
    read: &mut SqliteConnection,
    filter: &Filter,
    order: Order,
    after: Option<&Cursor>,
    count: u32,
) -> Result<Vec<Row>, sqlx::Error> {
    let (beyond, direction) = match order {
        Order::NewestFirst => ("<", "DESC"),
        Order::OldestFirst => (">", "ASC"),
    };
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT session, created_ms, started_ms, ended_ms, duration_ms, shared_ms, outcome, helper_account, \
         helper_name, sharer_account, sharer_name, device, device_name, surfaces, pauses, paused_ms, ticket, note \
         FROM session_report LEFT JOIN session_notes ON id = session WHERE 1 = 1",
    );
    if let Some(Cursor {
        created_ms,
        session,
    }) = after
    {
        query.push(format!(" AND (created_ms, session) {beyond} ("));
        query.push_bind(*created_ms).push(", ");
        query.push_bind(session.clone()).push(")");
    }
    filter.push(&mut query);
    query.push(format!(
        " ORDER BY created_ms {direction}, session {direction} LIMIT "
    ));
    query.push_bind(i64::from(count));
    let stored: Vec<Stored> = query.build_query_as().fetch_all(read).await?;
    Ok(stored.into_iter().map(Row::from).collect())
}
