//! `bench`: what a browser measures of the product, or what is measured natively. Only what cannot be
//! measured at all is an error.

mod codec;

use crate::cli::Bench;
use crate::error::Result;
use crate::layout::Layout;
use crate::process::Program;
use crate::{setup, start, web};

pub(crate) fn run(layout: &Layout, what: &Bench) -> Result<()> {
    match what {
        Bench::Native => native(layout),
        Bench::Hidden => browser(layout, "hidden.bench.ts")?.run(),
        Bench::Fairness => browser(layout, "fairness.bench.ts")?.run(),
        Bench::Transports => browser(layout, "transports.bench.ts")?.run(),
        Bench::Engines => browser(layout, "engines.bench.ts")?.run(),
        Bench::Memory => browser(layout, "memory.bench.ts")?.run(),
        Bench::FirstScreen { trials } => {
            trials_of(browser(layout, "first-screen.bench.ts")?, *trials).run()
        }
        Bench::Departures { trials } => {
            trials_of(browser(layout, "departures.bench.ts")?, *trials).run()
        }
        Bench::Picture {
            scenes,
            networks,
            methods,
            runs,
        } => {
            setup::picture(layout)?;
            let runs = runs.map(|runs| runs.to_string());
            [
                ("RH_SCENES", scenes),
                ("RH_NETWORKS", networks),
                ("RH_METHODS", methods),
                ("RH_RUNS", &runs),
            ]
            .into_iter()
            .fold(
                browser(layout, "picture.bench.ts")?,
                |bench, (key, value)| match value {
                    Some(value) => bench.env(key, value),
                    None => bench.env_remove(key),
                },
            )
            .run()
        }
    }
}

/// Builds the product and gives the program that runs one file of `e2e/bench/`.
fn browser(layout: &Layout, file: &str) -> Result<Program> {
    let toolchain = setup::web(layout)?;
    setup::tests(layout)?;
    web::build(layout, &toolchain)?;
    start::broker_build(layout).run()?;
    let mut bench = Program::new(layout, "npm")
        .args(["run", "--silent", "bench", "--", file])
        .env("RH_BROKER", layout.broker())
        .env("RH_ARTIFACTS", layout.root.join("artifacts"))
        .dir(&layout.root.join("e2e"));
    if let Some(chromium) = setup::chromium(layout) {
        bench = bench.env("RH_CHROMIUM", chromium);
    }
    Ok(bench)
}

fn trials_of(bench: Program, trials: Option<u64>) -> Program {
    match trials {
        Some(trials) => bench.env("RH_TRIALS", trials.to_string()),
        None => bench,
    }
}

/// Runs the benches that need no browser: the codec's, and the broker's (refused codes, the audit, its pages and the report's, the
/// directory), which keep their own results.
fn native(layout: &Layout) -> Result<()> {
    codec::run(layout)?;
    Program::cargo(layout)
        .args(["bench", "--package", "remote-help"])
        .run()
}
