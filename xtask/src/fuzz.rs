//! `fuzz`: every decoder against random input, for a while.

use std::fs;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::{Finished, Program};
use crate::report::{Outcome, Report};
use crate::summary;

/// How long each target runs as part of `test`.
pub(crate) const SECONDS: u64 = 10;
/// What starting and replaying the corpus may take besides.
const GRACE: Duration = Duration::from_secs(120);

/// Runs all targets, or one, and reports.
pub(crate) fn run(layout: &Layout, seconds: u64, only: Option<&str>) -> Result<ExitCode> {
    let mut report = Report::default();
    report.step("fuzz targets", || all(layout, seconds, only));
    Ok(report.finish())
}

/// Replays every crash there ever was, then lets each target run: each is one that passes or fails.
pub(crate) fn all(layout: &Layout, seconds: u64, only: Option<&str>) -> Result<Outcome> {
    let manifest = manifest(layout);
    let text = fs::read_to_string(&manifest).map_err(Error::io("reading", &manifest))?;
    let targets: Vec<String> = binaries(&text)
        .into_iter()
        .filter(|name| only.is_none_or(|only| only == name))
        .collect();
    if targets.is_empty() {
        return Err(Error::invalid(
            manifest.display(),
            "has no such fuzz target",
        ));
    }
    let mut outcome = replay(layout)?;
    let built = cargo(layout)
        .args(["build", "--release", "--bins"])
        .logged(&layout.logs().join("fuzz-build.log"))?;
    if !built.ok {
        return Ok(outcome.and(Outcome::one(&built)));
    }
    // Each keeps one core busy.
    let at_once = thread::available_parallelism().map_or(1, NonZero::get);
    for targets in targets.chunks(at_once) {
        for finished in side_by_side(targets, |target| one(layout, target, seconds)) {
            outcome = outcome.and(Outcome::one(&finished?));
        }
    }
    Ok(outcome.note(format!("{seconds} s each: {}", targets.join(", "))))
}

/// Runs a function for all at once; what it gives comes in their order.
fn side_by_side<T: Send>(names: &[String], run: impl Fn(&str) -> T + Sync) -> Vec<T> {
    let run = &run;
    thread::scope(|scope| {
        let running: Vec<_> = names
            .iter()
            .map(|name| scope.spawn(move || run(name)))
            .collect();
        running
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|why| resume_unwind(why)))
            .collect()
    })
}

fn replay(layout: &Layout) -> Result<Outcome> {
    let finished = cargo(layout)
        .args(["test", "--release", "--no-fail-fast"])
        .logged(&layout.logs().join("fuzz-replay.log"))?;
    let count = summary::cargo_test(&finished.text);
    Ok(Outcome::counted(&finished, count))
}

fn one(layout: &Layout, target: &str, seconds: u64) -> Result<Finished> {
    // What was found interesting stays, so that the next run goes on from there.
    let corpus = target_dir(layout).join("corpus").join(target);
    fs::create_dir_all(&corpus).map_err(Error::io("creating", &corpus))?;
    cargo(layout)
        .args(["run", "--quiet", "--release", "--bin", target, "--"])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix=crashes/{target}/"))
        .arg(corpus)
        .limit(Duration::from_secs(seconds) + GRACE)
        .logged(&layout.logs().join(format!("fuzz-{target}.log")))
}

/// Cargo in the folder of the targets, whose own configuration instruments what it builds there.
pub(crate) fn cargo(layout: &Layout) -> Program {
    Program::new(layout, "cargo")
        .dir(&folder(layout))
        .env("CARGO_TARGET_DIR", target_dir(layout))
        .env_remove("RUSTFLAGS")
}

/// What describes the targets, which stand outside the workspace.
pub(crate) fn manifest(layout: &Layout) -> PathBuf {
    folder(layout).join("Cargo.toml")
}

fn folder(layout: &Layout) -> PathBuf {
    layout.root.join("crates/fuzz")
}

fn target_dir(layout: &Layout) -> PathBuf {
    layout.target.join("fuzz")
}

/// The names of the `[[bin]]` sections of a manifest.
fn binaries(manifest: &str) -> Vec<String> {
    let sections = manifest
        .split("\n[")
        .filter_map(|section| section.strip_prefix("[bin]]"));
    sections
        .filter_map(|section| {
            let name = section
                .lines()
                .find_map(|line| line.strip_prefix("name = "))?;
            Some(name.trim().trim_matches('"').to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_the_binaries_of_the_manifest() {
        let manifest = "[package]\nname = \"fuzz\"\n\n[[bin]]\nname = \"screen_decoder\"\n\
                        path = \"a.rs\"\n\n[[bin]]\npath = \"b.rs\"\nname = \"peer\"\n\n[lints]\n";
        assert_eq!(binaries(manifest), ["screen_decoder", "peer"]);
        assert!(binaries("[package]\nname = \"fuzz\"\n").is_empty());
    }
}
