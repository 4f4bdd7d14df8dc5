//! The sessions of the report for other programs: CSV for spreadsheets, JSON lines for the rest.

use super::{
    names_of,
    query::{Cursor, Filter, Order, Row, rows},
};
use crate::{
    audit::export::{ExportError, Format, harmless, time},
    store::Store,
};
use csv::Terminator;
use rh_protocol::view::Surface;
use serde::Serialize;

/// Rows that are read at a time.
const PIECE: u32 = 1_000;

/// Columns of CSV, and keys of each JSON object.
const NAMES: [&str; 19] = [
    "session",
    "created",
    "started",
    "ended",
    "duration_ms",
    "shared_ms",
    "outcome",
    "mode",
    "helper",
    "helper_name",
    "sharer",
    "sharer_name",
    "device",
    "device_name",
    "surfaces",
    "pauses",
    "paused_ms",
    "ticket",
    "note",
];

/// One session as a JSON object.
#[derive(Serialize)]
struct Line<'a> {
    session: &'a str,
    created: String,
    started: Option<String>,
    ended: String,
    duration_ms: i64,
    shared_ms: i64,
    outcome: &'a str,
    mode: &'static str,
    helper: &'a str,
    helper_name: &'a str,
    sharer: Option<&'a str>,
    sharer_name: Option<&'a str>,
    device: Option<&'a str>,
    device_name: Option<&'a str>,
    surfaces: &'a [Surface],
    pauses: i64,
    paused_ms: i64,
    ticket: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> From<&'a Row> for Line<'a> {
    fn from(row: &'a Row) -> Self {
        let (sharer, device) = (row.sharer.as_ref(), row.device.as_ref());
        Self {
            session: &row.session,
            created: time(row.created_ms),
            started: row.started_ms.map(time),
            ended: time(row.ended_ms),
            duration_ms: row.duration_ms,
            shared_ms: row.shared_ms,
            outcome: &row.outcome,
            mode: row.mode.name(),
            helper: &row.helper.account,
            helper_name: row.helper.name.expose(),
            sharer: sharer.map(|sharer| sharer.account.as_str()),
            sharer_name: sharer.map(|sharer| sharer.name.expose().as_str()),
            device: device.map(|device| device.id.as_str()),
            device_name: device.map(|device| device.name.expose().as_str()),
            surfaces: &row.surfaces,
            pauses: row.pauses,
            paused_ms: row.paused_ms,
            ticket: row.ticket.as_ref().map(|ticket| ticket.expose().as_str()),
            note: row.note.as_ref().map(|note| note.expose().as_str()),
        }
    }
}

impl Line<'_> {
    /// The same as cells.
    fn cells(&self) -> [String; NAMES.len()] {
        let text = |text: Option<&str>| harmless(text.unwrap_or_default()).into_owned();
        [
            text(Some(self.session)),
            self.created.clone(),
            self.started.clone().unwrap_or_default(),
            self.ended.clone(),
            self.duration_ms.to_string(),
            self.shared_ms.to_string(),
            text(Some(self.outcome)),
            self.mode.to_owned(),
            text(Some(self.helper)),
            text(Some(self.helper_name)),
            text(self.sharer),
            text(self.sharer_name),
            text(self.device),
            text(self.device_name),
            names_of(self.surfaces),
            self.pauses.to_string(),
            self.paused_ms.to_string(),
            text(self.ticket),
            text(self.note),
        ]
    }
}

/// Sessions in pieces, the oldest first. Nothing is held between two of them, however slowly they are fetched.
#[derive(Debug)]
pub struct Pieces {
    store: Store,
    format: Format,
    filter: Filter,
    next: Next,
}

#[derive(Debug)]
enum Next {
    First,
    After(Cursor),
    Nothing,
}

impl Pieces {
    /// Of the sessions that are meant.
    #[must_use]
    pub const fn new(store: Store, format: Format, filter: Filter) -> Self {
        Self {
            store,
            format,
            filter,
            next: Next::First,
        }
    }

