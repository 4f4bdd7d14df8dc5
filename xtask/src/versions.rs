//! The exact versions of every tool that the build uses, in one place.

/// The command line of wasm-bindgen; must equal the library's version in `Cargo.lock`, since the
/// two agree on the format of a section inside the wasm file.
pub(crate) const WASM_BINDGEN: &str = "0.2.130";
/// Cuts the web app's wasm into parts.
pub(crate) const WASM_SPLIT: &str = "0.2.4";
/// Audits licences, sources and advisories of the dependencies.
pub(crate) const CARGO_DENY: &str = "0.20.2";
/// The npm package that ships `wasm-opt`.
pub(crate) const BINARYEN: &str = "132.0.0";
/// The npm package that makes scripts and style sheets small.
pub(crate) const ESBUILD: &str = "0.28.2";
/// The npm package that ships the oldest Chromium that the product promises.
pub(crate) const CHROMIUM_109: &str = "109.0.6";
/// The oldest Node that the tools and the end-to-end tests run on.
pub(crate) const NODE_MAJOR: u32 = 20;

/// The version of a package in the text of a `Cargo.lock`; the first one if there are several.
pub(crate) fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

/// The first thing that looks like a version in what a tool prints for `--version`.
pub(crate) fn printed(output: &str) -> Option<&str> {
    output
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_is_read_by_exact_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.5\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked(lock, "wasm"), None);
    }

    #[test]
    fn versions_are_found_in_what_tools_print() {
        assert_eq!(printed("cargo-deny 0.20.2\n"), Some("0.20.2"));
        assert_eq!(printed("v20.20.2"), Some("20.20.2"));
        assert_eq!(printed("wasm-opt version 132 (version_132)"), Some("132"));
        assert_eq!(printed("command not found"), None);
    }
}
