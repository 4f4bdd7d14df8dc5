//! The demonstration's texts: Fluent, in the language that the browser or the app asks for.

use fluent_bundle::{FluentResource, concurrent::FluentBundle};
use std::{borrow::Cow, sync::LazyLock};
use unic_langid::LanguageIdentifier;

static ENGLISH: LazyLock<Texts> =
    LazyLock::new(|| Texts::new("en", include_str!("../../locales/en/demo.ftl")));
static ARABIC: LazyLock<Texts> =
    LazyLock::new(|| Texts::new("ar", include_str!("../../locales/ar/demo.ftl")));
static JAPANESE: LazyLock<Texts> =
    LazyLock::new(|| Texts::new("ja", include_str!("../../locales/ja/demo.ftl")));

/// The texts of one language.
pub(super) struct Texts {
    tag: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    fn new(tag: &'static str, source: &str) -> Self {
        // What parses is kept; a test holds every file to parsing whole and to the same keys.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let language: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.add_resource_overriding(resource);
        Self { tag, bundle }
    }

    /// For `ui_locales` (OpenID Connect Core §3.1.2.1) before `Accept-Language` (RFC 9110 §12.5.4):
    /// whoever switched the app's language wants it here too.
    pub(super) fn for_request(
        ui_locales: Option<&str>,
        accept_language: Option<&str>,
    ) -> &'static Self {
        let asked = ui_locales.unwrap_or_default().split(' ');
        let accepted = accept_language.unwrap_or_default().split(',').take(20);
        // Browsers list their languages best first.
        asked
            .chain(accepted)
            .filter_map(|tag| tag.split(';').next())
            .find_map(
                |tag| match tag.trim().split('-').next()?.to_ascii_lowercase().as_str() {
                    "en" => Some(&*ENGLISH),
                    "ar" => Some(&*ARABIC),
                    "ja" => Some(&*JAPANESE),
                    _ => None,
                },
            )
            .unwrap_or(&ENGLISH)
    }

    /// Its tag, for `lang`.
    pub(super) fn tag(&self) -> &'static str {
        self.tag
    }

    /// Its direction, for `dir`.
    pub(super) fn direction(&self) -> &'static str {
        if self.tag == "ar" { "rtl" } else { "ltr" }
    }

    /// A text.
    pub(super) fn get(&self, key: &str) -> Cow<'_, str> {
        // A text that a language lacks is shown in English.
        [&self.bundle, &ENGLISH.bundle]
            .into_iter()
            .find_map(|bundle| {
                let pattern = bundle.get_message(key)?.value()?;
                Some(bundle.format_pattern(pattern, None, &mut Vec::new()))
            })
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(source: &str) -> BTreeSet<String> {
        FluentResource::try_new(source.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
        source
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    #[test]
    fn every_language_parses_and_has_the_keys_of_english() {
        let english = keys(include_str!("../../locales/en/demo.ftl"));
        assert!(english.len() > 10);
        assert_eq!(keys(include_str!("../../locales/ar/demo.ftl")), english);
        assert_eq!(keys(include_str!("../../locales/ja/demo.ftl")), english);
    }

    #[test]
    fn the_first_language_that_is_there_is_taken() {
        let tag = |ui, accept| Texts::for_request(ui, accept).tag();
        assert_eq!(tag(None, Some("fr-FR, ja;q=0.9, en;q=0.8")), "ja");
        assert_eq!(tag(Some("ar"), Some("ja")), "ar");
        assert_eq!(tag(Some("fr"), Some("AR-eg")), "ar");
        assert_eq!(tag(None, None), "en");
        assert_eq!(Texts::for_request(Some("ar"), None).direction(), "rtl");
    }
}
