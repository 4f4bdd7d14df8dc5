//! The embedded directory as files that can be imported again.

use super::{Kind, cells, columns::Cells};
use crate::directory::{
    embedded::rows::CHUNK,
    entry::{Device, Group, Person},
};
use csv::{Terminator, Writer, WriterBuilder};
use sqlx::{Sqlite, SqlitePool, Transaction};
use std::io;

/// The kind of the record that tells of an export, before anything of it goes.
pub const EXPORTED: &str = "directory-exported";

/// Why it was broken off.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store.
    #[error("the database failed: {0}")]
    Store(#[from] sqlx::Error),
    /// What is written to.
    #[error("not written to the end: {0}")]
    Write(#[from] io::Error),
    /// Whoever reads it takes it too slowly.
    #[error("it took too long")]
    Late,
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        Self::Write(error.into())
    }
}

/// Writes all of one kind, by id, as of one moment. It is read whole before any of it is written, as a file is that is
/// imported: whoever takes it may take as long as they like, and the store's log is not held open meanwhile.
///
/// # Errors
/// When the store cannot be read, or what is written to refuses.
pub async fn export(
    store: &SqlitePool,
    kind: Kind,
    mut out: impl io::Write,
) -> Result<(), ExportError> {
    let mut pieces = Pieces::begin(store, kind).await?;
    let mut all = Vec::new();
    while let Some(piece) = pieces.next().await? {
        all.push(piece);
    }
    pieces.end().await?;
    for piece in all {
        out.write_all(&piece)?;
    }
    Ok(out.flush()?)
}

/// All of one kind as lines, piece by piece: some rows each, all of them from the moment at which it was begun.
#[derive(Debug)]
pub struct Pieces {
    read: Transaction<'static, Sqlite>,
    kind: Kind,
    /// After whose id the next piece begins; none: there is none.
    after: Option<String>,
    is_first: bool,
}

impl Pieces {
    /// Begins with the header.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn begin(store: &SqlitePool, kind: Kind) -> Result<Self, ExportError> {
        Ok(Self {
            read: store.begin().await?,
            kind,
            after: Some(String::new()),
            is_first: true,
        })
    }

    /// The next piece; none after the last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        match self.kind {
            Kind::People => self.next_of::<Person>().await,
            Kind::Groups => self.next_of::<Group>().await,
            Kind::Devices => self.next_of::<Device>().await,
        }
    }

    /// Lets go of the moment.
    async fn end(self) -> Result<(), ExportError> {
        Ok(self.read.rollback().await?)
    }

    async fn next_of<T: Cells>(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        let Some(after) = self.after.take() else {
            return Ok(None);
        };
        let rows = T::after(&mut self.read, &after).await?;
        let mut piece = Vec::new();
        if std::mem::take(&mut self.is_first) {
            write_header::<T>(&mut piece)?;
        }
        write_rows(&rows, &mut piece)?;
        let last = rows.last().filter(|_| rows.len() == CHUNK);
        self.after = last.map(|last| last.id().to_owned());
        Ok(Some(piece))
    }
}

fn writer<W: io::Write>(out: W) -> Writer<W> {
    let mut builder = WriterBuilder::new();
    builder.terminator(Terminator::CRLF).from_writer(out)
}

/// Writes the names of the columns.
pub(super) fn write_header<T: Cells>(out: impl io::Write) -> Result<(), ExportError> {
    let mut out = writer(out);
    out.write_record(T::COLUMNS.iter().map(|column| column.name))?;
    Ok(out.flush()?)
}

/// Writes these.
pub(super) fn write_rows<T: Cells>(rows: &[T], out: impl io::Write) -> Result<(), ExportError> {
    let mut out = writer(out);
    for it in rows {
        for column in T::COLUMNS {
            out.write_field(&*cells::guarded(&it.cell(column.name)))?;
        }
        out.write_record(None::<&[u8]>)?;
    }
    Ok(out.flush()?)
}
