//! One style sheet from `style/`: first the tokens, then the base, then one file per component.

use std::fs;

use crate::error::{Error, Result};
use crate::layout::Layout;

use super::assets::Assets;
use super::files;

/// Adds it as `app.css`.
pub(super) fn add(layout: &Layout, assets: &mut Assets) -> Result<()> {
    let folder = layout.root.join("style");
    let mut sheets: Vec<_> = files(&folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "css"))
        .collect();
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
        style.push_str(&without_comments(&text));
    }
    assets.add("app.css", style.as_bytes()).map(drop)
}

fn rank(name: &str) -> u8 {
    match name {
        "tokens.css" => 0,
        "base.css" => 1,
        _ => 2,
    }
}

/// Without comments, indentation and empty lines; strings stay as they are.
fn without_comments(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        bare.push_str(before);
        let length = if let Some(comment) = from.strip_prefix("/*") {
            comment.find("*/").map_or(from.len(), |end| end + 4)
        } else {
            let length = string_length(from);
            bare.push_str(&from[..length]);
            length
        };
        rest = &from[length..];
    }
    bare.push_str(rest);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |sheet, line| sheet + line + "\n")
}

/// How long the string at the start of `css` is, its quotes included; 1 if it is not a string.
fn string_length(css: &str) -> usize {
    let mut characters = css.char_indices();
    let Some((_, quote @ ('"' | '\''))) = characters.next() else {
        return 1;
    };
    let mut escaped = false;
    for (at, character) in characters {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    css.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(
            without_comments("/* a */\na {\n  b: c; /* d */\n}\n\n"),
            "a {\nb: c;\n}\n"
        );
        assert_eq!(without_comments("a{b:\"/* no */\"}"), "a{b:\"/* no */\"}\n");
        assert_eq!(
            without_comments("a{b:'\\'/* no */'}/* yes */"),
            "a{b:'\\'/* no */'}\n"
        );
        assert_eq!(
            without_comments("a{w:calc(1px / 2)}"),
            "a{w:calc(1px / 2)}\n"
        );
        assert_eq!(without_comments("a{}/* never closed"), "a{}\n");
    }

    #[test]
    fn tokens_come_first_then_the_base() {
        let mut names = ["button.css", "base.css", "tokens.css", "a.css"];
        names.sort_by_key(|name| (rank(name), *name));
        assert_eq!(names, ["tokens.css", "base.css", "a.css", "button.css"]);
    }
}
