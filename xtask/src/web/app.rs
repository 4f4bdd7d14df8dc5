//! The app itself: Trunk compiles it, writes its glue and shrinks it; the files of `public/` join.

use std::fs;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::setup::Toolchain;

use super::assets::Assets;
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
    let mut page = None;
    for file in files(&output)? {
        let name = file
            .strip_prefix(&output)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace('\\', "/");
        let content = fs::read(&file).map_err(Error::io("reading", &file))?;
        if name == "index.html" {
            page = Some(String::from_utf8_lossy(&content).into_owned());
        } else {
            assets.add_as_is(&name, &content)?;
        }
    }
    page.ok_or_else(|| Error::invalid("Trunk", "made no index.html"))
}

/// Adds the files of `public/`, except the languages, which are read apart.
pub(super) fn add_public(layout: &Layout, assets: &mut Assets) -> Result<()> {
    let folder = layout.root.join("public");
    for file in files(&folder)? {
        let name = file
            .strip_prefix(&folder)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace('\\', "/");
        if name.starts_with("locales/") {
            continue;
        }
        let content = fs::read(&file).map_err(Error::io("reading", &file))?;
        let content = if name.ends_with(".js") {
            without_comments(content)
        } else {
            content
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

/// A script of ours without its comments, which stand on lines of their own and begin with `//`.
pub(super) fn without_comments(script: Vec<u8>) -> Vec<u8> {
    let lines = script.split_inclusive(|byte| *byte == b'\n');
    let kept = lines.filter(|line| !line.trim_ascii_start().starts_with(b"//"));
    kept.flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_comment_are_left_out() {
        let script = b"// Why\nlet a = 1; // one\n  // more\nfetch(\"https://x\");".to_vec();
        assert_eq!(
            without_comments(script),
            b"let a = 1; // one\nfetch(\"https://x\");"
        );
    }
}
