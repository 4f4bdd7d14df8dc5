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
        Self {
            command,
            line: name.to_string_lossy().into_owned(),
            limit: None,
        }
    }

    /// Cargo, building natively into the shared target folder.
    pub(crate) fn cargo(layout: &Layout) -> Self {
        Self::new(layout, "cargo")
            .env("CARGO_TARGET_DIR", &layout.target)
            // The broker embeds this clone's app, whichever clone built here last.
            .env("RH_CLONE", &layout.root)
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

    /// Runs it with its output shown; anything but success is an error.
    pub(crate) fn run(mut self) -> Result<()> {
        let (status, timed_out) = self.spawn_and_wait()?;
        match (timed_out, status.success()) {
            (true, _) => Err(self.failed("took too long and was stopped")),
            (false, true) => Ok(()),
            (false, false) => Err(self.failed(&format!("failed ({status})"))),
        }
    }

    /// What it prints on standard output, trimmed; `None` if it is not there or fails.
    pub(crate) fn answer(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(text)
    }

    /// Runs it with its output kept in `log`; only failing to start is an error.
    pub(crate) fn logged(mut self, log: &Path) -> Result<Finished> {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder).map_err(Error::io("creating", folder))?;
        }
        let file = File::create(log).map_err(Error::io("creating", log))?;
        let twin = file.try_clone().map_err(Error::io("opening", log))?;
        self.command.stdout(file).stderr(twin);
        let (status, timed_out) = self.spawn_and_wait()?;
        let bytes = fs::read(log).map_err(Error::io("reading", log))?;
        Ok(Finished {
            ok: status.success() && !timed_out,
            timed_out,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            log: log.to_path_buf(),
        })
    }

    /// Becomes the program, so that signals meant for it reach it directly. Returns only on error.
    #[cfg(unix)]
    pub(crate) fn become_it(mut self) -> Error {
        use std::os::unix::process::CommandExt;
        let source = self.command.stdin(Stdio::inherit()).exec();
        self.failed(&format!("could not be started: {source}"))
    }

    /// Runs the program and waits; the console sends Ctrl-C to both.
    #[cfg(not(unix))]
    pub(crate) fn become_it(mut self) -> Error {
        match self.spawn_and_wait() {
            Ok((status, _)) => std::process::exit(status.code().unwrap_or(1)),
            Err(error) => error,
        }
    }

    fn spawn_and_wait(&mut self) -> Result<(ExitStatus, bool)> {
        let spawned = self.command.spawn();
        let mut child =
            spawned.map_err(|source| self.failed(&format!("could not be started: {source}")))?;
        wait(&mut child, self.limit)
            .map_err(|source| self.failed(&format!("could not be waited for: {source}")))
    }

    fn failed(&self, why: &str) -> Error {
        Error::Program {
            line: self.line.clone(),
            why: why.to_owned(),
        }
    }
}

fn wait(child: &mut Child, limit: Option<Duration>) -> std::io::Result<(ExitStatus, bool)> {
    let Some(limit) = limit else {
        return Ok((child.wait()?, false));
    };
    let deadline = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status, false));
        }
        if Instant::now() >= deadline {
            child.kill()?;
            return Ok((child.wait()?, true));
        }
        thread::sleep(POLL);
    }
}

/// The full path of a program, our tools before the system's.
pub(crate) fn find(layout: &Layout, name: &OsStr) -> Option<PathBuf> {
    if Path::new(name).components().count() > 1 {
        return Some(name.into());
    }
    let endings: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd"]
    } else {
        &[""]
    };
    env::split_paths(&layout.search_path())
        .flat_map(|folder| {
            endings.iter().map(move |ending| {
                let mut file = name.to_os_string();
                file.push(ending);
                folder.join(file)
            })
        })
        .find(|path| path.is_file())
}

/// Changes to the environment that cargo prepared for this program and that others must not see:
/// build scripts that watch these variables would otherwise run again after every `cargo xtask`.
fn inherited() -> Vec<(OsString, Option<OsString>)> {
    let mut changes: Vec<(OsString, Option<OsString>)> = env::vars_os()
        .map(|(key, _)| key)
        .filter(|key| key.to_str().is_some_and(belongs_to_xtask))
        .map(|key| (key, None))
        .collect();
    // `cargo run` puts its own libraries first; another compiler must not find those.
    if let Some(paths) = env::var_os("LD_LIBRARY_PATH") {
        let kept = env::split_paths(&paths)
            .filter(|path| !is_cargos_library_folder(&path.to_string_lossy()));
        let value = env::join_paths(kept).ok().filter(|value| !value.is_empty());
        changes.push(("LD_LIBRARY_PATH".into(), value));
    }
    changes
}

fn belongs_to_xtask(key: &str) -> bool {
    const EXACTLY: [&str; 6] = [
        "CARGO",
        "CARGO_CRATE_NAME",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_PRIMARY_PACKAGE",
        "OUT_DIR",
    ];
    EXACTLY.contains(&key) || key.starts_with("CARGO_PKG_") || key.starts_with("CARGO_BIN_")
}

fn is_cargos_library_folder(path: &str) -> bool {
    path.contains("/rustlib/")
        || path.contains("/.rustup/")
        || path.contains("/rustup/toolchains/")
        || path.ends_with("/deps")
        || path.ends_with("/debug")
        || path.ends_with("/release")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(name: &str) -> Layout {
        let mut layout = Layout::find().unwrap();
        layout.tools = env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        layout
    }

    #[test]
    fn output_is_kept_in_the_order_it_came() {
        let layout = layout("order");
        let log = layout.tools.join("log");
        let finished = Program::new(&layout, "sh")
            .args(["-c", "echo one; echo two >&2; echo three; exit 3"])
            .logged(&log)
            .unwrap();
        assert_eq!((finished.ok, finished.timed_out), (false, false));
        assert_eq!(finished.text, "one\ntwo\nthree\n");
        fs::remove_dir_all(&layout.tools).unwrap();
    }

    #[test]
    fn a_time_limit_ends_a_program_that_would_not_end() {
        let layout = layout("limit");
        let log = layout.tools.join("log");
        let finished = Program::new(&layout, "sleep")
            .arg("600")
            .limit(Duration::from_millis(10))
            .logged(&log)
            .unwrap();
        assert_eq!((finished.ok, finished.timed_out), (false, true));
        fs::remove_dir_all(&layout.tools).unwrap();
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = Program::new(&layout("none"), "no-such-program")
            .arg("-x")
            .run()
            .unwrap_err();
        assert!(error.to_string().contains("no-such-program -x"), "{error}");
    }

    #[test]
    fn what_cargo_set_for_us_is_not_handed_on() {
        assert!(belongs_to_xtask("CARGO_PKG_NAME") && belongs_to_xtask("CARGO_MANIFEST_DIR"));
        assert!(!belongs_to_xtask("CARGO_HOME") && !belongs_to_xtask("CARGO_TARGET_DIR"));
        assert!(is_cargos_library_folder("/repo/target/debug/deps"));
        assert!(!is_cargos_library_folder("/usr/local/lib"));
    }
}
