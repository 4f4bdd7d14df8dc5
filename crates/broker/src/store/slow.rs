//! Whoever takes a file slowly, for tests: before each piece something is written to the store, and its log is folded. That
//! does not go while somebody reads from an earlier moment.

use sqlx::{
    ConnectOptions as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use std::{io, path::Path, time::Duration};
use tokio::{runtime::Handle, task::block_in_place};

/// Takes a file, and has `meanwhile` write to the store. Needs a runtime of several threads.
pub(crate) struct Slow<M> {
    meanwhile: M,
    other: SqliteConnection,
    pub(crate) pieces: Vec<Vec<u8>>,
}

impl<M: AsyncFnMut()> Slow<M> {
    /// Of a file that is written out of the store in this folder.
    pub(crate) async fn new(folder: &Path, meanwhile: M) -> Self {
        let other = SqliteConnectOptions::new()
            .filename(folder.join(super::FILE))
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(Duration::from_millis(100))
            .connect()
            .await
            .unwrap();
        Self {
            meanwhile,
            other,
            pieces: Vec::new(),
        }
    }

    /// Writes, and tells whether the log could be folded whole.
    async fn fold(&mut self) -> bool {
        (self.meanwhile)().await;
        let (busy, ..): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut self.other)
            .await
            .unwrap();
        busy == 0
    }
}

impl<M: AsyncFnMut()> io::Write for Slow<M> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let folded = block_in_place(|| Handle::current().block_on(self.fold()));
        assert!(folded, "the log is held open by the export");
        self.pieces.push(piece.to_owned());
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
