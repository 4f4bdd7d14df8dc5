//! What comes from the operating system: the C compiler, Node, a browser and fonts.

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::{Program, find};
use crate::versions;

use super::say;

/// A C compiler and linker: rustc links with it, SQLite is compiled by it.
pub(super) fn compiler(layout: &Layout) -> Result<()> {
    compiler_named(
        layout,
        "cc",
        "a C compiler, which links Rust and compiles SQLite",
    )
}

/// A C++ compiler: libFuzzer is compiled by it.
pub(super) fn compiler_for_fuzzing(layout: &Layout) -> Result<()> {
    compiler_named(layout, "c++", "a C++ compiler, which compiles libFuzzer")
}

fn compiler_named(layout: &Layout, name: &str, why: &str) -> Result<()> {
    if cfg!(windows) || find(layout, name.as_ref()).is_some() {
        return Ok(());
    }
    install(layout, &["build-essential"], why)
}

/// Node runs `wasm-opt`, the wasm tests and the end-to-end tests.
pub(super) fn node(layout: &Layout) -> Result<()> {
    let oldest = versions::NODE_MAJOR;
    let printed = Program::new(layout, "node")
        .arg("--version")
        .answer()
        .unwrap_or_default();
    let major = versions::printed(&printed).and_then(|v| v.split('.').next()?.parse::<u32>().ok());
    match major {
        Some(major) if major >= oldest => Ok(()),
        Some(major) => Err(Error::missing(
            format!("Node {oldest} or newer (this is {major})"),
            "Install it from https://nodejs.org.",
        )),
        None => Err(Error::missing(
            format!("Node {oldest} or newer"),
            "Install it from https://nodejs.org.",
        )),
    }
}

/// A Chromium for the end-to-end tests, and fonts for the pictures of their pages.
pub(super) fn browser(layout: &Layout) -> Result<()> {
    if super::chromium(layout).is_none() {
        install(
            layout,
            &["chromium"],
            "the browser that the end-to-end tests drive",
        )?;
        if super::chromium(layout).is_none() {
            return Err(Error::missing(
                "Chromium",
                "Install Chromium or Google Chrome, or name one in RH_CHROMIUM.",
            ));
        }
    }
    // Other systems bring fonts for these scripts themselves.
    if has_apt(layout) {
        install_missing(
            layout,
            &[
                "fonts-noto-core",
                "fonts-noto-cjk",
                "fonts-noto-color-emoji",
            ],
            "pictures of pages in Arabic, Japanese and other scripts",
        )?;
    }
    Ok(())
}

/// Other engines, whose tests are skipped where they cannot be had: Firefox ESR, and WebKitGTK, which
/// Debian has under these names; and a display whose screen and windows they capture.
pub(super) fn engines(layout: &Layout) -> Result<()> {
    if !has_apt(layout) {
        return Ok(());
    }
    display(layout)?;
    let known: Vec<&str> = ["firefox-esr", "webkit2gtk-driver", "xdotool"]
        .into_iter()
        .filter(|package| {
            let found = Program::new(layout, "apt-cache").args(["show", package]);
            found.answer().is_some_and(|text| !text.is_empty())
        })
        .collect();
    install_missing(layout, &known, "sharing and seeing in other engines")
}

/// An X server that nobody sees, to capture windows and whole screens of, and the scenes' fonts.
pub(super) fn display(layout: &Layout) -> Result<()> {
    let why = "measuring captured windows and screens, and text in fonts that are always the same";
    let packages = ["xvfb", "x11-utils", "fonts-dejavu-core"];
    if has_apt(layout) {
        return install_missing(layout, &packages, why);
    }
    let programs = ["Xvfb", "xprop", "xwininfo"];
    if programs
        .iter()
        .all(|program| find(layout, program.as_ref()).is_some())
    {
        return Ok(());
    }
    install(layout, &packages, why)
}

/// Installs those of these Debian packages that are not there.
fn install_missing(layout: &Layout, packages: &[&str], why: &str) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(layout, package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(layout, &missing, why)
}

/// Installs Debian packages; where there is no apt, says what to install.
pub(super) fn install(layout: &Layout, packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    if !has_apt(layout) {
        return Err(Error::missing(
            names.clone(),
            format!("It is needed for {why}. Install your system's packages for: {names}."),
        ));
    }
    say(&format!("installing {names} with apt-get"), why);
    // A fresh machine's package lists are empty or old; failure shows in the next step.
    let _ = as_root(layout, "apt-get")?
        .args(["update", "--quiet=2"])
        .run();
    as_root(layout, "apt-get")?
        .args([
            "install",
            "--yes",
            "--quiet=2",
            "--no-install-recommends",
            "-oDpkg::Use-Pty=0",
        ])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()
}

/// `program`, through `sudo` unless this is root already.
pub(super) fn as_root(layout: &Layout, program: &str) -> Result<Program> {
    let user = Program::new(layout, "id").arg("-u").answer();
    if user.as_deref() == Some("0") {
        return Ok(Program::new(layout, program));
    }
    if find(layout, "sudo".as_ref()).is_none() {
        return Err(Error::missing(
            "sudo",
            format!("{program} wants to be root: run `cargo xtask setup --test` as root once."),
        ));
    }
    Ok(Program::new(layout, "sudo").arg(program))
}

/// Is this a system whose packages apt manages?
pub(super) fn has_apt(layout: &Layout) -> bool {
    find(layout, "apt-get".as_ref()).is_some()
}

fn is_installed(layout: &Layout, package: &str) -> bool {
    Program::new(layout, "dpkg-query")
        .args(["--show", "--showformat=${Status}", package])
        .answer()
        .is_some_and(|status| status == "install ok installed")
}
