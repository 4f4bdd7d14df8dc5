//! Whether a device meets the organisation's policies, by word and sign; and what runs on it.

use super::choose::Choices;
use crate::components::{Icon, Sign};
use crate::i18n;
use leptos::prelude::*;

/// The states that a directory tells, the worst first, with their messages.
pub(super) static STATES: Choices = &[
    ("not-compliant", "state-not-compliant"),
    ("in-grace-period", "state-in-grace-period"),
    ("unknown", "state-unknown"),
    ("compliant", "state-compliant"),
];

/// The kinds of systems, with their messages.
pub(super) static PLATFORMS: Choices = &[
    ("windows", "platform-windows"),
    ("macos", "platform-macos"),
    ("linux", "platform-linux"),
    ("ios", "platform-ios"),
    ("android", "platform-android"),
    ("other", "platform-other"),
];

/// The message for a state. What is not known here is unknown, and never the better of two.
fn state(word: &str) -> (&'static str, Sign) {
    match word {
        "compliant" => ("state-compliant", Sign::Shield),
        "not-compliant" => ("state-not-compliant", Sign::Warning),
        "in-grace-period" => ("state-in-grace-period", Sign::Clock),
        "unenrolled" => ("state-unenrolled", Sign::Outside),
        _ => ("state-unknown", Sign::Question),
    }
}

/// The message for a kind of system.
pub(super) fn platform(word: &str) -> &'static str {
    let known = PLATFORMS.iter().find(|(known, _)| *known == word);
    known.map_or("platform-other", |(_, name)| name)
}

/// A state as it stands in a list.
pub(super) fn mark(word: &str) -> AnyView {
    let (name, sign) = state(word);
    view! {
        <span class="state-mark" data-testid="device-state" data-state=word.to_owned()>
            <Icon sign />
            <span>{i18n::message(name)}</span>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_here_never_reads_compliant() {
        for word in ["", "Compliant", "compliant ", "from-the-future", "unknown"] {
            assert_eq!(state(word).0, "state-unknown", "{word}");
        }
        for (word, name) in STATES {
            assert_eq!(state(word).0, *name);
        }
        assert_eq!(platform("amiga"), "platform-other");
    }
}
