//! The languages on offer, and which of them suits a browser best.

/// A language that the product speaks.
#[derive(Debug, PartialEq, Eq)]
pub struct Locale {
    /// BCP 47 tag; also the folder's name under `public/locales`.
    pub tag: &'static str,
    /// The language's name in itself.
    pub name: &'static str,
    /// Whether it is written from right to left.
    pub rtl: bool,
}

/// Every language, in the order of the switch. The first is the one that others fall back to.
pub const LOCALES: &[Locale] = &[
    Locale::new("en", "English", false),
    Locale::new("ar", "العربية", true),
    Locale::new("ja", "日本語", false),
];

impl Locale {
    const fn new(tag: &'static str, name: &'static str, rtl: bool) -> Self {
        Self { tag, name, rtl }
    }

    /// The language that others fall back to.
    #[must_use]
    pub const fn fallback() -> &'static Self {
        &LOCALES[0]
    }

    /// The language with exactly this tag, whatever its case.
    #[must_use]
    pub fn find(tag: &str) -> Option<&'static Self> {
        LOCALES
            .iter()
            .find(|locale| locale.tag.eq_ignore_ascii_case(tag))
    }

    /// The best language for somebody who prefers these tags, best first ("lookup" of RFC 4647
    /// §3.4: each preference is shortened from its end before the next one is tried).
    #[must_use]
    pub fn negotiate<'a>(preferred: impl IntoIterator<Item = &'a str>) -> &'static Self {
        preferred
            .into_iter()
            .find_map(Self::lookup)
            .unwrap_or(Self::fallback())
    }

    fn lookup(tag: &str) -> Option<&'static Self> {
        let mut range = tag;
        loop {
            if let Some(found) = Self::find(range) {
                return Some(found);
            }
            range = &range[..range.rfind('-')?];
        }
    }

    /// The value of the `dir` attribute.
    #[must_use]
    pub const fn direction(&self) -> &'static str {
        if self.rtl { "rtl" } else { "ltr" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag_for(preferred: &[&str]) -> &'static str {
        Locale::negotiate(preferred.iter().copied()).tag
    }

    #[test]
    fn the_first_language_that_is_spoken_wins() {
        assert_eq!(tag_for(&["ja"]), "ja");
        assert_eq!(tag_for(&["ja-JP", "en-US"]), "ja");
        assert_eq!(tag_for(&["AR-eg-u-nu-latn"]), "ar");
        assert_eq!(tag_for(&["tlh", "ar"]), "ar");
        assert_eq!(tag_for(&["en-GB", "ja"]), "en");
    }

    #[test]
    fn nobody_is_left_without_words() {
        for preferred in [&[][..], &["tlh"], &["", "-", "x-private"], &["jav"]] {
            assert_eq!(tag_for(preferred), "en", "{preferred:?}");
        }
    }
}
