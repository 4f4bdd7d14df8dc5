//! Builds the web app into `dist/`: workers, app, style, languages, index page, all with hashed
//! names and precompressed, for the broker to embed.
//!
//! `dist/index.html` is never cached, everything below `dist/assets/` for ever. `dist/build.json`
//! says what was built; it is for the build itself and not to be served.

mod app;
mod assets;
mod boot;
mod compress;
mod ftl;
mod index;
mod inputs;
mod manifest;
mod minify;
mod split;
mod style;
mod worker;

use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::setup::Toolchain;

use assets::Assets;
pub(crate) use manifest::Manifest;
pub(crate) use worker::FLAGS as WORKER_FLAGS;

/// How many digits of the inputs' hash name a build.
const BUILD_DIGITS: usize = 12;

/// Builds `dist/` unless it was built from the same inputs.
pub(crate) fn build(layout: &Layout, toolchain: &Toolchain) -> Result<Manifest> {
    let inputs = inputs::hash(layout)?;
    if let Ok(manifest) = Manifest::read(layout)
        && manifest.inputs == inputs
    {
        println!("The web app is up to date (build {}).", manifest.build);
        return Ok(manifest);
    }
    let started = Instant::now();
    println!("Building the web app (some minutes the first time) ...");
    let stage = layout.stage();
    empty(&stage)?;
    let build = inputs.get(..BUILD_DIGITS).unwrap_or(&inputs).to_owned();
    let mut assets = Assets::new(stage.join("dist"));

    worker::build(layout, *toolchain, &build, &mut assets)?;
    let locales = boot::add(layout, &mut assets)?;
    style::add(layout, &mut assets)?;
    app::add_public(layout, &mut assets)?;
    app::build(layout, *toolchain, &mut assets)?;
    index::add(layout, &build, &locales, &mut assets)?;
    compress::all(assets.folder())?;

    let manifest = Manifest {
        build,
        inputs,
        first_screen: assets.first_screen(&locales),
        parts: assets.below(split::FOLDER),
        workers: assets.below(worker::FOLDER),
    };
    // The manifest comes last: a dist/ without it is never taken for complete.
    empty(&layout.dist())?;
    copy(assets.folder(), &layout.dist())?;
    manifest.write(layout)?;
    println!(
        "Built the web app in {} s (build {}).",
        started.elapsed().as_secs(),
        manifest.build
    );
    Ok(manifest)
}

/// An empty folder, whatever was there.
fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Error::io("removing", folder))?;
    }
    fs::create_dir_all(folder).map_err(Error::io("creating", folder))
}

/// Copies a folder's content, since the two may lie on different disks.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let place = to.join(file.strip_prefix(from).unwrap_or(&file));
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent).map_err(Error::io("creating", parent))?;
        }
        fs::copy(&file, &place).map_err(Error::io("copying to", &place))?;
    }
    Ok(())
}

/// Every file below a folder, sorted; none if the folder is not there.
fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(Error::io("reading", &folder))? {
            let path = entry.map_err(Error::io("reading", &folder))?.path();
            if path.is_dir() {
                open.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found.sort();
    Ok(found)
}
