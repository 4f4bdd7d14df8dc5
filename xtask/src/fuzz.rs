//! `fuzz`: every decoder against random input, for a while.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::{Finished, Program};
use crate::report::{Outcome, Report};
use crate::summary::Count;

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

/// Each target is one that passes or fails.
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
    let mut outcome = build(layout, &manifest)?;
    if outcome.count.failed > 0 {
        return Ok(outcome);
    }
    outcome.count = Count::default();
    for target in &targets {
        let finished = one(layout, target, seconds)?;
        let this = Outcome::one(&finished);
        outcome.count += this.count;
        outcome.details.push_str(&this.details);
    }
    Ok(outcome.note(format!("{seconds} s each: {}", targets.join(", "))))
}

fn manifest(layout: &Layout) -> PathBuf {
    layout.root.join("crates/fuzz/Cargo.toml")
}

fn target_dir(layout: &Layout) -> PathBuf {
    layout.target.join("fuzz")
}

fn build(layout: &Layout, manifest: &Path) -> Result<Outcome> {
    let finished = Program::new(layout, "cargo")
        .args(["build", "--release", "--bins", "--manifest-path"])
        .arg(manifest)
        .env("CARGO_TARGET_DIR", target_dir(layout))
        .logged(&layout.logs().join("fuzz-build.log"))?;
    Ok(Outcome::one(&finished))
}

fn one(layout: &Layout, target: &str, seconds: u64) -> Result<Finished> {
    Program::new(layout, target_dir(layout).join("release").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .dir(&layout.root.join("crates/fuzz"))
        .limit(Duration::from_secs(seconds) + GRACE)
        .logged(&layout.logs().join(format!("fuzz-{target}.log")))
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
