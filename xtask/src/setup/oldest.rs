//! The oldest Chromium that the product promises: an npm package has it, packed, for Linux on x86-64.

use std::fs;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::versions;

use super::say;

/// Unpacks the program of the package that is installed where it runs. Renamed at last, so that what is there is whole.
const UNPACK: &str = "const fs = require('fs');
const packed = fs.readFileSync('node_modules/@sparticuz/chromium/bin/chromium.br');
fs.writeFileSync('unpacked', require('zlib').brotliDecompressSync(packed), { mode: 0o755 });
fs.renameSync('unpacked', 'chromium');";

/// Its tests are skipped on other machines.
pub(super) fn chromium(layout: &Layout) -> Result<()> {
    let folder = layout.tools.join("chromium-109");
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) || folder.join("chromium").is_file()
    {
        return Ok(());
    }
    let package = format!("@sparticuz/chromium@{}", versions::CHROMIUM_109);
    say(
        &format!("npm install {package}"),
        "the oldest browser that can share is tested, too",
    );
    fs::create_dir_all(&folder).map_err(Error::io("creating", &folder))?;
    Program::new(layout, "npm")
        .args(["install", "--prefix"])
        .arg(&folder)
        .args(["--no-save", "--no-audit", "--no-fund", "--loglevel=error"])
        .arg(package)
        .run()?;
    Program::new(layout, "node")
        .args(["-e", UNPACK])
        .dir(&folder)
        .run()?;
    let packed = folder.join("node_modules");
    fs::remove_dir_all(&packed).map_err(Error::io("removing", &packed))
}
