//! `platform/` is the only place that calls the browser.

use crate::{root, sources};
use std::fs;

/// The crates through which a program calls the browser.
const BROWSER: [&str; 3] = ["web_sys", "js_sys", "wasm_bindgen"];

#[test]
fn only_the_platform_names_the_browsers_types() {
    let platform = root().join("src/platform");
    let (inside, outside): (Vec<_>, Vec<_>) = sources(&root().join("src"))
        .into_iter()
        .partition(|file| file.starts_with(&platform));
    let naming = |file| {
        let text = fs::read_to_string(file).unwrap();
        BROWSER.into_iter().any(|name| text.contains(name))
    };
    assert!(inside.iter().any(naming), "the names are still these");
    let others: Vec<_> = outside.iter().filter(|file| naming(file)).collect();
    assert!(others.is_empty(), "{others:?}");
}
