//! The app itself: Trunk compiles it, writes its glue and shrinks it; the files of `public/` join.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::setup::Toolchain;

use super::assets::Assets;
use super::minify::{Kind, minify};
use super::{empty, files};

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
    for file in files(&output)?.into_iter().filter(|file| *file != index) {
        let name = relative(&file, &output);
        let content = fs::read(&file).map_err(Error::io("reading", &file))?;
        // Trunk's names hash what there was before it was made small.
        let (ours, content) = match file.extension().and_then(|ending| ending.to_str()) {
            Some("js") if !name.contains('/') => {
                ("app.js", minify(layout, Kind::Module, &content)?)
            }
            Some("wasm") => ("app.wasm", content),
            _ => {
                return Err(Error::invalid(
                    "Trunk",
                    format!("made {name}, which has no place"),
                ));
            }
        };
        let renamed = assets.add(ours, &content)?;
        page = page.replace(&format!("/assets/{name}"), &format!("/assets/{renamed}"));
    }
    Ok(page)
}

/// How the compiler is called for the app.
fn flags() -> Vec<String> {
    // Views as trait objects instead of a type for each: 4 % fewer bytes.
    let mut flags = vec!["--cfg=erase_components".to_owned()];
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
