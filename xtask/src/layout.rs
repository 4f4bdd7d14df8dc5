//! Where everything is: the repository, what is built, and the tools kept between clones.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::error::{Error, Result};

/// The folders that the tasks use.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Everything native is built below this; `CARGO_TARGET_DIR` when set.
    pub(crate) target: PathBuf,
    /// Tools that are slow to build, shared by all clones of one account.
    pub(crate) tools: PathBuf,
}

impl Layout {
    /// From the environment and this package's own place.
    pub(crate) fn find() -> Result<Self> {
        // Cargo's word for this run: two clones that share a target folder share this program too.
        let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let here = here.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = here.parent().unwrap_or(&here).to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => {
                let dir = PathBuf::from(dir);
                // Cargo reads a relative one from where it was called.
                std::path::absolute(&dir).map_err(Error::io("finding", &dir))?
            }
            None => root.join("target"),
        };
        let tools = cache_home()?.join("remote-help").join("tools");
        Ok(Self {
            root,
            target,
            tools,
        })
    }

    /// What the broker embeds.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where wasm is built: apart from native code, so that neither invalidates the other.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// Where the web app is put together before it becomes `dist/`.
    pub(crate) fn stage(&self) -> PathBuf {
        self.target.join("web-stage")
    }

    /// The complete output of each step of `test` and `check`.
    pub(crate) fn logs(&self) -> PathBuf {
        self.target.join("xtask-logs")
    }

    /// The broker as `start` runs it.
    pub(crate) fn broker(&self) -> PathBuf {
        self.program("release")
    }

    /// The broker as the tests run it.
    pub(crate) fn checked_broker(&self) -> PathBuf {
        self.program("debug")
    }

    fn program(&self, profile: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("remote-help{}", env::consts::EXE_SUFFIX))
    }

    /// Programs that `setup` has built.
    pub(crate) fn tool_bin(&self) -> PathBuf {
        self.tools.join("bin")
    }

    /// npm packages that `setup` has installed.
    pub(crate) fn tool_npm(&self) -> PathBuf {
        self.tools.join("npm")
    }

    /// `PATH` with our tools first.
    pub(crate) fn search_path(&self) -> std::ffi::OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let ours = [
            self.tool_bin(),
            self.tool_npm().join("node_modules").join(".bin"),
        ];
        env::join_paths(ours.into_iter().chain(env::split_paths(&inherited))).unwrap_or(inherited)
    }

    /// An empty `dist/` if there is none: the broker embeds the folder, so it must exist before
    /// anything native is compiled.
    pub(crate) fn ensure_dist(&self) -> Result<()> {
        let dist = self.dist();
        fs::create_dir_all(&dist).map_err(Error::io("creating", &dist))
    }
}

fn cache_home() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        return Ok(dir.into());
    }
    env::home_dir()
        .map(|home| home.join(".cache"))
        .ok_or_else(|| Error::missing("a home directory", "Set HOME or XDG_CACHE_HOME."))
}
