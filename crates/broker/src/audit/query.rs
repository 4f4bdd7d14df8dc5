//! The audit for people who read it: which records, and a page of them, the newest first.

use super::{
    chain::{Entry, day},
    rows::{self, Stored},
    segments,
};
use crate::directory::embedded::paging::{self, Search};
use chrono::{NaiveDate, NaiveTime};
use futures_util::TryStreamExt as _;
use rh_protocol::Redacted;
use serde::Serialize;
use serde_json::Value;
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection, SqlitePool};

/// Records on a page, unless asked otherwise.
pub const PAGE: u32 = 50;
/// Most records on a page.
pub const MOST: u32 = 200;

/// Which records. Nothing is set: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Not before this time, in Unix milliseconds.
    pub from_ms: Option<i64>,
    /// Before this time.
    pub until_ms: Option<i64>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Done by this account, or by somebody part of whose name or address this is.
    pub actor: Option<Redacted<String>>,
    /// Of this session.
    pub session: Option<String>,
}

impl Filter {
    /// From the beginning of one day to the end of another (UTC).
    #[must_use]
    pub fn days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        Self {
            from_ms: from.map(midnight),
            until_ms: to.and_then(|day| day.succ_opt()).map(midnight),
            ..Self::default()
        }
    }
}

/// A record, with the name of whoever did it where they are known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Its number.
    pub seq: i64,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
    /// The session that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The account that did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// What that account is called now. The audit itself knows no names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Redacted<String>>,
    /// What happened.
    pub kind: String,
    /// The details.
    pub data: Value,
}

/// A page of records.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// Its records. What is none, since somebody put other values there, is left out.
    pub records: Vec<Found>,
    /// What to ask for the next page with: the number of the last record of this one. None: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}

/// A filter with all looked up that it takes.
#[derive(Clone, Debug)]
pub(super) struct Conditions {
    filter: Filter,
    /// No record that is meant has a lower number.
    first: i64,
    /// The accounts that are meant, as a JSON array; none: whoever it was.
    actors: Option<Redacted<String>>,
}

impl Conditions {
    pub(super) async fn of(
        read: &mut SqliteConnection,
        filter: &Filter,
    ) -> Result<Self, sqlx::Error> {
        let first = match filter.from_ms {
            // A day's segment holds no record of a later day.
            Some(ms) => segments::first_since(read, day(ms)).await?,
            None => Some(i64::MIN),
        };
        let actors = match &filter.actor {
            Some(text) => Some(Redacted::new(accounts(read, text.expose()).await?)),
            None => None,
        };
        Ok(Self {
            filter: filter.clone(),
            first: first.unwrap_or(i64::MAX),
            actors,
        })
    }

    /// Adds them to a query whose conditions have begun. What is rarest leads to the records; the rest is looked at
    /// in them.
    pub(super) fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        let Filter {
            from_ms,
            until_ms,
            kind,
            session,
            ..
        } = &self.filter;
        query.push(" AND seq >= ").push_bind(self.first);
        if let Some(ms) = from_ms {
            query.push(" AND at_ms >= ").push_bind(*ms);
        }
        if let Some(ms) = until_ms {
            query.push(" AND at_ms < ").push_bind(*ms);
        }
        // A plus keeps a column from leading.
        let mut plus = "";
        if let Some(session) = session {
            query.push(" AND session = ").push_bind(session.clone());
            plus = "+";
        }
        if let Some(actors) = &self.actors {
            query.push(format_args!(
                " AND {plus}actor IN (SELECT value FROM json_each("
            ));
            query.push_bind(actors.expose().clone()).push("))");
            plus = "+";
        }
        if let Some(kind) = kind {
            query
                .push(format_args!(" AND {plus}kind = "))
                .push_bind(kind.clone());
        }
    }
}

/// The accounts that a text means, as a JSON array: the one that is called so, and those of people part of whose name or
/// address it is. An account that is not known any more is found by what it is called.
async fn accounts(read: &mut SqliteConnection, text: &str) -> Result<String, sqlx::Error> {
    let text = text.trim();
    let mut found = vec![text.to_owned()];
    if let Search::Like(_) = paging::search(Some(text)) {
        let folded = paging::searched(&[text]);
        let mut all = sqlx::query_as::<_, (String, String, Option<String>)>(
            "SELECT id, name, email FROM accounts",
        )
        .fetch(read);
        while let Some((id, name, email)) = all.try_next().await? {
            let key = paging::searched(&[&name, email.as_deref().unwrap_or_default()]);
            if key.contains(&folded) {
                found.push(id);
            }
        }
    }
    Ok(Value::from(found).to_string())
}

/// A page of records: those before the number that the page before has named, or the newest.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(
    store: &SqlitePool,
    filter: &Filter,
    after: Option<i64>,
    size: u32,
) -> Result<Page, sqlx::Error> {
    let size = size.clamp(1, MOST);
    let mut read = store.begin().await?;
    let conditions = Conditions::of(&mut read, filter).await?;
    // Numbers first, from an index alone; only then the records that are shown.
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT a.seq, a.at_ms, a.session, a.actor, a.kind, a.data, a.hash, p.name \
         FROM audit a LEFT JOIN accounts p ON p.id = a.actor \
         WHERE a.seq IN (SELECT seq FROM audit WHERE typeof(seq) = 'integer' AND seq < ",
    );
    query.push_bind(after.unwrap_or(i64::MAX));
    conditions.push(&mut query);
    // One more than is shown tells whether there are others.
    query.push(" ORDER BY seq DESC LIMIT ");
    query.push_bind(i64::from(size) + 1);
    query.push(") ORDER BY a.seq DESC");
    let mut found = query.build().fetch_all(&mut *read).await?;
    let more = found.len() > size as usize;
    found.truncate(size as usize);
    let mut records = Vec::with_capacity(found.len());
    let mut last = None;
    for row in &found {
        let Stored { seq, entry, .. } = rows::stored(row)?;
        last = Some(seq);
        let name: Option<String> = row.try_get(7)?;
        records.extend(entry.map(|entry| record(entry, name)));
    }
    Ok(Page {
        records,
        next: last.filter(|_| more),
    })
}

fn record(entry: Entry, name: Option<String>) -> Found {
    let data = serde_json::from_str(&entry.data);
    Found {
        seq: entry.seq,
        at_ms: entry.at_ms,
        session: entry.session,
        actor: entry.actor,
        name: name.map(Redacted::new),
        kind: entry.kind,
        // What is no JSON any more was changed by somebody: it is shown as the text that it is.
        data: data.unwrap_or_else(|_| entry.data.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_meant_whole() {
        let day = |text: &str| Some(text.parse().unwrap());
        let filter = Filter::days(day("1970-01-02"), day("1970-01-02"));
        let ms = 24 * 60 * 60 * 1_000;
        assert_eq!((filter.from_ms, filter.until_ms), (Some(ms), Some(2 * ms)));
        assert_eq!(Filter::days(None, None), Filter::default());
    }
}
