//! What can go wrong in a task, each with what to do about it.

use std::fmt;
use std::path::Path;

/// The result of anything here.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a task stopped.
#[derive(Debug)]
pub(crate) enum Error {
    /// The command line was not understood.
    Usage(String),
    /// A file or folder could not be read or written.
    Io {
        doing: String,
        source: std::io::Error,
    },
    /// A program could not be started, failed or took too long.
    Program { line: String, why: String },
    /// Something must be installed by hand.
    Missing { what: String, remedy: String },
    /// A file of the project does not hold what the build needs.
    Invalid { file: String, why: String },
    /// The first screen is larger than allowed, in bytes.
    OverBudget { bytes: u64, budget: u64 },
}

impl Error {
    /// For `map_err` on file operations.
    pub(crate) fn io(doing: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let doing = format!("{doing} {}", path.display());
        move |source| Self::Io { doing, source }
    }

    pub(crate) fn invalid(file: impl fmt::Display, why: impl Into<String>) -> Self {
        Self::Invalid {
            file: file.to_string(),
            why: why.into(),
        }
    }

    pub(crate) fn missing(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Missing {
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(why) => f.write_str(why),
            Self::Io { doing, source } => write!(f, "{doing}: {source}"),
            Self::Program { line, why } => write!(f, "`{line}` {why}"),
            Self::Missing { what, remedy } => write!(f, "{what} is missing. {remedy}"),
            Self::Invalid { file, why } => write!(f, "{file}: {why}"),
            Self::OverBudget { bytes, budget } => write!(
                f,
                "the first screen of /rh transfers {bytes} bytes, {} more than its budget of {budget}",
                bytes - budget
            ),
        }
    }
}

impl std::error::Error for Error {}
