//! A Rust toolchain that compiles for wasm32.
//!
//! Usually rustup downloads the target. Where it cannot (only package registries are reachable),
//! Debian's newer Rust is taken and its standard library built from Debian's own source package;
//! no nightly compiler and no `-Zbuild-std` is needed then.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::{Program, find};

use super::{Answers, say, system};

/// The target of the web app and its workers.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The rustup name under which Debian's Rust is linked.
const DEBIAN: &str = "debian";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_LINKER: &str = "wasm-ld-22";

/// How long rustup may try: about 20 MB are downloaded, and without a network it retries for long.
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);

/// Which compiler builds for wasm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one that builds everything else.
    Ordinary,
    /// Debian's, with its own linker.
    Debian,
}

impl Toolchain {
    /// Makes `program`, which is cargo, build with this toolchain, apart from native code.
    pub(crate) fn apply(self, layout: &Layout, program: Program) -> Program {
        let program = program.env("CARGO_TARGET_DIR", layout.wasm_target());
        match self {
            Self::Ordinary => program,
            Self::Debian => program
                .env("RUSTUP_TOOLCHAIN", DEBIAN)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER),
        }
    }

    /// Does it really compile for wasm? A standard library of another version would not.
    fn works(self, layout: &Layout) -> bool {
        let folder = layout.tools.join("probe");
        let source = folder.join("probe.rs");
        let written = fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&source, "#[unsafe(no_mangle)] pub extern \"C\" fn f() {}"));
        let rustc = Program::new(layout, "rustc")
            .args([
                "--target",
                TARGET,
                "--crate-type",
                "cdylib",
                "--edition",
                "2024",
                "-o",
            ])
            .arg(folder.join("probe.wasm"))
            .arg(&source);
        // Named twice: rustc does not read cargo's variable.
        let rustc = match self {
            Self::Ordinary => rustc,
            Self::Debian => rustc
                .env("RUSTUP_TOOLCHAIN", DEBIAN)
                .arg(format!("-Clinker={DEBIAN_LINKER}")),
        };
        written.is_ok() && rustc.answer().is_some()
    }
}

/// The toolchain, set up if it is missing.
pub(super) fn toolchain(layout: &Layout) -> Result<Toolchain> {
    for candidate in [Toolchain::Ordinary, Toolchain::Debian] {
        if candidate.works(layout) {
            return Ok(candidate);
        }
    }
    if by_rustup(layout)? {
        return Ok(Toolchain::Ordinary);
    }
    if !system::has_apt(layout) {
        return Err(Error::missing(
            format!("Rust's {TARGET} target"),
            format!("Run `rustup target add {TARGET}` where its download is possible."),
        ));
    }
    by_debian(layout)?;
    Ok(Toolchain::Debian)
}

fn by_rustup(layout: &Layout) -> Result<bool> {
    let answers = Answers::new(&layout.tools);
    let version = Program::new(layout, "rustc")
        .arg("--version")
        .answer()
        .unwrap_or_default();
    let question = format!("rustup target {version}");
    if find(layout, "rustup".as_ref()).is_none() || answers.was_no(&question) {
        return Ok(false);
    }
    say(
        &format!("rustup target add {TARGET}"),
        "the web app is compiled to WebAssembly",
    );
    let finished = Program::new(layout, "rustup")
        .args(["target", "add", TARGET])
        .limit(RUSTUP_LIMIT)
        .logged(&layout.logs().join("rustup-target.log"))?;
    if finished.ok && Toolchain::Ordinary.works(layout) {
        return Ok(true);
    }
    println!("setup: rustup could not download it; this is remembered (setup --again forgets)");
    answers.remember_no(&question, &finished.text)?;
    Ok(false)
}

fn by_debian(layout: &Layout) -> Result<()> {
    let why = "Debian's Rust compiles the web app where rustup's target cannot be downloaded";
    if !Path::new(DEBIAN_RUSTC).exists() || find(layout, DEBIAN_LINKER.as_ref()).is_none() {
        system::install(layout, &DEBIAN_PACKAGES, why)?;
    }
    let sysroot = Program::new(layout, DEBIAN_RUSTC)
        .args(["--print", "sysroot"])
        .answer()
        .map(PathBuf::from)
        .ok_or_else(|| Error::missing("Debian's rustc", "Install the package rustc-web."))?;
    Program::new(layout, "rustup")
        .args(["toolchain", "link", DEBIAN])
        .arg(&sysroot)
        .run()?;
    if Toolchain::Debian.works(layout) {
        return Ok(());
    }
    say(
        "building the standard library for wasm, about a minute",
        why,
    );
    let scratch = layout.tools.join("wasm-std");
    let built = build_std(layout, &sysroot, &scratch);
    let installed = built.and_then(|()| install_std(layout, &sysroot, &scratch));
    // Hundreds of megabytes that nothing needs again; a leftover does no harm.
    let _ = fs::remove_dir_all(&scratch);
    installed?;
    if Toolchain::Debian.works(layout) {
        return Ok(());
    }
    Err(Error::missing(
        "a working wasm toolchain",
        "Debian's Rust was set up and still does not compile for wasm; see `rustup toolchain list`.",
    ))
}

/// Builds std in a copy, since the source package's folder belongs to root.
fn build_std(layout: &Layout, sysroot: &Path, scratch: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(scratch);
    fs::create_dir_all(scratch).map_err(Error::io("creating", scratch))?;
    let source = sysroot.join("lib/rustlib/src/rust/library");
    Program::new(layout, "cp")
        .args(["-rL"])
        .arg(source)
        .arg(scratch)
        .run()?;
    Program::new(layout, DEBIAN_CARGO)
        .args([
            "build",
            "--quiet",
            "--release",
            "--manifest-path",
            "sysroot/Cargo.toml",
        ])
        .args(["--target", TARGET, "--features", "panic-unwind,backtrace"])
        .dir(&scratch.join("library"))
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            "-Cembed-bitcode=yes -Zforce-unstable-if-unmarked -Cpanic=abort",
        )
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .env_remove("RUSTUP_TOOLCHAIN")
        .run()
}

fn install_std(layout: &Layout, sysroot: &Path, scratch: &Path) -> Result<()> {
    let place = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    let built = scratch.join("target").join(TARGET).join("release/deps");
    let mut libraries = Vec::new();
    for entry in fs::read_dir(&built).map_err(Error::io("reading", &built))? {
        let path = entry.map_err(Error::io("reading", &built))?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "rlib")
        {
            libraries.push(path);
        }
    }
    // Libraries of an older compiler would be found first.
    system::as_root(layout, "rm")?
        .arg("-rf")
        .arg(&place)
        .run()?;
    system::as_root(layout, "mkdir")?
        .arg("-p")
        .arg(&place)
        .run()?;
    system::as_root(layout, "cp")?
        .args(&libraries)
        .arg(&place)
        .run()
}
