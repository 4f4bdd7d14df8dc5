//! `bench`: the criterion benches of the cores, or what a browser measures of the product.

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::{setup, start, web};

/// The crates with benches.
const CORES: [&str; 1] = ["screen"];

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

/// Runs the benches of the cores with their output shown.
pub(crate) fn cores(layout: &Layout) -> Result<()> {
    for core in CORES {
        if !layout
            .root
            .join("crates")
            .join(core)
            .join("benches")
            .is_dir()
        {
            return Err(Error::missing(
                format!("crates/{core}/benches"),
                "There is nothing to run.",
            ));
        }
        Program::cargo(layout)
            .args(["bench", "--package", &format!("rh-{core}")])
            .run()?;
    }
    Ok(())
}
