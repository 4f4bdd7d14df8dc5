//! The files of the web app under hashed names: equal content has an equal name, so browsers may
//! keep them for ever.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

use super::boot::Locale;

/// How many hexadecimal digits of the content's hash stand in a name: 64 bits.
const NAME_DIGITS: usize = 16;

/// What was put into the output so far.
#[derive(Debug)]
pub(super) struct Assets {
    folder: PathBuf,
    /// From the name in the source (`workers/clock.js`) to the path below the output folder.
    paths: BTreeMap<String, String>,
}

impl Assets {
    /// Nothing yet, to be written below `folder`.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            paths: BTreeMap::new(),
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds a file under a hashed name and gives that name (`clock-0123456789abcdef.js`).
    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> Result<String> {
        let hashed = hashed_name(name, content);
        let file = hashed.rsplit('/').next().unwrap_or(&hashed).to_owned();
        self.write(name, &format!("assets/{hashed}"), content)?;
        Ok(file)
    }

    /// Adds a page, which keeps its name and is never cached.
    pub(super) fn add_page(&mut self, name: &str, content: &[u8]) -> Result<()> {
        self.write(name, name, content)
    }

    /// The address of a file, by its name in the source.
    pub(super) fn url(&self, name: &str) -> Option<String> {
        self.paths.get(name).map(|path| format!("/{path}"))
    }

    /// Every file whose name in the source starts with `prefix`, with its address.
    pub(super) fn named(&self, prefix: &str) -> Vec<(&str, String)> {
        let named = self
            .paths
            .iter()
            .filter(|(name, _)| name.starts_with(prefix));
        named
            .map(|(name, path)| (name.as_str(), format!("/{path}")))
            .collect()
    }

    /// What `/rh` loads until its first screen is usable, with the largest language: paths below
    /// `dist/`. The parts come later, and the workers when someone shares.
    pub(super) fn first_screen(&self, locales: &[Locale]) -> Vec<String> {
        let largest = locales
            .iter()
            .max_by_key(|locale| locale.bytes)
            .map(|l| l.name.as_str());
        self.paths
            .iter()
            .filter(
                |(name, _)| match name.split('/').next().unwrap_or_default() {
                    "locales" => Some(name.as_str()) == largest,
                    super::worker::FOLDER | "icons" | super::split::FOLDER => false,
                    super::style::CONSOLE => false,
                    // Only loaded when something is wrong.
                    first => first != super::boot::TEXTS,
                },
            )
            .map(|(_, path)| path.clone())
            .collect()
    }

    /// What lies in a folder: paths below `dist/`.
    pub(super) fn below(&self, folder: &str) -> Vec<String> {
        self.paths
            .iter()
            .filter(|(name, _)| name.split('/').next() == Some(folder))
            .map(|(_, path)| path.clone())
            .collect()
    }

    fn write(&mut self, name: &str, path: &str, content: &[u8]) -> Result<()> {
        let file = self.folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(Error::io("creating", parent))?;
        }
        fs::write(&file, content).map_err(Error::io("writing", &file))?;
        self.paths.insert(name.to_owned(), path.to_owned());
        Ok(())
    }
}

/// `a/b.js` becomes `a/b-<hash>.js`.
fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash = hex(&Sha256::digest(content));
    let hash = hash.get(..NAME_DIGITS).unwrap_or(&hash);
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{hash}.{ending}"),
        None => format!("{name}-{hash}"),
    }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_content_only() {
        let name = hashed_name("workers/clock.js", b"tick");
        assert_eq!(name, hashed_name("workers/clock.js", b"tick"));
        assert_ne!(name, hashed_name("workers/clock.js", b"tock"));
        assert!(
            name.starts_with("workers/clock-") && name.ends_with(".js"),
            "{name}"
        );
        assert_eq!(name.len(), "workers/clock-.js".len() + NAME_DIGITS);
    }

    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-4, example "abc".
        assert!(hex(&Sha256::digest(b"abc")).starts_with("ba7816bf8f01cfea"));
    }

    #[test]
    fn the_first_screen_has_one_language_and_no_worker() {
        let folder = std::env::temp_dir().join(format!("xtask-assets-{}", std::process::id()));
        let mut assets = Assets::new(folder.clone());
        for name in [
            "app.css",
            "boot.js",
            "texts.js",
            "workers/screen.js",
            "icons/a.svg",
            "console.css",
        ] {
            assets.add(name, b"x").unwrap();
        }
        let mut locales = Vec::new();
        for (tag, bytes) in [("ar", 5), ("en", 3)] {
            let name = format!("locales/{tag}/core.ftl");
            assets.add(&name, tag.as_bytes()).unwrap();
            locales.push(Locale {
                tag: tag.into(),
                name,
                further: vec![format!("locales/{tag}/console.ftl")],
                bytes,
                noscript: String::new(),
            });
        }
        assets.add_page("index.html", b"x").unwrap();
        let first = assets.first_screen(&locales);
        let stems: Vec<&str> = first
            .iter()
            .filter_map(|path| path.split('-').next())
            .collect();
        assert_eq!(
            stems,
            [
                "assets/app",
                "assets/boot",
                "index.html",
                "assets/locales/ar/core"
            ]
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
