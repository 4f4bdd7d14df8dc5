//! Compresses every file once, at build time, with brotli and gzip at their best.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use crate::error::{Error, Result};

use super::files;

/// Endings of files that are not compressed already.
const COMPRESSIBLE: [&str; 8] = ["css", "ftl", "html", "js", "json", "svg", "txt", "wasm"];
const BROTLI_QUALITY: i32 = 11;
/// The largest window that every browser accepts: 16 MiB.
const BROTLI_WINDOW: i32 = 24;

/// Puts a `.br` and a `.gz` beside every file below `folder` that becomes smaller by it.
pub(super) fn all(folder: &Path) -> Result<()> {
    let queue = Mutex::new(
        files(folder)?
            .into_iter()
            .filter(|path| is_compressible(path)),
    );
    let next = || queue.lock().ok().and_then(|mut paths| paths.next());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers)
            .map(|_| scope.spawn(|| std::iter::from_fn(next).try_for_each(|path| one(&path))))
            .collect();
        running
            .into_iter()
            .try_for_each(|worker| match worker.join() {
                Ok(result) => result,
                Err(panic) => std::panic::resume_unwind(panic),
            })
    })
}

fn is_compressible(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| COMPRESSIBLE.contains(&e))
}

fn one(path: &Path) -> Result<()> {
    let content = fs::read(path).map_err(Error::io("reading", path))?;
    let brotli = brotli(&content).map_err(Error::io("compressing", path))?;
    let gzip = gzip(&content).map_err(Error::io("compressing", path))?;
    for (ending, smaller) in [("br", brotli), ("gz", gzip)] {
        if smaller.len() < content.len() {
            let beside = with(path, ending);
            fs::write(&beside, smaller).map_err(Error::io("writing", &beside))?;
        }
    }
    Ok(())
}

/// `app.css` and `br` make `app.css.br`.
pub(super) fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn compressed_files_hold_the_same_and_stand_beside() {
        let folder = std::env::temp_dir().join(format!("xtask-compress-{}", std::process::id()));
        fs::create_dir_all(folder.join("a")).unwrap();
        let css = folder.join("a/app.css");
        let content = "a { color: red }\n".repeat(100);
        fs::write(&css, &content).unwrap();
        fs::write(folder.join("tiny.js"), "1").unwrap();
        fs::write(folder.join("picture.png"), &content).unwrap();
        all(&folder).unwrap();

        let mut plain = Vec::new();
        let compressed = fs::read(with(&css, "br")).unwrap();
        brotli::BrotliDecompress(&mut &compressed[..], &mut plain).unwrap();
        assert_eq!(plain, content.as_bytes());
        let mut plain = String::new();
        let compressed = fs::read(with(&css, "gz")).unwrap();
        flate2::read::GzDecoder::new(&compressed[..])
            .read_to_string(&mut plain)
            .unwrap();
        assert_eq!(plain, content);
        assert!(!folder.join("tiny.js.gz").exists(), "no gain, no file");
        assert!(
            !folder.join("picture.png.br").exists(),
            "pictures are compressed already"
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
