//! A file as rows of cells: in UTF-8 with or without a byte order mark, divided by commas or semicolons, its columns
//! in any order.

use super::{
    columns::Column,
    plan::{Bad, Problem},
};
use crate::directory::limits;
use csv::{ByteRecord, ReaderBuilder};

/// A row.
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// Its cells, each with the name of its column.
    pub(super) cells: Vec<(&'static str, String)>,
}

/// Reads a file. What cannot be read is added to `bad`; a header that is wrong leaves no rows.
pub(super) fn read(bytes: &[u8], columns: &'static [Column], bad: &mut Vec<Bad>) -> Vec<Row> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        bad.push(Bad::file(Problem::NoUtf8));
        return Vec::new();
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(bytes))
        .has_headers(false)
        // Rows of another length are named, like all others that are bad.
        .flexible(true)
        .from_reader(bytes);
    let mut lines = Lines {
        bytes,
        at: 0,
        line: 1,
    };
    let mut record = ByteRecord::new();
    let mut header: Option<Vec<&'static str>> = None;
    let mut rows = Vec::new();
    let mut count = 0;
    loop {
        let begins = reader.position().byte();
        // Nothing is asked of the bytes here, and they are in memory: it does not fail.
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            break;
        }
        let line = lines.of(begins);
        let Some(header) = &header else {
            match heading(&record, columns) {
                Ok(read) => header = Some(read),
                Err(found) => {
                    bad.extend(found.into_iter().map(|problem| Bad::row(line, problem)));
                    return Vec::new();
                }
            }
            continue;
        };
        // What a spreadsheet leaves of rows that were emptied.
        if record.iter().all(<[u8]>::is_empty) {
            continue;
        }
        count += 1;
        if count > limits::ROWS {
            bad.push(Bad::row(line, Problem::ManyRows));
            break;
        }
        match row(line, &record, header) {
            Ok(row) => rows.push(row),
            Err(found) => bad.push(found),
        }
    }
    if header.is_none() {
        bad.push(Bad::file(Problem::NoHeader));
    }
    rows
}

fn row(line: u64, record: &ByteRecord, header: &[&'static str]) -> Result<Row, Bad> {
    if record.as_slice().len() > limits::ROW {
        return Err(Bad::row(line, Problem::LongRow));
    }
    if record.len() != header.len() {
        let (cells, columns) = (record.len(), header.len());
        return Err(Bad::row(line, Problem::Cells { cells, columns }));
    }
    let cells = header.iter().zip(record.iter()).map(|(column, cell)| {
        let text = std::str::from_utf8(cell);
        let text = text.map_err(|_| Bad::cell(line, column, Problem::NoUtf8))?;
        Ok((*column, text.to_owned()))
    });
    Ok(Row {
        line,
        cells: cells.collect::<Result<_, _>>()?,
    })
}

/// Which column stands where.
fn heading(
    record: &ByteRecord,
    columns: &'static [Column],
) -> Result<Vec<&'static str>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut header: Vec<&'static str> = Vec::new();
    // What is no header may have any number of cells; the first ones are enough to say so.
    for cell in record.iter().take(2 * columns.len()) {
        let cell = String::from_utf8_lossy(cell);
        let name = cell.trim().to_lowercase();
        match columns.iter().find(|column| column.name == name) {
            None => {
                let names: Vec<_> = columns.iter().map(|column| column.name).collect();
                // Not more of it than is needed to find it: it may be no header at all.
                let name = cell.trim().chars().take(limits::NAME).collect();
                problems.push(Problem::UnknownColumn(name, names.join(", ")));
            }
            Some(column) if header.contains(&column.name) => {
                problems.push(Problem::ColumnTwice(column.name));
            }
            Some(column) => header.push(column.name),
        }
    }
    for column in columns.iter().filter(|column| column.needed) {
        if !header.contains(&column.name) {
            problems.push(Problem::NoColumn(column.name));
        }
    }
    if problems.is_empty() {
        Ok(header)
    } else {
        Err(problems)
    }
}

