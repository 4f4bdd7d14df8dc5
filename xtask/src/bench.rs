//! `bench`: what is measured natively, or what a browser measures of the product.

use crate::error::Result;
use crate::layout::Layout;
use crate::process::Program;
use crate::{setup, start, web};

/// The packages with benches: the codec (criterion), and how long the broker takes to refuse codes, whose
/// results are in `crates/broker/benches/results/`.
const PACKAGES: [&str; 2] = ["rh-screen", "remote-help"];

/// First visit, departures and silence in a real browser; results in `e2e/bench/results/`.
pub(crate) fn browser(layout: &Layout) -> Result<()> {
    let toolchain = setup::web(layout)?;
    setup::tests(layout)?;
    web::build(layout, &toolchain)?;
    start::broker_build(layout).run()?;
    println!("Measuring; 100 trials of each kind take about an hour (RH_TRIALS=N for fewer).");
    let mut bench = Program::new(layout, "npm")
        .args(["run", "--silent", "bench"])
        .env("RH_BROKER", layout.broker())
        .env("RH_ARTIFACTS", layout.root.join("artifacts"))
        .dir(&layout.root.join("e2e"));
    if let Some(chromium) = setup::chromium(layout) {
        bench = bench.env("RH_CHROMIUM", chromium);
    }
    bench.run()
}

/// Runs the native benches with their output shown.
pub(crate) fn native(layout: &Layout) -> Result<()> {
    for package in PACKAGES {
        Program::cargo(layout)
            .args(["bench", "--package", package])
            .run()?;
    }
    Ok(())
}
