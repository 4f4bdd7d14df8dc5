//! `start`: from a fresh clone to the running demo.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::{setup, web};

/// Sets up, builds and runs the demo. Where the system can, this process becomes the broker, so
/// that Ctrl-C and signals reach it directly and it ends in its own orderly way.
pub(crate) fn run(layout: &Layout, listen: &str, data: &str) -> Result<ExitCode> {
    // Said before minutes of building, not after.
    free(listen)?;
    let toolchain = setup::web(layout)?;
    web::build(layout, &toolchain)?;
    println!("Building the broker (some minutes the first time) ...");
    broker_build(layout).run()?;
    let data = folder(&layout.root, data);
    fill(layout, &data)?;
    println!("{}", welcome(listen, &data));
    Err(Program::new(layout, layout.broker())
        .args(["serve", "--demo", "--listen", listen, "--data"])
        .arg(&data)
        .become_it())
}

/// The build of the broker in release; it embeds what is in `dist/`.
pub(crate) fn broker_build(layout: &Layout) -> Program {
    Program::cargo(layout).args(["build", "--release", "--package", "remote-help"])
}

/// Gives data that are new the people and devices of the invented organisation.
fn fill(layout: &Layout, data: &Path) -> Result<()> {
    if data.exists() {
        return Ok(());
    }
    for kind in ["groups", "people", "devices"] {
        let file = layout
            .root
            .join(format!("docs/example-directory/{kind}.csv"));
        Program::new(layout, layout.broker())
            .args(["directory", "import", "--kind", kind, "--data"])
            .arg(data)
            .arg(&file)
            .run()?;
    }
    Ok(())
}

fn free(listen: &str) -> Result<()> {
    TcpListener::bind(listen)
        .map(drop)
        .map_err(|source| Error::Io {
            doing: format!("listening on {listen} (try --listen 127.0.0.1:8081)"),
            source,
        })
}

fn folder(root: &Path, data: &str) -> PathBuf {
    // An absolute path replaces the root.
    root.join(data)
}

fn welcome(listen: &str, data: &Path) -> String {
    let port = listen.rsplit(':').next().unwrap_or_default();
    let origin = format!("http://localhost:{port}");
    let data = data.display();
    format!(
        "
Remote Help, demonstration on this computer only. Data: {data}

  Helper   {origin}/rhh
  Sharer   {origin}/rh

To try it in two tabs of one browser:
  1. In the helper's tab: Sign in, choose helper1, Start a session, copy the link.
  2. Open the link in a second tab: Sign in, choose sharer1.
  3. Each looks at whom they meet: the sharer allows, the helper confirms.
  4. The sharer chooses Share screen and picks a window; the helper sees it, and both chat.

The helper also finds a device under Devices and starts a session for it: BW-LAPTOP-02 is sharer2's,
and not compliant. The administrators' console is at {origin}/rhh/console, for admin.

Accounts: helper1, helper2 and admin may help; sharer1, sharer2 and sharer3 are helped;
outsider belongs to another organisation and is refused.

Ctrl-C ends it.
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_said_before_anything_is_built() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let error = free(&address).unwrap_err().to_string();
        assert!(
            error.contains(&address) && error.contains("--listen"),
            "{error}"
        );
    }

    #[test]
    fn the_welcome_names_both_addresses_and_the_data() {
        let data = folder(Path::new("/repo"), "data");
        let text = welcome("127.0.0.1:9000", &data);
        for part in [
            "http://localhost:9000/rhh",
            "http://localhost:9000/rh\n",
            "/repo/data",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert_eq!(folder(Path::new("/repo"), "/else"), Path::new("/else"));
    }
}
