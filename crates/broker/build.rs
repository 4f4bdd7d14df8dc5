//! Lists the built web app for embedding: every file of `dist/` becomes one row of a table.
//!
//! Nothing is written outside `OUT_DIR` but an empty `dist/` (ignored by git), without which cargo
//! would take the crate for changed at every call.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let dist = manifest.join("../../dist");
    fs::create_dir_all(&dist)?;
    let dist = dist.canonicalize()?;
    // Relative, and by clone: two that share a target folder must not embed each other's app.
    println!("cargo:rerun-if-changed=../../dist");
    println!("cargo:rerun-if-env-changed=RH_CLONE");
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=build.rs");

    let mut files = Vec::new();
    collect(&dist, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        let name: Vec<_> = file
            .strip_prefix(&dist)
            .expect("found below dist")
            .iter()
            .map(|part| part.to_string_lossy())
            .collect();
        let name = name.join("/");
        let path = file.display().to_string();
        writeln!(table, "    ({name:?}, include_bytes!({path:?}) as &[u8]),").expect("to a string");
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    fs::write(out.join("dist.rs"), table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
