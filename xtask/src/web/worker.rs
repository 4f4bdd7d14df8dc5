//! The worker of the picture: its wasm, the glue that wasm-bindgen writes, and its entry script.

use std::fs;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::setup::{Toolchain, WASM};

use super::assets::Assets;
use super::empty;
use super::minify::{Kind, minify};

const PACKAGE: &str = "rh-screen-worker";
const PROFILE: &str = "wasm-worker";
/// What wasm-bindgen calls its output; the entry script imports it under this name.
const GLUE: &str = "screen_worker";
/// Where the workers lie below the assets.
pub(super) const FOLDER: &str = "workers";
const ENTRY: &str = "crates/screen-worker/worker.js";

/// All minimum browsers have SIMD.
pub(crate) const FLAGS: &str = "-Ctarget-feature=+simd128";

/// wasm-opt reads which features there are from the section that it strips at the end.
const OPTIMISE: [&str; 4] = [
    "-O3",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// Adds `workers/screen.js` (the entry), its glue and its wasm.
pub(super) fn build(
    layout: &Layout,
    toolchain: Toolchain,
    build: &str,
    assets: &mut Assets,
) -> Result<()> {
    let cargo = Program::new(layout, "cargo")
        .args(["rustc", "--lib", "--package", PACKAGE, "--profile", PROFILE])
        // Only as what it is here: beside an rlib, cargo would leave out link-time optimisation.
        .args(["--crate-type", "cdylib"])
        .args(["--target", WASM])
        .env("RUSTFLAGS", FLAGS);
    toolchain.apply(layout, cargo).run()?;

    let output = layout.stage().join("worker");
    empty(&output)?;
    let built = layout
        .wasm_target()
        .join(WASM)
        .join(PROFILE)
        .join(PACKAGE.replace('-', "_") + ".wasm");
    Program::new(layout, "wasm-bindgen")
        .args([
            "--target",
            "web",
            "--no-typescript",
            "--out-name",
            GLUE,
            "--out-dir",
        ])
        .arg(&output)
        .arg(&built)
        .run()?;
    if output.join("snippets").exists() {
        return Err(Error::invalid(
            PACKAGE,
            "uses JavaScript snippets, which get no hashed name",
        ));
    }
    let wasm = output.join(format!("{GLUE}_bg.wasm"));
    Program::new(layout, "wasm-opt")
        .args(OPTIMISE)
        .arg(&wasm)
        .arg("--output")
        .arg(&wasm)
        .run()?;

    let content = fs::read(&wasm).map_err(Error::io("reading", &wasm))?;
    let wasm_name = assets.add("workers/screen.wasm", &content)?;
    let glue = output.join(format!("{GLUE}.js"));
    let glue = fs::read_to_string(&glue).map_err(Error::io("reading", &glue))?;
    let glue = renamed(&glue, &format!("{GLUE}_bg.wasm"), &wasm_name)
        .ok_or_else(|| Error::invalid("wasm-bindgen's glue", "does not name its wasm file"))?;
    let glue = minify(layout, Kind::Module, glue.as_bytes())?;
    let glue_name = assets.add("workers/screen-glue.js", &glue)?;
    let entry = fs::read_to_string(layout.root.join(ENTRY))
        .map_err(Error::io("reading", &layout.root.join(ENTRY)))?;
    let entry = renamed(&entry, &format!("./{GLUE}.js"), &format!("./{glue_name}"))
        .ok_or_else(|| Error::invalid(ENTRY, format!("does not import ./{GLUE}.js")))?
        .replace("@build", build);
    let entry = minify(layout, Kind::Module, entry.as_bytes())?;
    assets.add("workers/screen.js", &entry).map(drop)
}

/// `text` with every `from` as `to`; `None` if there is none, since nothing would be found later.
fn renamed(text: &str, from: &str, to: &str) -> Option<String> {
    text.contains(from).then(|| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_there_is_an_error_now_and_not_in_the_browser() {
        let entry = "import init from \"./screen_worker.js\";";
        assert_eq!(
            renamed(entry, "./screen_worker.js", "./screen-glue-1.js").as_deref(),
            Some("import init from \"./screen-glue-1.js\";")
        );
        assert_eq!(renamed(entry, "./other.js", "./x.js"), None);
    }
}
