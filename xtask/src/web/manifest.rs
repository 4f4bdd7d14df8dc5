//! `dist/build.json`: what was built, from what, and what is loaded when.

use std::fs;

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::layout::Layout;

const NAME: &str = "build.json";

/// What was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The build's id: the page tells it to the workers and to the broker.
    pub(crate) build: String,
    /// The hash of everything that it was built from.
    pub(crate) inputs: String,
    /// Paths below `dist/` that `/rh` loads until its first screen is usable.
    pub(crate) first_screen: Vec<String>,
    /// Paths below `dist/` of the app's parts that are fetched later.
    pub(crate) parts: Vec<String>,
    /// Paths below `dist/` of the workers, fetched when a screen is shared.
    pub(crate) workers: Vec<String>,
}

impl Manifest {
    /// Of what is in `dist/` now.
    pub(crate) fn read(layout: &Layout) -> Result<Self> {
        let path = layout.dist().join(NAME);
        let text = fs::read_to_string(&path).map_err(Error::io("reading", &path))?;
        Self::parse(&text)
            .ok_or_else(|| Error::invalid(path.display(), "is not a build's manifest"))
    }

    pub(super) fn write(&self, layout: &Layout) -> Result<()> {
        let path = layout.dist().join(NAME);
        fs::write(&path, self.text()).map_err(Error::io("writing", &path))
    }

    fn text(&self) -> String {
        let Self {
            build,
            inputs,
            first_screen,
            parts,
            workers,
        } = self;
        json!({
            "build": build,
            "inputs": inputs,
            "first_screen": first_screen,
            "parts": parts,
            "workers": workers,
        })
        .to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let string = |value: &Value| value.as_str().map(str::to_owned);
        let strings =
            |value: &Value| -> Option<Vec<_>> { value.as_array()?.iter().map(string).collect() };
        Some(Self {
            build: string(value.get("build")?)?,
            inputs: string(value.get("inputs")?)?,
            first_screen: strings(value.get("first_screen")?)?,
            parts: strings(value.get("parts")?)?,
            workers: strings(value.get("workers")?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let manifest = Manifest {
            build: "0123".into(),
            inputs: "0123456789".into(),
            first_screen: vec!["index.html".into(), "assets/app.css".into()],
            parts: vec!["assets/parts/a.wasm".into()],
            workers: vec!["assets/workers/a.js".into()],
        };
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest));
        assert_eq!(Manifest::parse("{}"), None);
    }
}
