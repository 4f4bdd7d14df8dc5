//! Cuts the compiled app where `#[wasm_split]` says: into what the first screen needs, and parts
//! that are fetched later. Binds the first to JavaScript, makes all of them small.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;

use super::assets::Assets;
use super::empty;
use super::minify::bundle;

/// What the linker must leave in the wasm, so that it can be cut: where functions call each other.
pub(super) const LINKER_FLAG: &str = "-Clink-args=--emit-relocs";

/// What the tools call their output.
const NAME: &str = "app";
/// The script that fetches the parts, written by wasm-split.
const LOADER: &str = "__wasm_split.js";
/// Where the parts lie below the assets.
pub(super) const FOLDER: &str = "parts";

/// Bytes first. The tools' own sections go last, since wasm-opt reads features from them.
const OPTIMISE: [&str; 4] = [
    "-Oz",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// The first download of the app.
pub(super) struct App {
    /// Its JavaScript, with the script that fetches the parts.
    pub(super) script: Vec<u8>,
    pub(super) wasm: Vec<u8>,
}

/// Cuts `compiled`, as cargo left it, and adds the parts to the assets.
pub(super) fn cut(layout: &Layout, compiled: &Path, assets: &mut Assets) -> Result<App> {
    let folder = layout.stage().join("split");
    empty(&folder)?;
    Program::new(layout, "wasm-split-cli")
        .arg(compiled)
        .arg(&folder)
        .args(["--target", "web", "--out-name", NAME])
        .run()?;
    let first = folder.join(format!("{NAME}.wasm"));
    // The parts call functions of the first by what the linker exports.
    Program::new(layout, "wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .args(["--out-name", NAME, "--out-dir"])
        .arg(&folder)
        .arg(&first)
        .run()?;
    fs::remove_file(&first).map_err(Error::io("removing", &first))?;
    if folder.join("snippets").exists() {
        return Err(Error::invalid(
            "the app",
            "uses JavaScript snippets, which get no hashed name",
        ));
    }
    let wasm = optimised(layout, &folder.join(format!("{NAME}_bg.wasm")))?;
    let loader = folder.join(LOADER);
    let script = fs::read_to_string(&loader).map_err(Error::io("reading", &loader))?;
    let script = with_addresses(&script, |name| {
        let part = optimised(layout, &folder.join(format!("{name}.wasm")))?;
        let name = format!("{FOLDER}/{name}.wasm");
        assets.add(&name, &part)?;
        Ok(assets.url(&name).unwrap_or_default())
    })?;
    fs::write(&loader, script).map_err(Error::io("writing", &loader))?;
    let script = bundle(layout, &folder.join(format!("{NAME}.js")))?;
    Ok(App { script, wasm })
}

fn optimised(layout: &Layout, wasm: &Path) -> Result<Vec<u8>> {
    // Kept in a log, since it warns of names that wasm-split writes and that go anyway.
    let finished = Program::new(layout, "wasm-opt")
        .args(OPTIMISE)
        .arg(wasm)
        .arg("--output")
        .arg(wasm)
        .logged(&layout.logs().join("wasm-opt.log"))?;
    if !finished.ok {
        let why = format!(
            "could not make {} small:\n{}",
            wasm.display(),
            finished.text
        );
        return Err(Error::invalid("wasm-opt", why));
    }
    fs::read(wasm).map_err(Error::io("reading", wasm))
}

/// The loader with the address of each part, which it names `"./NAME.wasm"`.
fn with_addresses(loader: &str, mut address: impl FnMut(&str) -> Result<String>) -> Result<String> {
    let mut pieces = loader.split("\"./");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(".wasm\"") {
            Some((name, rest)) if !name.contains('"') => {
                filled += &format!("\"{}\"{rest}", address(name)?);
            }
            _ => filled += &format!("\"./{piece}"),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_gets_its_address_and_nothing_else_changes() {
        let loader = "import { initSync } from \"./app.js\";\n\
                      const a = () => fetch(new URL(\"./chunk_1.wasm\", import.meta.url));\n\
                      const b = () => fetch(new URL(\"./split_x.wasm\", import.meta.url));\n";
        let filled = with_addresses(loader, |name| Ok(format!("/assets/{name}-0.wasm"))).unwrap();
        let expected = loader
            .replace("./chunk_1.wasm", "/assets/chunk_1-0.wasm")
            .replace("./split_x.wasm", "/assets/split_x-0.wasm");
        assert_eq!(filled, expected);
    }
}
