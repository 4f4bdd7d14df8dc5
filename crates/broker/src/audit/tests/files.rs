//! The trail taken out by the program.

use super::*;
use crate::audit::{command, export::Format, query::Filter};
use sqlx::{
    ConnectOptions as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use std::io;
use tokio::{runtime::Handle, task::block_in_place};

/// Takes the file slowly: before it takes a piece, the broker writes and folds its log.
struct Slow<'a> {
    trail: &'a Trail,
    other: SqliteConnection,
    pieces: Vec<Vec<u8>>,
}

impl Slow<'_> {
    /// Records something, and tells whether the log could be folded whole.
    async fn fold(&mut self) -> bool {
        self.trail.record("meanwhile").await;
        let (busy, ..): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut self.other)
            .await
            .unwrap();
        busy == 0
    }
}

impl io::Write for Slow<'_> {
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

#[tokio::test(flavor = "multi_thread")]
async fn however_slowly_it_is_taken_the_log_is_folded_and_what_comes_meanwhile_is_not_in_it() {
    const RECORDS: u64 = 2_500;
    let trail = Trail::new().await;
    let records: Vec<Record> = (0..RECORDS)
        .map(|nth| Record {
            at_ms: NOW + nth,
            session: None,
            actor: None,
            kind: "joined".to_owned(),
            data: json!({ "nth": nth }),
        })
        .collect();
    let mut write = trail.store.write().await.unwrap();
    append_all(&mut write, &records).await.unwrap();
    write.commit().await.unwrap();
    let other = SqliteConnectOptions::new()
        .filename(trail.folder.path().join("remote-help.sqlite"))
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(Duration::from_millis(100))
        .connect()
        .await
        .unwrap();
    let mut slow = Slow {
        trail: &trail,
        other,
        pieces: Vec::new(),
    };
    let (folder, all) = (trail.folder.path(), Filter::default());
    command::export(folder, Format::JsonLines, &all, &mut slow)
        .await
        .unwrap();
    assert!(slow.pieces.len() > 2);
    let file = slow.pieces.concat();
    let lines = str::from_utf8(&file).unwrap().lines();
    assert_eq!(lines.count() as u64, RECORDS);
}
