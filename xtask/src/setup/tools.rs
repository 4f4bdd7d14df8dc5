//! The tools that cargo, npm and rustup bring, each in its pinned version.

use std::fs;
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::{Program, find};
use crate::versions;

use super::say;

/// A program that `cargo install` builds.
struct CargoTool {
    program: &'static str,
    package: &'static str,
    version: &'static str,
    options: &'static [&'static str],
    /// They run for seconds and are built for minutes: what little they reckon decides how much
    /// optimisation is worth its time.
    optimised: &'static str,
    why: &'static str,
}

impl CargoTool {
    /// In its very version, wherever it came from; not every program tells its version, but cargo
    /// keeps a list of what it has installed.
    fn is_there(&self, layout: &Layout) -> bool {
        let printed = Program::new(layout, self.program).arg("--version").answer();
        if printed.as_deref().and_then(versions::printed) == Some(self.version) {
            return true;
        }
        let list = fs::read_to_string(layout.tools.join(".crates.toml")).unwrap_or_default();
        let entry = format!("\"{} {} (", self.package, self.version);
        list.contains(&entry) && find(layout, self.program.as_ref()).is_some()
    }
}

/// Without --locked: its own lock file names a crate version that is not always there.
const WASM_BINDGEN: CargoTool = CargoTool {
    program: "wasm-bindgen",
    package: "wasm-bindgen-cli",
    version: versions::WASM_BINDGEN,
    options: &[],
    optimised: "1",
    why: "it writes the JavaScript that calls the web app, and runs the wasm tests",
};

const WASM_SPLIT: CargoTool = CargoTool {
    program: "wasm-split-cli",
    package: "wasm_split_cli_support",
    version: versions::WASM_SPLIT,
    options: &["--locked", "--features", "build-binary"],
    optimised: "1",
    why: "it cuts the web app into parts that are loaded when they are wanted",
};

const CARGO_DENY: CargoTool = CargoTool {
    program: "cargo-deny",
    package: "cargo-deny",
    version: versions::CARGO_DENY,
    options: &["--locked"],
    optimised: "0",
    why: "it checks licences, sources and advisories of the dependencies",
};

/// The programs that build the web app.
pub(super) fn web(layout: &Layout) -> Result<()> {
    equal_versions(layout)?;
    cargo_install(layout, &[&WASM_BINDGEN, &WASM_SPLIT])?;
    npm_tools(layout)
}

/// The programs that only the tests use.
pub(super) fn tests(layout: &Layout) -> Result<()> {
    components(layout)?;
    cargo_install(layout, &[&CARGO_DENY])
}

/// The library of wasm-bindgen and its command line must have the same version.
fn equal_versions(layout: &Layout) -> Result<()> {
    let lock = layout.root.join("Cargo.lock");
    let text = fs::read_to_string(&lock).map_err(Error::io("reading", &lock))?;
    let pinned = versions::WASM_BINDGEN;
    match versions::locked(&text, "wasm-bindgen") {
        Some(library) if library != pinned => Err(Error::invalid(
            "Cargo.lock",
            format!(
                "has wasm-bindgen {library}, but its command line is pinned to {pinned}. The two \
                 must be equal: set WASM_BINDGEN in xtask/src/versions.rs to {library}, or run \
                 `cargo update -p wasm-bindgen --precise {pinned}`"
            ),
        )),
        _ => Ok(()),
    }
}

/// npm packages with programs that make the web app smaller.
const NPM_TOOLS: [(&str, &str); 2] = [
    ("binaryen", versions::BINARYEN),
    ("esbuild", versions::ESBUILD),
];

/// `wasm-opt` and `esbuild`, from npm.
fn npm_tools(layout: &Layout) -> Result<()> {
    let folder = layout.tool_npm();
    let has = |(package, version): &(&str, &str)| {
        let manifest = folder
            .join("node_modules")
            .join(package)
            .join("package.json");
        let text = fs::read_to_string(manifest).ok();
        let manifest: Option<serde_json::Value> = text.and_then(|t| serde_json::from_str(&t).ok());
        manifest.is_some_and(|m| m.get("version").and_then(|v| v.as_str()) == Some(*version))
    };
    if NPM_TOOLS.iter().all(has) {
        return Ok(());
    }
    let packages = NPM_TOOLS.map(|(package, version)| format!("{package}@{version}"));
    say(
        &format!("npm install {}", packages.join(" ")),
        "they make the web app smaller",
    );
    fs::create_dir_all(&folder).map_err(Error::io("creating", &folder))?;
    // All at once: what is not named, npm would remove.
    Program::new(layout, "npm")
        .args(["install", "--prefix"])
        .arg(&folder)
        .args(["--no-save", "--no-audit", "--no-fund", "--loglevel=error"])
        .args(packages)
        .run()
}

/// rustfmt and clippy, which the minimal profile of rustup lacks.
fn components(layout: &Layout) -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if Program::cargo(layout)
            .args([subcommand, "--version"])
            .answer()
            .is_none()
        {
            say(
                &format!("rustup component add {component}"),
                "the tests check format and lints",
            );
            Program::new(layout, "rustup")
                .args(["component", "add", component])
                .run()?;
        }
    }
    Ok(())
}

/// The npm packages of the end-to-end tests, exactly as their lock file says.
pub(super) fn end_to_end(layout: &Layout) -> Result<()> {
    let folder = layout.root.join("e2e");
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(Error::io("reading", &lock))?;
    // npm ci empties node_modules first, so a copy in there says what it holds.
    let copy = folder.join("node_modules/.installed-lock.json");
    if fs::read(&copy).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say("npm ci in e2e/", "the end-to-end tests run on Playwright");
    Program::new(layout, "npm")
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        // The system's browser is used: nothing else is downloaded.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .dir(&folder)
        .run()?;
    fs::write(&copy, wanted).map_err(Error::io("writing", &copy))
}

/// The Chromium that the end-to-end tests drive.
pub(crate) fn chromium(layout: &Layout) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("RH_CHROMIUM").filter(|name| !name.is_empty()) {
        return find(layout, &named).filter(|path| path.is_file());
    }
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    let elsewhere = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    names
        .iter()
        .find_map(|name| find(layout, name.as_ref()))
        .or_else(|| {
            elsewhere
                .iter()
                .map(PathBuf::from)
                .find(|path| path.is_file())
        })
}

/// Builds those programs that are not there in their very version.
fn cargo_install(layout: &Layout, tools: &[&CargoTool]) -> Result<()> {
    // One folder for all, since they share dependencies; removed when the last one is built.
    let build = layout.tools.join("build");
    let installed = tools.iter().try_for_each(|tool| {
        if tool.is_there(layout) {
            return Ok(());
        }
        let CargoTool {
            package, version, ..
        } = tool;
        say(
            &format!("cargo install {package} {version}, 1 to 6 minutes"),
            tool.why,
        );
        Program::new(layout, "cargo")
            .args(["install", "--quiet", package, "--version", version])
            .args(tool.options)
            .arg("--root")
            .arg(&layout.tools)
            .env("CARGO_TARGET_DIR", &build)
            .env_remove("RUSTFLAGS")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.optimised)
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .run()
    });
    // A leftover costs space only.
    let _ = fs::remove_dir_all(&build);
    installed
}
