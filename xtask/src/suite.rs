//! `test`: everything, fast steps first. What cannot run because something before it failed has
//! failed too.

use std::fs;
use std::num::NonZero;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::report::{Outcome, Report};
use crate::setup::{self, Answers, Toolchain};
use crate::summary::Count;
use crate::{check, fuzz, summary, web};

/// How long fetching the database of advisories may take.
const ADVISORIES_LIMIT: Duration = Duration::from_secs(120);
/// How long each of the two parts of the end-to-end tests may take.
const END_TO_END_LIMIT: Duration = Duration::from_secs(25 * 60);
/// At most so many browsers at once, however many cores there are.
const MOST_BROWSERS: usize = 2;
const ADVISORIES: &str = "advisory database";

/// Sets up and runs every step.
pub(crate) fn run(layout: &Layout) -> Result<ExitCode> {
    let toolchain = setup::web(layout)?;
    setup::tests(layout)?;
    let mut report = Report::default();
    report.step("format", || check::format(layout));
    report.step("dependencies", || dependencies(layout));
    report.step("lints", || check::lints(layout));
    report.step("lints of the fuzz targets", || check::fuzz_lints(layout));
    if toolchain == Toolchain::Ordinary {
        report.step("lints for wasm", || wasm_lints(layout, toolchain));
    } else {
        println!("   lints for wasm: left out, Debian's Rust has no clippy");
    }
    report.step("native tests", || check::native_tests(layout));
    report.step("wasm tests", || wasm_tests(layout, toolchain));
    report.step("fuzz targets", || fuzz::all(layout, fuzz::SECONDS, None));
    let app = report.step("web app", || {
        web::build(layout, &toolchain).map(|manifest| Outcome::passed().note(manifest.build))
    });
    let mut ready = false;
    if app {
        report.step("size of the first screen", || check::size_check(layout));
        ready = report.step("broker with the web app", || checked_broker(layout));
    } else {
        report.not_run("size of the first screen", "the web app was not built");
        report.not_run("broker with the web app", "the web app was not built");
    }
    report.step("types of the end-to-end tests", || types(layout));
    if ready {
        report.step("end-to-end tests", || end_to_end(layout));
    } else {
        report.not_run(
            "end-to-end tests",
            "there is no broker with the web app in it",
        );
    }
    Ok(report.finish())
}

/// Licences, sources and bans always; advisories where their database can be fetched.
fn dependencies(layout: &Layout) -> Result<Outcome> {
    let deny = |checks: &[&str]| {
        Program::cargo(layout)
            .args(["deny", "--workspace", "check"])
            .args(checks)
    };
    let finished =
        deny(&["bans", "licenses", "sources"]).logged(&layout.logs().join("dependencies.log"))?;
    let outcome = Outcome::one(&finished);
    let left_out = "advisories left out: their database could not be fetched";
    let answers = Answers::new(&layout.tools);
    if answers.was_no(ADVISORIES) {
        return Ok(outcome.note(left_out));
    }
    let finished = deny(&["advisories"])
        .limit(ADVISORIES_LIMIT)
        .logged(&layout.logs().join("advisories.log"))?;
    if !finished.ok && is_unreachable(&finished.text, finished.timed_out) {
        answers.remember_no(ADVISORIES, &finished.text)?;
        return Ok(outcome.note(left_out));
    }
    Ok(outcome.and(Outcome::one(&finished)))
}

/// Did `cargo deny` end because the network was not there, rather than because of an advisory?
fn is_unreachable(output: &str, timed_out: bool) -> bool {
    timed_out || output.contains("failed to fetch advisory database")
}

/// Clippy on the crates in which something is compiled for wasm only. All else it has seen natively.
fn wasm_lints(layout: &Layout, toolchain: Toolchain) -> Result<Outcome> {
    let mut clippy = in_node(layout, "clippy").arg("--all-targets");
    for package in &packages_with_wasm_tests(layout)? {
        clippy = clippy.args(["--package", package]);
    }
    let finished = toolchain
        .apply(layout, clippy.args(["--", "-Dwarnings"]))
        .logged(&layout.logs().join("lints-for-wasm.log"))?;
    Ok(Outcome::one(&finished))
}

/// The tests that wasm-bindgen's runner runs in Node, of the crates that have any.
fn wasm_tests(layout: &Layout, toolchain: Toolchain) -> Result<Outcome> {
    let packages = packages_with_wasm_tests(layout)?;
    if packages.is_empty() {
        return Err(Error::invalid(
            "crates",
            "no crate has wasm tests, which cannot be",
        ));
    }
    let mut cargo = in_node(layout, "test").arg("--no-fail-fast");
    for package in &packages {
        cargo = cargo.args(["--package", package]);
    }
    let finished = toolchain
        .apply(layout, cargo)
        .logged(&layout.logs().join("wasm-tests.log"))?;
    let count = summary::cargo_test(&finished.text);
    Ok(Outcome::counted(&finished, count).note(packages.join(", ")))
}

