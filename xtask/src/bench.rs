//! `bench`: the criterion benches of the cores.

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;

/// The crates with benches.
const CORES: [&str; 1] = ["screen"];

/// Runs them with their output shown.
pub(crate) fn run(layout: &Layout) -> Result<()> {
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
