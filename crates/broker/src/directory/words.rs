//! The words for a kind, a platform and a state: the same in the store, in CSV and on the wire.

use super::entry::{Compliance, GroupKind, Platform};

/// One of a few, each of which has a word.
pub(super) trait Word: Copy + PartialEq + 'static {
    /// All of them.
    const ALL: &'static [(&'static str, Self)];

    /// Its word.
    fn word(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }

    /// What a word stands for.
    fn of(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(its, _)| *its == word).map(|(_, it)| *it)
    }
}

impl Word for GroupKind {
    const ALL: &'static [(&'static str, Self)] =
        &[("people", Self::People), ("devices", Self::Devices)];
}

impl Word for Platform {
    const ALL: &'static [(&'static str, Self)] = &[
        ("windows", Self::Windows),
        ("macos", Self::Macos),
        ("linux", Self::Linux),
        ("ios", Self::Ios),
        ("android", Self::Android),
        ("other", Self::Other),
    ];
}

impl Word for Compliance {
    const ALL: &'static [(&'static str, Self)] = &[
        ("compliant", Self::Compliant),
        ("not-compliant", Self::NotCompliant),
        ("in-grace-period", Self::InGracePeriod),
        ("unknown", Self::Unknown),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    fn agree<T: Word + Serialize + std::fmt::Debug>() {
        for (word, it) in T::ALL {
            assert_eq!(serde_json::json!(it), *word);
            assert_eq!((it.word(), T::of(word)), (*word, Some(*it)));
        }
        assert_eq!(T::of("Windows"), None);
    }

    #[test]
    fn the_words_are_those_of_the_wire() {
        agree::<GroupKind>();
        agree::<Platform>();
        agree::<Compliance>();
    }
}