/// A task of cargo's for wasm, whose programs wasm-bindgen's runner runs in Node.
pub(crate) fn in_node(layout: &Layout, task: &str) -> Program {
    Program::new(layout, "cargo")
        .args([task, "--target", setup::WASM])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        // As the workers are built.
        .env("RUSTFLAGS", web::WORKER_FLAGS)
}

/// Packages below `crates/` that depend on wasm-bindgen-test.
fn packages_with_wasm_tests(layout: &Layout) -> Result<Vec<String>> {
    let crates = layout.root.join("crates");
    let mut packages = Vec::new();
    for entry in fs::read_dir(&crates).map_err(Error::io("reading", &crates))? {
        let manifest = entry
            .map_err(Error::io("reading", &crates))?
            .path()
            .join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else {
            continue;
        };
        let name = text.lines().find_map(|line| line.strip_prefix("name = "));
        if text.contains("wasm-bindgen-test")
            && let Some(name) = name
        {
            packages.push(name.trim_matches('"').to_owned());
        }
    }
    packages.sort();
    Ok(packages)
}

/// The broker as the native tests have built it, with its debug assertions, and now with what is in
/// `dist/`: a release build would take a new machine ten minutes more.
fn checked_broker(layout: &Layout) -> Result<Outcome> {
    let finished = Program::cargo(layout)
        // With some test of the workspace, natively an empty one: with others, or none, other features would hold, and what the
        // native tests have built would be built anew.
        .args(["build", "--workspace", "--bin", "remote-help"])
        .args(["--test", "golden"])
        .logged(&layout.logs().join("broker.log"))?;
    Ok(Outcome::one(&finished))
}

fn types(layout: &Layout) -> Result<Outcome> {
    let finished = Program::new(layout, "npm")
        .args(["run", "--silent", "check"])
        .dir(&layout.root.join("e2e"))
        .logged(&layout.logs().join("types.log"))?;
    Ok(Outcome::one(&finished))
}

/// Playwright in Chromium against that broker: what may run side by side, then what needs the machine for itself. Either runs
/// whatever came of the other.
fn end_to_end(layout: &Layout) -> Result<Outcome> {
    let at_once = thread::available_parallelism().map_or(1, NonZero::get);
    let pages = playwright(layout, "pages", at_once.min(MOST_BROWSERS))?;
    let picture = playwright(layout, "picture", 1)?;
    let note = format!("{}; {}", pages.note, picture.note);
    Ok(pages.and(picture).note(note))
}

/// One project of `e2e/playwright.config.ts`.
fn playwright(layout: &Layout, project: &str, workers: usize) -> Result<Outcome> {
    let report = layout.logs().join(format!("end-to-end-{project}.json"));
    // An older report must not be taken for this run's.
    if report.exists() {
        fs::remove_file(&report).map_err(Error::io("removing", &report))?;
    }
    let mut playwright = Program::new(layout, "npx")
        .args(["--no-install", "playwright", "test", "--reporter=list,json"])
        .arg(format!("--project={project}"))
        .arg(format!("--workers={workers}"))
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .env("RH_BROKER", layout.checked_broker())
        .env("RH_ARTIFACTS", layout.root.join("artifacts"))
        .dir(&layout.root.join("e2e"))
        .limit(END_TO_END_LIMIT);
    if let Some(chromium) = setup::chromium(layout) {
        playwright = playwright.env("RH_CHROMIUM", chromium);
    }
    let log = layout.logs().join(format!("end-to-end-{project}.log"));
    let started = Instant::now();
    let finished = playwright.logged(&log)?;
    let took = started.elapsed().as_secs();
    let counted = fs::read_to_string(&report)
        .ok()
        .and_then(|json| summary::playwright(&json));
    let (count, skipped) = counted.unwrap_or((Count::ONE_FAILED, 0));
    let outcome = Outcome::counted(&finished, count);
    let note = format!("{project}: {took} s, {workers} at once, {skipped} skipped");
    Ok(outcome.note(note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_missing_database_excuses_the_advisories() {
        assert!(is_unreachable("", true));
        assert!(is_unreachable(
            "error: failed to fetch advisory database https://x",
            false
        ));
        assert!(!is_unreachable(
            "error[vulnerability]: RUSTSEC-2026-0001",
            false
        ));
    }
}
