//! The app itself: cargo compiles it, `split` cuts it into its parts; the files of `public/` join.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::setup::{Toolchain, WASM};

use super::assets::Assets;
use super::minify::{Kind, minify};
use super::{files, split};

const PACKAGE: &str = "rh-app";
const PROFILE: &str = "wasm";

/// Builds the app into the assets.
pub(super) fn build(layout: &Layout, toolchain: Toolchain, assets: &mut Assets) -> Result<()> {
    let cargo = Program::new(layout, "cargo")
        .args(["build", "--bin", PACKAGE, "--package", PACKAGE])
        .args(["--profile", PROFILE, "--target", WASM])
        .env("CARGO_ENCODED_RUSTFLAGS", flags().join("\u{1f}"));
    toolchain.apply(layout, cargo).run()?;
    let folder = layout.wasm_target().join(WASM).join(PROFILE);
    let compiled = folder.join(format!("{PACKAGE}.wasm"));
    let app = split::cut(layout, &compiled, assets)?;
    assets.add("app.js", &app.script)?;
    assets.add("app.wasm", &app.wasm).map(drop)
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
