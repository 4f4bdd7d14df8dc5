//! The app itself: Trunk compiles it and writes its page, `split` cuts it into its parts; the files of
//! `public/` join.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::setup::{Toolchain, WASM};

use super::assets::Assets;
use super::minify::{Kind, minify};
use super::{empty, files, split};

/// As `index.html` names it.
const PROFILE: &str = "wasm";
/// What cargo compiles for Trunk.
const COMPILED: &str = "rh-app.wasm";

/// Builds the app into the assets and gives its index page, not filled in yet.
pub(super) fn build(layout: &Layout, toolchain: Toolchain, assets: &mut Assets) -> Result<String> {
    let output = layout.stage().join("trunk");
    empty(&output)?;
    let trunk = Program::new(layout, "trunk")
        .args(["build", "--config", "Trunk.toml", "--dist"])
        .arg(&output)
        // Trunk reads NO_COLOR as a yes or no and stops at the usual "1".
        .env("NO_COLOR", "true")
        .env("CARGO_ENCODED_RUSTFLAGS", flags().join("\u{1f}"));
    toolchain.apply(layout, trunk).run()?;
    let index = output.join("index.html");
    let mut page = fs::read_to_string(&index).map_err(Error::io("reading", &index))?;
    let compiled = layout.wasm_target().join(WASM).join(PROFILE).join(COMPILED);
    let app = split::cut(layout, &compiled, assets)?;
    for file in files(&output)?.into_iter().filter(|file| *file != index) {
        let name = relative(&file, &output);
        let ours = match name.rsplit_once('.') {
            Some((stem, "js")) if !stem.contains('/') => assets.add("app.js", &app.script)?,
            Some((_, "wasm")) => assets.add("app.wasm", &app.wasm)?,
            _ => {
                return Err(Error::invalid(
                    "Trunk",
                    format!("made {name}, which has no place"),
                ));
            }
        };
        // Trunk's names are those of the app before it was cut.
        page = page.replace(&format!("/assets/{name}"), &format!("/assets/{ours}"));
    }
    Ok(page)
}

/// How the compiler is called for the app.
fn flags() -> Vec<String> {
    // Views as trait objects instead of a type for each: 4 % fewer bytes.
    let mut flags = vec![
        "--cfg=erase_components".to_owned(),
        split::LINKER_FLAG.to_owned(),
    ];
    // Panics name the file they come from; nobody needs to read there where this was built, and
    // without it equal sources give equal files on every machine.
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    if let Some(home) = home.or_else(|| Some(env::home_dir()?.join(".cargo"))) {
        let crates = home.join("registry/src");
        flags.push(format!("--remap-path-prefix={}=crates", crates.display()));
    }
    flags
}

/// Adds the files of `public/`, except the languages, which are read apart.
pub(super) fn add_public(layout: &Layout, assets: &mut Assets) -> Result<()> {
    let folder = layout.root.join("public");
    for file in files(&folder)? {
        let name = relative(&file, &folder);
        if name.starts_with("locales/") {
            continue;
        }
        let content = fs::read(&file).map_err(Error::io("reading", &file))?;
        let content = match name.as_str() {
            "boot.js" => minify(layout, Kind::OldScript, &content)?,
            script if script.ends_with(".js") => minify(layout, Kind::Script, &content)?,
            _ => content,
        };
        // The clock is a worker, although it is so small that it needs no build.
        let name = if name == "clock.js" {
            "workers/clock.js".to_owned()
        } else {
            name
        };
        assets.add(&name, &content)?;
    }
    Ok(())
}

/// The path of a file below a folder, as it stands in an address.
fn relative(file: &Path, folder: &Path) -> String {
    let path = file.strip_prefix(folder).unwrap_or(file);
    path.to_string_lossy().replace('\\', "/")
}