/// A semicolon, as spreadsheets write where the comma stands in numbers, or a comma: whichever the header has. No
/// name of a column holds either.
fn delimiter(bytes: &[u8]) -> u8 {
    let text = bytes.trim_ascii_start();
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    let header = &text[..end.unwrap_or(text.len())];
    let count = |byte| header.iter().filter(|it| **it == byte).count();
    if count(b';') > count(b',') {
        b';'
    } else {
        b','
    }
}

/// Counts lines as an editor does. The reader's own count is that of the line before, where lines end with CR LF or
/// empty ones stand between.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the row that begins at a byte, or after the ends of lines that stand there.
    fn of(&mut self, begins: u64) -> u64 {
        let begins = usize::try_from(begins).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            if self.at >= begins && !matches!(byte, b'\n' | b'\r') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column {
            name: "id",
            needed: true,
        },
        Column {
            name: "name",
            needed: true,
        },
        Column {
            name: "title",
            needed: false,
        },
    ];

    fn told(bytes: &[u8]) -> (Vec<(u64, String)>, Vec<String>) {
        let mut bad = Vec::new();
        let rows = read(bytes, COLUMNS, &mut bad);
        let text = |row: Row| {
            let cells = row
                .cells
                .iter()
                .map(|(column, cell)| format!("{column}={cell}"));
            (row.line, cells.collect::<Vec<_>>().join(" "))
        };
        let bad = bad.iter().map(ToString::to_string).collect();
        (rows.into_iter().map(text).collect(), bad)
    }

    #[test]
    fn columns_stand_anywhere_and_are_divided_either_way() {
        let expected = vec![
            (2, "name=Ada id=1".to_owned()),
            (3, "name=B;o id=2".to_owned()),
        ];
        for file in [
            "name,id\nAda,1\nB;o,2\n",
            "Name, ID \r\nAda,1\r\n\"B;o\",2",
            "name;id\nAda;1\n\"B;o\";2\n",
            "\u{feff}\"name\";\"id\"\r\n\"Ada\";1\r\n\"B;o\";2\r\n;\r\n",
        ] {
            assert_eq!(
                told(file.as_bytes()),
                (expected.clone(), vec![]),
                "{file:?}"
            );
        }
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        for end in ["\n", "\r\n"] {
            let lines = ["", "id,name", "", "1,\"A", "b\"", "", "2,B", ""];
            let (rows, bad) = told(lines.join(end).as_bytes());
            let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
            assert_eq!((lines, bad), (vec![4, 7], vec![]), "{end:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_header_is_named() {
        for (file, expected) in [
            ("", &["the file is empty"][..]),
            ("\n\n", &["the file is empty"]),
            (
                "id,nam,title,title\n1,2,3,4",
                &[
                    "no column \"nam\"",
                    "\"title\" stands there twice",
                    "\"name\" is missing",
                ],
            ),
            ("1;Ada\n2;Bo", &["\"1\"", "\"Ada\"", "\"id\"", "\"name\""]),
        ] {
            let (rows, bad) = told(file.as_bytes());
            assert_eq!((rows.len(), bad.len()), (0, expected.len()), "{bad:?}");
            for (bad, expected) in bad.iter().zip(expected) {
                assert!(bad.contains(expected), "{bad}");
            }
        }
    }

    #[test]
    fn each_bad_row_is_named_and_the_others_are_read() {
        let long = "x".repeat(limits::ROW);
        let file = format!("id,name\n1\n2,\u{0}\n3,{long}\n4,B,C\n5,E\n");
        let mut file = file.into_bytes();
        let zero = file.iter().position(|byte| *byte == 0).unwrap();
        file[zero] = 0xe9;
        let (rows, bad) = told(&file);
        assert_eq!(rows, [(6, "id=5 name=E".to_owned())]);
        for (bad, expected) in
            bad.iter()
                .zip(["line 2: ", "line 3, column name: ", "line 4: ", "line 5: "])
        {
            assert!(bad.starts_with(expected), "{bad}");
        }
        assert_eq!(bad.len(), 4);
        let (rows, bad) = told(b"\xff\xfei\0d\0");
        assert!(rows.is_empty() && bad[0].contains("UTF-8"), "{bad:?}");
    }
}
