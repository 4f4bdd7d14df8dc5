//! The embedded directory as files that can be imported again.

use super::{Kind, cells, columns::Cells};
use crate::directory::entry::{Device, Group, Person};
use csv::{Terminator, WriterBuilder};
use sqlx::{SqliteConnection, SqlitePool};
use std::io;

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

/// Writes all of one kind, by id, as of one moment. Returns how many. The whole list is in memory meanwhile.
///
/// # Errors
/// When the store cannot be read, or what is written to refuses.
pub async fn export(
    store: &SqlitePool,
    kind: Kind,
    out: impl io::Write,
) -> Result<usize, ExportError> {
    let mut read = store.begin().await?;
    match kind {
        Kind::People => all::<Person>(&mut read, out).await,
        Kind::Groups => all::<Group>(&mut read, out).await,
        Kind::Devices => all::<Device>(&mut read, out).await,
    }
}

async fn all<T: Cells>(
    read: &mut SqliteConnection,
    out: impl io::Write,
) -> Result<usize, ExportError> {
    let all = T::all(read).await?;
    write(&all, out)?;
    Ok(all.len())
}

/// Writes a header and these.
pub(super) fn write<T: Cells>(all: &[T], out: impl io::Write) -> Result<(), ExportError> {
    let mut builder = WriterBuilder::new();
    let mut out = builder.terminator(Terminator::CRLF).from_writer(out);
    out.write_record(T::COLUMNS.iter().map(|column| column.name))?;
    for it in all {
        for column in T::COLUMNS {
            out.write_field(&*cells::guarded(&it.cell(column.name)))?;
        }
        out.write_record(None::<&[u8]>)?;
    }
    out.flush()?;
    Ok(())
}
