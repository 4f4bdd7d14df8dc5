//! `remote-help audit`: the trail verified, its head signed, its records exported; beside a broker that runs or
//! without one.

use super::{
    export::{self, ExportError, Format, Period},
    head::{Head, HeadError, Signer},
    verify::{Kept, Report, verify as check},
};
use crate::{
    Clock,
    store::{Store, StoreError},
};
use std::{fmt::Write as _, io, path::Path};

/// So many faults are named.
const NAMED: usize = 10;

/// Why there is no good answer.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The store.
    #[error("data: {0}")]
    Store(#[from] StoreError),
    /// The head or its key.
    #[error(transparent)]
    Head(#[from] HeadError),
    /// The export.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The audit does not hold.
    #[error("the audit does NOT hold: {0}")]
    Broken(String),
}

impl From<sqlx::Error> for CommandError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Verifies the audit in a data folder, against a head that was kept elsewhere if there is one. That head, and what retention
/// has removed, are to be signed by a public key, in base 64; without one, by the key in the folder. Returns what to tell.
///
/// # Errors
/// [`CommandError::Broken`] when it does not hold; the others when it could not be looked at.
pub async fn verify(
    folder: &Path,
    head: Option<&Path>,
    key: Option<&str>,
) -> Result<String, CommandError> {
    let head = head.map(Head::read).transpose()?;
    let store = Store::look(folder).await?;
    let key = match key {
        Some(key) => key.to_owned(),
        None => Signer::open(folder)?.public_key(),
    };
    if let Some(head) = &head {
        head.is_by(&key)?;
    }
    let report = check(&store, head.as_ref(), Some(&key)).await?;
    store.close().await;
    if report.count == 0 {
        Ok(holds(&report))
    } else {
        Err(CommandError::Broken(faults(&report)))
    }
}

/// Signs the newest record's hash: one line of JSON, to be kept elsewhere.
///
/// # Errors
/// When nothing was recorded, or it cannot be read.
pub async fn head(folder: &Path) -> Result<String, CommandError> {
    let store = Store::look(folder).await?;
    let signer = Signer::open(folder)?;
    let head = signer.head(&store, Clock::system().now_ms()).await?;
    store.close().await;
    Ok(serde_json::json!(head).to_string())
}

/// Writes the records of a period to the standard output.
///
/// # Errors
/// When they cannot be read, or nobody takes them.
pub async fn export(folder: &Path, format: Format, period: Period) -> Result<(), CommandError> {
    let store = Store::look(folder).await?;
    export::export(&store, format, period, io::stdout().lock()).await?;
    store.close().await;
    Ok(())
}

fn holds(report: &Report) -> String {
    let mut text = format!(
        "the audit holds (records: {}, days: {})",
        report.records, report.days
    );
    if let Some(removed) = report.removed {
        let _ = write!(text, "; retention has removed those up to {removed}");
    }
    if report.set_back > 0 {
        let _ = write!(
            text,
            "; the clock was set back: {} of them tell an earlier day than the one that they belong to",
            report.set_back
        );
    }
    for (seq, key) in &report.keys {
        let _ = write!(
            text,
            "; from record {seq} on heads are signed with the key {key}, before with another one"
        );
    }
    match report.kept {
        Some(Kept::Same) => text.push_str("; the kept head is in it"),
        Some(Kept::Removed) => {
            text.push_str(
                "; the kept head is of a record that retention has removed: keep a newer one",
            );
        }
        Some(Kept::Differs) | None => {}
    }
    text
}

fn faults(report: &Report) -> String {
    let named = report.faults.iter().take(NAMED).map(ToString::to_string);
    let mut text = named.collect::<Vec<_>>().join("; ");
    if report.kept == Some(Kept::Differs) {
        text.insert_str(0, "the kept head is not in it; ");
    }
    let more = report
        .count
        .saturating_sub(report.faults.len().min(NAMED) as u64);
    if more > 0 {
        let _ = write!(text, "; and {more} more");
    }
    text
}
