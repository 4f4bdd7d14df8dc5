//! The server's side of the broker: files, headers, hostile clients, TLS, life and death, the log.

mod directory;
mod files;
mod headers;
mod hostile;
mod kill;
mod life;
mod log;
mod program;
mod tls;

use bytes::Bytes;
use remote_help::http::assets::Assets;

/// Name of the build that [`app`] says it is.
const BUILD: &str = "0.1.0-test";
/// A file of [`app`] whose name holds a hash.
const HASHED: &str = "rh-app-0123456789abcdef.js";

/// A web app of a few bytes.
fn app() -> Assets {
    let page =
        format!("<!doctype html><meta name=\"rh-build\" content=\"{BUILD}\"><title>x</title>");
    let files = [
        ("index.html", page.as_str()),
        (HASHED, "plain"),
        ("rh-app-0123456789abcdef.js.br", "as brotli"),
        ("rh-app-0123456789abcdef.js.gz", "as gzip"),
        ("boot.js", "boot"),
    ];
    Assets::from_files(
        files.map(|(name, text)| (name.to_owned(), Bytes::copy_from_slice(text.as_bytes()))),
    )
}
