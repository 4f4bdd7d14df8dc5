//! One hash over everything that the web app is made from: the same hash, the same app.

use std::fs;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;

use super::{assets, files};

/// Files and folders of the repository that go into the web app.
const SOURCES: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    "index.html",
    "public",
    "src",
    "style",
    "xtask/src/web",
    "xtask/src/versions.rs",
];

/// Crates that run on the server or in tests only. Every other one may be part of the app.
const NOT_IN_THE_APP: [&str; 3] = ["broker", "fuzz", "intake"];

/// Folders of a crate that do not go into what others build from it.
const NOT_IN_A_BUILD: [&str; 2] = ["benches", "tests"];

/// The hash, in hexadecimal.
pub(super) fn hash(layout: &Layout) -> Result<String> {
    let mut paths = Vec::new();
    for source in SOURCES {
        let path = layout.root.join(source);
        if path.is_dir() {
            paths.extend(files(&path)?)
        } else {
            paths.push(path)
        }
    }
    let crates = layout.root.join("crates");
    for entry in fs::read_dir(&crates).map_err(Error::io("reading", &crates))? {
        let folder = entry.map_err(Error::io("reading", &crates))?.path();
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !NOT_IN_THE_APP.contains(&name.as_str()) {
            let is_built = |path: &PathBuf| {
                !NOT_IN_A_BUILD
                    .iter()
                    .any(|part| path.starts_with(folder.join(part)))
            };
            paths.extend(files(&folder)?.into_iter().filter(is_built));
        }
    }
    paths.sort();

    let mut hasher = Sha256::new();
    let compiler = Program::new(layout, "rustc")
        .arg("--version")
        .answer()
        .unwrap_or_default();
    hasher.update(compiler);
    for path in paths {
        let content = fs::read(&path).map_err(Error::io("reading", &path))?;
        let name = path.strip_prefix(&layout.root).unwrap_or(&path);
        hasher.update(name.as_os_str().as_encoded_bytes());
        // The length keeps two files from being taken for one.
        hasher.update([0]);
        hasher.update((content.len() as u64).to_le_bytes());
        hasher.update(content);
    }
    Ok(assets::hex(&hasher.finalize()))
}
