//! Makes scripts and style sheets small with esbuild, for the oldest browsers that we serve.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;

/// The oldest browsers of the app: newer syntax is rewritten for them.
const BROWSERS: &str = "--target=chrome109,edge109,firefox122,safari16.4";
/// For what must be readable by every browser, if only to be told what to use. Syntax that cannot
/// be rewritten for it is an error.
const ANY_BROWSER: &str = "--target=es5";

/// What is made small, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Style,
    /// A classic script or a worker without imports.
    Script,
    /// A script with imports and exports.
    Module,
    /// A classic script that comes before the browser is known to be new enough.
    OldScript,
}

/// The same in fewer bytes.
pub(super) fn minify(layout: &Layout, kind: Kind, content: &[u8]) -> Result<Vec<u8>> {
    let ending = if kind == Kind::Style { "css" } else { "js" };
    let folder = layout.stage().join("minify");
    let (source, output) = (
        folder.join(format!("in.{ending}")),
        folder.join(format!("out.{ending}")),
    );
    fs::create_dir_all(&folder).map_err(Error::io("creating", &folder))?;
    fs::write(&source, content).map_err(Error::io("writing", &source))?;
    let esbuild = Program::new(layout, "esbuild")
        .arg(&source)
        .args([
            "--minify",
            "--log-level=warning",
            "--charset=utf8",
            "--allow-overwrite",
        ])
        .arg(if kind == Kind::OldScript {
            ANY_BROWSER
        } else {
            BROWSERS
        })
        .arg(format!("--outfile={}", output.display()));
    match kind {
        Kind::Module => esbuild.arg("--format=esm").run()?,
        Kind::Style | Kind::Script | Kind::OldScript => esbuild.run()?,
    }
    fs::read(&output).map_err(Error::io("reading", &output))
}

/// A module and what it imports, in one small file.
pub(super) fn bundle(layout: &Layout, entry: &Path) -> Result<Vec<u8>> {
    let output = layout.stage().join("minify/bundle.js");
    Program::new(layout, "esbuild")
        .arg(entry)
        .args(["--bundle", "--format=esm", "--minify", "--charset=utf8"])
        .args(["--log-level=warning", BROWSERS])
        // wasm-bindgen names a module once for each function that comes from it.
        .arg("--log-override:duplicate-object-key=silent")
        .arg(format!("--outfile={}", output.display()))
        .run()?;
    fs::read(&output).map_err(Error::io("reading", &output))
}
