//! Languages, and the texts that must be there without wasm: the page for browsers that cannot
//! take part, the one for a failed load, and the line for those without JavaScript.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::layout::Layout;

use super::assets::Assets;
use super::ftl;

/// The script with those texts, below the output folder.
pub(super) const TEXTS: &str = "texts.js";

/// In `boot.ftl`, since they are shown in place of the app and are no part of what it loads.
const KEYS: [&str; 10] = [
    "unsupported-title",
    "unsupported-share",
    "unsupported-body",
    "unsupported-use",
    "unsupported-browsers",
    "load-failed-title",
    "load-failed-body",
    "load-failed-retry",
    "language",
    "language-name",
];
/// Texts of parts of the app, which are fetched with them.
const FURTHER: [&str; 1] = ["console.ftl"];
const NOSCRIPT: &str = "unsupported-noscript";

/// One language of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Locale {
    /// BCP 47.
    pub(super) tag: String,
    /// The asset with its texts.
    pub(super) name: String,
    /// The assets with the texts of parts that are fetched later.
    pub(super) further: Vec<String>,
    pub(super) bytes: usize,
    /// What those without JavaScript read.
    pub(super) noscript: String,
}

/// Adds the languages and the texts; gives the languages, sorted by tag.
pub(super) fn add(layout: &Layout, assets: &mut Assets) -> Result<Vec<Locale>> {
    let folder = layout.root.join("public/locales");
    let mut tags = Vec::new();
    for entry in fs::read_dir(&folder).map_err(Error::io("reading", &folder))? {
        let entry = entry.map_err(Error::io("reading", &folder))?;
        if entry.path().is_dir() {
            tags.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    tags.sort();
    let mut locales = Vec::new();
    let mut texts = Map::new();
    for tag in tags {
        let boot = folder.join(&tag).join("boot.ftl");
        let (own, noscript) = own_texts(&read(&boot)?)
            .map_err(|key| Error::invalid(boot.display(), format!("lacks a plain text {key}")))?;
        texts.insert(tag.clone(), Value::Object(own));
        let mut add = |file: &str| -> Result<(String, usize)> {
            let texts = ftl::without_comments(&read(&folder.join(&tag).join(file))?);
            let name = format!("locales/{tag}/{file}");
            assets.add(&name, texts.as_bytes())?;
            Ok((name, texts.len()))
        };
        let (name, bytes) = add("core.ftl")?;
        let further = FURTHER.map(|file| add(file).map(|(name, _)| name));
        let further = further.into_iter().collect::<Result<_>>()?;
        locales.push(Locale {
            tag,
            name,
            further,
            bytes,
            noscript,
        });
    }
    assets.add(TEXTS, script(texts).as_bytes())?;
    Ok(locales)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(Error::io("reading", file))
}

/// The texts of one language, by their keys; or the key that is missing or has placeables.
fn own_texts(source: &str) -> Result<(Map<String, Value>, String), &'static str> {
    let text = |key: &'static str| {
        ftl::message(source, key)
            .filter(|text| !text.contains(['{', '}']))
            .ok_or(key)
    };
    let mut own = Map::new();
    for key in KEYS {
        own.insert(key.to_owned(), Value::String(text(key)?));
    }
    Ok((own, text(NOSCRIPT)?))
}

/// JSON as a script. Two line separators are allowed in JSON but not in older JavaScript.
fn script(texts: Map<String, Value>) -> String {
    let json = Value::Object(texts).to_string();
    let json = json
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!("window.rhTexts={json};\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> String {
        KEYS.iter()
            .chain([&NOSCRIPT])
            .fold(String::new(), |all, key| all + key + " = Text\n")
    }

    #[test]
    fn every_text_must_be_there_and_plain() {
        let (own, noscript) = own_texts(&complete()).unwrap();
        assert_eq!((own.len(), noscript.as_str()), (KEYS.len(), "Text"));
        for key in KEYS.into_iter().chain([NOSCRIPT]) {
            let line = format!("{key} = Text\n");
            assert_eq!(own_texts(&complete().replace(&line, "")), Err(key));
            let placeable = complete().replace(&line, &format!("{key} = {{ $x }}\n"));
            assert_eq!(own_texts(&placeable), Err(key));
        }
    }

    #[test]
    fn the_script_is_valid_in_old_browsers() {
        let mut texts = Map::new();
        texts.insert("en".into(), Value::String("a\u{2028}b".into()));
        assert_eq!(script(texts), "window.rhTexts={\"en\":\"a\\u2028b\"};\n");
    }
}
