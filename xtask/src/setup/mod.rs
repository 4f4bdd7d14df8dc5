//! Sets up what is missing, says what and why, and does nothing twice.

mod memory;
mod oldest;
mod system;
mod tools;
mod wasm;

use std::fs;

use crate::error::{Error, Result};
use crate::layout::Layout;

pub(crate) use memory::Answers;
pub(crate) use tools::chromium;
pub(crate) use wasm::{TARGET as WASM, Toolchain};

/// What building and running the product needs; gives the toolchain that compiles for wasm.
pub(crate) fn web(layout: &Layout) -> Result<Toolchain> {
    let bin = layout.tool_bin();
    fs::create_dir_all(&bin).map_err(Error::io("creating", &bin))?;
    layout.ensure_dist()?;
    system::compiler(layout)?;
    system::node(layout)?;
    let toolchain = wasm::toolchain(layout)?;
    tools::web(layout)?;
    Ok(toolchain)
}

/// What the tests need besides.
pub(crate) fn tests(layout: &Layout) -> Result<()> {
    tools::tests(layout)?;
    system::compiler_for_fuzzing(layout)?;
    system::browser(layout)?;
    system::engines(layout)?;
    oldest::chromium(layout)?;
    tools::end_to_end(layout)
}

/// What measuring the picture needs besides: a display that nobody sees, and the scenes' fonts.
pub(crate) fn picture(layout: &Layout) -> Result<()> {
    system::display(layout)
}

/// Forgets remembered answers, so that the network is tried again.
pub(crate) fn forget(layout: &Layout) -> Result<()> {
    Answers::new(&layout.tools).forget()
}

/// Says what is being set up, and why.
fn say(what: &str, why: &str) {
    println!("setup: {what} ({why})");
}
