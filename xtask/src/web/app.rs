//! The app itself: Trunk compiles it, writes its glue and shrinks it; the files of `public/` join.

use std::fs;
use std::path::Path;

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
        .env("NO_COLOR", "true");
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
