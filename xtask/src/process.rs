//! Running programs: with a clean environment, a time limit, and output that is shown or kept.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::layout::Layout;

/// How often a program under a time limit is looked at.
const POLL: Duration = Duration::from_millis(50);

/// A program about to be run in the repository.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
    line: String,
    limit: Option<Duration>,
}

/// What a program that was waited for left behind.
#[derive(Debug)]
pub(crate) struct Finished {
    /// Exit code 0, within the time limit.
    pub(crate) ok: bool,
    /// Stopped by the time limit.
    pub(crate) timed_out: bool,
    /// Everything it printed, standard output and error as they came.
    pub(crate) text: String,
    /// Where that text is kept.
    pub(crate) log: PathBuf,
}

impl Program {
    /// `name` is looked up with our tools first.
    pub(crate) fn new(layout: &Layout, name: impl AsRef<OsStr>) -> Self {
        let name = name.as_ref();
        let mut command = Command::new(find(layout, name).unwrap_or_else(|| name.into()));
        command.current_dir(&layout.root).stdin(Stdio::null());
        for (key, value) in inherited() {
            match value {
                Some(value) => command.env(key, value),
                None => command.env_remove(key),
            };
        }
        command.env("PATH", layout.search_path());
        Self { command, line: name.to_string_lossy().into_owned(), limit: None }
    }

    /// Cargo, building natively into the shared target folder.
    pub(crate) fn cargo(layout: &Layout) -> Self {
        Self::new(layout, "cargo").env("CARGO_TARGET_DIR", &layout.target)
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.line.push(' ');
        self.line.push_str(&arg.as_ref().to_string_lossy());
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(self, args: impl IntoIterator<Item = A>) -> Self {
        args.into_iter().fold(self, Self::arg)
    }

    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    pub(crate) fn env_remove(mut self, key: &str) -> Self {
        self.command.env_remove(key);
        self
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

