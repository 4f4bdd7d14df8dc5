//! The trail for other programs, row by row: CSV for spreadsheets, JSON lines for the rest.

use super::{
    chain::{Entry, Hash},
    query::{Conditions, Filter},
    rows::{self, Stored},
    segments,
};
use chrono::{DateTime, SecondsFormat};
use csv::Terminator;
use serde::Serialize;
use serde_json::Value;
use sqlx::{QueryBuilder, Sqlite, SqlitePool};
use std::{
    borrow::Cow,
    io::{self, Write as _},
    str::FromStr,
};

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma separated values (RFC 4180), with a line of headings.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

impl Format {
    /// What it is called, also at the end of a file's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl; charset=utf-8",
        }
    }
}

impl FromStr for Format {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "csv" => Ok(Self::Csv),
            "jsonl" => Ok(Self::JsonLines),
            _ => Err("either csv or jsonl"),
        }
    }
}

/// Why it was broken off.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store.
    #[error("the database failed: {0}")]
    Store(#[from] sqlx::Error),
    /// What is written to.
    #[error("not written to the end: {0}")]
    Write(#[from] io::Error),
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        Self::Write(error.into())
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}

/// Columns of CSV, and keys of each JSON object.
const NAMES: [&str; 7] = ["seq", "at", "session", "actor", "kind", "data", "hash"];

/// One record as a JSON object.
#[derive(Serialize)]
struct Line<'a> {
    seq: i64,
    at: &'a str,
    session: Option<&'a str>,
    actor: Option<&'a str>,
    kind: &'a str,
    data: Value,
    hash: &'a str,
}

/// Records that are read at a time.
const PIECE: i64 = 1_000;

/// Records in pieces, the oldest first, up to the one that was the newest at the beginning. Nothing is held between two of
/// them, however slowly they are fetched. What is no record, since somebody put other values there, is left out:
/// [`super::verify`] names it.
#[derive(Debug)]
pub struct Pieces {
    store: SqlitePool,
    format: Format,
    conditions: Conditions,
    /// The last record that was read; none before the first piece.
    after: Option<i64>,
    /// The last of all.
    through: i64,
    over: bool,
}

impl Pieces {
    /// Of the records that are meant.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn begin(
        store: SqlitePool,
        format: Format,
        filter: &Filter,
    ) -> Result<Self, ExportError> {
        let mut read = store.begin().await?;
        let conditions = Conditions::of(&mut read, filter).await?;
        let newest = segments::newest(&mut read).await?;
        drop(read);
        Ok(Self {
            store,
            format,
            conditions,
            after: None,
            through: newest.map_or(0, |newest| newest.last),
            over: false,
        })
    }

    /// The next one; none after the last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        if self.over {
            return Ok(None);
        }
        let mut query = QueryBuilder::<Sqlite>::new(
            "SELECT seq, at_ms, session, actor, kind, data, hash FROM audit \
             WHERE seq IN (SELECT seq FROM audit WHERE typeof(seq) = 'integer' AND seq > ",
        );
        query.push_bind(self.after.unwrap_or(i64::MIN));
        query.push(" AND seq <= ").push_bind(self.through);
        self.conditions.push(&mut query);
        query.push(" ORDER BY seq LIMIT ").push_bind(PIECE);
        query.push(") ORDER BY seq");
        let found = query.build().fetch_all(&self.store).await?;
        let mut bytes = Vec::new();
        let mut out = Writer::begin(self.format, &mut bytes, self.after.is_none())?;
        self.over = (found.len() as i64) < PIECE;
        for row in &found {
            let Stored { seq, entry, hash } = rows::stored(row)?;
            self.after = Some(seq);
            if let Some(entry) = entry {
                out.record(&entry, hash)?;
            }
        }
        out.end()?;
        Ok(Some(bytes))
    }
}

enum Writer<W: io::Write> {
    Csv(Box<csv::Writer<W>>),
    JsonLines(io::BufWriter<W>),
}

impl<W: io::Write> Writer<W> {
    /// A writer, which begins with the headings where there are to be any.
    fn begin(format: Format, out: W, headings: bool) -> Result<Self, ExportError> {
        Ok(match format {
            Format::Csv => {
                let mut builder = csv::WriterBuilder::new();
                let mut out = builder.terminator(Terminator::CRLF).from_writer(out);
                if headings {
                    out.write_record(NAMES)?;
                }
                Self::Csv(Box::new(out))
            }
            Format::JsonLines => Self::JsonLines(io::BufWriter::new(out)),
        })
    }

