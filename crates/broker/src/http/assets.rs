//! The web app's files, as they were built: in memory, with their compressed forms beside them.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Every file of the build: name below `dist/`, content.
static EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/dist.rs"));

/// The page that both `/rh` and `/rhh` are.
const INDEX: &str = "index.html";
/// Where the build's name stands in the page: `<meta name="rh-build" content="…">`.
const BUILD_META: &str = "name=\"rh-build\"";

/// A form in which a file can be sent. The best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `br` (RFC 7932).
    Brotli,
    /// `gzip` (RFC 1952).
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// As it stands in `Content-Encoding`; none for a file as it is.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }
}

/// One form of a file.
#[derive(Clone, Debug)]
pub struct Variant {
    /// How it is compressed.
    pub encoding: Encoding,
    /// The bytes to send.
    pub bytes: Bytes,
    /// Strong validator of these very bytes (RFC 9110 §8.8.3).
    pub etag: HeaderValue,
}

/// One file.
#[derive(Clone, Debug)]
pub struct Asset {
    /// What it is.
    pub content_type: &'static str,
    /// Whether its name changes with its content.
    pub immutable: bool,
    /// Its forms, best first. Never empty.
    variants: Vec<Variant>,
}

impl Asset {
    /// The best form that a client takes; as it is, if none is named (RFC 9110 §12.5.3).
    #[must_use]
    pub fn best_for(&self, headers: &HeaderMap) -> Option<&Variant> {
        let accepted = |variant: &&Variant| {
            variant
                .encoding
                .name()
                .is_none_or(|name| accepts(headers, name))
        };
        self.variants.iter().find(accepted)
    }
}

/// All files.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    files: HashMap<String, Asset>,
    build: String,
}

impl Assets {
    /// The files that this program was built with.
    #[must_use]
    pub fn embedded() -> Self {
        Self::from_files(
            EMBEDDED
                .iter()
                .map(|&(name, bytes)| (name.to_owned(), Bytes::from_static(bytes))),
        )
    }

    /// Files by name. `x.br` and `x.gz` are forms of `x`.
    pub fn from_files(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let mut raw: HashMap<String, Bytes> = files.into_iter().collect();
        let names: Vec<String> = raw
            .keys()
            .filter(|name| !is_form_of_another(name, &raw))
            .cloned()
            .collect();
        let mut files = HashMap::with_capacity(names.len());
        for name in names {
            let variants = Encoding::ALL.into_iter().filter_map(|encoding| {
                let bytes = raw.remove(&format!("{name}{}", encoding.suffix()))?;
                let etag = etag(&bytes);
                Some(Variant {
                    encoding,
                    bytes,
                    etag,
                })
            });
            let asset = Asset {
                content_type: content_type(&name),
                immutable: is_hashed(&name),
                variants: variants.collect(),
            };
            files.insert(name, asset);
        }
        let build = build(&files);
        Self { files, build }
    }

    /// The page, if the app is in this build.
    #[must_use]
    pub fn page(&self) -> Option<&Asset> {
        self.files.get(INDEX)
    }

    /// A file by its name; the page is none.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&Asset> {
        self.files.get(name).filter(|_| name != INDEX)
    }

    /// Name of the build: the app's, or without one the program's version.
    #[must_use]
    pub fn build(&self) -> &str {
        &self.build
    }
}

fn is_form_of_another(name: &str, all: &HashMap<String, Bytes>) -> bool {
    [Encoding::Brotli, Encoding::Gzip]
        .iter()
        .filter_map(|encoding| name.strip_suffix(encoding.suffix()))
        .any(|plain| all.contains_key(plain))
}

fn build(files: &HashMap<String, Asset>) -> String {
    let page = files.get(INDEX).and_then(|page| {
        page.variants
            .iter()
            .find(|variant| variant.encoding == Encoding::Identity)
    });
    page.and_then(|page| std::str::from_utf8(&page.bytes).ok())
        .and_then(|html| html.split_once(BUILD_META))
        .and_then(|(_, rest)| rest.split('>').next())
        .and_then(|tag| tag.split_once("content=\""))
        .and_then(|(_, value)| value.split('"').next())
        .filter(|value| !value.is_empty())
        .unwrap_or(env!("CARGO_PKG_VERSION"))
        .to_owned()
}

/// The first 128 bits of the content's SHA-256, in quotes.
fn etag(bytes: &[u8]) -> HeaderValue {
    use std::fmt::Write as _;
    let mut text = String::from("\"");
    for byte in &Sha256::digest(bytes)[..16] {
        let _ = write!(text, "{byte:02x}");
    }
    text.push('"');
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// Whether a name holds a hash: `-` and at least 8 hexadecimal digits before a `.` or `_`
/// (`rh-app-0123456789abcdef_bg.wasm`).
fn is_hashed(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        digits >= 8 && matches!(part.as_bytes().get(digits), Some(b'.' | b'_'))
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "ftl" | "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Whether `Accept-Encoding` names an encoding (or `*`) without refusing it by `q=0`.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING);
    let mut any = false;
    for item in lines
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
    {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let quality = parts.find_map(|part| part.strip_prefix("q="));
        let wanted = quality.is_none_or(|q| q.parse::<f32>().is_ok_and(|q| q > 0.0));
        if name.eq_ignore_ascii_case(encoding) {
            return wanted;
        }
        any |= name == "*" && wanted;
    }
    any
}

#[cfg(test)]
mod tests;
