//! What an import would do. Everything is read and compared before anything is done, and whatever is wrong is named:
//! with a single bad row nothing is imported.

use super::{
    Kind, cells,
    columns::Cells,
    table::{self, Row},
};
use crate::directory::{
    check::Invalid,
    embedded::{groups_with_members, paging::email_key, rows::Rows as _},
    entry::{Device, Group, Person},
};
use sqlx::SqliteConnection;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
};

/// What is wrong with a file, a row or a cell, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A value may not stand there.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// Neither yes nor no.
    #[error("is neither yes nor no")]
    NoSwitch,
    /// None of a few words.
    #[error("is none of {0}")]
    NoWord(String),
    /// No time.
    #[error("is no time: write 2026-11-29T08:30:00Z or 2026-11-29")]
    NoTime,
    /// The id stands on an earlier line.
    #[error("has the id of line {0}: keep one of the two")]
    IdTwice(u64),
    /// Another row has it.
    #[error("is also on line {0}: each may be there once only")]
    Twice(u64),
    /// Another one has it, who is not in the file.
    #[error(
        "belongs to {0:?} already, which the file does not change: each may be there once only"
    )]
    Taken(String),
    /// Not UTF-8.
    #[error("is not in UTF-8: save the file as \"CSV UTF-8\"")]
    NoUtf8,
    /// Nothing in it.
    #[error("the file is empty: its first line has to name the columns")]
    NoHeader,
    /// A column that nobody knows.
    #[error("there is no column {0:?}: there are {1}")]
    UnknownColumn(String, String),
    /// A column twice.
    #[error("the column {0:?} stands there twice: remove one")]
    ColumnTwice(&'static str),
    /// No such column.
    #[error("the column {0:?} is missing: add it")]
    NoColumn(&'static str),
    /// Another number of cells.
    #[error(
        "has {cells} cells, the first line has {columns}: a text with a separator in it needs quotation marks"
    )]
    Cells {
        /// Of the row.
        cells: usize,
        /// Of the header.
        columns: usize,
    },
    /// Too long.
    #[error("is too long: is a quotation mark missing?")]
    LongRow,
    /// Too many.
    #[error("is one row more than can be imported at once: divide the file")]
    ManyRows,
}

impl Problem {
    /// A stable word for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Invalid(invalid) => invalid.code(),
            Self::NoSwitch => "no-switch",
            Self::NoWord(_) => "no-word",
            Self::NoTime => "no-time",
            Self::IdTwice(_) => "id-twice",
            Self::Twice(_) => "twice",
            Self::Taken(_) => "taken",
            Self::NoUtf8 => "no-utf8",
            Self::NoHeader => "no-header",
            Self::UnknownColumn(..) => "unknown-column",
            Self::ColumnTwice(_) => "column-twice",
            Self::NoColumn(_) => "no-column",
            Self::Cells { .. } => "cells",
            Self::LongRow => "long-row",
            Self::ManyRows => "many-rows",
        }
    }

    /// What has to be named beside that word, if anything: a line, an id, a column, or the words there are.
    #[must_use]
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Invalid(invalid) => invalid.detail(),
            Self::NoWord(words) => Some(words.clone()),
            Self::IdTwice(line) | Self::Twice(line) => Some(line.to_string()),
            Self::Taken(name) | Self::UnknownColumn(name, _) => Some(name.clone()),
            Self::ColumnTwice(name) | Self::NoColumn(name) => Some((*name).to_owned()),
            Self::NoSwitch
            | Self::NoTime
            | Self::NoUtf8
            | Self::NoHeader
            | Self::Cells { .. }
            | Self::LongRow
            | Self::ManyRows => None,
        }
    }
}

/// Where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// The line on which the row begins, from 1; none for the whole file.
    pub line: Option<u64>,
    /// The column.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub problem: Problem,
}

impl Bad {
    pub(super) const fn file(problem: Problem) -> Self {
        Self {
            line: None,
            column: None,
            problem,
        }
    }

    pub(super) const fn row(line: u64, problem: Problem) -> Self {
        Self {
            line: Some(line),
            column: None,
            problem,
        }
    }

    pub(super) const fn cell(line: u64, column: &'static str, problem: Problem) -> Self {
        Self {
            line: Some(line),
            column: Some(column),
            problem,
        }
    }
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = &self.problem;
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}, column {column}: {problem}"),
            (Some(line), None) => write!(f, "line {line}: {problem}"),
            _ => write!(f, "{problem}"),
        }
    }
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// How many would be new.
    pub new: usize,
    /// How many would be others than they are.
    pub changed: usize,
    /// How many would stay as they are, of those in the file.
    pub unchanged: usize,
    /// How many would be removed, since the file is to replace all.
    pub removed: usize,
    /// Every row that keeps the import from being done, by line.
    pub bad: Vec<Bad>,
}

/// What the directory holds, as far as a file of one kind can refer to it.
#[derive(Default)]
pub(in crate::directory) struct Known {
    pub(super) people: BTreeMap<String, Person>,
    pub(super) groups: BTreeMap<String, Group>,
    pub(super) devices: BTreeMap<String, Device>,
    pub(super) groups_with_members: BTreeSet<String>,
    pub(super) by_address: HashMap<String, String>,
}

