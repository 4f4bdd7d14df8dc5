//! `remote-help audit`: the trail verified, its head signed, its records exported; beside a broker that runs or
//! without one.

use super::{
    export::{ExportError, Format, Pieces},
    head::{Head, HeadError, Signer},
    query::Filter,
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

/// Verifies the audit in a data folder, against a head that was kept elsewhere if there is one. That head is to be signed by
/// one of these public keys, in base 64; without any, by the key in the folder. What retention has removed is to be signed by
/// the key of then: one of these or the folder's, or one from which one of them took over. Returns what to tell.
///
/// # Errors
/// [`CommandError::Broken`] when it does not hold; the others when it could not be looked at.
pub async fn verify(
    folder: &Path,
    head: Option<&Path>,
    keys: Option<&[String]>,
) -> Result<String, CommandError> {
    let head = head.map(Head::read).transpose()?;
    let store = Store::look(folder).await?;
    let own = Signer::open(folder).map(|signer| signer.public_key());
    let (of_head, believed) = match (keys, own) {
        (Some(keys), Ok(own)) => (keys.to_vec(), [keys, &[own]].concat()),
        // Whoever knows the keys needs no access to the file.
        (Some(keys), Err(_)) => (keys.to_vec(), keys.to_vec()),
        (None, own) => {
            let own = vec![own?];
            (own.clone(), own)
        }
    };
    if let Some(head) = &head {
        head.is_by(&of_head)?;
    }
    let report = check(&store, head.as_ref(), Some(&believed)).await?;
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

/// Writes the records that are meant, the oldest first. However slowly they are taken, the broker is not held up.
///
/// # Errors
/// When they cannot be read, or nobody takes them.
pub async fn export(
    folder: &Path,
    format: Format,
    filter: &Filter,
    mut out: impl io::Write,
) -> Result<(), CommandError> {
    let store = Store::look(folder).await?;
    let mut pieces = Pieces::begin(store.clone(), format, filter).await?;
    while let Some(piece) = pieces.next().await? {
        out.write_all(&piece).map_err(ExportError::from)?;
    }
    out.flush().map_err(ExportError::from)?;
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
    if let Some(key) = &report.removed_by {
        let _ = write!(text, ", which is signed with the key of then, {key}");
    }
    if report.earlier > 0 {
        let _ = write!(
            text,
            "; {} of them tell an earlier day than the one that they belong to: they were written later than what they tell of, or the \
             clock was set back",
            report.earlier
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
