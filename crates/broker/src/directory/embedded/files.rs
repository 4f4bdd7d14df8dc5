//! Files read into the embedded directory and written from it while the broker runs, for others who look at it
//! meanwhile: one import at a time, and few exports.

use super::{Author, ChangeError, Embedded};
use crate::{
    condition::Overtaken,
    directory::{
        csv::{
            Kind,
            export::{ExportError, Pieces},
            import::Prepared,
            plan::{Known, Plan},
        },
        limits,
    },
};
use bytes::Bytes;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::OwnedSemaphorePermit,
    task::{JoinError, spawn_blocking},
    time::{Instant, timeout_at},
};

/// Why a file is not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// What it would change is not kept.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// It was not compared to its end.
    #[error("the file was not read to its end: {0}")]
    Broken(#[from] JoinError),
}

impl From<sqlx::Error> for ImportError {
    fn from(error: sqlx::Error) -> Self {
        Self::Change(error.into())
    }
}

/// The turn to import a file: nobody else has it meanwhile.
#[derive(Debug)]
pub struct Importing {
    directory: Embedded,
    _turn: OwnedSemaphorePermit,
}

/// An export that goes on.
#[derive(Debug)]
pub struct Exporting {
    pieces: Pieces,
    until: Instant,
    _place: OwnedSemaphorePermit,
}

impl Embedded {
    /// The turn to import a file; none while another is imported.
    #[must_use]
    pub fn begin_import(&self) -> Option<Importing> {
        Some(Importing {
            directory: self.clone(),
            _turn: Arc::clone(&self.importing).try_acquire_owned().ok()?,
        })
    }

    /// Begins to write all of one kind; none while there are too many exports.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn begin_export(&self, kind: Kind) -> Result<Option<Exporting>, ExportError> {
        let place = Arc::clone(&self.exporting).try_acquire_owned();
        let Ok(place) = place else { return Ok(None) };
        Ok(Some(Exporting {
            pieces: Pieces::begin(self.store.read(), kind).await?,
            until: Instant::now() + Duration::from_millis(limits::EXPORT_MS),
            _place: place,
        }))
    }
}

impl Importing {
    /// What a file would do, without doing it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn dry_run(
        self,
        kind: Kind,
        file: Bytes,
        replace: bool,
    ) -> Result<Plan, ImportError> {
        Ok(self.prepared(kind, file, replace).await?.plan)
    }

    /// Reads a file into the directory, as [`import`](crate::directory::csv::import::import) does. It is compared
    /// before the store's one writer is taken, while nobody else changes the directory. `most` is how many may be removed:
    /// what a dry run has told.
    ///
    /// # Errors
    /// When more would be removed, nobody could administer afterwards, or the store fails. Then nothing is changed.
    pub async fn import(
        self,
        kind: Kind,
        file: Bytes,
        replace: bool,
        most: Option<usize>,
        author: Author<'_>,
    ) -> Result<Plan, ImportError> {
        let directory = &self.directory;
        let turn = directory.turn().await;
        let prepared = self.prepared(kind, file, replace).await?;
        if prepared.is_to_be_done() {
            if most.is_some_and(|most| prepared.plan.removed > most) {
                return Err(ChangeError::from(Overtaken).into());
            }
            let mut write = directory.store.write().await.map_err(ChangeError::from)?;
            let now_ms = directory.clock.now_ms();
            prepared.work.apply(&mut write, author, now_ms).await?;
            directory.keep(write, turn).await?;
        }
        Ok(prepared.plan)
    }

    async fn prepared(
        &self,
        kind: Kind,
        file: Bytes,
        replace: bool,
    ) -> Result<Prepared, ImportError> {
        let mut read = self.directory.store.read().begin().await?;
        let known = Known::load(&mut read, kind).await?;
        drop(read);
        let compared = spawn_blocking(move || Prepared::of(&known, kind, &file, replace));
        Ok(compared.await?)
    }
}

impl Exporting {
    /// The next piece; none after the last.
    ///
    /// # Errors
    /// When the store cannot be read, or whoever takes the pieces is too slow.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        let next = timeout_at(self.until, self.pieces.next()).await;
        next.map_err(|_| ExportError::Late)?
    }
}