    fn record(&mut self, entry: &Entry, hash: Option<Hash>) -> Result<(), ExportError> {
        let at = time(entry.at_ms);
        let hash = hash.map(String::from).unwrap_or_default();
        let (session, actor) = (entry.session.as_deref(), entry.actor.as_deref());
        match self {
            Self::Csv(out) => out.write_record([
                &*entry.seq.to_string(),
                &harmless(&at),
                &harmless(session.unwrap_or_default()),
                &harmless(actor.unwrap_or_default()),
                &harmless(&entry.kind),
                &harmless(&entry.data),
                &hash,
            ])?,
            Self::JsonLines(out) => {
                // What is no JSON any more was changed by somebody: it is shown as the text that it is.
                let data = serde_json::from_str(&entry.data);
                let line = Line {
                    seq: entry.seq,
                    at: &at,
                    session,
                    actor,
                    kind: &entry.kind,
                    data: data.unwrap_or_else(|_| entry.data.as_str().into()),
                    hash: &hash,
                };
                serde_json::to_writer(&mut *out, &line)?;
                out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn end(self) -> Result<(), ExportError> {
        match self {
            Self::Csv(mut out) => out.flush()?,
            Self::JsonLines(mut out) => out.flush()?,
        }
        Ok(())
    }
}

/// A text that no spreadsheet takes for a formula. Those begin with one of these, also behind what is
/// not seen.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let formula = ['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'];
    let is_skipped = |char: char| char.is_whitespace() || matches!(char, '\0' | '\u{feff}');
    let begins = text.trim_start_matches(is_skipped).starts_with(formula);
    if begins || text.starts_with(['\t', '\r', '\n', '\0']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// A time in Unix milliseconds, after RFC 3339.
pub(crate) fn time(at_ms: i64) -> String {
    DateTime::from_timestamp_millis(at_ms).map_or_else(
        // Farther than a calendar reaches: changed by somebody.
        || at_ms.to_string(),
        |at| at.to_rfc3339_opts(SecondsFormat::Millis, true),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: Format, entries: &[Entry]) -> String {
        let mut bytes = Vec::new();
        let mut out = Writer::begin(format, &mut bytes, true).unwrap();
        for entry in entries {
            out.record(entry, Some(Hash::ROOT)).unwrap();
        }
        out.end().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn entry(actor: Option<&str>, data: &str) -> Entry {
        Entry {
            seq: 7,
            at_ms: 1_700_000_000_123,
            session: None,
            actor: actor.map(str::to_owned),
            kind: "joined".to_owned(),
            data: data.to_owned(),
        }
    }

    #[test]
    fn a_record_is_a_line_of_either_form() {
        let none = "0".repeat(64);
        let entries = [entry(Some("a \"b\", c"), r#"{"x":[1]}"#), entry(None, "{")];
        assert_eq!(
            written(Format::Csv, &entries),
            format!(
                "seq,at,session,actor,kind,data,hash\r\n\
                 7,2023-11-14T22:13:20.123Z,,\"a \"\"b\"\", c\",joined,\"{{\"\"x\"\":[1]}}\",{none}\r\n\
                 7,2023-11-14T22:13:20.123Z,,,joined,{{,{none}\r\n"
            )
        );
        let lines = written(Format::JsonLines, &entries);
        let lines: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["data"], serde_json::json!({ "x": [1] }));
        assert_eq!(lines[0]["actor"], "a \"b\", c");
        assert_eq!(lines[1]["data"], "{");
        assert_eq!(lines[1]["at"], "2023-11-14T22:13:20.123Z");
        let keys: Vec<&str> = NAMES
            .into_iter()
            .filter(|name| lines[1].get(name).is_none())
            .collect();
        assert!(keys.is_empty(), "{keys:?}");
    }

    #[test]
    fn nothing_is_a_formula() {
        for formula in [
            "=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "  =1", "\u{a0}=1", "\0=1", "＝1", "|x",
            "%x",
        ] {
            let csv = written(Format::Csv, &[entry(Some(formula), formula)]);
            let mut rows = csv::Reader::from_reader(csv.as_bytes());
            let row = rows.records().next().unwrap().unwrap();
            for cell in [&row[3], &row[5]] {
                assert_eq!(cell, format!("'{formula}"));
            }
        }
        assert_eq!(harmless("issuer|s-1"), "issuer|s-1");
    }

    #[test]
    fn a_time_beyond_the_calendar_is_shown_as_its_number() {
        assert_eq!(time(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(time(i64::MAX), i64::MAX.to_string());
    }
}