impl Known {
    /// Reads what a file of this kind needs.
    pub(in crate::directory) async fn load(
        connection: &mut SqliteConnection,
        kind: Kind,
    ) -> Result<Self, sqlx::Error> {
        let mut known = Self::default();
        if kind != Kind::Groups {
            let people = Person::all(connection).await?;
            known.people = people.into_iter().map(|it| (it.id.clone(), it)).collect();
        }
        let groups = Group::all(connection).await?;
        known.groups = groups.into_iter().map(|it| (it.id.clone(), it)).collect();
        match kind {
            Kind::People => {}
            Kind::Groups => {
                let groups = groups_with_members(connection).await?;
                known.groups_with_members = groups.into_iter().collect();
            }
            Kind::Devices => {
                let devices = Device::all(connection).await?;
                known.devices = devices.into_iter().map(|it| (it.id.clone(), it)).collect();
                let addresses = known.people.values().filter_map(|person| {
                    let address = person.email.as_deref()?;
                    Some((email_key(address), person.id.clone()))
                });
                known.by_address = addresses.collect();
            }
        }
        Ok(known)
    }

    /// A person's id by that or by their address. An id goes before an address, so that what is exported reads as
    /// what it was.
    pub(super) fn owner(&self, text: &str) -> Result<Option<String>, Problem> {
        if text.is_empty() {
            return Ok(None);
        }
        if self.people.contains_key(text) {
            return Ok(Some(text.to_owned()));
        }
        let id = self.by_address.get(&email_key(text));
        id.cloned()
            .map(Some)
            .ok_or_else(|| Invalid::UnknownOwner.into())
    }
}

/// What is to be written and removed.
pub(in crate::directory) struct Changes<T> {
    /// Each as it is, if it is there, and as it will be.
    pub(super) write: Vec<(Option<T>, T)>,
    /// Those that go.
    pub(super) remove: Vec<T>,
}

impl<T> Changes<T> {
    /// Whether all is as it is to be.
    pub(super) const fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

/// Compares a file with what is known. With `replace` those that are not in the file go.
pub(super) fn plan<T: Cells>(bytes: &[u8], known: &Known, replace: bool) -> (Plan, Changes<T>) {
    let mut bad = Vec::new();
    let rows = table::read(bytes, T::COLUMNS, &mut bad);
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    let mut read: Vec<(u64, T)> = Vec::new();
    for row in &rows {
        let (it, problems) = one::<T>(row, known);
        bad.extend(problems);
        match lines.get(it.id()) {
            Some(first) => bad.push(Bad::cell(row.line, "id", Problem::IdTwice(*first))),
            None => {
                lines.insert(it.id().to_owned(), row.line);
                read.push((row.line, it));
            }
        }
    }
    let others = T::of(known)
        .values()
        .filter(|it| !lines.contains_key(it.id()));
    let (remove, stay): (Vec<&T>, Vec<&T>) = others.partition(|_| replace);
    bad.extend(shared(&stay, &read));

    let mut plan = Plan {
        removed: remove.len(),
        ..Plan::default()
    };
    let mut write = Vec::new();
    for (_, after) in read {
        match T::of(known).get(after.id()) {
            None => {
                plan.new += 1;
                write.push((None, after));
            }
            Some(before) if *before == after => plan.unchanged += 1,
            Some(before) => {
                plan.changed += 1;
                write.push((Some(before.clone()), after));
            }
        }
    }
    bad.sort_by_key(|bad| bad.line);
    plan.bad = bad;
    let remove = remove.into_iter().cloned().collect();
    (plan, Changes { write, remove })
}

/// One row, based on what is there already, and all that is wrong with it.
fn one<T: Cells>(row: &Row, known: &Known) -> (T, Vec<Bad>) {
    let cell = |name| {
        let mut cells = row.cells.iter();
        let cell = cells.find(|(column, _)| *column == name);
        cell.map_or("", |(_, cell)| cells::unguarded(cell))
    };
    let id = cell("id");
    let known_one = T::of(known).get(id);
    let mut it = known_one.cloned().unwrap_or_else(|| T::blank(id));
    let mut bad: Vec<Bad> = Vec::new();
    for (column, text) in &row.cells {
        if let Err(problem) = it.set(column, cells::unguarded(text), known) {
            bad.push(Bad::cell(row.line, column, problem));
        }
    }
    let it = it.tidied();
    for fault in it.faults() {
        if bad.iter().all(|bad| bad.column != Some(fault.field)) {
            bad.push(Bad::cell(row.line, fault.field, fault.why.into()));
        }
    }
    (it, bad)
}

/// What two have that only one may have.
fn shared<T: Cells>(stay: &[&T], read: &[(u64, T)]) -> Vec<Bad> {
    let mut owners: HashMap<(&'static str, String), Problem> = HashMap::new();
    for it in stay {
        let taken = || Problem::Taken(it.id().to_owned());
        owners.extend(it.own().into_iter().map(|own| (own, taken())));
    }
    let mut bad = Vec::new();
    for (line, it) in read {
        for own in it.own() {
            match owners.get(&own) {
                Some(problem) => bad.push(Bad::cell(*line, own.0, problem.clone())),
                None => {
                    owners.insert(own, Problem::Twice(*line));
                }
            }
        }
    }
    bad
}
