//! Tests of the files.

use super::*;

fn assets(names: &[&str]) -> Assets {
    Assets::from_files(
        names
            .iter()
            .map(|name| ((*name).to_owned(), Bytes::from(name.to_string()))),
    )
}

fn accepting(value: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
    headers
}

#[test]
fn the_best_form_that_the_client_takes_is_sent() {
    let assets = assets(&["app.js", "app.js.br", "app.js.gz", "alone.gz"]);
    let file = assets.file("app.js").unwrap();
    for (accept, sent) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip", Some("gzip")),
        ("br;q=0, gzip;q=0.5", Some("gzip")),
        ("*", Some("br")),
        ("*;q=0", None),
        ("BR", Some("br")),
        ("identity", None),
        ("", None),
    ] {
        let best = file.best_for(&accepting(accept)).unwrap();
        assert_eq!(best.encoding.name(), sent, "{accept}");
    }
    let plain = file.best_for(&HeaderMap::new()).unwrap();
    assert_eq!(&plain.bytes[..], b"app.js");
    // Forms have no address of their own; a lone file with such a name has.
    assert!(assets.file("app.js.br").is_none());
    assert!(assets.file("alone.gz").is_some());
    let tags: std::collections::HashSet<_> =
        file.variants.iter().map(|variant| &variant.etag).collect();
    assert_eq!(tags.len(), 3, "each form has a validator of its own");
}

#[test]
fn hashed_names_are_told_from_others() {
    for hashed in [
        "rh-app-0123456789abcdef.js",
        "rh-app-0123456789abcdef_bg.wasm",
        "workers/screen-deadbeef.js",
        "locales/ar/core-0011223344556677.ftl",
    ] {
        assert!(is_hashed(hashed), "{hashed}");
    }
    for plain in [
        "boot.js",
        "index.html",
        "apple-touch-icon.png",
        "a-deadbee.js",
        "deadbeef-0123456789abcdef/boot.js",
        "x-deadbeefcafe",
    ] {
        assert!(!is_hashed(plain), "{plain}");
    }
}

#[test]
fn the_build_is_named_by_the_page() {
    let with = |html: &str| {
        let files = [(INDEX.to_owned(), Bytes::from(html.to_owned()))];
        Assets::from_files(files).build().to_owned()
    };
    assert_eq!(
        with(r#"<head><meta name="rh-build" content="0.1.0+abc"><meta content="x">"#),
        "0.1.0+abc"
    );
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(with("<html></html>"), version);
    assert_eq!(with(r#"<meta name="rh-build" content="">"#), version);
    assert_eq!(with(r#"<meta name="rh-build"><p content="x">"#), version);
}
