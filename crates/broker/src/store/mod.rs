//! The store: SQLite by sqlx, one writer and several readers.
//!
//! An acknowledged write survives `kill -9` and a power cut: WAL with `synchronous = FULL`. Queries
//! are run-time queries with `$1` parameters and integer milliseconds, which PostgreSQL takes too.

pub mod folder;
#[cfg(test)]
pub(crate) mod slow;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// A transaction that may write. It holds the one writer until it is committed or dropped.
pub type Write = Transaction<'static, Sqlite>;

/// Commits, and does then what has to follow, such as to let a change count. A commit that is under way cannot be called
/// back: both happen also when nobody waits for them any more, as when whoever asked has hung up. What `then` holds is held
/// until both are done.
///
/// # Errors
/// When it cannot be committed. Then nothing follows.
pub async fn keep<T: Send + 'static>(
    write: Write,
    then: impl Future<Output = T> + Send + 'static,
) -> Result<T, StoreError> {
    let kept = tokio::spawn(async move {
        write.commit().await?;
        Ok::<T, sqlx::Error>(then.await)
    });
    // Nobody stops it but the end of the program.
    let kept = kept.await.unwrap_or(Err(sqlx::Error::WorkerCrashed));
    kept.map_err(StoreError::from)
}

/// How long one statement waits for another process (a backup, `sqlite3`) to let go.
const BUSY: Duration = Duration::from_secs(5);
/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(10);
const READERS: u32 = 8;
/// The database, in the data folder.
const FILE: &str = "remote-help.sqlite";

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder cannot be made.
    #[error("the data folder cannot be made: {0}")]
    Folder(#[source] std::io::Error),
    /// The data folder cannot be locked.
    #[error("the data folder cannot be locked: {0}")]
    Lock(#[source] std::io::Error),
    /// Another broker runs on the same data.
    #[error("another remote-help uses this folder: {}", .0.display())]
    InUse(PathBuf),
    /// The database cannot be brought to this build's form.
    #[error("the database cannot be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database refused or failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
}

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Store {
    /// Opens (or makes) the database in a folder and migrates it.
    ///
    /// # Errors
    /// When the folder cannot be made, or the database cannot be opened or migrated.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        folder::make(folder)?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join(FILE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .acquire_timeout(TURN)
            .connect_with(options.clone())
            .await?;
        sqlx::migrate!("./migrations").run(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(TURN)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { writer, readers })
    }

    /// A connection that only reads, beside the broker that has the folder or without one.
    ///
    /// # Errors
    /// When there is no database, or it cannot be opened.
    pub async fn look(folder: &Path) -> Result<SqlitePool, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join(FILE))
            .busy_timeout(BUSY)
            .read_only(true);
        let one = SqlitePoolOptions::new().max_connections(1);
        Ok(one.connect_with(options).await?)
    }

    /// A connection that may write, too, beside the broker that has the folder or without one. Nothing is made or migrated:
    /// the broker may be of another build.
    ///
    /// # Errors
    /// When there is no database, or it cannot be opened.
    pub async fn beside(folder: &Path) -> Result<SqlitePool, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join(FILE))
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let one = SqlitePoolOptions::new().max_connections(1);
        Ok(one.connect_with(options).await?)
    }

    /// Whether there is a database in a folder.
    #[must_use]
    pub fn is_in(folder: &Path) -> bool {
        folder.join(FILE).exists()
    }

    /// Begins a transaction that may write (`BEGIN IMMEDIATE`: it never fails half-way for another
    /// writer's sake). Keep it short: it is the only one.
    ///
    /// # Errors
    /// When the writer is not to be had in time, or the disk refuses.
    pub async fn write(&self) -> Result<Write, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Connections that only read. What a committed transaction wrote is seen at once.
    #[must_use]
    pub const fn read(&self) -> &SqlitePool {
        &self.readers
    }

    /// Proves that a write reaches the disk.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check_writable(&self, now_ms: i64) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query(
            "INSERT INTO meta (key, value) VALUES ('checked_at_ms', $1) \
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(now_ms.to_string())
        .execute(&mut *write)
        .await?;
        write.commit().await?;
        Ok(())
    }

    /// Folds the write-ahead log into the database and closes all connections.
    pub async fn close(&self) {
        self.readers.close().await;
        let folded = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&self.writer)
            .await;
        if let Err(error) = folded {
            // Nothing is lost: the next start reads the log.
            tracing::warn!(%error, "the write-ahead log was not folded in");
        }
        self.writer.close().await;
    }
}

#[cfg(test)]
pub(crate) mod tests;
