//! `check`: the gate before a commit, in under three minutes when warm.

use std::fs;
use std::process::ExitCode;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::report::{Outcome, Report};
use crate::web::Manifest;
use crate::{fuzz, size, summary};

/// Format, lints, native tests, and the size of what was built last.
pub(crate) fn run(layout: &Layout) -> Result<ExitCode> {
    layout.ensure_dist()?;
    let mut report = Report::default();
    report.step("format", || format(layout));
    report.step("lints", || lints(layout));
    report.step("native tests", || native_tests(layout));
    if Manifest::read(layout).is_ok() {
        report.step("size of the first screen", || size_check(layout));
    } else {
        println!("   size: nothing is built yet (cargo xtask web)");
    }
    Ok(report.finish())
}

/// Of the workspace and of the fuzz targets, which stand outside it.
pub(crate) fn format(layout: &Layout) -> Result<Outcome> {
    let check = |cargo: Program, log: &str| {
        cargo
            .args(["fmt", "--all", "--check"])
            .logged(&layout.logs().join(log))
    };
    let workspace = check(Program::cargo(layout), "format.log")?;
    let targets = check(fuzz::cargo(layout), "format-fuzz.log")?;
    Ok(Outcome::one(&workspace).and(Outcome::one(&targets)))
}

/// Clippy on everything, natively; the app too.
pub(crate) fn lints(layout: &Layout) -> Result<Outcome> {
    let finished = Program::cargo(layout)
        .args(["clippy", "--workspace", "--all-targets", "--", "-Dwarnings"])
        .logged(&layout.logs().join("lints.log"))?;
    Ok(Outcome::one(&finished))
}

/// Clippy on the fuzz targets.
pub(crate) fn fuzz_lints(layout: &Layout) -> Result<Outcome> {
    // From outside their folder, whose configuration instruments everything.
    let finished = Program::cargo(layout)
        .args(["clippy", "--manifest-path"])
        .arg(fuzz::manifest(layout))
        .args(["--all-targets", "--", "-Dwarnings"])
        .logged(&layout.logs().join("lints-fuzz.log"))?;
    Ok(Outcome::one(&finished))
}

/// The test whose table of refused and accepted tokens is for people to read.
const TOKEN_TABLE: &str = "identity::table::twenty_four_are_refused_and_three_accepted";

/// The test that holds what the others were answered by the broker against its description, and what tells it where that stands.
const ANSWERS: &str = "openapi::every_answer_was_seen_by_some_test";
const ANSWERED: &str = "RH_ANSWERED";

/// Unit, integration and documentation tests of the whole workspace, natively.
pub(crate) fn native_tests(layout: &Layout) -> Result<Outcome> {
    let answered = layout.logs().join("answered.txt");
    if answered.exists() {
        fs::remove_file(&answered).map_err(Error::io("removing", &answered))?;
    }
    let finished = Program::cargo(layout)
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(["--", "--show-output"])
        .env(ANSWERED, &answered)
        .logged(&layout.logs().join("native-tests.log"))?;
    if let Some(table) = summary::printed_by(&finished.text, TOKEN_TABLE) {
        println!("Tokens, as `cargo test` saw them:\n{table}");
    }
    let count = summary::cargo_test(&finished.text);
    let outcome = Outcome::counted(&finished, count);
    if !finished.ok {
        // What a test that failed has not seen is no news.
        return Ok(outcome);
    }
    // Of the whole workspace, as before: of one package alone other features hold, and all would be built anew.
    let finished = Program::cargo(layout)
        .args(["test", "--workspace", "--test", "it"])
        .args(["--", "--ignored", "--exact", ANSWERS])
        .env(ANSWERED, &answered)
        .logged(&layout.logs().join("native-tests-answers.log"))?;
    let count = summary::cargo_test(&finished.text);
    Ok(outcome.and(Outcome::counted(&finished, count)))
}

/// Prints the breakdown; over the budget is an error.
pub(crate) fn size_check(layout: &Layout) -> Result<Outcome> {
    let sizes = size::measure(layout)?;
    println!("{sizes}");
    sizes.within_budget()?;
    Ok(Outcome::passed())
}
