//! `remote-help directory`: the embedded directory read from CSV and written as CSV.

use super::{
    csv::{
        Kind,
        export::{self, ExportError},
        import,
        plan::Plan,
    },
    limits,
};
use crate::{
    Clock,
    audit::{self, Record},
    store::{Store, StoreError, folder},
};
use serde_json::json;
use std::{
    fmt::Write as _,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// Why nothing is imported or exported.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The store.
    #[error("data: {0}")]
    Store(#[from] StoreError),
    /// A broker runs on the data. It would go on with what it knows, and answer by that.
    #[error("{0}. Stop it, import, and start it again; --dry-run works meanwhile")]
    Running(StoreError),
    /// The file cannot be read.
    #[error("{}: {source}", .file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is larger than is allowed.
    #[error("{}: larger than {most} bytes: divide it", .file.display())]
    Large {
        /// Which.
        file: PathBuf,
        /// How large one may be, in bytes.
        most: u64,
    },
    /// The file has faults; all of them, a line each.
    #[error("{0}")]
    Bad(String),
    /// The export.
    #[error(transparent)]
    Export(#[from] ExportError),
}

impl From<sqlx::Error> for CommandError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Reads a file into the directory of a data folder on which no broker runs, or tells with `dry_run` what that would
/// do, whoever runs. With `replace` those that are not in the file are removed. Returns what to tell.
///
/// # Errors
/// When the file cannot be read or has faults, a broker runs, or the store fails. Then nothing is changed.
pub async fn import(
    folder: &Path,
    kind: Kind,
    file: &Path,
    dry_run: bool,
    replace: bool,
) -> Result<String, CommandError> {
    let bytes = read(file)?;
    let plan = if !dry_run {
        let _claim = folder::claim(folder).map_err(|error| match error {
            StoreError::InUse(_) => CommandError::Running(error),
            error => error.into(),
        })?;
        let store = Store::open(folder).await?;
        let plan = import::import(&store, &Clock::system(), kind, &bytes, replace).await;
        store.close().await;
        plan?
    } else if Store::is_in(folder) {
        let store = Store::look(folder).await?;
        let plan = import::dry_run(&store, kind, &bytes, replace).await?;
        store.close().await;
        plan
    } else {
        import::dry_run_into_nothing(kind, &bytes, replace)
    };
    if plan.bad.is_empty() {
        Ok(told(&plan, dry_run, replace))
    } else {
        Err(CommandError::Bad(faults(&plan)))
    }
}

/// Writes all of one kind to the standard output, beside the broker that has the folder or without one. The audit tells it
/// before anything goes.
///
/// # Errors
/// When it cannot be recorded or read, or nobody takes it.
pub async fn export(folder: &Path, kind: Kind) -> Result<(), CommandError> {
    let store = Store::beside(folder).await?;
    let record = Record {
        at_ms: Clock::system().now_ms(),
        session: None,
        actor: None,
        kind: export::EXPORTED.to_owned(),
        data: json!({ "file": kind.name(), "by": "command" }),
    };
    let mut write = store.begin_with("BEGIN IMMEDIATE").await?;
    audit::append(&mut write, &record).await?;
    write.commit().await?;
    export::export(&store, kind, io::stdout().lock()).await?;
    store.close().await;
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, CommandError> {
    let failed = |source| CommandError::File {
        file: file.to_owned(),
        source,
    };
    let mut bytes = Vec::new();
    let most = limits::FILE;
    // One byte more tells whether there are more.
    let mut opened = File::open(file).map_err(failed)?.take(most + 1);
    let count = opened.read_to_end(&mut bytes).map_err(failed)?;
    if count as u64 > most {
        let file = file.to_owned();
        return Err(CommandError::Large { file, most });
    }
    Ok(bytes)
}

fn told(plan: &Plan, dry_run: bool, replace: bool) -> String {
    let (begins, ends) = if dry_run {
        ("would be imported", "; nothing was changed")
    } else {
        ("imported", "")
    };
    let Plan { new, changed, .. } = plan;
    let mut text = format!("{begins}: {new} new, {changed} changed");
    let _ = write!(text, ", {} unchanged", plan.unchanged);
    if replace {
        let _ = write!(text, ", {} removed", plan.removed);
    }
    text.push_str(ends);
    text
}

fn faults(plan: &Plan) -> String {
    let mut text = format!("nothing was imported; faults: {}", plan.bad.len());
    for bad in &plan.bad {
        let _ = write!(text, "\n{bad}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("devices.csv");
        let file = File::create(&path).unwrap();
        file.set_len(limits::FILE).unwrap();
        assert_eq!(read(&path).unwrap().len() as u64, limits::FILE);
        file.set_len(limits::FILE + 1).unwrap();
        let refused = read(&path).unwrap_err().to_string();
        assert!(refused.contains("larger than 67108864 bytes"), "{refused}");
    }

    #[test]
    fn what_was_done_is_told() {
        let plan = Plan {
            new: 3,
            removed: 1,
            ..Plan::default()
        };
        let expected = "imported: 3 new, 0 changed, 0 unchanged, 1 removed";
        assert_eq!(told(&plan, false, true), expected);
        let expected = "would be imported: 3 new, 0 changed, 0 unchanged; nothing was changed";
        assert_eq!(told(&plan, true, false), expected);
    }
}
