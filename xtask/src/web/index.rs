//! Fills the index page: `@build`, `@asset(NAME)`, `@locales`, `@icons` and `@noscript` in its source become
//! what this build made.

use std::fs;

use crate::error::{Error, Result};
use crate::layout::Layout;

use super::assets::Assets;
use super::boot::Locale;

const FILE: &str = "index.html";

/// Adds the page, which names every asset by then.
pub(super) fn add(
    layout: &Layout,
    build: &str,
    locales: &[Locale],
    assets: &mut Assets,
) -> Result<()> {
    let source = layout.root.join(FILE);
    let page = fs::read_to_string(&source).map_err(Error::io("reading", &source))?;
    let page = fill(&page, build, assets, locales)?;
    assets.add_page(FILE, page.as_bytes())
}

/// The page with everything filled in; an unknown asset is an error, and so is an inline script or
/// style, which the content security policy would refuse in the browser.
fn fill(page: &str, build: &str, assets: &Assets, locales: &[Locale]) -> Result<String> {
    let page = page
        .replace("<!-- @locales -->", &locale_addresses(assets, locales)?)
        .replace("<!-- @icons -->", &icon_addresses(assets))
        .replace("<!-- @noscript -->", &noscript(locales));
    let page = without_comments(&page).replace("@build", build);
    let page = fill_assets(&page, |name| assets.url(name))?;
    for forbidden in ["<style", " style=", " onload=", " onclick=", "javascript:"] {
        if page.contains(forbidden) {
            return Err(Error::invalid(
                FILE,
                format!("holds {forbidden}, which our policy forbids"),
            ));
        }
    }
    if page
        .split("<script")
        .skip(1)
        .any(|tag| !tag.split('>').next().unwrap_or("").contains("src="))
    {
        return Err(Error::invalid(
            FILE,
            "holds an inline script, which our policy forbids",
        ));
    }
    Ok(page)
}

fn fill_assets(page: &str, url: impl Fn(&str) -> Option<String>) -> Result<String> {
    let mut parts = page.split("@asset(");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part
            .split_once(')')
            .ok_or_else(|| Error::invalid(FILE, "has an @asset( that is not closed"))?;
        let url = url(name).ok_or_else(|| {
            Error::invalid(
                FILE,
                format!("wants the asset {name}, which the build did not make"),
            )
        })?;
        filled.push_str(&url);
        filled.push_str(rest);
    }
    Ok(filled)
}

/// One `<meta>` per language, by which the app finds its file, and one for each file that is fetched with a part.
fn locale_addresses(assets: &Assets, locales: &[Locale]) -> Result<String> {
    let mut lines = Vec::new();
    for locale in locales {
        let tag = &locale.tag;
        let url = |name: &str| {
            assets
                .url(name)
                .ok_or_else(|| Error::invalid(FILE, format!("has no address for {name}")))
        };
        lines.push(format!(
            "<meta name=\"rh-locale-{tag}\" content=\"{}\" />",
            url(&locale.name)?
        ));
        for name in &locale.further {
            lines.push(format!(
                "<meta name=\"rh-{}-{tag}\" content=\"{}\" />",
                stem(name),
                url(name)?
            ));
        }
    }
    Ok(lines.join("\n    "))
}

/// `console` of `locales/en/console.ftl`.
fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.split('.').next().unwrap_or(file)
}

/// One `<meta>` per icon, by which the app finds its file: `favicon-sharing.svg` is `sharing`.
fn icon_addresses(assets: &Assets) -> String {
    let icons = assets
        .named("icons/")
        .into_iter()
        .filter_map(|(name, url)| {
            let stem = name.strip_prefix("icons/")?.rsplit_once('.')?.0;
            let stem = stem.strip_prefix("favicon-").unwrap_or(stem);
            Some(format!(
                "<meta name=\"rh-icon-{stem}\" content=\"{url}\" />"
            ))
        });
    icons.collect::<Vec<_>>().join("\n    ")
}

/// Without JavaScript the language cannot be chosen: everyone's stands there.
fn noscript(locales: &[Locale]) -> String {
    let lines: Vec<String> = locales
        .iter()
        .map(|Locale { tag, noscript, .. }| {
            format!("<p lang=\"{tag}\" dir=\"auto\">{}</p>", escape(noscript))
        })
        .collect();
    lines.join("\n      ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Comments are for readers of the source.
fn without_comments(page: &str) -> String {
    let mut parts = page.split("<!--");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare.push_str(part.split_once("-->").map_or("", |(_, rest)| rest));
    }
    let lines = bare
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty());
    lines.fold(String::new(), |page, line| page + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(tag: &str, noscript: &str) -> Locale {
        let name = format!("locales/{tag}/core.ftl");
        Locale {
            tag: tag.into(),
            name,
            further: vec![format!("locales/{tag}/console.ftl")],
            bytes: 1,
            noscript: noscript.into(),
        }
    }

    fn filled(page: &str) -> Result<String> {
        let folder = std::env::temp_dir().join(format!("xtask-index-{}", std::process::id()));
        let mut assets = Assets::new(folder);
        let locales = [locale("ar", "نص"), locale("en", "<Text>")];
        for locale in &locales {
            for name in locale.further.iter().chain([&locale.name]) {
                assets.add(name, locale.tag.as_bytes()).unwrap();
            }
        }
        assets.add("app.css", b"a{}").unwrap();
        assets.add("icons/favicon-sharing.svg", b"<svg/>").unwrap();
        fill(page, "b01d", &assets, &locales)
    }

    #[test]
    fn everything_is_filled_in() {
        let page = filled(
            "<!-- why @asset(NAME) -->\n<meta content=\"@build\">\n<!-- @locales -->\n<!-- @icons -->\n\
             <link href=\"@asset(app.css)\">\n<noscript><!-- @noscript --></noscript>",
        )
        .unwrap();
        assert!(
            page.starts_with("<meta content=\"b01d\">\n<meta name=\"rh-locale-ar\""),
            "{page}"
        );
        assert!(
            page.contains("content=\"/assets/locales/en/core-"),
            "{page}"
        );
        let further = "<meta name=\"rh-console-en\" content=\"/assets/locales/en/console-";
        assert!(page.contains(further), "{page}");
        assert!(
            page.contains("<meta name=\"rh-icon-sharing\" content=\"/assets/icons/"),
            "{page}"
        );
        assert!(page.contains("<link href=\"/assets/app-"), "{page}");
        assert!(
            page.contains("<p lang=\"en\" dir=\"auto\">&lt;Text&gt;</p>"),
            "{page}"
        );
        assert!(!page.contains('@') && !page.contains("<!--"), "{page}");
    }

    #[test]
    fn an_asset_that_was_not_made_is_named() {
        let error = filled("@asset(icons/none.svg)").unwrap_err().to_string();
        assert!(error.contains("icons/none.svg"), "{error}");
        assert!(filled("@asset(app.css").is_err());
    }

    #[test]
    fn what_the_policy_forbids_does_not_get_out() {
        for page in [
            "<script>let a = 1</script>",
            "<script type=\"module\">import '/a'</script>",
            "<p style=\"color: red\">",
            "<style>a{}</style>",
        ] {
            assert!(filled(page).is_err(), "{page}");
        }
        assert!(filled("<script src=\"/assets/boot.js\" defer></script>").is_ok());
    }
}