    /// The next one; none after the last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        let after = match &self.next {
            Next::First => None,
            Next::After(cursor) => Some(cursor),
            Next::Nothing => return Ok(None),
        };
        let mut read = self.store.read().acquire().await?;
        let found = rows(&mut read, &self.filter, Order::OldestFirst, after, PIECE).await?;
        let piece = write(self.format, after.is_none(), &found)?;
        self.next = match found.last() {
            Some(last) if found.len() == PIECE as usize => Next::After(last.cursor()),
            _ => Next::Nothing,
        };
        Ok(Some(piece))
    }
}

fn write(format: Format, first: bool, rows: &[Row]) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    match format {
        Format::Csv => {
            let mut builder = csv::WriterBuilder::new();
            let mut out = builder.terminator(Terminator::CRLF).from_writer(&mut bytes);
            if first {
                out.write_record(NAMES)?;
            }
            for row in rows {
                out.write_record(Line::from(row).cells())?;
            }
            out.flush()?;
        }
        Format::JsonLines => {
            for row in rows {
                serde_json::to_writer(&mut bytes, &Line::from(row))?;
                bytes.push(b'\n');
            }
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::query::{Device, Mode, Person};
    use rh_protocol::Redacted;
    use serde_json::Value;

    fn row(name: &str) -> Row {
        let name = || Redacted::new(name.to_owned());
        Row {
            session: "0a".to_owned(),
            created_ms: 1_700_000_000_123,
            started_ms: None,
            ended_ms: 1_700_000_060_123,
            duration_ms: 0,
            shared_ms: 0,
            outcome: "nobody-joined".to_owned(),
            mode: Mode::ViewOnly,
            helper: Person {
                account: "issuer|h".to_owned(),
                name: name(),
            },
            sharer: Some(Person {
                account: "issuer|s".to_owned(),
                name: name(),
            }),
            device: Some(Device {
                id: "d".to_owned(),
                name: name(),
            }),
            surfaces: vec![Surface::Window, Surface::Monitor],
            pauses: 2,
            paused_ms: 7,
            ticket: Some(name()),
            note: Some(name()),
        }
    }

    #[test]
    fn a_session_is_a_line_of_either_form() {
        let rows = [row("a \"b\", c"), row("d")];
        let csv = String::from_utf8(write(Format::Csv, true, &rows).unwrap()).unwrap();
        let lines: Vec<&str> = csv.split("\r\n").collect();
        assert_eq!(lines[0], NAMES.join(","));
        assert_eq!(
            lines[1],
            "0a,2023-11-14T22:13:20.123Z,,2023-11-14T22:14:20.123Z,0,0,nobody-joined,view-only,issuer|h,\
             \"a \"\"b\"\", c\",issuer|s,\"a \"\"b\"\", c\",d,\"a \"\"b\"\", c\",\
             window monitor,2,7,\"a \"\"b\"\", c\",\"a \"\"b\"\", c\""
        );
        assert_eq!(lines.len(), 4);
        let rest = String::from_utf8(write(Format::Csv, false, &rows).unwrap()).unwrap();
        assert_eq!(rest, lines[1..].join("\r\n"));
        let json = String::from_utf8(write(Format::JsonLines, true, &rows).unwrap()).unwrap();
        let lines: Vec<Value> = json
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["helper_name"], "a \"b\", c");
        let keys: Vec<&str> = NAMES
            .into_iter()
            .filter(|name| lines[0].get(name).is_none())
            .collect();
        assert!(keys.is_empty(), "{keys:?}");
    }

    #[test]
    fn no_name_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@sum", "\t=1", "＝1"] {
            let csv = write(Format::Csv, true, &[row(formula)]).unwrap();
            let mut rows = csv::Reader::from_reader(csv.as_slice());
            let row = rows.records().next().unwrap().unwrap();
            for column in [9, 11, 13, 17, 18] {
                assert_eq!(&row[column], format!("'{formula}"));
            }
        }
    }
}
