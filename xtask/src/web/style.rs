//! One style sheet from `style/`: first the tokens, then the base, then one file per component. What lies in
//! `style/console/` becomes one of its own, which that part of the app fetches.

use std::fs;
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::layout::Layout;

use super::assets::Assets;
use super::files;
use super::minify::{Kind, minify};

/// The sheet that is fetched with the console.
pub(super) const CONSOLE: &str = "console.css";

/// Adds both, as `app.css` and `console.css`.
pub(super) fn add(layout: &Layout, assets: &mut Assets) -> Result<()> {
    let folder = layout.root.join("style");
    let (console, app): (Vec<_>, Vec<_>) = files(&folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "css"))
        .partition(|path| path.starts_with(folder.join("console")));
    one(layout, assets, "app.css", app)?;
    one(layout, assets, CONSOLE, console)
}

fn one(layout: &Layout, assets: &mut Assets, name: &str, mut sheets: Vec<PathBuf>) -> Result<()> {
    sheets.sort_by_key(|path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        (rank(&name), name)
    });
    let mut style = String::new();
    for sheet in sheets {
        let text = fs::read_to_string(&sheet).map_err(Error::io("reading", &sheet))?;
        if text.contains("@import") {
            return Err(Error::invalid(
                sheet.display(),
                "must not use @import: all sheets become one, and an import would be a request more",
            ));
        }
        style.push_str(&text);
    }
    let style = minify(layout, Kind::Style, style.as_bytes())?;
    assets.add(name, &style).map(drop)
}

fn rank(name: &str) -> u8 {
    match name {
        "tokens.css" => 0,
        "base.css" => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_first_then_the_base() {
        let mut names = ["button.css", "base.css", "tokens.css", "a.css"];
        names.sort_by_key(|name| (rank(name), *name));
        assert_eq!(names, ["tokens.css", "base.css", "a.css", "button.css"]);
    }
}
